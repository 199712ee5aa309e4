#include "metadata/tiff.h"

#include "base/array.h"
#include "metadata/survey.h"
#include "metadata/tiff_plain.h"

#include <libexif/exif-tag.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRY_SIZE = 12, MAX_ENTRIES = 1000 };

enum {
    HEADER_SIZE = 8,
    TAG_TILE_OFFSETS = 0x144,
    TAG_SUB_DIRECTORIES = 0x14A,
    MAX_DIRECTORIES = 64,
    MAX_OFFSETS = 4096
};

enum { TYPE_BYTE = 1, TYPE_SHORT = 3, TYPE_LONG = 4 };

struct tiff {
    struct span bytes;
    bool little; /* byte order */
    const char *prefix;
    struct sladd_names *names;
    int orientation;    /* 0: not stated */
    uint32_t exif, gps; /* offsets of the directories below IFD0; 0: none */
    uint32_t interop;   /* below the Exif directory */
    uint32_t next;      /* behind the directory read last */
    bool damaged;
    bool *seen;    /* by byte: it belongs to a directory or to a value that may be as long as it is; NULL: no memory */
    size_t sight;  /* bytes that may still be marked so */
    bool pictures; /* pixels stand in it, too, at places that nothing here follows */
};

/* Blocks larger than this are not looked through byte by byte, and named for it. */
enum { MAX_SEEN = 16 << 20, TIMES_SEEN = 4 };

/* Values that lie on one another, over and over, are followed so often and no more; the rest then looks hidden. */
static void see(struct tiff *tiff, size_t offset, size_t size) {
    struct span part = span_part(tiff->bytes, offset, size);
    if (tiff->seen == NULL || part.size > tiff->sight)
        return;
    tiff->sight -= part.size;
    for (size_t i = 0; i < part.size; i++)
        tiff->seen[offset + i] = true;
}

static uint32_t get16(const struct tiff *tiff, const uint8_t *p) {
    return tiff->little ? (uint32_t)p[1] << 8 | p[0] : (uint32_t)p[0] << 8 | p[1];
}

static uint32_t get32(const struct tiff *tiff, const uint8_t *p) {
    return tiff->little ? get16(tiff, p + 2) << 16 | get16(tiff, p) : get16(tiff, p) << 16 | get16(tiff, p + 2);
}

/* A few of libexif's names have spaces in them; ours have none. */
static void add_name(const struct tiff *tiff, const char *name) {
    char full[96];
    int length = snprintf(full, sizeof full, "%s", tiff->prefix);
    size_t at = length < 0 ? 0 : (size_t)length;
    for (; *name != '\0' && at + 1 < sizeof full; name++)
        if (*name != ' ')
            full[at++] = *name;
    full[at] = '\0';
    survey_name(tiff->names, full);
}

/* Of an entry's value, in bytes; 0: no type that Exif knows. */
static size_t value_size(const struct tiff *tiff, const uint8_t *entry) {
    static const uint8_t sizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
    uint32_t type = get16(tiff, entry + 2);
    return type < sizeof sizes ? (size_t)sizes[type] * get32(tiff, entry + 4) : 0;
}

/* The bytes of an entry's value. */
static struct span value_of(const struct tiff *tiff, const uint8_t *entry) {
    size_t size = value_size(tiff, entry);
    return size <= 4 ? (struct span){entry + 8, size} : span_part(tiff->bytes, get32(tiff, entry + 8), size);
}

/* Mark the value as seen, but for what is longer than it can be. What is wrong with it, as the end of a name, or "". */
static const char *see_value(struct tiff *tiff, ExifIfd ifd, const uint8_t *entry) {
    uint32_t tag = get16(tiff, entry);
    const struct tiff_plain *plain = tiff_plain_tag(ifd, tag);
    size_t size = value_size(tiff, entry), taken = plain != NULL && plain->longest < size ? plain->longest : size;
    size_t field = (size_t)(entry + 8 - tiff->bytes.data);
    see(tiff, size > 4 ? get32(tiff, entry + 8) : field, taken);
    if (size > 4)
        see(tiff, field, 4);
    tiff->pictures = tiff->pictures || tag == EXIF_TAG_STRIP_OFFSETS || tag == TAG_TILE_OFFSETS;
    if (taken < size)
        return "-tail";
    bool odd = plain != NULL && !tiff_is_plain(plain, get16(tiff, entry + 2), value_of(tiff, entry), tiff->little);
    return odd ? "-odd" : "";
}

