#include "base/array.h"
#include "vision/nms.h"
#include "vision/opinion.h"
#include "vision/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A face of less than FINER_BELOW pixels on a level is looked for again on the next finer one, for it may be smaller
 * than its box there; one of at least CLEAR_FROM that is found already is not. */
static const double FINER_BELOW = 24, CLEAR_FROM = 16;

/* Where the sizes of a face part (models.h). From HUGE_FROM on the finest level that sees all of the photo, three
 * scales or more see it, so that together they are surer of it than of a smaller one. */
static const double MIDDLE_FROM = 24, LARGE_FROM = 40, HUGE_FROM = 80;

/* A face has to reach less where CROWD_LEAST surer ones stand around it: not more than CROWD_REACH of its sides away
 * and up to CROWD_RATIO times as large or as small. */
static const double CROWD_REACH = 12, CROWD_RATIO = 2;

/* Gravel and leaves look like crowds, too, of whom nobody stands out: none around is as sure as OUTSTANDING. More than
 * CROWD_MOST such faces for every one in the photo that is as sure as CERTAIN are none. (A field from above had 114 and
 * none that is certain, a gravel path 130 and two; of 166 held-out photos of crowds the one with most had ten for each,
 * but for three in one where nobody is.) Woven cloth, bubbles and pebbles have some that stand out, among hundreds that
 * do not: more than CROWD_MOST faces in crowds for each that does are none, either. (Of 1,000 photos of crowds three
 * have more, with 5 labelled faces among 493 places; of 363 textures 36 have two fifths of the places in all.) */
static const double OUTSTANDING = 0.75, CERTAIN = 0.9, CROWD_MOST = 12;

enum { CROWD_LEAST = 3 };

/* Nearer than this to an inner tile edge, a box is cut by it (pixels of the level). */
static const double CUT = 3;

/* Faces of 16 pixels in small photos are found enlarged. Above two and a half million pixels a dense finest scale would
 * take most of the time there is for a photo. */
struct search_options faces_search_options(struct vision *vision) {
    struct model *models = vision->models;
    return (struct search_options){.upsample_below = FACES_ENLARGED_BELOW,
                                   .dense_below = 2500000,
                                   .refine_threshold = models[VISION_FACE].traits->refine_threshold,
                                   .opinion = models[VISION_FACE].traits->second_opinion ? &models[VISION_FACE_OPINION]
                                                                                         : NULL};
}

static enum sladd_status add_face(struct faces *faces, double x, double y, double width, double height, double score,
                                  struct sladd_error *err) {
    struct face face = {{x - width / 2, y - height / 2, width, height}, score};
    if (!isfinite(x) || !isfinite(y) || !isfinite(width) || !isfinite(height) || !isfinite(score))
        return SLADD_OK;
    if (!array_grow((void **)&faces->items, &faces->capacity, faces->count + 1, sizeof *faces->items))
        return fail_memory(err);
    faces->items[faces->count++] = face;
    return SLADD_OK;
}

/* The logarithm of a size in cells, clamped so that no weight makes an endless box. */
static double size_of(float logarithm) {
    return exp(fmin(fmax(logarithm, -4), 5));
}

/* One stride of this project's own model: planes of score logit, dx, dy, log w, log h. */
static enum sladd_status decode_own(const struct tensor *out, int stride, double min_score, struct faces *faces,
                                    struct sladd_error *err) {
    const int rows = out->size[2], cols = out->size[3];
    const size_t plane = (size_t)rows * (size_t)cols;
    const double logit = log(min_score / (1 - min_score));
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < plane && status == SLADD_OK; i++) {
        const float *cell = out->data + i;
        if (!(cell[0] >= logit))
            continue;
        double x = (double)(i % (size_t)cols) + cell[plane] + 0.5,
               y = (double)(i / (size_t)cols) + cell[2 * plane] + 0.5;
        status = add_face(faces, x * stride, y * stride, size_of(cell[3 * plane]) * stride,
                          size_of(cell[4 * plane]) * stride, 1 / (1 + exp(-cell[0])), err);
    }
    return status;
}

