#include "format/format.h"

#include "base/ascii.h"
#include "base/language.h"
#include "base/paths.h"
#include "format/pixels.h"

#include <string.h>

static bool fits(const struct format *format, struct span head) {
    for (int i = 0; i < FORMAT_SIGNATURES; i++) {
        const struct format_signature *signature = &format->signatures[i];
        if (signature->size > 0 &&
            span_starts(span_part(head, signature->offset, SIZE_MAX), signature->bytes, signature->size))
            return true;
    }
    return format->recognise != NULL && format->recognise(head);
}

const struct format *format_recognise(struct span file) {
    struct span head = span_part(file, 0, FORMAT_HEAD_BYTES);
    for (size_t i = 0; i + 1 < format_count; i++)
        if (fits(&formats[i], head))
            return &formats[i];
    return &formats[format_count - 1];
}

bool format_is_picture(struct span head) {
    return format_recognise(head)->kind != FORMAT_OTHER;
}

/* `list` holds words with one space between them. */
static bool is_listed(const char *list, const char *word) {
    size_t length = strlen(word);
    for (const char *at = list; at != NULL && *at != '\0'; at += *at == ' ') {
        size_t part = strcspn(at, " ");
        if (part == length && ascii_starts_with(at, word))
            return true;
        at += part;
    }
    return false;
}

bool format_has_ending(const struct format *format, const char *name) {
    const char *dot = strrchr(path_name(name), '.');
    return dot != NULL && is_listed(format->endings, dot + 1);
}

bool format_is_picture_name(const char *name) {
    for (size_t i = 0; i < format_count; i++)
        if (formats[i].kind != FORMAT_OTHER && format_has_ending(&formats[i], name))
            return true;
    return false;
}

const char *format_ending(const struct format *format, char ending[FORMAT_ENDING_SIZE]) {
    const char *list = format->endings != NULL ? format->endings : "jpg";
    size_t length = strcspn(list, " ");
    length = length < FORMAT_ENDING_SIZE ? length : FORMAT_ENDING_SIZE - 1;
    memcpy(ending, list, length);
    ending[length] = '\0';
    return ending;
}

static enum sladd_status refuse(const struct format *format, struct sladd_error *err) {
    if (format->what == NULL)
        return sladd_fail(err, SLADD_NOT_A_PHOTO, "%s", _(format->refusal));
    if (format->kind == FORMAT_PICTURE)
        return sladd_fail(err, SLADD_UNSUPPORTED, "this is %s, which sladd cannot read: %s", _(format->what),
                          _(format->refusal));
    return sladd_fail(err, SLADD_NOT_A_PHOTO, "this is %s, and sladd handles photos only: %s", _(format->what),
                      _(format->refusal));
}

const struct format *format_of_photo(struct span file, struct sladd_error *err) {
    const struct format *format = format_recognise(file);
    if (format->codec != NULL || format->decode != NULL)
        return format;
    if (file.size == 0)
        (void)sladd_fail(err, SLADD_DAMAGED, "the file is empty: fetch it again from where it came from");
    else
        (void)refuse(format, err);
    return NULL;
}

static const struct format *row_of(const struct codec *codec) {
    size_t i = 0;
    while (formats[i].codec != codec)
        i++;
    return &formats[i];
}

const struct format *format_of_copy(const struct format *format, struct span file) {
    if (format->decode == NULL)
        return format;
    return row_of(format->wants_png(file) ? &codec_png : &codec_jpeg);
}

/* A profile says what the numbers of one kind of picture mean. One of greys makes a grey picture of what the file's
 * header calls so; one that is of another kind than the pixels says nothing of them, and no viewer heeds it. What the
 * pixels are must not decide: some of them may lie where something is redacted. */
static void fit_profile(struct pixels *pixels, struct survey *survey) {
    enum { SPACE_AT = 16 };
    const struct span space = span_part(bytes_span(&survey->icc), SPACE_AT, SIZE_MAX);
    if (SPAN_STARTS(space, "GRAY"))
        pixels_drop_colour(pixels);
    if (survey->icc.size == 0 || (pixels->is_cmyk        ? SPAN_STARTS(space, "CMYK")
                                  : pixels->channels < 3 ? SPAN_STARTS(space, "GRAY")
                                                         : SPAN_STARTS(space, "RGB ")))
        return;
    if (survey->icc_built_of == NULL)
        survey_name(&survey->names, "icc:profile");
    bytes_clear(&survey->icc);
}

enum sladd_status format_convert(const struct format *format, struct span file, struct survey *survey,
                                 struct bytes *converted, struct sladd_error *err) {
    struct pixels pixels;
    bool png = format->wants_png(file);
    *converted = (struct bytes){0};
    enum sladd_status status = format->decode(file, &pixels, err);
    if (status != SLADD_OK)
        return status;
    if (png && pixels.is_cmyk)
        status = sladd_fail(err, SLADD_UNSUPPORTED, "a picture in inks (CMYK) with transparency; save it as RGB");
    else if (!png)
        pixels_flatten(&pixels);
    if (status == SLADD_OK)
        fit_profile(&pixels, survey);
    if (status == SLADD_OK)
        status =
            png ? png_from_pixels(&pixels, converted, err) : jpeg_from_pixels(&pixels, FORMAT_QUALITY, converted, err);
    pixels_clear(&pixels);
    return status;
}

/* What such a file may hide is not counted byte by byte: it is left behind whole. */
static void name_container(const struct format *format, struct survey *survey) {
    char text[32];
    (void)snprintf(text, sizeof text, "%s:container", format->name);
    survey_name(&survey->names, text);
}

enum sladd_status format_survey(struct span file, struct survey *survey, struct sladd_error *err) {
    *survey = (struct survey){.orientation = 1};
    const struct format *format = format_of_photo(file, err);
    if (format == NULL)
        return err != NULL ? err->status : SLADD_NOT_A_PHOTO;
    enum sladd_status status = format->survey(file, survey, err);
    if (format->decode != NULL)
        name_container(format, survey);
    if (status != SLADD_OK)
        survey_clear(survey);
    else
        survey_names_finish(&survey->names);
    return status;
}

enum sladd_status format_find_xmp(struct span file, struct xmp_packets *packets, struct sladd_error *err) {
    const struct format *format = format_recognise(file);
    return format->find_xmp != NULL ? format->find_xmp(file, packets, err) : SLADD_OK;
}
