/* libFuzzer: any bytes are either a policy or a message with a place. */
#include "consent/policy.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct policy *policy = NULL;
    struct sladd_error err = {0};
    enum sladd_status status = policy_parse((struct span){data, size}, "fuzz.yaml", &policy, &err);
    if ((status == SLADD_OK) != (policy != NULL) || (status != SLADD_OK && err.text[0] == '\0'))
        abort();
    policy_free(policy);
    return 0;
}
