/* A file before the allow-list of the codec JUDGE: let through, or refused. */
#ifndef ALLOWLIST_JUDGE_H
#define ALLOWLIST_JUDGE_H

#include "../support/forge.h"
#include "format/format.h"
#include "metadata/caption.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct span nothing = {NULL, 0};
static const char icc_text[] = "the profile's bytes; nobody looks into them here";
static const struct span icc = {(const uint8_t *)icc_text, sizeof icc_text};

static void assert_allowed(const struct forge *file, struct span exif, struct span profile) {
    struct sladd_error err = {0};
    if (JUDGE.check_allowlist(forge_span(file), &(struct extras){.exif = exif, .icc = profile}, &err) != SLADD_OK)
        fail_msg("refused: %s", err.text);
}

/* From memory of exactly the file's size, so that the sanitizers see a read beyond it. */
static void assert_refused(const struct forge *file, struct span exif, struct span profile, const char *why) {
    struct bytes copy;
    struct sladd_error err = {0};
    assert_int_equal(bytes_copy(&copy, file->data, file->size, NULL), SLADD_OK);
    if (JUDGE.check_allowlist(bytes_span(&copy), &(struct extras){.exif = exif, .icc = profile}, &err) != SLADD_VERIFY)
        fail_msg("let through: %s", why);
    assert_true(strlen(err.text) > 0);
    bytes_clear(&copy);
}

static struct bytes new_exif(void) {
    struct bytes exif;
    assert_int_equal(exif_build(6, &(struct caption){0}, &exif, NULL), SLADD_OK);
    return exif;
}

static enum sladd_status judged(const struct forge *file, unsigned dpi) {
    return JUDGE.check_allowlist(forge_span(file), &(struct extras){.dpi = dpi}, NULL);
}

#endif
