/* What a person should look after: each notice once, with the photos it concerns. */
#ifndef REPORT_NOTICES_H
#define REPORT_NOTICES_H

#include <jansson.h>
#include <stdio.h>

/* `rows` are the photos of the report. */
void notices_print(json_t *rows, FILE *to);

#endif
