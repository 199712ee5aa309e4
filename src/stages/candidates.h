/* Who is said to stand where, before anybody compares it with the detected faces: the photo's `faces` entries, and the
 * face tags that a photo manager left. */
#ifndef STAGES_CANDIDATES_H
#define STAGES_CANDIDATES_H

#include "consent/manifest.h"
#include "metadata/facetags.h"

struct ruling;

struct candidate {
    struct sladd_box box; /* pixels of the upright photo */
    const char *person;   /* key into people, borrowed; NULL: nobody */
    const char *name;     /* of a tag that is nobody's, borrowed; else NULL */
    char *key;            /* the same as name_key has it; owned */
    const char *tag;      /* the name in a tag, whosever it is, borrowed; NULL: the manifest says it, or no name */
    bool nameless;        /* a tag that says no more than that somebody is there */
    bool doubtful;        /* two people have this name */
    bool hides_only;      /* nobody knows whether it still lies where it was drawn, or whose word it is */
};

struct candidates {
    struct candidate *items; /* owned */
    size_t count;
};

/* The `faces` that the manifests know of the photo (entry_next_face) first, then the tags. What is said twice is there
 * once: a tag that lies where an entry or another tag of the same person lies, and a tag without a name where anybody
 * else is. A tag whose name is not in the manifests is nobody's, as an entry with a question mark is. Where the tags do
 * not line up (tag_frame.h), they hide only; and so do entries of another version of the photo than that of
 * `source_sha256` (NULL: never mind) unless the photo `changed` for whoever could keep somebody, so that all hide, and
 * those of folders further up. */
enum sladd_status candidates_list(const struct manifest_entry *entry, const char *source_sha256, bool changed,
                                  const struct face_tags *tags, bool line_up, int width, int height,
                                  struct candidates *candidates, struct sladd_error *err);
void candidates_clear(struct candidates *candidates);

/* Are these two tags nobody's, and of one name? */
bool have_one_name(const struct candidate *a, const struct candidate *b);

/* Do two boxes mean one face or one head, whichever of them was drawn around which? */
bool mean_one_face(struct sladd_box a, struct sladd_box b);

/* Whom an entry of the manifest names where this tag lies, the first of them; NULL: nobody, or it is no tag with a
 * name. Borrowed. */
const char *named_at_tag(const struct candidates *candidates, const struct candidate *tag);

/* Does the manifest say that this tag is wrong: one of its `faces`, or a `keep` box with `what: no-face`, on which the
 * tag lies and which gives its name among `wrong_tags`? */
bool tag_is_wrong(const struct candidate *tag, const struct ruling *ruling);

#endif
