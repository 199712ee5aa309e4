#include "cli/numbers.h"

#include "base/ascii.h"
#include "base/fail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DIGITS = 9 };

enum sladd_status option_number(const char *option, const char *text, long long low, long long high, long long *number,
                                struct sladd_error *err) {
    unsigned long long given;
    const char *end = ascii_number(text, &given);
    if (end == NULL || *end != '\0' || given < (unsigned long long)low || given > (unsigned long long)high)
        return sladd_fail(err, SLADD_USAGE, "--%s %s: give a whole number from %lld to %lld", option, text, low, high);
    *number = (long long)given;
    return SLADD_OK;
}

enum sladd_status option_faces(const char *text, double *number, struct sladd_error *err) {
    const size_t whole = strspn(text, "0123456789"), point = whole + (text[whole] == '.' || text[whole] == ',');
    const size_t decimals = point > whole ? strspn(text + point, "0123456789") : 0;
    char digits[2 * MAX_DIGITS + 2];
    if (whole == 0 || whole > MAX_DIGITS || decimals > MAX_DIGITS || (point > whole && decimals == 0) ||
        text[point + decimals] != '\0')
        return sladd_fail(err, SLADD_USAGE, "--max-risk %s: give a number of faces, such as 5 or 0.5", text);
    (void)snprintf(digits, sizeof digits, "%s", text);
    if (point > whole)
        digits[whole] = '.';
    *number = strtod(digits, NULL); /* LC_NUMERIC is "C": cli/locale.c sets other parts only */
    return SLADD_OK;
}
