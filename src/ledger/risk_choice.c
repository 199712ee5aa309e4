#include "ledger/risk_choice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double ROUNDING = 1e-9; /* of sums of decimal fractions */

bool risk_fits_anyhow(double risk, size_t photos, double limit) {
    return risk >= 0 && risk * (double)photos <= limit;
}

static double known(const struct risky *copy) {
    return copy->risk >= 0 ? copy->risk : INFINITY;
}

static int by_risk(const void *left, const void *right) {
    const struct risky *a = left, *b = right;
    if (known(a) != known(b))
        return known(a) < known(b) ? -1 : 1;
    return strcmp(a->name, b->name);
}

void risk_choose(struct risky *copies, size_t count, double sum, double limit) {
    if (count > 1)
        qsort(copies, count, sizeof *copies, by_risk);
    for (size_t i = 0; i < count; i++) {
        sum += known(&copies[i]);
        copies[i].fits = sum <= limit + ROUNDING;
    }
}
