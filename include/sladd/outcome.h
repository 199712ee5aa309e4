/* What became of one photo: everything that the report says about it. */
#ifndef SLADD_OUTCOME_H
#define SLADD_OUTCOME_H

#include "sladd/region.h"
#include "sladd/status.h"

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum sladd_result {
    SLADD_FAILED, /* zero-initialised memory is a failure */
    SLADD_WITHHELD,
    SLADD_SANITISED,
    SLADD_UNCHANGED, /* an earlier copy stands; within sladd also of what makes no copy: there was nothing else to do */
};

#define SLADD_SHA256_HEX 65 /* 64 digits and the terminator */

/* The steps of a photo, in order; timings are kept per step. */
/* clang-format off */
#define SLADD_STEPS(X)                                                                                                 \
    X(READ, "read") X(DETECT, "detect") X(MATCH, "match") X(DECIDE, "decide") X(REDACT, "redact")                      \
    X(SCRUB, "scrub") X(WRITE, "write") X(VERIFY, "verify") X(COMMIT, "commit")
/* clang-format on */

enum sladd_step {
#define X(code, name) SLADD_STEP_##code,
    SLADD_STEPS(X)
#undef X
        SLADD_STEP_COUNT
};

struct sladd_outcome {
    enum sladd_result result;
    struct sladd_error error; /* why it failed or was withheld */
    char source_sha256[SLADD_SHA256_HEX];
    char output_sha256[SLADD_SHA256_HEX];  /* empty: no output */
    int width, height;                     /* of the upright photo; 0 when it could not be read */
    char sidecar_sha256[SLADD_SHA256_HEX]; /* of the XMP files beside the photo; empty: there are none */
    int turn; /* the orientation (Exif 2.32, tag 0x0112) that would set it right where its file is wrong; 1: it stands;
                 0: nobody looked */
    size_t face_tags; /* in the photo or beside it, as far as they can be placed */
    struct sladd_regions regions;
    struct sladd_names removed;
    struct sladd_names notices; /* what a person should look after; nothing of them hinders publication */
    struct sladd_names called;  /* of a receipt: digests of the names of those who are kept */
    double risk; /* how many faces of at least 16 pixels are probably still seen in the copy, on average over photos
                  * like this one; negative: nobody knows. Means nothing of a photo that failed */
    bool verified;
    double milliseconds[SLADD_STEP_COUNT];
};

/* Static strings; "unknown" for any other number. */
const char *sladd_result_name(enum sladd_result result); /* "failed", "withheld", "sanitised", "unchanged" */
const char *sladd_step_name(enum sladd_step step);

#ifdef __cplusplus
}
#endif

#endif
