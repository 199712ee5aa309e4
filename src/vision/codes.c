/* The search for codes with ZBar, which reads them: at every scale of the photo, where a code may be (code_places.h),
 * turned, since it reads bar codes along rows only, and inverted where a code seems light on dark. */
#include "vision/codes.h"

#include "base/array.h"
#include "vision/code_places.h"
#include "vision/geometry.h"
#include "vision/nms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zbar.h>

/* The quiet zone and what may stick out of what was read, in parts of the symbol's longer side: four modules of at
 * least 21 (ISO/IEC 18004), and ten of about a hundred; a bar code that is read 15 degrees off its own direction is
 * read in rows that miss a quarter of its length at two of its corners. */
static const double GROW_QR = 0.2, GROW_BARS = 0.3;

/* So few rows say nothing of where a bar code's ends are: it may go through all of the view. */
enum { FEW_ROWS = 3, ROWS_APART = 3 };

/* Two finds are the same code when this share of the smaller lies in the other. */
static const double SAME_CODE = 0.6;

/* One way of looking at a place. */
struct look {
    double enlarge; /* view pixels per pixel of the scale */
    double turn;    /* degrees */
    bool inverted;
};

struct readers {
    zbar_image_scanner_t *qr, *bars;
};

bool codes_are_sought(void) {
    return true;
}

static void enable(zbar_image_scanner_t *reader, zbar_symbol_type_t kind) {
    (void)zbar_image_scanner_set_config(reader, kind, ZBAR_CFG_ENABLE, 1);
}

