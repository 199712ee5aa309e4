#include "record/report.h"

#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

json_t *report_text(const char *bytes) {
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

static json_t *region_row(const struct sladd_region *region) {
    bool told = region->kind == SLADD_FACE && region->detected &&
                (region->action == SLADD_KEEP || region->reason == SLADD_REASON_COVERED);
    json_t *row = json_pack("{s:s, s:o, s:o, s:s, s:s, s:o, s:o}", "kind", sladd_kind_name(region->kind), "box",
                            box_of(region->box), "score", region->detected ? rounded(region->score, 1000) : json_null(),
                            "action", sladd_action_name(region->action), "reason", sladd_reason_name(region->reason),
                            "person", region->person != NULL ? report_text(region->person) : json_null(), "visible",
                            told ? rounded(region->visible, 100) : json_null());
    if (row == NULL || !region->has_quad)
        return row;
    json_t *quad = json_array();
    for (int i = 0; i < 4; i++)
        (void)json_array_append_new(
            quad, json_pack("[o, o]", rounded(region->quad[i].x, 100), rounded(region->quad[i].y, 100)));
    (void)json_object_set_new(row, "quad", quad);
    return row;
}

static json_t *timings_of(const struct sladd_outcome *outcome, bool wanted) {
    json_t *timings = json_object();
    for (int i = 0; i < SLADD_STEP_COUNT && wanted; i++)
        (void)json_object_set_new(timings, sladd_step_name((enum sladd_step)i), rounded(outcome->milliseconds[i], 10));
    return timings;
}

static json_t *text_or_null(const char *text) {
    return text[0] != '\0' ? report_text(text) : json_null();
}

static json_t *texts_of(const struct sladd_names *names) {
    json_t *texts = json_array();
    for (size_t i = 0; i < names->count; i++)
        (void)json_array_append_new(texts, report_text(names->items[i]));
    return texts;
}

json_t *report_row(const char *source, const char *output, bool timings, const struct sladd_outcome *outcome) {
    json_t *regions = json_array(), *removed = texts_of(&outcome->removed), *notices = texts_of(&outcome->notices);
    for (size_t i = 0; i < outcome->regions.count; i++)
        (void)json_array_append_new(regions, region_row(&outcome->regions.items[i]));
    bool clean = outcome->result == SLADD_SANITISED || outcome->result == SLADD_UNCHANGED;
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:i, s:i, s:I, s:o, s:o, s:o, s:b, s:o}", "source",
        report_text(source), "source_sha256", text_or_null(outcome->source_sha256), "sidecar_sha256",
        text_or_null(outcome->sidecar_sha256), "output", output != NULL ? report_text(output) : json_null(),
        "output_sha256", text_or_null(outcome->output_sha256), "status", sladd_result_name(outcome->result), "error",
        clean ? json_null() : text_or_null(outcome->error.text), "cause",
        clean ? json_null() : json_string(sladd_status_name(outcome->error.status)), "width", outcome->width, "height",
        outcome->height, "face_tags", (json_int_t)outcome->face_tags, "regions", regions, "removed", removed, "notices",
        notices, "verified", outcome->verified ? 1 : 0, "timings_ms", timings_of(outcome, timings));
}

json_t *report_failure(const char *source, const struct sladd_error *why) {
    struct sladd_outcome outcome = {.result = SLADD_FAILED, .error = *why};
    return report_row(source, NULL, false, &outcome);
}

bool report_send(json_t *row, int fd) {
    bool complete = row != NULL && json_dumpfd(row, fd, JSON_COMPACT | JSON_REAL_PRECISION(12)) == 0;
    json_decref(row);
    return complete;
}

json_t *report_receive(struct span result, const struct sladd_error *trouble, const char *source) {
    struct sladd_error nothing;
    json_t *row = trouble == NULL ? json_loadb((const char *)result.data, result.size, 0, NULL) : NULL;
    if (row != NULL)
        return row;
    (void)sladd_fail(&nothing, SLADD_CRASHED, "the work on it gave no result");
    return report_failure(source, trouble != NULL ? trouble : &nothing);
}

