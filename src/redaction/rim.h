/* What colour most of a rim has: the samples around a shape, and which of them agree with each other. */
#ifndef REDACTION_RIM_H
#define REDACTION_RIM_H

#include <stdbool.h>
#include <stddef.h>

enum {
    RIM_PLANES = 4, /* most colour planes of a picture */
    RIM_LEAST = 24, /* samples on a rim, or on a side of it, that says something */
};

/* Where on the rim a place lies: over, under, before or behind a line. */
enum rim_part { RIM_ABOVE, RIM_BELOW, RIM_BEFORE, RIM_BEHIND, RIM_PARTS };

/* A place on the rim. Values are those of the planes, 0..255 and what a codec gives beyond; of planes that the picture
 * has not, 0. */
struct rim_sample {
    enum rim_part part;
    float off; /* how far it lies beyond the letters in that direction; pixels, 0 or more */
    float values[RIM_PLANES];
};

/* Growing list; zero-initialise; `items` is owned (free). */
struct rim {
    struct rim_sample *items;
    size_t count, capacity;
};

/* A colour, and between which values of each plane is what has it. */
struct rim_colour {
    float middle[RIM_PLANES], low[RIM_PLANES], high[RIM_PLANES];
};

/* Add a sample; false: out of memory, and the list is as it was. */
bool rim_add(struct rim *rim, const struct rim_sample *sample);

/* Of what colour is that which a shape stands on? False where it is of several, or hardly to be seen. What is alike
 * above and below a line is its board. Else a line fills its sign up and down, and the sign goes on where the line
 * ends; an end at the picture's edge says nothing, and then above and below must be even. What is on one side of a
 * shape alone is no board unless that is nearly all that is seen. `tolerance`: how far from the middle a value may be
 * at most, a plane. `colour` is set in any case. */
bool rim_find_colour(const struct rim *rim, bool line, int planes, const float tolerance[RIM_PLANES],
                     struct rim_colour *colour);

/* The same of what is nearest to the letters alone, no further off than `reach`: a sign may end close around them, and
 * then most of the rim is beyond it. Three sides must show the colour, or two opposite ones, be one of them less lit;
 * the two ends of what is no `word` are likely its background. */
bool rim_find_nearest(const struct rim *rim, bool word, int planes, const float tolerance[RIM_PLANES], float reach,
                      struct rim_colour *colour);

/* How far beyond the letters a colour ends in each direction; INFINITY where it is not seen to end. The share of the
 * rim, 0..1, that is on the wrong side of these edges. */
double rim_find_edges(const struct rim *rim, int planes, const struct rim_colour *colour, float edges[RIM_PARTS]);

/* The share of a rim, 0..1, that is of a colour; 0 of an empty one. */
double rim_share(const struct rim *rim, int planes, const struct rim_colour *colour);

#endif