/* Bytes that say something and belong to nothing. */
static bool holds_hidden_bytes(const struct tiff *tiff) {
    for (size_t i = 0; tiff->seen != NULL && i < tiff->bytes.size; i++)
        if (!tiff->seen[i] && tiff->bytes.data[i] != 0)
            return true;
    return tiff->seen == NULL && tiff->bytes.size > 0;
}

/* Tags are sometimes filed in the wrong directory, where libexif knows no name for them. */
static void name_tag(const struct tiff *tiff, ExifIfd ifd, uint32_t tag, const char *end) {
    const char *name = exif_tag_get_name_in_ifd((ExifTag)tag, ifd);
    for (int i = EXIF_IFD_0; name == NULL && ifd != EXIF_IFD_GPS && i < EXIF_IFD_GPS; i++)
        name = exif_tag_get_name_in_ifd((ExifTag)tag, (ExifIfd)i);
    char number[16], whole[96];
    if (name == NULL || name[0] == '\0') {
        (void)snprintf(number, sizeof number, "0x%04x", (unsigned)tag);
        name = number;
    }
    (void)snprintf(whole, sizeof whole, "%s%s", name, end);
    add_name(tiff, whole);
}

/* A value of one element that fits into its entry; 0 where it is none. */
static uint32_t small_value(const struct tiff *tiff, const uint8_t *entry) {
    uint32_t type = get16(tiff, entry + 2);
    if (get32(tiff, entry + 4) != 1)
        return 0;
    if (type == TYPE_BYTE)
        return entry[8];
    return type == TYPE_SHORT ? get16(tiff, entry + 8) : type == TYPE_LONG ? get32(tiff, entry + 8) : 0;
}

static void read_entry(struct tiff *tiff, ExifIfd ifd, const uint8_t *entry) {
    uint32_t tag = get16(tiff, entry), value = small_value(tiff, entry);
    const char *wrong = see_value(tiff, ifd, entry);
    if (wrong[0] != '\0')
        name_tag(tiff, ifd, tag, wrong);
    if (ifd == EXIF_IFD_1)
        return; /* the thumbnail is named as a whole */
    if (ifd == EXIF_IFD_0 && tag == EXIF_TAG_EXIF_IFD_POINTER) {
        tiff->exif = value;
    } else if (ifd == EXIF_IFD_0 && tag == EXIF_TAG_GPS_INFO_IFD_POINTER) {
        tiff->gps = value;
    } else if (ifd == EXIF_IFD_EXIF && tag == EXIF_TAG_INTEROPERABILITY_IFD_POINTER) {
        tiff->interop = value;
    } else if (ifd == EXIF_IFD_0 && tag == EXIF_TAG_ORIENTATION) {
        if (tiff->orientation == 0 && value >= 1 && value <= 8)
            tiff->orientation = (int)value;
    } else {
        name_tag(tiff, ifd, tag, "");
    }
}

/* The picture that two entries of its directory speak of. */
static void see_thumbnail(struct tiff *tiff, const uint8_t *entries, size_t count) {
    uint32_t offset = 0, size = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t tag = get16(tiff, entries + i * ENTRY_SIZE), value = small_value(tiff, entries + i * ENTRY_SIZE);
        offset = tag == EXIF_TAG_JPEG_INTERCHANGE_FORMAT ? value : offset;
        size = tag == EXIF_TAG_JPEG_INTERCHANGE_FORMAT_LENGTH ? value : size;
    }
    see(tiff, offset, size);
}

/* Entries up to the end of the block are read even where the count promises more. False: not even a directory. */
static bool read_directory(struct tiff *tiff, ExifIfd ifd, uint32_t offset) {
    size_t size = tiff->bytes.size;
    tiff->next = 0;
    if (offset < 8 || offset > size || size - offset < 2) {
        tiff->damaged = true;
        return false;
    }
    const uint8_t *start = tiff->bytes.data + offset;
    size_t count = get16(tiff, start), room = (size - offset - 2) / ENTRY_SIZE;
    if (count > room || count > MAX_ENTRIES) {
        tiff->damaged = true;
        count = room < MAX_ENTRIES ? room : MAX_ENTRIES;
    }
    see(tiff, offset, 2);
    for (size_t i = 0; i < count; i++)
        see(tiff, offset + 2 + i * ENTRY_SIZE, 8);
    for (size_t i = 0; i < count; i++)
        read_entry(tiff, ifd, start + 2 + i * ENTRY_SIZE);
    if (ifd == EXIF_IFD_1)
        see_thumbnail(tiff, start + 2, count);
    size_t end = offset + 2 + count * ENTRY_SIZE;
    if (size - end >= 4) {
        tiff->next = get32(tiff, tiff->bytes.data + end);
        see(tiff, end, 4);
    }
    return count > 0;
}

