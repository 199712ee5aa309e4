/* Numbers that options take. */
#ifndef CLI_NUMBERS_H
#define CLI_NUMBERS_H

#include "sladd/status.h"

/* A whole number from `low` (0 at least) to `high`, with nothing after it; SLADD_USAGE names the option and the range.
 */
enum sladd_status option_number(const char *option, const char *text, long long low, long long high, long long *number,
                                struct sladd_error *err);

/* The number of faces of --max-risk, with decimals behind a point or a comma, as people write it; the same in every
 * locale. */
enum sladd_status option_faces(const char *text, double *number, struct sladd_error *err);

#endif
