#include "serve/edits.h"

#include "base/utf8.h"

#include <string.h>

const char *edit_text_of(const json_t *value) {
    const char *text = json_string_value(value);
    size_t length = text != NULL ? json_string_length(value) : 0;
    bool good = length > 0 && length <= EDIT_MAX_TEXT && strlen(text) == length && text_is_clean(text);
    return good ? text : NULL;
}

const char *edit_text(const json_t *edit, const char *key) {
    return edit_text_of(json_object_get(edit, key));
}

/* What an edit needs before it is made, each with what stands before it. */
enum need { NOTHING, THIS_PICTURE, A_PLACE, A_PIN };

static const struct verb {
    const char *name; /* the edit's `do` */
    bool of_photo;
    enum need need;
    make_edit *make;
} verbs[] = {
    {"name", true, A_PIN, edit_name},
    {"blur", true, A_PLACE, edit_blur},
    {"blur-all", true, THIS_PICTURE, edit_blur_all},
    {"no-face", true, A_PIN, edit_no_face},
    {"redact", true, A_PLACE, edit_draw},
    {"keep", true, A_PIN, edit_draw},
    {"forget", true, A_PLACE, edit_forget},
    {"alt-text", true, THIS_PICTURE, edit_alt_text},
    {"publish", true, NOTHING, edit_publish},
    {"renew", true, NOTHING, edit_renew},
    {"rights", true, NOTHING, edit_rights},
    {"forget-rights", true, NOTHING, edit_forget_rights},
    {"person", false, NOTHING, edit_person},
    {"consent", false, NOTHING, edit_consent},
    {"withdraw", false, NOTHING, edit_withdraw},
    {"permit", false, NOTHING, edit_permit},
};

static const struct verb *verb_of(const json_t *edit) {
    const char *what = edit_text(edit, "do");
    for (size_t i = 0; what != NULL && i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(what, verbs[i].name) == 0)
            return &verbs[i];
    return NULL;
}

bool edit_is_of_photo(const json_t *edit) {
    const struct verb *verb = verb_of(edit);
    return verb != NULL && verb->of_photo;
}

enum sladd_status change_add(const struct change_of *change, const struct place *parent,
                             const struct yaml_value *whole) {
    const struct place *there = place_member(parent, whole->key);
    return there != NULL ? edit_add(change->to, there, whole->items, change->err)
                         : edit_add(change->to, parent, whole, change->err);
}

static enum sladd_status apply(struct change_of *change) {
    const struct verb *verb = verb_of(change->edit);
    if (verb == NULL || (verb->of_photo && change->photo == NULL))
        return sladd_fail(change->err, SLADD_USAGE, "this is no change that sladd knows");
    if (verb->need >= A_PLACE && !edit_box_of(json_object_get(change->edit, "box"), &change->box))
        return sladd_fail(change->err, SLADD_USAGE, "a place in the photo is missing");
    enum sladd_status status = verb->need >= THIS_PICTURE ? edit_check_photo(change) : SLADD_OK;
    if (status == SLADD_OK && verb->need == A_PIN)
        status = edit_pin(change);
    return status == SLADD_OK ? verb->make(change) : status;
}

enum sladd_status edits_apply(const json_t *edit, const struct edit_photo *photo, struct span text, const char *path,
                              struct bytes *after, struct sladd_error *err) {
    struct manifest *manifest = NULL;
    struct change_of change = {.edit = edit, .photo = photo, .err = err};
    *after = (struct bytes){0};
    enum sladd_status status = manifest_parse(text, path, &manifest, err);
    change.manifest = manifest;
    if (status == SLADD_OK)
        status = edit_open(&change.to, text, path, err);
    if (status == SLADD_OK)
        status = apply(&change);
    if (status == SLADD_OK)
        status = edit_finish(change.to, after, err);
    edit_free(change.to);
    manifest_free(manifest);
    return status;
}
