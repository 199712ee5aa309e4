#include "base/fail.h"

#include "base/language.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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

const char *fail_reason(int error) {
    return error == EROFS ? _("this disk is read-only; choose another place") : strerror(error);
}
