/* Which way up is a photo that may lie on its side? A coarse look at it in four turns tells, at a size at which that
 * costs little, and a closer one agrees or does not, once the second opinion is heard: of what is left of a cleaned
 * photo the detector alone takes a shoulder or a fold for a face on its side.
 *
 * Measured on 80 held-out crowds (1,024 pixels wide) and 60 photos of people: a face as sure as is asked for below had
 * 93 of 140 as they are, and 22 of 420 turned ones. Of the two kinds turned, 198 of 240 and 136 of 180 are told, 7 in
 * another turn than theirs; of upright ones one is taken for turned, which costs a search; and of 100 copies, which
 * show nobody, two. Without the opinion it was 194 and 136, 10, two, and of the copies 13.
 */
#include "vision/geometry.h"
#include "vision/search.h"

#include <math.h>

/* A face as sure as this stands upright. */
static const double SURELY_UPRIGHT = 0.98;

/* The longer sides of the two looks, in pixels: a part of the photo's, within limits. */
static const double PART = 1.0 / 8, PART_CLOSER = 1.0 / 6;
enum { LEAST_SIDE = 320, LEAST_CLOSER = 640, MOST_SIDE = 640, MOST_CLOSER = 896 };

/* By so much the faces of a turn must outweigh those of the photo as it is; so sure must the surest of them be in the
 * first look; and in the closer one, unless they weigh as much as many do. */
static const double SURER = 0.02, LEAST_SURE = 0.3, LEAST_SURE_CLOSER = 0.68, MANY = 1.7;

/* Each is a quarter more than the one before. */
static const int ways[] = {6, 3, 8}, quarter = 6;
enum { TURNS = sizeof ways / sizeof *ways };

/* The glance that decides whether any of these is worth a look: its longer side, one scale of the network; how sure a
 * face must be there, and what part all of them must weigh of those that are known of the photo as it is and that are
 * so large there. */
enum { GLANCE_SIDE = 256, LEAST_FACE = 10 };
static const double LEAST_HINT = 0.1, PART_KNOWN = 0.1;

/* What a look saw: how sure the surest face is, and all of them together, of which sure ones weigh most. */
struct glance {
    double surest, weight;
};

static void add_faces(struct glance *glance, const struct sladd_regions *faces) {
    for (size_t i = 0; i < faces->count; i++) {
        const double score = faces->items[i].score;
        glance->surest = fmax(glance->surest, score);
        glance->weight += score * score * score;
    }
}

/* `opinion` (NULL: nobody) has a say in what is a face. */
static enum sladd_status look(struct model *model, struct model *opinion, const struct sladd_image *view,
                              struct glance *glance, struct sladd_error *err) {
    const struct search_options options = {.opinion = opinion};
    struct sladd_regions faces = {0}, doubtful = {0};
    enum sladd_status status = search_faces(model, view, &options, &faces, &doubtful, err);
    *glance = (struct glance){0};
    add_faces(glance, &faces);
    add_faces(glance, &doubtful);
    sladd_regions_clear(&faces);
    sladd_regions_clear(&doubtful);
    return status;
}

/* The photo with a longer side of at most so many pixels; the caller's. */
static enum sladd_status shrink(const struct sladd_image *photo, double side, struct sladd_image *view,
                                struct sladd_error *err) {
    const double size = fmin(1, side / fmax(photo->width, photo->height));
    return image_resize(photo, (int)fmax(size * photo->width, 1), (int)fmax(size * photo->height, 1), view, err);
}

static bool is_surely_upright(const struct sladd_regions *faces) {
    bool sure = false;
    for (size_t i = 0; i < faces->count && !sure; i++)
        sure = faces->items[i].kind == SLADD_FACE && faces->items[i].score >= SURELY_UPRIGHT;
    return sure;
}

static bool outweighs(const struct glance *turned, const struct glance *as_is) {
    return turned->weight >= as_is->weight + SURER;
}

/* What is known of the photo as it is, as far as it can be seen at this size. */
static double known_weight(const struct sladd_regions *faces, double size) {
    double weight = 0;
    for (size_t i = 0; i < faces->count; i++) {
        const struct sladd_region *face = &faces->items[i];
        if (face->kind == SLADD_FACE && size * fmax(face->box.width, face->box.height) >= LEAST_FACE)
            weight += face->score * face->score * face->score;
    }
    return weight;
}

/* A glance at all turns of a small photo, where the looks to come would cost most of all: of which is there anything
 * that weighs against what is known already? */
