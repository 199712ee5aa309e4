/* The fast engine: XNNPACK's operators, chosen by the processor's vector units when the program runs.
 *
 * One operator a step, made once: it holds its weights, packed, which workers that are forked afterwards share. Another
 * input size only sets the operators up anew (pointers into the block of intermediate results), where XNNPACK's own
 * subgraphs would have to be built and packed again for every size. The steps on the large maps go in bands of rows
 * that stay in the cache (kernels.h). Everything runs on the caller's thread.
 *
 * XNNPACK asks cpuinfo what the processor can do, and that reads /proc: open the first network before a sandbox. */
#include "vision/backend.h"
#include "vision/backend/kernels.h"
#include "vision/backend/xnnpack_units.h"

#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct xnnpack_network {
    struct steps steps;
    struct unit *units; /* one a step */
    uint8_t *block;     /* of intermediate results */
    size_t block_size;
    float *band;  /* rows between the two halves of a step */
    float *zeros; /* a row beyond the edge of any map */
    size_t band_size, zeros_size;
    int width, height; /* that the operators are set up for; 0: none */
    float *outputs[NETWORK_MAX_OUTPUTS];
};

enum { BAND_BYTES = 1 << 17 };

static enum sladd_status failed(enum xnn_status status, struct sladd_error *err) {
    if (status == xnn_status_out_of_memory)
        return fail_memory(err);
    return sladd_fail(err, SLADD_MODEL, "XNNPACK cannot run this network (status %d)", (int)status);
}

static void give_back(void *state) {
    struct xnnpack_network *network = state;
    for (int i = 0; i < NETWORK_MAX_OUTPUTS; i++) {
        free(network->outputs[i]);
        network->outputs[i] = NULL;
    }
    free(network->block);
    free(network->band);
    free(network->zeros);
    network->block = NULL;
    network->band = network->zeros = NULL;
    network->block_size = network->band_size = network->zeros_size = 0;
    network->width = network->height = 0;
}

