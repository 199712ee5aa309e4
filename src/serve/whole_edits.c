/* Edits of what a manifest says of one photo as a whole. */
#include "serve/edits.h"

#include <string.h>

/* NULL, with an error: it is neither. */
static const char *yes_or_no(const struct change_of *change) {
    const char *answer = edit_text(change->edit, "answer");
    if (answer != NULL && (strcmp(answer, "yes") == 0 || strcmp(answer, "no") == 0))
        return answer;
    (void)sladd_fail(change->err, SLADD_USAGE, "answer yes or no");
    return NULL;
}

enum sladd_status edit_publish(const struct change_of *change) {
    const char *answer = yes_or_no(change);
    const struct yaml_value value = {.kind = VALUE_WORD, .key = "publish", .text = answer};
    if (answer == NULL)
        return SLADD_USAGE;
    return edit_photo_place(change) != NULL ? edit_set(change->to, edit_photo_place(change), &value, change->err)
                                            : edit_photo_add(change, &value);
}

/* What its photographer or owner says of this photo alone. */
enum sladd_status edit_rights(const struct change_of *change) {
    const char *answer = yes_or_no(change);
    const struct yaml_value permission = {.kind = VALUE_WORD, .key = "permission", .text = answer};
    const struct yaml_value rights = {
        .kind = VALUE_MAPPING, .key = "rights", .items = &permission, .count = 1, .one_line = true};
    const struct place *there = place_member(edit_photo_place(change), "rights");
    if (answer == NULL)
        return SLADD_USAGE;
    return there != NULL ? edit_set(change->to, there, &permission, change->err) : edit_photo_add(change, &rights);
}

/* From now on what is said of all photos counts for this one, too. */
enum sladd_status edit_forget_rights(const struct change_of *change) {
    const struct place *rights = place_member(edit_photo_place(change), "rights");
    const struct place *gone = place_key(rights, "permission");
    if (gone == NULL)
        return sladd_fail(change->err, SLADD_USAGE, "the manifest says nothing of this photo's permission");
    return rights->first == gone && gone->next == NULL ? edit_photo_remove(change, "rights", true)
                                                       : edit_remove(change->to, rights, gone, change->err);
}

/* An empty text takes it back. */
enum sladd_status edit_alt_text(const struct change_of *change) {
    const json_t *given = json_object_get(change->edit, "text");
    const struct yaml_value value = {.kind = VALUE_TEXT, .key = "alt_text", .text = edit_text(change->edit, "text")};
    const struct place *photo = edit_photo_place(change), *there = place_member(photo, "alt_text");
    if (value.text != NULL)
        return photo != NULL ? edit_set(change->to, photo, &value, change->err) : edit_photo_add(change, &value);
    if (!json_is_string(given) || json_string_length(given) > 0)
        return sladd_fail(change->err, SLADD_USAGE, "this text is too long, or nothing that can be read");
    return there != NULL ? edit_photo_remove(change, "alt_text", true) : SLADD_OK;
}

/* A policy that withholds the photo for somebody knows it by their name. */
static enum sladd_status keep_back(const struct change_of *change) {
    const struct yaml_value no = {.kind = VALUE_WORD, .key = "publish", .text = "no"};
    return change->photo->withheld_for != NULL ? edit_set(change->to, edit_photo_place(change), &no, change->err)
                                               : SLADD_OK;
}

/* What was said of places in the earlier version counts for nothing already, and goes; places that are redacted stay
 * so, and so does a photo that a policy may withhold. What is said from now on is of this one. */
enum sladd_status edit_renew(const struct change_of *change) {
    static const char *const gone[] = {"faces", "keep"};
    const struct place *photo = edit_photo_place(change), *digest = place_member(photo, "sha256");
    const struct yaml_value now = {.kind = VALUE_WORD, .key = "sha256", .text = change->photo->sha256};
    if (digest == NULL || change->photo->sha256[0] == '\0')
        return sladd_fail(change->err, SLADD_USAGE, "the manifest describes no earlier version of this photo");
    enum sladd_status status = edit_replace(change->to, digest, &now, change->err);
    if (status == SLADD_OK)
        status = keep_back(change);
    for (size_t i = 0; i < sizeof gone / sizeof *gone && status == SLADD_OK; i++) {
        const struct place *key = place_key(photo, gone[i]);
        const struct yaml_value none = {.kind = VALUE_LIST, .key = gone[i], .one_line = true};
        if (key != NULL) /* neighbours in brackets share a comma */
            status = photo->in_brackets ? edit_replace(change->to, key->value, &none, change->err)
                                        : edit_remove(change->to, photo, key, change->err);
    }
    return status;
}
