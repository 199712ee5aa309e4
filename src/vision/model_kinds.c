/* The kinds of model: what tells them apart, and what is the same for all of one kind. */
#include "vision/models.h"

#include <string.h>

#define SAME3(x)                                                                                                       \
    { x, x, x }

static const struct model_traits TRAITS[MODEL_KINDS] =
    {
        [MODEL_SLADD_FACE] =
            {
                .name = "sladd-face",
                .role = VISION_FACE,
                .outputs = {"face_8", "face_16", "face_32"},
                .output_count = 3,
                .scale = SAME3(1 / 128.0f),
                .offset = SAME3(-1),
                /* Chosen on the held-out event crowds, reported on other photos (models/face.md): small faces are many
                 * and hide little; most of what is large and doubtful is no face, but a miss of one hurts most. */
                .threshold = {0.2, 0.2, 0.16, 0.16},
                .crowd_threshold = {0.04, 0.06, 0.045, 0.1},
                .min_score = 0.12,
                /* On six pictures of 12.6 megapixels put together from crowds (2,741 faces): 348 stay exposed where a
                 * look at nearly everything leaves 340, in 8.1 seconds instead of 11.2 (models/face.md). */
                .refine_threshold = 0.08,
                .second_opinion = true,
            },
        [MODEL_FACE_OPINION] =
            {
                .name = "sladd-face-opinion",
                .role = VISION_FACE_OPINION,
                .outputs = {"opinion_faces"},
                .output_count = 1,
                .scale = SAME3(1 / 128.0f),
                .offset = SAME3(-1),
            },
        [MODEL_YUNET] =
            {
                .name = "yunet",
                .role = VISION_FACE,
                .outputs = {"cls_8", "cls_16", "cls_32", "obj_8", "obj_16", "obj_32", "bbox_8", "bbox_16", "bbox_32"},
                .output_count = 9,
                .scale = SAME3(1),
                /* On 501 photos, not of crowds: 96 % of the faces from 40 pixels at 1.7 false alarms a photo. */
                .threshold = {0.4, 0.4, 0.4, 0.4},
                .crowd_threshold = {0.4, 0.4, 0.4, 0.4}, /* no less than elsewhere: not measured */
                .min_score = 0.2,
                .refine_threshold = 0.05, /* chosen by analogy, not measured */
            },
        [MODEL_SLADD_TEXT] =
            {
                .name = "sladd-text",
                .role = VISION_TEXT,
                .outputs = {"text"},
                .output_count = 1,
                .scale = SAME3(1 / 128.0f),
                .offset = SAME3(-1),
                /* At the finest scale a line may be faint: a higher score loses those that are turned, moved or dark.
                 * Coarser ones only add what is too large to be seen there, and see lines in shelves and rows of people
                 * (models/text.md). */
                .finest = {.threshold = 0.35, .score = 0.55, .doubted = 0.13, .fill = 0.4},
                .coarser = {.threshold = 0.5, .score = 0.7, .doubted = 0.4, .fill = 0.4},
                /* On the sample photos, with an earlier model: 0.1 finds every badge that a look at all of the
                 * finest scale finds and asks for a third of its area; 0.2 misses two of them. */
                .refine_threshold = 0.1,
                .grow = 0.2,
                .whole_line = true,
                .cell = 4,
                .second_opinion = true,
            },
        [MODEL_TEXT_OPINION] =
            {
                .name = "sladd-text-opinion",
                .role = VISION_TEXT_OPINION,
                .outputs = {"opinion_lines"},
                .output_count = 1,
                .scale = SAME3(1 / 128.0f),
                .offset = SAME3(-1),
            },
        [MODEL_DB] =
            {
                .name = "db",
                .role = VISION_TEXT,
                .output_count = 1,
                /* (pixel / 255 - mean) / deviation of ImageNet, in PaddleOCR's order: its red values for blue. */
                .scale = {1 / 255.0f / 0.229f, 1 / 255.0f / 0.224f, 1 / 255.0f / 0.225f},
                .offset = {-0.485f / 0.229f, -0.456f / 0.224f, -0.406f / 0.225f},
                .finest = {.threshold = 0.3, .score = 0.5}, /* PaddleOCR's own values */
                .coarser = {.threshold = 0.3, .score = 0.5},
                .refine_threshold = 0.1, /* chosen by analogy, not measured */
                .grow = 1.6,
                .cell = 1,
            },
};

const struct model_traits *model_traits(enum model_kind kind) {
    return &TRAITS[kind];
}

static bool has_outputs(const struct onnx_facts *facts, enum model_kind kind) {
    for (int i = 0; i < TRAITS[kind].output_count; i++)
        if (onnx_output(facts, TRAITS[kind].outputs[i]) == NULL)
            return false;
    return true;
}

/* A second opinion has one size of input, a small one. */
static enum model_kind opinion_of(enum model_kind kind, const struct onnx_value *in, int *width, int *height) {
    enum { LEAST_SIDE = 16 };
    for (int i = 2; i < 4; i++)
        if (in->size[i] < LEAST_SIDE || in->size[i] > OPINION_MOST_SIDE)
            return MODEL_UNKNOWN;
    *height = in->size[2];
    *width = in->size[3];
    return kind;
}

enum model_kind model_recognise(const struct onnx_facts *facts, int *fixed_width, int *fixed_height) {
    *fixed_width = *fixed_height = 0;
    const struct onnx_value *in = &facts->inputs[0];
    if (facts->input_count < 1 || facts->output_count < 1 || in->dims != 4 || in->size[1] != 3)
        return MODEL_UNKNOWN;
    if (has_outputs(facts, MODEL_SLADD_FACE))
        return MODEL_SLADD_FACE;
    if (has_outputs(facts, MODEL_FACE_OPINION))
        return opinion_of(MODEL_FACE_OPINION, in, fixed_width, fixed_height);
    if (has_outputs(facts, MODEL_TEXT_OPINION))
        return opinion_of(MODEL_TEXT_OPINION, in, fixed_width, fixed_height);
    if (has_outputs(facts, MODEL_YUNET)) {
        int height = in->size[2], width = in->size[3];
        if (height < 32 || width < 32 || height > 4096 || width > 4096 || height % 32 != 0 || width % 32 != 0)
            return MODEL_UNKNOWN;
        *fixed_width = width;
        *fixed_height = height;
        return MODEL_YUNET;
    }
    const struct onnx_value *out = &facts->outputs[0];
    if (facts->output_count != 1 || out->dims != 4)
        return MODEL_UNKNOWN;
    if (strcmp(out->name, "text") == 0 && out->size[1] == 2)
        return MODEL_SLADD_TEXT;
    return out->size[1] == 1 && in->size[2] == 0 && in->size[3] == 0 ? MODEL_DB : MODEL_UNKNOWN;
}
