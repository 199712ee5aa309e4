#include "vision/opinion.h"

#include "vision/geometry.h"
#include "vision/nms.h"
#include "vision/search.h"

#include <math.h>
#include <string.h>

/* What the networks are shown, as models/recipe/opinion_net.py has it: of a face a square around it, so many times the
 * longer side of its box; of a line a part, so that the line is so many pixels high. Beyond the photo's edge everything
 * is grey. */
static const double AROUND = 2.6, LETTERS = 24;
enum { GREY = 128, MOST_BYTES = 3 * OPINION_MOST_SIDE * OPINION_MOST_SIDE };

/* From one part of a line to the next, and this much of a step needs no part of its own; in heights of the line. */
static const double STEP = 4.5, SPARE = 0.35;
enum { MOST_PARTS = 4 };

/* How the two are weighed: logarithms of odds, as of witnesses who err for reasons of their own (logistic regression on
 * held-out crowds). A detector that is as sure as `sure` is not doubted. */
struct weights {
    double below; /* pixels: the longer side of a face, the height of a line */
    double sure, of_detector, of_opinion, bias;
};

/* The larger a face, the better the detector sees it itself. */
static const struct weights ON_FACES[] = {{16, 0.95, 1.24, 0.89, -0.63},
                                          {24, 0.95, 0.87, 0.99, -0.65},
                                          {40, 0.95, 1.0, 0.82, -0.65},
                                          {80, 0.95, 0.96, 0.61, -1.37},
                                          {INFINITY, 0.95, 1.03, 0.68, -1.57}};
static const struct weights ON_LINES[] = {{INFINITY, 0.97, 0.96, 0.7, -0.46}};

static const struct weights *weights_for(const struct weights *list, double size) {
    while (size >= list->below)
        list++;
    return list;
}

/* Never surer than what is not doubted: how sure a face is says that a photo stands upright, too (turns.c). */
static double weighed(const struct weights *weights, double score, double opinion) {
    const double least = 1e-4, sure = fmin(fmax(score, least), 1 - least);
    const double odds = weights->of_detector * log(sure / (1 - sure)) + weights->of_opinion * opinion + weights->bias;
    return fmin(1 / (1 + exp(-odds)), weights->sure);
}

/* What lies beyond the edge beside this part of a photo: grey, once it is shown in more light (tile_gain). */
static uint8_t grey_beside(const struct sladd_image *part) {
    const struct tile whole = {0, 0, part->width, part->height};
    return (uint8_t)lround(GREY / tile_gain(part, &whole));
}

/* What the network says of its input, or has said of it before: the logarithm of the odds. */
static enum sladd_status ask(struct model *opinion, const struct sladd_image *input, float *odds,
                             struct sladd_error *err) {
    const struct level level = {.image = *input, .scale = 1};
    const struct tile whole = {0, 0, input->width, input->height};
    const struct tile_digest digest = tile_digest_of(&level, &whole, 0);
    struct tensor outputs[NETWORK_MAX_OUTPUTS];
    struct span known;
    if (answers_find(&opinion->answers, &digest, &known) && known.size == sizeof *odds) {
        memcpy(odds, known.data, sizeof *odds);
        return SLADD_OK;
    }
    enum sladd_status status = run_tile(opinion, &level, &whole, outputs, err);
    if (status != SLADD_OK)
        return status;
    *odds = outputs[0].data[0];
    answers_keep(&opinion->answers, &digest, (struct span){(const uint8_t *)odds, sizeof *odds});
    return SLADD_OK;
}

static enum sladd_status show_nothing(struct sladd_image *input) {
    memset(input->data, GREY, input->stride * (size_t)input->height);
    return SLADD_OK;
}

