#include "base/language.h"
#include "format/png/png_codec.h"

#include <string.h>

enum sladd_status png_guarded(struct png_guard *guard, void (*work)(void *), void *argument) {
    guard->status = SLADD_OK;
    if (setjmp(guard->escape) == 0)
        work(argument);
    return guard->status;
}

void png_guard_error(png_structp png, png_const_charp message) {
    struct png_guard *guard = png_get_error_ptr(png);
    if (guard->status == SLADD_OK) /* otherwise the caller has said it better */
        guard->status = strstr(message, "emory") != NULL
                            ? sladd_fail(guard->err, SLADD_NO_MEMORY, "%s: out of memory", _(guard->doing))
                            : sladd_fail(guard->err, SLADD_DAMAGED, "%s: %s", _(guard->doing), message);
    longjmp(guard->escape, 1);
}

static bool starts(const char *message, const char *prefix) {
    return strncmp(message, prefix, strlen(prefix)) == 0;
}

/* libpng goes on after damage that changes what the picture shows. Data behind the last row does not. */
static bool spoils_picture(const char *message) {
    if (strstr(message, "Extra compressed data") != NULL || strstr(message, "Too much image data") != NULL)
        return false;
    return starts(message, "IDAT") || starts(message, "PLTE") || starts(message, "tRNS");
}

void png_guard_warning(png_structp png, png_const_charp message) {
    if (spoils_picture(message))
        png_guard_error(png, message);
}
