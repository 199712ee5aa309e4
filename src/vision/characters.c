/* A number plate is read badly with its band: the country's letter joins the first of its own. Its characters are those
 * dark parts of the line that hang together with nothing else and are as high as one another; the frame, the band and
 * the bodywork around it reach the line's edge or go round it. */
#include "vision/characters.h"

#include "base/array.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of a plate of Norway or Sweden; one more for a seal or a badge between them that looks like a character. */
enum { FEWEST = 5, MOST = 8, RIM = 2 };

/* A character's height in parts of the line's; the least of a height in parts of what the others have: digits and
 * capital letters are all of one height, small letters are not, but some fonts' J goes lower; and how wide one may be,
 * in parts of its height. */
static const double LOWEST = 0.24, EVEN = 0.84, LOWER = 1.32, WIDEST = 1.3;

/* What lies between characters and is higher than this, in parts of their height, belongs to the writing. */
static const double WRITING = 0.4;

/* The margin around the characters, in parts of their height. */
static const double SURROUNDINGS = 0.4;

/* Nobuyuki Otsu, A threshold selection method from gray-level histograms, 1979; and half way from there to the dark and
 * to the light class: small characters hang together with the frame at one of them and not at another. */
enum { THRESHOLDS = 3 };

static void thresholds_of(const struct grey_picture *line, int thresholds[THRESHOLDS]) {
    long counts[256] = {0}, all = 0, below = 0;
    double sum = 0, below_sum = 0, most = -1;
    for (int i = 0; i < line->width * line->height; i++)
        counts[line->data[i]]++;
    for (int value = 0; value < 256; value++) {
        all += counts[value];
        sum += (double)value * (double)counts[value];
    }
    for (int value = 0; value < 255; value++) {
        below += counts[value];
        below_sum += (double)value * (double)counts[value];
        if (below == 0 || below == all)
            continue;
        const double dark = below_sum / (double)below, light = (sum - below_sum) / (double)(all - below);
        const double between = (double)below * (double)(all - below) * (light - dark) * (light - dark);
        if (between > most) {
            most = between;
            thresholds[0] = value;
            thresholds[1] = (int)((value + light) / 2);
            thresholds[2] = (int)((value + dark) / 2);
        }
    }
}

static bool lies_inside(const struct component *part, const struct grey_picture *line) {
    return part->left > 0 && part->top > 0 && part->left + part->width < line->width &&
           part->top + part->height < line->height;
}

static bool may_be_character(const struct component *part, const struct grey_picture *line) {
    return lies_inside(part, line) && part->height >= LOWEST * line->height && part->width <= WIDEST * part->height;
}

/* The height, of all there are, that the most parts share. */
static int common_height(const struct component *parts, int count, const struct grey_picture *line) {
    int best = 0, most = 0;
    for (int i = 1; i < count; i++) {
        int many = 0;
        for (int k = 1; k < count && may_be_character(&parts[i], line); k++)
            many += may_be_character(&parts[k], line) && parts[k].height <= parts[i].height &&
                    parts[k].height >= EVEN * parts[i].height;
        if (many > most || (many == most && parts[i].height > best)) {
            most = many;
            best = many > 0 ? parts[i].height : best;
        }
    }
    return best;
}

/* The characters' extent, and in `is_one` which components they are. False: this is no plate. */
static bool choose(const struct component *parts, int count, const struct grey_picture *line, bool *is_one,
                   struct component *extent) {
    const int height = common_height(parts, count, line);
    int many = 0, left = line->width, top = line->height, right = 0, bottom = 0;
    for (int i = 1; i < count; i++) {
        const struct component *part = &parts[i];
        is_one[i] = may_be_character(part, line) && part->height <= LOWER * height && part->height >= EVEN * height;
        if (!is_one[i])
            continue;
        many++;
        left = part->left < left ? part->left : left;
        top = part->top < top ? part->top : top;
        right = part->left + part->width > right ? part->left + part->width : right;
        bottom = part->top + part->height > bottom ? part->top + part->height : bottom;
    }
    *extent = (struct component){left, top, right - left, bottom - top, 0};
    for (int i = 1; i < count; i++) {
        const struct component *part = &parts[i];
        if (!is_one[i] && lies_inside(part, line) && part->height >= WRITING * height && part->left > left &&
            part->left < right)
            return false;
    }
    return many >= FEWEST && many <= MOST;
}

