#include "base/array.h"
#include "vision/nms.h"
#include "vision/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Enlarging makes small print readable to the network, and textures look like print: only the smallest photos. Above
 * two and a half million pixels a dense finest scale would take most of the time there is for a photo. */
struct effort text_effort(const struct model *model) {
    return (struct effort){.enlarge_below = 300000, .dense_below = 2500000, .stir = model->traits->stir};
}

unsigned char text_cell(float probability) {
    return probability > 0 ? (unsigned char)(fmin(probability, 1) * 255) : 0;
}

/* The part of a tile whose surroundings the network saw: without half the overlap at edges inside the level. In cells
 * of the map, ends excluded. */
struct core {
    int left, top, right, bottom;
};

static struct core tile_core(const struct tile *tile, const struct text_map *map, int cell) {
    enum { TRIM = TILE_OVERLAP / 2 };
    int right = (tile->x + tile->width) / cell, bottom = (tile->y + tile->height) / cell;
    return (struct core){(tile->x + (tile->x > 0 ? TRIM : 0)) / cell, (tile->y + (tile->y > 0 ? TRIM : 0)) / cell,
                         right < map->cols ? right - TRIM / cell : map->cols,
                         bottom < map->rows ? bottom - TRIM / cell : map->rows};
}

/* Stitch a channel of a tile into the level's map, so that a line stays whole however many tiles it runs through. */
static void stitch(const float *channel, const struct tile *tile, int cell, const struct text_map *map,
                   unsigned char *cells) {
    const struct core core = tile_core(tile, map, cell);
    const int cols = tile->width / cell, left = tile->x / cell, top = tile->y / cell;
    for (int y = core.top; y < core.bottom; y++) {
        const float *from = channel + (size_t)(y - top) * (size_t)cols;
        unsigned char *to = cells + (size_t)y * (size_t)map->cols;
        for (int x = core.left; x < core.right; x++) {
            unsigned char value = text_cell(from[x - left]);
            to[x] = value > to[x] ? value : to[x];
        }
    }
}

/* Run a level's tiles into its map. The first channel is the kernel; this project's own model has the whole line, too.
 */
static enum sladd_status map_level(struct model *model, const struct level *level, const struct tiles *tiles,
                                   struct text_map *map, struct sladd_error *err) {
    struct tensor outputs[NET_MAX_OUTPUTS];
    const int cell = model->traits->cell;
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < tiles->count && status == SLADD_OK; i++) {
        const struct tile *tile = &tiles->items[i];
        const size_t plane = (size_t)(tile->width / cell) * (size_t)(tile->height / cell);
        status = run_tile(model, level, tile, outputs, err);
        if (status != SLADD_OK)
            break;
        stitch(outputs[0].data, tile, cell, map, map->cells);
        for (size_t at = 0; map->stirred != NULL && at + plane <= outputs[0].count; at += plane)
            stitch(outputs[0].data + at, tile, cell, map, map->stirred);
    }
    return status;
}

static enum sladd_status map_init(struct text_map *map, const struct sladd_image *level, int cell, bool stir,
                                  struct sladd_error *err) {
    *map = (struct text_map){(level->width + cell - 1) / cell, (level->height + cell - 1) / cell, NULL, NULL};
    map->cells = array_new_zero((size_t)map->cols, (size_t)map->rows);
    if (stir)
        map->stirred = array_new_zero((size_t)map->cols, (size_t)map->rows);
    if (map->cells == NULL || (stir && map->stirred == NULL))
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for a map of a photo's text");
    return SLADD_OK;
}

static void map_clear(struct text_map *map) {
    free(map->cells);
    free(map->stirred);
    *map = (struct text_map){0};
}

static int clamp_to(double value, int most) {
    return value <= 0 ? 0 : value >= most ? most : (int)value;
}

/* A line that is so many pixels high on a level is read there as well as on the finer one. */
static const double CLEAR_LINE = 16;

/* What a line covers that is at least `clear` photo pixels high, and the rim of a cell around it, needs no finer look:
 * it is found already. `size` in photo pixels per cell. */
