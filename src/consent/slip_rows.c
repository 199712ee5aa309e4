#include "consent/slip_rows.h"

#include <string.h>

enum { MOST = SLIPS_MOST, TOO_MANY = MOST + 1, MIDDLE = MOST + 1, WIDTH = 2 * MOST + 3 };

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

void slip_rows_begin(struct slip_rows *rows, const char *text, size_t strict) {
    rows->text = text;
    rows->length = strlen(text);
    rows->strict = strict;
    (void)memset(rows->cells[0], TOO_MANY, WIDTH);
    for (size_t j = 0; j <= least(MOST, rows->length) && rows->length <= SLIPS_LONGEST; j++)
        rows->cells[0][MIDDLE + j] = (unsigned char)j;
}

bool slip_rows_next(struct slip_rows *rows, const char *name, size_t d) {
    const char *text = rows->text;
    const unsigned char *above = rows->cells[d - 1];
    unsigned char *row = rows->cells[d];
    bool near = false;
    (void)memset(row, TOO_MANY, WIDTH);
    for (size_t c = 1; c + 1 < WIDTH; c++) {
        if (d + c < MIDDLE || d + c - MIDDLE > rows->length)
            continue;
        size_t j = d + c - MIDDLE, cell = least(above[c + 1] + 1U, row[c - 1] + 1U);
        if (j > 0)
            cell = least(cell, above[c] + (size_t)(name[d - 1] != text[j - 1]));
        if (d > 1 && j > 1 && name[d - 1] == text[j - 2] && name[d - 2] == text[j - 1])
            cell = least(cell, rows->cells[d - 2][c] + 1U);
        if (cell <= (j < rows->strict ? MOST - 1 : MOST)) {
            row[c] = (unsigned char)cell;
            near = true;
        }
    }
    return near;
}

size_t slip_rows_distance(const struct slip_rows *rows, size_t d) {
    bool within = rows->length + MOST >= d && rows->length <= d + MOST;
    return within ? rows->cells[d][rows->length + MIDDLE - d] : TOO_MANY;
}
