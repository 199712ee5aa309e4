/* What the face detectors leave, measured: tests/accuracy/calibrate.py printed these tables (models/face.md). A model
 * that nobody has measured says nothing, also a new version of one. */
#include "vision/search.h"

#include <math.h>

enum { SIZES = 5, SCORES = 5 };

/* Lower limits of the columns but the first: the longer side of a box in pixels of the photo. */
static const double sizes[SIZES - 1] = {16, 24, 40, 80};

/* How many faces of 16 pixels and more stay exposed. */
struct misses {
    int64_t version;           /* of the model that was measured; 0: its file names none */
    int64_t opinion;           /* of the model that it asked for a second opinion; 0: none */
    int input;                 /* the side that its input has to have; 0: any */
    double scores[SCORES - 1]; /* lower limits of the rows but the first */
    double at[SCORES][SIZES];  /* at a doubtful place, by its score and size */
    double beside[SIZES];      /* for each face that was found, by its size: those that no place shows */
    double enlarged;           /* times as many in photos so small that they are looked at enlarged */

    /* So many places of a row a measured photo had at most, and so many more for each face that was found. */
    double most[SCORES], most_a_face[SCORES];
};

static const struct misses own = {
    .version = 8,
    .opinion = 2,
    .scores = {0.01, 0.02, 0.03, 0.045},
    .at = {{0.0011, 0.0033, 0.0018, 0.0025, 0.0038},
           {0.0028, 0.0085, 0.0048, 0.0067, 0.0099},
           {0.0030, 0.0091, 0.0051, 0.0072, 0.0106},
           {0.0030, 0.0091, 0.0051, 0.0072, 0.0106},
           {0.0190, 0.0583, 0.0326, 0.0457, 0.0676}},
    .beside = {0.0000, 0.0175, 0.0056, 0.0041, 0.0018},
    .enlarged = 0.1980,
    .most = {62, 21, 14, 14, 18},
    .most_a_face = {1, 0.5, 0.2, 0.1, 0.05},
};

/* Of yunet_n_640_640.onnx, on the same 166 photos of crowds and 80 of the 500 others. */
static const struct misses yunet = {
    .version = 0,
    .input = 640,
    .scores = {0.2, 0.25, 0.3, 0.4},
    .at = {{0.0025, 0.0123, 0.0075, 0.0080, 0.0033},
           {0.0025, 0.0123, 0.0075, 0.0080, 0.0033},
           {0.0040, 0.0196, 0.0120, 0.0128, 0.0052},
           {0.0052, 0.0254, 0.0155, 0.0166, 0.0067},
           {0.0052, 0.0254, 0.0155, 0.0166, 0.0067}},
    .beside = {0.0000, 0.0165, 0.0070, 0.0054, 0.0044},
    .enlarged = 0.0527,
    .most = {INFINITY, INFINITY, INFINITY, INFINITY, INFINITY},
};

static const struct misses *const MISSES[MODEL_KINDS] = {[MODEL_SLADD_FACE] = &own, [MODEL_YUNET] = &yunet};

static const struct misses *misses_of(const struct vision *vision) {
    const struct misses *misses = MISSES[vision->models[VISION_FACE].kind];
    const struct vision_model *opinion = vision_model(vision, VISION_FACE_OPINION);
    const bool measured = misses != NULL && misses->version == vision->models[VISION_FACE].facts.says.version &&
                          misses->opinion == (opinion != NULL ? opinion->says.version : 0) &&
                          misses->input == vision->models[VISION_FACE].fixed_width;
    return measured ? misses : NULL;
}

static size_t place_among(double value, const double *limits, size_t count) {
    size_t place = 0;
    while (place < count && value >= limits[place])
        place++;
    return place;
}

static size_t size_of(const struct sladd_region *face) {
    return place_among(fmax(face->box.width, face->box.height), sizes, SIZES - 1);
}

static double factor(const struct misses *misses, long pixels) {
    return pixels <= FACES_ENLARGED_BELOW ? misses->enlarged : 1;
}

bool vision_knows_misses(const struct vision *vision) {
    return misses_of(vision) != NULL;
}

double vision_seen_at(const struct vision *vision, long pixels, size_t faces, const struct sladd_regions *places,
                      double left) {
    const struct misses *misses = misses_of(vision);
    double seen[SCORES] = {0}, count[SCORES] = {0}, sum = 0;
    if (misses == NULL)
        return (double)places->count;
    for (size_t i = 0; i < places->count; i++) {
        const size_t row = place_among(places->items[i].score, misses->scores, SCORES - 1);
        if (!(places->items[i].visible > left))
            continue;
        seen[row] += misses->at[row][size_of(&places->items[i])];
        count[row]++;
    }
    for (int row = 0; row < SCORES; row++) {
        const double most = misses->most[row] + misses->most_a_face[row] * (double)faces;
        sum += seen[row] * fmin(1, most / fmax(1, count[row]));
    }
    return sum * factor(misses, pixels);
}

double vision_seen_beside(const struct vision *vision, long pixels, const struct sladd_region *hidden) {
    const struct misses *misses = misses_of(vision);
    return misses != NULL ? misses->beside[size_of(hidden)] * factor(misses, pixels) : 1;
}
