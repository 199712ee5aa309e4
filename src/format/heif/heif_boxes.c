#include "format/heif/heif_boxes.h"

#include <string.h>

enum { HEADER = 8, LARGE_HEADER = 16, FULL_HEADER = 4 };

bool heif_box_next(struct span *rest, struct heif_box *box) {
    if (rest->size < HEADER)
        return false;
    uint64_t size = big32(rest->data);
    size_t header = HEADER;
    if (size == 1 && rest->size >= LARGE_HEADER) {
        size = (uint64_t)big32(rest->data + 8) << 32 | big32(rest->data + 12);
        header = LARGE_HEADER;
    } else if (size == 0) {
        size = rest->size;
    }
    if (size < header || size > rest->size)
        return false;
    box->whole = span_part(*rest, 0, (size_t)size);
    box->content = span_part(box->whole, header, SIZE_MAX);
    *rest = span_part(*rest, (size_t)size, SIZE_MAX);
    return true;
}

bool heif_box_is(const struct heif_box *box, const char *type) {
    return memcmp(box->whole.data + 4, type, 4) == 0;
}

/* The content of the first box of a type; its data is NULL where there is none. */
static struct span find(struct span rest, const char *type) {
    struct heif_box box;
    while (heif_box_next(&rest, &box))
        if (heif_box_is(&box, type))
            return box.content;
    return (struct span){0};
}

static bool take_wide(struct span *rest, size_t size, uint64_t *number) {
    *number = 0;
    if (rest->size < size)
        return false;
    for (size_t i = 0; i < size; i++)
        *number = *number << 8 | rest->data[i];
    *rest = span_part(*rest, size, SIZE_MAX);
    return true;
}

static bool take(struct span *rest, size_t size, uint32_t *number) {
    uint64_t wide;
    const bool taken = take_wide(rest, size, &wide);
    *number = (uint32_t)wide;
    return taken;
}

/* A text with its 0 byte, which begins as the rest does. */
static bool take_text(struct span *rest, const char **text) {
    const uint8_t *end = rest->size > 0 ? memchr(rest->data, 0, rest->size) : NULL;
    if (end == NULL)
        return false;
    *text = (const char *)rest->data;
    *rest = span_part(*rest, (size_t)(end - rest->data) + 1, SIZE_MAX);
    return true;
}

static struct span meta_of(struct span file) {
    return span_part(find(file, "meta"), FULL_HEADER, SIZE_MAX);
}

struct span heif_items(struct span file) {
    const struct span iinf = find(meta_of(file), "iinf");
    return span_part(iinf, FULL_HEADER + (iinf.size > 0 && iinf.data[0] > 0 ? 4 : 2), SIZE_MAX);
}

/* An entry (ISO/IEC 14496-12, 8.11.6): those before version 2 have no type of item. False: a picture, or damaged. */
static bool read_item(struct span rest, struct heif_item *item) {
    uint32_t head, protection;
    const char *name;
    if (!take(&rest, 4, &head) || !take(&rest, head >> 24 < 3 ? 2 : 4, &item->id) || !take(&rest, 2, &protection))
        return false;
    const bool typed = head >> 24 >= 2;
    item->exif = typed && SPAN_STARTS(rest, "Exif");
    if (typed && !item->exif && !SPAN_STARTS(rest, "mime"))
        return false;
    rest = span_part(rest, typed ? 4 : 0, SIZE_MAX);
    if (!take_text(&rest, &name) || !take_text(&rest, &item->type))
        item->type = "";
    return true;
}

bool heif_item_next(struct span *rest, struct heif_item *item) {
    struct heif_box box;
    while (heif_box_next(rest, &box))
        if (heif_box_is(&box, "infe") && read_item(box.content, item))
            return true;
    return false;
}

/* Where an item lies (ISO/IEC 14496-12, 8.11.3), and the first of its pieces. */
struct location {
    uint32_t id, method, elsewhere, pieces;
    uint64_t base, offset, length;
};

enum { IN_FILE = 0, IN_IDAT = 1 };

/* `sizes`: of an offset, a length, a base and an index in bytes, each in four bits. */
static bool take_location(struct span *rest, uint32_t version, uint32_t sizes, struct location *location) {
    const size_t index_size = version > 0 ? sizes & 15 : 0, offset_size = sizes >> 12, length_size = sizes >> 8 & 15;
    const size_t piece_size = index_size + offset_size + length_size;
    uint64_t index;
    *location = (struct location){0};
    if (!take(rest, version < 2 ? 2 : 4, &location->id) || (version > 0 && !take(rest, 2, &location->method)) ||
        !take(rest, 2, &location->elsewhere) || !take_wide(rest, sizes >> 4 & 15, &location->base) ||
        !take(rest, 2, &location->pieces))
        return false;
    if (location->pieces == 0)
        return true;
    if (!take_wide(rest, index_size, &index) || !take_wide(rest, offset_size, &location->offset) ||
        !take_wide(rest, length_size, &location->length))
        return false;
    const size_t others = (location->pieces - 1) * piece_size;
    const bool whole = others <= rest->size;
    *rest = span_part(*rest, others, SIZE_MAX);
    return whole;
}