static void settle(struct text_map *map, const struct sladd_region *line, double clear, double size) {
    const struct sladd_point *q = line->quad;
    const double width = hypot(q[1].x - q[0].x, q[1].y - q[0].y), height = hypot(q[3].x - q[0].x, q[3].y - q[0].y);
    if (!(fmin(width, height) >= clear))
        return;
    const struct sladd_box box = sladd_box_of_quad(q);
    const int right = clamp_to((box.x + box.width) / size + 2, map->cols);
    const int bottom = clamp_to((box.y + box.height) / size + 2, map->rows);
    for (int row = clamp_to(box.y / size - 1, map->rows); row < bottom; row++)
        for (int col = clamp_to(box.x / size - 1, map->cols); col < right; col++) {
            const double x = (col + 0.5) * size - q[0].x, y = (row + 0.5) * size - q[0].y;
            const double along = (x * (q[1].x - q[0].x) + y * (q[1].y - q[0].y)) / width;
            const double down = (x * (q[3].x - q[0].x) + y * (q[3].y - q[0].y)) / height;
            if (along >= -size && along <= width + size && down >= -size && down <= height + size)
                map->stirred[(size_t)row * (size_t)map->cols + (size_t)col] = 0;
        }
}

/* Mark where the level that is twice as fine is worth a look: any probability at all, where no clear line was found. */
static void stir(struct text_map *map, double least, const struct sladd_regions *found, size_t before, double scale,
                 int cell, struct heat *finer) {
    const unsigned char faintest = text_cell((float)least);
    const int step = 2 * cell;
    for (size_t i = before; i < found->count; i++)
        settle(map, &found->items[i], CLEAR_LINE * scale, scale * cell);
    for (int row = 0; row < map->rows; row++)
        for (int col = 0; col < map->cols; col++)
            if (map->stirred[(size_t)row * (size_t)map->cols + (size_t)col] >= faintest)
                heat_mark(finer, (struct sladd_box){(col - 1) * step, (row - 1) * step, 3 * step, 3 * step});
}

/* Keep to the photo: the box is clipped, the quad stays a rectangle and may reach beyond. */
static void clip_lines(struct sladd_regions *found, size_t before, const struct sladd_image *photo) {
    size_t kept = before;
    for (size_t i = before; i < found->count; i++) {
        struct sladd_region region = found->items[i];
        region.box = sladd_box_intersect(region.box, (struct sladd_box){0, 0, photo->width, photo->height});
        if (sladd_box_area(region.box) > 0)
            found->items[kept++] = region;
    }
    found->count = kept;
}

/* A line as high as a third of the photo is still read at this size; below it, rows of people look like lines of text
 * (measured with the first model: one line in a hundred lost, a tenth of the falsely covered area gone). */
enum { COARSEST_TEXT = 240 };

enum sladd_status search_text(struct model *model, const struct sladd_image *photo, const struct effort *effort,
                              struct sladd_regions *found, struct sladd_error *err) {
    struct pyramid pyramid;
    struct heat heat = {0};
    const size_t before = found->count;
    const int cell = model->traits->cell;
    enum sladd_status status = pyramid_init(&pyramid, photo, effort->enlarge_below, err);
    const struct sladd_image *finest = &pyramid.levels[0].image;
    const bool cascade =
        status == SLADD_OK && pyramid.count > 1 && (long)finest->width * finest->height > effort->dense_below;
    if (cascade)
        status = heat_init(&heat, finest->width, finest->height, err);
    for (int i = pyramid.count - 1; i >= 0 && status == SLADD_OK; i--) {
        const struct level *level = &pyramid.levels[i];
        if (i > 0 && level->image.width < COARSEST_TEXT && level->image.height < COARSEST_TEXT)
            continue;
        struct tiles tiles = {0};
        struct text_map map = {0};
        status = level_tiles(model, level, cascade && i == 0 ? &heat : NULL, &tiles, err);
        if (status == SLADD_OK)
            status = map_init(&map, &level->image, cell, cascade && i == 1, err);
        if (status == SLADD_OK)
            status = map_level(model, level, &tiles, &map, err);
        if (status == SLADD_OK)
            status = text_decode(model->traits, &map, level->scale * cell, found, err);
        if (status == SLADD_OK && map.stirred != NULL)
            stir(&map, effort->stir, found, before, level->scale, cell, &heat);
        map_clear(&map);
        tiles_clear(&tiles);
    }
    nms_quads(found, before);
    clip_lines(found, before, photo);
    heat_clear(&heat);
    pyramid_clear(&pyramid);
    return status;
}

enum sladd_status vision_find_text(struct vision *vision, const struct sladd_image *photo, struct sladd_regions *found,
                                   struct sladd_error *err) {
    const struct effort effort = text_effort(&vision->text);
    return search_text(&vision->text, photo, &effort, found, err);
}
