/* Reading a tree into structures by tables: one row says what a key is called, how its value is read and which member
 * it fills. A table reads like the schema; every complaint names the place and the way out. */
#ifndef CONSENT_SCHEMA_H
#define CONSENT_SCHEMA_H

#include "consent/tree.h"

#include <stddef.h>

struct reader {
    const struct tree *tree;
    struct sladd_error *err;
};

/* A word of an enumeration and its value; lists end in {NULL, 0}. */
struct word {
    const char *text;
    int value;
};

/* The word of a value; NULL: it has none. */
const char *word_text(const struct word *words, int value);

/* The words that manifests and policies share. */
extern const struct word role_words[], form_words[], giver_words[], answer_words[];

/* How the items of a list, or the values of a mapping whose keys are names, are read. Names fill the first member of
 * an item, a `char *`. */
struct shape {
    const char *called; /* N_("a photo"), for messages */
    const struct key *keys;
    size_t size;
    enum sladd_status (*name)(struct reader *reader, const struct node *key); /* judges a name; for read_named only */
    size_t line; /* offset of two ints, line and column, or 0 */
};

struct key {
    const char *name; /* tables end in NULL */
    enum sladd_status (*read)(struct reader *reader, const struct key *key, const struct node *value, void *target);
    size_t member; /* offset in the structure that the mapping fills */
    size_t count;  /* lists: offset of the `size_t` that counts the items */
    const struct word *words;
    const struct shape *shape;
    const struct key *keys; /* of a mapping that fills the same structure */
    bool required;
};

/* Fill the zeroed structure `target` from a mapping. What was read before an error stays the caller's to free. */
enum sladd_status read_mapping(struct reader *reader, const struct key *keys, const char *called,
                               const struct node *node, void *target);

/* Readers of one value, for the tables. */
enum sladd_status read_text(struct reader *, const struct key *, const struct node *, void *target); /* char * */
enum sladd_status read_texts(struct reader *, const struct key *, const struct node *,
                             void *target); /* char **, count */
enum sladd_status read_word(struct reader *, const struct key *, const struct node *, void *target);   /* an enum */
enum sladd_status read_answer(struct reader *, const struct key *, const struct node *, void *target); /* enum answer */
enum sladd_status read_date(struct reader *, const struct key *, const struct node *, void *target);   /* sladd_date */
enum sladd_status read_box(struct reader *, const struct key *, const struct node *, void *target);    /* sladd_box */
enum sladd_status read_list(struct reader *, const struct key *, const struct node *, void *target);  /* items, count */
enum sladd_status read_named(struct reader *, const struct key *, const struct node *, void *target); /* items, count */
enum sladd_status read_inside(struct reader *, const struct key *, const struct node *, void *target); /* key->keys */

/* The text of `node`, or NULL after a complaint that `called` must be a text and may not be empty. */
const char *text_of(struct reader *reader, const char *called, const struct node *node);

/* YAML's null: nothing, ~ or null. A person called Null is written in quotes. */
bool is_null(const struct node *node);

/* A plain decimal number; false for anything else, quoted numbers included. Independent of the locale. */
bool number_of(const struct node *node, double *number);

enum sladd_status complain_at(struct reader *reader, const struct node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
