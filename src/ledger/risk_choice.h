/* --max-risk: which copies may stand when only so many faces may probably still be seen in all of them together. The
 * least risky come first, so that as many photos as possible are published; which was finished first changes nothing.
 */
#ifndef LEDGER_RISK_CHOICE_H
#define LEDGER_RISK_CHOICE_H

#include <stdbool.h>
#include <stddef.h>

/* A copy that waits for its name. */
struct risky {
    double risk;      /* faces probably seen in it; negative: nobody knows, so that it never fits */
    const char *name; /* tells copies of equal risk apart; borrowed */
    size_t index;     /* the caller's */
    bool fits;        /* the result */
};

/* Does a copy fit whatever the others carry: would the run of `photos` stay within `limit` even if all were as risky?
 */
bool risk_fits_anyhow(double risk, size_t photos, double limit);

/* Sort the copies by risk and name, and set `fits` of those that stay within `limit`, one after the other. `sum` is
 * what the copies carry that fitted anyhow. */
void risk_choose(struct risky *copies, size_t count, double sum, double limit);

#endif
