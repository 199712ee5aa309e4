#include "vision/models.h"

#include "vision/onnx_graph.h"
#include "vision/reading.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Larger than any detector that runs on a processor in reasonable time; a limit, so that a wrong file harms nobody. */
enum { MODEL_MAX_BYTES = 64 << 20, TRIAL_SIDE = 64 };

static bool has_shape(const struct tensor *tensor, int dims, int a, int b, int c) {
    return tensor->dims == dims && tensor->size[0] == 1 && tensor->size[1] == a && tensor->size[2] == b &&
           (dims < 4 || tensor->size[3] == c);
}

static bool shapes_fit(const struct model *model, int width, int height, const struct tensor *out) {
    const int cell = model->traits->cell;
    switch (model->kind) {
    case MODEL_SLADD_FACE:
        for (int i = 0, stride = 8; i < 3; i++, stride *= 2)
            if (!has_shape(&out[i], 4, 5, height / stride, width / stride))
                return false;
        return true;
    case MODEL_FACE_OPINION:
    case MODEL_TEXT_OPINION:
        return has_shape(&out[0], 4, 1, 1, 1);
    case MODEL_YUNET:
        for (int i = 0; i < 9; i++) {
            int stride = 8 << i % 3;
            if (!has_shape(&out[i], 3, (height / stride) * (width / stride), i < 6 ? 1 : 4, 0))
                return false;
        }
        return true;
    case MODEL_SLADD_TEXT:
        return has_shape(&out[0], 4, 2, height / cell, width / cell);
    case MODEL_DB:
        return has_shape(&out[0], 4, 1, height, width);
    default:
        return false;
    }
}

/* What is no number is above no threshold: a network that gives it would find nobody, and nobody would be told. */
static bool are_numbers(const struct model *model, const struct tensor *outputs) {
    bool all = true;
    for (int i = 0; i < model->traits->output_count; i++)
        for (size_t k = 0; k < outputs[i].count; k++)
            all &= isfinite(outputs[i].data[k]) != 0;
    return all;
}

enum sladd_status model_run(struct model *model, int width, int height, struct tensor *outputs,
                            struct sladd_error *err) {
    enum sladd_status status = network_run(model->network, outputs, err);
    if (status != SLADD_OK)
        return status;
    if (!shapes_fit(model, width, height, outputs))
        return sladd_fail(err, SLADD_MODEL, "the model %s gives outputs of another shape than a %s model should",
                          model->facts.file, model->traits->name);
    if (!are_numbers(model, outputs))
        return sladd_fail(
            err, SLADD_MODEL,
            "the model %s gives what is no number; it is damaged: put the one that came with sladd in its "
            "place",
            model->facts.file);
    return SLADD_OK;
}

static void model_clear(struct model *model) {
    network_free(model->network);
    answers_clear(&model->answers);
    *model = (struct model){0};
}

/* Load and run once, small, so that a model that cannot work is refused before the first photo. */
static enum sladd_status model_load(struct model *model, struct span file, struct sladd_error *err) {
    const char *own[] = {model->facts.says.outputs[0].name};
    const char *const *names = model->kind == MODEL_DB ? own : model->traits->outputs;
    struct tensor outputs[NETWORK_MAX_OUTPUTS];
    struct sladd_error cause = {0};
    int width = model->fixed_width > 0 ? model->fixed_width : TRIAL_SIDE;
    int height = model->fixed_height > 0 ? model->fixed_height : TRIAL_SIDE;
    struct input_view input;
    const size_t count = (size_t)model->traits->output_count;
    enum sladd_status status = onnx_check_finite(file, &cause);
    if (status == SLADD_OK)
        status = network_open(ENGINES, file, names, count, &model->network, &cause);
    if (status == SLADD_OK)
        status = network_input(model->network, width, height, &input, &cause);
    if (status == SLADD_OK) {
        memset(input.data, 0, sizeof *input.data * 3 * (size_t)width * (size_t)height);
        status = model_run(model, width, height, outputs, &cause);
    }
    if (status != SLADD_OK)
        return sladd_fail(err, status, "the model %s (%s) cannot be used: %s", model->facts.file, model->traits->name,
                          cause.text);
    return SLADD_OK;
}

