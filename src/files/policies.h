/* Consent policies by name (those that came with sladd) or by file. */
#ifndef FILES_POLICIES_H
#define FILES_POLICIES_H

#include "consent/policy.h"

/* `given` is --policy: a file when it has a '/' or ends in .yaml, .yml or .json, otherwise a name. Free with
 * policy_free. */
enum sladd_status policies_open(const char *given, struct policy **policy, struct sladd_error *err);

#endif
