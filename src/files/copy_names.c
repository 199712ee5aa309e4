#include "files/copy_names.h"

#include "base/array.h"
#include "base/limits.h"
#include "base/paths.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

static const struct format *format_of_copy_in(int fd, const struct format *format) {
    struct bytes file = {0};
    uint8_t beginning[FORMAT_COPY_BYTES];
    if (format->wants_bytes > 0) {
        ssize_t got = TEMP_FAILURE_RETRY(pread(fd, beginning, format->wants_bytes, 0));
        return got > 0 ? format_of_copy(format, (struct span){beginning, (size_t)got}) : format;
    }
    if (bytes_read_fd(&file, fd, limit_bytes(LIMIT_FILE_MB), NULL) == SLADD_OK)
        format = format_of_copy(format, bytes_span(&file));
    bytes_clear(&file);
    return format;
}

/* What is not read keeps its format: it fails later, under its own name. */
static const struct format *copy_format(const struct input *input) {
    const struct format *format = input_format(input);
    int fd = format->decode != NULL ? input_open(input) : -1;
    if (fd < 0)
        return format;
    format = format_of_copy_in(fd, format);
    (void)close(fd);
    return format;
}

bool copy_is_converted(const struct input *input) {
    return input_format(input)->decode != NULL;
}

char *copy_name(const struct input *input, bool whole) {
    const char *relative = input->relative, *dot = strrchr(path_name(relative), '.');
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

/* A photo among those that are to be numbered. */
struct unnumbered {
    const struct input *input;
    size_t folder; /* the length of its folder's path, with the slash; 0: none */
    uint64_t content;
    size_t number;
};

/* A picture's first kilobytes tell it from any other, and who has only its copy cannot guess them. */
static uint64_t content_of(const struct input *input) {
    uint8_t beginning[1 << 16];
    int fd = input_open(input);
    ssize_t got = fd >= 0 ? TEMP_FAILURE_RETRY(pread(fd, beginning, sizeof beginning, 0)) : -1;
    if (fd >= 0)
        (void)close(fd);
    return got > 0 ? XXH64(beginning, (size_t)got, 0) : 0;
}

static int by_content(const void *a, const void *b) {
    const struct unnumbered *left = a, *right = b;
    if (left->content != right->content)
        return left->content < right->content ? -1 : 1;
    return (left->input > right->input) - (left->input < right->input);
}

static int compare_folders(const struct unnumbered *left, const struct unnumbered *right) {
    const size_t shorter = left->folder < right->folder ? left->folder : right->folder;
    int order = memcmp(left->input->relative, right->input->relative, shorter);
    return order != 0 ? order : (left->folder > right->folder) - (left->folder < right->folder);
}

static int by_folder(const void *a, const void *b) {
    const struct unnumbered *left = a, *right = b;
    int order = compare_folders(left, right);
    return order != 0 ? order : (left->number > right->number) - (left->number < right->number);
}

static char *neutral_name(const struct unnumbered *photo, size_t folder) {
    char *name = NULL, ending[FORMAT_ENDING_SIZE];
    const char *kind = format_ending(copy_format(photo->input), ending);
    int length = photo->folder > 0
                     ? asprintf(&name, NEUTRAL_FOLDER "%04zu/" NEUTRAL_PHOTO "%04zu.%s", folder, photo->number, kind)
                     : asprintf(&name, NEUTRAL_PHOTO "%04zu.%s", photo->number, kind);
    return length < 0 ? NULL : name;
}

enum sladd_status copy_names_neutral(const struct inputs *inputs, char **names, struct sladd_error *err) {
    struct unnumbered *photos = array_new_zero(inputs->count, sizeof *photos);
    bool good = photos != NULL;
    for (size_t i = 0; i < inputs->count && good; i++) {
        const struct input *input = &inputs->items[i];
        const size_t folder = (size_t)(path_name(input->relative) - input->relative);
        photos[i] = (struct unnumbered){input, folder, content_of(input), 0};
        names[i] = NULL;
    }
    if (good)
        qsort(photos, inputs->count, sizeof *photos, by_content);
    for (size_t i = 0; i < inputs->count && good; i++)
        photos[i].number = i + 1;
    if (good)
        qsort(photos, inputs->count, sizeof *photos, by_folder);
    for (size_t i = 0, first = 0; i < inputs->count && good; i++) {
        if (compare_folders(&photos[first], &photos[i]) != 0)
            first = i;
        char **name = &names[photos[i].input - inputs->items];
        *name = neutral_name(&photos[i], photos[first].number);
        good = *name != NULL;
    }
    free(photos);
    return good ? SLADD_OK : fail_memory(err);
}
