/* What can go wrong, in one list: the code and the sentence that goes with it. */
#ifndef SLADD_STATUS_H
#define SLADD_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

#define SLADD_STATUSES(X)                                                                                              \
    X(OK, "all well")                                                                                                  \
    X(NO_MEMORY, "out of memory")                                                                                      \
    X(IO, "cannot read or write")                                                                                      \
    X(USAGE, "wrong usage")                                                                                            \
    X(MANIFEST, "error in the manifest")                                                                               \
    X(COLLISION, "two files would become one")                                                                         \
    X(NOT_A_PHOTO, "not a photo")                                                                                      \
    X(UNSUPPORTED, "a kind of photo that sladd does not handle")                                                       \
    X(DAMAGED, "the file is damaged")                                                                                  \
    X(TOO_LARGE, "larger than the limits allow")                                                                       \
    X(MODEL, "a detector model cannot be used")                                                                        \
    X(VERIFY, "the finished file failed its verification")                                                             \
    X(CRASHED, "the work on this photo was ended from outside")                                                        \
    X(INTERRUPTED, "interrupted")

enum sladd_status {
#define X(code, text) SLADD_##code,
    SLADD_STATUSES(X)
#undef X
};

/* An error as a person reads it. `text` is always terminated; it says what is wrong and, where there is one,
 * the way out. It never carries content of a photo. */
struct sladd_error {
    enum sladd_status status;
    char text[512];
};

/* The list's sentence for `status`; a static string. */
const char *sladd_status_text(enum sladd_status status);

/* Fill `err` (which may be NULL) and return `status`, so that a caller can write `return sladd_fail(...)`. */
enum sladd_status sladd_fail(struct sladd_error *err, enum sladd_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#ifdef __cplusplus
}
#endif

#endif