static double unit(float value) {
    return value > 0 ? fmin(value, 1) : 0;
}

/* One stride of YuNet: score is the geometric mean of class and object, boxes are relative to the cell's corner. */
static enum sladd_status decode_yunet(const struct tensor *cls, const struct tensor *obj, const struct tensor *bbox,
                                      int stride, int cols, double min_score, struct faces *faces,
                                      struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < cls->count && status == SLADD_OK; i++) {
        double score = sqrt(unit(cls->data[i]) * unit(obj->data[i]));
        const float *b = bbox->data + 4 * i;
        if (score < min_score)
            continue;
        double x = (double)(i % (size_t)cols) + b[0], y = (double)(i / (size_t)cols) + b[1];
        status = add_face(faces, x * stride, y * stride, size_of(b[2]) * stride, size_of(b[3]) * stride, score, err);
    }
    return status;
}

enum sladd_status faces_decode(enum model_kind kind, const struct tensor *outputs, int width, double min_score,
                               struct faces *faces, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (int i = 0; i < 3 && status == SLADD_OK; i++) {
        int stride = 8 << i;
        if (kind == MODEL_YUNET)
            status = decode_yunet(&outputs[i], &outputs[3 + i], &outputs[6 + i], stride, width / stride, min_score,
                                  faces, err);
        else
            status = decode_own(&outputs[i], stride, min_score, faces, err);
    }
    return status;
}

/* Does an edge of the tile that is not the level's edge cut this box, while a neighbour sees it whole? */
static bool cut_by_tile(struct sladd_box box, const struct tile *tile, const struct tiles *tiles,
                        const struct sladd_image *level) {
    if (!tiles->dense || box.width > TILE_WHOLE || box.height > TILE_WHOLE)
        return false;
    return (tile->x > 0 && box.x < CUT) || (tile->y > 0 && box.y < CUT) ||
           (tile->x + tile->width < level->width && box.x + box.width > tile->width - CUT) ||
           (tile->y + tile->height < level->height && box.y + box.height > tile->height - CUT);
}

static struct sladd_box scaled(struct sladd_box box, const struct tile *tile, double scale) {
    return (struct sladd_box){(box.x + tile->x) * scale, (box.y + tile->y) * scale, box.width * scale,
                              box.height * scale};
}

/* One level's state of a search. */
struct level_search {
    struct model *model;
    const struct sladd_image *photo;
    const struct level *level;
    const struct tiles *tiles;
    struct roi_mask *finer; /* what to mark for the next finer level, or NULL */
    double finer_scale, min_score;
};

/* Sort a tile's faces into what may be one and what is worth a finer look. */
static enum sladd_status take_faces(const struct level_search *search, const struct tile *tile,
                                    const struct faces *faces, struct sladd_regions *found, struct sladd_error *err) {
    const struct sladd_box frame = {0, 0, search->photo->width, search->photo->height};
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < faces->count && status == SLADD_OK; i++) {
        struct sladd_box box = faces->items[i].box;
        const double side = fmax(box.width, box.height), score = faces->items[i].score;
        if (search->finer != NULL && side < FINER_BELOW &&
            !(side >= CLEAR_FROM && score >= search->model->traits->threshold[FACE_LARGE])) {
            struct sladd_box around = {box.x - box.width / 2, box.y - box.height / 2, box.width * 2, box.height * 2};
            roi_mark(search->finer, scaled(around, tile, search->level->scale / search->finer_scale));
        }
        if (score < search->model->traits->min_score || cut_by_tile(box, tile, search->tiles, &search->level->image))
            continue;
        struct sladd_region region = {.kind = SLADD_FACE, .detected = true, .score = score};
        region.box = sladd_box_intersect(scaled(box, tile, search->level->scale), frame);
        if (sladd_box_area(region.box) > 0)
            status = sladd_regions_add(found, &region, err);
    }
    return status;
}

