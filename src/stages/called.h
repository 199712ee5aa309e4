/* Does a short name still mean whom a copy shows? A receipt holds nobody's name, but a digest of each, mixed with that
 * of the copy, so that one says nothing of another copy: whoever does not know the name has to guess it. Of those who
 * are blurred there is none. One text a person: the digests of name and aliases with commas between ("-": no name), a
 * blank, the key. */
#ifndef STAGES_CALLED_H
#define STAGES_CALLED_H

#include "base/outcome_parts.h"
#include "consent/manifest.h"

/* How everybody is called who is kept in a copy with this digest and these rows; sorted, into an empty list. */
enum sladd_status called_list(const struct manifest_entry *entry, const struct sladd_outcome *copy,
                              struct sladd_names *called, struct sladd_error *err);

/* Is this person called as whoever had the key when the copy was made? Also where one of the two has no name, or the
 * receipt is of a version that did not write it down. */
bool called_the_same(const struct sladd_outcome *copy, const struct person *person);

/* Does a receipt tell by whose word each face stays, and of everybody the names that they have today? Else its copy is
 * to be made again, so that a later run can judge it when its photo is gone. */
bool called_as_today(const struct manifest_entry *entry, const struct sladd_outcome *copy);

#endif
