/* What lies in a `redact` box changes nothing outside it: whoever searches the photo sees that place already filled, as
 * the copy will have it. Else a face found inside would paint a head there, and its presence would move what is found
 * beside it. */
#include "base/array.h"
#include "base/memstream.h"
#include "stages/stages.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where colours are stored coarser than light, those of a destroyed cell reach into the pixel beside it. */
static const double COLOUR_REACH = 2;

enum { CELL = 8, MARGIN = 6 /* cells of surroundings */ };

/* Behind another kind of veil other things are found: what was detected then is not taken. */
enum { VEIL = 2 };

/* The fill's own cells: of the upright photo, and small. */
static struct grid grid_of(const struct sladd_image *image) {
    return (struct grid){
        image->width, image->height, CELL, CELL, (image->width + CELL - 1) / CELL, (image->height + CELL - 1) / CELL};
}

/* The pixels that the search must not see: what the file's cells that the box touches look like. */
static struct sladd_box hidden_by(const struct sladd_region *row, const struct grid *file, int orientation) {
    struct sladd_box box = cells_of_box(row, file, orientation);
    if (box.width > 0 && (file->cell_width > CELL || file->cell_height > CELL))
        box = (struct sladd_box){box.x - COLOUR_REACH, box.y - COLOUR_REACH, box.width + 2 * COLOUR_REACH,
                                 box.height + 2 * COLOUR_REACH};
    return box;
}

static struct shape shape_of(struct sladd_box hidden, const struct grid *grid) {
    const struct sladd_region region = {.kind = SLADD_MANUAL, .box = hidden};
    return shape_of_region(&region, grid, SLADD_UPRIGHT);
}

/* Pixels beyond the photo repeat its edge, which nobody reads. */
static const uint8_t *pixel_at(const struct sladd_image *image, int x, int y) {
    x = x < image->width ? x : image->width - 1;
    y = y < image->height ? y : image->height - 1;
    return image->data + (size_t)y * image->stride + 3 * (size_t)x;
}

static enum sladd_status cut_out(const struct sladd_image *image, const struct grid *grid, struct cell_rect rect,
                                 struct window *window, struct sladd_error *err) {
    *window = (struct window){.grid = *grid, .rect = rect, .model = COLOUR_RGB, .count = 3};
    for (int i = 0; i < 3; i++) {
        struct plane *plane = &window->planes[i];
        *plane = (struct plane){rect.cols * CELL, rect.rows * CELL, CELL, CELL, NULL};
        plane->samples = array_new((size_t)plane->width * (size_t)plane->height, sizeof *plane->samples);
        if (plane->samples == NULL)
            return fail_memory(err);
        for (int y = 0; y < plane->height; y++)
            for (int x = 0; x < plane->width; x++)
                plane->samples[(size_t)y * (size_t)plane->width + (size_t)x] =
                    (float)pixel_at(image, rect.col * CELL + x, rect.row * CELL + y)[i];
    }
    return SLADD_OK;
}

/* What is not hidden stays as it is, however far the fill's own cells reach. */
static void put_back(const struct window *window, struct sladd_box hidden, struct sladd_image *image) {
    const int left = window->rect.col * CELL, top = window->rect.row * CELL;
    const int x0 = (int)fmax(hidden.x, 0), x1 = (int)fmin(hidden.x + hidden.width, image->width);
    const int y0 = (int)fmax(hidden.y, 0), y1 = (int)fmin(hidden.y + hidden.height, image->height);
    for (int i = 0; i < 3; i++) {
        const struct plane *plane = &window->planes[i];
        for (int y = y0; y < y1; y++)
            for (int x = x0; x < x1; x++)
                image->data[(size_t)y * image->stride + 3 * (size_t)x + (size_t)i] =
                    (uint8_t)lrintf(plane->samples[(size_t)(y - top) * (size_t)plane->width + (size_t)(x - left)]);
    }
}

