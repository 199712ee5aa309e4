/* What a person should look after in one photo, as reports and receipts keep it: a sentence in English, which whoever
 * prints it translates, and where it helps to find the place, names that need no translation in brackets behind it:
 * "A face tag cannot be placed [mwg-rs:RegionList[2]]". */
#ifndef BASE_NOTICE_H
#define BASE_NOTICE_H

#include "base/outcome_parts.h"

/* Add a notice. `sentence` is marked with N_; `places` may be NULL; of many, the first few are named. */
enum sladd_status notice_add(struct sladd_names *notices, const char *sentence, const struct sladd_names *places,
                             struct sladd_error *err);

/* A notice in the language of LC_MESSAGES; to be freed by the caller; NULL: out of memory. */
char *notice_translated(const char *notice);

#endif
