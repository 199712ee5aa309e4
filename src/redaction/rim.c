#include "redaction/rim.h"

#include <math.h>
#include <string.h>

enum {
    PLANES = 4,
    REACH = 3,  /* samples of the coarsest plane: what is so near to a place that is to be filled is its rim */
    LEAST = 24, /* samples on a rim that says something */
    UNLIKE = SAMPLE_FILL + 1 /* known, but of another colour than most of the rim */
};

/* What share of the rim must be alike. */
static const double MOST = 0.6;

/* How far from the middle a sample may be, in its own unit: light varies along a wall, its colour hardly. */
static float tolerance_of(const struct window *window, int plane) {
    const bool colour = (window->model == COLOUR_YCC || window->model == COLOUR_YCCK) && (plane == 1 || plane == 2);
    return colour ? 12 : 44;
}

/* The known sample of a plane at a picture position; false where nothing is known there. */
static bool sample_at(const struct window *window, uint8_t *const *kinds, int plane, double x, double y, float *value) {
    const struct plane *p = &window->planes[plane];
    const size_t at = (size_t)row_of_pixel(window, p, y) * (size_t)p->width + (size_t)column_of_pixel(window, p, x);
    *value = p->samples[at];
    return kinds[plane][at] == SAMPLE_KNOWN || kinds[plane][at] == UNLIKE;
}

static bool is_like(const struct window *window, uint8_t *const *kinds, const float *middle, double x, double y) {
    for (int i = 0; i < colour_count(window->model); i++) {
        float value;
        if (sample_at(window, kinds, i, x, y, &value) && !(fabsf(value - middle[i]) <= tolerance_of(window, i)))
            return false;
    }
    return true;
}

static bool fills_near(const struct plane *plane, const uint8_t *kinds, int x, int y) {
    for (int v = y > REACH ? y - REACH : 0; v <= y + REACH && v < plane->height; v++)
        for (int u = x > REACH ? x - REACH : 0; u <= x + REACH && u < plane->width; u++)
            if (kinds[(size_t)v * (size_t)plane->width + (size_t)u] == SAMPLE_FILL)
                return true;
    return false;
}

/* The coarsest plane: its samples have one of every other plane's at their place. */
static int coarsest(const struct window *window) {
    int found = 0;
    for (int i = 1; i < colour_count(window->model); i++)
        if (window->planes[i].width * window->planes[i].height <
            window->planes[found].width * window->planes[found].height)
            found = i;
    return found;
}

static float median(const uint32_t bins[256], uint32_t count) {
    uint32_t below = 0;
    int value = 0;
    while (value < 255 && (below += bins[value]) <= count / 2)
        value++;
    return (float)value;
}

/* Calls `each` for the samples on the rim, which are those of the coarsest plane, with their picture position. */
static void walk_rim(const struct window *window, uint8_t *const *kinds,
                     void (*each)(void *context, double x, double y), void *context) {
    const int index = coarsest(window);
    const struct plane *plane = &window->planes[index];
    for (int y = 0; y < plane->height; y++)
        for (int x = 0; x < plane->width; x++)
            if (kinds[index][(size_t)y * (size_t)plane->width + (size_t)x] == SAMPLE_KNOWN &&
                fills_near(plane, kinds[index], x, y))
                each(context, pixel_of_column(window, plane, x), pixel_of_row(window, plane, y));
}

struct rim {
    const struct window *window;
    uint8_t *const *kinds;
    uint32_t bins[PLANES][256];
    float middle[PLANES];
    uint32_t count, like;
};

static void count_sample(void *context, double x, double y) {
    struct rim *rim = context;
    for (int i = 0; i < colour_count(rim->window->model); i++) {
        float value;
        (void)sample_at(rim->window, rim->kinds, i, x, y, &value);
        rim->bins[i][value <= 0 ? 0 : value >= 255 ? 255 : (int)value]++;
    }
    rim->count++;
}

static void compare_sample(void *context, double x, double y) {
    struct rim *rim = context;
    rim->like += is_like(rim->window, rim->kinds, rim->middle, x, y) ? 1 : 0;
}

static void mark_unlike(const struct rim *rim, int index) {
    const struct plane *plane = &rim->window->planes[index];
    for (int y = 0; y < plane->height; y++)
        for (int x = 0; x < plane->width; x++) {
            uint8_t *kind = &rim->kinds[index][(size_t)y * (size_t)plane->width + (size_t)x];
            if (*kind == SAMPLE_KNOWN &&
                !is_like(rim->window, rim->kinds, rim->middle, pixel_of_column(rim->window, plane, x),
                         pixel_of_row(rim->window, plane, y)))
                *kind = UNLIKE;
        }
}

void rim_set_aside(const struct window *window, uint8_t *const *kinds) {
    struct rim rim = {.window = window, .kinds = kinds};
    const int planes = colour_count(window->model);
    walk_rim(window, kinds, count_sample, &rim);
    for (int i = 0; i < planes; i++)
        rim.middle[i] = median(rim.bins[i], rim.count);
    walk_rim(window, kinds, compare_sample, &rim);
    if (rim.count < LEAST || rim.like < MOST * rim.count)
        return;
    for (int i = 0; i < planes; i++)
        mark_unlike(&rim, i);
    for (int i = 0; i < planes; i++)
        for (size_t at = 0; at < (size_t)window->planes[i].width * (size_t)window->planes[i].height; at++)
            if (kinds[i][at] == UNLIKE)
                kinds[i][at] = SAMPLE_ABSENT;
}
