/* The fast engine: XNNPACK's operators, chosen by the processor's vector units when the program runs.
 *
 * One operator a step, made once: it holds its weights, packed, which workers that are forked afterwards share. Another
 * input size only sets the operators up anew (pointers into the block of intermediate results), where XNNPACK's own
 * subgraphs would have to be built and packed again for every size. Everything runs on the caller's thread.
 *
 * XNNPACK asks cpuinfo what the processor can do, and that reads /proc: open the first network before a sandbox. */
#include "vision/backend.h"
#include "vision/backend/steps.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xnnpack.h>

struct xnnpack_network {
    struct steps steps;
    xnn_operator_t *operators; /* one a step; NULL where none is needed */
    uint8_t *block;            /* of intermediate results */
    size_t block_size;
    int width, height; /* that the operators are set up for; 0: none */
    float *outputs[NETWORK_MAX_OUTPUTS];
};

static enum sladd_status failed(enum xnn_status status, struct sladd_error *err) {
    if (status == xnn_status_out_of_memory)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the detectors");
    return sladd_fail(err, SLADD_MODEL, "XNNPACK cannot run this network (status %d)", (int)status);
}

static void free_network(void *state) {
    struct xnnpack_network *network = state;
    if (network == NULL)
        return;
    for (size_t i = 0; network->operators != NULL && i < network->steps.count; i++)
        if (network->operators[i] != NULL)
            (void)xnn_delete_operator(network->operators[i]);
    for (int i = 0; i < NETWORK_MAX_OUTPUTS; i++)
        free(network->outputs[i]);
    free(network->operators);
    free(network->block);
    steps_clear(&network->steps);
    free(network);
}

/* ONNX has a filter's channels first, XNNPACK last. Owned by the caller; NULL: out of memory. */
static float *channels_last(const struct onnx_tensor *weights) {
    const size_t filters = (size_t)weights->size[0], channels = (size_t)weights->size[1];
    const size_t area = (size_t)weights->size[2] * (size_t)weights->size[3];
    float *to = malloc(weights->count * sizeof *to);
    if (to == NULL)
        return NULL;
    for (size_t filter = 0; filter < filters; filter++)
        for (size_t channel = 0; channel < channels; channel++)
            for (size_t i = 0; i < area; i++)
                memcpy(&to[(filter * area + i) * channels + channel],
                       weights->floats + sizeof *to * ((filter * channels + channel) * area + i), sizeof *to);
    return to;
}

static float *aligned_copy(const struct onnx_tensor *tensor) {
    float *to = malloc(tensor->count * sizeof *to);
    if (to != NULL)
        memcpy(to, tensor->floats, tensor->count * sizeof *to);
    return to;
}

static enum xnn_status make_convolution(const struct step *step, xnn_operator_t *made) {
    const struct window *window = &step->window;
    const size_t filters = (size_t)step->weights->size[0], groups = (size_t)step->groups;
    const size_t group_inputs = (size_t)step->weights->size[1];
    float *weights = channels_last(step->weights), *bias = step->bias != NULL ? aligned_copy(step->bias) : NULL;
    enum xnn_status status = xnn_status_out_of_memory;
    if (weights != NULL && (step->bias == NULL || bias != NULL))
        status = xnn_create_convolution2d_nhwc_f32(
            (uint32_t)window->pads[0], (uint32_t)window->pads[3], (uint32_t)window->pads[2], (uint32_t)window->pads[1],
            (uint32_t)window->kernel[0], (uint32_t)window->kernel[1], (uint32_t)window->strides[0],
            (uint32_t)window->strides[1], (uint32_t)window->dilations[0], (uint32_t)window->dilations[1],
            (uint32_t)groups, group_inputs, filters / groups, group_inputs * groups, filters, weights, bias,
            step->relu ? 0 : -INFINITY, INFINITY, 0, made);
    free(weights);
    free(bias);
    return status;
}

