#include "consent/nearest.h"

#include "consent/slip_rows.h"

#include <string.h>

enum { LONGEST_WORD = 40 };

size_t edit_distance(const char *a, const char *b) {
    struct slip_rows rows;
    size_t d = 0;
    slip_rows_begin(&rows, a, 0);
    while (b[d] != '\0')
        if (!slip_rows_next(&rows, b, ++d))
            return SLIPS_MOST + 1;
    return slip_rows_distance(&rows, d);
}

size_t slips_allowed(size_t length) {
    return length < 3 ? 0 : length < 6 ? 1 : SLIPS_MOST;
}

const char *nearest_word(const char *text, const void *candidates, size_t count,
                         const char *(*name_of)(const void *candidates, size_t index)) {
    size_t length = strlen(text), best = slips_allowed(length) + 1; /* fewer slips than this */
    const char *found = NULL;
    if (length > LONGEST_WORD)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        const char *name = name_of(candidates, i);
        size_t width = strlen(name);
        if (width > LONGEST_WORD || width + best <= length || length + best <= width)
            continue;
        size_t distance = edit_distance(text, name);
        if (distance < best) {
            best = distance;
            found = name;
        }
    }
    return found;
}
