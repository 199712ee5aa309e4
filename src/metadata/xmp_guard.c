#include "metadata/xmp_guard.h"

#include "metadata/xmp.h"

#include <string.h>

/* Exempi compares every property with its siblings, and every namespace with the others. Real packets have some
 * hundreds of each; these numbers keep the worst packet below some seconds. */
enum {
    SHALLOW = 4,           /* down to here (xmpmeta, RDF, Description, property) all places are siblings */
    MAX_PROPERTIES = 5000, /* in the shallow part together */
    MAX_FIELDS = 500,      /* of one element below it; the items of a list (rdf:li) are not compared */
    MAX_NAMESPACES = 2000,
};

struct scan {
    struct span rest;
    size_t depth;                     /* elements open */
    size_t fields[XMP_MAX_DEPTH + 2]; /* of the element open at each depth */
    size_t properties, namespaces;
};

struct tag {
    struct span text; /* from '<' to '>' */
    size_t attributes, namespaces;
    bool complete, empty, item;
};

/* The rest behind the first `end` in it; empty where there is none. */
static struct span behind(struct span rest, const char *end) {
    const uint8_t *found = memmem(rest.data, rest.size, end, strlen(end));
    size_t offset = found == NULL ? rest.size : (size_t)(found - rest.data) + strlen(end);
    return span_part(rest, offset, SIZE_MAX);
}

static bool is_space(uint8_t c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* `rest` begins with a tag's '<'. A '>' in a quoted value does not end it. */
static struct tag read_tag(struct span rest) {
    struct tag tag = {.text = rest};
    uint8_t quote = 0;
    size_t name = 1;
    while (name < rest.size && !is_space(rest.data[name]) && rest.data[name] != '/' && rest.data[name] != '>')
        name++;
    tag.item = name >= 3 && memcmp(rest.data + name - 3, ":li", 3) == 0;
    for (size_t i = name; i < rest.size && !tag.complete; i++) {
        uint8_t c = rest.data[i];
        if (quote != 0) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '=') {
            tag.attributes++;
        } else if (c == 'x' && is_space(rest.data[i - 1]) && SPAN_STARTS(span_part(rest, i, 6), "xmlns")) {
            tag.namespaces++; /* and, by its '=', an attribute */
        } else if (c == '>') {
            tag.complete = true;
            tag.empty = rest.data[i - 1] == '/';
            tag.text.size = i + 1;
        }
    }
    return tag;
}

static bool take_tag(struct scan *scan, const struct tag *tag) {
    size_t inside = scan->depth + 1, attributes = tag->attributes;
    scan->fields[scan->depth] += !tag->item;
    scan->fields[inside] = attributes;
    scan->namespaces += tag->namespaces;
    if (inside <= SHALLOW)
        scan->properties++;
    if (inside < SHALLOW)
        scan->properties += attributes;
    if (scan->namespaces > MAX_NAMESPACES || scan->properties > MAX_PROPERTIES ||
        (scan->depth >= SHALLOW && scan->fields[scan->depth] > MAX_FIELDS) ||
        (inside >= SHALLOW && attributes > MAX_FIELDS))
        return false;
    scan->depth += !tag->empty;
    return scan->depth <= XMP_MAX_DEPTH;
}

static bool step(struct scan *scan) {
    struct span rest = scan->rest;
    if (SPAN_STARTS(rest, "<!--")) {
        scan->rest = behind(span_part(rest, 4, SIZE_MAX), "-->");
    } else if (SPAN_STARTS(rest, "<![CDATA[")) {
        scan->rest = behind(rest, "]]>");
    } else if (SPAN_STARTS(rest, "<!")) {
        return false;
    } else if (SPAN_STARTS(rest, "<?")) {
        scan->rest = behind(rest, "?>");
    } else if (SPAN_STARTS(rest, "</")) {
        scan->depth -= scan->depth > 0;
        scan->rest = behind(rest, ">");
    } else {
        struct tag tag = read_tag(rest);
        scan->rest = span_part(rest, tag.text.size, SIZE_MAX);
        return tag.complete && take_tag(scan, &tag);
    }
    return true;
}

bool xmp_is_modest(struct span packet) {
    struct scan scan = {.rest = packet};
    if (packet.size == 0 || packet.size > XMP_MAX_BYTES || memchr(packet.data, 0, packet.size) != NULL)
        return false;
    for (;;) {
        const uint8_t *start = scan.rest.size > 0 ? memchr(scan.rest.data, '<', scan.rest.size) : NULL;
        if (start == NULL)
            return true;
        scan.rest = span_part(scan.rest, (size_t)(start - scan.rest.data), SIZE_MAX);
        if (!step(&scan))
            return false;
    }
}
