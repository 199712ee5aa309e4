#include "base/fail.h"

#include "base/language.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum sladd_status sladd_fail(struct sladd_error *err, enum sladd_status status, const char *format, ...) {
    if (err != NULL) {
        char text[sizeof err->text];
        va_list arguments;
        va_start(arguments, format);
        err->status = status;
        (void)vsnprintf(text, sizeof text, _(format), arguments);
        va_end(arguments);
        text_clean_to(err->text, sizeof err->text, text);
    }
    return status;
}

enum sladd_status fail_memory(struct sladd_error *err) {
    return sladd_fail(err, SLADD_NO_MEMORY, "out of memory");
}

enum sladd_status fail_as(enum sladd_status otherwise, int error) {
    return error == ENOMEM ? SLADD_NO_MEMORY : otherwise;
}

const char *fail_reason(int error) {
    return error == EROFS ? _("this disk is read-only; choose another place") : strerror(error);
}
