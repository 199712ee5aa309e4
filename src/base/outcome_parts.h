/* How an outcome is put together, copied and freed: the lists of names and regions that it owns. A program that uses
 * the library only reads outcomes, and frees them with sladd_copy_clear. */
#ifndef BASE_OUTCOME_PARTS_H
#define BASE_OUTCOME_PARTS_H

#include "base/fail.h"
#include "sladd/outcome.h"

#include <stdbool.h>

/* Lists are zero-initialised to start; everything added is copied and owned. */
enum sladd_status sladd_names_add(struct sladd_names *names, const char *name, struct sladd_error *err);
void sladd_names_sort(struct sladd_names *names); /* and drop repetitions */
void sladd_names_clear(struct sladd_names *names);

enum sladd_status sladd_regions_add(struct sladd_regions *list, const struct sladd_region *region,
                                    struct sladd_error *err);
/* Let `region` name the person of this key (NULL: nobody), which the list copies. */
enum sladd_status sladd_regions_name(struct sladd_regions *list, struct sladd_region *region, const char *key,
                                     struct sladd_error *err);
/* How many names of face tags are told of one photo, and how long each may be, in bytes. */
enum { TOLD_TAGS_MAX = 500, TOLD_TAG_BYTES = 200 };

/* Let `region` tell the name in its face tag, which the list copies. One beyond these limits, with control characters
 * in it or not UTF-8, is not told: a draft can do without. NULL: there is none. */
enum sladd_status sladd_regions_tell(struct sladd_regions *list, struct sladd_region *region, const char *name,
                                     struct sladd_error *err);
void sladd_regions_clear(struct sladd_regions *list);

/* Stable order of the report: kind, then top to bottom, left to right, then size. */
void sladd_regions_sort(struct sladd_regions *list);

/* Is somebody of this key kept somewhere? `person` may be NULL: nobody. */
bool sladd_outcome_keeps(const struct sladd_outcome *outcome, const char *person);

void sladd_outcome_clear(struct sladd_outcome *outcome);

/* Is there a copy that may be published, a new one or that of an earlier run? (On a dry run: would there be.) */
bool sladd_outcome_has_copy(const struct sladd_outcome *outcome);

/* A copy of its own; `to` is the caller's to clear, and empty after an error. */
enum sladd_status sladd_outcome_copy(struct sladd_outcome *to, const struct sladd_outcome *from,
                                     struct sladd_error *err);

#endif
