#include "redaction/redaction.h"

#include "base/array.h"
#include "redaction/alpha.h"
#include "redaction/board.h"
#include "redaction/flat.h"
#include "redaction/grain.h"
#include "redaction/membrane.h"
#include "redaction/samples.h"
#include "redaction/separate.h"
#include "redaction/tone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COLOURS = 4 };

/* A window at work. */
struct canvas {
    struct window *window;
    const struct cover *cover;
    const struct shape *shapes;
    size_t count;
    bool has_heads;
    struct head *heads;       /* one a shape; only those of heads are filled in; owned */
    struct owners owners;     /* whose each cell is; owned */
    int colours;              /* colour planes */
    uint8_t *kinds[COLOURS];  /* owned */
    float *original[COLOURS]; /* what the tiles are averages of; owned */
    float noise[COLOURS];     /* standard deviation of the surroundings' grain */
};

static size_t sample_count(const struct plane *plane) {
    return (size_t)plane->width * (size_t)plane->height;
}

/* Samples as they are now, for tiles. */
static bool keep_samples(struct canvas *canvas, int index) {
    const struct plane *plane = &canvas->window->planes[index];
    canvas->original[index] = array_new(sample_count(plane), sizeof(float));
    if (canvas->original[index] != NULL)
        memcpy(canvas->original[index], plane->samples, sample_count(plane) * sizeof(float));
    return canvas->original[index] != NULL;
}

static enum membrane membrane_of(const struct canvas *canvas, int index) {
    if (!canvas->has_heads)
        return MEMBRANE_STEADY;
    return canvas->window->model == COLOUR_YCC && index > 0 ? MEMBRANE_COLOUR : MEMBRANE_SOFT;
}

static enum sladd_status classify(struct canvas *canvas, struct sladd_error *err) {
    for (int i = 0; i < canvas->colours; i++) {
        canvas->kinds[i] = array_new(sample_count(&canvas->window->planes[i]), 1);
        if (canvas->kinds[i] == NULL)
            return fail_memory(err);
        samples_classify(canvas->window, i, canvas->cover, canvas->kinds[i]);
    }
    enum sladd_status status =
        owners_init(&canvas->owners, canvas->window, canvas->cover->mask, canvas->shapes, canvas->count, err);
    if (status == SLADD_OK)
        status = boards_lay(canvas->window, canvas->kinds, &canvas->owners, canvas->shapes, canvas->count, err);
    return status;
}

/* Measure a plane's noise, lay the membrane. From here on what was laid is filled. */
static enum sladd_status prepare(struct canvas *canvas, int index, struct sladd_error *err) {
    struct plane *plane = &canvas->window->planes[index];
    uint8_t *kinds = canvas->kinds[index];
    float neutral[4];
    tone_to_samples(canvas->window->model, tone_neutral(), 255, neutral);
    canvas->noise[index] = grain_measure(plane->samples, kinds, plane->width, plane->height);
    enum sladd_status status = membrane_fill(plane->samples, kinds, plane->width, plane->height,
                                             membrane_of(canvas, index), neutral[index], err);
    for (size_t i = 0; i < sample_count(plane); i++)
        kinds[i] = kinds[i] == SAMPLE_LAID ? SAMPLE_FILL : kinds[i];
    return status;
}

/* All colour planes at a picture position; false where one of them has nothing there. */
static bool look_at(const struct canvas *canvas, double x, double y, float samples[4]) {
    for (int i = 0; i < canvas->colours; i++) {
        const struct plane *plane = &canvas->window->planes[i];
        size_t at = (size_t)row_of_pixel(canvas->window, plane, y) * (size_t)plane->width +
                    (size_t)column_of_pixel(canvas->window, plane, x);
        if (canvas->kinds[i][at] == SAMPLE_ABSENT)
            return false;
        samples[i] = plane->samples[at];
    }
    return true;
}

