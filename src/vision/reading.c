#include "vision/reading.h"

#include "base/array.h"
#include "vision/characters.h"
#include "vision/geometry.h"
#include "vision/nms.h"

#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tesseract/capi.h>
#include <unicase.h>
#include <unictype.h>
#include <unistr.h>

struct reader {
    TessBaseAPI *tesseract;
    char name[64]; /* for reader_name */
};

/* Height of a line as Tesseract's networks like it, in pixels, with its margins; and the longest line that is read. */
enum { LINE_HEIGHT = 56, LONGEST = 4000 };

/* A plate with its surroundings is at most so many times as long as high. */
enum { LONGEST_PLATE = 8 };

/* Surroundings that are shown with a line, in parts of its height: the detector's rectangle may cut letters. */
static const double MARGIN = 0.25;

/* The words that were read span at least this share of the line, or some were passed over. */
static const double LEAST_SPAN = 0.8;

/* Without threads: an inactive parallel region is run by whoever enters it. */
static int without_threads(void) {
    int levels = omp_get_max_active_levels();
    omp_set_max_active_levels(0);
    return levels;
}

enum sladd_status reader_open(struct reader **reader, struct sladd_error *err) {
    static const char *const languages[] = {"nor+swe+eng", "nor+eng", "swe+eng", "eng", "nor", "swe"};
    *reader = calloc(1, sizeof **reader);
    bool ready = false;
    const int levels = without_threads();
    for (size_t i = 0; *reader != NULL && i < sizeof languages / sizeof *languages && !ready; i++) {
        TessBaseAPI *tesseract = TessBaseAPICreate();
        (void)TessBaseAPISetVariable(tesseract, "debug_file", "/dev/null");
        ready = TessBaseAPIInit2(tesseract, NULL, languages[i], OEM_LSTM_ONLY) == 0;
        if (!ready) {
            TessBaseAPIDelete(tesseract);
            continue;
        }
        (*reader)->tesseract = tesseract;
        (void)snprintf((*reader)->name, sizeof(*reader)->name, "%s %s", TessVersion(), languages[i]);
    }
    omp_set_max_active_levels(levels);
    if (*reader == NULL)
        return fail_memory(err);
    if (!ready) {
        free(*reader);
        *reader = NULL;
    } else {
        TessBaseAPISetPageSegMode((*reader)->tesseract, PSM_SINGLE_LINE);
    }
    return SLADD_OK;
}

const char *reader_name(const struct reader *reader) {
    return reader->name;
}

void reader_close(struct reader *reader) {
    if (reader == NULL)
        return;
    TessBaseAPIEnd(reader->tesseract);
    TessBaseAPIDelete(reader->tesseract);
    free(reader);
}

void reading_clear(struct reading *reading) {
    if (reading->text != NULL)
        explicit_bzero(reading->text, strlen(reading->text));
    free(reading->text);
    *reading = (struct reading){0};
}

/* A direction in the photo once it is turned. */
static struct sladd_point turned(struct sladd_point along, int turn) {
    switch (turn) {
    case 3:
        return (struct sladd_point){-along.x, -along.y};
    case 6:
        return (struct sladd_point){-along.y, along.x};
    case 8:
        return (struct sladd_point){along.y, -along.x};
    default:
        return along;
    }
}

/* A line as a rectangle with its own axes, of which the first runs along the writing, to the right or upwards in the
 * turned photo. */
struct strip {
    struct sladd_point middle, along;
    double length, height;
};

static struct strip strip_of(const struct sladd_region *line, int turn) {
    struct sladd_point quad[4];
    sladd_quad_of_box(line->box, quad);
    if (line->has_quad)
        memcpy(quad, line->quad, sizeof quad);
    struct sladd_point a = {quad[1].x - quad[0].x, quad[1].y - quad[0].y};
    struct sladd_point b = {quad[2].x - quad[1].x, quad[2].y - quad[1].y};
    double of_a = hypot(a.x, a.y), of_b = hypot(b.x, b.y);
    struct strip strip = {.middle = {(quad[0].x + quad[2].x) / 2, (quad[0].y + quad[2].y) / 2},
                          .along = of_a >= of_b ? a : b,
                          .length = fmax(of_a, of_b),
                          .height = fmax(fmin(of_a, of_b), 1)};
    const struct sladd_point seen = turned(strip.along, turn);
    double sign = seen.x < -fabs(seen.y) / 8 || (fabs(seen.x) <= fabs(seen.y) / 8 && seen.y > 0) ? -1 : 1;
    strip.along = (struct sladd_point){sign * strip.along.x / fmax(strip.length, 1),
                                       sign * strip.along.y / fmax(strip.length, 1)};
    return strip;
}

