/* Consent policies: those beside an installed or a just built sladd, or a file. */
#ifndef FILES_POLICIES_H
#define FILES_POLICIES_H

#include "consent/policy.h"

/* `given` is --policy, a name or a file as policy_open reads it. Free with policy_free. */
enum sladd_status policies_open(const char *given, struct policy **policy, struct sladd_error *err);

#endif
