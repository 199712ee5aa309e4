#include "redaction/membrane.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_LEVELS = 32, SWEEPS = 3 };

/* How much less a level of the pyramid counts than the next finer one. A level spreads a sample over four times the
 * area, so a sample's weight falls with its distance to the power 2 - log2(fall). One half would be close to a harmonic
 * membrane, which leaves the rim with a visible crease where a dark collar meets a white wall. */
static const float FALL[] = {[MEMBRANE_SOFT] = 0.14f, [MEMBRANE_COLOUR] = 0.14f, [MEMBRANE_STEADY] = 0.04f};

/* Sums over the known samples of a place: of their values and of their number, both as averages over the place. */
struct level {
    int width, height;
    float *sum;
    float *known;
};

/* The finest level is made of the samples row by row, wherever a row of it is needed: kept, it would be the most that a
 * large window takes. */
struct pyramid {
    struct level levels[MAX_LEVELS]; /* the finest first, without sums */
    int count;
    float *rows; /* room for two rows of the finest level and eight of the second finest; owned */
};

/* What the finest level is made of: the samples that are known, or the surface alone, so that nothing else is ever
 * read. */
struct field {
    float *samples;
    const uint8_t *kinds;
    bool surface;
    const struct level *trust; /* averages of the surface over squares of 1 << shift samples, or NULL (distrust) */
    int shift;
};

static size_t at(int width, int x, int y) {
    return (size_t)y * (size_t)width + (size_t)x;
}

static bool level_init(struct level *level, int width, int height) {
    size_t count = (size_t)width * (size_t)height;
    *level = (struct level){.width = width, .height = height};
    level->sum = array_new(count, 2 * sizeof *level->sum);
    if (level->sum == NULL)
        return false;
    level->known = level->sum + count;
    return true;
}

/* Known samples unlike the surface that is already there lose their say: strokes of letters that the shape did not
 * cover, what lies behind a small board, and the colour of a coat that touches the rim of a head. Where no part of the
 * surface is near, nothing changes. */
static void distrust(const struct field *field, int y, int width, float *sum, float *known) {
    const float tolerance = 12;
    const struct level *surface = field->trust;
    for (int x = 0; x < width; x++) {
        const size_t j = at(surface->width, x >> field->shift, y >> field->shift);
        if (known[x] <= 0 || surface->known[j] <= 0)
            continue;
        const float off = (sum[x] - surface->sum[j] / surface->known[j]) / tolerance;
        known[x] = 1 / (1 + off * off * off * off);
        sum[x] *= known[x];
    }
}

/* A row of the finest level. */
static void take_row(const struct field *field, int y, int width, float *restrict sum, float *restrict known) {
    const float *restrict samples = field->samples + at(width, 0, y);
    const uint8_t *restrict kinds = field->kinds + at(width, 0, y);
    for (int x = 0; x < width; x++) {
        const bool is = field->surface ? kinds[x] == SAMPLE_FILL : kinds[x] == SAMPLE_KNOWN || kinds[x] == SAMPLE_LAID;
        sum[x] = is ? samples[x] : 0;
        known[x] = is ? 1 : 0;
    }
    if (field->trust != NULL)
        distrust(field, y, width, sum, known);
}

/* The kernel 1 3 3 1, wide enough that the pyramid's grid does not show, along a row: every second place of `to`
 * places, of `count`. Beyond the ends there is nothing. */
static void shrink_row(const float *restrict from, int count, float *restrict to, int places) {
    const float outer = 0.125F, inner = 0.375F;
    const int whole = count > 3 ? (count - 3) / 2 + 1 : 1; /* places before it have four samples, but the first */
    for (int x = 1; x < whole; x++)
        to[x] = outer * (from[2 * x - 1] + from[2 * x + 2]) + inner * (from[2 * x] + from[2 * x + 1]);
    for (int x = 0; x < places; x = x == 0 ? whole : x + 1) {
        float sum = inner * from[2 * x];
        sum += 2 * x > 0 ? outer * from[2 * x - 1] : 0;
        sum += 2 * x + 1 < count ? inner * from[2 * x + 1] : 0;
        sum += 2 * x + 2 < count ? outer * from[2 * x + 2] : 0;
        to[x] = sum;
    }
}

/* Four rows that are shrunk already, of which one of the coarser level is made. */
struct ring {
    float *rows[4];
    size_t places;
};

static struct ring ring_of(float *room, size_t places) {
    return (struct ring){{room, room + places, room + 2 * places, room + 3 * places}, places};
}

static void ring_take(struct ring *ring, int slot, const float *from, int width) {
    if (from != NULL)
        shrink_row(from, width, ring->rows[slot], (int)ring->places);
    else
        memset(ring->rows[slot], 0, ring->places * sizeof(float));
}

