/* What can go wrong, in one list: the code and its name in reports, which never changes. */
#ifndef SLADD_STATUS_H
#define SLADD_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

#define SLADD_STATUSES(X)                                                                                              \
    X(OK, "ok")                                 /* all well */                                                         \
    X(NO_MEMORY, "no-memory")                   /* out of memory */                                                    \
    X(IO, "io")                                 /* cannot read or write */                                             \
    X(USAGE, "usage")                           /* wrong usage */                                                      \
    X(MANIFEST, "manifest")                     /* error in a manifest or a policy */                                  \
    X(COLLISION, "collision")                   /* two files would become one */                                       \
    X(NOT_A_PHOTO, "not-a-photo")               /* no photo at all */                                                  \
    X(UNSUPPORTED, "unsupported")               /* a kind of photo that sladd does not handle */                       \
    X(DAMAGED, "damaged")                       /* the file is damaged */                                              \
    X(TOO_LARGE, "too-large")                   /* larger than the limits allow */                                     \
    X(MODEL, "model")                           /* a detector model cannot be used */                                  \
    X(VERIFY, "verify")                         /* the finished file failed its verification */                        \
    X(CRASHED, "crashed")                       /* the work on this photo was ended from outside */                    \
    X(INTERRUPTED, "interrupted")               /* the user or the system stopped the run */                           \
    X(PUBLISH_NO, "publish-no")                 /* withheld: the manifest says so */                                   \
    X(PERMISSION_NO, "permission-no")           /* withheld: the photographer or owner says no */                      \
    X(PERMISSION_MISSING, "permission-missing") /* withheld: nobody wrote that they permit it */                       \
    X(POLICY, "policy-withholds")               /* withheld: whom the photo names */                                   \
    X(TAGS, "tags-unreadable")                  /* withheld: its XMP may name somebody, and cannot be read */          \
    X(NAME_IN_DOUBT, "name-in-doubt")           /* withheld: an entry or XMP file may be meant for it, by its name */  \
    X(RISK, "risk")                             /* withheld: too many faces are probably still seen in it */

enum sladd_status {
#define X(code, text) SLADD_##code,
    SLADD_STATUSES(X)
#undef X
        SLADD_STATUS_COUNT
};

/* An error as a person reads it. `text` is always terminated; it says what is wrong and, where there is one, the way
 * out, in the language of LC_MESSAGES where sladd has a translation (UTF-8). It never carries content of a photo. */
struct sladd_error {
    enum sladd_status status;
    char text[512];
};

/* The list's name of `status`; a static string, "unknown" for a number that is not in it. */
const char *sladd_status_name(enum sladd_status status);

#ifdef __cplusplus
}
#endif

#endif
