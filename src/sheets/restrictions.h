/* What is written where sladd does not look, and may hold something back all the same: a column without a place in the
 * manifest that is about consent, a refusal, protection or age. In doubt it does; whoever wrote it is asked. */
#ifndef SHEETS_RESTRICTIONS_H
#define SHEETS_RESTRICTIONS_H

#include "base/fail.h"

#include <stdbool.h>

/* Each returns SLADD_OK or SLADD_NO_MEMORY, which is nobody's mistake in a sheet; then the answer is yes. */

/* Could a column under this heading hold somebody back? */
enum sladd_status heading_may_restrict(const char *heading, bool *may, struct sladd_error *err);

/* Could what a person wrote into such a cell? */
enum sladd_status text_may_restrict(const char *text, bool *may, struct sladd_error *err);

/* Is a column under this heading for remarks: whatever people please to write? */
enum sladd_status heading_is_of_remarks(const char *heading, bool *is, struct sladd_error *err);

/* Could such a remark hold somebody back? All but those that say nothing could: no list of words would be whole. */
enum sladd_status remark_may_restrict(const char *text, bool *may, struct sladd_error *err);

/* Could what stands beside a name, in brackets or behind a dash, a colon or a comma? A nickname, a class (7B) and the
 * order "Moe, Kari" do not. */
enum sladd_status name_may_restrict(const char *name, bool *may, struct sladd_error *err);

/* Could a word where the name of a channel belongs, which is none of the known ones? */
enum sladd_status channel_may_restrict(const char *text, bool *may, struct sladd_error *err);

#endif
