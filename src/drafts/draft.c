#include "drafts/draft.h"

#include "base/ascii.h"
#include "base/language.h"
#include "consent/manifest.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* Names that YAML reads as themselves, so that the draft looks like what a person would write. */
static bool is_plain(const char *text) {
    static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./";
    static const char *const words[] = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"};
    if (text[0] == '\0' || strchr("-./0123456789", text[0]) != NULL || text[strspn(text, safe)] != '\0')
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ascii_same(text, words[i]))
            return false;
    return true;
}

static void put_text(FILE *to, const char *text) {
    if (is_plain(text)) {
        (void)fputs(text, to);
        return;
    }
    (void)putc('"', to);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            (void)putc('\\', to);
        (void)putc(*text, to);
    }
    (void)putc('"', to);
}

static void put_photo(FILE *to, const struct draft_photo *photo, int indent) {
    (void)fprintf(to, "%*s", indent, "");
    put_text(to, photo->file);
    (void)fprintf(to, ":\n%*s  sha256: %s\n", indent, "", photo->sha256);
    if (photo->face_count == 0)
        return;
    (void)fprintf(to, "%*s  faces:\n", indent, "");
    for (size_t i = 0; i < photo->face_count; i++) {
        const struct draft_face *face = &photo->faces[i];
        (void)fprintf(to, "%*s    - {person: ", indent, "");
        if (face->person != NULL)
            put_text(to, face->person);
        else
            (void)fputs("\"?\"", to);
        (void)fprintf(to, ", box: [%.4f, %.4f, %.4f, %.4f]}\n", face->box.x, face->box.y, face->box.width,
                      face->box.height);
    }
}

static const char introduction[] =
    N_("# A draft by sladd: who is in these photos, and what did they agree to?\n"
       "# Write everybody under people, then put their short names where it says \"?\".\n"
       "# A face whose person is still \"?\" is blurred. Faces are listed from the top of the photo.\n");
static const char example[] =
    "version: 1\n"
    "people:\n"
    "  # kari:\n"
    "  #   name: Kari Nordmann\n"
    "  #   role: staff\n"
    "  #   consent:\n"
    "  #     - {form: written, given_by: self, date: 2026-05-01, expires: 2027-05-01, channels: [web]}\n";

/* A growing text as a stream; closing it gives the bytes. */
static enum sladd_status close_text(FILE *stream, char **data, size_t *size, struct bytes *text,
                                    struct sladd_error *err) {
    if (stream == NULL || fclose(stream) != 0) {
        free(*data);
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for a draft");
    }
    *text = (struct bytes){(uint8_t *)*data, *size};
    return SLADD_OK;
}

enum sladd_status draft_new(const struct draft_photo *photos, size_t count, struct bytes *text,
                            struct sladd_error *err) {
    char *data = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&data, &size);
    for (size_t i = 0; i < count && stream != NULL; i++) {
        if (i == 0)
            (void)fprintf(stream, "%s%sphotos:\n", _(introduction), example);
        put_photo(stream, &photos[i], 2);
    }
    return close_text(stream, &data, &size, text, err);
}

/* YAML has its own mind about which characters it takes, so a draft of one photo is made and read back. */
bool draft_can_name(const char *file) {
    const struct draft_photo photo = {file, "0000000000000000000000000000000000000000000000000000000000000000", NULL,
                                      0};
    struct bytes text = {0};
    struct manifest *manifest = NULL;
    bool named = draft_new(&photo, 1, &text, NULL) == SLADD_OK &&
                 manifest_parse(bytes_span(&text), "", &manifest, NULL) == SLADD_OK &&
                 manifest_photo(manifest, file) != NULL;
    manifest_free(manifest);
    bytes_clear(&text);
    return named;
}

/* Where lines can be added to a manifest. */
struct place {
    bool has_photos; /* there is a `photos` key */
    bool is_block;   /* and its value is a mapping of indented lines */
    int indent;      /* of those lines */
    size_t end_line; /* the line after its last content, from 0 */
};

/* Follow the events of the top-level mapping; depth 1 is inside it, depth 2 inside `photos`. */
static void follow_event(const yaml_event_t *event, int depth, bool *expects_key, bool *in_photos,
                         struct place *place) {
    bool starts = event->type == YAML_MAPPING_START_EVENT || event->type == YAML_SEQUENCE_START_EVENT;
    if (depth == 1 && *expects_key) {
        *in_photos = event->type == YAML_SCALAR_EVENT && strcmp((char *)event->data.scalar.value, "photos") == 0;
        place->has_photos = place->has_photos || *in_photos;
    } else if (depth == 1 && *in_photos && starts) {
        place->is_block =
            event->type == YAML_MAPPING_START_EVENT && event->data.mapping_start.style == YAML_BLOCK_MAPPING_STYLE;
    }
    if (depth == 2 && *in_photos && event->type == YAML_SCALAR_EVENT && place->indent < 0)
        place->indent = (int)event->start_mark.column;
    bool flow_end = event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT;
    bool has_text = event->type == YAML_SCALAR_EVENT || (flow_end && event->end_mark.index > event->start_mark.index);
    if (*in_photos && has_text) /* a block's end has no text of its own; a scalar or a bracket has */
        place->end_line = event->end_mark.line + (event->end_mark.column > 0 ? 1 : 0);
    if (depth == 1 && !starts)
        *expects_key = !*expects_key;
}

static bool find_place(struct span existing, struct place *place) {
    yaml_parser_t parser;
    yaml_event_t event;
    int depth = 0;
    bool expects_key = true, in_photos = false, good = true;
    *place = (struct place){.indent = -1};
    if (!yaml_parser_initialize(&parser))
        return false;
    yaml_parser_set_input_string(&parser, existing.data, existing.size);
    for (bool more = true; more && good;) {
        good = yaml_parser_parse(&parser, &event) != 0;
        if (!good)
            break;
        bool ends = event.type == YAML_MAPPING_END_EVENT || event.type == YAML_SEQUENCE_END_EVENT;
        bool starts = event.type == YAML_MAPPING_START_EVENT || event.type == YAML_SEQUENCE_START_EVENT;
        depth -= ends;
        follow_event(&event, depth, &expects_key, &in_photos, place);
        depth += starts;
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return good;
}

static size_t offset_of_line(struct span text, size_t line) {
    size_t offset = 0;
    while (line > 0 && offset < text.size)
        line -= text.data[offset++] == '\n';
    return offset;
}

enum sladd_status draft_merge(struct span existing, const char *path, const struct draft_photo *photos, size_t count,
                              struct bytes *text, struct sladd_error *err) {
    struct place place;
    if (!find_place(existing, &place) || (place.has_photos && (!place.is_block || place.indent < 1)))
        return sladd_fail(err, SLADD_MANIFEST,
                          "%s: photos can only be added where 'photos:' is on a line of its own with the photos below "
                          "it; write it like that, or use --sidecar",
                          path);
    size_t at = place.has_photos ? offset_of_line(existing, place.end_line) : existing.size;
    char *data = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&data, &size);
    if (stream != NULL) {
        (void)fwrite(existing.data, 1, at, stream);
        if (at > 0 && existing.data[at - 1] != '\n')
            (void)putc('\n', stream);
        if (!place.has_photos)
            (void)fputs("photos:\n", stream);
        for (size_t i = 0; i < count; i++)
            put_photo(stream, &photos[i], place.has_photos ? place.indent : 2);
        (void)fwrite(existing.data + at, 1, existing.size - at, stream);
    }
    return close_text(stream, &data, &size, text, err);
}
