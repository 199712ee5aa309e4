#include "files/copy_names.h"

#include "base/limits.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What is not read keeps its format: it fails later, under its own name. */
static const struct format *copy_format(const struct input *input) {
    const struct format *format = input_format(input);
    struct bytes file = {0};
    if (format->decode == NULL)
        return format;
    int fd = input_open(input);
    if (fd >= 0 && bytes_read_fd(&file, fd, limit_bytes(LIMIT_FILE_MB), NULL) == SLADD_OK)
        format = format_of_copy(format, bytes_span(&file));
    if (fd >= 0)
        (void)close(fd);
    bytes_clear(&file);
    return format;
}

bool copy_is_converted(const struct input *input) {
    return input_format(input)->decode != NULL;
}

char *copy_name(const struct input *input, bool whole) {
    const char *relative = input->relative, *slash = strrchr(relative, '/');
    const char *dot = strrchr(slash != NULL ? slash : relative, '.');
    char *name = NULL, ending[FORMAT_ENDING_SIZE];
    if (!copy_is_converted(input))
        return strdup(relative);
    const struct format *format = copy_format(input);
    if (format_has_ending(format, relative) && !whole)
        return strdup(relative); /* a HEIC photo that somebody called .jpg */
    bool cut = !whole && dot != NULL && format_is_picture_name(relative);
    int length = (int)(cut ? (size_t)(dot - relative) : strlen(relative));
    return asprintf(&name, "%.*s.%s", length, relative, format_ending(format, ending)) < 0 ? NULL : name;
}

char *copy_name_neutral(const struct input *input, size_t number) {
    const char *slash = strrchr(input->relative, '/');
    char *name = NULL, ending[FORMAT_ENDING_SIZE];
    int folder = slash != NULL ? (int)(slash + 1 - input->relative) : 0;
    return asprintf(&name, "%.*sphoto-%04zu.%s", folder, input->relative, number,
                    format_ending(copy_format(input), ending)) < 0
               ? NULL
               : name;
}
