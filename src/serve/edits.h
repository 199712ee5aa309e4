/* What a person does on the page, as changes of a manifest's text. Pure functions of the text and the edit, which comes
 * from a browser and is a stranger's: every member is looked at, and what comes out is read as a manifest by the caller
 * before it counts.
 *
 * An edit is a JSON object whose `do` says what it is:
 *     {"do": "name", "box": [x, y, w, h], "person": KEY,     this face is that person, of the manifest of that number;
 *      "file": NUMBER, "wrong_tags": [NAME, ...]}            the face tags in the photo that give it one of these names
 *                                                            (or keys) are wrong
 *     {"do": "blur", "box": ...}                             somebody looked: it is to be blurred
 *     {"do": "blur-all", "boxes": [[x, y, w, h], ...]}       the same of all these faces of which nothing is said
 *     {"do": "no-face", "box": ..., "wrong_tags": [...]}     nobody is there
 *     {"do": "redact", "box": ..., "why": TEXT}              a place that goes
 *     {"do": "keep", "box": ..., "what": WORD, "why": TEXT}  "text" (also when it is absent) or "code" that may stay
 *     {"do": "forget", "box": ...}                           nothing is said of this place any more
 *     {"do": "renew"}                                        forget what was said of an earlier version of the photo
 *     {"do": "publish", "answer": "yes" | "no"}              may the photo be published?
 *     {"do": "rights", "answer": "yes" | "no"}               the owner's permission, for this photo alone
 *     {"do": "forget-rights"}                                nothing is said of this photo's permission any more
 *     {"do": "alt-text", "text": TEXT}                       what it shows, for those who do not see it; "": nothing
 *     {"do": "permit", "answer": "yes" | "no"}               the owner's permission, for all photos of the manifest
 *     {"do": "person", "person": KEY, "name", "role", "born", "protected_identity"}    a new person
 *     {"do": "consent", "person": KEY, "form", "given_by", "child_agrees", "date", "expires",
 *      "channels": [NAME, ...] | TEXT}                       or as a person writes them: "web, intranet"
 *     {"do": "withdraw", "person": KEY, "consent": NUMBER, "date": DAY}
 * Boxes are fractions of the upright photo; `sha256` of an edit of a photo is that of the picture that was shown. Edits
 * with the same number in `group`, one behind the other, are undone together. */
#ifndef SERVE_EDITS_H
#define SERVE_EDITS_H

#include "base/bytes.h"
#include "consent/manifest.h"
#include "drafts/edit.h"

#include <jansson.h>

enum { EDIT_MAX_TEXT = 400, EDIT_MAX_CHANNELS = 32, EDIT_MAX_BOXES = 1000, EDIT_MAX_TAGS = 8 };

/* The photo that an edit is about; NULL members: it is about a person. Borrowed. */
struct edit_photo {
    const char *key;          /* its name in the manifest */
    const char *sha256;       /* of what the person looked at; "" where it is not known */
    const char *withheld_for; /* somebody whom its entry names and for whom a policy may withhold it, or NULL */
};

/* The text after the edit; `after` is the caller's. `path` is for messages. SLADD_USAGE: this is no edit, or it fits
 * nothing; SLADD_MANIFEST: the text cannot be changed so. */
enum sladd_status edits_apply(const json_t *edit, const struct edit_photo *photo, struct span text, const char *path,
                              struct bytes *after, struct sladd_error *err);

/* Is the edit about a photo, and not about a person or the whole manifest? */
bool edit_is_of_photo(const json_t *edit);

/* For the files that carry them out. A text that every report shows as it was typed (text_is_clean), of at most
 * EDIT_MAX_TEXT bytes; NULL: absent, empty or none. */
const char *edit_text(const json_t *edit, const char *key);

/* The same of a value that is no member. */
const char *edit_text_of(const json_t *value);

/* A place of four fractions, rounded so that it stays inside the photo. False: it is none. */
bool edit_box_of(const json_t *list, struct sladd_box *box);

/* A change under way. */
struct change_of {
    const json_t *edit;
    const struct edit_photo *photo;
    const struct manifest *manifest; /* of the text before */
    struct sladd_box box;            /* of an edit of one place */
    struct edit *to;
    struct sladd_error *err;
};

/* Add one item or member to the list or mapping that `parent` has under `whole->key`. Where it has none, `whole` is
 * added to `parent` instead: a list or mapping that holds nothing but the one to be added. */
enum sladd_status change_add(const struct change_of *change, const struct place *parent,
                             const struct yaml_value *whole);

/* Where the photo's entry stands in the text; NULL: nowhere. */
const struct place *edit_photo_place(const struct change_of *change);

/* Add a member to the photo's entry; where there is no entry yet, a new one that holds it. */
enum sladd_status edit_photo_add(const struct change_of *change, const struct yaml_value *member);

/* Remove a member that the photo's entry has. Where it stands in lines and that is all that is said of the photo, and
 * nothing else will be (`alone`), the photo's name goes with it, which would have nothing behind it. */
enum sladd_status edit_photo_remove(const struct change_of *change, const char *key, bool alone);

/* SLADD_MANIFEST: the entry is about another picture, whose boxes and words mean nothing in this one. */
enum sladd_status edit_check_photo(const struct change_of *change);

/* Whoever says that something may be seen has looked at exactly this photo: an entry that was of any photo of this name
 * is of this one alone from then on. */
enum sladd_status edit_pin(const struct change_of *change);

/* What is done, one function each: in photo_edits.c (edit_draw: "redact" and "keep"), whole_edits.c and people_edits.c.
 */
typedef enum sladd_status make_edit(const struct change_of *change);
make_edit edit_name, edit_blur, edit_blur_all, edit_no_face, edit_draw, edit_forget;
make_edit edit_publish, edit_rights, edit_forget_rights, edit_alt_text, edit_renew;
make_edit edit_person, edit_consent, edit_withdraw, edit_permit;

#endif