/* How colourful the known surroundings are, 0..1, from one place a cell. */
static float warmth_of(const struct canvas *canvas) {
    const struct window *window = canvas->window;
    const float grey = 2, colourful = 9;
    double sum = 0, count = 0;
    for (int row = 0; row < window->rect.rows; row++)
        for (int col = 0; col < window->rect.cols; col++) {
            int picture_col = window->rect.col + col, picture_row = window->rect.row + row;
            float samples[4];
            if (cell_masked(canvas->cover->mask, picture_col, picture_row) ||
                !look_at(canvas, (double)picture_col * window->grid.cell_width,
                         (double)picture_row * window->grid.cell_height, samples))
                continue;
            struct tone tone = tone_from_samples(window->model, samples);
            sum += (double)(fabsf(tone.blue) + fabsf(tone.red));
            count += 1;
        }
    float mean = count > 0 ? (float)(sum / count) : 0;
    return fminf(1, fmaxf(0, (mean - grey) / (colourful - grey)));
}

/* The tone from the membrane inside the head: the surroundings, each the more the nearer. */
static void set_tone(const struct canvas *canvas, struct head *head, const struct shape *shape, float warmth) {
    enum { STEPS = 17 };
    const double reach = 0.8;
    struct tone around = {0, 0, 0};
    float black = 0, count = 0;
    for (int j = 0; j < STEPS; j++)
        for (int i = 0; i < STEPS; i++) {
            double u = reach * (2.0 * i / (STEPS - 1) - 1), v = reach * (2.0 * j / (STEPS - 1) - 1);
            float samples[4];
            if (u * u + v * v > reach * reach ||
                !look_at(canvas, shape->centre.x + u * shape->axis[0].x + v * shape->axis[1].x,
                         shape->centre.y + u * shape->axis[0].y + v * shape->axis[1].y, samples))
                continue;
            struct tone tone = tone_from_samples(canvas->window->model, samples);
            around = (struct tone){around.luma + tone.luma, around.blue + tone.blue, around.red + tone.red};
            black += canvas->colours == 4 ? samples[3] : 255;
            count += 1;
        }
    if (count > 0)
        around = (struct tone){around.luma / count, around.blue / count, around.red / count};
    else
        around = tone_neutral();
    head_set_tone(head, canvas->window->model, tone_of_head(around, warmth), count > 0 ? black / count : 255);
}

static enum sladd_status set_tones(struct canvas *canvas, struct sladd_error *err) {
    canvas->heads = array_new_zero(canvas->count > 0 ? canvas->count : 1, sizeof *canvas->heads);
    if (canvas->heads == NULL)
        return fail_memory(err);
    float warmth = warmth_of(canvas);
    for (size_t i = 0; i < canvas->count; i++)
        if (canvas->shapes[i].head) {
            canvas->heads[i] = head_of_shape(&canvas->shapes[i]);
            set_tone(canvas, &canvas->heads[i], &canvas->shapes[i], warmth);
        }
    for (size_t i = 0; i < canvas->count; i++)
        for (size_t j = 0; j < canvas->count && canvas->shapes[i].head && !canvas->heads[i].behind; j++)
            canvas->heads[i].behind = canvas->shapes[j].head && head_is_behind(&canvas->heads[i], &canvas->heads[j]);
    return SLADD_OK;
}

/* One row of a plane in which heads are gathered. */
struct row {
    float *bare; /* how much of the membrane is left uncovered */
    float *sum;  /* tones, weighted */
    float *weight;
    float *grain;
};

