#include "consent/tree.h"

#include "base/array.h"
#include "base/limits.h"
#include "consent/manifest.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { BLOCK_BYTES = 64 * 1024 };

/* Nodes and texts are many and small and die together. */
struct block {
    struct block *next;
    size_t used, size;
    alignas(max_align_t) unsigned char data[];
};

/* A list or mapping that is still open. */
struct level {
    struct node *node, *last; /* `last`: its latest item or key */
    bool wants_value;         /* mapping: the latest key has no value yet */
};

struct builder {
    struct tree *tree;
    struct level levels[MANIFEST_MAX_DEPTH];
    int depth, nodes, documents;
    struct sladd_error *err;
};

static void *block_alloc(struct tree *tree, size_t size) {
    size = (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    if (tree->blocks == NULL || tree->blocks->size - tree->blocks->used < size) {
        size_t room = size > BLOCK_BYTES ? size : BLOCK_BYTES;
        struct block *block = malloc(sizeof *block + room);
        if (block == NULL)
            return NULL;
        *block = (struct block){tree->blocks, 0, room};
        tree->blocks = block;
    }
    void *place = tree->blocks->data + tree->blocks->used;
    tree->blocks->used += size;
    return place;
}

void tree_clear(struct tree *tree) {
    for (struct block *block = tree->blocks, *next; block != NULL; block = next) {
        next = block->next;
        free(block);
    }
    *tree = (struct tree){0};
}

#define FAIL_AT(builder, mark, ...)                                                                                    \
    complain((builder)->err, (builder)->tree->path, (int)(mark).line + 1, (int)(mark).column + 1, __VA_ARGS__)

/* C0, DEL, C1 and the separators of lines and paragraphs: nothing that a person types, everything that plays tricks on
 * a terminal, a report or, for YAML breaks lines at some of them, on a comment of a draft. */
static bool has_control(const char *text) {
    const unsigned char *byte = (const unsigned char *)text;
    for (; *byte != '\0'; byte++)
        if (*byte < 0x20 || *byte == 0x7F || (byte[0] == 0xC2 && byte[1] < 0xA0) ||
            (byte[0] == 0xE2 && byte[1] == 0x80 && (byte[2] == 0xA8 || byte[2] == 0xA9)))
            return true;
    return false;
}

static enum sladd_status set_text(struct builder *builder, struct node *node, const yaml_event_t *event) {
    const char *value = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    yaml_scalar_style_t style = event->data.scalar.style;
    /* A block text ends in a line break by nature, not because somebody wants one. */
    if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE)
        while (length > 0 && value[length - 1] == '\n')
            length--;
    char *copy = block_alloc(builder->tree, length + 1);
    if (copy == NULL)
        return fail_memory(builder->err);
    memcpy(copy, value, length);
    copy[length] = '\0';
    if (memchr(copy, '\0', length) != NULL || has_control(copy))
        return FAIL_AT(builder, event->start_mark,
                       "a control character (line break, tab, NUL ...) in a text; write it as one line of plain text");
    node->text = copy;
    node->quoted = style != YAML_PLAIN_SCALAR_STYLE;
    return SLADD_OK;
}

/* Put a new node where the file has it: as key, as value, as item or as root. */
static enum sladd_status place(struct builder *builder, struct node *node, yaml_mark_t mark) {
    if (builder->depth == 0) {
        builder->tree->root = node;
        return SLADD_OK;
    }
    struct level *level = &builder->levels[builder->depth - 1];
    if (level->wants_value) {
        level->last->value = node;
        level->wants_value = false;
        return SLADD_OK;
    }
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): a level is opened with its node */
    if (level->node->type == NODE_MAPPING) {
        if (node->type != NODE_TEXT)
            return FAIL_AT(builder, mark, "there is a list or mapping where a key belongs; write a word and a colon");
        level->wants_value = true;
    }
    if (level->last == NULL)
        level->node->first = node;
    else
        level->last->next = node;
    level->last = node;
    level->node->count++;
    return SLADD_OK;
}