static zbar_image_scanner_t *new_reader(void) {
    zbar_image_scanner_t *reader = zbar_image_scanner_create();
    if (reader == NULL)
        return NULL;
    (void)zbar_image_scanner_set_config(reader, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    (void)zbar_image_scanner_set_config(reader, ZBAR_NONE, ZBAR_CFG_POSITION, 1);
    return reader;
}

static void readers_clear(struct readers *readers) {
    if (readers->qr != NULL)
        zbar_image_scanner_destroy(readers->qr);
    if (readers->bars != NULL)
        zbar_image_scanner_destroy(readers->bars);
    *readers = (struct readers){0};
}

static enum sladd_status readers_init(struct readers *readers, struct sladd_error *err) {
    static const zbar_symbol_type_t bars[] = {ZBAR_EAN13,  ZBAR_EAN8,   ZBAR_UPCA, ZBAR_UPCE,   ZBAR_CODE128,
                                              ZBAR_CODE39, ZBAR_CODE93, ZBAR_I25,  ZBAR_CODABAR};
    *readers = (struct readers){new_reader(), new_reader()};
    if (readers->qr == NULL || readers->bars == NULL) {
        readers_clear(readers);
        return fail_memory(err);
    }
    enable(readers->qr, ZBAR_QRCODE);
    /* Else it would ask the C library for tables of characters, which are files. */
    (void)zbar_image_scanner_set_config(readers->qr, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++)
        enable(readers->bars, bars[i]);
    (void)zbar_image_scanner_set_config(readers->bars, ZBAR_NONE, ZBAR_CFG_X_DENSITY, 0); /* no columns */
    (void)zbar_image_scanner_set_config(readers->bars, ZBAR_NONE, ZBAR_CFG_Y_DENSITY, ROWS_APART);
    return SLADD_OK;
}

/* A picture as ZBar reads it, and the way from its pixels to the scale's: x' = m[0] x + m[1] y + m[2],
 * y' = m[3] x + m[4] y + m[5]. The pixels are owned. */
struct view {
    double m[6];
    struct grey_picture picture;
};

/* The view's place in a crop: it holds all of it, turned about its middle. */
static void aim(struct view *view, const struct look *look, struct crop crop) {
    const double angle = look->turn * acos(-1) / 180, c = cos(angle), s = sin(angle), size = look->enlarge;
    view->picture.width = (int)ceil(size * (crop.width * fabs(c) + crop.height * fabs(s)));
    view->picture.height = (int)ceil(size * (crop.width * fabs(s) + crop.height * fabs(c)));
    const double x = (view->picture.width - 1) / 2.0, y = (view->picture.height - 1) / 2.0;
    const double m[6] = {c / size, -s / size, (crop.width - 1) / 2.0 - (c * x - s * y) / size,
                         s / size, c / size,  (crop.height - 1) / 2.0 - (s * x + c * y) / size};
    memcpy(view->m, m, sizeof m);
}

/* Fill the view from the picture's pixels. */
static enum sladd_status view_init(struct view *view, const struct look *look, struct crop crop,
                                   const struct grey_picture *picture, struct sladd_error *err) {
    aim(view, look, crop);
    view->m[2] += crop.x;
    view->m[5] += crop.y;
    const size_t count = (size_t)view->picture.width * (size_t)view->picture.height;
    view->picture.data = array_new((size_t)view->picture.width, (size_t)view->picture.height);
    if (view->picture.data == NULL)
        return fail_memory(err);
    enum sladd_status status = grey_warp(picture, view->m, 255, &view->picture, err);
    for (size_t i = 0; i < count && look->inverted; i++)
        view->picture.data[i] = (uint8_t)~view->picture.data[i];
    return status;
}

static double longer_side(const struct sladd_point quad[4]) {
    return fmax(hypot(quad[1].x - quad[0].x, quad[1].y - quad[0].y),
                hypot(quad[2].x - quad[1].x, quad[2].y - quad[1].y));
}

/* A place of the view in pixels of the photo. */
static struct sladd_point place_of(double x, double y, const struct view *view, double scale) {
    return (struct sladd_point){scale * (view->m[0] * x + view->m[1] * y + view->m[2]),
                                scale * (view->m[3] * x + view->m[4] * y + view->m[5])};
}

/* Where the symbol was seen, in pixels of the photo; owned; NULL: out of memory. Of a bar code every row that was read
 * gives one of its ends. */
static struct sladd_point *points_of(const zbar_symbol_t *symbol, const struct view *view, double scale,
                                     size_t *count) {
    const unsigned known = zbar_symbol_get_loc_size(symbol);
    const bool ends = zbar_symbol_get_type(symbol) == ZBAR_QRCODE || known >= FEW_ROWS;
    struct sladd_point *points = array_new((size_t)known * 3, sizeof *points);
    *count = 0;
    for (unsigned i = 0; i < known && points != NULL; i++) {
        const double y = zbar_symbol_get_loc_y(symbol, i);
        points[(*count)++] = place_of(zbar_symbol_get_loc_x(symbol, i), y, view, scale);
        if (ends)
            continue;
        points[(*count)++] = place_of(0, y, view, scale);
        points[(*count)++] = place_of(view->picture.width - 1, y, view, scale);
    }
    return points;
}

/* Until finds are joined, a region's score is how many rows of the photo the symbol was read in. */
static enum sladd_status add_symbol(const zbar_symbol_t *symbol, const struct view *view, double scale,
                                    struct sladd_regions *found, struct sladd_error *err) {
    const unsigned rows = zbar_symbol_get_loc_size(symbol);
    const bool qr = zbar_symbol_get_type(symbol) == ZBAR_QRCODE;
    struct sladd_region region = {.kind = SLADD_CODE, .detected = true, .has_quad = true};
    size_t count = 0;
    if (rows == 0)
        return SLADD_OK;
    if (found->count >= NMS_MOST)
        return sladd_fail(err, SLADD_TOO_LARGE, "more than %d codes seem to be in the photo", NMS_MOST);
    struct sladd_point *points = points_of(symbol, view, scale, &count);
    if (points == NULL)
        return fail_memory(err);
    enum sladd_status status = min_area_rectangle(points, count, region.quad, err);
    free(points);
    const double side = longer_side(region.quad);
    region.score = qr ? side : rows * ROWS_APART * scale * hypot(view->m[0], view->m[3]);
    quad_grow(region.quad, fmax(2, (qr ? GROW_QR : GROW_BARS) * side));
    region.box = sladd_box_of_quad(region.quad);
    return status == SLADD_OK ? sladd_regions_add(found, &region, err) : status;
}

/* What the symbol says is of no use to us and of much use to others. */
static void wipe(const zbar_symbol_t *symbol) {
    char *data = (char *)(uintptr_t)zbar_symbol_get_data(symbol);
    if (data != NULL)
        explicit_bzero(data, zbar_symbol_get_data_length(symbol));
}

/* A code in several symbols has parts, each a symbol. */
static enum sladd_status add_symbols(const zbar_symbol_t *symbol, const struct view *view, double scale,
                                     struct sladd_regions *found, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (; symbol != NULL; symbol = zbar_symbol_next(symbol)) {
        const zbar_symbol_set_t *parts = zbar_symbol_get_components(symbol);
        wipe(symbol);
        if (status == SLADD_OK)
            status = add_symbol(symbol, view, scale, found, err);
        for (const zbar_symbol_t *part = parts != NULL ? zbar_symbol_set_first_symbol(parts) : NULL; part != NULL;
             part = zbar_symbol_next(part)) {
            wipe(part);
            if (status == SLADD_OK)
                status = add_symbol(part, view, scale, found, err);
        }
    }
    return status;
}

static enum sladd_status read_view(zbar_image_scanner_t *reader, const struct view *view, double scale,
                                   struct sladd_regions *found, struct sladd_error *err) {
    const struct grey_picture *picture = &view->picture;
    zbar_image_t *image = zbar_image_create();
    if (image == NULL)
        return fail_memory(err);
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, (unsigned)picture->width, (unsigned)picture->height);
    zbar_image_set_data(image, picture->data, (unsigned long)picture->width * (unsigned long)picture->height, NULL);
    enum sladd_status status = SLADD_OK;
    if (zbar_scan_image(reader, image) > 0)
        status = add_symbols(zbar_image_first_symbol(image), view, scale, found, err);
    zbar_image_destroy(image);
    return status;
}

