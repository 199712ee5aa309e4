#include "metadata/xmp_tree.h"

#include "base/array.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NODES = 200 * 1000 };

/* Between a namespace and a name in what expat hands out; no namespace has a space in it. */
enum { SEPARATOR = ' ' };

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns# "
#define MWG "http://www.metadataworkinggroup.com/schemas/regions/ "
#define AREA "http://ns.adobe.com/xmp/sType/Area# "
#define SIZE "http://ns.adobe.com/xap/1.0/sType/Dimensions# "
#define MICROSOFT "http://ns.microsoft.com/photo/1.2/t/Region"

static enum xmp_name find_name(const char *full) {
    static const struct {
        const char *full;
        enum xmp_name name;
    } known[] = {
        {RDF "Description", RDF_DESCRIPTION},
        {RDF "value", RDF_VALUE},
        {RDF "Bag", RDF_CONTAINER},
        {RDF "Seq", RDF_CONTAINER},
        {RDF "Alt", RDF_CONTAINER},
        {RDF "li", RDF_ITEM},
        {MWG "Regions", MWG_REGIONS},
        {MWG "AppliedToDimensions", MWG_SIZE},
        {MWG "RegionList", MWG_LIST},
        {MWG "Area", MWG_AREA},
        {MWG "Name", MWG_NAME},
        {MWG "Type", MWG_TYPE},
        {AREA "x", AREA_X},
        {AREA "y", AREA_Y},
        {AREA "w", AREA_WIDTH},
        {AREA "h", AREA_HEIGHT},
        {AREA "unit", AREA_UNIT},
        {SIZE "w", DIMENSION_WIDTH},
        {SIZE "h", DIMENSION_HEIGHT},
        {MICROSOFT "Info# Regions", MICROSOFT_REGIONS},
        {MICROSOFT "# Rectangle", MICROSOFT_RECTANGLE},
        {MICROSOFT "# PersonDisplayName", MICROSOFT_NAME},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(full, known[i].full) == 0)
            return known[i].name;
    return strncmp(full, RDF "_", sizeof RDF) == 0 ? RDF_ITEM : XMP_OTHER;
}

struct parse {
    XML_Parser parser;
    struct xmp_tree *tree;
    size_t open, depth; /* the innermost open element, and how deep it is */
    size_t end;         /* bytes up to the end of the outermost element; 0: it has not ended */
    enum xmp_problem problem;
    bool no_memory;
};

