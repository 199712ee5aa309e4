/* One photo's outcome as JSON (RFC 8259), both ways: a row of the report, and of a receipt. Nowhere else is JSON made
 * of an outcome or read into one. */
#ifndef RECORD_OUTCOME_JSON_H
#define RECORD_OUTCOME_JSON_H

#include "base/outcome_parts.h"
#include "consent/policy.h"
#include "vision/vision.h"

#include <jansson.h>

/* `list`, or NULL (and the list freed) where it has not `count` items: one from which something is missing for lack of
 * memory is none, and json_pack makes nothing of NULL. */
json_t *json_whole(json_t *list, size_t count);

/* `value`, or NULL (and it freed) where something that belongs into it could not be put there: not `good`. */
json_t *json_all(json_t *value, bool good);

/* One photo's row; `output` is NULL when nothing was written. The result is the caller's; NULL: out of memory. */
json_t *outcome_to_json(const char *source, const char *output, bool timings, const struct sladd_outcome *outcome);

/* And back. Words that are not known become the careful ones (a region that nobody decided about, a failure); `outcome`
 * is the caller's to clear. SLADD_DAMAGED: this is no row. */
enum sladd_status outcome_from_json(const json_t *row, struct sladd_outcome *outcome, struct sladd_error *err);

/* Which rules judged: name, version and digest. NULL: out of memory. */
json_t *policy_to_json(const struct policy *policy);

/* Which detectors looked: file, kind, producer, version and digest; with `values` their inputs and outputs, too. NULL:
 * out of memory. */
json_t *models_to_json(const struct vision *vision, bool values);

/* Text of a file name or a person's key for JSON, and nothing else for no text; NULL: out of memory. */
json_t *text_to_json(const char *bytes);

/* A list of texts, both ways: NULL is for want of memory; what is no text in a list is passed over. */
json_t *names_to_json(const struct sladd_names *names);
enum sladd_status names_from_json(const json_t *list, struct sladd_names *names, struct sladd_error *err);

/* A SHA-256 of an object, in hexadecimal. False: there is none, and `hex` is empty. */
bool digest_from_json(const json_t *object, const char *key, char hex[SLADD_SHA256_HEX]);

/* Its "turn", which is an orientation without a mirror (1, 3, 6 or 8); 0: there is none, or none that a search gives.
 */
int turn_from_json(const json_t *object);

/* A text of an object; "" where there is none. Borrowed. */
const char *text_from_json(const json_t *object, const char *key);

#endif