static enum xnn_status make_operator(const struct step *step, size_t channels, xnn_operator_t *made) {
    const struct window *window = &step->window;
    switch (step->kind) {
    case STEP_CONVOLUTION:
        return make_convolution(step, made);
    case STEP_MAX_POOL:
        return xnn_create_max_pooling2d_nhwc_f32(
            (uint32_t)window->pads[0], (uint32_t)window->pads[3], (uint32_t)window->pads[2], (uint32_t)window->pads[1],
            (uint32_t)window->kernel[0], (uint32_t)window->kernel[1], (uint32_t)window->strides[0],
            (uint32_t)window->strides[1], (uint32_t)window->dilations[0], (uint32_t)window->dilations[1], channels,
            channels, channels, -INFINITY, INFINITY, 0, made);
    case STEP_ADD:
        return xnn_create_add_nd_f32(step->relu ? 0 : -INFINITY, INFINITY, 0, made);
    case STEP_RELU:
        return xnn_create_clamp_nc_f32(channels, channels, channels, 0, INFINITY, 0, made);
    case STEP_SIGMOID:
        return xnn_create_sigmoid_nc_f32(channels, channels, channels, 0, made);
    default: /* STEP_ADD_UPSAMPLED, which XNNPACK does not have */
        return xnn_status_success;
    }
}

static float *map_of(const struct xnnpack_network *network, int map) {
    return (float *)(void *)(network->block + network->steps.maps[map].offset);
}

static enum xnn_status set_up(const struct xnnpack_network *network, size_t i) {
    const struct step *step = &network->steps.items[i];
    const struct map *in = &network->steps.maps[step->inputs[0]];
    const float *from = map_of(network, step->inputs[0]);
    const size_t height = (size_t)in->height, width = (size_t)in->width, count = height * width * (size_t)in->channels;
    float *to = map_of(network, step->output);
    xnn_operator_t op = network->operators[i];
    switch (step->kind) {
    case STEP_CONVOLUTION:
        return xnn_setup_convolution2d_nhwc_f32(op, 1, height, width, from, to, NULL);
    case STEP_MAX_POOL:
        return xnn_setup_max_pooling2d_nhwc_f32(op, 1, height, width, from, to, NULL);
    case STEP_ADD:
        return xnn_setup_add_nd_f32(op, 1, &count, 1, &count, from, map_of(network, step->inputs[1]), to, NULL);
    case STEP_RELU:
        return xnn_setup_clamp_nc_f32(op, height * width, from, to, NULL);
    case STEP_SIGMOID:
        return xnn_setup_sigmoid_nc_f32(op, height * width, from, to, NULL);
    default:
        return xnn_status_success;
    }
}

/* One row of the larger map and the row of the smaller one that covers it. */
static void add_upsampled_row(const float *restrict large, const float *restrict small, size_t width, size_t channels,
                              float least, float *restrict to) {
    for (size_t x = 0; x < width; x++)
        for (size_t c = 0; c < channels; c++) {
            const float sum = large[x * channels + c] + small[x / 2 * channels + c];
            to[x * channels + c] = sum < least ? least : sum;
        }
}

static void add_upsampled(const struct xnnpack_network *network, const struct step *step) {
    const struct map *out = &network->steps.maps[step->output];
    const size_t row = (size_t)out->width * (size_t)out->channels;
    for (size_t y = 0; y < (size_t)out->height; y++)
        add_upsampled_row(map_of(network, step->inputs[0]) + y * row,
                          map_of(network, step->inputs[1]) + y / 2 * row / 2, (size_t)out->width, (size_t)out->channels,
                          step->relu ? 0 : -INFINITY, map_of(network, step->output) + y * row);
}

static enum sladd_status make_operators(struct xnnpack_network *network, struct sladd_error *err) {
    enum xnn_status status = xnn_initialize(NULL);
    network->operators = calloc(network->steps.count, sizeof(xnn_operator_t));
    if (network->operators == NULL)
        status = xnn_status_out_of_memory;
    for (size_t i = 0; i < network->steps.count && status == xnn_status_success; i++) {
        const struct step *step = &network->steps.items[i];
        status = make_operator(step, (size_t)network->steps.maps[step->inputs[0]].channels, &network->operators[i]);
    }
    return status == xnn_status_success ? SLADD_OK : failed(status, err);
}