/* Of several of one kind this project's own wins, then the largest input, then the first by name. */
static bool better(const struct model *model, const struct model *than) {
    bool own = model->kind == MODEL_SLADD_FACE || model->kind == MODEL_SLADD_TEXT;
    bool than_own = than->kind == MODEL_SLADD_FACE || than->kind == MODEL_SLADD_TEXT;
    if (than->kind == MODEL_UNKNOWN || own != than_own)
        return than->kind == MODEL_UNKNOWN || own;
    return (long)model->fixed_width * model->fixed_height > (long)than->fixed_width * than->fixed_height;
}

static enum sladd_status read_model_file(int folder, const char *folder_name, const char *name, struct bytes *file,
                                         struct sladd_error *err) {
    struct sladd_error cause = {0};
    int fd = TEMP_FAILURE_RETRY(openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (fd < 0)
        return sladd_fail(err, fail_as(SLADD_MODEL, errno), "cannot open the model %s/%s: %s", folder_name, name,
                          fail_reason(errno));
    enum sladd_status status = bytes_read_fd(file, fd, MODEL_MAX_BYTES, &cause);
    close(fd);
    if (status != SLADD_OK)
        return sladd_fail(err, status == SLADD_NO_MEMORY ? status : SLADD_MODEL, "cannot read the model %s/%s: %s",
                          folder_name, name, cause.text);
    return SLADD_OK;
}

/* Take one file of a folder into `vision` if it is a detector and better than what is there. */
static enum sladd_status consider(int folder, const char *folder_name, const char *name, struct vision *vision,
                                  struct sladd_error *err) {
    struct bytes file = {0};
    struct model model = {0};
    enum sladd_status status = read_model_file(folder, folder_name, name, &file, err);
    if (status != SLADD_OK)
        return status;
    if (!onnx_read(bytes_span(&file), &model.facts.says)) {
        bytes_clear(&file);
        return sladd_fail(err, SLADD_MODEL, "the model %s/%s is damaged or not an ONNX file", folder_name, name);
    }
    model.kind = model_recognise(&model.facts.says, &model.fixed_width, &model.fixed_height);
    model.traits = model_traits(model.kind);
    struct model *place = &vision->models[model.traits->role];
    if (model.kind != MODEL_UNKNOWN && better(&model, place)) {
        (void)snprintf(model.facts.file, sizeof model.facts.file, "%s", name);
        (void)snprintf(model.facts.kind, sizeof model.facts.kind, "%s", model.traits->name);
        sha256_hex(bytes_span(&file), model.facts.sha256);
        status = model_load(&model, bytes_span(&file), err);
        if (status == SLADD_OK)
            model_clear(place);
        if (status == SLADD_OK)
            *place = model;
        else
            model_clear(&model);
    }
    bytes_clear(&file);
    return status;
}

static int is_onnx(const struct dirent *entry) {
    const char *dot = strrchr(entry->d_name, '.');
    return entry->d_name[0] != '.' && dot != NULL && strcmp(dot, ".onnx") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name); /* not alphasort: the same order in every locale */
}

static enum sladd_status load_folder(const char *path, struct vision *vision, struct sladd_error *err) {
    struct dirent **entries = NULL;
    int folder = TEMP_FAILURE_RETRY(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder < 0)
        return sladd_fail(err, fail_as(SLADD_MODEL, errno), "cannot open the models folder %s: %s", path,
                          fail_reason(errno));
    int count = TEMP_FAILURE_RETRY(scandirat(folder, ".", &entries, is_onnx, by_name));
    enum sladd_status status = SLADD_OK;
    if (count < 0)
        status = sladd_fail(err, fail_as(SLADD_MODEL, errno), "cannot read the models folder %s: %s", path,
                            fail_reason(errno));
    for (int i = 0; i < count; i++) {
        if (status == SLADD_OK)
            status = consider(folder, path, entries[i]->d_name, vision, err);
        free(entries[i]);
    }
    free(entries);
    close(folder);
    return status;
}

