/* Values as the text of a manifest: what sladd adds to a file that people read and write. */
#ifndef DRAFTS_YAML_VALUE_H
#define DRAFTS_YAML_VALUE_H

#include "sladd/region.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum value_kind {
    VALUE_TEXT,   /* in quotes where YAML would take it for something else */
    VALUE_WORD,   /* a date, a yes, a hash: plain in YAML, in quotes in JSON */
    VALUE_NUMBER, /* plain in both */
    VALUE_LIST,
    VALUE_MAPPING, /* its items have keys */
};

/* A value, and its key where it is the member of a mapping. Everything is borrowed. */
struct yaml_value {
    enum value_kind kind;
    const char *key;  /* NULL: the item of a list */
    const char *text; /* UTF-8 without control characters; NULL for lists and mappings */
    const struct yaml_value *items;
    size_t count;
    bool one_line;       /* a list or a mapping in brackets, also where there are lines */
    const char *comment; /* behind a value that stands on a line of its own; NULL: none. JSON has none */
};

/* A `box` as the member of a mapping: fractions with four decimals. `value` points into the rest, so that it must not
 * be moved. */
struct box_value {
    char numbers[4][16];
    struct yaml_value items[4], value;
};
void box_value_make(struct sladd_box box, struct box_value *value);

/* How the text around it is written: in lines ("block" style), in brackets ("flow" style), or as JSON. */
enum yaml_style { YAML_IN_LINES, YAML_IN_BRACKETS, YAML_AS_JSON };

/* Key and value, or an item with its '-', as lines of their own, `indent` blanks from the left. The items of a list
 * stand on one line each. */
void yaml_put_lines(FILE *to, const struct yaml_value *value, int indent);

/* Key and value on one line, without a line break: YAML_IN_BRACKETS or YAML_AS_JSON. */
void yaml_put_brackets(FILE *to, const struct yaml_value *value, enum yaml_style style);

/* The value alone, without its key. */
void yaml_put_value(FILE *to, const struct yaml_value *value, enum yaml_style style);

#endif