/* Everything white that lies further than a rim from any character. */
static void clear_rest(const struct grey_picture *line, const int *labels, const bool *is_one,
                       struct grey_picture *to) {
    memset(to->data, 255, (size_t)to->width * (size_t)to->height);
    for (int y = RIM; y < line->height - RIM; y++)
        for (int x = RIM; x < line->width - RIM; x++) {
            if (!is_one[labels[y * line->width + x]])
                continue;
            for (int dy = -RIM; dy <= RIM; dy++)
                for (int dx = -RIM; dx <= RIM; dx++) {
                    const int at = (y + dy) * line->width + x + dx;
                    if (labels[at] == 0 || is_one[labels[at]])
                        to->data[at] = line->data[at];
                }
        }
}

static enum sladd_status cut_out(const struct grey_picture *clear, const struct component *extent, int height,
                                 struct grey_picture *alone, struct sladd_error *err) {
    const double size = extent->height * (1 + 2 * SURROUNDINGS) / height; /* pixels of the line for one of `alone` */
    const double margin = SURROUNDINGS * extent->height;
    *alone = (struct grey_picture){(int)ceil((extent->width + 2 * margin) / size), height, NULL};
    alone->data = array_new((size_t)alone->width, (size_t)alone->height);
    if (alone->data == NULL)
        return fail_memory(err);
    const double m[6] = {size, 0, extent->left - margin, 0, size, extent->top - margin};
    return grey_warp(clear, m, 255, alone, err);
}

/* The characters at one threshold, white around them; `*any` when it shows a plate's. */
static enum sladd_status separate(const struct grey_picture *line, int threshold, struct grey_picture *clear,
                                  struct component *extent, bool *any, struct sladd_error *err) {
    const size_t size = (size_t)line->width * (size_t)line->height;
    struct component *parts;
    int *labels, count;
    *any = false;
    for (size_t i = 0; i < size; i++)
        clear->data[i] = line->data[i] <= threshold;
    enum sladd_status status =
        connected_components(clear->data, line->width, line->height, &labels, &parts, &count, err);
    if (status != SLADD_OK)
        return status;
    bool *is_one = array_new_zero((size_t)count, sizeof *is_one);
    if (is_one == NULL)
        status = fail_memory(err);
    else
        *any = choose(parts, count, line, is_one, extent);
    if (*any)
        clear_rest(line, labels, is_one, clear);
    free(is_one);
    free(parts);
    explicit_bzero(labels, size * sizeof *labels); /* they show the letters, too */
    free(labels);
    return status;
}

enum sladd_status characters_alone(const struct grey_picture *line, int height, struct grey_picture *alone,
                                   struct sladd_error *err) {
    const size_t size = (size_t)line->width * (size_t)line->height;
    struct grey_picture clear = {line->width, line->height, array_new(size, 1)};
    struct component extent;
    int thresholds[THRESHOLDS] = {0};
    bool any = false;
    *alone = (struct grey_picture){0};
    if (clear.data == NULL)
        return fail_memory(err);
    thresholds_of(line, thresholds);
    enum sladd_status status = SLADD_OK;
    for (int i = 0; i < THRESHOLDS && status == SLADD_OK && !any; i++)
        status = separate(line, thresholds[i], &clear, &extent, &any, err);
    if (status == SLADD_OK && any)
        status = cut_out(&clear, &extent, height, alone, err);
    explicit_bzero(clear.data, size);
    free(clear.data);
    return status;
}
