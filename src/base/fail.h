/* How an error is raised: its code, and the text that a person reads. */
#ifndef BASE_FAIL_H
#define BASE_FAIL_H

#include "sladd/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Fill `err` (which may be NULL) and return `status`, so that a caller can write `return sladd_fail(...)`. `format` is
 * in English; its translation is used where there is one. Whatever bytes a name in it has, the text is UTF-8 without
 * control characters. */
enum sladd_status sladd_fail(struct sladd_error *err, enum sladd_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* SLADD_NO_MEMORY, and `err` says so. One sentence for every place: what was wanted tells nobody what to do. */
enum sladd_status fail_memory(struct sladd_error *err);

/* The status of what failed with this errno: SLADD_NO_MEMORY where memory was lacking, which may do another time and is
 * nobody's mistake, whatever it was that could not be done; `otherwise` for any other reason. */
enum sladd_status fail_as(enum sladd_status otherwise, int error);

/* What an errno says, as a person reads it, with the way out where there is one; as strerror, a static string. */
const char *fail_reason(int error);

#ifdef __cplusplus
}
#endif

#endif
