/* XNNPACK's operators and packed weights for the steps of a graph. */
#include "vision/backend/xnnpack_units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

static enum xnn_status make_convolution(const struct onnx_tensor *weights, const struct onnx_tensor *bias, bool relu,
                                        const struct window *window, int groups, xnn_operator_t *made) {
    const size_t filters = (size_t)weights->size[0], group_inputs = (size_t)weights->size[1], parts = (size_t)groups;
    float *packed = channels_last(weights), *biases = bias != NULL ? aligned_copy(bias) : NULL;
    enum xnn_status status = xnn_status_out_of_memory;
    if (packed != NULL && (bias == NULL || biases != NULL))
        status = xnn_create_convolution2d_nhwc_f32(
            (uint32_t)window->pads[0], (uint32_t)window->pads[3], (uint32_t)window->pads[2], (uint32_t)window->pads[1],
            (uint32_t)window->kernel[0], (uint32_t)window->kernel[1], (uint32_t)window->strides[0],
            (uint32_t)window->strides[1], (uint32_t)window->dilations[0], (uint32_t)window->dilations[1],
            (uint32_t)groups, group_inputs, filters / parts, group_inputs * parts, filters, packed, biases,
            relu ? 0 : -INFINITY, INFINITY, 0, made);
    free(packed);
    free(biases);
    return status;
}

/* A 1 x 1 convolution; a stem's windows are gathered, so that it is one over 27 channels. */
static enum xnn_status make_pointwise(const struct onnx_tensor *weights, const struct onnx_tensor *bias, bool relu,
                                      xnn_operator_t *made) {
    static const struct window POINT = {{1, 1}, {1, 1}, {1, 1}, {0, 0, 0, 0}};
    float *packed = channels_last(weights);
    if (packed == NULL)
        return xnn_status_out_of_memory;
    struct onnx_tensor flat = *weights;
    flat.floats = (const uint8_t *)packed;
    flat.size[1] = (int)(weights->count / (size_t)weights->size[0]);
    flat.size[2] = flat.size[3] = 1;
    enum xnn_status status = make_convolution(&flat, bias, relu, &POINT, 1, made);
    free(packed);
    return status;
}

/* The nine weights of every channel, a window's place after the other, and the biases. */
static float *pack_depthwise(const struct step *step) {
    const size_t channels = (size_t)step->weights->size[0];
    float *to = calloc(10 * channels, sizeof *to);
    if (to == NULL)
        return NULL;
    for (size_t c = 0; c < channels; c++)
        for (size_t k = 0; k < 9; k++)
            memcpy(&to[k * channels + c], step->weights->floats + sizeof *to * (9 * c + k), sizeof *to);
    if (step->bias != NULL)
        memcpy(to + 9 * channels, step->bias->floats, channels * sizeof *to);
    return to;
}

enum xnn_status unit_init(struct unit *unit, const struct step *step, size_t channels) {
    switch (step->kind) {
    case STEP_CONVOLUTION:
        return make_convolution(step->weights, step->bias, step->relu, &step->window, step->groups, &unit->op);
    case STEP_STEM:
        return make_pointwise(step->weights, step->bias, step->relu, &unit->op);
    case STEP_DEPTHWISE:
        unit->weights = pack_depthwise(step);
        if (unit->weights == NULL)
            return xnn_status_out_of_memory;
        return step->mix_weights == NULL ? xnn_status_success
                                         : make_pointwise(step->mix_weights, step->mix_bias, false, &unit->op);
    case STEP_ADD:
        return xnn_create_add_nd_f32(step->relu ? 0 : -INFINITY, INFINITY, 0, &unit->op);
    case STEP_RELU:
        return xnn_create_clamp_nc_f32(channels, channels, channels, 0, INFINITY, 0, &unit->op);
    case STEP_SIGMOID:
        return xnn_create_sigmoid_nc_f32(channels, channels, channels, 0, &unit->op);
    default:
        return xnn_status_success;
    }
}

void unit_clear(struct unit *unit) {
    if (unit->op != NULL)
        (void)xnn_delete_operator(unit->op);
    free(unit->weights);
    *unit = (struct unit){0};
}
