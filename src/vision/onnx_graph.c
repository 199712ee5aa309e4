/* Field numbers are those of onnx.proto, IR versions 3 to 8. */
#include "vision/onnx_graph.h"

#include "base/array.h"
#include "vision/protobuf.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MODEL_GRAPH = 7, GRAPH_NODE = 1, GRAPH_INITIALIZER = 5 };
enum { NODE_INPUT = 1, NODE_OUTPUT = 2, NODE_OP_TYPE = 4, NODE_ATTRIBUTE = 5, NODE_DOMAIN = 7 };
enum { TENSOR_DIMS = 1, TENSOR_TYPE = 2, TENSOR_FLOATS = 4, TENSOR_NAME = 8, TENSOR_RAW_DATA = 9, TYPE_FLOAT = 1 };
enum { ATTRIBUTE_NAME = 1, ATTRIBUTE_INT = 3, ATTRIBUTE_TEXT = 4, ATTRIBUTE_TENSOR = 5, ATTRIBUTE_INTS = 8 };

bool span_is(struct span span, const char *text) {
    return span.size == strlen(text) && memcmp(span.data, text, span.size) == 0;
}

static bool read_node(struct span message, struct onnx_node *node) {
    struct field field;
    *node = (struct onnx_node){.message = message};
    while (message.size > 0) {
        if (!take_field(&message, &field))
            return false;
        if (field.wire != WIRE_BYTES)
            continue;
        if (field.number == NODE_OP_TYPE)
            node->kind = field.bytes;
        if (field.number == NODE_INPUT && node->input_count < ONNX_MAX_NODE_INPUTS)
            node->inputs[node->input_count] = field.bytes;
        if (field.number == NODE_OUTPUT && node->output_count == 0)
            node->output = field.bytes;
        node->input_count += field.number == NODE_INPUT && node->input_count < INT_MAX;
        node->output_count += field.number == NODE_OUTPUT && node->output_count < INT_MAX;
        if (field.number == NODE_DOMAIN && field.bytes.size > 0 && !span_is(field.bytes, "ai.onnx"))
            return false; /* the same names may mean something else there */
    }
    return true;
}

static void add_dim(struct onnx_tensor *tensor, uint64_t size) {
    if (tensor->dims < ONNX_MAX_DIMS)
        tensor->size[tensor->dims] = size <= INT_MAX ? (int)size : -1;
    tensor->dims += tensor->dims <= ONNX_MAX_DIMS; /* one more than kept: too many to be one of ours */
}

static bool read_dims(const struct field *field, struct onnx_tensor *tensor) {
    struct span list = field->bytes;
    uint64_t size;
    if (field->wire == WIRE_VARINT)
        add_dim(tensor, field->varint);
    while (field->wire == WIRE_BYTES && list.size > 0) {
        if (!take_varint(&list, &size))
            return false;
        add_dim(tensor, size);
    }
    return true;
}

/* The number of floats that the sizes ask for, if exactly so many are there. */
static size_t count_floats(const struct onnx_tensor *tensor, size_t bytes) {
    size_t count = 1;
    if (tensor->dims > ONNX_MAX_DIMS || bytes % sizeof(float) != 0)
        return 0;
    for (int i = 0; i < tensor->dims; i++) {
        if (tensor->size[i] <= 0 || count > bytes / (size_t)tensor->size[i])
            return 0;
        count *= (size_t)tensor->size[i];
    }
    return count == bytes / sizeof(float) ? count : 0;
}

static bool read_tensor(struct span message, struct onnx_tensor *tensor) {
    struct field field;
    struct span raw = {0};
    uint64_t type = 0;
    *tensor = (struct onnx_tensor){0};
    while (message.size > 0) {
        if (!take_field(&message, &field))
            return false;
        if (field.number == TENSOR_DIMS && !read_dims(&field, tensor))
            return false;
        if (field.number == TENSOR_TYPE && field.wire == WIRE_VARINT)
            type = field.varint;
        if (field.number == TENSOR_NAME && field.wire == WIRE_BYTES)
            tensor->name = field.bytes;
        if ((field.number == TENSOR_RAW_DATA || field.number == TENSOR_FLOATS) && field.wire == WIRE_BYTES)
            raw = field.bytes;
    }
    tensor->floats = raw.data;
    tensor->count = type == TYPE_FLOAT ? count_floats(tensor, raw.size) : 0;
    return true;
}

static enum sladd_status add_tensor(struct onnx_graph *graph, const struct onnx_tensor *tensor) {
    if (graph->tensor_count >= ONNX_MAX_TENSORS)
        return SLADD_MODEL;
    if (!array_grow((void **)&graph->tensors, &graph->tensor_capacity, graph->tensor_count + 1, sizeof *graph->tensors))
        return SLADD_NO_MEMORY;
    graph->tensors[graph->tensor_count++] = *tensor;
    return SLADD_OK;
}

/* Look up an attribute; `*found` is its message. False: the node is damaged. */
static bool find_attribute(const struct onnx_node *node, const char *name, struct span *found) {
    struct span message = node->message;
    struct field field, part;
    *found = (struct span){0};
    while (message.size > 0) {
        if (!take_field(&message, &field))
            return false;
        if (field.number != NODE_ATTRIBUTE || field.wire != WIRE_BYTES)
            continue;
        for (struct span attribute = field.bytes; attribute.size > 0;) {
            if (!take_field(&attribute, &part))
                return false;
            if (part.number == ATTRIBUTE_NAME && part.wire == WIRE_BYTES && span_is(part.bytes, name))
                *found = field.bytes;
        }
    }
    return true;
}