struct span heif_item_content(struct span file, uint32_t id) {
    const struct span meta = meta_of(file);
    struct span rest = find(meta, "iloc"), part;
    struct location location = {0};
    uint32_t head, sizes, count;
    if (!take(&rest, 4, &head) || !take(&rest, 2, &sizes) || !take(&rest, head >> 24 < 2 ? 2 : 4, &count))
        return (struct span){0};
    for (uint32_t i = 0; i < count; i++) {
        if (!take_location(&rest, head >> 24, sizes, &location))
            return (struct span){0};
        if (location.id != id)
            continue;
        const uint32_t method = location.method & 15;
        const struct span whole = method == IN_IDAT ? find(meta, "idat") : method == IN_FILE ? file : (struct span){0};
        if (location.elsewhere != 0 || location.pieces != 1 || location.base > whole.size ||
            location.offset > whole.size - location.base)
            break;
        part = span_part(whole, (size_t)(location.base + location.offset), (size_t)location.length);
        return part.size == location.length ? part : (struct span){0};
    }
    return (struct span){0};
}

/* The property of that number, counted from 1. */
static bool find_property(struct span properties, uint32_t number, struct heif_box *box) {
    for (uint32_t i = 0; i < number; i++)
        if (!heif_box_next(&properties, box))
            return false;
    return number > 0;
}

static bool add_property(struct span properties, uint32_t number, struct heif_turns *turns) {
    struct heif_box box;
    if (number == 0) /* none, whatever that is good for */
        return true;
    if (!find_property(properties, number, &box))
        return false;
    if (!heif_box_is(&box, "irot") && !heif_box_is(&box, "imir") && !heif_box_is(&box, "clap"))
        return true;
    if (turns->count == HEIF_MOST_TURNS)
        return false;
    turns->items[turns->count++] = box;
    return true;
}

/* One box of associations (ipma), in which the item may be. */
static bool read_associations(struct span rest, struct span properties, uint32_t item, bool *seen,
                              struct heif_turns *turns) {
    uint32_t head, entries;
    if (!take(&rest, 4, &head) || !take(&rest, 4, &entries))
        return false;
    const size_t id_size = head >> 24 < 1 ? 2 : 4, number_size = (head & 1) != 0 ? 2 : 1;
    for (uint32_t i = 0; i < entries; i++) {
        uint32_t id, count, number;
        if (!take(&rest, id_size, &id) || !take(&rest, 1, &count))
            return false;
        if (id == item && *seen) /* of two entries libheif takes the first, others may take both (23008-12, 9.3.1) */
            return false;
        *seen = *seen || id == item;
        for (uint32_t k = 0; k < count; k++)
            if (!take(&rest, number_size, &number) ||
                (id == item && !add_property(properties, number & (number_size == 2 ? 0x7FFFu : 0x7Fu), turns)))
                return false;
    }
    return true;
}

bool heif_turns_read(struct span file, uint32_t item, struct heif_turns *turns) {
    const struct span iprp = find(meta_of(file), "iprp"), properties = find(iprp, "ipco");
    struct span rest = iprp;
    struct heif_box box;
    bool seen = false;
    *turns = (struct heif_turns){0};
    if (iprp.data == NULL || properties.data == NULL)
        return false;
    while (heif_box_next(&rest, &box))
        if (heif_box_is(&box, "ipma") && !read_associations(box.content, properties, item, &seen, turns))
            return false;
    return true;
}

/* A fraction of two signed numbers, the lower one not 0. */
static bool take_fraction(struct span *rest, double *value) {
    uint32_t above, below;
    if (!take(rest, 4, &above) || !take(rest, 4, &below) || below == 0)
        return false;
    *value = (double)(int32_t)above / (int32_t)below;
    return true;
}

/* The clean aperture: a part of the picture around its middle, moved (ISO/IEC 14496-12, 12.1.4). */
static bool crop(struct span rest, struct coded_frame *frame) {
    double width, height, right, down;
    if (!take_fraction(&rest, &width) || !take_fraction(&rest, &height) || !take_fraction(&rest, &right) ||
        !take_fraction(&rest, &down) || width < 1 || height < 1)
        return false;
    coded_frame_crop(frame, (frame->shown_width - width) / 2 + right, (frame->shown_height - height) / 2 + down, width,
                     height);
    return true;
}

bool heif_turns_frame(const struct heif_turns *turns, double width, double height, struct coded_frame *frame) {
    static const int quarters[] = {1, 8, 3, 6}; /* against the clock */
    *frame = coded_frame_of(width, height);
    for (size_t i = 0; i < turns->count; i++) {
        const struct heif_box *box = &turns->items[i];
        if (heif_box_is(box, "clap")) {
            if (!crop(box->content, frame))
                return false;
        } else if (box->content.size < 1) {
            return false;
        } else if (heif_box_is(box, "irot")) {
            coded_frame_turn(frame, quarters[box->content.data[0] & 3]);
        } else {
            coded_frame_turn(frame, (box->content.data[0] & 1) != 0 ? 2 : 4); /* as libheif shows it */
        }
    }
    frame->differs = frame->swapped || frame->from.x != 0 || frame->from.y != 0 || frame->to.x != 1 || frame->to.y != 1;
    return true;
}

bool heif_turns_equal(const struct heif_turns *a, const struct heif_turns *b) {
    bool equal = a->count == b->count;
    for (size_t i = 0; i < a->count && equal; i++)
        equal = span_equal(a->items[i].whole, b->items[i].whole);
    return equal;
}
