#include "vision/backend.h"

#include <stdlib.h>

const struct engine *const ENGINES[] = {
#ifdef SLADD_XNNPACK
    &XNNPACK_ENGINE,
#endif
    &OPENCV_ENGINE,
    NULL,
};

struct network {
    const struct engine *engine;
    void *state; /* the engine's own */
};

enum sladd_status network_open(const struct engine *const *engines, struct span onnx, const char *const *outputs,
                               size_t count, struct network **network, struct sladd_error *err) {
    enum sladd_status status = SLADD_MODEL;
    *network = NULL;
    struct network *made = calloc(1, sizeof *made);
    if (made == NULL)
        return fail_memory(err);
    for (; *engines != NULL && status == SLADD_MODEL; engines++) {
        made->engine = *engines;
        status = made->engine->open(onnx, outputs, count, &made->state, err);
    }
    if (status != SLADD_OK) {
        free(made);
        return status;
    }
    *network = made;
    return SLADD_OK;
}

void network_free(struct network *network) {
    if (network == NULL)
        return;
    network->engine->free(network->state);
    free(network);
}

const char *network_engine(const struct network *network) {
    return network->engine->name;
}

enum sladd_status network_input(struct network *network, int width, int height, struct input_view *input,
                                struct sladd_error *err) {
    return network->engine->input(network->state, width, height, input, err);
}

void network_rest(struct network *network) {
    if (network->engine->rest != NULL)
        network->engine->rest(network->state);
}

enum sladd_status network_run(struct network *network, struct tensor *outputs, struct sladd_error *err) {
    return network->engine->run(network->state, outputs, err);
}
