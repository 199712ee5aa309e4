/* libFuzzer: any bytes are either an ONNX file's facts, all within their places, or none. */
#include "vision/models.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_values(const struct onnx_value *values, int count) {
    for (int i = 0; i < count && i < ONNX_MAX_VALUES; i++) {
        if (memchr(values[i].name, '\0', sizeof values[i].name) == NULL || values[i].dims < 0)
            abort();
        for (int d = 0; d < values[i].dims && d < ONNX_MAX_DIMS; d++)
            if (values[i].size[d] < 0)
                abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct onnx_facts facts;
    int width, height;
    if (!onnx_read((struct span){data, size}, &facts))
        return 0;
    check_values(facts.inputs, facts.input_count);
    check_values(facts.outputs, facts.output_count);
    if (memchr(facts.producer, '\0', sizeof facts.producer) == NULL || facts.version < 0)
        abort();
    if (model_recognise(&facts, &width, &height) != MODEL_YUNET && (width != 0 || height != 0))
        abort();
    return 0;
}
