/* Single cells of a JPEG: compared, taken out as samples, and put back as coefficients quantised by the file's own
 * tables. The coefficients of all other cells are never touched. */
#include "base/array.h"
#include "format/jpeg/dct.h"
#include "format/jpeg/jpeg_codec.h"

#include <math.h>
#include <string.h>
#include <xxhash.h>

/* Blocks of a component that belong to the picture; libjpeg makes the padding of the last MCUs anew when it writes. */
static int blocks_across(const jpeg_component_info *component) {
    return (int)component->width_in_blocks;
}

static int blocks_down(const jpeg_component_info *component) {
    return (int)component->height_in_blocks;
}

/* `tables` is a digest of the steps: with others the same coefficients are another picture. */
static void digest_block_row(const jpeg_component_info *component, uint64_t tables, JBLOCKROW blocks, int cols,
                             uint64_t *digests) {
    for (int col = 0; col < cols; col++)
        for (int h = 0; h < component->h_samp_factor; h++) {
            int block = col * component->h_samp_factor + h;
            if (block < blocks_across(component))
                digests[col] = XXH3_64bits_withSeed(blocks[block], sizeof(JBLOCK), digests[col] ^ tables);
        }
}

void jpeg_digest(struct picture *base, uint64_t *digests) {
    struct jpeg_picture *picture = (struct jpeg_picture *)base;
    const struct grid *grid = &base->grid;
    memset(digests, 0, (size_t)grid->cols * (size_t)grid->rows * sizeof *digests);
    for (int i = 0; i < picture->in.num_components; i++) {
        const jpeg_component_info *component = &picture->in.comp_info[i];
        const uint64_t tables = XXH3_64bits(component->quant_table->quantval, sizeof component->quant_table->quantval);
        for (int row = 0; row < blocks_down(component); row++)
            digest_block_row(component, tables, jpeg_block_row(picture, i, row, false), grid->cols,
                             digests + (size_t)(row / component->v_samp_factor) * (size_t)grid->cols);
    }
}

/* Not fminf and fmaxf: their care for NaN costs a call. */
static float clamp_sample(float value) {
    return value < 0 ? 0 : value > 255 ? 255 : value;
}

JCOEF jpeg_quantise(float coefficient, unsigned step, int k) {
    float steps = coefficient / (float)step;
    return (JCOEF)lrintf(fmaxf(k == 0 ? JPEG_LEAST_DC : JPEG_LEAST_AC, fminf(JPEG_MOST_COEFFICIENT, steps)));
}

/* Without a branch: this runs over the whole photo. */
static bool can_be_coded(const JCOEF *block) {
    unsigned outside = (unsigned)(block[0] - JPEG_LEAST_DC) > JPEG_MOST_COEFFICIENT - JPEG_LEAST_DC;
    for (int k = 1; k < DCT_SIZE; k++)
        outside |= (unsigned)(block[k] - JPEG_LEAST_AC) > JPEG_MOST_COEFFICIENT - JPEG_LEAST_AC;
    return outside == 0;
}

bool jpeg_clamp_coefficients(struct jpeg_picture *picture, struct cell_mask *touched) {
    bool any = false;
    for (int i = 0; i < picture->in.num_components; i++) {
        const jpeg_component_info *component = &picture->in.comp_info[i];
        for (int row = 0; row < blocks_down(component); row++) {
            JBLOCKROW blocks = jpeg_block_row(picture, i, row, true);
            uint8_t *cells = touched->cells + (size_t)(row / component->v_samp_factor) * (size_t)touched->cols;
            for (int col = 0; col < blocks_across(component); col++) {
                if (can_be_coded(blocks[col]))
                    continue;
                for (int k = 0; k < DCT_SIZE; k++)
                    blocks[col][k] = jpeg_quantise(blocks[col][k], 1, k);
                cells[col / component->h_samp_factor] = 1;
                any = true;
            }
        }
    }
    return any;
}

static void block_to_samples(const struct dct *dct, const JQUANT_TBL *table, const JCOEF *block,
                             float samples[DCT_SIZE]) {
    float coefficients[DCT_SIZE];
    for (int k = 0; k < DCT_SIZE; k++)
        coefficients[k] = (float)block[k] * (float)table->quantval[k];
    dct_inverse(dct, coefficients, samples);
    for (int k = 0; k < DCT_SIZE; k++)
        samples[k] = clamp_sample(samples[k] + 128);
}

static void samples_to_block(const struct dct *dct, const JQUANT_TBL *table, const float samples[DCT_SIZE],
                             JCOEF *block) {
    float shifted[DCT_SIZE], coefficients[DCT_SIZE];
    for (int k = 0; k < DCT_SIZE; k++)
        shifted[k] = clamp_sample(samples[k]) - 128;
    dct_forward(dct, shifted, coefficients);
    for (int k = 0; k < DCT_SIZE; k++)
        block[k] = jpeg_quantise(coefficients[k], table->quantval[k], k);
}

