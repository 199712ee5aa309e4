#include "vision/backend/steps.h"

#include "base/array.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* While a graph is read: which value is which map. A value that only Resize makes has no map of its own, for the
 * addition that it goes into reads the smaller map; an activation shares its map with what it follows. */
struct value {
    struct span name;
    int map;
    bool upsampled;
};

struct reading {
    const struct onnx_graph *graph;
    struct steps *steps;
    struct value *values; /* owned */
    size_t value_count, value_capacity;
    const char *const *outputs;
    size_t output_count;
};

static enum sladd_status refuse(struct sladd_error *err, const char *why) {
    return sladd_fail(err, SLADD_MODEL, "the graph is not one of plain convolutions (%s)", why);
}

static const struct value *find_value(const struct reading *reading, struct span name) {
    for (size_t i = 0; i < reading->value_count; i++)
        if (span_equal(reading->values[i].name, name))
            return &reading->values[i];
    return NULL;
}

static enum sladd_status name_value(struct reading *reading, struct span name, int map, bool upsampled,
                                    struct sladd_error *err) {
    if (name.size == 0 || find_value(reading, name) != NULL)
        return refuse(err, "a value without a name of its own");
    if (!array_grow((void **)&reading->values, &reading->value_capacity, reading->value_count + 1,
                    sizeof *reading->values))
        return fail_memory(err);
    reading->values[reading->value_count++] = (struct value){name, map, upsampled};
    return SLADD_OK;
}

static enum sladd_status add_map(struct steps *steps, int channels, struct sladd_error *err) {
    if (channels < 1 || channels > STEPS_MOST_CHANNELS)
        return refuse(err, "too many channels");
    if (!array_grow((void **)&steps->maps, &steps->map_capacity, steps->map_count + 1, sizeof *steps->maps))
        return fail_memory(err);
    steps->maps[steps->map_count++] =
        (struct map){.channels = channels, .first = (int)steps->count - 1, .last = (int)steps->count - 1};
    return SLADD_OK;
}

/* Add a step that makes a map of its own, and name that. */
static enum sladd_status add_step(struct reading *reading, struct step step, int channels, struct span name,
                                  struct sladd_error *err) {
    struct steps *steps = reading->steps;
    step.output = (int)steps->map_count;
    if (!array_grow((void **)&steps->items, &steps->capacity, steps->count + 1, sizeof *steps->items))
        return fail_memory(err);
    steps->items[steps->count++] = step;
    for (int i = 0; i < 2; i++)
        if (i == 0 || step.kind == STEP_ADD || step.kind == STEP_ADD_UPSAMPLED)
            steps->maps[step.inputs[i]].last = (int)steps->count - 1;
    enum sladd_status status = add_map(steps, channels, err);
    return status == SLADD_OK ? name_value(reading, name, step.output, false, err) : status;
}

/* How often a value is read, by nodes and as an output. */
static size_t count_uses(const struct reading *reading, struct span name) {
    size_t uses = 0;
    for (size_t i = 0; i < reading->graph->node_count; i++)
        for (int k = 0; k < reading->graph->nodes[i].input_count && k < ONNX_MAX_NODE_INPUTS; k++)
            uses += span_equal(reading->graph->nodes[i].inputs[k], name);
    for (size_t i = 0; i < reading->output_count; i++)
        uses += span_is(name, reading->outputs[i]);
    return uses;
}

/* The map that a node's input names, or -1 where it is none or is upsampled. */
static int plain_input(const struct reading *reading, const struct onnx_node *node, int i) {
    const struct value *value = i < node->input_count ? find_value(reading, node->inputs[i]) : NULL;
    return value != NULL && !value->upsampled ? value->map : -1;
}

static bool read_pair(const struct onnx_node *node, const char *name, int otherwise, int pair[2]) {
    int count = onnx_node_ints(node, name, pair, 2);
    if (count == 0)
        pair[0] = pair[1] = otherwise;
    return (count == 0 || count == 2) && pair[0] >= 1 && pair[0] <= 64 && pair[1] >= 1 && pair[1] <= 64;
}

static bool read_window(const struct onnx_node *node, struct window *window) {
    const struct span padding = onnx_node_text(node, "auto_pad");
    int count = onnx_node_ints(node, "pads", window->pads, 4);
    if (count == 0)
        memset(window->pads, 0, sizeof window->pads);
    if ((count != 0 && count != 4) || (padding.size > 0 && !span_is(padding, "NOTSET")))
        return false;
    for (int i = 0; i < 4; i++)
        if (window->pads[i] < 0 || window->pads[i] > 64)
            return false;
    return read_pair(node, "kernel_shape", 0, window->kernel) && read_pair(node, "strides", 1, window->strides) &&
           read_pair(node, "dilations", 1, window->dilations);
}

