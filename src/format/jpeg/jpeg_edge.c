/* What lies in a JPEG's last blocks beyond the visible edge. An encoder repeats the edge there; a lossless crop leaves
 * the real picture, and somebody who widens the frame header sees it. Nothing in a block tells the one from the other
 * for sure, so every such block is coded anew from the 8-bit samples that anybody can see, with the edge repeated: what
 * was hidden has no part in it. Most blocks of an encoder's own padding come out as they were. */
#include "format/jpeg/dct.h"
#include "format/jpeg/jpeg_codec.h"

#include <math.h>
#include <string.h>

/* The columns and rows of a block that can be seen (1..8 each). */
struct edge_block {
    int across, down;
    bool subsampled; /* its samples are means of several pixels */
};

/* For the report only: how far the hidden samples of a component's edge are from the repeated edge, and how far an
 * encoder's own padding would be; sums of squares. */
struct edge_finding {
    double hidden, expected;
};

/* The level-shifted sample as a decoder shows it. */
static float as_shown(float sample) {
    return fmaxf(-128, fminf(127, rintf(sample)));
}

static void repeat_edge(const struct edge_block *block, const float samples[DCT_SIZE], float out[DCT_SIZE]) {
    for (int y = 0; y < DCT_SIDE; y++)
        for (int x = 0; x < DCT_SIDE; x++) {
            int from_x = x < block->across ? x : block->across - 1, from_y = y < block->down ? y : block->down - 1;
            out[y * DCT_SIDE + x] = as_shown(samples[from_y * DCT_SIDE + from_x]);
        }
}

/* Quantisation adds up to step^2 / 12 a coefficient to either side; in a subsampled component, whose samples mix edge
 * and padding, the last step of the picture comes on top. */
static void compare(const struct edge_block *block, const float samples[DCT_SIZE], const float padded[DCT_SIZE],
                    const JQUANT_TBL *table, struct edge_finding *finding) {
    double noise = 0, slope = 0;
    int x = block->across - 1, y = block->down - 1;
    for (int k = 0; k < DCT_SIZE; k++) {
        noise += (double)table->quantval[k] * table->quantval[k] / 12;
        bool seen = k % DCT_SIDE <= x && k / DCT_SIDE <= y;
        finding->hidden += seen ? 0 : pow((double)samples[k] - padded[k], 2);
    }
    for (int k = 0; k < DCT_SIDE && block->subsampled; k++) {
        const float *row = samples + (size_t)k * DCT_SIDE, *last = samples + (size_t)y * DCT_SIDE;
        double along = x > 0 && k <= y ? row[x] - row[x - 1] : 0,
               down = y > 0 && k <= x ? last[k] - last[k - DCT_SIDE] : 0;
        slope += fmax(along * along, down * down);
    }
    finding->expected += (2 * noise / DCT_SIZE + slope / DCT_SIDE + 1) * (DCT_SIZE - block->across * block->down);
}

/* Code the block anew; `finding` may be NULL. True: it changed. */
static bool neutralise_block(const struct dct *dct, const JQUANT_TBL *table, JCOEF *coefficients,
                             const struct edge_block *block, struct edge_finding *finding) {
    float plain[DCT_SIZE], samples[DCT_SIZE], padded[DCT_SIZE];
    JBLOCK before;
    memcpy(before, coefficients, sizeof before);
    for (int k = 0; k < DCT_SIZE; k++)
        plain[k] = (float)coefficients[k] * (float)table->quantval[k];
    dct_inverse(dct, plain, samples);
    repeat_edge(block, samples, padded);
    dct_forward(dct, padded, plain);
    for (int k = 0; k < DCT_SIZE; k++)
        coefficients[k] = jpeg_quantise(plain[k], table->quantval[k], k);
    if (finding != NULL)
        compare(block, samples, padded, table, finding);
    return memcmp(before, coefficients, sizeof before) != 0;
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
    struct edge_finding finding = {0}; /* of the first component: in chroma, padding blends with what can be seen */
    bool subsampled = component->h_samp_factor < picture->in.max_h_samp_factor ||
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
            bool changed =
                neutralise_block(&dct, component->quant_table, blocks[col], &block, i == 0 ? &finding : NULL);
            touched->cells[(size_t)(row / component->v_samp_factor) * (size_t)touched->cols +
                           (size_t)(col / component->h_samp_factor)] |= changed ? CELL_PADDED : 0;
        }
    }
    return finding.hidden > finding.expected;
}

void jpeg_neutralise_edge(struct picture *base, struct cell_mask *touched, bool *hidden, bool *changed) {
    struct jpeg_picture *picture = (struct jpeg_picture *)base;
    const bool anew = jpeg_make_plain(picture, touched);
    *hidden = false;
    for (int i = 0; i < picture->in.num_components; i++)
        *hidden = neutralise_component(picture, i, touched) || *hidden;
    *changed = *hidden || anew;
}
