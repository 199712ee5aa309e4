#include "sladd/status.h"

const char *sladd_status_name(enum sladd_status status) {
    static const char *const names[] = {
#define X(code, name) [SLADD_##code] = name,
        SLADD_STATUSES(X)
#undef X
    };
    return names[status];
}
