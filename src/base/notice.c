#include "base/notice.h"

#include "base/language.h"
#include "base/memstream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMED_PLACES = 5 };

enum sladd_status notice_add(struct sladd_names *notices, const char *sentence, const struct sladd_names *places,
                             struct sladd_error *err) {
    char *text = NULL;
    size_t size = 0, count = places != NULL ? places->count : 0;
    FILE *stream = open_memstream(&text, &size);
    if (stream == NULL)
        return fail_memory(err);
    (void)fputs(sentence, stream);
    for (size_t i = 0; i < count && i < NAMED_PLACES; i++)
        (void)fprintf(stream, "%s%s", i == 0 ? " [" : ", ", places->items[i]);
    if (count > 0)
        (void)fputs(count > NAMED_PLACES ? ", ...]" : "]", stream);
    enum sladd_status status = memstream_close(stream, &text) ? sladd_names_add(notices, text, err) : fail_memory(err);
    free(text);
    return status;
}

char *notice_translated(const char *notice) {
    const char *places = strstr(notice, " [");
    size_t length = places != NULL ? (size_t)(places - notice) : strlen(notice);
    char *sentence = strndup(notice, length), *whole = NULL;
    if (sentence == NULL || asprintf(&whole, "%s%s", _(sentence), notice + length) < 0)
        whole = NULL;
    free(sentence);
    return whole;
}
