/* The EXIF tags that are the same in millions of files and say nothing about anybody: sizes, units, how the colours are
 * stored. The gate lets them be, so what looks like one must be one: no longer than such a value is, and within the
 * numbers that it can have. A text in its place is neither. */
#ifndef METADATA_TIFF_PLAIN_H
#define METADATA_TIFF_PLAIN_H

#include "base/bytes.h"

#include <libexif/exif-ifd.h>
#include <stdbool.h>
#include <stdint.h>

enum tiff_plain_kind { PLAIN_NUMBERS, PLAIN_FRACTIONS, PLAIN_DIGITS, PLAIN_CHANNELS, PLAIN_DCF };

struct tiff_plain {
    uint16_t tag;
    uint8_t longest; /* bytes that its value can have */
    enum tiff_plain_kind kind;
    uint32_t most; /* of numbers and fractions: the largest value */
};

/* What is known of a tag's values; NULL: they may say anything, and the tag is named. */
const struct tiff_plain *tiff_plain_tag(ExifIfd ifd, uint32_t tag);

/* Is this whole value (of TIFF 6.0's type `type`, in the file's byte order) one that the tag can have? One that the end
 * of the file cuts off within a number is none. */
bool tiff_is_plain(const struct tiff_plain *plain, uint32_t type, struct span value, bool little);

#endif
