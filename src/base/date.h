/* Days of the calendar, as manifests write them: ISO 8601, without a time of day or a zone. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "sladd/settings.h"

#include <stdbool.h>

/* -1, 0, 1 for earlier, same, later. A day that is not given is earlier than any, and the same as another such. */
int date_compare(struct sladd_date a, struct sladd_date b);

/* The day that is `days` later, or earlier. */
struct sladd_date date_after(struct sladd_date day, int days);

/* Is there such a day, in the years 1900..2199? */
bool date_exists(struct sladd_date date);

/* Strict "YYYY-MM-DD" of a day that exists. */
bool date_parse(const char *text, struct sladd_date *date);

/* A day as date_parse reads it, and as a person does; room for numbers that are no day, too. */
enum { DATE_TEXT = 40 };
void date_print(struct sladd_date date, char text[DATE_TEXT]);

#endif