static enum sladd_status add(struct builder *builder, const yaml_event_t *event, enum node_type type,
                             const yaml_char_t *anchor, const yaml_char_t *tag) {
    yaml_mark_t mark = event->start_mark;
    if (anchor != NULL)
        return FAIL_AT(builder, mark, "anchors ('&%s') are not allowed; write the value out where it is needed",
                       shown((const char *)anchor).text);
    if (tag != NULL)
        return FAIL_AT(builder, mark, "tags ('%s') are not allowed; leave the tag out", shown((const char *)tag).text);
    if ((uint64_t)++builder->nodes > limit_of(LIMIT_MANIFEST_VALUES))
        return FAIL_AT(builder, mark,
                       "more than the limit of %llu values; split a manifest into one for each folder of photos, or "
                       "raise the limit "
                       "with --limit manifest-values=N",
                       (unsigned long long)limit_of(LIMIT_MANIFEST_VALUES));
    struct node *node = block_alloc(builder->tree, sizeof *node);
    if (node == NULL)
        return fail_memory(builder->err);
    *node = (struct node){
        .type = (unsigned char)type, .line = (int)mark.line + 1, .column = (int)mark.column + 1, .first = NULL};
    enum sladd_status status = type == NODE_TEXT ? set_text(builder, node, event) : SLADD_OK;
    if (status == SLADD_OK)
        status = place(builder, node, mark);
    if (status != SLADD_OK || type == NODE_TEXT)
        return status;
    if (builder->depth == MANIFEST_MAX_DEPTH)
        return FAIL_AT(builder, mark, "nested more than %d levels deep; far fewer are enough", MANIFEST_MAX_DEPTH);
    builder->levels[builder->depth++] = (struct level){.node = node};
    return SLADD_OK;
}

static int by_text_then_place(const void *left, const void *right) {
    const struct node *a = *(const struct node *const *)left, *b = *(const struct node *const *)right;
    int order = strcmp(a->text, b->text);
    if (order == 0)
        order = (a->line > b->line) - (a->line < b->line);
    return order != 0 ? order : (a->column > b->column) - (a->column < b->column);
}

/* Sorted rather than compared each with each, because a hostile file can have a hundred thousand keys. */
static enum sladd_status refuse_duplicates(struct builder *builder, const struct node *mapping) {
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): a level is closed with the node it was opened with */
    size_t count = (size_t)mapping->count, i = 0;
    if (count < 2)
        return SLADD_OK;
    const struct node **keys = array_new(count, sizeof *keys);
    if (keys == NULL)
        return fail_memory(builder->err);
    for (const struct node *key = mapping->first; key != NULL; key = key->next)
        keys[i++] = key;
    qsort(keys, count, sizeof *keys, by_text_then_place);
    enum sladd_status status = SLADD_OK;
    for (i = 1; i < count && status == SLADD_OK; i++)
        if (strcmp(keys[i - 1]->text, keys[i]->text) == 0)
            status = complain(builder->err, builder->tree->path, keys[i]->line, keys[i]->column,
                              "'%s' appears twice (first on line %d); keep one of them", shown(keys[i]->text).text,
                              keys[i - 1]->line);
    free(keys);
    return status;
}

static enum sladd_status take(struct builder *builder, const yaml_event_t *event) {
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (++builder->documents > 1)
            return FAIL_AT(builder, event->start_mark, "a second document ('---') begins here; a file has only one");
        return SLADD_OK;
    case YAML_ALIAS_EVENT:
        return FAIL_AT(builder, event->start_mark, "aliases ('*%s') are not allowed; write the value out",
                       shown((const char *)event->data.alias.anchor).text);
    case YAML_SCALAR_EVENT:
        return add(builder, event, NODE_TEXT, event->data.scalar.anchor, event->data.scalar.tag);
    case YAML_SEQUENCE_START_EVENT:
        return add(builder, event, NODE_LIST, event->data.sequence_start.anchor, event->data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
        return add(builder, event, NODE_MAPPING, event->data.mapping_start.anchor, event->data.mapping_start.tag);
    case YAML_SEQUENCE_END_EVENT:
        builder->depth--;
        return SLADD_OK;
    case YAML_MAPPING_END_EVENT:
        builder->depth--;
        return refuse_duplicates(builder, builder->levels[builder->depth].node);
    default:
        return SLADD_OK;
    }
}

