#include "audit/verdict.h"

#include "base/array.h"
#include "base/language.h"
#include "consent/resolver.h"

#include <stdio.h>

enum sladd_status verdict_add_remarks(struct verdict *verdict, size_t *room, const struct resolver *resolver,
                                      struct sladd_error *err) {
    static const enum check_rule rules[] = {[REMARK_NO_PHOTO] = RULE_ID_ENTRY_WITHOUT_PHOTO,
                                            [REMARK_NOT_USED] = RULE_ID_ENTRY_NOT_USED,
                                            [REMARK_OTHER_NAME] = RULE_ID_ENTRY_OTHER_NAME,
                                            [REMARK_NOT_BESIDE] = RULE_ID_ENTRY_WITHOUT_PHOTO};
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < resolver->remark_count && status == SLADD_OK; i++) {
        const struct remark *remark = &resolver->remarks[i];
        bool new_manifest = i == 0 || remark->manifest != resolver->remarks[i - 1].manifest;
        if (new_manifest && !array_grow((void **)&verdict->photos, room, verdict->count + 1, sizeof *verdict->photos))
            return fail_memory(err);
        if (new_manifest) {
            verdict->photos[verdict->count++] = (struct judged){.path = remark->manifest->path};
            verdict->manifests++;
        }
        struct finding finding = {.rule = rules[remark->kind], .line = remark->entry->line};
        if (asprintf(&finding.detail, _("Line %d: %s."), remark->entry->line, remark->entry->file) < 0)
            return fail_memory(err);
        status = findings_add(&verdict->photos[verdict->count - 1].findings, finding, err);
    }
    return status;
}
