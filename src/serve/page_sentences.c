#include "serve/page_sentences.h"

#include "base/language.h"
#include "base/notice.h"
#include "report/run_report.h"
#include "stages/notices.h"

#include <stdio.h>
#include <string.h>

/* What a manifest says and the page's buttons change. */
static const struct {
    enum sladd_status status;
    const char *sentence;
} troubles[] = {
    {SLADD_PUBLISH_NO, N_("withheld: it was said that this photo is not to be published")},
    {SLADD_PERMISSION_NO, N_("withheld: the manifest says that the photographer or owner does not permit it")},
    {SLADD_PERMISSION_MISSING,
     N_("withheld: the policy asks for the photographer's or owner's permission, and there is no record of it")},
};

static const struct {
    const char *notice, *sentence;
} notices[] = {
    {notice_permission_missing, N_("there is no record that the photographer or owner permits publication")},
    {notice_single_trait,
     N_("a patient, client, relative, pupil or child is named in this photo: a single trait can identify somebody even "
        "when anonymised; draw a box over it and blur it, or do not publish the photo")},
    {notice_tags_contradict, N_("the manifest and a face tag of this photo give one face different names, so it is "
                                "blurred: choose the face and "
                                "say who it is (manifest / tag)")},
    {notice_tags_elsewhere, N_("the face tags of this photo do not lie on the faces, as when it was cropped, turned or "
                               "mirrored since, so they "
                               "keep nobody: name the people here")},
};

const char *page_trouble(const struct sladd_outcome *outcome) {
    if (sladd_outcome_has_copy(outcome) || outcome->error.text[0] == '\0')
        return NULL;
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++)
        if (outcome->error.status == troubles[i].status)
            return _(troubles[i].sentence);
    return outcome->error.text;
}

char *page_notice(const char *notice) {
    for (size_t i = 0; i < sizeof notices / sizeof *notices; i++) {
        const size_t length = strlen(notices[i].notice);
        char *whole = NULL;
        if (strncmp(notice, notices[i].notice, length) != 0 || (notice[length] != '\0' && notice[length] != ' '))
            continue;
        return asprintf(&whole, "%s%s", _(notices[i].sentence), notice + length) >= 0 ? whole : NULL;
    }
    return notice_translated(notice);
}

const char *page_take_down(const char *word) {
    for (int reason = 0; reason < SLADD_REASON_COUNT; reason++)
        if (strcmp(word, sladd_reason_name((enum sladd_reason)reason)) == 0)
            return _(sladd_reason_sentence((enum sladd_reason)reason));
    for (int result = SLADD_FAILED; result <= SLADD_UNCHANGED; result++)
        if (strcmp(word, sladd_result_name((enum sladd_result)result)) == 0)
            return run_result_word((enum sladd_result)result);
    return word;
}
