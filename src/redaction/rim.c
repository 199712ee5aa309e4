#include "redaction/rim.h"

#include "base/array.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* What share of the rim must be alike; of a part of it more. */
static const double MOST = 0.6, MOST_OF_PART = 0.75;

/* What share of a part is nearest to the letters, and how much of that must be alike: strokes and frames are near. */
static const double NEAREST = 0.2, MOST_OF_NEAREST = 0.68;

enum { OFFS = 256 }; /* pixels beyond letters that are told apart */

/* The values of a rim, counted by part, and those that are like the colour. */
struct tally {
    uint32_t bins[RIM_PARTS][RIM_PLANES][256], count[RIM_PARTS], like[RIM_PARTS];
};

/* What a colour is sought in. */
struct sought {
    const struct rim *rim;
    int planes;
    const float *tolerance;
    float within[RIM_PARTS]; /* what is further off does not count */
    struct tally tally;
    enum rim_part first, last; /* the parts whose colour it is */
};

bool rim_add(struct rim *rim, const struct rim_sample *sample) {
    if (!array_grow((void **)&rim->items, &rim->capacity, rim->count + 1, sizeof *rim->items))
        return false;
    rim->items[rim->count++] = *sample;
    return true;
}

static bool counts(const struct sought *sought, const struct rim_sample *sample) {
    return sample->off <= sought->within[sample->part];
}

static struct sought sought_of(const struct rim *rim, int planes, const float *tolerance,
                               const float within[RIM_PARTS]) {
    struct sought sought = {.rim = rim, .planes = planes, .tolerance = tolerance};
    for (enum rim_part part = 0; part < RIM_PARTS; part++)
        sought.within[part] = within != NULL ? within[part] : INFINITY;
    for (size_t i = 0; i < rim->count; i++) {
        const struct rim_sample *sample = &rim->items[i];
        if (!counts(&sought, sample))
            continue;
        for (int k = 0; k < planes; k++) {
            const float value = sample->values[k];
            sought.tally.bins[sample->part][k][value <= 0 ? 0 : value >= 255 ? 255 : (int)value]++;
        }
        sought.tally.count[sample->part]++;
    }
    return sought;
}

static uint32_t count_of_parts(const struct sought *sought) {
    uint32_t count = 0;
    for (enum rim_part part = sought->first; part <= sought->last; part++)
        count += sought->tally.count[part];
    return count;
}

static uint32_t count_of_value(const struct sought *sought, int plane, int value) {
    uint32_t count = 0;
    for (enum rim_part part = sought->first; part <= sought->last && value >= 0 && value <= 255; part++)
        count += sought->tally.bins[part][plane][value];
    return count;
}

static float median(const struct sought *sought, int plane) {
    const uint32_t count = count_of_parts(sought);
    uint32_t below = 0;
    for (int value = 0; value < 255; value++) {
        below += count_of_value(sought, plane, value);
        if (below > count / 2)
            return (float)value;
    }
    return 255;
}

static void allow(struct rim_colour *colour, int plane, float tolerance) {
    colour->low[plane] = colour->middle[plane] - tolerance;
    colour->high[plane] = colour->middle[plane] + tolerance;
}

static bool agrees(const struct rim_colour *colour, const float values[RIM_PLANES], int planes) {
    for (int i = 0; i < planes; i++)
        if (!(values[i] >= colour->low[i] && values[i] <= colour->high[i]))
            return false;
    return true;
}

/* Take the colour of those parts, and count what agrees with it. */
static void set_colour(struct sought *sought, enum rim_part first, enum rim_part last, struct rim_colour *colour) {
    sought->first = first;
    sought->last = last;
    for (int i = 0; i < sought->planes; i++) {
        colour->middle[i] = median(sought, i);
        allow(colour, i, sought->tolerance[i]);
    }
    memset(sought->tally.like, 0, sizeof sought->tally.like);
    for (size_t i = 0; i < sought->rim->count; i++) {
        const struct rim_sample *sample = &sought->rim->items[i];
        sought->tally.like[sample->part] += counts(sought, sample) && agrees(colour, sample->values, sought->planes);
    }
}

/* Of a board that is evenly lit only what is nearer to its middle is taken, since a wall behind a sign may be nearly of
 * its colour. How evenly: the share that must agree lies so near. */
