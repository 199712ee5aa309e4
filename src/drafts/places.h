/* Where in a manifest's text everything stands, to the byte, so that it can be changed without being written anew. */
#ifndef DRAFTS_PLACES_H
#define DRAFTS_PLACES_H

#include "base/bytes.h"

#include <stdbool.h>

enum place_type { PLACE_TEXT, PLACE_LIST, PLACE_MAPPING };

/* A value in the text. */
struct place {
    enum place_type type;
    bool in_brackets;  /* a list or a mapping: {...} or [...] */
    bool in_lines;     /* a text below its key: | or > */
    int depth;         /* 0: the whole */
    int column;        /* where its first line begins, from 0; of an empty value, where its key begins */
    size_t start, end; /* bytes; the end of lines is that of their last content, comments behind it not counted */
    char *text;        /* of a PLACE_TEXT; owned by the tree */
    struct place *first, *last; /* items, or keys */
    struct place *next;         /* the next item or key */
    struct place *value;        /* of a key */
    struct place *made_before;
};

/* `text` must be a manifest that manifest_parse (consent/manifest.h) takes. `*root` is freed with places_free. */
enum sladd_status places_find(struct span text, struct place **root, struct place **all, struct sladd_error *err);
void places_free(struct place *all);

/* A key, its value, or an item by its number; NULL: there is none, or `place` is NULL or something else. */
const struct place *place_key(const struct place *place, const char *key);
const struct place *place_member(const struct place *place, const char *key);
const struct place *place_item(const struct place *place, size_t index);

#endif