static enum sladd_status glance_round(struct model *model, const struct sladd_image *photo,
                                      const struct sladd_regions *faces, bool hints[TURNS], struct sladd_error *err) {
    const double longer = fmax(photo->width, photo->height), size = fmin(1, GLANCE_SIDE / longer);
    const double least = PART_KNOWN * known_weight(faces, size);
    struct sladd_image view = {0};
    if (PART * longer > LEAST_SIDE) {
        hints[0] = hints[1] = hints[2] = true;
        return SLADD_OK;
    }
    enum sladd_status status = shrink(photo, GLANCE_SIDE, &view, err);
    for (size_t i = 0; i < TURNS && status == SLADD_OK; i++) {
        struct glance glance = {0};
        status = sladd_image_upright(&view, quarter, err);
        if (status == SLADD_OK)
            status = look(model, NULL, &view, &glance, err);
        hints[i] = glance.surest >= LEAST_HINT && glance.weight >= least;
    }
    sladd_image_clear(&view);
    return status;
}

/* The hinted turn of which the first look has most, or SLADD_UPRIGHT. */
static enum sladd_status choose(struct model *model, const struct sladd_image *photo, const bool hints[TURNS],
                                int *orientation, struct sladd_error *err) {
    const double longer = fmax(photo->width, photo->height);
    struct glance best = {0}, as_is = {0};
    struct sladd_image view = {0};
    *orientation = SLADD_UPRIGHT;
    enum sladd_status status = shrink(photo, fmin(fmax(PART * longer, LEAST_SIDE), MOST_SIDE), &view, err);
    for (size_t i = 0; i < TURNS && status == SLADD_OK; i++) {
        struct glance glance = {0};
        status = sladd_image_upright(&view, quarter, err);
        if (status == SLADD_OK && hints[i])
            status = look(model, NULL, &view, &glance, err);
        if (glance.surest < LEAST_SURE || glance.weight <= best.weight)
            continue;
        best = glance;
        *orientation = ways[i];
    }
    if (status == SLADD_OK && *orientation != SLADD_UPRIGHT)
        status = sladd_image_upright(&view, quarter, err);
    if (status == SLADD_OK && *orientation != SLADD_UPRIGHT)
        status = look(model, NULL, &view, &as_is, err);
    if (!outweighs(&best, &as_is))
        *orientation = SLADD_UPRIGHT;
    sladd_image_clear(&view);
    return status;
}

/* A closer look, after which the opinion is asked, too (NULL: nobody's), at the photo in this turn. */
static enum sladd_status look_closer(struct model *model, struct model *opinion, const struct sladd_image *photo,
                                     int orientation, struct glance *glance, struct sladd_error *err) {
    const double longer = fmax(photo->width, photo->height);
    struct sladd_image view = {0};
    enum sladd_status status = shrink(photo, fmin(fmax(PART_CLOSER * longer, LEAST_CLOSER), MOST_CLOSER), &view, err);
    if (status == SLADD_OK)
        status = sladd_image_upright(&view, orientation, err);
    if (status == SLADD_OK)
        status = look(model, opinion, &view, glance, err);
    sladd_image_clear(&view);
    return status;
}

/* Does a closer look agree? */
static enum sladd_status confirm(struct model *model, struct model *opinion, const struct sladd_image *photo,
                                 int *orientation, struct sladd_error *err) {
    struct glance turned = {0}, as_is = {0};
    enum sladd_status status = look_closer(model, opinion, photo, *orientation, &turned, err);
    const bool sure = turned.surest >= LEAST_SURE_CLOSER || turned.weight >= MANY;
    if (status == SLADD_OK && sure)
        status = look_closer(model, opinion, photo, SLADD_UPRIGHT, &as_is, err);
    if (!sure || !outweighs(&turned, &as_is))
        *orientation = SLADD_UPRIGHT;
    return status;
}

enum sladd_status vision_find_turn(struct vision *vision, const struct sladd_image *photo,
                                   const struct sladd_regions *faces, int *orientation, struct sladd_error *err) {
    *orientation = SLADD_UPRIGHT;
    if (is_surely_upright(faces))
        return SLADD_OK;
    bool hints[TURNS] = {0};
    enum sladd_status status = glance_round(&vision->models[VISION_FACE], photo, faces, hints, err);
    if (status == SLADD_OK && (hints[0] || hints[1] || hints[2]))
        status = choose(&vision->models[VISION_FACE], photo, hints, orientation, err);
    if (status == SLADD_OK && *orientation != SLADD_UPRIGHT)
        status = confirm(&vision->models[VISION_FACE], faces_search_options(vision).opinion, photo, orientation, err);
    vision_rest(vision);
    return status;
}