static void free_network(void *state) {
    struct xnnpack_network *network = state;
    if (network == NULL)
        return;
    give_back(network);
    for (size_t i = 0; network->units != NULL && i < network->steps.count; i++)
        unit_clear(&network->units[i]);
    free(network->units);
    steps_clear(&network->steps);
    free(network);
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
    xnn_operator_t op = network->units[i].op;
    switch (step->kind) {
    case STEP_CONVOLUTION:
        return xnn_setup_convolution2d_nhwc_f32(op, 1, height, width, from, to, NULL);
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

/* How many output rows of a step make a band, and how many floats a row between its halves has. */
static size_t band_rows(const struct map *out, size_t row) {
    const size_t rows = BAND_BYTES / (row * sizeof(float));
    return rows < 1 ? 1 : rows > (size_t)out->height ? (size_t)out->height : rows;
}

static size_t between_row(const struct step *step, const struct map *out) {
    return (size_t)out->width * (step->kind == STEP_STEM ? STEM_TAPS : (size_t)out->channels);
}

static enum xnn_status run_pointwise(xnn_operator_t op, size_t pixels, const float *from, float *to) {
    enum xnn_status status = xnn_setup_convolution2d_nhwc_f32(op, 1, 1, pixels, from, to, NULL);
    return status == xnn_status_success ? xnn_run_operator(op, NULL) : status;
}

static enum xnn_status run_stem(const struct xnnpack_network *network, const struct step *step, xnn_operator_t op) {
    const struct map *in = &network->steps.maps[step->inputs[0]], *out = &network->steps.maps[step->output];
    const size_t height = (size_t)in->height, in_row = (size_t)in->width * 3, width = (size_t)out->width;
    const size_t row = between_row(step, out), rows = band_rows(out, row);
    const float *from = map_of(network, step->inputs[0]), *zeros = network->zeros;
    float *to = map_of(network, step->output);
    enum xnn_status status = xnn_status_success;
    for (size_t y = 0; y < (size_t)out->height && status == xnn_status_success; y += rows) {
        const size_t count = (size_t)out->height - y < rows ? (size_t)out->height - y : rows;
        for (size_t i = 0; i < count; i++) {
            const size_t middle = 2 * (y + i);
            const float *const windows[3] = {middle > 0 ? from + (middle - 1) * in_row : zeros, from + middle * in_row,
                                             middle + 1 < height ? from + (middle + 1) * in_row : zeros};
            gather_stem_row(windows, (size_t)in->width, width, network->band + i * row);
        }
        status = run_pointwise(op, count * width, network->band, to + y * width * (size_t)out->channels);
    }
    return status;
}

/* The band holds the mixed rows around the output rows: the row above the first of them, then as many as are needed.
 * The last two stay for the next band. */
static enum xnn_status run_depthwise(const struct xnnpack_network *network, const struct step *step,
                                     const struct unit *unit) {
    const struct map *in = &network->steps.maps[step->inputs[0]], *out = &network->steps.maps[step->output];
    const size_t height = (size_t)out->height, width = (size_t)out->width, channels = (size_t)out->channels;
    const size_t row = between_row(step, out), rows = band_rows(out, row);
    const float *from = map_of(network, step->inputs[0]), *zeros = network->zeros;
    float *to = map_of(network, step->output);
    size_t mixed = 0; /* rows so far */
    enum xnn_status status = xnn_status_success;
    for (size_t y = 0; y < height && status == xnn_status_success; y += rows) {
        const size_t end = y + rows < height ? y + rows : height, needed = end < height ? end + 1 : height;
        if (unit->op != NULL && needed > mixed) {
            status = run_pointwise(unit->op, (needed - mixed) * width, from + mixed * width * (size_t)in->channels,
                                   network->band + (mixed + 1 - y) * row);
            mixed = needed;
        }
        for (size_t i = y; i < end; i++) {
            const float *middle = unit->op != NULL ? network->band + (i + 1 - y) * row : from + i * row;
            const float *const window[3] = {i > 0 ? middle - row : zeros, middle,
                                            i + 1 < height ? middle + row : zeros};
            depthwise_row(window, width, channels, unit->weights, unit->weights + 9 * channels,
                          step->relu ? 0 : -INFINITY, to + i * row);
        }
        if (unit->op != NULL && end < height)
            memmove(network->band, network->band + rows * row, 2 * row * sizeof(float));
    }
    return status;
}

static void max_pool(const struct xnnpack_network *network, const struct step *step) {
    const struct map *in = &network->steps.maps[step->inputs[0]], *out = &network->steps.maps[step->output];
    const size_t in_row = (size_t)in->width * (size_t)in->channels, row = (size_t)out->width * (size_t)out->channels;
    const float *from = map_of(network, step->inputs[0]);
    for (size_t y = 0; y < (size_t)out->height; y++, from += 2 * in_row)
        max_pool_row(from, from + in_row, (size_t)out->width, (size_t)out->channels,
                     map_of(network, step->output) + y * row);
}

static void add_upsampled(const struct xnnpack_network *network, const struct step *step) {
    const struct map *out = &network->steps.maps[step->output];
    const size_t row = (size_t)out->width * (size_t)out->channels;
    for (size_t y = 0; y < (size_t)out->height; y++)
        add_upsampled_row(map_of(network, step->inputs[0]) + y * row,
                          map_of(network, step->inputs[1]) + y / 2 * row / 2, (size_t)out->width, (size_t)out->channels,
                          step->relu ? 0 : -INFINITY, map_of(network, step->output) + y * row);
}

static enum xnn_status run_step(const struct xnnpack_network *network, size_t i) {
    const struct step *step = &network->steps.items[i];
    const struct unit *unit = &network->units[i];
    switch (step->kind) {
    case STEP_STEM:
        return run_stem(network, step, unit->op);
    case STEP_DEPTHWISE:
        return run_depthwise(network, step, unit);
    case STEP_MAX_POOL:
        max_pool(network, step);
        return xnn_status_success;
    case STEP_ADD_UPSAMPLED:
        add_upsampled(network, step);
        return xnn_status_success;
    default:
        return xnn_run_operator(unit->op, NULL);
    }
}

static enum sladd_status make_units(struct xnnpack_network *network, struct sladd_error *err) {
    enum xnn_status status = xnn_initialize(NULL);
    network->units = calloc(network->steps.count, sizeof *network->units);
    if (network->units == NULL)
        status = xnn_status_out_of_memory;
    for (size_t i = 0; i < network->steps.count && status == xnn_status_success; i++) {
        const struct step *step = &network->steps.items[i];
        status = unit_init(&network->units[i], step, (size_t)network->steps.maps[step->inputs[0]].channels);
    }
    return status == xnn_status_success ? SLADD_OK : failed(status, err);
}

static enum sladd_status open_network(struct span onnx, const char *const *outputs, size_t count, void **state,
                                      struct sladd_error *err) {
    struct onnx_facts facts;
    struct onnx_graph graph;
    *state = NULL;
    enum sladd_status status =
        onnx_read(onnx, &facts) && facts.input_count == 1 ? onnx_graph_read(onnx, &graph) : SLADD_MODEL;
    if (status == SLADD_NO_MEMORY)
        return fail_memory(err);
    if (status != SLADD_OK)
        return sladd_fail(err, SLADD_MODEL, "the graph is not one of plain convolutions (%s)", "inputs");
    const struct span input = {(const uint8_t *)facts.inputs[0].name, strlen(facts.inputs[0].name)};
    struct xnnpack_network *network = calloc(1, sizeof *network);
    status = network != NULL ? steps_read(&graph, input, outputs, count, &network->steps, err) : fail_memory(err);
    if (status == SLADD_OK)
        status = make_units(network, err);
    onnx_graph_clear(&graph);
    if (status != SLADD_OK) {
        free_network(network);
        return status;
    }
    *state = network;
    return SLADD_OK;
}

/* Make a block of memory at least that large; what it holds is lost. */
static bool make_room(void **block, size_t *size, size_t wanted) {
    wanted = (wanted + STEPS_ALIGN - 1) / STEPS_ALIGN * STEPS_ALIGN;
    if (wanted <= *size)
        return true;
    free(*block);
    *block = aligned_alloc(STEPS_ALIGN, wanted);
    *size = *block != NULL ? wanted : 0;
    return *block != NULL;
}

/* Room for the rows of the largest band with one more on either side, and for the longest row. */
static bool make_bands(struct xnnpack_network *network) {
    size_t band = 0, longest = 0;
    for (size_t i = 0; i < network->steps.count; i++) {
        const struct step *step = &network->steps.items[i];
        const struct map *out = &network->steps.maps[step->output];
        if (step->kind != STEP_STEM && step->kind != STEP_DEPTHWISE)
            continue;
        const size_t row = between_row(step, out), floats = (band_rows(out, row) + 2) * row;
        band = floats > band ? floats : band;
        longest = row > longest ? row : longest; /* a stem's row of gathered windows is longer than its input's */
    }
    if (!make_room((void **)&network->band, &network->band_size, band * sizeof(float) + STEPS_SLACK) ||
        !make_room((void **)&network->zeros, &network->zeros_size, longest * sizeof(float) + STEPS_SLACK))
        return false;
    memset(network->zeros, 0, network->zeros_size);
    return true;
}

/* Make everything large enough for a new size, and set it up. */
static enum sladd_status lay_out(struct xnnpack_network *network, int width, int height, struct sladd_error *err) {
    size_t bytes;
    enum sladd_status status = steps_layout(&network->steps, width, height, &bytes, err);
    network->width = network->height = 0;
    if (status != SLADD_OK)
        return status;
    if (!make_room((void **)&network->block, &network->block_size, bytes) || !make_bands(network))
        return failed(xnn_status_out_of_memory, err);
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
        const enum xnn_status ran = run_step(network, i);
        if (ran != xnn_status_success)
            return failed(ran, err);
    }
    for (int i = 0; i < network->steps.output_count && status == SLADD_OK; i++)
        status = give_output(network, i, &outputs[i], err);
    return status;
}

const struct engine XNNPACK_ENGINE = {"xnnpack", open_network, make_input, run_network, give_back, free_network};

static int last_status;

static void end_process(int signal) {
    static const char words[] = "sladd: XNNPACK cannot tell what processor this is; are /sys and /proc there?\n";
    (void)signal;
    (void)!write(STDERR_FILENO, words, sizeof words - 1);
    _exit(last_status);
}

void xnnpack_configure_process(int status) {
    /* cpuinfo, on which it stands, reads /sys/devices/system/cpu twice and trusts the second time blindly. */
    const struct sigaction own = {.sa_handler = end_process};
    struct sigaction before;
    last_status = status;
    bool watched = sigaction(SIGSEGV, &own, &before) == 0;
    (void)xnn_initialize(NULL);
    if (watched)
        (void)sigaction(SIGSEGV, &before, NULL);
}