/* The part of the square that lies in the photo, at its place in the input. */
static enum sladd_status show_face(const struct sladd_image *photo, struct sladd_box face, struct sladd_image *input,
                                   struct sladd_error *err) {
    const double side = fmax(2, round(AROUND * fmax(face.width, face.height))), scale = input->width / side;
    const struct sladd_box square = {round(face.x + face.width / 2 - side / 2),
                                     round(face.y + face.height / 2 - side / 2), side, side};
    const struct sladd_box seen = sladd_box_intersect(square, (struct sladd_box){0, 0, photo->width, photo->height});
    const int x = (int)round((seen.x - square.x) * scale), y = (int)round((seen.y - square.y) * scale);
    const int right = (int)round((seen.x + seen.width - square.x) * scale),
              end = (int)round((seen.y + seen.height - square.y) * scale);
    struct sladd_image part = {0};
    if (seen.width < 1 || seen.height < 1 || right <= x || end <= y)
        return show_nothing(input);
    const struct sladd_image view = photo_view(photo, seen);
    enum sladd_status status = image_resize(&view, right - x, end - y, &part, err);
    if (status != SLADD_OK)
        return status;
    memset(input->data, grey_beside(&part), input->stride * (size_t)input->height);
    for (int row = 0; row < part.height; row++)
        memcpy(input->data + (size_t)(y + row) * input->stride + 3 * (size_t)x, part.data + (size_t)row * part.stride,
               3 * (size_t)part.width);
    sladd_image_clear(&part);
    return SLADD_OK;
}

static double longer_side(const struct sladd_region *face) {
    return fmax(face->box.width, face->box.height);
}

/* Where one look leaves it open whether a face is there, a look at the mirror image says as much again, and the mean
 * errs less than either. */
static const double OPEN_FROM = 0.01, OPEN_TO = 0.6;

static enum sladd_status ask_of_face(struct model *opinion, const struct sladd_image *photo,
                                     const struct sladd_region *face, struct sladd_image *input, float *odds,
                                     struct sladd_error *err) {
    enum { MIRRORED = 2 };
    float mirrored = 0;
    enum sladd_status status = show_face(photo, face->box, input, err);
    if (status == SLADD_OK)
        status = ask(opinion, input, odds, err);
    const double seen = weighed(weights_for(ON_FACES, longer_side(face)), face->score, *odds);
    if (status != SLADD_OK || seen < OPEN_FROM || seen > OPEN_TO)
        return status;
    status = sladd_image_upright(input, MIRRORED, err);
    if (status == SLADD_OK)
        status = ask(opinion, input, &mirrored, err);
    *odds = (*odds + mirrored) / 2;
    return status;
}

/* Where a line lies: its middle, its direction (to the right, or downwards), and its sides. */
struct frame {
    struct sladd_point middle, along;
    double length, height;
};

static struct frame frame_of(const struct sladd_point quad[4]) {
    const struct sladd_axes axes = sladd_axes_of_quad(quad);
    const double nearly_upright = 0.02;
    struct frame frame = {.middle = axes.middle,
                          .length = fmax(hypot(axes.along.x, axes.along.y), 1),
                          .height = fmax(hypot(axes.across.x, axes.across.y), 1)};
    struct sladd_point along = {axes.along.x / frame.length, axes.along.y / frame.length};
    if (along.x < -nearly_upright || (fabs(along.x) <= nearly_upright && along.y < 0))
        along = (struct sladd_point){-along.x, -along.y};
    frame.along = along;
    return frame;
}

