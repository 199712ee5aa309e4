#include "sladd/status.h"

#include "base/array.h"

const char *sladd_status_name(enum sladd_status status) {
    static const char *const names[] = {
#define X(code, name) [SLADD_##code] = name,
        SLADD_STATUSES(X)
#undef X
    };
    return array_word(names, SLADD_STATUS_COUNT, status);
}