/* What `vision` lacks comes from the shipped models. */
static enum sladd_status add_shipped(const char *shipped, struct vision *vision, struct sladd_error *err) {
    struct vision spare = {0};
    enum sladd_status status = load_folder(shipped, &spare, err);
    for (int i = 0; i < VISION_ROLES; i++)
        if (vision->models[i].kind == MODEL_UNKNOWN)
            vision->models[i] = spare.models[i];
        else
            model_clear(&spare.models[i]);
    return status;
}

/* The detectors always are; a second opinion where the detector wants one. */
static bool is_asked(const struct vision *vision, enum vision_role role) {
    const struct model *detector = &vision->models[role == VISION_FACE_OPINION ? VISION_FACE : VISION_TEXT];
    return role == VISION_FACE || role == VISION_TEXT ||
           (detector->kind != MODEL_UNKNOWN && detector->traits->second_opinion);
}

/* Is there a model for everything that a search asks? */
static bool is_complete(const struct vision *vision) {
    bool complete = true;
    for (int i = 0; i < VISION_ROLES; i++)
        complete = complete && (vision->models[i].kind != MODEL_UNKNOWN || !is_asked(vision, (enum vision_role)i));
    return complete;
}

static enum sladd_status refuse_lack(const struct vision *vision, const char *folder, struct sladd_error *err) {
    if (vision->models[VISION_FACE].kind == MODEL_UNKNOWN)
        return sladd_fail(err, SLADD_MODEL, "there is no face detector in the models folder %s", folder);
    if (vision->models[VISION_TEXT].kind == MODEL_UNKNOWN)
        return sladd_fail(err, SLADD_MODEL, "there is no text detector in the models folder %s", folder);
    return sladd_fail(err, SLADD_MODEL, "there is no second opinion on faces or on text in the models folder %s",
                      folder);
}

enum sladd_status vision_open(const char *folder, const char *shipped, struct vision **vision,
                              struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    struct vision *made = calloc(1, sizeof *made);
    *vision = NULL;
    if (made == NULL)
        return fail_memory(err);
    if (folder != NULL)
        status = load_folder(folder, made, err);
    /* Somebody who names a folder wants what is in it: falling back silently would hide a wrong path. */
    if (status == SLADD_OK && folder != NULL && made->models[VISION_FACE].kind == MODEL_UNKNOWN &&
        made->models[VISION_TEXT].kind == MODEL_UNKNOWN)
        status = sladd_fail(err, SLADD_MODEL, "there is no detector that sladd knows in the models folder %s", folder);
    if (status == SLADD_OK && !is_complete(made))
        status = add_shipped(shipped, made, err);
    if (status == SLADD_OK && !is_complete(made))
        status = refuse_lack(made, shipped, err);
    if (status != SLADD_OK) {
        vision_close(made);
        return status;
    }
    *vision = made;
    return SLADD_OK;
}

void vision_close(struct vision *vision) {
    if (vision == NULL)
        return;
    for (int i = 0; i < VISION_ROLES; i++)
        model_clear(&vision->models[i]);
    reader_close(vision->reader);
    free(vision);
}

void vision_rest(struct vision *vision) {
    for (int i = 0; i < VISION_ROLES; i++)
        if (vision->models[i].network != NULL)
            network_rest(vision->models[i].network);
}

void vision_forget(struct vision *vision) {
    for (int i = 0; i < VISION_ROLES; i++)
        answers_clear(&vision->models[i].answers);
}

enum sladd_status vision_open_reader(struct vision *vision, struct sladd_error *err) {
    return vision->reader != NULL ? SLADD_OK : reader_open(&vision->reader, err);
}

struct reader *vision_reader(const struct vision *vision) {
    return vision->reader;
}

enum sladd_status vision_configure_process(void (*say)(void), int status, struct sladd_error *err) {
#ifdef SLADD_XNNPACK
    xnnpack_configure_process(status);
#endif
    return opencv_configure_process(say, status, err);
}

const char *vision_role_name(enum vision_role role) {
    static const char *const NAMES[VISION_ROLES] = {"face", "text", "face_opinion", "text_opinion"};
    return NAMES[role];
}

const struct vision_model *vision_model(const struct vision *vision, enum vision_role role) {
    return is_asked(vision, role) ? &vision->models[role].facts : NULL;
}