static void ring_turn(struct ring *ring, float *restrict to) {
    const float outer = 0.125F, inner = 0.375F;
    const float *restrict a = ring->rows[0], *restrict b = ring->rows[1], *restrict c = ring->rows[2],
                          *restrict d = ring->rows[3];
    for (size_t x = 0; x < ring->places; x++)
        to[x] = outer * (a[x] + d[x]) + inner * (b[x] + c[x]);
    float *const first = ring->rows[0], *const second = ring->rows[1];
    ring->rows[0] = ring->rows[2], ring->rows[1] = ring->rows[3], ring->rows[2] = first, ring->rows[3] = second;
}

/* A row of a level into a place of both rings; beyond the level there is nothing. */
static void feed(const struct pyramid *pyramid, int index, const struct field *field, int y, struct ring rings[2],
                 int slot) {
    const struct level *level = &pyramid->levels[index];
    const float *sum = NULL, *known = NULL;
    if (y >= 0 && y < level->height && index == 0) {
        take_row(field, y, level->width, pyramid->rows, pyramid->rows + level->width);
        sum = pyramid->rows;
        known = pyramid->rows + level->width;
    } else if (y >= 0 && y < level->height) {
        sum = level->sum + at(level->width, 0, y);
        known = level->known + at(level->width, 0, y);
    }
    ring_take(&rings[0], slot, sum, level->width);
    ring_take(&rings[1], slot, known, level->width);
}

static float *room_for_rings(const struct pyramid *pyramid) {
    return pyramid->rows + 2 * (size_t)pyramid->levels[0].width;
}

/* A level to the next coarser one: rows shrink as they come, and four of them, 2y - 1 to 2y + 2, make one. */
static void push(const struct pyramid *pyramid, int index, const struct field *field) {
    const struct level *to = &pyramid->levels[index + 1];
    const size_t places = (size_t)to->width;
    float *const room = room_for_rings(pyramid);
    struct ring rings[2] = {ring_of(room, places), ring_of(room + 4 * places, places)};
    for (int slot = 0; slot < 2; slot++)
        feed(pyramid, index, field, slot - 1, rings, slot);
    for (int y = 0; y < to->height; y++) {
        for (int slot = 2; slot < 4; slot++)
            feed(pyramid, index, field, 2 * y - 1 + slot, rings, slot);
        ring_turn(&rings[0], to->sum + at(to->width, 0, y));
        ring_turn(&rings[1], to->known + at(to->width, 0, y));
    }
}

/* Add what a coarser row says, bilinear: `near` three times as much as `far`, rows of the coarser level. */
static void add_row(const float *restrict near, const float *restrict far, int coarse_width, float share,
                    float *restrict row, float *restrict to, int width) {
    for (int x = 0; x < coarse_width; x++)
        row[x] = share / 16 * (3 * near[x] + far[x]);
    to[0] += 4 * row[0];
    for (int x = 1; x + 1 < coarse_width; x++) {
        to[2 * x - 1] += 3 * row[x - 1] + row[x];
        to[2 * x] += 3 * row[x] + row[x - 1];
    }
    for (int x = coarse_width > 1 ? 2 * coarse_width - 3 : 1; x < width; x++) {
        const int x0 = x / 2, x1 = x % 2 != 0 ? x0 + 1 : x0 - 1;
        to[x] += 3 * row[x0] + row[x1 < coarse_width ? x1 : x0];
    }
}

/* Add to a row of the next finer level what the coarser one says at its lower weight. */
static void add_coarser(const struct level *coarse, int y, float fall, float *row, float *sum, float *known,
                        int width) {
    int y0 = y / 2, y1 = y % 2 != 0 ? y0 + 1 : y0 - 1;
    y1 = y1 < 0 || y1 >= coarse->height ? y0 : y1;
    const size_t near = at(coarse->width, 0, y0), far = at(coarse->width, 0, y1);
    add_row(coarse->sum + near, coarse->sum + far, coarse->width, fall, row, sum, width);
    add_row(coarse->known + near, coarse->known + far, coarse->width, fall, row, known, width);
}

static void pull(const struct level *coarse, const struct level *to, float fall, float *row) {
    for (int y = 0; y < to->height; y++)
        add_coarser(coarse, y, fall, row, to->sum + at(to->width, 0, y), to->known + at(to->width, 0, y), to->width);
}

/* The finest level, as far as it is the surface. */
static void lay(const struct pyramid *pyramid, const struct field *field, float fall, float neutral) {
    const int width = pyramid->levels[0].width;
    float *const sum = pyramid->rows, *const known = pyramid->rows + width;
    for (int y = 0; y < pyramid->levels[0].height; y++) {
        const uint8_t *kinds = field->kinds + at(width, 0, y);
        float *samples = field->samples + at(width, 0, y);
        if (memchr(kinds, SAMPLE_FILL, (size_t)width) == NULL)
            continue;
        take_row(field, y, width, sum, known);
        if (pyramid->count > 1)
            add_coarser(&pyramid->levels[1], y, fall, room_for_rings(pyramid), sum, known, width);
        for (int x = 0; x < width; x++)
            if (kinds[x] == SAMPLE_FILL)
                samples[x] = known[x] > 0 ? sum[x] / known[x] : neutral;
    }
}