/* The finest scale is seen enlarged, too: small modules are read better so, and those of other scales are larger in the
 * next finer one. */
static enum sladd_status read_place(const struct readers *readers, const struct grey_picture *picture, double scale,
                                    const struct place *place, struct sladd_regions *found, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (int enlarge = 1; enlarge <= (scale > 1 ? 1 : 2) && status == SLADD_OK; enlarge++) {
        const struct look look = {.enlarge = enlarge, .turn = place->turn, .inverted = place->inverted};
        struct view view = {0};
        status = view_init(&view, &look, place->crop, picture, err);
        if (status == SLADD_OK)
            status = read_view(place->bars ? readers->bars : readers->qr, &view, scale, found, err);
        free(view.picture.data);
    }
    return status;
}

static enum sladd_status read_level(const struct readers *readers, const struct grey_picture *picture, double scale,
                                    struct sladd_regions *found, struct sladd_error *err) {
    struct grey_cells cells;
    struct places places = {0};
    enum sladd_status status = grey_cells_init(&cells, picture, err);
    if (status != SLADD_OK)
        return status;
    status = finders_find(picture, &cells, &places, err);
    if (status == SLADD_OK)
        status = stripes_find(picture, &cells, &places, err);
    for (size_t i = 0; i < places.count && status == SLADD_OK; i++)
        status = read_place(readers, picture, scale, &places.items[i], found, err);
    free(places.items);
    grey_cells_clear(&cells);
    return status;
}

/* What was read in more rows was looked at along its own direction, and its place is the better one. */
static int most_rows_first(const void *left, const void *right) {
    const struct sladd_region *a = left, *b = right;
    return (a->score < b->score) - (a->score > b->score);
}

/* `area` is that of `code`. */
static bool same_code(const struct sladd_region *code, double area, const struct sladd_region *known) {
    if (sladd_box_area(sladd_box_intersect(code->box, known->box)) <= 0)
        return false;
    const double common = quad_common_area(code->quad, known->quad);
    return common >= SAME_CODE * area || common >= SAME_CODE * quad_area(known->quad);
}

/* One region a code, clipped to the photo. */
static void join_finds(struct sladd_regions *finds, const struct sladd_image *photo) {
    const struct sladd_box whole = {0, 0, photo->width, photo->height};
    size_t kept = 0;
    if (finds->count > 0)
        qsort(finds->items, finds->count, sizeof *finds->items, most_rows_first);
    for (size_t i = 0; i < finds->count; i++) {
        struct sladd_region code = finds->items[i];
        const double area = quad_area(code.quad);
        code.box = sladd_box_intersect(code.box, whole);
        bool known = sladd_box_area(code.box) <= 0;
        for (size_t k = 0; k < kept && !known; k++)
            known = same_code(&code, area, &finds->items[k]);
        if (!known)
            finds->items[kept++] = code;
    }
    finds->count = kept;
    for (size_t i = 0; i < kept; i++)
        finds->items[i].score = 1; /* its own check digits say that it is one */
}

/* As it looks once. */
static enum sladd_status read_photo(struct readers *readers, const struct sladd_image *photo,
                                    struct sladd_regions *finds, struct sladd_error *err) {
    struct grey_levels levels;
    enum sladd_status status = grey_levels_init(&levels, photo, err);
    if (status != SLADD_OK)
        return status;
    for (int i = 0; i < levels.count && status == SLADD_OK; i++)
        status = read_level(readers, &levels.levels[i], ldexp(1, i), finds, err);
    grey_levels_clear(&levels);
    return status;
}

enum sladd_status vision_find_codes(const struct sladd_image *photo, struct sladd_regions *found,
                                    struct sladd_error *err) {
    struct readers readers;
    struct sladd_regions finds = {0};
    enum sladd_status status = readers_init(&readers, err);
    for (const struct sladd_image *at = photo; at != NULL && status == SLADD_OK; at = at->also)
        status = read_photo(&readers, at, &finds, err);
    if (status == SLADD_OK)
        join_finds(&finds, photo);
    for (size_t i = 0; i < finds.count && status == SLADD_OK; i++)
        status = sladd_regions_add(found, &finds.items[i], err);
    sladd_regions_clear(&finds);
    readers_clear(&readers);
    return status;
}
