#include "files/policies.h"

#include "files/shipped.h"

enum sladd_status policies_open(const char *given, struct policy **policy, struct sladd_error *err) {
    char shipped[SHIPPED_PATH_MAX];
    struct sladd_error lost = {0};
    (void)shipped_folder("../share/sladd/policies", "policies", shipped, &lost);
    enum sladd_status status = policy_open(given, shipped, policy, err);
    /* There is none of that name because there are none at all. */
    return status == SLADD_USAGE && lost.status != SLADD_OK ? sladd_fail(err, lost.status, "%s", lost.text) : status;
}
