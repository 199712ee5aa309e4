/* What the names that a survey gives (metadata/survey.h) mean for somebody who publishes the file. */
#ifndef AUDIT_LEAKS_H
#define AUDIT_LEAKS_H

#include "audit/findings.h"

/* The rule that `name` ("exif:GPSLatitude") breaks, in `*rule`. False: it is harmless. Whatever is not known to be
 * harmless is a finding. `vouched`: a receipt says that `clean` wrote exactly this file. */
bool leaks_rule(const char *name, bool vouched, enum check_rule *rule);

#endif