static enum step_kind kind_of(const struct step *step, int inputs) {
    static const struct window AROUND = {{3, 3}, {1, 1}, {1, 1}, {1, 1, 1, 1}};
    static const struct window AROUND_HALF = {{3, 3}, {2, 2}, {1, 1}, {1, 1, 1, 1}};
    const int filters = step->weights->size[0];
    if (step->groups == filters && filters == inputs && memcmp(&step->window, &AROUND, sizeof AROUND) == 0)
        return STEP_DEPTHWISE;
    if (step->groups == 1 && inputs == 3 && memcmp(&step->window, &AROUND_HALF, sizeof AROUND_HALF) == 0)
        return STEP_STEM;
    return STEP_CONVOLUTION;
}

static bool is_mix(const struct step *step) {
    static const struct window POINT = {{1, 1}, {1, 1}, {1, 1}, {0, 0, 0, 0}};
    return step->kind == STEP_CONVOLUTION && step->groups == 1 && !step->relu &&
           memcmp(&step->window, &POINT, sizeof POINT) == 0;
}

/* Make the last step a part of this depthwise convolution, if it can be and only this one reads it. */
static void take_mix(struct reading *reading, struct span input, struct step *step) {
    struct steps *steps = reading->steps;
    const struct step *last = steps->count > 0 ? &steps->items[steps->count - 1] : NULL;
    struct value *value = &reading->values[reading->value_count - 1];
    if (last == NULL || last->output != step->inputs[0] || !is_mix(last) || !span_equal(value->name, input) ||
        count_uses(reading, input) != 1)
        return;
    step->mix_weights = last->weights;
    step->mix_bias = last->bias;
    step->inputs[0] = last->inputs[0];
    steps->count--; /* and its map, which is the last one, and that map's name */
    steps->map_count--;
    reading->value_count--;
}

static enum sladd_status read_convolution(struct reading *reading, const struct onnx_node *node,
                                          struct sladd_error *err) {
    struct step step = {.kind = STEP_CONVOLUTION, .inputs = {plain_input(reading, node, 0), 0}};
    const bool biased = node->input_count == 3;
    step.groups = onnx_node_int(node, "group", 1);
    if (step.inputs[0] < 0 || node->input_count < 2 || node->input_count > 3 || !read_window(node, &step.window))
        return refuse(err, "Conv");
    step.weights = onnx_graph_tensor(reading->graph, node->inputs[1]);
    step.bias = biased ? onnx_graph_tensor(reading->graph, node->inputs[2]) : NULL;
    if (step.weights == NULL || step.weights->count == 0 || step.weights->dims != 4 || (biased && step.bias == NULL))
        return refuse(err, "Conv");
    const int channels = step.weights->size[0], *size = step.weights->size;
    const int inputs = reading->steps->maps[step.inputs[0]].channels;
    if (step.groups < 1 || channels % step.groups != 0 || inputs % step.groups != 0 ||
        size[1] != inputs / step.groups || size[2] != step.window.kernel[0] || size[3] != step.window.kernel[1] ||
        (biased && step.bias->count != (size_t)channels))
        return refuse(err, "Conv");
    step.kind = kind_of(&step, inputs);
    if (step.kind == STEP_DEPTHWISE)
        take_mix(reading, node->inputs[0], &step);
    return add_step(reading, step, channels, node->output, err);
}

static enum sladd_status read_pooling(struct reading *reading, const struct onnx_node *node, struct sladd_error *err) {
    static const struct window HALF = {{2, 2}, {2, 2}, {1, 1}, {0, 0, 0, 0}};
    struct step step = {.kind = STEP_MAX_POOL, .inputs = {plain_input(reading, node, 0), 0}};
    if (step.inputs[0] < 0 || !read_window(node, &step.window) || onnx_node_int(node, "ceil_mode", 0) != 0 ||
        memcmp(&step.window, &HALF, sizeof HALF) != 0)
        return refuse(err, "MaxPool");
    return add_step(reading, step, reading->steps->maps[step.inputs[0]].channels, node->output, err);
}

static enum sladd_status read_addition(struct reading *reading, const struct onnx_node *node, struct sladd_error *err) {
    const struct value *a = find_value(reading, node->inputs[0]), *b = find_value(reading, node->inputs[1]);
    if (node->input_count != 2 || a == NULL || b == NULL || (a->upsampled && b->upsampled))
        return refuse(err, "Add");
    const struct value *first = a->upsampled ? b : a, *second = a->upsampled ? a : b;
    struct step step = {.kind = second->upsampled ? STEP_ADD_UPSAMPLED : STEP_ADD, .inputs = {first->map, second->map}};
    const int channels = reading->steps->maps[first->map].channels;
    if (channels != reading->steps->maps[second->map].channels)
        return refuse(err, "Add");
    return add_step(reading, step, channels, node->output, err);
}

