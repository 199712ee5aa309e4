#include "vision/search.h"

enum sladd_status level_tiles(const struct model *model, const struct level *level, const struct roi_mask *roi,
                              struct tiles *tiles, struct sladd_error *err) {
    if (roi != NULL)
        return tiles_cover_roi(tiles, roi, model->fixed_width, model->fixed_height, err);
    return tiles_cover(tiles, level->image.width, level->image.height, model->fixed_width, model->fixed_height, err);
}

enum sladd_status run_tile(struct model *model, const struct level *level, const struct tile *tile,
                           struct tensor *outputs, struct sladd_error *err) {
    struct input_view input;
    enum sladd_status status = network_input(model->network, tile->width, tile->height, &input, err);
    if (status != SLADD_OK)
        return status;
    tile_fill(&level->image, tile, model->traits->scale, model->traits->offset, &input);
    return model_run(model, tile->width, tile->height, outputs, err);
}
