#include "record/outcome_json.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *text_to_json(const char *bytes) {
    char *clean = bytes != NULL ? text_clean(bytes) : NULL;
    json_t *text = clean != NULL ? json_string(clean) : NULL;
    free(clean);
    return text;
}

static json_t *rounded(double value, double steps) {
    return json_real(round(value * steps) / steps);
}

static json_t *box_of(struct sladd_box box) {
    return json_pack("[o, o, o, o]", rounded(box.x, 100), rounded(box.y, 100), rounded(box.width, 100),
                     rounded(box.height, 100));
}

json_t *json_all(json_t *value, bool good) {
    if (good)
        return value;
    json_decref(value);
    return NULL;
}

json_t *json_whole(json_t *list, size_t count) {
    return json_all(list, json_array_size(list) == count);
}

static json_t *quad_of(const struct sladd_point corners[4]) {
    json_t *quad = json_array();
    for (int i = 0; i < 4; i++)
        (void)json_array_append_new(quad, json_pack("[o, o]", rounded(corners[i].x, 100), rounded(corners[i].y, 100)));
    return json_whole(quad, 4);
}

static json_t *region_row(const struct sladd_regions *regions, const struct sladd_region *region) {
    const char *person = sladd_region_person(regions, region);
    const char *holds = sladd_holds_name(region->holds);
    bool told = region->kind == SLADD_FACE &&
                (region->reason == SLADD_REASON_CONSENT || region->reason == SLADD_REASON_COVERED);
    const char *voice = sladd_voice_name(region->said_by);
    json_t *row = json_pack("{s:s, s:o, s:o, s:s, s:s, s:o, s:o, s:o}", "kind", sladd_kind_name(region->kind), "box",
                            box_of(region->box), "score", region->detected ? rounded(region->score, 1000) : json_null(),
                            "action", sladd_action_name(region->action), "reason", sladd_reason_name(region->reason),
                            "person", person != NULL ? text_to_json(person) : json_null(), "visible",
                            told ? rounded(region->visible, 100) : json_null(), "holds",
                            holds != NULL ? json_string(holds) : json_null());
    bool good = voice == NULL || json_object_set_new(row, "said_by", json_string(voice)) == 0;
    return json_all(row, good && (!region->has_quad || json_object_set_new(row, "quad", quad_of(region->quad)) == 0));
}

static json_t *timings_of(const struct sladd_outcome *outcome, bool wanted) {
    json_t *timings = json_object();
    bool good = true;
    for (int i = 0; i < SLADD_STEP_COUNT && wanted && good; i++)
        good = json_object_set_new(timings, sladd_step_name((enum sladd_step)i),
                                   rounded(outcome->milliseconds[i], 10)) == 0;
    return json_all(timings, good);
}

static json_t *text_or_null(const char *text) {
    return text[0] != '\0' ? text_to_json(text) : json_null();
}

json_t *names_to_json(const struct sladd_names *names) {
    json_t *texts = json_array();
    for (size_t i = 0; i < names->count; i++)
        (void)json_array_append_new(texts, text_to_json(names->items[i]));
    return json_whole(texts, names->count);
}

json_t *outcome_to_json(const char *source, const char *output, bool timings, const struct sladd_outcome *outcome) {
    json_t *regions = json_array(), *removed = names_to_json(&outcome->removed),
           *notices = names_to_json(&outcome->notices);
    for (size_t i = 0; i < outcome->regions.count; i++)
        (void)json_array_append_new(regions, region_row(&outcome->regions, &outcome->regions.items[i]));
    regions = json_whole(regions, outcome->regions.count);
    bool clean = sladd_outcome_has_copy(outcome);
    bool told = outcome->risk >= 0 && outcome->result != SLADD_FAILED;
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:i, s:i, s:i, s:I, s:o, s:o, s:o, s:b, s:o, s:o}", "source",
        text_to_json(source), "source_sha256", text_or_null(outcome->source_sha256), "sidecar_sha256",
        text_or_null(outcome->sidecar_sha256), "output", output != NULL ? text_to_json(output) : json_null(),
        "output_sha256", text_or_null(outcome->output_sha256), "status", sladd_result_name(outcome->result), "error",
        clean ? json_null() : text_or_null(outcome->error.text), "cause",
        clean ? json_null() : json_string(sladd_status_name(outcome->error.status)), "width", outcome->width, "height",
        outcome->height, "turn", outcome->turn, "face_tags", (json_int_t)outcome->face_tags, "regions", regions,
        "removed", removed, "notices", notices, "verified", outcome->verified ? 1 : 0, "risk",
        told ? rounded(outcome->risk, 1e4) : json_null(), "timings_ms", timings_of(outcome, timings));
}

