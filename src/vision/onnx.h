/* What an ONNX file says about itself, its inputs and its outputs, read without running or trusting it. */
#ifndef VISION_ONNX_H
#define VISION_ONNX_H

#include "base/bytes.h"

#include <stdbool.h>

enum { ONNX_MAX_VALUES = 16, ONNX_MAX_DIMS = 5 };

/* One input or output of the graph. Sizes that are left open ("h") are 0. */
struct onnx_value {
    char name[64];
    int dims;
    int size[ONNX_MAX_DIMS];
};

/* Inputs beyond the first ONNX_MAX_VALUES are counted and not kept (old files list every weight as an input). */
struct onnx_facts {
    char producer[64]; /* what made the file; empty where it does not say */
    int64_t version;   /* of the model; 0 where the file does not say */
    struct onnx_value inputs[ONNX_MAX_VALUES], outputs[ONNX_MAX_VALUES];
    int input_count, output_count;
};

/* False: not an ONNX file, or cut off. Of the graph only the lists of inputs and outputs are read. */
bool onnx_read(struct span file, struct onnx_facts *facts);

/* The output of that name, or NULL. */
const struct onnx_value *onnx_output(const struct onnx_facts *facts, const char *name);

#endif