/* The faces of a tile, which the network gives or has given before. */
static enum sladd_status ask(const struct level_search *search, const struct tile *tile, struct faces *faces,
                             struct sladd_error *err) {
    struct tensor outputs[NETWORK_MAX_OUTPUTS];
    struct answers *answers = &search->model->answers;
    const struct tile_digest digest = tile_digest_of(search->level, tile, search->min_score);
    struct span known;
    faces->count = 0;
    if (answers_find(answers, &digest, &known)) {
        const size_t count = known.size / sizeof *faces->items;
        if (!array_grow((void **)&faces->items, &faces->capacity, count + 1, sizeof *faces->items))
            return fail_memory(err);
        memcpy(faces->items, known.data, known.size);
        faces->count = count;
        return SLADD_OK;
    }
    enum sladd_status status = run_tile(search->model, search->level, tile, outputs, err);
    if (status == SLADD_OK)
        status = faces_decode(search->model->kind, outputs, tile->width, search->min_score, faces, err);
    if (status == SLADD_OK)
        answers_keep(answers, &digest, (struct span){(uint8_t *)faces->items, faces->count * sizeof *faces->items});
    return status;
}

static enum sladd_status search_tiles(const struct level_search *search, struct sladd_regions *found,
                                      struct sladd_error *err) {
    struct faces faces = {0};
    const size_t before = found->count;
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < search->tiles->count && status == SLADD_OK; i++) {
        const struct tile *tile = &search->tiles->items[i];
        struct sladd_regions here = {0};
        status = ask(search, tile, &faces, err);
        if (status == SLADD_OK)
            status = take_faces(search, tile, &faces, &here, err);
        /* Early, tile by tile, so that the list stays short. */
        nms_boxes(&here, 0);
        for (size_t k = 0; k < here.count && status == SLADD_OK; k++)
            status = sladd_regions_add(found, &here.items[k], err);
        sladd_regions_clear(&here);
        if (status == SLADD_OK && found->count > NMS_MOST)
            status = sladd_fail(err, SLADD_TOO_LARGE, "more than %d faces seem to be in the photo", NMS_MOST);
    }
    nms_boxes(found, before);
    free(faces.items);
    return status;
}

static double longer_side(struct sladd_box box) {
    return fmax(box.width, box.height);
}

static enum face_size size_class(double side, const struct looks *looks) {
    if (side >= HUGE_FROM * looks->whole)
        return FACE_HUGE;
    return side >= LARGE_FROM * looks->finest    ? FACE_LARGE
           : side >= MIDDLE_FROM * looks->finest ? FACE_MIDDLE
                                                 : FACE_SMALL;
}

/* Are all scales together sure enough of it? */
static bool is_sure(const struct sladd_region *face, const struct model_traits *traits, const struct looks *looks) {
    return face->score >= traits->threshold[size_class(longer_side(face->box), looks)];
}

/* Do two faces stand together in one crowd, as far from the camera as each other? */
static bool stand_together(struct sladd_box face, struct sladd_box other) {
    const double side = longer_side(face), across = other.x + other.width / 2 - face.x - face.width / 2,
                 down = other.y + other.height / 2 - face.y - face.height / 2;
    return longer_side(other) < CROWD_RATIO * side && side < CROWD_RATIO * longer_side(other) &&
           hypot(across, down) < CROWD_REACH * side;
}

/* Sure alone, or how it stands among those that are: in no crowd, in one where somebody stands out, or in one where
 * nobody does. */
enum standing { SURE, ALONE, IN_A_CROWD, AMONG_THE_UNSURE, STANDINGS };

static enum standing standing_of(const struct sladd_region *face, const struct sladd_region *all, size_t count,
                                 const struct model_traits *traits, const struct looks *looks) {
    int around = 0;
    bool outstanding = false;
    if (is_sure(face, traits, looks))
        return SURE;
    if (face->score < traits->crowd_threshold[size_class(longer_side(face->box), looks)])
        return ALONE;
    for (size_t i = 0; i < count && !(outstanding && around >= CROWD_LEAST); i++) {
        if (!is_sure(&all[i], traits, looks) || !stand_together(face->box, all[i].box))
            continue;
        around++;
        outstanding = outstanding || all[i].score >= OUTSTANDING;
    }
    return around < CROWD_LEAST ? ALONE : outstanding ? IN_A_CROWD : AMONG_THE_UNSURE;
}

