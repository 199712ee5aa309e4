/* YAML as a small tree: what libyaml reads, without anything a manifest or a policy has no use for. Anchors, aliases,
 * tags, several documents, control characters, keys that are not plain words and duplicate keys are refused here, so
 * that whoever reads the tree meets only mappings, lists and texts. Bounded by MANIFEST_MAX_DEPTH and the limits of
 * manifests. */
#ifndef CONSENT_TREE_H
#define CONSENT_TREE_H

#include "base/bytes.h"

#include <stdbool.h>

enum node_type { NODE_TEXT, NODE_LIST, NODE_MAPPING };

struct node {
    unsigned char type; /* enum node_type */
    bool quoted;        /* text only: in quotes or a block, so never a number and never null */
    int line, column;   /* 1-based; columns count characters */
    int count;          /* items of a list, keys of a mapping */
    union {
        const char *text; /* NODE_TEXT: without control characters */
        struct node *first;
    };
    struct node *next;  /* the next item of the list, or the next key of the mapping */
    struct node *value; /* of a mapping's key */
};

/* A parsed file; `root` lives as long as the tree. */
struct tree {
    const char *path;   /* borrowed, for messages */
    const char *begins; /* how to begin a file that is empty; borrowed */
    const struct node *root;
    struct block *blocks;
};

/* On failure the tree is empty and `err->text` begins with FILE:LINE:COLUMN (SLADD_MANIFEST). `path` and
 * `begins` must outlive it. */
enum sladd_status tree_parse(struct tree *tree, struct span text, const char *path, const char *begins,
                             struct sladd_error *err);
void tree_clear(struct tree *tree);

/* SLADD_MANIFEST with FILE:LINE:COLUMN before the message. A long path is shortened from the left. */
enum sladd_status complain(struct sladd_error *err, const char *path, int line, int column, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The end of a long path, as much of it as suits a message; points into it. */
const char *shown_path(const char *path);

/* `text` cut to a length that suits a message, for printing between quotes. */
struct shown {
    char text[64];
};
struct shown shown(const char *text);

#endif
