#include "files/policies.h"

#include "files/shipped.h"

enum sladd_status policies_open(const char *given, struct policy **policy, struct sladd_error *err) {
    char shipped[SHIPPED_PATH_MAX];
    (void)shipped_folder("../share/sladd/policies", "policies", shipped);
    return policy_open(given, shipped, policy, err);
}