enum sladd_status faces_choose(struct sladd_regions *found, size_t before, const struct model_traits *traits,
                               const struct looks *looks, struct sladd_regions *doubtful, struct sladd_error *err) {
    const size_t count = found->count - before;
    size_t certain = 0, outstanding = 0, many[STANDINGS] = {0}, kept = 0;
    enum sladd_status status = SLADD_OK;
    if (count == 0)
        return SLADD_OK;
    struct sladd_region *faces = found->items + before;
    enum standing *standings = array_new(count, sizeof *standings);
    if (standings == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        standings[i] = standing_of(&faces[i], faces, count, traits, looks);
        certain += faces[i].score >= CERTAIN;
        outstanding += faces[i].score >= OUTSTANDING;
        many[standings[i]]++;
    }
    const bool taken[STANDINGS] = {[SURE] = true,
                                   [IN_A_CROWD] = (double)many[IN_A_CROWD] <= CROWD_MOST * (double)outstanding,
                                   [AMONG_THE_UNSURE] = (double)many[AMONG_THE_UNSURE] <= CROWD_MOST * (double)certain};
    for (size_t i = 0; i < count; i++) {
        const struct sladd_region face = faces[i];
        if (taken[standings[i]])
            faces[kept++] = face;
        else if (doubtful != NULL && status == SLADD_OK)
            status = sladd_regions_add(doubtful, &face, err);
    }
    found->count = before + kept;
    free(standings);
    return status;
}

enum sladd_status search_faces(struct model *model, const struct sladd_image *photo,
                               const struct search_options *options, struct sladd_regions *found,
                               struct sladd_regions *doubtful, struct sladd_error *err) {
    struct pyramid pyramid;
    struct roi_mask roi = {0};
    const size_t before = found->count;
    enum sladd_status status = pyramid_init(&pyramid, photo, options->upsample_below, err);
    const struct sladd_image *finest = &pyramid.levels[0].image;
    const int last = options->skip_finest < pyramid.count ? options->skip_finest : pyramid.count - 1;
    const bool cascade = status == SLADD_OK && pyramid.count > 1 && last == 0 &&
                         (long)finest->width * finest->height > options->dense_below;
    if (cascade)
        status = roi_init(&roi, finest->width, finest->height, err);
    for (int i = pyramid.count - 1; i >= last && i >= 0 && status == SLADD_OK; i--) {
        struct tiles tiles = {0};
        struct level_search search = {.model = model, .photo = photo, .level = &pyramid.levels[i], .tiles = &tiles};
        search.finer = cascade && i == 1 ? &roi : NULL;
        search.finer_scale = pyramid.levels[0].scale;
        search.min_score =
            search.finer != NULL ? fmin(options->refine_threshold, model->traits->min_score) : model->traits->min_score;
        status = level_tiles(model, search.level, cascade && i == 0 ? &roi : NULL, &tiles, err);
        if (status == SLADD_OK)
            status = search_tiles(&search, found, err);
        tiles_clear(&tiles);
    }
    nms_scales(found, before);
    if (status == SLADD_OK && options->opinion != NULL)
        status = opinion_on_faces(options->opinion, photo, found, before, err);
    if (status == SLADD_OK) {
        const struct looks looks = {pyramid.levels[last].scale, pyramid.levels[cascade ? 1 : last].scale};
        status = faces_choose(found, before, model->traits, &looks, doubtful, err);
    }
    roi_clear(&roi);
    pyramid_clear(&pyramid);
    return status;
}

enum sladd_status vision_find_faces(struct vision *vision, const struct sladd_image *photo, struct sladd_regions *found,
                                    struct sladd_regions *doubtful, struct sladd_error *err) {
    const struct search_options options = faces_search_options(vision);
    enum sladd_status status = search_faces(&vision->models[VISION_FACE], photo, &options, found, doubtful, err);
    vision_rest(vision);
    return status;
}