static bool read_header(struct tiff *tiff, uint32_t *first) {
    if (tiff->bytes.size < 8)
        return false;
    const uint8_t *data = tiff->bytes.data;
    tiff->little = memcmp(data, "II", 2) == 0;
    if (!tiff->little && memcmp(data, "MM", 2) != 0)
        return false;
    *first = get32(tiff, data + 4);
    return get16(tiff, data + 2) == 42;
}

/* Everything that the first directory leads to. False: it cannot be read. */
static bool read_directories(struct tiff *tiff) {
    uint32_t first = 0;
    if (!read_header(tiff, &first) || !read_directory(tiff, EXIF_IFD_0, first))
        return false;
    uint32_t thumbnail = tiff->next;
    see(tiff, 0, 8);
    if (thumbnail != 0) {
        bool damaged = tiff->damaged;
        add_name(tiff, "thumbnail");
        (void)read_directory(tiff, EXIF_IFD_1, thumbnail);
        tiff->damaged = damaged; /* what is wrong with a thumbnail makes it no less of one */
    }
    if (tiff->exif != 0)
        (void)read_directory(tiff, EXIF_IFD_EXIF, tiff->exif);
    if (tiff->interop != 0)
        (void)read_directory(tiff, EXIF_IFD_INTEROPERABILITY, tiff->interop);
    if (tiff->gps != 0)
        (void)read_directory(tiff, EXIF_IFD_GPS, tiff->gps);
    return true;
}

bool tiff_survey(struct span bytes, const char *prefix, int *orientation, struct sladd_names *names) {
    struct tiff tiff = {.bytes = bytes, .prefix = prefix, .names = names, .sight = TIMES_SEEN * bytes.size};
    if (bytes.size <= MAX_SEEN)
        tiff.seen = array_new_zero(bytes.size + 1, sizeof *tiff.seen);
    bool read = read_directories(&tiff);
    if (!read || tiff.damaged)
        add_name(&tiff, "damaged");
    if (read && !tiff.pictures && holds_hidden_bytes(&tiff))
        add_name(&tiff, "hidden-bytes");
    free(tiff.seen);
    if (read)
        *orientation = tiff.orientation != 0 ? tiff.orientation : 1;
    return read;
}

/* The entry of a tag in the directory at `offset`, or NULL. */
static const uint8_t *find_entry(const struct tiff *tiff, uint32_t offset, uint32_t tag) {
    struct span directory = span_part(tiff->bytes, offset, SIZE_MAX);
    if (offset < HEADER_SIZE || directory.size < 2)
        return NULL;
    size_t count = get16(tiff, directory.data), room = (directory.size - 2) / ENTRY_SIZE;
    for (size_t i = 0; i < count && i < room; i++)
        if (get16(tiff, directory.data + 2 + i * ENTRY_SIZE) == tag)
            return directory.data + 2 + i * ENTRY_SIZE;
    return NULL;
}

struct span tiff_find(struct span bytes, uint16_t tag) {
    struct tiff tiff = {.bytes = bytes};
    uint32_t first = 0;
    const uint8_t *entry = read_header(&tiff, &first) ? find_entry(&tiff, first, tag) : NULL;
    return entry != NULL ? value_of(&tiff, entry) : (struct span){NULL, 0};
}

/* Offsets of directories, each once. */
struct directories {
    uint32_t items[MAX_DIRECTORIES];
    size_t count, asked; /* `asked`: offsets that were looked at, also those that are there already */
    bool too_many;
};

static void add_directory(struct directories *list, uint32_t offset) {
    list->too_many = list->too_many || ++list->asked > MAX_OFFSETS;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i] == offset)
            return;
    list->too_many = list->too_many || (offset != 0 && list->count == MAX_DIRECTORIES);
    if (offset != 0 && list->count < MAX_DIRECTORIES)
        list->items[list->count++] = offset;
}

static bool leads_on(uint32_t tag) {
    return tag == TAG_SUB_DIRECTORIES || tag == EXIF_TAG_EXIF_IFD_POINTER || tag == EXIF_TAG_GPS_INFO_IFD_POINTER ||
           tag == EXIF_TAG_INTEROPERABILITY_IFD_POINTER;
}

