/* An ONNX graph as the steps that an engine carries out one after the other: activations folded into what they follow,
 * shapes for a given input size, and a place for every intermediate result in one block of memory.
 *
 * Knows the operators of this project's detectors (Conv, Relu, MaxPool, Add, Resize to twice the size, Sigmoid), on
 * maps of channels, height and width; any other graph is refused, and an engine that knows more has to run it. */
#ifndef VISION_BACKEND_STEPS_H
#define VISION_BACKEND_STEPS_H

#include "base/fail.h"
#include "vision/backend.h"
#include "vision/onnx_graph.h"

#include <stdbool.h>
#include <stddef.h>

enum step_kind {
    STEP_CONVOLUTION,
    STEP_STEM,      /* 3 x 3, stride 2, on the three channels of the input */
    STEP_DEPTHWISE, /* 3 x 3, stride 1, every channel by itself */
    STEP_MAX_POOL,  /* over 2 x 2, stride 2 */
    STEP_ADD,
    STEP_ADD_UPSAMPLED,
    STEP_RELU,
    STEP_SIGMOID,
};

/* Of a convolution or a pooling, as ONNX has them: vertical first; pads are top, left, bottom, right. */
struct window {
    int kernel[2], strides[2], dilations[2], pads[4];
};

struct step {
    enum step_kind kind;
    int inputs[2]; /* places in the list of maps; of STEP_ADD_UPSAMPLED the second is half as wide and high */
    int output;
    bool relu; /* what is below 0 becomes 0 in the output */
    struct window window;
    int groups;
    const struct onnx_tensor *weights, *bias; /* borrowed from the graph; valid while the graph and its file are */

    /* Of the 1 x 1 convolution before a depthwise one that nobody else reads: the two are one step, so that what lies
     * between them need never be whole. NULL: there is none. */
    const struct onnx_tensor *mix_weights, *mix_bias;
};

/* An intermediate result, channels last. */
struct map {
    int channels;
    int height, width;    /* steps_layout sets these */
    int first, last;      /* steps between which it is needed, ends included; -1: the input */
    size_t offset, bytes; /* its place in the block; steps_layout sets these */
};

struct steps {
    struct step *items; /* owned */
    size_t count, capacity;
    struct map *maps; /* owned; maps[0] is the input */
    size_t map_count, map_capacity;
    int outputs[NETWORK_MAX_OUTPUTS]; /* places in `maps`, in the order that was asked for */
    int output_count;
};

enum {
    STEPS_ALIGN = 64,           /* of every map's place */
    STEPS_SLACK = 64,           /* bytes after a map that vector code may read */
    STEPS_MOST_BYTES = 1 << 30, /* for all maps together */
    STEPS_MOST_CHANNELS = 4096,
};

/* Turn a graph with one input of three channels into steps. SLADD_MODEL: it does anything that is not listed above.
 * On failure nothing is owned. */
enum sladd_status steps_read(const struct onnx_graph *graph, struct span input, const char *const *outputs,
                             size_t output_count, struct steps *steps, struct sladd_error *err);
void steps_clear(struct steps *steps);

/* Shapes and places for an input of that size; `*bytes` is what the block needs. SLADD_MODEL: it does not fit the
 * graph (a map would be empty, or two that are to be added differ). */
enum sladd_status steps_layout(struct steps *steps, int width, int height, size_t *bytes, struct sladd_error *err);

#endif