static bool is(json_t *object, const char *key, const char *value) {
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL && strcmp(text, value) == 0;
}

void report_count(struct tally *tally, json_t *row) {
    size_t i;
    json_t *region;
    tally->photos++;
    tally->sanitised += is(row, "status", "sanitised");
    tally->withheld += is(row, "status", "withheld");
    tally->failed += is(row, "status", "failed");
    tally->unchanged += is(row, "status", "unchanged");
    json_array_foreach(json_object_get(row, "regions"), i, region) {
        bool redacted = is(region, "action", "redact");
        tally->faces_redacted += redacted && is(region, "kind", "face");
        tally->faces_kept +=
            !redacted && is(region, "kind", "face") && json_number_value(json_object_get(region, "visible")) > 0;
        tally->text_redacted += redacted && is(region, "kind", "text");
        tally->manual_redacted += redacted && is(region, "kind", "manual");
    }
}

/* [{"name", "shape"}]; a size that the file leaves open is null. */
static json_t *values_of(const struct onnx_value *values, int count) {
    json_t *list = json_array();
    for (int i = 0; i < count && i < ONNX_MAX_VALUES; i++) {
        json_t *shape = json_array();
        for (int d = 0; d < values[i].dims && d < ONNX_MAX_DIMS; d++)
            (void)json_array_append_new(shape, values[i].size[d] > 0 ? json_integer(values[i].size[d]) : json_null());
        (void)json_array_append_new(list, json_pack("{s:o, s:o}", "name", report_text(values[i].name), "shape", shape));
    }
    return list;
}

static json_t *model_row(const struct vision *vision, enum sladd_kind kind) {
    const struct vision_model *model = vision_model(vision, kind);
    const struct onnx_facts *says = &model->says;
    return json_pack("{s:o, s:s, s:o, s:I, s:s, s:o, s:o}", "file", report_text(model->file), "kind", model->kind,
                     "producer", report_text(says->producer), "version", (json_int_t)says->version, "sha256",
                     model->sha256, "inputs", values_of(says->inputs, says->input_count), "outputs",
                     values_of(says->outputs, says->output_count));
}

json_t *report_models(const struct vision *vision) {
    return json_pack("{s:o, s:o}", "face", model_row(vision, SLADD_FACE), "text", model_row(vision, SLADD_TEXT));
}

json_t *report_policy(const struct policy *policy) {
    return json_pack("{s:o, s:o, s:s}", "name", report_text(policy->name), "version", report_text(policy->version),
                     "sha256", policy->sha256);
}

json_t *report_whole(const struct args *args, const struct policy *policy, const struct vision *vision,
                     const struct tally *tally, json_t *rows) {
    char date[32];
    struct sladd_date day = args->settings.date;
    (void)snprintf(date, sizeof date, "%04d-%02d-%02d", day.year, day.month, day.day);
    json_t *summary =
        json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "photos", (json_int_t)tally->photos, "sanitised",
                  (json_int_t)tally->sanitised, "withheld", (json_int_t)tally->withheld, "failed",
                  (json_int_t)tally->failed, "unchanged", (json_int_t)tally->unchanged, "faces_redacted",
                  (json_int_t)tally->faces_redacted, "faces_kept", (json_int_t)tally->faces_kept, "text_redacted",
                  (json_int_t)tally->text_redacted, "manual_redacted", (json_int_t)tally->manual_redacted);
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:b, s:o, s:o}", "sladd", SLADD_VERSION, "command", "clean",
                     "date", date, "channel", report_text(args->settings.channel), "policy", report_policy(policy),
                     "models", report_models(vision), "dry_run", args->settings.dry_run ? 1 : 0, "photos", rows,
                     "summary", summary);
}