/* What pixels show is wiped like what they say. */
static void picture_clear(struct grey_picture *picture) {
    if (picture->data != NULL)
        explicit_bzero(picture->data, (size_t)picture->width * (size_t)picture->height);
    free(picture->data);
    *picture = (struct grey_picture){0};
}

/* The part of the photo that the strip lies in, grey. */
static enum sladd_status take_part(const struct sladd_image *photo, const struct strip *strip, struct sladd_box *part,
                                   struct grey_picture *pixels, struct sladd_error *err) {
    double x = fabs(strip->along.x), y = fabs(strip->along.y), rim = 2 * MARGIN * strip->height + 2;
    double width = x * strip->length + y * strip->height + 2 * rim,
           height = y * strip->length + x * strip->height + 2 * rim;
    *part =
        sladd_box_intersect((struct sladd_box){floor(strip->middle.x - width / 2), floor(strip->middle.y - height / 2),
                                               ceil(width) + 1, ceil(height) + 1},
                            (struct sladd_box){0, 0, photo->width, photo->height});
    if (part->width < 1 || part->height < 1)
        return SLADD_OK;
    *pixels = (struct grey_picture){(int)part->width, (int)part->height,
                                    array_new((size_t)part->width, (size_t)part->height)};
    if (pixels->data == NULL)
        return fail_memory(err);
    return grey_part(photo, (int)part->x, (int)part->y, pixels->width, pixels->height, pixels->data, err);
}

/* The line upright, LINE_HEIGHT high. Its pixels are owned, and NULL where the line lies outside the photo or is too
 * long to be read whole: of what a part of it says nobody could tell what the rest does. */
static enum sladd_status straighten(const struct sladd_image *photo, int turn, const struct sladd_region *line,
                                    struct grey_picture *straight, struct sladd_error *err) {
    const struct strip strip = strip_of(line, turn);
    const double size = strip.height * (1 + 2 * MARGIN) / LINE_HEIGHT; /* photo pixels per pixel of the line */
    const double length = (strip.length + 2 * MARGIN * strip.height) / size;
    struct grey_picture pixels = {0};
    struct sladd_box part;
    *straight = (struct grey_picture){(int)fmin(length, LONGEST), LINE_HEIGHT, NULL};
    if (length > LONGEST)
        return SLADD_OK;
    enum sladd_status status = take_part(photo, &strip, &part, &pixels, err);
    if (status == SLADD_OK && pixels.data != NULL && straight->width > 0) {
        straight->data = array_new((size_t)straight->width, LINE_HEIGHT);
        if (straight->data == NULL)
            status = fail_memory(err);
    }
    if (status == SLADD_OK && straight->data != NULL) {
        const double c = strip.along.x * size, s = strip.along.y * size;
        const double u = (straight->width - 1) / 2.0, v = (LINE_HEIGHT - 1) / 2.0;
        const double m[6] = {c, -s, strip.middle.x - part.x - (c * u - s * v),
                             s, c,  strip.middle.y - part.y - (s * u + c * v)};
        status = grey_warp(&pixels, m, pixels.data[0], straight, err);
    }
    picture_clear(&pixels);
    return status;
}

/* Is a word one of the language's, a number, or in small letters all through? */
static bool is_ordinary(const TessResultIterator *words) {
    char *word = TessResultIteratorGetUTF8Text(words, RIL_WORD);
    if (word == NULL)
        return true;
    const size_t size = strlen(word);
    bool capitals = false;
    for (size_t at = 0; at < size && !capitals;) {
        ucs4_t letter;
        at += (size_t)u8_mbtouc(&letter, (const uint8_t *)word + at, size - at);
        capitals = uc_is_upper(letter);
    }
    explicit_bzero(word, size);
    TessDeleteText(word);
    return !capitals || TessResultIteratorWordIsFromDictionary(words) != 0;
}

