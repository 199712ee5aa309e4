#include "metadata/tiff_plain.h"

#include "base/ascii.h"

#include <libexif/exif-tag.h>
#include <string.h>

enum { BYTE = 1, ASCII = 2, SHORT = 3, LONG = 4, RATIONAL = 5, UNDEFINED = 7 };

/* No picture has more pixels on a side, and no text of three letters is a smaller number. */
enum { MOST_PIXELS = 1 << 20 };

static const struct tiff_plain known[] = {
    {EXIF_TAG_IMAGE_WIDTH, 4, PLAIN_NUMBERS, MOST_PIXELS},
    {EXIF_TAG_IMAGE_LENGTH, 4, PLAIN_NUMBERS, MOST_PIXELS},
    {EXIF_TAG_BITS_PER_SAMPLE, 8, PLAIN_NUMBERS, 64},
    {EXIF_TAG_COMPRESSION, 4, PLAIN_NUMBERS, UINT16_MAX},
    {EXIF_TAG_PHOTOMETRIC_INTERPRETATION, 4, PLAIN_NUMBERS, UINT16_MAX},
    {EXIF_TAG_ORIENTATION, 4, PLAIN_NUMBERS, 8},
    {EXIF_TAG_SAMPLES_PER_PIXEL, 4, PLAIN_NUMBERS, 16},
    {EXIF_TAG_X_RESOLUTION, 8, PLAIN_FRACTIONS, 100000},
    {EXIF_TAG_Y_RESOLUTION, 8, PLAIN_FRACTIONS, 100000},
    {EXIF_TAG_PLANAR_CONFIGURATION, 4, PLAIN_NUMBERS, 2},
    {EXIF_TAG_RESOLUTION_UNIT, 4, PLAIN_NUMBERS, 3},
    {EXIF_TAG_YCBCR_COEFFICIENTS, 24, PLAIN_FRACTIONS, 1},
    {EXIF_TAG_YCBCR_SUB_SAMPLING, 4, PLAIN_NUMBERS, 4},
    {EXIF_TAG_YCBCR_POSITIONING, 4, PLAIN_NUMBERS, 2},
    {EXIF_TAG_REFERENCE_BLACK_WHITE, 48, PLAIN_FRACTIONS, UINT16_MAX},
    {EXIF_TAG_EXIF_IFD_POINTER, 4, PLAIN_NUMBERS, UINT32_MAX},
    {EXIF_TAG_GPS_INFO_IFD_POINTER, 4, PLAIN_NUMBERS, UINT32_MAX},
    {EXIF_TAG_EXIF_VERSION, 4, PLAIN_DIGITS, 0},
    {EXIF_TAG_COMPONENTS_CONFIGURATION, 4, PLAIN_CHANNELS, 0},
    {EXIF_TAG_FLASH_PIX_VERSION, 4, PLAIN_DIGITS, 0},
    {EXIF_TAG_COLOR_SPACE, 4, PLAIN_NUMBERS, UINT16_MAX},
    {EXIF_TAG_PIXEL_X_DIMENSION, 4, PLAIN_NUMBERS, MOST_PIXELS},
    {EXIF_TAG_PIXEL_Y_DIMENSION, 4, PLAIN_NUMBERS, MOST_PIXELS},
    {EXIF_TAG_INTEROPERABILITY_IFD_POINTER, 4, PLAIN_NUMBERS, UINT32_MAX},
};

static const struct tiff_plain interoperability[] = {
    {EXIF_TAG_INTEROPERABILITY_INDEX, 4, PLAIN_DCF, 0},
    {EXIF_TAG_INTEROPERABILITY_VERSION, 4, PLAIN_DIGITS, 0},
};

static const struct tiff_plain *find(const struct tiff_plain *table, size_t count, uint32_t tag) {
    for (size_t i = 0; i < count; i++)
        if (table[i].tag == tag)
            return &table[i];
    return NULL;
}

const struct tiff_plain *tiff_plain_tag(ExifIfd ifd, uint32_t tag) {
    const struct tiff_plain *plain = NULL;
    if (ifd == EXIF_IFD_INTEROPERABILITY)
        plain = find(interoperability, sizeof interoperability / sizeof *interoperability, tag);
    return plain != NULL || ifd == EXIF_IFD_GPS ? plain : find(known, sizeof known / sizeof *known, tag);
}

static uint32_t number(const uint8_t *bytes, size_t size, bool little) {
    uint32_t value = 0;
    for (size_t i = 0; i < size; i++)
        value = value << 8 | bytes[little ? size - 1 - i : i];
    return value;
}

static bool are_numbers(uint32_t type, struct span value, uint32_t most, bool little) {
    size_t size = type == SHORT ? 2 : type == LONG ? 4 : type == BYTE ? 1 : 0;
    for (size_t i = 0; size > 0 && i + size <= value.size; i += size)
        if (number(value.data + i, size, little) > most)
            return false;
    return size > 0 && value.size % size == 0;
}

/* Writers fill both halves with whatever gives the value, but with no more than six digits' worth below the line. */
static bool are_fractions(uint32_t type, struct span value, uint32_t most, bool little) {
    enum { MOST_ABOVE = 1 << 28, MOST_BELOW = 1 << 20 };
    for (size_t i = 0; type == RATIONAL && i + 8 <= value.size; i += 8) {
        uint32_t above = number(value.data + i, 4, little), below = number(value.data + i + 4, 4, little);
        if (above > MOST_ABOVE || below > MOST_BELOW || above > (uint64_t)most * (below > 0 ? below : 1))
            return false;
    }
    return type == RATIONAL && value.size % 8 == 0;
}

static bool are_digits(struct span value) {
    for (size_t i = 0; i < value.size; i++)
        if (!ascii_is_digit(value.data[i]) && value.data[i] != '\0' && value.data[i] != ' ')
            return false;
    return true;
}

/* Which channel each component is: 0 (none) to 6 (blue). */
static bool are_channels(struct span value) {
    for (size_t i = 0; i < value.size; i++)
        if (value.data[i] > 6)
            return false;
    return true;
}

/* The kinds of file that DCF 2.0 knows; as a text with its NUL, or without. */
static bool is_dcf(struct span value) {
    while (value.size > 0 && value.data[value.size - 1] == '\0')
        value.size--;
    return value.size == 3 && (memcmp(value.data, "R98", 3) == 0 || memcmp(value.data, "R03", 3) == 0 ||
                               memcmp(value.data, "THM", 3) == 0);
}

bool tiff_is_plain(const struct tiff_plain *plain, uint32_t type, struct span value, bool little) {
    bool text = type == UNDEFINED || type == ASCII || type == BYTE;
    switch (plain->kind) {
    case PLAIN_NUMBERS:
        return are_numbers(type, value, plain->most, little);
    case PLAIN_FRACTIONS:
        return are_fractions(type, value, plain->most, little);
    case PLAIN_DIGITS:
        return text && are_digits(value);
    case PLAIN_CHANNELS:
        return text && are_channels(value);
    case PLAIN_DCF:
        return text && is_dcf(value);
    }
    return false;
}