static void stop(struct parse *parse, enum xmp_problem problem) {
    parse->problem = problem;
    (void)XML_StopParser(parse->parser, XML_FALSE);
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Add to the text that stands last in `texts`, which keeps its terminator. */
static bool add_text(struct xmp_tree *tree, const char *text, size_t size) {
    if (!array_grow((void **)&tree->texts, &tree->room, tree->length + size + 1, 1))
        return false;
    memcpy(tree->texts + tree->length, text, size);
    tree->length += size;
    tree->texts[tree->length] = '\0';
    return true;
}

static bool start_text(struct xmp_tree *tree, struct xmp_node *node) {
    bool started = add_text(tree, "", 1);
    node->text = started ? tree->length : 0;
    return started;
}

/* 0: over the limit, or out of memory. */
static size_t add_node(struct parse *parse, enum xmp_name name) {
    struct xmp_tree *tree = parse->tree;
    if (tree->count >= MAX_NODES) {
        stop(parse, XMP_TOO_LARGE);
        return 0;
    }
    if (!array_grow((void **)&tree->nodes, &tree->capacity, tree->count + 1, sizeof *tree->nodes)) {
        parse->no_memory = true;
        stop(parse, XMP_DAMAGED);
        return 0;
    }
    size_t node = tree->count++;
    tree->nodes[node] = (struct xmp_node){.name = name, .parent = parse->open};
    if (node == 0)
        return 0;
    struct xmp_node *parent = &tree->nodes[parse->open];
    if (parent->first == 0)
        parent->first = node;
    else
        tree->nodes[parent->last].next = node;
    parent->last = node;
    return node;
}

static void take_attribute(struct parse *parse, const char *full, const char *value) {
    enum xmp_name name = find_name(full);
    size_t node = name != XMP_OTHER ? add_node(parse, name) : 0;
    if (node == 0)
        return;
    if (!start_text(parse->tree, &parse->tree->nodes[node]) || !add_text(parse->tree, value, strlen(value))) {
        parse->no_memory = true;
        stop(parse, XMP_DAMAGED);
    }
}

static void on_start(void *cargo, const char *full, const char **attributes) {
    struct parse *parse = cargo;
    size_t node = add_node(parse, find_name(full));
    if (node == 0)
        return;
    parse->open = node;
    if (++parse->depth > XMP_MAX_DEPTH)
        stop(parse, XMP_TOO_LARGE);
    for (size_t i = 0; attributes[i] != NULL && parse->problem == XMP_SOUND; i += 2)
        take_attribute(parse, attributes[i], attributes[i + 1]);
}

static void on_end(void *cargo, const char *full) {
    struct parse *parse = cargo;
    (void)full;
    parse->open = parse->tree->nodes[parse->open].parent;
    if (--parse->depth == 0)
        parse->end = (size_t)XML_GetCurrentByteIndex(parse->parser) + (size_t)XML_GetCurrentByteCount(parse->parser);
}

/* Text beside the children of an element is layout. An element's own text comes in pieces, which stand next to one
 * another in `texts` because nothing else begins between them. */
static void on_text(void *cargo, const char *text, int length) {
    struct parse *parse = cargo;
    struct xmp_node *node = &parse->tree->nodes[parse->open];
    if (node->name == XMP_OTHER || node->first != 0)
        return;
    if ((node->text == 0 && !start_text(parse->tree, node)) || !add_text(parse->tree, text, (size_t)length)) {
        parse->no_memory = true;
        stop(parse, XMP_DAMAGED);
    }
}

/* A document type can define entities that grow without end, and XMP has none. */
static void on_doctype(void *cargo, const char *name, const char *system, const char *public, int internal) {
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    stop(cargo, XMP_DOCTYPE);
}

/* Without what writers leave around a packet, and an XML parser takes for damage: spaces before it, zeroes behind it.
 * In UTF-16 a zero is half a letter, so only pairs go. */
static struct span trimmed(struct span packet) {
    bool wide = packet.size >= 2 && (packet.data[0] >= 0xFE || packet.data[0] == 0 || packet.data[1] == 0);
    size_t unit = wide ? 2 : 1;
    while (packet.size >= unit && packet.data[packet.size - 1] == 0 && packet.data[packet.size - unit] == 0)
        packet.size -= unit;
    while (!wide && packet.size > 0 && (packet.data[0] == 0 || is_space((char)packet.data[0]))) {
        packet.data++;
        packet.size--;
    }
    return packet;
}

/* A packet that somebody has emptied: nothing between its beginning and its end. */
static bool is_empty(struct span packet, enum XML_Error error) {
    return error == XML_ERROR_NO_ELEMENTS && span_holds(packet, "<?xpacket end");
}

/* Nothing is lost where all that breaks off is the mark behind the content, as where a writer counts two bytes short.
 */
static bool lacks_its_mark_only(struct span packet, size_t end) {
    struct span rest = span_part(packet, end, SIZE_MAX);
    while (rest.size > 0 && is_space((char)rest.data[0]))
        rest = span_part(rest, 1, SIZE_MAX);
    return end > 0 && SPAN_STARTS(rest, "<?xpacket") && memchr(rest.data + 1, '<', rest.size - 1) == NULL;
}

static enum xmp_problem run(struct parse *parse, struct span packet) {
    XML_SetUserData(parse->parser, parse);
    XML_SetElementHandler(parse->parser, on_start, on_end);
    XML_SetCharacterDataHandler(parse->parser, on_text);
    XML_SetStartDoctypeDeclHandler(parse->parser, on_doctype);
    if (XML_Parse(parse->parser, (const char *)packet.data, (int)packet.size, XML_TRUE) == XML_STATUS_OK)
        return XMP_SOUND;
    enum XML_Error error = XML_GetErrorCode(parse->parser);
    parse->no_memory = parse->no_memory || error == XML_ERROR_NO_MEMORY;
    if (parse->problem != XMP_SOUND)
        return parse->problem;
    return is_empty(packet, error) || lacks_its_mark_only(packet, parse->end) ? XMP_SOUND : XMP_DAMAGED;
}

enum sladd_status xmp_tree_parse(struct span packet, struct xmp_tree *tree, enum xmp_problem *problem,
                                 struct sladd_error *err) {
    static const XML_Char separator = SEPARATOR;
    struct parse parse = {.tree = tree};
    *tree = (struct xmp_tree){0};
    *problem = packet.size > XMP_MAX_BYTES ? XMP_TOO_LARGE : XMP_SOUND;
    if (*problem != XMP_SOUND)
        return SLADD_OK;
    (void)add_node(&parse, XMP_OTHER);
    parse.parser = tree->count > 0 ? XML_ParserCreateNS(NULL, separator) : NULL;
    if (parse.parser != NULL) {
        *problem = run(&parse, trimmed(packet));
        XML_ParserFree(parse.parser);
    }
    if (parse.parser == NULL || parse.no_memory)
        return fail_memory(err);
    if (*problem != XMP_SOUND)
        xmp_tree_clear(tree);
    return SLADD_OK;
}

void xmp_tree_clear(struct xmp_tree *tree) {
    free(tree->nodes);
    free(tree->texts);
    *tree = (struct xmp_tree){0};
}

static size_t first_child(const struct xmp_tree *tree, size_t node) {
    return node < tree->count ? tree->nodes[node].first : 0;
}

static bool is_wrapper(enum xmp_name name) {
    return name == RDF_DESCRIPTION || name == RDF_VALUE;
}

/* How many children of this name there are; the first goes to `*found`. No deeper than XMP_MAX_DEPTH. */
static size_t count_fields(const struct xmp_tree *tree, size_t node, enum xmp_name name, size_t *found) {
    size_t count = 0;
    for (size_t child = first_child(tree, node); child != 0; child = tree->nodes[child].next) {
        if (tree->nodes[child].name == name) {
            *found = *found == 0 ? child : *found;
            count++;
        } else if (is_wrapper(tree->nodes[child].name)) {
            count += count_fields(tree, child, name, found);
        }
    }
    return count;
}

size_t xmp_field(const struct xmp_tree *tree, size_t node, enum xmp_name name) {
    size_t found = 0;
    return node != 0 && count_fields(tree, node, name, &found) == 1 ? found : 0;
}

struct span xmp_text(const struct xmp_tree *tree, size_t node) {
    struct span none = {0};
    if (node == 0)
        return none;
    const char *text = tree->nodes[node].text != 0 ? tree->texts + tree->nodes[node].text : "";
    while (is_space(*text))
        text++;
    size_t length = strlen(text);
    while (length > 0 && is_space(text[length - 1]))
        length--;
    if (length > 0)
        return (struct span){(const uint8_t *)text, length};
    for (size_t child = first_child(tree, node); child != 0; child = tree->nodes[child].next) {
        enum xmp_name name = tree->nodes[child].name;
        if (is_wrapper(name) || name == RDF_CONTAINER || name == RDF_ITEM)
            return xmp_text(tree, child);
    }
    return none;
}

/* The first item among the children from `child` on, or in a container among them. */
static size_t item_from(const struct xmp_tree *tree, size_t child) {
    for (; child != 0; child = tree->nodes[child].next) {
        enum xmp_name name = tree->nodes[child].name;
        if (name == RDF_ITEM)
            return child;
        size_t inside = name == RDF_CONTAINER || is_wrapper(name) ? item_from(tree, first_child(tree, child)) : 0;
        if (inside != 0)
            return inside;
    }
    return 0;
}

size_t xmp_next_item(const struct xmp_tree *tree, size_t list, size_t item) {
    if (item == 0)
        return item_from(tree, first_child(tree, list));
    for (size_t node = item; node != list; node = tree->nodes[node].parent) {
        size_t next = item_from(tree, tree->nodes[node].next);
        if (next != 0)
            return next;
    }
    return 0;
}