/* [{"name", "shape"}]; a size that the file leaves open is null. */
static json_t *values_of(const struct onnx_value *values, int count) {
    json_t *list = json_array();
    bool good = true;
    for (int i = 0; i < count && i < ONNX_MAX_VALUES && good; i++) {
        json_t *shape = json_array();
        for (int d = 0; d < values[i].dims && d < ONNX_MAX_DIMS && good; d++)
            good = json_array_append_new(shape,
                                         values[i].size[d] > 0 ? json_integer(values[i].size[d]) : json_null()) == 0;
        good = json_array_append_new(list, json_pack("{s:o, s:o}", "name", text_to_json(values[i].name), "shape",
                                                     json_all(shape, good))) == 0;
    }
    return json_all(list, good);
}

static json_t *model_row(const struct vision_model *model, bool values) {
    if (model == NULL)
        return json_null();
    const struct onnx_facts *says = &model->says;
    json_t *row =
        json_pack("{s:o, s:s, s:o, s:I, s:s}", "file", text_to_json(model->file), "kind", model->kind, "producer",
                  text_to_json(says->producer), "version", (json_int_t)says->version, "sha256", model->sha256);
    return json_all(row, !values ||
                             (json_object_set_new(row, "inputs", values_of(says->inputs, says->input_count)) == 0 &&
                              json_object_set_new(row, "outputs", values_of(says->outputs, says->output_count)) == 0));
}

json_t *models_to_json(const struct vision *vision, bool values) {
    json_t *models = json_object();
    bool good = true;
    for (int role = 0; role < VISION_ROLES && good; role++)
        good = json_object_set_new(models, vision_role_name(role), model_row(vision_model(vision, role), values)) == 0;
    return json_all(models, good);
}

json_t *policy_to_json(const struct policy *policy) {
    return json_pack("{s:o, s:o, s:s}", "name", text_to_json(policy->name), "version", text_to_json(policy->version),
                     "sha256", policy->sha256);
}

