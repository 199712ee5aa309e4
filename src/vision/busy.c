#include "vision/busy.h"

#include "base/array.h"
#include "vision/geometry.h"

#include <stdlib.h>

enum {
    CELL = 16,
    WINDOW = 2 * CELL,
    AROUND = 24,         /* pixels: a quiet zone of four modules, and the window's reach */
    LEAST_CONTRAST = 24, /* of 255, between the darkest and the lightest pixel of a window */
};

/* Changes between dark and light in a row (or a column) of a window, on average: a step, a stripe and two lines of
 * print have fewer; a code of five pixels a module has more. */
static const double LEAST_CHANGES = 2.8;

/* The green of a pixel stands for its lightness. */
static uint8_t lightness(const struct sladd_image *picture, int x, int y) {
    return picture->data[(size_t)y * picture->stride + 3 * (size_t)x + 1];
}

/* Dark and light with what lies between as neither, so that noise is no change. */
struct levels {
    int dark, light;
};

/* The lightness of a window, and whether there is any contrast in it. */
static bool window_levels(const struct sladd_image *picture, struct crop window, struct levels *levels) {
    int low = 255, high = 0;
    for (int y = window.y; y < window.y + window.height; y++)
        for (int x = window.x; x < window.x + window.width; x++) {
            int value = lightness(picture, x, y);
            low = value < low ? value : low;
            high = value > high ? value : high;
        }
    *levels = (struct levels){(low + high) / 2 - (high - low) / 8, (low + high) / 2 + (high - low) / 8};
    return high - low >= LEAST_CONTRAST;
}

/* How often one line of a window changes; `dx`, `dy`: the way along it. */
static int line_changes(const struct sladd_image *picture, int x, int y, int dx, int dy, int length,
                        const struct levels *levels) {
    int changes = -1, was = -1;
    for (int i = 0; i < length; i++) {
        int value = lightness(picture, x + i * dx, y + i * dy);
        int is = value >= levels->light ? 1 : value <= levels->dark ? 0 : was;
        changes += is != was;
        was = is;
    }
    return changes > 0 ? changes : 0;
}

static bool is_busy(const struct sladd_image *picture, struct crop window) {
    struct levels levels;
    int across = 0, down = 0;
    if (!window_levels(picture, window, &levels))
        return false;
    for (int y = 0; y < window.height; y++)
        across += line_changes(picture, window.x, window.y + y, 1, 0, window.width, &levels);
    for (int x = 0; x < window.width; x++)
        down += line_changes(picture, window.x + x, window.y, 0, 1, window.height, &levels);
    return across >= LEAST_CHANGES * window.height || down >= LEAST_CHANGES * window.width;
}

static void mark_busy(const struct sladd_image *picture, int cols, int rows, uint8_t *cells) {
    for (int row = 0; row + 1 < rows || row == 0; row++)
        for (int col = 0; col + 1 < cols || col == 0; col++) {
            struct crop window = {col * CELL, row * CELL, WINDOW, WINDOW};
            window.width = window.x + WINDOW <= picture->width ? WINDOW : picture->width - window.x;
            window.height = window.y + WINDOW <= picture->height ? WINDOW : picture->height - window.y;
            if (!is_busy(picture, window))
                continue;
            for (int y = row; y < row + 2 && y < rows; y++)
                for (int x = col; x < col + 2 && x < cols; x++)
                    cells[(size_t)y * (size_t)cols + (size_t)x] = 1;
        }
}

static enum sladd_status add_crop(struct crops *crops, struct crop crop, struct sladd_error *err) {
    if (!array_grow((void **)&crops->items, &crops->capacity, crops->count + 1, sizeof *crops->items))
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the places of a photo's codes");
    crops->items[crops->count++] = crop;
    return SLADD_OK;
}

/* In parts where it is large. */
static enum sladd_status add_parts(struct crops *crops, struct crop whole, struct sladd_error *err) {
    enum { STEP = BUSY_CROP - BUSY_OVERLAP };
    enum sladd_status status = SLADD_OK;
    for (int y = 0; (y == 0 || y + BUSY_OVERLAP < whole.height) && status == SLADD_OK; y += STEP)
        for (int x = 0; (x == 0 || x + BUSY_OVERLAP < whole.width) && status == SLADD_OK; x += STEP) {
            int width = whole.width - x, height = whole.height - y;
            status = add_crop(crops,
                              (struct crop){whole.x + x, whole.y + y, width < BUSY_CROP ? width : BUSY_CROP,
                                            height < BUSY_CROP ? height : BUSY_CROP},
                              err);
        }
    return status;
}

static struct crop crop_of(const struct component *busy, const struct sladd_image *picture) {
    int left = busy->left * CELL - AROUND, top = busy->top * CELL - AROUND;
    int right = (busy->left + busy->width) * CELL + AROUND, bottom = (busy->top + busy->height) * CELL + AROUND;
    left = left > 0 ? left : 0;
    top = top > 0 ? top : 0;
    right = right < picture->width ? right : picture->width;
    bottom = bottom < picture->height ? bottom : picture->height;
    return (struct crop){left, top, right - left, bottom - top};
}

/* Boxes around places that interlock may repeat much: then the picture as a whole is less work. */
static enum sladd_status add_components(const struct sladd_image *picture, const struct component *busy, int count,
                                        struct crops *crops, struct sladd_error *err) {
    const double whole = (double)picture->width * picture->height;
    double area = 0;
    enum sladd_status status = SLADD_OK;
    for (int i = 1; i < count; i++) {
        struct crop crop = crop_of(&busy[i], picture);
        area += (double)crop.width * crop.height;
    }
    if (area > whole)
        return add_parts(crops, (struct crop){0, 0, picture->width, picture->height}, err);
    for (int i = 1; i < count && status == SLADD_OK; i++)
        status = add_parts(crops, crop_of(&busy[i], picture), err);
    return status;
}

enum sladd_status busy_crops(const struct sladd_image *picture, struct crops *crops, struct sladd_error *err) {
    const int cols = (picture->width + CELL - 1) / CELL, rows = (picture->height + CELL - 1) / CELL;
    int *labels = NULL, count = 0;
    struct component *busy = NULL;
    uint8_t *cells = array_new_zero((size_t)cols, (size_t)rows);
    if (cells == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the places of a photo's codes");
    mark_busy(picture, cols, rows, cells);
    enum sladd_status status = connected_components(cells, cols, rows, &labels, &busy, &count, err);
    if (status == SLADD_OK)
        status = add_components(picture, busy, count, crops, err);
    free(labels);
    free(busy);
    free(cells);
    return status;
}
