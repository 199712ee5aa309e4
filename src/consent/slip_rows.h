/* The table by which slips of the pen between two texts are counted, row by row. */
#ifndef CONSENT_SLIP_ROWS_H
#define CONSENT_SLIP_ROWS_H

#include <stdbool.h>
#include <stddef.h>

/* Nobody asks for more slips than these; and no name of a file is longer, however it is folded. */
enum { SLIPS_MOST = 2, SLIPS_LONGEST = 1024 };

/* Optimal string alignment, in bytes: a letter more, less or another, or two neighbours that changed places, are a
 * slip. Of each row only the cells within reach are held: cell `c` of row `d` is the distance of the first `d` bytes of
 * a name to the first d + c - SLIPS_MOST - 1 of the text, and those at both ends are never within reach. */
struct slip_rows {
    const char *text;
    size_t length, strict;
    unsigned char cells[SLIPS_LONGEST + SLIPS_MOST + 2][2 * SLIPS_MOST + 3];
};

/* Start for all names that are compared with `text`. Of the slips the last may not lie within its first `strict` bytes.
 * Nothing is near a text that is longer than SLIPS_LONGEST. */
void slip_rows_begin(struct slip_rows *rows, const char *text, size_t strict);

/* Compute row `d`, from 1, of a name of at least so many bytes, behind the rows of the same name. False: it is too far,
 * whatever follows, and there is no further row. */
bool slip_rows_next(struct slip_rows *rows, const char *name, size_t d);

/* The distance of a name that ends with row `d`; more than SLIPS_MOST: at least that. */
size_t slip_rows_distance(const struct slip_rows *rows, size_t d);

#endif