static enum sladd_status open_network(struct span onnx, const char *const *outputs, size_t count, void **state,
                                      struct sladd_error *err) {
    struct onnx_facts facts;
    struct onnx_graph graph;
    *state = NULL;
    if (!onnx_read(onnx, &facts) || facts.input_count != 1 || !onnx_graph_read(onnx, &graph))
        return sladd_fail(err, SLADD_MODEL, "the graph is not one of plain convolutions (%s)", "inputs");
    const struct span input = {(const uint8_t *)facts.inputs[0].name, strlen(facts.inputs[0].name)};
    struct xnnpack_network *network = calloc(1, sizeof *network);
    enum sladd_status status = network != NULL ? steps_read(&graph, input, outputs, count, &network->steps, err)
                                               : sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the detectors");
    if (status == SLADD_OK)
        status = make_operators(network, err);
    onnx_graph_clear(&graph);
    if (status != SLADD_OK) {
        free_network(network);
        return status;
    }
    *state = network;
    return SLADD_OK;
}

/* Make the block large enough for a new size, and set everything up for it. */
static enum sladd_status lay_out(struct xnnpack_network *network, int width, int height, struct sladd_error *err) {
    size_t bytes;
    enum sladd_status status = steps_layout(&network->steps, width, height, &bytes, err);
    network->width = network->height = 0;
    if (status != SLADD_OK)
        return status;
    if (bytes > network->block_size) {
        free(network->block);
        network->block = aligned_alloc(STEPS_ALIGN, bytes);
        network->block_size = network->block != NULL ? bytes : 0;
        if (network->block == NULL)
            return failed(xnn_status_out_of_memory, err);
    }
    for (size_t i = 0; i < network->steps.count; i++) {
        enum xnn_status set = set_up(network, i);
        if (set != xnn_status_success)
            return failed(set, err);
    }
    network->width = width;
    network->height = height;
    return SLADD_OK;
}

static enum sladd_status make_input(void *state, int width, int height, struct input_view *input,
                                    struct sladd_error *err) {
    struct xnnpack_network *network = state;
    if (width != network->width || height != network->height) {
        enum sladd_status status = lay_out(network, width, height, err);
        if (status != SLADD_OK)
            return status;
    }
    *input = (struct input_view){map_of(network, 0), 3, 1};
    return SLADD_OK;
}

/* The output's planes, from channels that lie beside one another. */
static enum sladd_status give_output(struct xnnpack_network *network, int i, struct tensor *output,
                                     struct sladd_error *err) {
    const struct map *map = &network->steps.maps[network->steps.outputs[i]];
    const float *from = map_of(network, network->steps.outputs[i]);
    const size_t channels = (size_t)map->channels, plane = (size_t)map->height * (size_t)map->width;
    float *to = realloc(network->outputs[i], channels * plane * sizeof *to);
    if (to == NULL)
        return failed(xnn_status_out_of_memory, err);
    network->outputs[i] = to;
    for (size_t c = 0; c < channels; c++)
        for (size_t pixel = 0; pixel < plane; pixel++)
            to[c * plane + pixel] = from[pixel * channels + c];
    *output = (struct tensor){to, 4, {1, map->channels, map->height, map->width}, channels * plane};
    return SLADD_OK;
}

static enum sladd_status run_network(void *state, struct tensor *outputs, struct sladd_error *err) {
    struct xnnpack_network *network = state;
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < network->steps.count; i++) {
        if (network->operators[i] == NULL)
            add_upsampled(network, &network->steps.items[i]);
        else if (xnn_run_operator(network->operators[i], NULL) != xnn_status_success)
            return failed(xnn_status_invalid_state, err);
    }
    for (int i = 0; i < network->steps.output_count && status == SLADD_OK; i++)
        status = give_output(network, i, &outputs[i], err);
    return status;
}

const struct engine XNNPACK_ENGINE = {"xnnpack", open_network, make_input, run_network, free_network};
