/* Single cells of a JPEG: compared, taken out as samples, and put back as coefficients quantised by the file's own
 * tables. The coefficients of all other cells are never touched. */
#include "base/array.h"
#include "format/jpeg/dct.h"
#include "format/jpeg/jpeg_codec.h"

#include <math.h>
#include <stdlib.h>
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

/* Level-shifted, and as they come: nothing is bounded. */
static void transform_back(const struct dct *dct, const JQUANT_TBL *table, const JCOEF *block,
                           float samples[DCT_SIZE]) {
    float coefficients[DCT_SIZE];
    for (int k = 0; k < DCT_SIZE; k++)
        coefficients[k] = (float)block[k] * (float)table->quantval[k];
    dct_inverse(dct, coefficients, samples);
}

static void block_to_samples(const struct dct *dct, const JQUANT_TBL *table, const JCOEF *block,
                             float samples[DCT_SIZE]) {
    transform_back(dct, table, block, samples);
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

/* What all coefficients of a component can be, each in its own steps. */
struct coefficient_range {
    JCOEF least[DCT_SIZE], most[DCT_SIZE];
};

/* No coefficient of 8-bit samples is beyond LARGEST (T.81, F.1.2 and A.3.3), and rounding adds half a step at most. */
static void range_init(struct coefficient_range *range, const JQUANT_TBL *table) {
    enum { LARGEST = 1024 };
    for (int k = 0; k < DCT_SIZE; k++) {
        const int step = table->quantval[k], most = (LARGEST + step / 2) / step;
        const int least = k == 0 ? JPEG_LEAST_DC : JPEG_LEAST_AC;
        range->most[k] = (JCOEF)(most < JPEG_MOST_COEFFICIENT ? most : JPEG_MOST_COEFFICIENT);
        range->least[k] = (JCOEF)(-most > least ? -most : least);
    }
}

/* The sum of what the coefficients behind the first stand for. Most are 0, and four at a time are told to be. */
static uint64_t detail_of(const JQUANT_TBL *table, const JCOEF *block) {
    enum { AT_ONCE = 4 };
    uint64_t sum = 0;
    for (int k = 0; k < DCT_SIZE; k += AT_ONCE) {
        static const JCOEF zeros[AT_ONCE];
        const bool any = memcmp(block + k, zeros, sizeof zeros) != 0;
        for (int i = k > 0 ? k : 1; any && i < k + AT_ONCE; i++)
            sum += (uint64_t)abs(block[i]) * table->quantval[i];
    }
    return sum;
}

/* Does every decoder show the same of it? One that counts in few bits takes samples from 512 on, on either side of the
 * middle, for the opposite; those of photos, of sharp ones in the coarsest steps, end well before. Most of a photo is
 * told without a transform: the first coefficient, which is 2047 at most where it is in range, adds an eighth of itself
 * to a sample, no other more than a quarter. */
static bool is_plain(const struct dct *dct, const struct coefficient_range *range, const JQUANT_TBL *table,
                     const JCOEF *block) {
    enum { FARTHEST = 504, LITTLE = 4 * (FARTHEST - 2048 / 8) };
    float samples[DCT_SIZE];
    bool inside = block[0] >= range->least[0] && block[0] <= range->most[0];
    if (!inside || detail_of(table, block) <= LITTLE)
        return inside;
    for (int k = 1; k < DCT_SIZE; k++)
        inside &= block[k] >= range->least[k] && block[k] <= range->most[k];
    if (!inside)
        return false;
    transform_back(dct, table, block, samples);
    for (int k = 0; k < DCT_SIZE; k++)
        inside &= fabsf(samples[k]) <= FARTHEST;
    return inside;
}

/* Steps that are coarse on purpose may take even that out of range once more: then its mean tone is left. */
static void code_as_shown(const struct dct *dct, const struct coefficient_range *range, const JQUANT_TBL *table,
                          JCOEF *block) {
    float samples[DCT_SIZE];
    block_to_samples(dct, table, block, samples);
    samples_to_block(dct, table, samples, block);
    if (!is_plain(dct, range, table, block))
        memset(block + 1, 0, (DCT_SIZE - 1) * sizeof *block);
}

bool jpeg_make_plain(struct jpeg_picture *picture, struct cell_mask *touched) {
    struct coefficient_range range;
    struct dct dct;
    bool any = false;
    dct_init(&dct);
    for (int i = 0; i < picture->in.num_components; i++) {
        const jpeg_component_info *component = &picture->in.comp_info[i];
        range_init(&range, component->quant_table);
        for (int row = 0; row < blocks_down(component); row++) {
            JBLOCKROW blocks = jpeg_block_row(picture, i, row, true);
            uint8_t *cells = touched->cells + (size_t)(row / component->v_samp_factor) * (size_t)touched->cols;
            for (int col = 0; col < blocks_across(component); col++) {
                if (is_plain(&dct, &range, component->quant_table, blocks[col]))
                    continue;
                code_as_shown(&dct, &range, component->quant_table, blocks[col]);
                cells[col / component->h_samp_factor] |= CELL_PLAIN;
                any = true;
            }
        }
    }
    return any;
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
