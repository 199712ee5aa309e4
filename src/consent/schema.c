#include "consent/schema.h"
#include "consent/nearest.h"

#include "base/array.h"
#include "base/language.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum sladd_status complain_at(struct reader *reader, const struct node *node, const char *format, ...) {
    char message[384];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, _(format), arguments);
    va_end(arguments);
    return complain(reader->err, reader->tree->path, node->line, node->column, "%s", message);
}

static size_t key_count(const struct key *keys) {
    size_t count = 0;
    while (keys[count].name != NULL)
        count++;
    return count;
}

static const char *key_name(const void *keys, size_t index) {
    return ((const struct key *)keys)[index].name;
}

/* "a, b, c" of a table's keys. */
static void list_keys(const struct key *keys, char *list, size_t size) {
    size_t used = 0;
    list[0] = '\0';
    for (size_t i = 0; keys[i].name != NULL && used < size; i++)
        used += (size_t)snprintf(list + used, size - used, "%s%s", i > 0 ? ", " : "", keys[i].name);
}

static enum sladd_status unknown_key(struct reader *reader, const struct key *keys, const char *called,
                                     const struct node *node) {
    char known[200];
    const char *meant = nearest_word(node->text, keys, key_count(keys), key_name);
    if (meant != NULL)
        return complain_at(reader, node, "unknown key '%s' in %s; did you mean '%s'?", shown(node->text).text, called,
                           meant);
    list_keys(keys, known, sizeof known);
    return complain_at(reader, node, "unknown key '%s' in %s; write one of: %s", shown(node->text).text, called, known);
}

static bool has_key(const struct node *mapping, const char *name) {
    for (const struct node *key = mapping->first; key != NULL; key = key->next)
        if (strcmp(key->text, name) == 0)
            return true;
    return false;
}

enum sladd_status read_mapping(struct reader *reader, const struct key *keys, const char *called,
                               const struct node *node, void *target) {
    if (node->type != NODE_MAPPING)
        return complain_at(reader, node, "%s must be a mapping; write lines of 'key: value', or {key: value}", called);
    for (const struct node *name = node->first; name != NULL; name = name->next) {
        const struct key *key = keys;
        while (key->name != NULL && strcmp(key->name, name->text) != 0)
            key++;
        if (key->name == NULL)
            return unknown_key(reader, keys, called, name);
        enum sladd_status status = key->read(reader, key, name->value, target);
        if (status != SLADD_OK)
            return status;
    }
    for (const struct key *key = keys; key->name != NULL; key++)
        if (key->required && !has_key(node, key->name))
            return complain_at(reader, node, "the key '%s' is missing in %s; add it", key->name, called);
    return SLADD_OK;
}

enum sladd_status read_inside(struct reader *reader, const struct key *key, const struct node *node, void *target) {
    return read_mapping(reader, key->keys, key->name, node, target);
}

/* Zeroed places for `count` items, at the key's members of `target`. */
static void *make_items(const struct key *key, size_t count, size_t size, void *target) {
    void *items = array_new_zero(count > 0 ? count : 1, size);
    if (items != NULL)
        memcpy((char *)target + key->member, &items, sizeof items);
    return items;
}

/* Counted one by one, so that freeing after an error frees exactly what was made. */
static size_t *counter(const struct key *key, void *target) {
    return (size_t *)(void *)((char *)target + key->count);
}

enum sladd_status read_list(struct reader *reader, const struct key *key, const struct node *node, void *target) {
    const struct shape *shape = key->shape;
    if (node->type != NODE_LIST)
        return complain_at(reader, node, "'%s' must be a list; begin each item with '- ', or write [{...}, {...}]",
                           key->name);
    char *items = make_items(key, (size_t)node->count, shape->size, target);
    if (items == NULL)
        return fail_memory(reader->err);
    enum sladd_status status = SLADD_OK;
    for (const struct node *item = node->first; item != NULL && status == SLADD_OK; item = item->next)
        status =
            read_mapping(reader, shape->keys, _(shape->called), item, items + shape->size * (*counter(key, target))++);
    return status;
}

enum sladd_status read_named(struct reader *reader, const struct key *key, const struct node *node, void *target) {
    const struct shape *shape = key->shape;
    if (is_null(node))
        return SLADD_OK; /* "people:" with every line below it commented out, as in a fresh draft */
    if (node->type != NODE_MAPPING)
        return complain_at(reader, node, "'%s' must be a mapping; write each name with a colon, and its keys below it",
                           key->name);
    char *items = make_items(key, (size_t)node->count, shape->size, target);
    if (items == NULL)
        return fail_memory(reader->err);
    enum sladd_status status = SLADD_OK;
    for (const struct node *name = node->first; name != NULL && status == SLADD_OK; name = name->next) {
        status = shape->name(reader, name);
        if (status != SLADD_OK)
            break;
        char *item = items + shape->size * (*counter(key, target))++, *copy = strdup(name->text);
        if (copy == NULL)
            return fail_memory(reader->err);
        memcpy(item, &copy, sizeof copy);
        memcpy(item + shape->line, (const int[]){name->line, name->column}, 2 * sizeof(int));
        status = read_mapping(reader, shape->keys, _(shape->called), name->value, item);
    }
    return status;
}

const char *word_text(const struct word *words, int value) {
    while (words->text != NULL && words->value != value)
        words++;
    return words->text;
}
