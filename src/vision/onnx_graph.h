/* The graph of an ONNX file: its nodes and its constants, as they stand in the file and within limits. What they mean
 * is for an engine to say (backend/steps.h). */
#ifndef VISION_ONNX_GRAPH_H
#define VISION_ONNX_GRAPH_H

#include "base/bytes.h"
#include "vision/onnx.h"

#include <stdbool.h>

enum { ONNX_MAX_NODES = 2048, ONNX_MAX_TENSORS = 4096, ONNX_MAX_NODE_INPUTS = 4 };

/* A computation. All spans are borrowed from the file. */
struct onnx_node {
    struct span kind; /* "Conv" */
    struct span inputs[ONNX_MAX_NODE_INPUTS];
    int input_count, output_count; /* how many there are, kept or not */
    struct span output;            /* the first */
    struct span message;           /* where onnx_node_... look up attributes */
};

/* A constant of floats, little-endian and maybe not aligned. */
struct onnx_tensor {
    struct span name;
    int dims, size[ONNX_MAX_DIMS];
    size_t count;          /* product of the sizes; 0 where it is of another type, or not written plainly */
    const uint8_t *floats; /* 4 * count bytes, borrowed from the file */
};

struct onnx_graph {
    struct onnx_node
        *nodes; /* owned; in an order in which they can be computed, says the standard: do not rely on it */
    size_t node_count, node_capacity;
    struct onnx_tensor *tensors; /* owned; initialisers and the values of Constant nodes */
    size_t tensor_count, tensor_capacity;
};

/* `file` must outlive the graph. SLADD_MODEL: no ONNX file, damaged, or beyond the limits; SLADD_NO_MEMORY. Nothing is
 * owned then. */
enum sladd_status onnx_graph_read(struct span file, struct onnx_graph *graph);
void onnx_graph_clear(struct onnx_graph *graph);

/* Is every weight in the file that is a float, and written in one piece, a finite number? One that is none may come out
 * of the network as a plain 0: SLADD_MODEL. A single constant may be any, as bounds are; and all is well where the
 * graph is damaged, which is for the engine to say. */
enum sladd_status onnx_check_finite(struct span file, struct sladd_error *err);

/* The constant of that name, or NULL. */
const struct onnx_tensor *onnx_graph_tensor(const struct onnx_graph *graph, struct span name);

/* A node's attribute of that name: the number; a list of at most `most` whole numbers, whose length is the result; the
 * text. Where the node does not have it: `otherwise`, 0, an empty span. Numbers beyond an int, and lists that are
 * longer, count as -1. */
int onnx_node_int(const struct onnx_node *node, const char *name, int otherwise);
int onnx_node_ints(const struct onnx_node *node, const char *name, int *values, int most);
struct span onnx_node_text(const struct onnx_node *node, const char *name);

/* Is `span` exactly this text? */
bool span_is(struct span span, const char *text);

#endif
