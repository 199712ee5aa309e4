#include "metadata/tiff.h"

#include "metadata/survey.h"

#include <libexif/exif-tag.h>
#include <stdio.h>
#include <string.h>

enum { ENTRY_SIZE = 12, MAX_ENTRIES = 1000 };

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
};

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

/* Tags are sometimes filed in the wrong directory, where libexif knows no name for them. */
static void name_tag(const struct tiff *tiff, ExifIfd ifd, uint32_t tag) {
    const char *name = exif_tag_get_name_in_ifd((ExifTag)tag, ifd);
    for (int i = EXIF_IFD_0; name == NULL && ifd != EXIF_IFD_GPS && i < EXIF_IFD_GPS; i++)
        name = exif_tag_get_name_in_ifd((ExifTag)tag, (ExifIfd)i);
    char number[16];
    if (name == NULL || name[0] == '\0') {
        (void)snprintf(number, sizeof number, "0x%04x", (unsigned)tag);
        name = number;
    }
    add_name(tiff, name);
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
        name_tag(tiff, ifd, tag);
    }
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
    for (size_t i = 0; i < count; i++)
        read_entry(tiff, ifd, start + 2 + i * ENTRY_SIZE);
    size_t end = offset + 2 + count * ENTRY_SIZE;
    if (size - end >= 4)
        tiff->next = get32(tiff, tiff->bytes.data + end);
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

bool tiff_survey(struct span bytes, const char *prefix, int *orientation, struct sladd_names *names) {
    struct tiff tiff = {.bytes = bytes, .prefix = prefix, .names = names};
    uint32_t first = 0;
    if (!read_header(&tiff, &first) || !read_directory(&tiff, EXIF_IFD_0, first)) {
        add_name(&tiff, "damaged");
        return false;
    }
    if (tiff.next != 0)
        add_name(&tiff, "thumbnail");
    if (tiff.exif != 0)
        (void)read_directory(&tiff, EXIF_IFD_EXIF, tiff.exif);
    if (tiff.interop != 0)
        (void)read_directory(&tiff, EXIF_IFD_INTEROPERABILITY, tiff.interop);
    if (tiff.gps != 0)
        (void)read_directory(&tiff, EXIF_IFD_GPS, tiff.gps);
    if (tiff.damaged)
        add_name(&tiff, "damaged");
    *orientation = tiff.orientation != 0 ? tiff.orientation : 1;
    return true;
}
