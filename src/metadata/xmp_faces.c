#include "base/array.h"
#include "base/ascii.h"
#include "metadata/xmp_tree.h"

#include <stdlib.h>
#include <string.h>

struct reader {
    struct xmp_tree tree;
    struct xmp_faces *faces;
    bool *seen; /* by node: this Area or Rectangle belongs to an item that was read */
};

/* A decimal number with a point, or a comma as some locales write it; the process's locale has no say. False where
 * anything but spaces is around it. */
static bool read_number(struct span text, double *number) {
    size_t at = 0, digits = 0;
    double value = 0, unit = 1;
    bool negative = text.size > 0 && text.data[0] == '-';
    at += negative || (text.size > 0 && text.data[0] == '+');
    for (; at < text.size && ascii_is_digit(text.data[at]); at++, digits++)
        value = value * 10 + (text.data[at] - '0');
    if (at < text.size && (text.data[at] == '.' || text.data[at] == ','))
        for (at++; at < text.size && ascii_is_digit(text.data[at]); at++, digits++) {
            unit /= 10;
            value += unit * (text.data[at] - '0');
        }
    if (digits > 0 && at + 1 < text.size && (text.data[at] == 'e' || text.data[at] == 'E')) {
        bool small = text.data[at + 1] == '-';
        int exponent = 0;
        for (at += small || text.data[at + 1] == '+' ? 2 : 1; at < text.size && ascii_is_digit(text.data[at]); at++)
            exponent = exponent < 100 ? exponent * 10 + (text.data[at] - '0') : exponent;
        for (; exponent > 0; exponent--)
            value = small ? value / 10 : value * 10;
    }
    *number = negative ? -value : value;
    return digits > 0 && at == text.size && value < 1e9;
}

static bool number_of(const struct reader *reader, size_t node, enum xmp_name name, double *number) {
    return read_number(xmp_text(&reader->tree, xmp_field(&reader->tree, node, name)), number);
}

static bool is_word(struct span text, const char *word) {
    return text.size == strlen(word) && ascii_starts_with((const char *)text.data, word);
}

/* The next part of a rectangle, up to one of `ends`; `*text` goes on behind it and the spaces after it. */
static struct span next_part(struct span *text, const char *ends) {
    size_t length = 0;
    while (length < text->size && strchr(ends, text->data[length]) == NULL)
        length++;
    struct span part = span_part(*text, 0, length);
    while (length < text->size && (text->data[length] == ' ' || strchr(ends, text->data[length]) != NULL))
        length++;
    *text = span_part(*text, length, SIZE_MAX);
    return part;
}

static size_t split(struct span text, const char *ends, struct span parts[8]) {
    size_t count = 0;
    while (text.size > 0 && count < 8)
        parts[count++] = next_part(&text, ends);
    return text.size > 0 ? 0 : count;
}

/* Left, top, width, height: "0.1, 0.2, 0.3, 0.4"; and where a locale writes decimal commas, "0,1; 0,2; ...", "0,1, 0,2,
 * ..." or "0,1,0,2,0,3,0,4". */
static bool read_rectangle(struct span text, struct sladd_box *box) {
    double *const numbers[] = {&box->x, &box->y, &box->width, &box->height};
    struct span parts[8];
    bool spaced = span_holds(text, ";") || span_holds(text, " ");
    size_t count = split(text, ",", parts);
    if (count != 4 && spaced) { /* a comma is the decimal one, and what ends a number stands before the space */
        count = split(text, "; ", parts);
        for (size_t i = 0; i < count; i++)
            if (parts[i].size > 0 && parts[i].data[parts[i].size - 1] == ',')
                parts[i].size--;
    }
    if (count == 8)
        for (size_t i = 0; i < 4; i++)
            parts[i] = (struct span){parts[2 * i].data,
                                     (size_t)(parts[2 * i + 1].data - parts[2 * i].data) + parts[2 * i + 1].size};
    if (count != 4 && count != 8)
        return false;
    for (size_t i = 0; i < 4; i++)
        if (!read_number(parts[i], numbers[i]))
            return false;
    return true;
}

static enum sladd_status add_face(struct reader *reader, struct xmp_face face, struct span name,
                                  struct sladd_error *err) {
    struct xmp_faces *faces = reader->faces;
    if (name.size > 0 && name.size <= XMP_MAX_NAME) /* a longer one is nobody's, and somebody is there */
        face.name = strndup((const char *)name.data, name.size);
    if ((face.name == NULL && name.size > 0 && name.size <= XMP_MAX_NAME) ||
        !array_grow((void **)&faces->items, &faces->capacity, faces->count + 1, sizeof *faces->items)) {
        free(face.name);
        return fail_memory(err);
    }
    faces->items[faces->count++] = face;
    return SLADD_OK;
}

/* The size is 0 where what the packet says of it cannot be understood, or where two lists say different things. */
static void read_size(struct reader *reader, size_t regions) {
    struct xmp_faces *faces = reader->faces;
    size_t node = xmp_field(&reader->tree, regions, MWG_SIZE);
    double width = 0, height = 0;
    if (node == 0)
        return;
    if (!number_of(reader, node, DIMENSION_WIDTH, &width) || !number_of(reader, node, DIMENSION_HEIGHT, &height))
        width = height = 0;
    if (faces->has_size && (faces->width != width || faces->height != height))
        width = height = 0;
    faces->has_size = true;
    faces->width = width;
    faces->height = height;
}