static bool is_redact_box(const struct sladd_region *region) {
    return region->kind == SLADD_MANUAL && region->action == SLADD_REDACT;
}

static enum sladd_status fill_place(struct sladd_box hidden, const struct grid *grid, struct cell_mask *mask,
                                    struct sladd_image *upright, struct sladd_error *err) {
    const struct cover cover = {.mask = mask};
    const struct shape shape = shape_of(hidden, grid);
    struct window window = {0};
    struct cell_rect rect;
    shape_mark(&shape, grid, mask, &rect);
    if (rect.cols == 0 || rect.rows == 0)
        return SLADD_OK;
    enum sladd_status status =
        cut_out(upright, grid, cell_rect_grow(rect, MARGIN, MARGIN, grid->cols, grid->rows), &window, err);
    if (status == SLADD_OK)
        status = fill_window(&window, &cover, &shape, 1, SLADD_BLUR, 0, err);
    if (status == SLADD_OK)
        put_back(&window, hidden, upright);
    window_clear(&window);
    return status;
}

enum sladd_status stage_veil(const struct sladd_regions *rows, const struct grid *file, int orientation,
                             struct sladd_image *upright, struct sladd_error *err) {
    const struct grid grid = grid_of(upright);
    struct cell_mask mask = {0};
    struct cell_rect rect;
    bool any = false;
    for (size_t i = 0; i < rows->count && !any; i++)
        any = is_redact_box(&rows->items[i]);
    if (!any)
        return SLADD_OK;
    enum sladd_status status = cell_mask_init(&mask, &grid, err);
    for (size_t i = 0; i < rows->count && status == SLADD_OK; i++)
        if (is_redact_box(&rows->items[i])) {
            const struct shape shape = shape_of(hidden_by(&rows->items[i], file, orientation), &grid);
            shape_mark(&shape, &grid, &mask, &rect);
        }
    for (size_t i = 0; i < rows->count && status == SLADD_OK; i++)
        if (is_redact_box(&rows->items[i]))
            status = fill_place(hidden_by(&rows->items[i], file, orientation), &grid, &mask, upright, err);
    cell_mask_clear(&mask);
    if (status == SLADD_OK && upright->also != NULL)
        status = stage_veil(rows, file, orientation, upright->also, err);
    if (status == SLADD_OK)
        sladd_image_drop_same_looks(upright); /* what they showed more lay in the boxes */
    return status;
}

static enum sladd_status mark(const struct photo_entry *photo, int width, int height, struct sladd_regions *rows,
                              struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < photo->redact_count && status == SLADD_OK; i++) {
        struct sladd_region row = {.kind = SLADD_MANUAL,
                                   .box = sladd_box_in_pixels(photo->redact[i].box, width, height),
                                   .reason = SLADD_REASON_REDACT_BOX};
        status = sladd_regions_add(rows, &row, err);
    }
    return status;
}

enum sladd_status stage_mark(const struct manifest_entry *entry, int width, int height, struct sladd_regions *rows,
                             struct sladd_error *err) {
    const struct photo_entry *part;
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; status == SLADD_OK && (part = entry_part(entry, i)) != NULL; i++)
        status = mark(part, width, height, rows, err);
    return status;
}

void stage_mark_digest(const struct manifest_entry *entry, char hex[SLADD_SHA256_HEX]) {
    const struct photo_entry *part;
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    for (size_t p = 0; to != NULL && (part = entry_part(entry, p)) != NULL; p++)
        for (size_t i = 0; i < part->redact_count; i++) {
            const struct sladd_box *box = &part->redact[i].box;
            (void)fprintf(to, "%d %a %a %a %a\n", VEIL, box->x, box->y, box->width, box->height);
        }
    hex[0] = '\0';
    if (memstream_close(to, &text))
        sha256_hex((struct span){(const uint8_t *)text, size}, hex);
    free(text);
}
