/* Field numbers are those of onnx.proto. */
#include "vision/onnx.h"

#include "vision/protobuf.h"

#include <limits.h>
#include <string.h>

enum { MODEL_PRODUCER = 2, MODEL_VERSION = 5, MODEL_GRAPH = 7 };
enum { GRAPH_INPUT = 11, GRAPH_OUTPUT = 12, VALUE_NAME = 1, VALUE_TYPE = 2 };
enum { TYPE_TENSOR = 1, TENSOR_SHAPE = 2, SHAPE_DIM = 1, DIM_VALUE = 1 };

static bool read_dim(struct span dim, struct onnx_value *value) {
    struct field field;
    int size = 0;
    while (dim.size > 0) {
        if (!take_field(&dim, &field))
            return false;
        if (field.number == DIM_VALUE && field.wire == WIRE_VARINT && field.varint <= INT_MAX)
            size = (int)field.varint;
    }
    if (value->dims < ONNX_MAX_DIMS)
        value->size[value->dims] = size;
    value->dims += value->dims <= ONNX_MAX_DIMS; /* one more than kept: too many to be one of ours */
    return true;
}

/* Down through TypeProto, TypeProto.Tensor and TensorShapeProto: each level wants one field of the one above. */
static bool read_type(struct span type, int depth, struct onnx_value *value) {
    static const uint64_t path[] = {TYPE_TENSOR, TENSOR_SHAPE, SHAPE_DIM};
    struct field field;
    while (type.size > 0) {
        if (!take_field(&type, &field))
            return false;
        if (field.number != path[depth] || field.wire != WIRE_BYTES)
            continue;
        if (!(depth == 2 ? read_dim(field.bytes, value) : read_type(field.bytes, depth + 1, value)))
            return false;
    }
    return true;
}

/* A text that is too long for its place is left out rather than cut. */
static void read_text(const struct field *field, char *text, size_t room) {
    memset(text, 0, room);
    if (field->wire == WIRE_BYTES && field->bytes.size < room)
        memcpy(text, field->bytes.data, field->bytes.size);
}

static bool read_value(struct span text, struct onnx_value *values, int *count) {
    struct field field;
    struct onnx_value value = {0};
    while (text.size > 0) {
        if (!take_field(&text, &field))
            return false;
        if (field.number == VALUE_NAME)
            read_text(&field, value.name, sizeof value.name);
        if (field.number == VALUE_TYPE && field.wire == WIRE_BYTES && !read_type(field.bytes, 0, &value))
            return false;
    }
    if (*count < ONNX_MAX_VALUES)
        values[*count] = value;
    *count += *count < INT_MAX;
    return true;
}

static bool read_graph(struct span graph, struct onnx_facts *facts) {
    struct field field;
    while (graph.size > 0) {
        if (!take_field(&graph, &field))
            return false;
        if (field.wire != WIRE_BYTES)
            continue;
        if (field.number == GRAPH_INPUT && !read_value(field.bytes, facts->inputs, &facts->input_count))
            return false;
        if (field.number == GRAPH_OUTPUT && !read_value(field.bytes, facts->outputs, &facts->output_count))
            return false;
    }
    return true;
}

bool onnx_read(struct span file, struct onnx_facts *facts) {
    struct field field;
    *facts = (struct onnx_facts){0};
    while (file.size > 0) {
        if (!take_field(&file, &field))
            return false;
        if (field.number == MODEL_PRODUCER)
            read_text(&field, facts->producer, sizeof facts->producer);
        if (field.number == MODEL_VERSION && field.wire == WIRE_VARINT && field.varint <= INT64_MAX)
            facts->version = (int64_t)field.varint;
        if (field.number == MODEL_GRAPH && field.wire == WIRE_BYTES && !read_graph(field.bytes, facts))
            return false;
    }
    return facts->output_count > 0;
}

const struct onnx_value *onnx_output(const struct onnx_facts *facts, const char *name) {
    for (int i = 0; i < facts->output_count && i < ONNX_MAX_VALUES; i++)
        if (strcmp(facts->outputs[i].name, name) == 0)
            return &facts->outputs[i];
    return NULL;
}
