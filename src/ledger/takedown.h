/* Which published copies must come down: those that show somebody whom the photo may no longer show. */
#ifndef LEDGER_TAKEDOWN_H
#define LEDGER_TAKEDOWN_H

#include <jansson.h>
#include <stdio.h>

/* Compare a photo's earlier row with the new one and add {"output", "person", "reason"} to `list` for every person that
 * was kept and is not any more. */
void takedown_compare(json_t *list, const char *output, json_t *before, json_t *now);

/* Put the list in order of outputs and people, whatever the order in which the photos were finished. */
void takedown_sort(json_t *list);

/* The list as a person reads it. */
void takedown_print(json_t *list, FILE *to);

#endif
