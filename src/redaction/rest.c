#include "redaction/rest.h"

#include "base/array.h"
#include "redaction/membrane.h"

#include <stdlib.h>

enum sladd_status rest_init(struct rest *rest, const struct plane *plane, struct cell_rect rect,
                            struct sladd_error *err) {
    const int left = rect.col * plane->cell_width, right = left + rect.cols * plane->cell_width;
    const int top = rect.row * plane->cell_height, bottom = top + rect.rows * plane->cell_height;
    *rest = (struct rest){.plane = plane, .left = left > 0 ? left - 1 : 0, .top = top > 0 ? top - 1 : 0};
    rest->width = (right < plane->width ? right + 1 : right) - rest->left;
    rest->height = (bottom < plane->height ? bottom + 1 : bottom) - rest->top;
    const size_t count = (size_t)rest->width * (size_t)rest->height;
    rest->off = array_new_zero(count, sizeof *rest->off);
    rest->kinds = array_new_zero(count, sizeof *rest->kinds);
    if (rest->off == NULL || rest->kinds == NULL)
        return fail_memory(err);
    return SLADD_OK;
}

void rest_clear(struct rest *rest) {
    free(rest->off);
    free(rest->kinds);
    *rest = (struct rest){0};
}

static void mark(struct rest *rest, size_t at, enum sample_kind kind, float off) {
    const int x = (int)(at % (size_t)rest->plane->width) - rest->left;
    const int y = (int)(at / (size_t)rest->plane->width) - rest->top;
    if (x < 0 || y < 0 || x >= rest->width || y >= rest->height)
        return;
    const size_t place = (size_t)y * (size_t)rest->width + (size_t)x;
    rest->off[place] = off;
    rest->kinds[place] = (uint8_t)kind;
}

void rest_laid(struct rest *rest, size_t at) {
    mark(rest, at, SAMPLE_FILL, 0);
}

void rest_known(struct rest *rest, size_t at, float off) {
    mark(rest, at, SAMPLE_KNOWN, off);
}

enum sladd_status rest_take(struct rest *rest, struct sladd_error *err) {
    const struct plane *plane = rest->plane;
    enum sladd_status status = membrane_fill(rest->off, rest->kinds, rest->width, rest->height, MEMBRANE_SOFT, 0, err);
    for (int i = 0; i < rest->width * rest->height && status == SLADD_OK; i++)
        if (rest->kinds[i] == SAMPLE_FILL)
            plane->samples[(size_t)(rest->top + i / rest->width) * (size_t)plane->width +
                           (size_t)(rest->left + i % rest->width)] += rest->off[i];
    return status;
}