/* A part of a line around `middle`, turned to the horizontal. */
static enum sladd_status show_part(const struct sladd_image *photo, const struct frame *line, struct sladd_point middle,
                                   struct sladd_image *input, struct sladd_error *err) {
    const struct sladd_point along = line->along;
    const double scale = LETTERS / line->height, width = input->width / scale, height = input->height / scale;
    const double across = (fabs(along.x) * width + fabs(along.y) * height) / 2 + 2,
                 down = (fabs(along.y) * width + fabs(along.x) * height) / 2 + 2;
    const struct sladd_box around = {floor(middle.x - across), floor(middle.y - down),
                                     ceil(middle.x + across) - floor(middle.x - across),
                                     ceil(middle.y + down) - floor(middle.y - down)};
    const struct sladd_box seen = sladd_box_intersect(around, (struct sladd_box){0, 0, photo->width, photo->height});
    struct sladd_image part = {0};
    if (seen.width < 1 || seen.height < 1)
        return show_nothing(input);
    const struct sladd_image view = photo_view(photo, seen);
    enum sladd_status status = image_resize(&view, (int)fmax(1, round(seen.width * scale)),
                                            (int)fmax(1, round(seen.height * scale)), &part, err);
    if (status != SLADD_OK)
        return status;
    const struct sladd_point centre = {(middle.x - seen.x) * part.width / seen.width,
                                       (middle.y - seen.y) * part.height / seen.height};
    const double x = input->width / 2.0, y = input->height / 2.0;
    const double from[6] = {along.x, -along.y, centre.x - along.x * x + along.y * y,
                            along.y, along.x,  centre.y - along.y * x - along.x * y};
    status = image_warp(&part, from, grey_beside(&part), input, err);
    sladd_image_clear(&part);
    return status;
}

static double line_height(const struct sladd_region *line) {
    return quad_height(line->quad);
}

static enum sladd_status ask_of_line(struct model *opinion, const struct sladd_image *photo,
                                     const struct sladd_region *region, struct sladd_image *input, float *surest,
                                     struct sladd_error *err) {
    const struct frame line = frame_of(region->quad);
    const int parts = (int)fmin(MOST_PARTS, fmax(1, ceil(line.length / (line.height * STEP) - SPARE)));
    enum sladd_status status = SLADD_OK;
    *surest = -INFINITY;
    for (int i = 0; i < parts && status == SLADD_OK; i++) {
        const double offset = (i - (parts - 1) / 2.0) * line.length / parts;
        float odds = 0;
        status = show_part(
            photo, &line,
            (struct sladd_point){line.middle.x + offset * line.along.x, line.middle.y + offset * line.along.y}, input,
            err);
        if (status == SLADD_OK)
            status = ask(opinion, input, &odds, err);
        *surest = fmaxf(*surest, odds);
    }
    return status;
}

/* What is not the same for faces and lines. */
struct subject {
    const struct weights *weights;
    double (*size)(const struct sladd_region *region); /* by which the weights are chosen */
    enum sladd_status (*ask)(struct model *opinion, const struct sladd_image *photo, const struct sladd_region *region,
                             struct sladd_image *input, float *odds, struct sladd_error *err);
};

static const struct subject FACES = {ON_FACES, longer_side, ask_of_face};
static const struct subject LINES = {ON_LINES, line_height, ask_of_line};

static enum sladd_status weigh(const struct subject *subject, struct model *opinion, const struct sladd_image *photo,
                               struct sladd_regions *regions, size_t first, struct sladd_error *err) {
    uint8_t pixels[MOST_BYTES];
    struct sladd_image input = {.width = opinion->fixed_width,
                                .height = opinion->fixed_height,
                                .stride = 3 * (size_t)opinion->fixed_width,
                                .data = pixels};
    enum sladd_status status = SLADD_OK;
    for (size_t i = first; i < regions->count && status == SLADD_OK; i++) {
        struct sladd_region *region = &regions->items[i];
        const struct weights *weights = weights_for(subject->weights, subject->size(region));
        float odds = 0;
        if (region->score >= weights->sure)
            continue;
        status = subject->ask(opinion, photo, region, &input, &odds, err);
        if (status == SLADD_OK && isfinite(odds))
            region->score = weighed(weights, region->score, odds);
    }
    return status;
}

enum sladd_status opinion_on_faces(struct model *opinion, const struct sladd_image *photo, struct sladd_regions *faces,
                                   size_t first, struct sladd_error *err) {
    enum sladd_status status = weigh(&FACES, opinion, photo, faces, first, err);
    nms_order(faces, first);
    return status;
}

enum sladd_status opinion_on_lines(struct model *opinion, const struct sladd_image *photo, struct sladd_regions *lines,
                                   size_t first, struct sladd_error *err) {
    return weigh(&LINES, opinion, photo, lines, first, err);
}
