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
                            ? fail_memory(guard->err)
                            : sladd_fail(guard->err, SLADD_DAMAGED, "%s: %s", _(guard->doing), message);
    longjmp(guard->escape, 1);
}

static bool starts(const char *message, const char *prefix) {
    return strncmp(message, prefix, strlen(prefix)) == 0;
}

const char png_dropped_chunks[] =
    "bKGD\0eXIf\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0pHYs\0sBIT\0sCAL\0sPLT\0sTER\0tEXt\0tIME\0zTXt";

static bool is_dropped(const char *message) {
    for (int i = 0; i < PNG_DROPPED_CHUNKS; i++)
        if (starts(message, png_dropped_chunks + 5 * i))
            return true;
    return false;
}

/* libpng goes on after damage that changes what the picture shows. Data behind the last row does not, nor does a
 * palette that is only a suggestion, nor transparency beside an alpha channel. A wrong checksum in a chunk that is
 * dropped costs nothing; in a chunk of another name it does, since the name may be what was damaged. */
static bool spoils_picture(const char *message, int colour_type) {
    if (strstr(message, "Extra compressed data") != NULL || strstr(message, "Too much image data") != NULL)
        return false;
    if (starts(message, "PLTE"))
        return colour_type == PNG_COLOR_TYPE_PALETTE;
    if (starts(message, "tRNS"))
        return (colour_type & PNG_COLOR_MASK_ALPHA) == 0;
    return starts(message, "IDAT") || (strstr(message, "CRC error") != NULL && !is_dropped(message));
}

void png_guard_warning(png_structp png, png_const_charp message) {
    const struct png_guard *guard = png_get_error_ptr(png);
    if (spoils_picture(message, guard->colour_type))
        png_guard_error(png, message);
}
