/* Private to the HEIF reader: what libheif 1.15 does not tell of the boxes (ISO/IEC 14496-12, 4.2; 23008-12, 9.3). */
#ifndef FORMAT_HEIF_HEIF_BOXES_H
#define FORMAT_HEIF_HEIF_BOXES_H

#include "base/bytes.h"
#include "metadata/coded_frame.h"

/* One box of a file, or of another box. */
struct heif_box {
    struct span whole, content; /* borrowed */
};

/* The first box of `*rest`, which goes on behind it. False: there is none, or it does not fit. */
bool heif_box_next(struct span *rest, struct heif_box *box);
bool heif_box_is(const struct heif_box *box, const char *type);

/* An item that holds no picture: EXIF, or what has a content type. */
struct heif_item {
    uint32_t id;
    bool exif;
    const char *type; /* its content type, borrowed; "" where it has none */
};

/* All items of a file, for heif_item_next: the next one without a picture, whatever picture it says it describes.
 * False: there is none. */
struct span heif_items(struct span file);
bool heif_item_next(struct span *rest, struct heif_item *item);
/* The item's bytes, borrowed; none where they lie in several pieces, or not in this file. */
struct span heif_item_content(struct span file, uint32_t id);

enum { HEIF_MOST_TURNS = 8 };

/* What turns, mirrors and crops an item's picture before it is shown (irot, imir and clap), in this order. */
struct heif_turns {
    struct heif_box items[HEIF_MOST_TURNS];
    size_t count;
};

/* False: the boxes cannot be understood. */
bool heif_turns_read(struct span file, uint32_t item, struct heif_turns *turns);
/* What they make of a picture of this size. False: they say nothing sensible. */
bool heif_turns_frame(const struct heif_turns *turns, double width, double height, struct coded_frame *frame);

bool heif_turns_equal(const struct heif_turns *a, const struct heif_turns *b);

#endif
