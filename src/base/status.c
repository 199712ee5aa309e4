#include "sladd/status.h"

#include "base/language.h"

#include <stdarg.h>
#include <stdio.h>

const char *sladd_status_name(enum sladd_status status) {
    static const char *const names[] = {
#define X(code, name) [SLADD_##code] = name,
        SLADD_STATUSES(X)
#undef X
    };
    return names[status];
}

enum sladd_status sladd_fail(struct sladd_error *err, enum sladd_status status, const char *format, ...) {
    if (err != NULL) {
        va_list arguments;
        va_start(arguments, format);
        err->status = status;
        (void)vsnprintf(err->text, sizeof err->text, _(format), arguments);
        va_end(arguments);
    }
    return status;
}
