/* What clean, check and review see to before they look at a photo, so that all of them refuse the same; and with which
 * status a command ends that could not do its work. */
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

/* How a command exits that ended with an error before it had looked at a photo or written anything. 3: the machine
 * lacked memory, or was told to stop, so that the same command may do another time; 2: somebody has to put right what
 * was asked for, or the files and folders that it names. */
int exit_of(enum sladd_status status);

#endif
