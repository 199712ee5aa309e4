#include "format/tiff/tiff_stream.h"

#include "base/language.h"

#include <stdio.h>
#include <string.h>

static tmsize_t stream_read(thandle_t handle, void *to, tmsize_t size) {
    struct tiff_stream *stream = handle;
    if (size <= 0 || stream->at >= stream->file.size)
        return 0;
    struct span part = span_part(stream->file, (size_t)stream->at, (size_t)size);
    memcpy(to, part.data, part.size);
    stream->at += part.size;
    return (tmsize_t)part.size;
}

static tmsize_t stream_write(thandle_t handle, void *from, tmsize_t size) {
    (void)handle;
    (void)from;
    (void)size;
    return -1;
}

static toff_t stream_seek(thandle_t handle, toff_t offset, int whence) {
    struct tiff_stream *stream = handle;
    stream->at = whence == SEEK_SET ? offset : whence == SEEK_CUR ? stream->at + offset : stream->file.size + offset;
    return stream->at;
}

static int stream_close(thandle_t handle) {
    (void)handle;
    return 0;
}

static toff_t stream_size(thandle_t handle) {
    return ((struct tiff_stream *)handle)->file.size;
}

/* libtiff only reads from its map. */
static int stream_map(thandle_t handle, void **base, toff_t *size) {
    struct tiff_stream *stream = handle;
    *base = (void *)(uintptr_t)stream->file.data;
    *size = stream->file.size;
    return 1;
}

static void stream_unmap(thandle_t handle, void *base, toff_t size) {
    (void)handle;
    (void)base;
    (void)size;
}

/* A tag of a newer kind than libtiff, such as Exif 3.0's UTF-8 text, which it leaves out, a unit that says nothing of
 * the pixels, and names of inks that are fewer than the inks: no copy has these. */
static bool costs_no_pixel(const char *message) {
    return strstr(message, "tag is not read from file") != NULL || strstr(message, "\"ResolutionUnit\" tag") != NULL ||
           strncmp(message, "Warning ", strlen("Warning ")) == 0; /* libtiff's own word for an error of this kind */
}

/* libtiff's first complaint, without what follows: it counts bytes that are missing as more than there can be. */
__attribute__((format(printf, 4, 0))) static int on_error(TIFF *tiff, void *user, const char *module,
                                                          const char *format, va_list arguments) {
    struct tiff_stream *stream = user;
    char message[sizeof stream->message];
    (void)tiff;
    (void)module;
    (void)vsnprintf(message, sizeof message, format, arguments);
    if (stream->failed || costs_no_pixel(message))
        return 1;
    message[strcspn(message, ";")] = '\0';
    memcpy(stream->message, message, sizeof message);
    stream->failed = true;
    return 1;
}

/* Warnings speak of tags; what costs pixels is an error. */
static int on_warning(TIFF *tiff, void *user, const char *module, const char *format, va_list arguments) {
    (void)tiff;
    (void)user;
    (void)module;
    (void)format;
    (void)arguments;
    return 1;
}

enum sladd_status tiff_refuse_kind(const char *why, struct sladd_error *err) {
    return sladd_fail(
        err, SLADD_UNSUPPORTED,
        "a TIFF picture of a kind that sladd cannot read (%.120s): save it as an ordinary TIFF, PNG or JPEG", why);
}

/* Nothing is wrong with a picture of a kind that libtiff, or libjpeg in it, does not know. */
static bool tells_of_kind(const char *message) {
    static const char *const words[] = {"can not handle", "not supported", "nsupported"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(message, words[i]) != NULL)
            return true;
    return false;
}

/* In libtiff's many words, but for those of a size that is refused before anything is asked of memory. */
static bool tells_of_memory(const char *message) {
    static const char *const words[] = {"emory", "No space", "allocate ", "malloc", "Insertion in "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(message, words[i]) != NULL)
            return strstr(message, "limit defined in open options") == NULL && strstr(message, "threshold") == NULL;
    return false;
}

enum sladd_status tiff_refuse_unread(const struct tiff_stream *stream, struct sladd_error *err) {
    if (stream->failed && tells_of_kind(stream->message))
        return tiff_refuse_kind(stream->message, err);
    if (stream->no_memory || (stream->failed && tells_of_memory(stream->message)))
        return fail_memory(err);
    return sladd_fail(err, SLADD_DAMAGED, "the TIFF picture is damaged (%s)",
                      stream->failed ? stream->message : _("no pixels"));
}

TIFF *tiff_stream_open(struct tiff_stream *stream) {
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    stream->no_memory = options == NULL;
    if (options == NULL)
        return NULL;
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, TIFF_MAX_ALLOCATION);
    TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, stream);
    TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, stream);
    TIFF *tiff = TIFFClientOpenExt("photo", "r", stream, stream_read, stream_write, stream_seek, stream_close,
                                   stream_size, stream_map, stream_unmap, options);
    TIFFOpenOptionsFree(options);
    return tiff;
}