/* A rectangle by its centre. Circles and points are no faces' boxes. */
static bool read_area(const struct reader *reader, size_t area, struct xmp_face *face) {
    double x, y;
    if (!number_of(reader, area, AREA_X, &x) || !number_of(reader, area, AREA_Y, &y) ||
        !number_of(reader, area, AREA_WIDTH, &face->box.width) ||
        !number_of(reader, area, AREA_HEIGHT, &face->box.height))
        return false;
    face->box.x = x - face->box.width / 2;
    face->box.y = y - face->box.height / 2;
    struct span unit = xmp_text(&reader->tree, xmp_field(&reader->tree, area, AREA_UNIT));
    face->in_pixels = is_word(unit, "pixel") || (unit.size == 0 && face->box.width > 1 && face->box.height > 1);
    return unit.size == 0 || face->in_pixels || is_word(unit, "normalized");
}

static enum sladd_status read_mwg_region(struct reader *reader, size_t item, size_t number, struct sladd_error *err) {
    const struct xmp_tree *tree = &reader->tree;
    struct xmp_face face = {.list = XMP_LIST_MWG, .item = number};
    struct span type = xmp_text(tree, xmp_field(tree, item, MWG_TYPE));
    size_t area = xmp_field(tree, item, MWG_AREA);
    reader->seen[area] = true;
    if (is_word(type, "Pet") || is_word(type, "Focus") || is_word(type, "BarCode"))
        return SLADD_OK;
    face.unread = !read_area(reader, area, &face);
    face.undrawn = area == 0;
    return add_face(reader, face, xmp_text(tree, xmp_field(tree, item, MWG_NAME)), err);
}

static enum sladd_status read_microsoft_region(struct reader *reader, size_t item, size_t number,
                                               struct sladd_error *err) {
    const struct xmp_tree *tree = &reader->tree;
    struct xmp_face face = {.list = XMP_LIST_MICROSOFT, .item = number};
    size_t rectangle = xmp_field(tree, item, MICROSOFT_RECTANGLE);
    reader->seen[rectangle] = true;
    face.unread = !read_rectangle(xmp_text(tree, rectangle), &face.box);
    face.undrawn = xmp_text(tree, rectangle).size == 0;
    return add_face(reader, face, xmp_text(tree, xmp_field(tree, item, MICROSOFT_NAME)), err);
}

typedef enum sladd_status item_reader(struct reader *reader, size_t item, size_t number, struct sladd_error *err);

/* All lists of this name, wherever they stand; their items are counted through. */
static enum sladd_status read_lists(struct reader *reader, enum xmp_name name, item_reader *read,
                                    struct sladd_error *err) {
    const struct xmp_tree *tree = &reader->tree;
    enum sladd_status status = SLADD_OK;
    size_t number = 0;
    for (size_t list = 1; list < tree->count; list++)
        for (size_t item = tree->nodes[list].name == name ? xmp_next_item(tree, list, 0) : 0;
             item != 0 && status == SLADD_OK && reader->faces->count <= XMP_MAX_FACES;
             item = xmp_next_item(tree, list, item))
            status = read(reader, item, ++number, err);
    return status;
}

/* Places that stand in no list, as where RDF's references were used: somebody is there, and nobody knows who. */
static enum sladd_status add_strays(struct reader *reader, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t node = 1; node < reader->tree.count && status == SLADD_OK; node++) {
        enum xmp_name name = reader->tree.nodes[node].name;
        if ((name != MWG_AREA && name != MICROSOFT_RECTANGLE) || reader->seen[node])
            continue;
        struct xmp_face face = {.unread = true, .list = name == MWG_AREA ? XMP_LIST_MWG : XMP_LIST_MICROSOFT};
        return add_face(reader, face, (struct span){0}, err); /* once says it all */
    }
    return status;
}

static enum sladd_status read_tree(struct reader *reader, struct sladd_error *err) {
    reader->seen = array_new_zero(reader->tree.count, sizeof *reader->seen);
    if (reader->seen == NULL)
        return fail_memory(err);
    enum sladd_status status = SLADD_OK;
    for (size_t node = 1; node < reader->tree.count; node++)
        if (reader->tree.nodes[node].name == MWG_REGIONS)
            read_size(reader, node);
    status = read_lists(reader, MWG_LIST, read_mwg_region, err);
    if (status == SLADD_OK)
        status = read_lists(reader, MICROSOFT_REGIONS, read_microsoft_region, err);
    if (status == SLADD_OK)
        status = add_strays(reader, err);
    free(reader->seen);
    return status;
}

enum sladd_status xmp_read_faces(struct span packet, struct xmp_faces *faces, enum xmp_problem *problem,
                                 struct sladd_error *err) {
    struct reader reader = {.faces = faces};
    *faces = (struct xmp_faces){0};
    enum sladd_status status = xmp_tree_parse(packet, &reader.tree, problem, err);
    if (status == SLADD_OK && *problem == XMP_SOUND)
        status = read_tree(&reader, err);
    if (faces->count > XMP_MAX_FACES)
        *problem = XMP_TOO_LARGE;
    if (status != SLADD_OK || *problem != XMP_SOUND)
        xmp_faces_clear(faces);
    xmp_tree_clear(&reader.tree);
    return status;
}

void xmp_faces_clear(struct xmp_faces *faces) {
    for (size_t i = 0; i < faces->count; i++)
        free(faces->items[i].name);
    free(faces->items);
    *faces = (struct xmp_faces){0};
}
