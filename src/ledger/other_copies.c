#include "ledger/other_copies.h"

#include "consent/judge.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Gone for good, and not only out of reach: a disk that is not mounted must not take anything down. */
static bool is_gone(const char *origin) {
    struct stat facts;
    if (origin[0] != '/' || lstat(origin, &facts) == 0 || errno != ENOENT)
        return false;
    char *folder = strndup(origin, (size_t)(strrchr(origin, '/') - origin));
    bool there = folder != NULL && stat(folder[0] != '\0' ? folder : "/", &facts) == 0;
    free(folder);
    return there;
}

/* Everybody whom the copy shows and today's manifests do not allow to be seen. */
static enum sladd_status judge(const struct receipt *receipt, const struct rules *rules,
                               const struct manifest_entry *entry, struct takedowns *list, struct sladd_error *err) {
    const struct sladd_regions *regions = &receipt->outcome.regions;
    enum sladd_status status = SLADD_OK;
    bool withheld = entry_publish(entry) == ANSWER_NO || entry_permission(entry) == ANSWER_NO;
    for (size_t i = 0; i < regions->count && status == SLADD_OK; i++) {
        const char *key = sladd_region_person(regions, &regions->items[i]);
        if (regions->items[i].kind != SLADD_FACE || regions->items[i].action != SLADD_KEEP || key == NULL)
            continue;
        const struct person *person = entry_person(entry, key);
        enum sladd_reason reason = person == NULL ? SLADD_REASON_NO_SUBJECT
                                   : withheld     ? SLADD_REASON_NO_CONSENT
                                                  : judge_person(person, rules->policy, rules->settings);
        if (reason != SLADD_REASON_CONSENT)
            status = takedowns_add(list, receipt->output, key, reason, err);
    }
    return status;
}

enum sladd_status other_copies_judge(struct receipts *receipts, const struct output_folder *folder,
                                     const struct rules *rules, find_entry *find, void *context,
                                     void (*removed)(void *context, const char *output), struct takedowns *list,
                                     struct sladd_error *err) {
    struct receipt **all = receipts_list(receipts);
    const size_t count = receipts->count;
    enum sladd_status status =
        all != NULL ? SLADD_OK : sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the receipts");
    for (size_t i = 0; i < count && status == SLADD_OK; i++) {
        struct manifest_entry entry = {0};
        const size_t before = list->count;
        if (!is_gone(all[i]->origin) || !find(context, all[i]->origin, &entry))
            continue;
        status = judge(all[i], rules, &entry, list, err);
        bool down = list->count > before || entry_publish(&entry) == ANSWER_NO;
        if (status != SLADD_OK || !down || rules->settings->dry_run || !output_folder_remove(folder, all[i]))
            continue;
        removed(context, all[i]->output);
        receipts_drop(receipts, all[i]->output);
    }
    free(all);
    return status;
}