/* The last of an attribute's fields with that number and wire type. */
static bool find_part(const struct onnx_node *node, const char *name, uint64_t number, int wire, struct field *part) {
    struct span attribute;
    struct field field;
    bool found = false;
    if (!find_attribute(node, name, &attribute))
        return false;
    while (attribute.size > 0 && take_field(&attribute, &field))
        if (field.number == number && field.wire == wire) {
            *part = field;
            found = true;
        }
    return found;
}

int onnx_node_int(const struct onnx_node *node, const char *name, int otherwise) {
    struct field part;
    if (!find_part(node, name, ATTRIBUTE_INT, WIRE_VARINT, &part))
        return otherwise;
    return part.varint <= INT_MAX ? (int)part.varint : -1;
}

struct span onnx_node_text(const struct onnx_node *node, const char *name) {
    struct field part;
    return find_part(node, name, ATTRIBUTE_TEXT, WIRE_BYTES, &part) ? part.bytes : (struct span){0};
}

static void add_int(int *values, int most, int *count, uint64_t value) {
    if (*count >= 0 && *count < most)
        values[*count] = value <= INT_MAX ? (int)value : -1;
    *count = *count >= 0 && *count < most ? *count + 1 : -1;
}

int onnx_node_ints(const struct onnx_node *node, const char *name, int *values, int most) {
    struct span attribute;
    struct field field;
    uint64_t value;
    int count = 0;
    if (!find_attribute(node, name, &attribute))
        return -1;
    while (attribute.size > 0) {
        if (!take_field(&attribute, &field))
            return -1;
        if (field.number != ATTRIBUTE_INTS)
            continue;
        if (field.wire == WIRE_VARINT)
            add_int(values, most, &count, field.varint);
        while (field.wire == WIRE_BYTES && field.bytes.size > 0) {
            if (!take_varint(&field.bytes, &value))
                return -1;
            add_int(values, most, &count, value);
        }
    }
    return count;
}

static enum sladd_status add_node(struct onnx_graph *graph, struct span message) {
    struct onnx_node node;
    struct field value;
    struct onnx_tensor tensor;
    if (!read_node(message, &node) || graph->node_count >= ONNX_MAX_NODES)
        return SLADD_MODEL;
    if (span_is(node.kind, "Constant")) {
        if (!find_part(&node, "value", ATTRIBUTE_TENSOR, WIRE_BYTES, &value) || !read_tensor(value.bytes, &tensor))
            return SLADD_MODEL;
        tensor.name = node.output;
        return add_tensor(graph, &tensor);
    }
    if (!array_grow((void **)&graph->nodes, &graph->node_capacity, graph->node_count + 1, sizeof *graph->nodes))
        return SLADD_NO_MEMORY;
    graph->nodes[graph->node_count++] = node;
    return SLADD_OK;
}

static enum sladd_status read_graph(struct span message, struct onnx_graph *graph) {
    struct field field;
    struct onnx_tensor tensor;
    enum sladd_status status = SLADD_OK;
    while (message.size > 0 && status == SLADD_OK) {
        if (!take_field(&message, &field))
            return SLADD_MODEL;
        if (field.wire != WIRE_BYTES)
            continue;
        if (field.number == GRAPH_NODE)
            status = add_node(graph, field.bytes);
        else if (field.number == GRAPH_INITIALIZER)
            status = read_tensor(field.bytes, &tensor) ? add_tensor(graph, &tensor) : SLADD_MODEL;
    }
    return status;
}

enum sladd_status onnx_graph_read(struct span file, struct onnx_graph *graph) {
    struct field field;
    enum sladd_status status = SLADD_OK;
    *graph = (struct onnx_graph){0};
    while (file.size > 0 && status == SLADD_OK) {
        if (!take_field(&file, &field))
            status = SLADD_MODEL;
        else if (field.number == MODEL_GRAPH && field.wire == WIRE_BYTES)
            status = read_graph(field.bytes, graph);
    }
    if (status != SLADD_OK)
        onnx_graph_clear(graph);
    return status;
}

void onnx_graph_clear(struct onnx_graph *graph) {
    free(graph->nodes);
    free(graph->tensors);
    *graph = (struct onnx_graph){0};
}

enum sladd_status onnx_check_finite(struct span file, struct sladd_error *err) {
    struct onnx_graph graph;
    bool all = true;
    const enum sladd_status status = onnx_graph_read(file, &graph);
    if (status != SLADD_OK)
        return status == SLADD_NO_MEMORY ? fail_memory(err) : SLADD_OK;
    for (size_t i = 0; i < graph.tensor_count; i++)
        for (size_t k = 0; k < graph.tensors[i].count && graph.tensors[i].dims > 0; k++) {
            float value;
            memcpy(&value, graph.tensors[i].floats + k * sizeof value, sizeof value);
            all &= isfinite(value) != 0;
        }
    onnx_graph_clear(&graph);
    return all ? SLADD_OK : sladd_fail(err, SLADD_MODEL, "a weight of it is no number");
}

const struct onnx_tensor *onnx_graph_tensor(const struct onnx_graph *graph, struct span name) {
    for (size_t i = 0; i < graph->tensor_count; i++)
        if (span_equal(graph->tensors[i].name, name))
            return &graph->tensors[i];
    return NULL;
}