static float mean_beside(const float *v, const uint8_t *kinds, int width, int height, int x, int y) {
    size_t i = at(width, x, y), w = (size_t)width;
    const bool inside = x > 0 && x + 1 < width && y > 0 && y + 1 < height;
    if (inside && kinds[i - 1] != SAMPLE_ABSENT && kinds[i + 1] != SAMPLE_ABSENT && kinds[i - w] != SAMPLE_ABSENT &&
        kinds[i + w] != SAMPLE_ABSENT)
        return 0.25F * (v[i - 1] + v[i + 1] + v[i - w] + v[i + w]);
    float sum = 0;
    int count = 0;
    if (x > 0 && kinds[i - 1] != SAMPLE_ABSENT)
        sum += v[i - 1], count++;
    if (x + 1 < width && kinds[i + 1] != SAMPLE_ABSENT)
        sum += v[i + 1], count++;
    if (y > 0 && kinds[i - w] != SAMPLE_ABSENT)
        sum += v[i - w], count++;
    if (y + 1 < height && kinds[i + w] != SAMPLE_ABSENT)
        sum += v[i + w], count++;
    return count > 0 ? sum / (float)count : v[i];
}

/* A few sweeps tie the surface to the very samples at the rim; red and black, so that no direction is preferred. */
static void settle(float *samples, const uint8_t *kinds, int width, int height) {
    for (int half = 0; half < 2 * SWEEPS; half++)
        for (int y = 0; y < height; y++) {
            const uint8_t *row = kinds + at(width, 0, y), *first = memchr(row, SAMPLE_FILL, (size_t)width);
            if (first == NULL)
                continue;
            const int begin = (int)(first - row);
            const int end = (int)((uint8_t *)memrchr(first, SAMPLE_FILL, (size_t)(width - begin)) - row) + 1;
            for (int x = begin + (begin + y + half) % 2; x < end; x += 2)
                if (row[x] == SAMPLE_FILL)
                    samples[at(width, x, y)] = mean_beside(samples, kinds, width, height, x, y);
        }
}

static bool build(struct pyramid *pyramid, int width, int height) {
    pyramid->rows = array_new((size_t)width + 2 * (size_t)(width + 1), 2 * sizeof *pyramid->rows);
    pyramid->levels[0] = (struct level){.width = width, .height = height};
    for (pyramid->count = 1; pyramid->count < MAX_LEVELS && (width > 1 || height > 1); pyramid->count++) {
        width = (width + 1) / 2;
        height = (height + 1) / 2;
        if (!level_init(&pyramid->levels[pyramid->count], width, height))
            return false;
    }
    return pyramid->rows != NULL;
}

/* From the samples to the surface, in the places to be filled. */
static void spread(const struct pyramid *pyramid, const struct field *field, float fall, float neutral) {
    const struct level *levels = pyramid->levels;
    for (int i = 0; i + 1 < pyramid->count; i++)
        push(pyramid, i, field);
    for (int i = pyramid->count - 2; i > 0; i--)
        pull(&levels[i + 1], &levels[i], fall, room_for_rings(pyramid));
    lay(pyramid, field, fall, neutral);
}

/* The surface once more, of what is like it. */
static bool spread_again(const struct pyramid *pyramid, struct field field, float fall, float neutral) {
    enum { AROUND = 4 }; /* averages of the surface over 16 samples, wider than most strokes */
    struct level surface = {0};
    field.shift = AROUND < pyramid->count - 1 ? AROUND : pyramid->count - 1;
    if (field.shift > 0) {
        const struct level *last = &pyramid->levels[field.shift];
        if (!level_init(&surface, last->width, last->height))
            return false;
        field.surface = true;
        for (int i = 0; i < field.shift; i++)
            push(pyramid, i, &field);
        memcpy(surface.sum, last->sum, 2 * sizeof *last->sum * (size_t)last->width * (size_t)last->height);
        field.surface = false;
        field.trust = &surface;
    }
    spread(pyramid, &field, fall, neutral);
    free(surface.sum);
    return true;
}

enum sladd_status membrane_fill(float *samples, const uint8_t *kinds, int width, int height, enum membrane kind,
                                float neutral, struct sladd_error *err) {
    struct pyramid pyramid = {0};
    const struct field field = {.samples = samples, .kinds = kinds};
    bool enough = build(&pyramid, width, height);
    if (enough) {
        spread(&pyramid, &field, FALL[kind], neutral);
        enough = kind == MEMBRANE_SOFT || spread_again(&pyramid, field, FALL[kind], neutral);
    }
    if (enough)
        settle(samples, kinds, width, height);
    for (int i = 0; i < pyramid.count; i++)
        free(pyramid.levels[i].sum);
    free(pyramid.rows);
    return enough ? SLADD_OK : fail_memory(err);
}
