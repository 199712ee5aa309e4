/* What an ONNX file says about its inputs and outputs, read without running or trusting it. */
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
    struct onnx_value inputs[ONNX_MAX_VALUES], outputs[ONNX_MAX_VALUES];
    int input_count, output_count;
};

/* False: not an ONNX file, or cut off. Reads only the graph's list of inputs and outputs. */
bool onnx_read(struct span file, struct onnx_facts *facts);

/* The output of that name, or NULL. */
const struct onnx_value *onnx_output(const struct onnx_facts *facts, const char *name);

#endif