static void narrow(const struct sought *sought, struct rim_colour *colour) {
    const float wider = 2.5F, least = 0.5F;
    const double enough = MOST * (double)count_of_parts(sought);
    for (int i = 0; i < sought->planes; i++) {
        const float most = sought->tolerance[i];
        const int middle = (int)colour->middle[i];
        uint32_t near = count_of_value(sought, i, middle);
        int off = 0;
        while (off < 255 && (double)near < enough) {
            off++;
            near += count_of_value(sought, i, middle - off) + count_of_value(sought, i, middle + off);
        }
        allow(colour, i, fminf(most, fmaxf(least * most, wider * (float)off)));
    }
}

/* Is a part of the colour, as far as it is to be seen? */
static bool part_agrees(const struct tally *tally, enum rim_part part) {
    return tally->like[part] >= MOST_OF_PART * tally->count[part];
}

static bool pair_agrees(const struct tally *tally, enum rim_part a, enum rim_part b) {
    return part_agrees(tally, a) && part_agrees(tally, b);
}

/* Most of the rim, and that on two sides: what is on one side of a shape alone is seldom what it stands on. */
static bool most_agree(const struct rim *rim, const struct tally *tally) {
    uint32_t like = 0;
    int sides = 0;
    for (enum rim_part part = 0; part < RIM_PARTS; part++) {
        like += tally->like[part];
        sides += tally->count[part] >= RIM_LEAST && part_agrees(tally, part);
    }
    return like >= (sides >= 2 ? MOST : MOST_OF_PART) * (double)rim->count;
}

/* Is each of the two parts of one colour, be it another than the other's? */
static bool each_is_even(struct sought *sought, enum rim_part a, enum rim_part b) {
    struct rim_colour colour = {0};
    bool even = true;
    for (int i = 0; i < 2 && even; i++) {
        const enum rim_part part = i == 0 ? a : b;
        set_colour(sought, part, part, &colour);
        even = part_agrees(&sought->tally, part);
    }
    return even;
}

/* Does the sign that a line fills up and down go on at its ends? Where the picture ends, one of them must do; but then
 * what is above and below the line must be a wall each, not what happens to stand there. */
static bool ends_agree(struct sought *sought, struct rim_colour *colour) {
    const uint32_t *count = sought->tally.count;
    const bool both = count[RIM_BEFORE] > 0 && count[RIM_BEHIND] > 0;
    if (count[RIM_BEFORE] + count[RIM_BEHIND] < RIM_LEAST || (!both && !each_is_even(sought, RIM_ABOVE, RIM_BELOW)))
        return false;
    set_colour(sought, RIM_BEFORE, RIM_BEHIND, colour);
    return pair_agrees(&sought->tally, RIM_BEFORE, RIM_BEHIND);
}

bool rim_find_colour(const struct rim *rim, bool line, int planes, const float tolerance[RIM_PLANES],
                     struct rim_colour *colour) {
    struct sought sought = sought_of(rim, planes, tolerance, NULL);
    const uint32_t *count = sought.tally.count;
    bool found = false;
    *colour = (struct rim_colour){0};
    if (line && count[RIM_ABOVE] >= RIM_LEAST && count[RIM_BELOW] >= RIM_LEAST) {
        set_colour(&sought, RIM_ABOVE, RIM_BELOW, colour);
        found = pair_agrees(&sought.tally, RIM_ABOVE, RIM_BELOW);
    }
    found = found || (line && ends_agree(&sought, colour));
    if (!found && rim->count >= RIM_LEAST) {
        set_colour(&sought, RIM_ABOVE, RIM_BEHIND, colour);
        found = most_agree(rim, &sought.tally);
    }
    narrow(&sought, colour);
    return found;
}

/* Samples of each part by how far off they lie. */
struct offs {
    uint32_t bins[RIM_PARTS][OFFS];
};

static int bin_of(const struct rim_sample *sample) {
    return sample->off <= 0 ? 0 : sample->off >= OFFS - 1 ? OFFS - 1 : (int)sample->off;
}