/* Blocks that lie in the window and in the picture. */
struct block_range {
    int first_row, end_row, first_col, end_col;
};

static struct block_range range_of(const jpeg_component_info *component, struct cell_rect rect) {
    struct block_range range = {rect.row * component->v_samp_factor, (rect.row + rect.rows) * component->v_samp_factor,
                                rect.col * component->h_samp_factor, (rect.col + rect.cols) * component->h_samp_factor};
    if (range.end_row > blocks_down(component))
        range.end_row = blocks_down(component);
    if (range.end_col > blocks_across(component))
        range.end_col = blocks_across(component);
    return range;
}

/* The place of a block in its plane of the window. */
static float *plane_block(const struct plane *plane, const jpeg_component_info *component, struct cell_rect rect,
                          int row, int col) {
    int y = (row - rect.row * component->v_samp_factor) * DCT_SIDE;
    int x = (col - rect.col * component->h_samp_factor) * DCT_SIDE;
    return plane->samples + (size_t)y * (size_t)plane->width + (size_t)x;
}

static void get_plane(struct jpeg_picture *picture, int i, const struct window *window) {
    const jpeg_component_info *component = &picture->in.comp_info[i];
    const struct plane *plane = &window->planes[i];
    struct block_range range = range_of(component, window->rect);
    struct dct dct;
    dct_init(&dct);
    for (int row = range.first_row; row < range.end_row; row++) {
        JBLOCKROW blocks = jpeg_block_row(picture, i, row, false);
        for (int col = range.first_col; col < range.end_col; col++) {
            float samples[DCT_SIZE];
            block_to_samples(&dct, component->quant_table, blocks[col], samples);
            float *to = plane_block(plane, component, window->rect, row, col);
            for (int k = 0; k < DCT_SIZE; k++)
                to[(size_t)(k / DCT_SIDE) * (size_t)plane->width + (size_t)(k % DCT_SIDE)] =
                    picture->ink_is_high ? 255 - samples[k] : samples[k];
        }
    }
}

enum sladd_status jpeg_get(struct picture *base, struct cell_rect rect, struct window *window,
                           struct sladd_error *err) {
    struct jpeg_picture *picture = (struct jpeg_picture *)base;
    *window =
        (struct window){.grid = base->grid, .rect = rect, .model = picture->model, .count = picture->in.num_components};
    for (int i = 0; i < window->count; i++) {
        const jpeg_component_info *component = &picture->in.comp_info[i];
        struct plane *plane = &window->planes[i];
        plane->cell_width = component->h_samp_factor * DCT_SIDE;
        plane->cell_height = component->v_samp_factor * DCT_SIDE;
        plane->width = rect.cols * plane->cell_width;
        plane->height = rect.rows * plane->cell_height;
        plane->samples = array_new_zero((size_t)plane->width * (size_t)plane->height, sizeof *plane->samples);
        if (plane->samples == NULL) {
            window_clear(window);
            return fail_memory(err);
        }
        get_plane(picture, i, window);
    }
    return SLADD_OK;
}

static void put_plane(struct jpeg_picture *picture, int i, const struct window *window, const struct cell_mask *mask) {
    const jpeg_component_info *component = &picture->in.comp_info[i];
    const struct plane *plane = &window->planes[i];
    struct block_range range = range_of(component, window->rect);
    struct dct dct;
    dct_init(&dct);
    for (int row = range.first_row; row < range.end_row; row++) {
        const uint8_t *cells = mask->cells + (size_t)(row / component->v_samp_factor) * (size_t)mask->cols;
        JBLOCKROW blocks = jpeg_block_row(picture, i, row, true);
        for (int col = range.first_col; col < range.end_col; col++) {
            if (!cells[col / component->h_samp_factor])
                continue;
            float samples[DCT_SIZE];
            const float *from = plane_block(plane, component, window->rect, row, col);
            for (int k = 0; k < DCT_SIZE; k++) {
                float sample = from[(size_t)(k / DCT_SIDE) * (size_t)plane->width + (size_t)(k % DCT_SIDE)];
                samples[k] = picture->ink_is_high ? 255 - sample : sample;
            }
            samples_to_block(&dct, component->quant_table, samples, blocks[col]);
        }
    }
}

enum sladd_status jpeg_put(struct picture *base, const struct window *window, const struct cell_mask *mask,
                           struct sladd_error *err) {
    struct jpeg_picture *picture = (struct jpeg_picture *)base;
    if (window->count != picture->in.num_components)
        return sladd_fail(err, SLADD_DAMAGED, "a window of %d planes does not fit this JPEG", window->count);
    for (int i = 0; i < window->count; i++)
        put_plane(picture, i, window, mask);
    return SLADD_OK;
}
