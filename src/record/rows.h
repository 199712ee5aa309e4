/* Reading a photo's row of the report again: from a receipt, or from the process that looked at the photo. */
#ifndef RECORD_ROWS_H
#define RECORD_ROWS_H

#include "sladd/region.h"

#include <jansson.h>

/* Strings are borrowed from the row. */
struct row_region {
    enum sladd_kind kind;
    struct sladd_box box; /* pixels of the upright photo */
    bool kept, detected;
    double score;             /* the detector's; 0 where nothing was detected */
    enum sladd_reason reason; /* UNDECIDED where the row says something unknown */
    const char *person;       /* key, or NULL */
};

size_t row_region_count(json_t *row);
struct row_region row_region(json_t *row, size_t index);

/* A text of the row; "" where there is none. Borrowed. */
const char *row_text(json_t *row, const char *key);
int row_number(json_t *row, const char *key);

#endif
