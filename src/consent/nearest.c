#include "consent/nearest.h"

#include <stdint.h>
#include <string.h>

enum { LONGEST = NEAREST_LONGEST, LONGEST_WORD = 40 };

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

size_t edit_distance(const char *a, const char *b) {
    size_t rows[3][LONGEST + 1], width = strlen(b), height = strlen(a);
    if (width > LONGEST || height > LONGEST)
        return SIZE_MAX;
    for (; *a != '\0' && *a == *b; a++, b++, width--, height--) /* most names of a folder begin and end the same */
        ;
    for (; width > 0 && height > 0 && a[height - 1] == b[width - 1]; width--, height--)
        ;
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= width; j++)
        above[j] = before[j] = j;
    for (size_t i = 1; i <= height; i++) {
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *oldest = before;
        before = above;
        above = row;
        row = oldest;
    }
    return above[width];
}

size_t slips_allowed(size_t length) {
    return length < 3 ? 0 : length < 6 ? 1 : 2;
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
