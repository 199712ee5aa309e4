#include "serve/edits.h"

#include <string.h>

/* Blanks and line breaks that hide in Unicode, and C1 controls, are no part of a name. */
static bool is_printable(const char *text) {
    for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++)
        if (*c < 0x20 || *c == 0x7F || (c[0] == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0) ||
            (c[0] == 0xE2 && c[1] == 0x80 && (c[2] == 0xA8 || c[2] == 0xA9)) ||
            (c[0] == 0xEF && c[1] == 0xBF && c[2] >= 0xBE) || (c[0] == 0xEF && c[1] == 0xBB && c[2] == 0xBF))
            return false;
    return true;
}

const char *edit_text_of(const json_t *value) {
    const char *text = json_string_value(value);
    size_t length = text != NULL ? json_string_length(value) : 0;
    bool good = length > 0 && length <= EDIT_MAX_TEXT && strlen(text) == length && is_printable(text);
    return good ? text : NULL;
}

const char *edit_text(const json_t *edit, const char *key) {
    return edit_text_of(json_object_get(edit, key));
}

bool edit_is_of_photo(const json_t *edit) {
    static const char *const of_photos[] = {"name",    "blur",     "no-face", "redact", "keep",          "forget",
                                            "publish", "blur-all", "renew",   "rights", "forget-rights", "alt-text"};
    const char *what = edit_text(edit, "do");
    for (size_t i = 0; what != NULL && i < sizeof of_photos / sizeof *of_photos; i++)
        if (strcmp(what, of_photos[i]) == 0)
            return true;
    return false;
}

enum sladd_status change_add(const struct change_of *change, const struct place *parent,
                             const struct yaml_value *whole) {
    const struct place *there = place_member(parent, whole->key);
    return there != NULL ? edit_add(change->to, there, whole->items, change->err)
                         : edit_add(change->to, parent, whole, change->err);
}

static enum sladd_status apply(const struct change_of *change) {
    const char *what = edit_text(change->edit, "do");
    bool known = false;
    enum sladd_status status = SLADD_OK;
    bool of_photo = what != NULL && edit_is_of_photo(change->edit) && change->photo != NULL;
    if (of_photo)
        status = whole_edits_apply(change, what, &known);
    if (of_photo && !known)
        status = photo_edits_apply(change, what, &known);
    else if (!of_photo && what != NULL)
        status = people_edits_apply(change, what, &known);
    return status == SLADD_OK && !known ? sladd_fail(change->err, SLADD_USAGE, "this is no change that sladd knows")
                                        : status;
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