static yaml_mark_t mark_of(struct span text, size_t offset) {
    yaml_mark_t mark = {0};
    for (size_t i = 0; i < text.size && i < offset; i++) {
        mark.column = text.data[i] == '\n' ? 0 : mark.column + 1;
        mark.line += text.data[i] == '\n';
    }
    return mark;
}

/* What libyaml says, in the form of all our messages. Its reader knows only a byte offset. */
static enum sladd_status report_syntax(struct builder *builder, const yaml_parser_t *parser, struct span text) {
    if (parser->error == YAML_MEMORY_ERROR)
        return fail_memory(builder->err);
    const char *problem = parser->problem != NULL ? parser->problem : "cannot be read";
    if (parser->error == YAML_READER_ERROR)
        return FAIL_AT(builder, mark_of(text, parser->problem_offset), "not text: save the file as UTF-8 (%s)",
                       problem);
    return FAIL_AT(builder, parser->problem_mark,
                   "not valid YAML: check indentation (blanks, no tabs), colons, quotes and brackets (%s%s%s)",
                   parser->context != NULL ? parser->context : "", parser->context != NULL ? ", " : "", problem);
}

/* The line breaks of YAML 1.1. */
static bool ends_line(const uint8_t *data, size_t size) {
    return size == 0 || data[size - 1] == '\n' || data[size - 1] == '\r' ||
           (size >= 2 && memcmp(data + size - 2, "\xC2\x85", 2) == 0) ||
           (size >= 3 &&
            (memcmp(data + size - 3, "\xE2\x80\xA8", 3) == 0 || memcmp(data + size - 3, "\xE2\x80\xA9", 3) == 0));
}

/* libyaml compares every %TAG with every other, which takes minutes for a file full of them. */
static enum sladd_status refuse_directives(struct builder *builder, struct span text) {
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] == '%' && ends_line(text.data, i))
            return FAIL_AT(builder, mark_of(text, i), "a line that begins with '%%' is not allowed; leave it out");
    return SLADD_OK;
}

static enum sladd_status build(struct builder *builder, yaml_parser_t *parser, struct span text) {
    for (;;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event))
            return report_syntax(builder, parser, text);
        enum sladd_status status = take(builder, &event);
        bool finished = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if (status != SLADD_OK)
            return status;
        if (finished)
            break;
    }
    if (builder->tree->root == NULL)
        return complain(builder->err, builder->tree->path, 1, 1, "the file is empty; begin it with '%s'",
                        builder->tree->begins);
    return SLADD_OK;
}

enum sladd_status tree_parse(struct tree *tree, struct span text, const char *path, const char *begins,
                             struct sladd_error *err) {
    *tree = (struct tree){.path = path, .begins = begins};
    struct builder builder = {.tree = tree, .err = err};
    if (text.size > limit_bytes(LIMIT_MANIFEST_MB))
        return complain(
            err, path, 1, 1,
            "larger than the limit of %llu MiB; split a manifest into one for each folder of photos, or raise the "
            "limit with --limit manifest-mb=N",
            (unsigned long long)limit_of(LIMIT_MANIFEST_MB));
    if (text.size >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0)
        text = (struct span){text.data + 3, text.size - 3}; /* the mark that Windows puts before UTF-8 */
    enum sladd_status status = refuse_directives(&builder, text);
    if (status != SLADD_OK)
        return status;
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return fail_memory(err);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, text.size > 0 ? text.data : (const unsigned char *)"", text.size);
    status = build(&builder, &parser, text);
    yaml_parser_delete(&parser);
    if (status != SLADD_OK)
        tree_clear(tree);
    return status;
}