/* Add one head's part to a row. Where heads overlap, the one that covers more has the greater say. */
static void cover_row(const struct canvas *canvas, int index, const struct head *head, int y, const struct row *row) {
    const struct plane *plane = &canvas->window->planes[index];
    double py = pixel_of_row(canvas->window, plane, y);
    if (py < head->bounds.y || py > head->bounds.y + head->bounds.height)
        return;
    int left = column_of_pixel(canvas->window, plane, head->bounds.x);
    int right = column_of_pixel(canvas->window, plane, head->bounds.x + head->bounds.width);
    double dy = py - head->centre.y;
    for (int x = left; x <= right; x++) {
        double dx = pixel_of_column(canvas->window, plane, x) - head->centre.x;
        float u = (float)(dx * head->u.x + dy * head->u.y), v = (float)(dx * head->v.x + dy * head->v.y);
        float cover = head_cover(u, v);
        if (cover <= 0)
            continue;
        float shade = 2 * (1 - head_shade(u, v));
        float value = head->full[index] + shade * (head->half[index] - head->full[index]);
        float weight = cover * cover * cover;
        row->bare[x] *= 1 - cover;
        row->sum[x] += weight * value;
        row->weight[x] += weight;
    }
}

static void paint_row(const struct canvas *canvas, int index, int y, uint64_t seed, const struct row *row) {
    struct plane *plane = &canvas->window->planes[index];
    const size_t width = (size_t)plane->width;
    const uint8_t *kinds = canvas->kinds[index] + (size_t)y * width;
    const uint8_t *first = memchr(kinds, SAMPLE_FILL, width);
    if (first == NULL)
        return;
    const int begin = (int)(first - kinds), end = (int)((uint8_t *)memrchr(kinds, SAMPLE_FILL, width) - kinds) + 1;
    for (int x = 0; x < plane->width; x++) {
        row->bare[x] = 1;
        row->sum[x] = row->weight[x] = 0;
    }
    for (size_t i = 0; i < canvas->count; i++)
        if (canvas->shapes[i].head && !canvas->heads[i].behind)
            cover_row(canvas, index, &canvas->heads[i], y, row);
    grain_row(seed, index, (int64_t)canvas->window->rect.col * plane->cell_width + begin,
              (int64_t)canvas->window->rect.row * plane->cell_height + y, row->grain + begin, end - begin);
    float *samples = plane->samples + (size_t)y * width;
    for (int x = begin; x < end; x++) {
        if (kinds[x] != SAMPLE_FILL)
            continue;
        float value = samples[x];
        if (row->weight[x] > 0)
            value = row->bare[x] * value + (1 - row->bare[x]) * row->sum[x] / row->weight[x];
        value += canvas->noise[index] * row->grain[x];
        samples[x] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
}

static enum sladd_status paint_blur(struct canvas *canvas, uint64_t seed, struct sladd_error *err) {
    for (int i = 0; i < canvas->colours; i++) {
        const struct plane *plane = &canvas->window->planes[i];
        size_t width = (size_t)plane->width;
        float *buffer = array_new(width, 4 * sizeof *buffer);
        if (buffer == NULL)
            return fail_memory(err);
        struct row row = {buffer, buffer + width, buffer + 2 * width, buffer + 3 * width};
        for (int y = 0; y < plane->height; y++)
            paint_row(canvas, i, y, seed, &row);
        free(buffer);
    }
    return SLADD_OK;
}

static enum sladd_status paint_plain(struct canvas *canvas, enum sladd_style style, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < canvas->count && status == SLADD_OK; i++)
        for (int plane = 0; plane < canvas->colours && status == SLADD_OK; plane++) {
            if (style != SLADD_SOLID)
                status = mosaic_fill(canvas->window, plane, canvas->original[plane], canvas->kinds[plane],
                                     &canvas->owners, &canvas->shapes[i], i, err);
            else
                flat_fill(canvas->window, plane, canvas->kinds[plane], &canvas->owners, i,
                          canvas->shapes[i].head ? &canvas->heads[i] : NULL);
        }
    return status;
}

/* Squares of the soft blur without its grain. What was destroyed is opaque by now, so that no alpha tells them apart.
 */
