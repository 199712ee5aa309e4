#include "files/path_list.h"

#include "base/array.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The whole file, which may be a pipe, with a NUL behind it. */
struct text {
    char *data;
    size_t size, capacity;
};

static enum sladd_status read_all(FILE *stream, const char *name, struct text *text, struct sladd_error *err) {
    enum { PIECE = 1 << 16 };
    for (size_t got = 1; got > 0; text->size += got) {
        if (text->size > PATH_LIST_MAX_BYTES)
            return sladd_fail(err, SLADD_USAGE, "--files-from %s: larger than %d MiB", name, PATH_LIST_MAX_BYTES >> 20);
        if (!array_grow((void **)&text->data, &text->capacity, text->size + PIECE + 2, 1))
            return fail_memory(err);
        got = fread(text->data + text->size, 1, PIECE, stream);
    }
    if (ferror(stream))
        return sladd_fail(err, fail_as(SLADD_USAGE, errno), "--files-from %s: %s", name, fail_reason(errno));
    text->data[text->size] = '\0';
    return SLADD_OK;
}

/* UTF-16 by its byte order mark, or by the zeros beside every ASCII letter of a list that has line ends: 'l' little
 * endian, 'b' big endian, 0 neither. */
static char order_of(const struct text *text, bool nul) {
    const uint8_t *bytes = (const uint8_t *)text->data;
    if (text->size < 2 || text->size % 2 != 0)
        return 0;
    if (bytes[0] == 0xff && bytes[1] == 0xfe)
        return 'l';
    if (bytes[0] == 0xfe && bytes[1] == 0xff)
        return 'b';
    if (nul)
        return 0;
    return bytes[0] != 0 && bytes[1] == 0 ? 'l' : bytes[0] == 0 && bytes[1] != 0 ? 'b' : 0;
}

static enum sladd_status from_utf16(struct text *text, char order, const char *name, struct sladd_error *err) {
    size_t size;
    char *whole = utf8_from_utf16((const uint8_t *)text->data, text->size / 2, order == 'b', &size);
    if (whole == NULL)
        return errno == ENOMEM
                   ? fail_memory(err)
                   : sladd_fail(err, SLADD_USAGE, "--files-from %s: this is not text; save the list as UTF-8", name);
    free(text->data);
    *text = (struct text){whole, size, size + 1};
    return SLADD_OK;
}

/* What git puts in quotes (its quote.c): C's escapes, with octal numbers for bytes. False: not in quotes. In place. */
static bool unquote(char *path) {
    static const char letters[] = "abtnvfr\"\\", values[] = "\a\b\t\n\v\f\r\"\\";
    size_t length = strlen(path);
    if (length < 2 || path[0] != '"' || path[length - 1] != '"')
        return false;
    char *to = path;
    for (const char *from = path + 1; from < path + length - 1;) {
        const char *letter = from[0] == '\\' && from[1] != '\0' ? strchr(letters, from[1]) : NULL;
        bool octal = from[0] == '\\' && strspn(from + 1, "01234567") >= 3;
        if (octal) {
            *to++ = (char)((unsigned)(from[1] - '0') << 6 | (unsigned)(from[2] - '0') << 3 | (unsigned)(from[3] - '0'));
            from += 4;
        } else if (letter != NULL) {
            *to++ = values[letter - letters];
            from += 2;
        } else {
            *to++ = *from++;
        }
    }
    *to = '\0';
    return true;
}

static bool exists(const char *path) {
    struct stat facts;
    return lstat(path, &facts) == 0;
}

/* The path as it was meant: the first way to read it by which there is such a file. In place. */
static bool read_path(char *path) {
    char *plain = strdup(path);
    if (plain == NULL)
        return false;
    bool quoted = !exists(path) && unquote(path);
    if (!exists(path) && !quoted)
        for (char *slash = path; (slash = strchr(slash, '\\')) != NULL;)
            *slash = '/';
    if (!exists(path) && !quoted) /* a name with a backslash that is gone stays what it is called */
        memcpy(path, plain, strlen(plain) + 1);
    free(plain);
    return true;
}

static enum sladd_status add(struct path_list *list, const char *line, bool nul, struct sladd_error *err) {
    char *path = strdup(line);
    size_t length = path != NULL ? strlen(path) : 0;
    bool good = path != NULL;
    if (good && !nul && length > 0 && path[length - 1] == '\r' && !exists(path))
        path[--length] = '\0';
    if (good && length == 0) {
        free(path);
        return SLADD_OK;
    }
    good = good && (nul || read_path(path)) &&
           array_grow((void **)&list->paths, &list->capacity, list->count + 1, sizeof *list->paths);
    if (!good) {
        free(path);
        return fail_memory(err);
    }
    list->paths[list->count++] = path;
    return SLADD_OK;
}

static enum sladd_status split(struct path_list *list, struct text *text, bool nul, const char *name,
                               struct sladd_error *err) {
    static const char mark[] = "\xef\xbb\xbf";
    char *at = text->data, *end = text->data + text->size;
    if (text->size >= 3 && memcmp(at, mark, 3) == 0)
        at += 3;
    if (!nul && memchr(at, '\0', (size_t)(end - at)) != NULL) /* a line would end there, and the others be lost */
        return sladd_fail(err, SLADD_USAGE, "--files-from %s: there are NUL bytes in the list; add -0", name);
    enum sladd_status status = SLADD_OK;
    while (at < end && status == SLADD_OK) {
        char *stop = memchr(at, nul ? '\0' : '\n', (size_t)(end - at));
        stop = stop != NULL ? stop : end;
        *stop = '\0';
        status = add(list, at, nul, err);
        at = stop + 1;
    }
    return status;
}

enum sladd_status path_list_read(struct path_list *list, const char *file, bool nul, struct sladd_error *err) {
    bool standard = strcmp(file, "-") == 0;
    FILE *stream = standard ? stdin : fopen(file, "re");
    struct text text = {0};
    if (stream == NULL)
        return sladd_fail(err, fail_as(SLADD_USAGE, errno), "--files-from %s: %s", file, fail_reason(errno));
    enum sladd_status status = read_all(stream, file, &text, err);
    char order = status == SLADD_OK ? order_of(&text, nul) : 0;
    if (order != 0)
        status = from_utf16(&text, order, file, err);
    if (status == SLADD_OK)
        status = split(list, &text, nul, file, err);
    free(text.data);
    if (!standard)
        (void)fclose(stream);
    return status;
}

void path_list_clear(struct path_list *list) {
    for (size_t i = 0; i < list->count; i++)
        free(list->paths[i]);
    free(list->paths);
    *list = (struct path_list){0};
}
