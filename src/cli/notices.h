/* What a person should look after: each notice once, with the photos it concerns. */
#ifndef CLI_NOTICES_H
#define CLI_NOTICES_H

#include <jansson.h>
#include <stdio.h>

/* `rows` are the photos of the report. */
void notices_print(json_t *rows, FILE *to);

#endif
