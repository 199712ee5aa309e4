#include "base/array.h"
#include "vision/nms.h"
#include "vision/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Enlarging makes small print readable to the network, and textures look like print: only the smallest photos. Above
 * two and a half million pixels a dense finest scale would take most of the time there is for a photo. */
struct search_options text_search_options(struct vision *vision) {
    struct model *models = vision->models;
    return (struct search_options){.upsample_below = 300000,
                                   .dense_below = 2500000,
                                   .refine_threshold = models[VISION_TEXT].traits->refine_threshold,
                                   .opinion = models[VISION_TEXT].traits->second_opinion ? &models[VISION_TEXT_OPINION]
                                                                                         : NULL};
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

/* What the network says of a tile, or has said before: all channels one after the other, as a map holds them. `told` is
 * to be cleared. */
static enum sladd_status ask(struct model *model, const struct level *level, const struct tile *tile,
                             struct bytes *told, struct sladd_error *err) {
    struct tensor outputs[NETWORK_MAX_OUTPUTS];
    const struct tile_digest digest = tile_digest_of(level, tile, 0);
    struct span known;
    if (answers_find(&model->answers, &digest, &known))
        return bytes_copy(told, known.data, known.size, err);
    enum sladd_status status = run_tile(model, level, tile, outputs, err);
    if (status != SLADD_OK)
        return status;
    *told = (struct bytes){array_new(outputs[0].count, 1), outputs[0].count};
    if (told->data == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < told->size; i++)
        told->data[i] = text_cell(outputs[0].data[i]);
    answers_keep(&model->answers, &digest, bytes_span(told));
    return SLADD_OK;
}

/* Stitch a channel of a tile into the level's map, so that a line stays whole however many tiles it runs through. */
static void stitch(const uint8_t *channel, const struct tile *tile, int cell, const struct text_map *map,
                   unsigned char *cells) {
    const struct core core = tile_core(tile, map, cell);
    const int cols = tile->width / cell, left = tile->x / cell, top = tile->y / cell;
    for (int y = core.top; y < core.bottom; y++) {
        const uint8_t *from = channel + (size_t)(y - top) * (size_t)cols;
        unsigned char *to = cells + (size_t)y * (size_t)map->cols;
        for (int x = core.left; x < core.right; x++)
            to[x] = from[x - left] > to[x] ? from[x - left] : to[x];
    }
}

/* Run a level's tiles into its map. The first channel is the kernel, the second, where there is one, the whole line. */
static enum sladd_status map_level(struct model *model, const struct level *level, const struct tiles *tiles,
                                   struct text_map *map, struct sladd_error *err) {
    const int cell = model->traits->cell;
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < tiles->count && status == SLADD_OK; i++) {
        const struct tile *tile = &tiles->items[i];
        const size_t plane = (size_t)(tile->width / cell) * (size_t)(tile->height / cell);
        struct bytes told = {0};
        status = ask(model, level, tile, &told, err);
        if (status != SLADD_OK)
            break;
        stitch(told.data, tile, cell, map, map->cells);
        if (map->whole != NULL)
            stitch(told.data + plane, tile, cell, map, map->whole);
        for (size_t at = 0; map->candidates != NULL && at + plane <= told.size; at += plane)
            stitch(told.data + at, tile, cell, map, map->candidates);
        bytes_clear(&told);
    }
    return status;
}

static enum sladd_status map_init(struct text_map *map, const struct sladd_image *level,
                                  const struct model_traits *traits, bool refine, struct sladd_error *err) {
    const int cell = traits->cell;
    *map = (struct text_map){.cols = (level->width + cell - 1) / cell, .rows = (level->height + cell - 1) / cell};
    map->cells = array_new_zero((size_t)map->cols, (size_t)map->rows);
    if (traits->whole_line)
        map->whole = array_new_zero((size_t)map->cols, (size_t)map->rows);
    if (refine)
        map->candidates = array_new_zero((size_t)map->cols, (size_t)map->rows);
    if (map->cells == NULL || (traits->whole_line && map->whole == NULL) || (refine && map->candidates == NULL))
        return fail_memory(err);
    return SLADD_OK;
}

static void map_clear(struct text_map *map) {
    free(map->cells);
    free(map->whole);
    free(map->candidates);
    *map = (struct text_map){0};
}

/* A line that is so many pixels high on a level is read there as well as on the finer one. */
static const double CLEAR_LINE = 16;

