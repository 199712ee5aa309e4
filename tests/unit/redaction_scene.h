/* Synthetic pictures for the tests of the redaction: painted by a function of plane and place. */
#ifndef REDACTION_SCENE_H
#define REDACTION_SCENE_H

#include "redaction/redaction.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A whole synthetic picture to cut windows from. */
struct scene {
    struct grid grid;
    enum colour_model model;
    bool has_alpha;
    int subsampling; /* of the second and third plane, both ways */
    struct cell_mask mask;
    struct shape shapes[4];
    size_t count;
};

typedef float (*painter)(int plane, double x, double y); /* pixels of the picture */

static inline int colours_of(enum colour_model model) {
    return model == COLOUR_GREY ? 1 : model == COLOUR_YCC || model == COLOUR_RGB ? 3 : 4;
}

static inline struct scene scene_of(int width, int height, int cell, enum colour_model model) {
    struct scene scene = {.grid = {width, height, cell, cell, (width + cell - 1) / cell, (height + cell - 1) / cell},
                          .model = model,
                          .subsampling = (model == COLOUR_YCC || model == COLOUR_YCCK) && cell == 16 ? 2 : 1};
    assert_int_equal(cell_mask_init(&scene.mask, &scene.grid, NULL), SLADD_OK);
    return scene;
}

static inline void add(struct scene *scene, enum sladd_kind kind, double x, double y, double width, double height) {
    struct sladd_region region = {.kind = kind, .box = {x, y, width, height}};
    struct cell_rect rect;
    scene->shapes[scene->count] = shape_of_region(&region, &scene->grid, 1);
    shape_mark(&scene->shapes[scene->count++], &scene->grid, &scene->mask, &rect);
}

static inline struct window cut(const struct scene *scene, struct cell_rect rect, painter paint) {
    struct window window = {.grid = scene->grid, .rect = rect, .model = scene->model, .has_alpha = scene->has_alpha};
    window.count = colours_of(scene->model) + (scene->has_alpha ? 1 : 0);
    for (int i = 0; i < window.count; i++) {
        int divide = i == 1 || i == 2 ? scene->subsampling : 1, cell = scene->grid.cell_width / divide;
        struct plane *plane = &window.planes[i];
        *plane = (struct plane){.width = rect.cols * cell, .height = rect.rows * cell, cell, cell, NULL};
        plane->samples = calloc((size_t)plane->width * (size_t)plane->height, sizeof(float));
        assert_non_null(plane->samples);
        for (int y = 0; y < plane->height; y++)
            for (int x = 0; x < plane->width; x++)
                plane->samples[y * plane->width + x] =
                    paint(i, (rect.col * cell + x + 0.5) * divide, (rect.row * cell + y + 0.5) * divide);
    }
    return window;
}

static inline struct window cut_all(const struct scene *scene, painter paint) {
    return cut(scene, (struct cell_rect){0, 0, scene->grid.cols, scene->grid.rows}, paint);
}

static inline bool is_masked(const struct scene *scene, const struct window *window, const struct plane *plane, int x,
                             int y) {
    int col = window->rect.col + x / plane->cell_width, row = window->rect.row + y / plane->cell_height;
    return scene->mask.cells[row * scene->mask.cols + col] != 0;
}

static inline bool is_visible(const struct window *window, const struct plane *plane, int x, int y) {
    return (window->rect.col * plane->cell_width + x) * window->grid.cell_width <
               window->grid.width * plane->cell_width &&
           (window->rect.row * plane->cell_height + y) * window->grid.cell_height <
               window->grid.height * plane->cell_height;
}

enum content { NOT_A_NUMBER, NOISE, WHITE };

/* Something else in every place that may not be read. */
static inline void spoil(const struct scene *scene, struct window *window, enum content content) {
    for (int i = 0; i < window->count; i++) {
        struct plane *plane = &window->planes[i];
        for (int y = 0; y < plane->height; y++)
            for (int x = 0; x < plane->width; x++)
                if (is_masked(scene, window, plane, x, y) || !is_visible(window, plane, x, y))
                    plane->samples[y * plane->width + x] = content == NOT_A_NUMBER ? NAN
                                                           : content == WHITE      ? 255
                                                                                   : (float)(rand() % 256);
    }
}

static inline void fill(const struct scene *scene, struct window *window, enum sladd_style style, uint64_t seed) {
    struct sladd_error err;
    assert_int_equal(
        fill_window(window, &(struct cover){.mask = &scene->mask}, scene->shapes, scene->count, style, seed, &err),
        SLADD_OK);
}

/* Identical bits in the masked places, and numbers from 0 to 255 there. */
static inline void check_same_fill(const struct scene *scene, const struct window *a, const struct window *b) {
    for (int i = 0; i < a->count; i++) {
        const struct plane *plane = &a->planes[i];
        for (int y = 0; y < plane->height; y++)
            for (int x = 0; x < plane->width; x++)
                if (is_masked(scene, a, plane, x, y)) {
                    int at = y * plane->width + x;
                    assert_memory_equal(&plane->samples[at], &b->planes[i].samples[at], sizeof(float));
                    assert_true(plane->samples[at] >= 0 && plane->samples[at] <= 255);
                }
    }
}

static inline float busy(int plane, double x, double y) {
    unsigned h = (unsigned)(x * 7919) ^ (unsigned)(y * 104729) ^ (unsigned)plane * 977u;
    h = (h ^ h >> 13) * 2654435761u;
    double base = plane == 0 || plane == 3 ? 120 + 60 * sin(x / 19) * cos(y / 23) : 128 + 25 * sin((x + y) / 31);
    return (float)(base + (h >> 24) / 32.0);
}

#endif
