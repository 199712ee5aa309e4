/* libFuzzer: any bytes are either an ONNX file's facts, all within their places, or none; and a graph that can be laid
 * out, or none. */
#include "vision/backend/steps.h"
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

/* Every result lies in the block, and every step reads what an earlier one made. */
static void check_layout(const struct steps *steps, size_t bytes) {
    for (size_t i = 0; i < steps->map_count; i++)
        if (steps->maps[i].offset + steps->maps[i].bytes > bytes)
            abort();
    for (size_t i = 0; i < steps->count; i++)
        if (steps->items[i].output != (int)i + 1 || steps->items[i].inputs[0] < 0 || steps->items[i].inputs[1] < 0 ||
            steps->items[i].inputs[0] > (int)i || steps->items[i].inputs[1] > (int)i)
            abort();
}

static void lay_out(struct span file, const struct onnx_facts *facts) {
    struct onnx_graph graph;
    struct steps steps;
    size_t bytes;
    const char *outputs[] = {facts->outputs[0].name};
    const struct span input = {(const uint8_t *)facts->inputs[0].name, strlen(facts->inputs[0].name)};
    if (onnx_graph_read(file, &graph) != SLADD_OK)
        return;
    if (steps_read(&graph, input, outputs, 1, &steps, NULL) == SLADD_OK) {
        if (steps_layout(&steps, 64, 96, &bytes, NULL) == SLADD_OK)
            check_layout(&steps, bytes);
        steps_clear(&steps);
    }
    onnx_graph_clear(&graph);
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
    const enum model_kind kind = model_recognise(&facts, &width, &height);
    const bool one_size = kind == MODEL_YUNET || kind == MODEL_FACE_OPINION || kind == MODEL_TEXT_OPINION;
    if (one_size ? width < 16 || height < 16 || width > 4096 || height > 4096 : width != 0 || height != 0)
        abort();
    if (facts.input_count > 0 && facts.output_count > 0)
        lay_out((struct span){data, size}, &facts);
    return 0;
}