/* Take what clear lines of all but the finest level cover off the candidates of the second: they are found already.
 * By the stricter rule for all of these levels: what is faint is worth the finer look. */
static enum sladd_status drop_found_candidates(const struct model_traits *traits, const struct pyramid *pyramid,
                                               const struct text_map *maps, struct sladd_error *err) {
    struct sladd_regions lines = {0};
    const double scale = pyramid->levels[1].scale;
    enum sladd_status status = SLADD_OK;
    for (int i = 1; i < pyramid->count && status == SLADD_OK; i++)
        if (maps[i].cells != NULL)
            status =
                text_decode(traits, &traits->coarser, &maps[i], pyramid->levels[i].scale * traits->cell, &lines, err);
    for (size_t i = 0; i < lines.count && status == SLADD_OK; i++)
        if (quad_height(lines.items[i].quad) >= CLEAR_LINE * scale)
            text_wipe(&maps[1], maps[1].candidates, &lines.items[i], scale * traits->cell, 1);
    sladd_regions_clear(&lines);
    return status;
}

/* Mark where the level that is twice as fine is worth a look: any probability at all. */
static void mark_candidates(const struct text_map *map, double threshold, int cell, struct roi_mask *finer) {
    const unsigned char least = text_cell((float)threshold);
    const int step = 2 * cell;
    for (int row = 0; row < map->rows; row++)
        for (int col = 0; col < map->cols; col++)
            if (map->candidates[(size_t)row * (size_t)map->cols + (size_t)col] >= least)
                roi_mark(finer, (struct sladd_box){(col - 1) * step, (row - 1) * step, 3 * step, 3 * step});
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

/* Look at the levels, the coarsest first, since it may tell where the finest is worth a look. `maps` has one place a
 * level; those of levels too coarse for text stay empty. */
static enum sladd_status search_levels(struct model *model, const struct pyramid *pyramid,
                                       const struct search_options *options, struct text_map *maps,
                                       struct sladd_error *err) {
    struct roi_mask roi = {0};
    const struct sladd_image *finest = &pyramid->levels[0].image;
    const bool cascade = pyramid->count > 1 && (long)finest->width * finest->height > options->dense_below;
    enum sladd_status status = cascade ? roi_init(&roi, finest->width, finest->height, err) : SLADD_OK;
    for (int i = pyramid->count - 1; i >= 0 && status == SLADD_OK; i--) {
        const struct level *level = &pyramid->levels[i];
        struct tiles tiles = {0};
        if (i > 0 && level->image.width < COARSEST_TEXT && level->image.height < COARSEST_TEXT)
            continue;
        status = level_tiles(model, level, cascade && i == 0 ? &roi : NULL, &tiles, err);
        if (status == SLADD_OK)
            status = map_init(&maps[i], &level->image, model->traits, cascade && i == 1, err);
        if (status == SLADD_OK)
            status = map_level(model, level, &tiles, &maps[i], err);
        if (status == SLADD_OK && maps[i].candidates != NULL)
            status = drop_found_candidates(model->traits, pyramid, maps, err);
        if (status == SLADD_OK && maps[i].candidates != NULL)
            mark_candidates(&maps[i], options->refine_threshold, model->traits->cell, &roi);
        tiles_clear(&tiles);
    }
    roi_clear(&roi);
    return status;
}

enum sladd_status search_text(struct model *model, const struct sladd_image *photo,
                              const struct search_options *options, struct sladd_regions *found,
                              struct sladd_error *err) {
    struct pyramid pyramid;
    struct text_map maps[PYRAMID_LEVELS] = {0};
    const size_t before = found->count;
    enum sladd_status status = pyramid_init(&pyramid, photo, options->upsample_below, err);
    if (status == SLADD_OK)
        status = search_levels(model, &pyramid, options, maps, err);
    if (status == SLADD_OK)
        status = text_read(model->traits, options->opinion, &pyramid, maps, found, err);
    for (int i = 0; i < PYRAMID_LEVELS; i++)
        map_clear(&maps[i]);
    nms_quads(found, before);
    clip_lines(found, before, photo);
    pyramid_clear(&pyramid);
    return status;
}

enum sladd_status vision_find_text(struct vision *vision, const struct sladd_image *photo, struct sladd_regions *found,
                                   struct sladd_error *err) {
    const struct search_options options = text_search_options(vision);
    enum sladd_status status = search_text(&vision->models[VISION_TEXT], photo, &options, found, err);
    vision_rest(vision);
    return status;
}
