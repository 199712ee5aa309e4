/* The part of an XMP packet that speaks of people, as a tree.
 *
 * XMP is RDF in XML (ISO 16684-1, clause 7), which says one thing in many shapes: a property is an element or an
 * attribute; a structure is an rdf:Description, an element with rdf:parseType, or an element with attributes; prefixes
 * are whatever the writer likes. Read by expat with namespaces, within limits, and without any state outside the tree.
 * Elements and attributes become nodes alike; only names that are known keep their text. */
#ifndef METADATA_XMP_TREE_H
#define METADATA_XMP_TREE_H

#include "metadata/xmp.h"

/* What the readers ask for. All other names are XMP_OTHER. */
enum xmp_name {
    XMP_OTHER,
    RDF_DESCRIPTION,
    RDF_VALUE,
    RDF_CONTAINER, /* rdf:Bag, rdf:Seq, rdf:Alt */
    RDF_ITEM,      /* rdf:li, and rdf:_1 and its like */
    MWG_REGIONS,
    MWG_SIZE, /* mwg-rs:AppliedToDimensions */
    MWG_LIST,
    MWG_AREA,
    MWG_NAME,
    MWG_TYPE,
    AREA_X,
    AREA_Y,
    AREA_WIDTH,
    AREA_HEIGHT,
    AREA_UNIT,
    DIMENSION_WIDTH,
    DIMENSION_HEIGHT,
    MICROSOFT_REGIONS,
    MICROSOFT_RECTANGLE,
    MICROSOFT_NAME,
};

/* Places in `nodes`. Node 0 is the document, which is nobody's child: 0 stands for none. */
struct xmp_node {
    enum xmp_name name;
    size_t parent, first, last, next; /* last and next: of the children, in document order, attributes first */
    size_t text;                      /* place in `texts` of its own text, terminated; 0: empty */
};

/* Zero-initialise to start; owned. */
struct xmp_tree {
    struct xmp_node *nodes;
    size_t count, capacity;
    char *texts;
    size_t length, room;
};

/* Read a packet. `*problem` says whether it could be read to its end within the limits; where it is not XMP_SOUND the
 * tree is empty. The only error is SLADD_NO_MEMORY. `tree` is to be cleared by the caller. */
enum sladd_status xmp_tree_parse(struct span packet, struct xmp_tree *tree, enum xmp_problem *problem,
                                 struct sladd_error *err);
void xmp_tree_clear(struct xmp_tree *tree);

/* The child of this name, also inside the rdf:Description or rdf:value that a writer put between. 0 where there is none
 * or where there are several, of which nobody knows which is meant. */
size_t xmp_field(const struct xmp_tree *tree, size_t node, enum xmp_name name);

/* What a property says, without spaces around it: its own text, or that of the first item of its list of languages.
 * Empty for node 0. Borrowed from the tree. */
struct span xmp_text(const struct xmp_tree *tree, size_t node);

/* The item of a list that comes after `item` (0: the first); 0 at its end. */
size_t xmp_next_item(const struct xmp_tree *tree, size_t list, size_t item);

#endif