const char *text_from_json(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

/* The place of a word in a list of `count`, or `otherwise`. */
static int number_of_word(const char *word, const char *(*name)(int), int count, int otherwise) {
    for (int i = 0; i < count; i++)
        if (strcmp(word, name(i)) == 0)
            return i;
    return otherwise;
}

static const char *kind_word(int number) {
    return sladd_kind_name((enum sladd_kind)number);
}

static const char *reason_word(int number) {
    return sladd_reason_name((enum sladd_reason)number);
}

static const char *result_word(int number) {
    return sladd_result_name((enum sladd_result)number);
}

static const char *status_word(int number) {
    return sladd_status_name((enum sladd_status)number);
}

/* A number, never so large that what is reckoned with it is none: 1e308, rounded to hundredths, is infinite, and
 * infinity has no JSON. */
static double number_from_json(const json_t *number) {
    const double most = 1e9;
    return fmax(-most, fmin(json_number_value(number), most));
}

static int int_from_json(const json_t *object, const char *key) {
    double number = json_number_value(json_object_get(object, key));
    return number > 0 && number < 1e6 ? (int)number : 0;
}

int turn_from_json(const json_t *object) {
    const json_int_t turn = json_integer_value(json_object_get(object, "turn"));
    return turn == 1 || turn == 3 || turn == 6 || turn == 8 ? (int)turn : 0;
}

/* A number of faces; negative where there is none, or none that can be. */
static double risk_from_json(const json_t *row) {
    const json_t *number = json_object_get(row, "risk");
    return json_is_number(number) && json_number_value(number) >= 0 ? number_from_json(number) : -1;
}

bool digest_from_json(const json_t *object, const char *key, char hex[SLADD_SHA256_HEX]) {
    const char *text = text_from_json(object, key);
    size_t digits = strspn(text, "0123456789abcdef");
    hex[0] = '\0';
    if (text[digits] == '\0' && digits == SLADD_SHA256_HEX - 1)
        memcpy(hex, text, SLADD_SHA256_HEX);
    return hex[0] != '\0';
}

static struct sladd_point point_from_json(const json_t *pair) {
    return (struct sladd_point){number_from_json(json_array_get(pair, 0)), number_from_json(json_array_get(pair, 1))};
}

static enum sladd_holds holds_from_json(const char *name) {
    for (int i = SLADD_HOLDS_NOTHING + 1; i < SLADD_HOLDS_COUNT; i++)
        if (strcmp(name, sladd_holds_name((enum sladd_holds)i)) == 0)
            return (enum sladd_holds)i;
    return SLADD_HOLDS_NOTHING;
}

static enum sladd_voice voice_from_json(const char *name) {
    for (int i = SLADD_VOICE_UNKNOWN + 1; i < SLADD_VOICE_COUNT; i++)
        if (strcmp(name, sladd_voice_name((enum sladd_voice)i)) == 0)
            return (enum sladd_voice)i;
    return SLADD_VOICE_UNKNOWN;
}

static enum sladd_status region_from_json(const json_t *row, struct sladd_regions *regions, struct sladd_error *err) {
    const json_t *box = json_object_get(row, "box"), *quad = json_object_get(row, "quad");
    if (!json_is_object(row))
        return sladd_fail(err, SLADD_DAMAGED, "a region's row of JSON is damaged");
    struct sladd_region region = {
        .kind = (enum sladd_kind)number_of_word(text_from_json(row, "kind"), kind_word, SLADD_MANUAL + 1, SLADD_MANUAL),
        .box = {number_from_json(json_array_get(box, 0)), number_from_json(json_array_get(box, 1)),
                number_from_json(json_array_get(box, 2)), number_from_json(json_array_get(box, 3))},
        .action = strcmp(text_from_json(row, "action"), "keep") == 0 ? SLADD_KEEP : SLADD_REDACT,
        .detected = json_is_number(json_object_get(row, "score")),
        .score = number_from_json(json_object_get(row, "score")),
        .visible = number_from_json(json_object_get(row, "visible")),
        .holds = holds_from_json(text_from_json(row, "holds")),
        .said_by = voice_from_json(text_from_json(row, "said_by")),
        .reason = (enum sladd_reason)number_of_word(text_from_json(row, "reason"), reason_word, SLADD_REASON_COUNT,
                                                    SLADD_REASON_UNDECIDED),
        .has_quad = json_array_size(quad) == 4,
    };
    for (size_t i = 0; i < 4 && region.has_quad; i++)
        region.quad[i] = point_from_json(json_array_get(quad, i));
    enum sladd_status status =
        sladd_regions_name(regions, &region, json_string_value(json_object_get(row, "person")), err);
    return status == SLADD_OK ? sladd_regions_add(regions, &region, err) : status;
}

enum sladd_status names_from_json(const json_t *list, struct sladd_names *names, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < json_array_size(list) && status == SLADD_OK; i++) {
        const char *text = json_string_value(json_array_get(list, i));
        status = text != NULL ? sladd_names_add(names, text, err) : SLADD_OK;
    }
    return status;
}

enum sladd_status outcome_from_json(const json_t *row, struct sladd_outcome *outcome, struct sladd_error *err) {
    const json_t *regions = json_object_get(row, "regions");
    *outcome = (struct sladd_outcome){.result = SLADD_FAILED};
    if (!json_is_object(row) || !json_is_array(regions) ||
        json_array_size(regions) > limit_row(LIMIT_REGIONS)->most) /* it was written under the limit of another run */
        return sladd_fail(err, SLADD_DAMAGED, "a photo's row of JSON is damaged");
    outcome->result = (enum sladd_result)number_of_word(text_from_json(row, "status"), result_word, SLADD_UNCHANGED + 1,
                                                        SLADD_FAILED);
    outcome->error.status =
        (enum sladd_status)number_of_word(text_from_json(row, "cause"), status_word, SLADD_STATUS_COUNT, SLADD_OK);
    text_clean_to(outcome->error.text, sizeof outcome->error.text, text_from_json(row, "error"));
    (void)digest_from_json(row, "source_sha256", outcome->source_sha256);
    (void)digest_from_json(row, "output_sha256", outcome->output_sha256);
    (void)digest_from_json(row, "sidecar_sha256", outcome->sidecar_sha256);
    outcome->width = int_from_json(row, "width");
    outcome->height = int_from_json(row, "height");
    outcome->turn = turn_from_json(row);
    outcome->face_tags = (size_t)int_from_json(row, "face_tags");
    outcome->verified = json_is_true(json_object_get(row, "verified"));
    outcome->risk = risk_from_json(row);
    enum sladd_status status = names_from_json(json_object_get(row, "removed"), &outcome->removed, err);
    if (status == SLADD_OK)
        status = names_from_json(json_object_get(row, "notices"), &outcome->notices, err);
    for (size_t i = 0; i < json_array_size(regions) && status == SLADD_OK; i++)
        status = region_from_json(json_array_get(regions, i), &outcome->regions, err);
    if (status != SLADD_OK)
        sladd_outcome_clear(outcome);
    return status;
}
