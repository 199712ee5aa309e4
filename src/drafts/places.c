#include "drafts/places.h"

#include "consent/manifest.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* libyaml counts characters, an editor of text needs bytes: a finger that walks from one mark to the next. */
struct finger {
    struct span text;
    size_t characters, bytes;
};

static bool continues(uint8_t byte) {
    return (byte & 0xC0) == 0x80;
}

static size_t bytes_at(struct finger *finger, size_t characters) {
    const struct span text = finger->text;
    while (finger->characters < characters && finger->bytes < text.size) {
        finger->bytes++;
        while (finger->bytes < text.size && continues(text.data[finger->bytes]))
            finger->bytes++;
        finger->characters++;
    }
    while (finger->characters > characters && finger->bytes > 0) {
        finger->bytes--;
        while (finger->bytes > 0 && continues(text.data[finger->bytes]))
            finger->bytes--;
        finger->characters--;
    }
    return finger->bytes;
}

struct finder {
    struct finger finger;
    size_t offset; /* of a byte order mark before the text */
    struct place *root, *all;
    struct place *open[MANIFEST_MAX_DEPTH];
    bool wants_value[MANIFEST_MAX_DEPTH];
    int depth;
};

static size_t offset_of(struct finder *finder, yaml_mark_t mark) {
    return finder->offset + bytes_at(&finder->finger, mark.index);
}

/* Into the list or the mapping that is open. */
static void attach(struct finder *finder, struct place *place) {
    if (finder->depth == 0) {
        finder->root = place;
        return;
    }
    struct place *parent = finder->open[finder->depth - 1];
    bool *wants_value = &finder->wants_value[finder->depth - 1];
    if (*wants_value) {
        parent->last->value = place;
        if (place->type == PLACE_TEXT && place->start == place->end)
            place->column = parent->last->column;
        *wants_value = false;
        return;
    }
    if (parent->last == NULL)
        parent->first = place;
    else
        parent->last->next = place;
    parent->last = place;
    *wants_value = parent->type == PLACE_MAPPING;
}

static struct place *make(struct finder *finder, const yaml_event_t *event, enum place_type type) {
    struct place *place = calloc(1, sizeof *place);
    if (place == NULL)
        return NULL;
    *place = (struct place){.type = type,
                            .depth = finder->depth,
                            .column = (int)event->start_mark.column,
                            .start = offset_of(finder, event->start_mark),
                            .end = offset_of(finder, event->end_mark),
                            .made_before = finder->all};
    finder->all = place;
    attach(finder, place);
    return place;
}

static bool begin(struct finder *finder, const yaml_event_t *event, enum place_type type, bool in_brackets) {
    struct place *place = finder->depth < MANIFEST_MAX_DEPTH ? make(finder, event, type) : NULL;
    if (place == NULL)
        return false;
    place->in_brackets = in_brackets;
    finder->open[finder->depth] = place;
    finder->wants_value[finder->depth++] = false;
    return true;
}

/* The end of lines has no text of its own; a bracket has. */
static void end(struct finder *finder, const yaml_event_t *event) {
    struct place *place = finder->open[--finder->depth];
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): what is closed was opened */
    const struct place *last = place->last;
    if (place->in_brackets)
        place->end = offset_of(finder, event->end_mark);
    else if (last != NULL)
        place->end = last->value != NULL ? last->value->end : last->end;
}

static bool take(struct finder *finder, const yaml_event_t *event) {
    struct place *place;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        place = make(finder, event, PLACE_TEXT);
        if (place != NULL) {
            place->in_lines = event->data.scalar.style == YAML_LITERAL_SCALAR_STYLE ||
                              event->data.scalar.style == YAML_FOLDED_SCALAR_STYLE;
            place->text = strdup((const char *)event->data.scalar.value);
            /* As consent/tree.c reads it: its end is a line break by nature. */
            for (size_t end = place->text != NULL ? strlen(place->text) : 0;
                 place->in_lines && end > 0 && place->text[end - 1] == '\n';)
                place->text[--end] = '\0';
        }
        return place != NULL && place->text != NULL;
    case YAML_SEQUENCE_START_EVENT:
        return begin(finder, event, PLACE_LIST, event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
    case YAML_MAPPING_START_EVENT:
        return begin(finder, event, PLACE_MAPPING, event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        end(finder, event);
        return true;
    default:
        return true;
    }
}

static bool find(struct finder *finder) {
    yaml_parser_t parser;
    yaml_event_t event;
    bool good = true;
    if (!yaml_parser_initialize(&parser))
        return false;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, finder->finger.text.data, finder->finger.text.size);
    for (bool more = true; more && good;) {
        good = yaml_parser_parse(&parser, &event) != 0;
        if (!good)
            break;
        good = take(finder, &event);
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return good && finder->root != NULL;
}

enum sladd_status places_find(struct span text, struct place **root, struct place **all, struct sladd_error *err) {
    struct finder finder = {.offset = SPAN_STARTS(text, "\xEF\xBB\xBF") ? 3 : 0};
    finder.finger.text = span_part(text, finder.offset, text.size);
    bool good = find(&finder);
    *root = finder.root;
    *all = finder.all;
    return good ? SLADD_OK : fail_memory(err);
}

void places_free(struct place *all) {
    while (all != NULL) {
        struct place *before = all->made_before;
        free(all->text);
        free(all);
        all = before;
    }
}

const struct place *place_key(const struct place *place, const char *key) {
    const struct place *at = place != NULL && place->type == PLACE_MAPPING ? place->first : NULL;
    while (at != NULL && (at->text == NULL || strcmp(at->text, key) != 0))
        at = at->next;
    return at;
}

const struct place *place_member(const struct place *place, const char *key) {
    const struct place *at = place_key(place, key);
    return at != NULL ? at->value : NULL;
}

const struct place *place_item(const struct place *place, size_t index) {
    const struct place *at = place != NULL && place->type == PLACE_LIST ? place->first : NULL;
    for (; at != NULL && index > 0; index--)
        at = at->next;
    return at;
}
