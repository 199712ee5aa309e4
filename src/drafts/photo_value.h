/* A photo as a draft writes it. */
#ifndef DRAFTS_PHOTO_VALUE_H
#define DRAFTS_PHOTO_VALUE_H

#include "consent/manifest.h"
#include "drafts/draft.h"
#include "drafts/yaml_value.h"

/* One face of it, with what the value needs to live. */
struct face_value {
    char *comment; /* owned */
    struct box_value box;
    struct yaml_value members[2];
};

/* A value, and what it points into: not to be moved. */
struct photo_value {
    struct face_value *faces; /* owned, as the next three are */
    size_t face_room;
    struct box_value *marks; /* places to redact */
    struct yaml_value *face_items, *mark_items;
    char *why; /* the photo is not to be published; or NULL. Owned */
    struct yaml_value no_permission, members[5], photo;
};

/* The photo with its faces, numbered in their order. `before` is what the manifest says of an earlier version of the
 * photo; NULL: nothing. Of that only what hides is said again: `publish: no`, `permission: no`, `redact` boxes, and the
 * places of the faces that lie on none of the new ones, as nobody's. Where a policy may have withheld it for somebody
 * who was named, `publish: no` says so from now on. Who was on a face before stands behind it in a comment and keeps
 * nobody. False: out of memory. To be cleared in any case. */
bool photo_value_make(const struct draft_photo *photo, const struct photo_entry *before, struct photo_value *value);
void photo_value_clear(struct photo_value *value);

#endif
