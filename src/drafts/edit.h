/* Changing a manifest that somebody wrote: text is put in where it belongs, and every byte around it stays, comments,
 * order, quotes, blank lines and line ends. Works for lines, for brackets and for JSON.
 *
 *     edit_open, edit_root and place_member to find what is to change, edit_add for each addition, edit_finish
 *
 * What comes out is a text; whoever replaces a file with it parses it again first (drafts/manifest_file.h). */
#ifndef DRAFTS_EDIT_H
#define DRAFTS_EDIT_H

#include "base/bytes.h"
#include "drafts/places.h"
#include "drafts/yaml_value.h"

struct edit;

/* `text` is a manifest that manifest_parse takes; borrowed until edit_free, as is `path`, which is for messages. */
enum sladd_status edit_open(struct edit **edit, struct span text, const char *path, struct sladd_error *err);

/* The mapping that is the manifest; it lives as long as the edit. */
const struct place *edit_root(const struct edit *edit);

/* Add a member to a mapping (value->key is its key, which must not be there yet), or an item to a list, behind the last
 * one. An empty value ("people:" with nothing or comments below it) counts as an empty mapping. SLADD_MANIFEST: nothing
 * can be added here, such as to `people: ~` or to what was not found (NULL). */
enum sladd_status edit_add(struct edit *edit, const struct place *to, const struct yaml_value *value,
                           struct sladd_error *err);

/* Put another value where a text, or something in brackets, stands. SLADD_MANIFEST: it stands in lines. */
enum sladd_status edit_replace(struct edit *edit, const struct place *place, const struct yaml_value *value,
                               struct sladd_error *err);

/* A mapping's member: put in its value's place, or added where there is none. */
enum sladd_status edit_set(struct edit *edit, const struct place *mapping, const struct yaml_value *member,
                           struct sladd_error *err);

/* Take an item out of a list, or a key with its value out of a mapping, with the line or the comma that was its own.
 * `item` is the item, or the key (struct place.first and .next of `from`). SLADD_MANIFEST: it shares its line with
 * something else. */
enum sladd_status edit_remove(struct edit *edit, const struct place *from, const struct place *item,
                              struct sladd_error *err);

/* Make a key of a mapping in lines, with its value, a comment below `note`, and put `value` behind it, which has the
 * same key. SLADD_MANIFEST: it stands in brackets, or shares its line with something else. */
enum sladd_status edit_supersede(struct edit *edit, const struct place *from, const struct place *key, const char *note,
                                 const struct yaml_value *value, struct sladd_error *err);

/* The changed text; `text` is the caller's. */
enum sladd_status edit_finish(struct edit *edit, struct bytes *text, struct sladd_error *err);
void edit_free(struct edit *edit);

#endif
