/* What a run leaves to chance, for somebody who has to answer for the photos. */
#include "base/language.h"
#include "base/utf8.h"
#include "report/run_report.h"

#include <math.h>

const double run_least_risk = 0.05;

enum { NAMED = 3 };

/* The copies with the most, at most NAMED, the riskiest first and otherwise in the order of the run; their number. */
static size_t riskiest(const struct run *run, size_t chosen[NAMED]) {
    size_t count = 0;
    for (size_t i = 0; i < run->count; i++) {
        const struct sladd_outcome *outcome = run->photos[i].outcome;
        size_t place = count;
        if (!sladd_outcome_has_copy(outcome) || outcome->risk < run_least_risk)
            continue;
        while (place > 0 && run->photos[chosen[place - 1]].outcome->risk < outcome->risk)
            place--;
        count += count < NAMED;
        for (size_t k = count; k-- > place + 1;)
            chosen[k] = chosen[k - 1];
        if (place < NAMED)
            chosen[place] = i;
    }
    return count;
}

void run_print_risk(const struct run *run, FILE *to) {
    size_t chosen[NAMED];
    const struct tally tally = run_tally(run);
    if (tally.risk < 0 || tally.sanitised + tally.unchanged == 0)
        return;
    const size_t faces = (size_t)lround(tally.risk), count = riskiest(run, chosen);
    if (faces == 0)
        (void)fprintf(to, _("Probably no face is left to be seen (%.2f on average).\n"), tally.risk);
    else
        (void)fprintf(to,
                      P_("About %zu face is probably left to be seen.\n",
                         "About %zu faces are probably left to be seen.\n", faces),
                      faces);
    for (size_t i = 0; i < count; i++) {
        (void)fputs(i == 0 ? _("Look at these first: ") : ", ", to);
        text_print(run->photos[chosen[i]].source, to);
        (void)fprintf(to, " (%.1f)", run->photos[chosen[i]].outcome->risk);
    }
    if (count > 0)
        (void)fputc('\n', to);
}