/* ReLU costs nothing where the step before it can clamp, unless somebody else wants the numbers as they were. */
static enum sladd_status read_relu(struct reading *reading, const struct onnx_node *node, struct sladd_error *err) {
    const int map = plain_input(reading, node, 0);
    if (map < 0 || node->input_count != 1)
        return refuse(err, "Relu");
    for (size_t i = 0; i < reading->steps->count; i++) {
        struct step *step = &reading->steps->items[i];
        const bool clamps = step->kind != STEP_MAX_POOL && step->kind != STEP_SIGMOID && step->kind != STEP_RELU;
        if (step->output == map && clamps && count_uses(reading, node->inputs[0]) == 1) {
            step->relu = true;
            return name_value(reading, node->output, map, false, err);
        }
    }
    return add_step(reading, (struct step){.kind = STEP_RELU, .inputs = {map, 0}}, reading->steps->maps[map].channels,
                    node->output, err);
}

static enum sladd_status read_sigmoid(struct reading *reading, const struct onnx_node *node, struct sladd_error *err) {
    const int map = plain_input(reading, node, 0);
    if (map < 0 || node->input_count != 1)
        return refuse(err, "Sigmoid");
    return add_step(reading, (struct step){.kind = STEP_SIGMOID, .inputs = {map, 0}},
                    reading->steps->maps[map].channels, node->output, err);
}

/* Each pixel four times: nearest neighbour, twice the size, into an addition. */
static enum sladd_status read_resize(struct reading *reading, const struct onnx_node *node, struct sladd_error *err) {
    static const float TWICE[] = {1, 1, 2, 2};
    const int map = plain_input(reading, node, 0);
    const struct onnx_tensor *scales =
        node->input_count == 3 ? onnx_graph_tensor(reading->graph, node->inputs[2]) : NULL;
    /* NOLINTNEXTLINE(bugprone-suspicious-memory-comparison,cert-exp42-c,cert-flp37-c): exactly these are meant */
    if (map < 0 || scales == NULL || scales->count != 4 || memcmp(scales->floats, TWICE, sizeof TWICE) != 0 ||
        !span_is(onnx_node_text(node, "mode"), "nearest") || !span_is(onnx_node_text(node, "nearest_mode"), "floor") ||
        !span_is(onnx_node_text(node, "coordinate_transformation_mode"), "asymmetric"))
        return refuse(err, "Resize");
    return name_value(reading, node->output, map, true, err);
}

static enum sladd_status read_node(struct reading *reading, const struct onnx_node *node, struct sladd_error *err) {
    static const struct {
        const char *kind;
        enum sladd_status (*read)(struct reading *reading, const struct onnx_node *node, struct sladd_error *err);
    } KINDS[] = {{"Conv", read_convolution}, {"Relu", read_relu},     {"MaxPool", read_pooling},
                 {"Add", read_addition},     {"Resize", read_resize}, {"Sigmoid", read_sigmoid}};
    if (node->output_count != 1 || node->input_count > ONNX_MAX_NODE_INPUTS)
        return refuse(err, "several outputs");
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (span_is(node->kind, KINDS[i].kind))
            return KINDS[i].read(reading, node, err);
    char kind[32];
    (void)snprintf(kind, sizeof kind, "%.*s", (int)(node->kind.size < sizeof kind ? node->kind.size : sizeof kind - 1),
                   (const char *)node->kind.data);
    return refuse(err, kind);
}

/* The outputs are needed to the end. */
static enum sladd_status find_outputs(struct reading *reading, struct sladd_error *err) {
    struct steps *steps = reading->steps;
    for (size_t i = 0; i < reading->output_count; i++) {
        const char *name = reading->outputs[i];
        const struct value *value = find_value(reading, (struct span){(const uint8_t *)name, strlen(name)});
        if (value == NULL || value->upsampled || value->map == 0)
            return refuse(err, "an output that no step makes");
        steps->maps[value->map].last = (int)steps->count;
        steps->outputs[steps->output_count++] = value->map;
    }
    return SLADD_OK;
}

enum sladd_status steps_read(const struct onnx_graph *graph, struct span input, const char *const *outputs,
                             size_t output_count, struct steps *steps, struct sladd_error *err) {
    struct reading reading = {.graph = graph, .steps = steps, .outputs = outputs, .output_count = output_count};
    *steps = (struct steps){0};
    if (output_count > sizeof steps->outputs / sizeof *steps->outputs)
        return refuse(err, "too many outputs");
    enum sladd_status status = add_map(steps, 3, err);
    if (status == SLADD_OK)
        status = name_value(&reading, input, 0, false, err);
    for (size_t i = 0; i < graph->node_count && status == SLADD_OK; i++)
        status = read_node(&reading, &graph->nodes[i], err);
    if (status == SLADD_OK)
        status = find_outputs(&reading, err);
    free(reading.values);
    if (status != SLADD_OK)
        steps_clear(steps);
    return status;
}

void steps_clear(struct steps *steps) {
    free(steps->items);
    free(steps->maps);
    *steps = (struct steps){0};
}