/* How sure the least sure word is; 0 where the words do not span the line. */
static double least_confidence(TessBaseAPI *tesseract, const struct grey_picture *line, bool *ordinary) {
    TessResultIterator *words = TessBaseAPIGetIterator(tesseract);
    double least = 1;
    int first = line->width, last = 0;
    for (bool more = words != NULL; more; more = TessResultIteratorNext(words, RIL_WORD) != 0) {
        int left = 0, top = 0, right = 0, bottom = 0;
        least = fmin(least, (double)TessResultIteratorConfidence(words, RIL_WORD) / 100);
        *ordinary = *ordinary && is_ordinary(words);
        if (TessPageIteratorBoundingBox(TessResultIteratorGetPageIterator(words), RIL_WORD, &left, &top, &right,
                                        &bottom) == 0)
            continue;
        first = left < first ? left : first;
        last = right > last ? right : last;
    }
    if (words != NULL)
        TessResultIteratorDelete(words);
    double margins = 2 * MARGIN / (1 + 2 * MARGIN) * LINE_HEIGHT;
    return last - first >= LEAST_SPAN * (line->width - margins) ? fmax(least, 0) : 0;
}

static enum sladd_status recognise(TessBaseAPI *tesseract, const struct grey_picture *line, struct reading *reading,
                                   struct sladd_error *err) {
    TessBaseAPISetImage(tesseract, line->data, line->width, line->height, 1, line->width);
    TessBaseAPISetSourceResolution(tesseract, 300);
    if (TessBaseAPIRecognize(tesseract, NULL) != 0)
        return SLADD_OK;
    char *text = TessBaseAPIGetUTF8Text(tesseract);
    if (text == NULL)
        return SLADD_OK;
    const size_t size = strlen(text);
    reading->text = strndup(text, strcspn(text, "\n"));
    reading->ordinary = true;
    reading->confidence = least_confidence(tesseract, line, &reading->ordinary);
    if (text[strcspn(text, "\n")] != '\0' && text[strcspn(text, "\n") + 1] != '\0')
        reading->confidence = 0; /* more than one line */
    explicit_bzero(text, size);
    TessDeleteText(text);
    return reading->text != NULL ? SLADD_OK : fail_memory(err);
}

/* A line's pixels, where there are any, to what they say. */
static enum sladd_status read_pixels(struct reader *reader, const struct grey_picture *line, struct reading *reading,
                                     struct sladd_error *err) {
    const int levels = without_threads();
    enum sladd_status status = line->data != NULL ? recognise(reader->tesseract, line, reading, err) : SLADD_OK;
    TessBaseAPIClear(reader->tesseract);
    omp_set_max_active_levels(levels);
    return status;
}

enum sladd_status reader_read(struct reader *reader, const struct sladd_image *photo, int turn,
                              const struct sladd_region *line, struct reading *reading, struct sladd_error *err) {
    struct grey_picture straight = {0};
    *reading = (struct reading){0};
    if (reader == NULL)
        return SLADD_OK;
    enum sladd_status status = straighten(photo, turn, line, &straight, err);
    if (status == SLADD_OK)
        status = read_pixels(reader, &straight, reading, err);
    picture_clear(&straight);
    return status;
}

enum sladd_status reader_read_plate(struct reader *reader, const struct sladd_image *photo, int turn,
                                    const struct sladd_region *line, struct reading *reading, struct sladd_error *err) {
    struct grey_picture straight = {0}, alone = {0};
    *reading = (struct reading){0};
    if (reader == NULL)
        return SLADD_OK;
    enum sladd_status status = straighten(photo, turn, line, &straight, err);
    if (status == SLADD_OK && straight.data != NULL && straight.width <= LONGEST_PLATE * LINE_HEIGHT)
        status = characters_alone(&straight, LINE_HEIGHT, &alone, err);
    if (status == SLADD_OK)
        status = read_pixels(reader, &alone, reading, err);
    for (char *at = reading->text; at != NULL && *at != '\0'; at++)
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 'a' + 'A');
    picture_clear(&alone);
    picture_clear(&straight);
    return status;
}
