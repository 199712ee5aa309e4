/* What lies in a JPEG's last blocks beyond the visible edge. An encoder repeats the edge there; a lossless crop leaves
 * the real picture, and somebody who widens the frame header sees it. Blocks that hold no more than an encoder's
 * padding stay exact; the others are coded anew with the edge repeated. */
#include "format/jpeg/dct.h"
#include "format/jpeg/jpeg_codec.h"

#include <math.h>
#include <string.h>

/* One block with the number of its columns and rows that can be seen (1..8 each). */
struct edge_block {
    float samples[DCT_SIZE];
    int across, down;
    bool subsampled; /* its samples are means of several pixels */
};

static void repeat_edge(const struct edge_block *block, float out[DCT_SIZE]) {
    for (int y = 0; y < DCT_SIDE; y++)
        for (int x = 0; x < DCT_SIDE; x++) {
            int from_x = x < block->across ? x : block->across - 1, from_y = y < block->down ? y : block->down - 1;
            out[y * DCT_SIDE + x] = block->samples[from_y * DCT_SIDE + from_x];
        }
}

/* Root mean square difference over the hidden samples. */
static double hidden_difference(const struct edge_block *block, const float padded[DCT_SIZE]) {
    double sum = 0;
    for (int k = 0; k < DCT_SIZE; k++) {
        double difference = block->samples[k] - padded[k];
        sum += difference * difference;
    }
    return sqrt(sum / (DCT_SIZE - block->across * block->down));
}

/* How far an encoder's padding may be from the repeated edge. Quantisation adds step^2 / 12 a coefficient (uniform over
 * a step) to both sides of the difference; three times its root is twice what is expected. Only in a subsampled
 * component the last step of the picture itself comes on top, since its samples mix edge and padding. */
static double tolerance(const struct edge_block *block, const JQUANT_TBL *table) {
    double noise = 0, slope = 0;
    for (int k = 0; k < DCT_SIZE; k++)
        noise += (double)table->quantval[k] * table->quantval[k] / 12;
    int x = block->across - 1, y = block->down - 1;
    for (int k = 0; k < DCT_SIDE && block->subsampled; k++) {
        double along =
            x > 0 && k < block->down ? block->samples[k * DCT_SIDE + x] - block->samples[k * DCT_SIDE + x - 1] : 0;
        double down =
            y > 0 && k < block->across ? block->samples[y * DCT_SIDE + k] - block->samples[(y - 1) * DCT_SIDE + k] : 0;
        slope += fmax(along * along, down * down);
    }
    return 3 * sqrt(noise / DCT_SIZE) + sqrt(slope / DCT_SIDE) + 1;
}

/* True when the block held something of its own behind the edge and was coded anew. */
static bool neutralise_block(const struct dct *dct, const JQUANT_TBL *table, JCOEF *coefficients,
                             struct edge_block block) {
    float padded[DCT_SIZE], plain[DCT_SIZE];
    for (int k = 0; k < DCT_SIZE; k++)
        plain[k] = (float)coefficients[k] * (float)table->quantval[k];
    dct_inverse(dct, plain, block.samples);
    repeat_edge(&block, padded);
    if (hidden_difference(&block, padded) <= tolerance(&block, table))
        return false;
    dct_forward(dct, padded, plain);
    for (int k = 0; k < DCT_SIZE; k++)
        coefficients[k] = (JCOEF)fmaxf(-1023, fminf(1023, rintf(plain[k] / (float)table->quantval[k])));
    return true;
}

/* Samples of the last block (of `blocks`) that can be seen, where `size` samples can be seen in all. */
static int seen_in_last(int size, int blocks) {
    int seen = size - (blocks - 1) * DCT_SIDE;
    return seen > DCT_SIDE ? DCT_SIDE : seen;
}

static bool neutralise_component(struct jpeg_picture *picture, int i, struct cell_mask *touched) {
    const jpeg_component_info *component = &picture->in.comp_info[i];
    int cols = (int)component->width_in_blocks, rows = (int)component->height_in_blocks;
    int across = seen_in_last((int)component->downsampled_width, cols);
    int down = seen_in_last((int)component->downsampled_height, rows);
    bool changed = false, subsampled = component->h_samp_factor < picture->in.max_h_samp_factor ||
                                       component->v_samp_factor < picture->in.max_v_samp_factor;
    struct dct dct;
    dct_init(&dct);
    for (int row = 0; row < rows && (across < DCT_SIDE || down < DCT_SIDE); row++) {
        bool last_row = row == rows - 1 && down < DCT_SIDE;
        int first = last_row ? 0 : cols - 1;
        if (!last_row && across == DCT_SIDE)
            continue;
        JBLOCKROW blocks = jpeg_block_row(picture, i, row, true);
        for (int col = first; col < cols; col++) {
            struct edge_block block = {.across = col == cols - 1 ? across : DCT_SIDE,
                                       .down = last_row ? down : DCT_SIDE,
                                       .subsampled = subsampled};
            if (!neutralise_block(&dct, component->quant_table, blocks[col], block))
                continue;
            changed = true;
            touched->cells[(size_t)(row / component->v_samp_factor) * (size_t)touched->cols +
                           (size_t)(col / component->h_samp_factor)] = 1;
        }
    }
    return changed;
}

enum sladd_status jpeg_neutralise_edge(struct picture *base, struct cell_mask *touched, bool *changed,
                                       struct sladd_error *err) {
    struct jpeg_picture *picture = (struct jpeg_picture *)base;
    (void)err;
    *changed = false;
    for (int i = 0; i < picture->in.num_components; i++)
        if (neutralise_component(picture, i, touched))
            *changed = true;
    return SLADD_OK;
}
