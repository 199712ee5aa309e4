/* A place in a photo: where it is, what it shows, what was decided about it. One region is one row of the report. */
#ifndef SLADD_REGION_H
#define SLADD_REGION_H

#include "sladd/decision.h"

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Pixels of the upright photo, origin at the top left corner; may reach beyond the photo until it is clipped. */
struct sladd_box {
    double x, y, width, height;
};

struct sladd_point {
    double x, y;
};

enum sladd_kind { SLADD_FACE, SLADD_TEXT, SLADD_CODE, SLADD_MANUAL };

/* What a line of text was read to hold; never what it says. Code, and stable name in reports. */
/* clang-format off */
#define SLADD_HOLDINGS(X)                                                                                              \
    X(NOTHING, NULL) X(NAME, "name") X(IDENTITY_NUMBER, "identity-number") X(ACCOUNT, "account")                       \
    X(EMAIL, "e-mail") X(TELEPHONE, "telephone") X(PLATE, "number-plate")
/* clang-format on */

enum sladd_holds {
#define X(code, name) SLADD_HOLDS_##code,
    SLADD_HOLDINGS(X)
#undef X
        SLADD_HOLDS_COUNT
};

/* By whose word a face stays. Code, and stable name in reports. */
/* clang-format off */
#define SLADD_VOICES(X)                                                                                                \
    X(UNKNOWN, NULL) /* it does not stay, or an earlier version did not write it down */                               \
    X(ENTRY, "entry") X(TAG, "tag") /* of the manifest; in the photo or beside it */                                   \
    X(SEARCH, "search") /* of the finished copy, in which only the fill looks like a face */
/* clang-format on */

enum sladd_voice {
#define X(code, name) SLADD_VOICE_##code,
    SLADD_VOICES(X)
#undef X
        SLADD_VOICE_COUNT
};

struct sladd_region {
    enum sladd_kind kind;
    struct sladd_box box; /* of a quad: its bounding box */
    bool has_quad;        /* text and codes: the rotated rectangle, clockwise */
    struct sladd_point quad[4];
    bool detected; /* false: only the manifest says so, and `score` means nothing */
    double score;  /* the detector's, 0..1 */
    enum sladd_action action;
    enum sladd_reason reason;
    double visible;           /* of a face that is kept, or hidden as SLADD_REASON_COVERED: the share of its box that is
                               * left, 0..1; else 0 */
    enum sladd_holds holds;   /* of text that was read */
    enum sladd_voice said_by; /* of a face: who says whose it is, or that it is none */
    size_t person;            /* number in the list's `people`, from 1; 0: nobody */
    size_t tag;               /* number in the list's `tags`, from 1; 0: none */
};

/* Texts, such as the names of removed things ("exif:GPSLatitude"; never their values). Owned. */
struct sladd_names {
    char **items;
    size_t count, capacity;
};

/* A growing list; zero-initialise to start. Everything is owned. */
struct sladd_regions {
    struct sladd_region *items;
    size_t count, capacity;
    struct sladd_names people; /* keys of the manifest's people whom the regions name, each once */
    struct sladd_names tags; /* names in face tags of people in no manifest, each once; personal data, and empty unless
                              * the settings ask for them (tell_tags) */
};

/* The key of the person a region of this list names, or NULL; borrowed from the list. */
const char *sladd_region_person(const struct sladd_regions *list, const struct sladd_region *region);

/* The name in the face tag that lies on a region, where nobody in the manifests has it, or NULL; borrowed likewise. */
const char *sladd_region_tag(const struct sladd_regions *list, const struct sladd_region *region);

/* NULL for SLADD_HOLDS_NOTHING: nothing of these, or not read. */
const char *sladd_holds_name(enum sladd_holds holds);
/* NULL for SLADD_VOICE_UNKNOWN. */
const char *sladd_voice_name(enum sladd_voice voice);
/* Static strings; of any other number "unknown", and "redact". */
const char *sladd_kind_name(enum sladd_kind kind);       /* "face", "text", "code", "manual" */
const char *sladd_action_name(enum sladd_action action); /* "redact", "keep" */

#ifdef __cplusplus
}
#endif

#endif
