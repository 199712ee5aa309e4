/* What is written where sladd does not look, and may hold something back all the same: a column without a place in the
 * manifest that is about consent, a refusal, protection or age. In doubt it does; whoever wrote it is asked. */
#ifndef SHEETS_RESTRICTIONS_H
#define SHEETS_RESTRICTIONS_H

#include <stdbool.h>

/* Could a column under this heading hold somebody back? */
bool heading_may_restrict(const char *heading);

/* Could what a person wrote into such a cell? */
bool text_may_restrict(const char *text);

/* Is a column under this heading for remarks: whatever people please to write? */
bool heading_is_of_remarks(const char *heading);

/* Could such a remark hold somebody back? All but those that say nothing could: no list of words would be whole. */
bool remark_may_restrict(const char *text);

/* Could what stands beside a name, in brackets or behind a dash, a colon or a comma? A nickname, a class (7B) and the
 * order "Moe, Kari" do not. */
bool name_may_restrict(const char *name);

/* Could a word where the name of a channel belongs, which is none of the known ones? */
bool channel_may_restrict(const char *text);

#endif