static enum sladd_status paint_pixels(struct canvas *canvas, uint64_t seed, struct sladd_error *err) {
    for (int i = 0; i < canvas->colours; i++)
        canvas->noise[i] = 0;
    enum sladd_status status = paint_blur(canvas, seed, err);
    for (int i = 0; i < canvas->colours && status == SLADD_OK; i++)
        status = keep_samples(canvas, i) ? SLADD_OK : fail_memory(err);
    return status == SLADD_OK ? paint_plain(canvas, SLADD_PIXEL, err) : status;
}

static enum sladd_status paint(struct canvas *canvas, enum sladd_style style, uint64_t seed, struct sladd_error *err) {
    switch (style) {
    case SLADD_BLUR:
        return paint_blur(canvas, seed, err);
    case SLADD_PIXEL:
        return paint_pixels(canvas, seed, err);
    default:
        return paint_plain(canvas, style, err);
    }
}

static bool is_sound(const struct window *window, const struct cell_mask *mask) {
    struct cell_rect r = window->rect;
    if (window->count != colour_count(window->model) + (window->has_alpha ? 1 : 0))
        return false;
    if (mask->cols != window->grid.cols || mask->rows != window->grid.rows || r.col < 0 || r.row < 0 || r.cols < 1 ||
        r.rows < 1 || r.cols > mask->cols - r.col || r.rows > mask->rows - r.row)
        return false;
    for (int i = 0; i < window->count; i++) {
        const struct plane *p = &window->planes[i];
        if (p->samples == NULL || p->cell_width < 1 || p->cell_height < 1 || p->width != r.cols * p->cell_width ||
            p->height != r.rows * p->cell_height)
            return false;
    }
    return true;
}

/* Lay the membrane, and paint the heads on it. */
static enum sladd_status fill(struct canvas *canvas, enum sladd_style style, uint64_t seed, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (int i = 0; i < canvas->colours && style == SLADD_MOSAIC && status == SLADD_OK; i++)
        status = keep_samples(canvas, i) ? SLADD_OK : fail_memory(err);
    if (status == SLADD_OK)
        status = classify(canvas, err);
    for (int i = 0; i < canvas->colours && status == SLADD_OK; i++)
        status = prepare(canvas, i, err);
    if (status == SLADD_OK)
        status = set_tones(canvas, err);
    if (status == SLADD_OK && style != SLADD_MOSAIC)
        alpha_fill_cells(canvas->window, canvas->kinds[0]); /* alpha is as fine as the first colour */
    if (status == SLADD_OK)
        status = paint(canvas, style, seed, err);
    if (status == SLADD_OK)
        alpha_fill_cells(canvas->window, canvas->kinds[0]);
    if (status == SLADD_OK && (style == SLADD_BLUR || style == SLADD_SOLID))
        status = alpha_fill(canvas->window, canvas->cover, canvas->kinds[0], canvas->shapes, canvas->count, err);
    return status;
}

enum sladd_status fill_window(struct window *window, const struct cover *cover, const struct shape *shapes,
                              size_t count, enum sladd_style style, uint64_t seed, struct sladd_error *err) {
    if (!is_sound(window, cover->mask) || (cover->aside != NULL && !is_sound(window, cover->aside)))
        return sladd_fail(err, SLADD_UNSUPPORTED, "a window whose planes do not fit its colour model or its mask");
    struct canvas canvas = {
        .window = window, .cover = cover, .shapes = shapes, .count = count, .colours = colour_count(window->model)};
    for (size_t i = 0; i < count; i++)
        canvas.has_heads = canvas.has_heads || shapes[i].head;
    struct separated separated;
    enum sladd_status status = window_separate(window, &separated, err);
    if (status == SLADD_OK)
        status = fill(&canvas, style, seed, err);
    window_join(window, &separated, status == SLADD_OK ? canvas.kinds[0] : NULL);
    for (int i = 0; i < canvas.colours; i++) {
        free(canvas.kinds[i]);
        free(canvas.original[i]);
    }
    owners_clear(&canvas.owners);
    free(canvas.heads);
    return status;
}
