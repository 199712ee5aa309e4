#include "sladd/status.h"

#include <stdarg.h>
#include <stdio.h>

const char *sladd_status_text(enum sladd_status status) {
    static const char *const texts[] = {
#define X(code, text) [SLADD_##code] = text,
        SLADD_STATUSES(X)
#undef X
    };
    return texts[status];
}

enum sladd_status sladd_fail(struct sladd_error *err, enum sladd_status status, const char *format, ...) {
    if (err != NULL) {
        va_list arguments;
        va_start(arguments, format);
        err->status = status;
        (void)vsnprintf(err->text, sizeof err->text, format, arguments);
        va_end(arguments);
    }
    return status;
}