/* How far the nearest samples of each part lie, as many as say something; below 0 where they are not near. */
static void find_nearest(const struct rim *rim, float reach, float within[RIM_PARTS]) {
    struct offs offs = {0};
    uint32_t count[RIM_PARTS] = {0};
    for (size_t i = 0; i < rim->count; i++) {
        offs.bins[rim->items[i].part][bin_of(&rim->items[i])]++;
        count[rim->items[i].part]++;
    }
    for (enum rim_part part = 0; part < RIM_PARTS; part++) {
        const double enough = fmax(RIM_LEAST, NEAREST * count[part]);
        uint32_t near = 0;
        int off = 0;
        while (off < OFFS && near < enough)
            near += offs.bins[part][off++];
        within[part] = off <= reach ? (float)off : -1;
    }
}

static bool nearest_agree(const struct tally *tally, enum rim_part part) {
    return tally->count[part] >= RIM_LEAST && tally->like[part] >= MOST_OF_NEAREST * tally->count[part];
}

/* The colour of one part, if it has one. */
static bool find_of_part(struct sought *sought, enum rim_part part, struct rim_colour *colour) {
    set_colour(sought, part, part, colour);
    narrow(sought, colour);
    return nearest_agree(&sought->tally, part);
}

/* What is at two opposite sides of letters is one board, be it less lit at one of them. */
static bool find_of_pair(struct sought *sought, enum rim_part a, enum rim_part b, struct rim_colour *colour) {
    const float lit = 1.5F;
    struct rim_colour other = {0};
    if (!find_of_part(sought, a, colour) || !find_of_part(sought, b, &other))
        return false;
    for (int i = 0; i < sought->planes; i++) {
        if (fabsf(colour->middle[i] - other.middle[i]) > lit * sought->tolerance[i])
            return false;
        colour->low[i] = fminf(colour->low[i], other.low[i]);
        colour->high[i] = fmaxf(colour->high[i], other.high[i]);
        colour->middle[i] = (colour->middle[i] + other.middle[i]) / 2;
    }
    return true;
}

/* The colour of three sides of letters. */
static bool find_of_three(struct sought *sought, struct rim_colour *colour) {
    for (enum rim_part part = 0; part < RIM_PARTS; part++) {
        int sides = 0;
        if (!find_of_part(sought, part, colour))
            continue;
        for (enum rim_part k = 0; k < RIM_PARTS; k++)
            sides += nearest_agree(&sought->tally, k);
        if (sides >= 3)
            return true;
    }
    return false;
}

bool rim_find_nearest(const struct rim *rim, bool word, int planes, const float tolerance[RIM_PLANES], float reach,
                      struct rim_colour *colour) {
    float within[RIM_PARTS];
    find_nearest(rim, reach, within);
    struct sought sought = sought_of(rim, planes, tolerance, within);
    *colour = (struct rim_colour){0};
    return find_of_three(&sought, colour) || (word && find_of_pair(&sought, RIM_BEFORE, RIM_BEHIND, colour)) ||
           find_of_pair(&sought, RIM_ABOVE, RIM_BELOW, colour);
}

/* The place of an edge is where the fewest samples are on its wrong side; of several the middle one. */
double rim_find_edges(const struct rim *rim, int planes, const struct rim_colour *colour, float edges[RIM_PARTS]) {
    struct offs like = {0}, unlike = {0};
    uint32_t wrong[RIM_PARTS] = {0};
    size_t beyond = 0;
    for (size_t i = 0; i < rim->count; i++) {
        const struct rim_sample *sample = &rim->items[i];
        const bool is = agrees(colour, sample->values, planes);
        (is ? &like : &unlike)->bins[sample->part][bin_of(sample)]++;
        wrong[sample->part] += is;
    }
    for (enum rim_part part = 0; part < RIM_PARTS; part++) {
        uint32_t least = wrong[part];
        int first = 0, last = 0;
        for (int off = 0; off < OFFS; off++) {
            wrong[part] += unlike.bins[part][off] - like.bins[part][off];
            first = wrong[part] < least ? off + 1 : first;
            last = wrong[part] <= least ? off + 1 : last;
            least = wrong[part] < least ? wrong[part] : least;
        }
        edges[part] = last == OFFS ? INFINITY : (float)(first + last) / 2;
        beyond += least;
    }
    return rim->count > 0 ? (double)beyond / (double)rim->count : 0;
}

double rim_share(const struct rim *rim, int planes, const struct rim_colour *colour) {
    size_t like = 0;
    for (size_t i = 0; i < rim->count; i++)
        like += agrees(colour, rim->items[i].values, planes);
    return rim->count > 0 ? (double)like / (double)rim->count : 0;
}
