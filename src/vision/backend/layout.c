/* Shapes and places of a graph's intermediate results. */
#include "vision/backend/steps.h"

/* One side of what a window makes of one side; 0 or less: nothing. */
static int window_side(int side, const struct window *window, int axis) {
    const int reach = window->dilations[axis] * (window->kernel[axis] - 1) + 1;
    const int padded = side + window->pads[axis] + window->pads[axis + 2];
    return padded < reach ? 0 : (padded - reach) / window->strides[axis] + 1;
}

static bool shape_of(const struct step *step, const struct map *maps, int *height, int *width) {
    const struct map *a = &maps[step->inputs[0]], *b = &maps[step->inputs[1]];
    *height = a->height;
    *width = a->width;
    switch (step->kind) {
    case STEP_CONVOLUTION:
    case STEP_STEM:
    case STEP_DEPTHWISE:
    case STEP_MAX_POOL:
        *height = window_side(a->height, &step->window, 0);
        *width = window_side(a->width, &step->window, 1);
        break;
    case STEP_ADD:
        return a->height == b->height && a->width == b->width;
    case STEP_ADD_UPSAMPLED:
        return a->height == 2 * b->height && a->width == 2 * b->width;
    default:
        break;
    }
    return *height > 0 && *width > 0;
}

static size_t round_up(size_t bytes) {
    return (bytes + STEPS_ALIGN - 1) / STEPS_ALIGN * STEPS_ALIGN;
}

/* The lowest place that no map has which is needed at the same time. */
static size_t free_place(const struct steps *steps, size_t index) {
    const struct map *map = &steps->maps[index];
    size_t place = 0;
    for (bool moved = true; moved;) {
        moved = false;
        for (size_t i = 0; i < index; i++) {
            const struct map *other = &steps->maps[i];
            const bool together = other->last >= map->first && other->first <= map->last;
            if (together && other->offset < place + map->bytes && place < other->offset + other->bytes) {
                place = other->offset + other->bytes;
                moved = true;
            }
        }
    }
    return place;
}

enum sladd_status steps_layout(struct steps *steps, int width, int height, size_t *bytes, struct sladd_error *err) {
    *bytes = 0;
    for (size_t i = 0; i < steps->map_count; i++) {
        struct map *map = &steps->maps[i];
        map->width = width;
        map->height = height;
        /* Every map but the input is made by the step before it in the list. */
        if (i > 0 && !shape_of(&steps->items[i - 1], steps->maps, &map->height, &map->width))
            return sladd_fail(err, SLADD_MODEL, "an input of %d x %d pixels does not fit the graph", width, height);
        const size_t pixel = (size_t)map->channels * sizeof(float);
        if ((size_t)map->height > STEPS_MOST_BYTES / pixel / (size_t)map->width)
            return sladd_fail(err, SLADD_MODEL, "an input of %d x %d pixels does not fit the graph", width, height);
        map->bytes = round_up(pixel * (size_t)map->width * (size_t)map->height + STEPS_SLACK);
        map->offset = free_place(steps, i);
        if (map->offset + map->bytes > STEPS_MOST_BYTES)
            return sladd_fail(err, SLADD_MODEL, "an input of %d x %d pixels does not fit the graph", width, height);
        *bytes = map->offset + map->bytes > *bytes ? map->offset + map->bytes : *bytes;
    }
    return SLADD_OK;
}