size_t tiff_find_all(struct span bytes, uint16_t tag, struct tiff_value *values, size_t most) {
    struct tiff tiff = {.bytes = bytes};
    struct directories list = {0};
    uint32_t first = 0;
    size_t found = 0;
    if (!read_header(&tiff, &first))
        return 0;
    add_directory(&list, first);
    for (size_t d = 0; d < list.count; d++) {
        const struct span directory = span_part(bytes, list.items[d], SIZE_MAX);
        if (directory.size < 2)
            continue;
        const size_t room = (directory.size - 2) / ENTRY_SIZE, says = get16(&tiff, directory.data);
        const size_t count = says < room ? says : room;
        for (size_t i = 0; i < count; i++) {
            const uint8_t *entry = directory.data + 2 + i * ENTRY_SIZE;
            const struct span value = value_of(&tiff, entry);
            for (size_t at = 0; leads_on(get16(&tiff, entry)) && at + 4 <= value.size && !list.too_many; at += 4)
                add_directory(&list, get32(&tiff, value.data + at));
            if (get16(&tiff, entry) == tag && found++ < most)
                values[found - 1] = (struct tiff_value){value, d == 0};
        }
        const struct span next = span_part(directory, 2 + count * ENTRY_SIZE, 4);
        add_directory(&list, next.size == 4 ? get32(&tiff, next.data) : 0);
    }
    return list.too_many ? most + 1 : found;
}

bool tiff_numbers(struct span bytes, uint16_t tag, uint32_t *numbers, size_t count) {
    struct tiff tiff = {.bytes = bytes};
    uint32_t first = 0;
    const uint8_t *entry = read_header(&tiff, &first) ? find_entry(&tiff, first, tag) : NULL;
    const struct tiff_plain *plain = tiff_plain_tag(EXIF_IFD_0, tag);
    if (entry == NULL || plain == NULL)
        return false;
    struct span value = value_of(&tiff, entry);
    size_t size = get16(&tiff, entry + 2) == TYPE_SHORT ? 2 : 4;
    if (value.size != value_size(&tiff, entry) || value.size != count * size ||
        !tiff_is_plain(plain, get16(&tiff, entry + 2), value, tiff.little))
        return false;
    for (size_t i = 0; i < count; i++)
        numbers[i] = size == 2 ? get16(&tiff, value.data + 2 * i) : get32(&tiff, value.data + 4 * i);
    return true;
}

uint32_t tiff_number(struct span bytes, uint16_t tag, size_t at) {
    struct tiff tiff = {.bytes = bytes};
    uint32_t first = 0;
    const uint8_t *entry = read_header(&tiff, &first) ? find_entry(&tiff, first, tag) : NULL;
    const uint32_t type = entry != NULL ? get16(&tiff, entry + 2) : 0;
    const size_t size = type == TYPE_BYTE ? 1 : type == TYPE_SHORT ? 2 : 4;
    if (type != TYPE_BYTE && type != TYPE_SHORT && type != TYPE_LONG)
        return 0;
    const struct span value = span_part(value_of(&tiff, entry), at * size, size);
    if (value.size < size)
        return 0;
    return size == 1 ? value.data[0] : size == 2 ? get16(&tiff, value.data) : get32(&tiff, value.data);
}

static uint32_t number_of(const struct tiff *tiff, uint32_t directory, uint32_t tag) {
    const uint8_t *entry = find_entry(tiff, directory, tag);
    return entry != NULL ? small_value(tiff, entry) : 0;
}

bool tiff_is_adobe_rgb(struct span bytes) {
    enum { UNCALIBRATED = 0xFFFF, ADOBE_RGB = 2 /* as some writers have it */ };
    struct tiff tiff = {.bytes = bytes};
    uint32_t first = 0;
    if (!read_header(&tiff, &first))
        return false;
    uint32_t exif = number_of(&tiff, first, EXIF_TAG_EXIF_IFD_POINTER);
    uint32_t space = number_of(&tiff, exif, EXIF_TAG_COLOR_SPACE);
    uint32_t interop = number_of(&tiff, exif, EXIF_TAG_INTEROPERABILITY_IFD_POINTER);
    const uint8_t *index = find_entry(&tiff, interop, EXIF_TAG_INTEROPERABILITY_INDEX);
    return space == ADOBE_RGB || (space == UNCALIBRATED && index != NULL && SPAN_STARTS(value_of(&tiff, index), "R03"));
}
