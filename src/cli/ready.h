/* What clean, check and review see to before they look at a photo, so that all of them refuse the same. */
#ifndef CLI_READY_H
#define CLI_READY_H

#include "cli/args.h"
#include "consent/policy.h"
#include "vision/vision.h"

/* Open the policy; policy_free is the caller's. SLADD_USAGE: the options keep text that the policy never keeps, or this
 * system offers no sandbox and working without one was not asked for. */
enum sladd_status ready_policy(const struct args *args, struct policy **policy, struct sladd_error *err);

/* Open the models, and the reader of text where the options or the manifests (`known_text`: manifests_know_text) make
 * use of what it reads; vision_close is the caller's. */
enum sladd_status ready_vision(const struct args *args, bool known_text, struct vision **vision,
                               struct sladd_error *err);

#endif
