/* Reading XMP with Exempi, which throws inside and answers false outside. */
#include "base/array.h"
#include "metadata/xmp.h"
#include "metadata/xmp_guard.h"

#include <exempi/xmp.h>
#include <fcntl.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char mwg[] = "http://www.metadataworkinggroup.com/schemas/regions/";
static const char microsoft[] = "http://ns.microsoft.com/photo/1.2/";

struct reader {
    XmpPtr xmp;
    XmpStringPtr value;
    struct xmp_faces *faces;
    bool hostile; /* over a limit: nothing of the packet counts */
};

/* The prefixes that the paths below use. False: the library means another one. */
static bool register_prefixes(XmpStringPtr value) {
    static const char *const spaces[][2] = {
        {mwg, "mwg-rs"},
        {"http://ns.adobe.com/xmp/sType/Area#", "stArea"},
        {"http://ns.adobe.com/xap/1.0/sType/Dimensions#", "stDim"},
        {microsoft, "MP"},
        {"http://ns.microsoft.com/photo/1.2/t/RegionInfo#", "MPRI"},
        {"http://ns.microsoft.com/photo/1.2/t/Region#", "MPReg"},
    };
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        size_t length = strlen(spaces[i][1]);
        if (!xmp_register_namespace(spaces[i][0], spaces[i][1], value))
            return false;
        const char *prefix = xmp_string_cstr(value);
        if (strncmp(prefix, spaces[i][1], length) != 0 || strcmp(prefix + length, ":") != 0)
            return false;
    }
    return true;
}

/* A value by its path, borrowed until the next call; NULL: there is none. */
__attribute__((format(printf, 3, 4))) static const char *get(struct reader *reader, const char *space,
                                                             const char *format, ...) {
    char path[128];
    va_list list;
    va_start(list, format);
    int length = vsnprintf(path, sizeof path, format, list);
    va_end(list);
    if (length < 0 || (size_t)length >= sizeof path || !xmp_get_property(reader->xmp, space, path, reader->value, NULL))
        return NULL;
    return xmp_string_cstr(reader->value);
}

/* A plain decimal number (LC_NUMERIC is never set, so the point is a point). `*rest` is what follows it. */
static bool read_number(const char *text, double *number, const char **rest) {
    size_t length = strspn(text, "+-.0123456789eE");
    char *end;
    *number = strtod(text, &end);
    *rest = end;
    return length > 0 && end == text + length && isfinite(*number);
}

static bool is_number(const char *text, double *number) {
    const char *rest;
    return text != NULL && read_number(text, number, &rest) && *rest == '\0';
}

/* Four numbers with commas between them. */
static bool read_rectangle(const char *text, struct sladd_box *box) {
    double *const numbers[] = {&box->x, &box->y, &box->width, &box->height};
    for (int i = 0; i < 4 && text != NULL; i++) {
        if (i > 0 && *text++ != ',')
            return false;
        text += strspn(text, " ");
        if (!read_number(text, numbers[i], &text))
            return false;
    }
    return text != NULL && *text == '\0';
}

static enum sladd_status add_face(struct reader *reader, struct xmp_face face, const char *name,
                                  struct sladd_error *err) {
    struct xmp_faces *faces = reader->faces;
    if (name != NULL && strlen(name) > XMP_MAX_NAME) {
        reader->hostile = true;
        return SLADD_OK;
    }
    if (name != NULL && name[strspn(name, " \t\r\n")] != '\0') {
        face.name = strdup(name);
        if (face.name == NULL)
            return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for a face tag");
    }
    if (!array_grow((void **)&faces->items, &faces->capacity, faces->count + 1, sizeof *faces->items)) {
        free(face.name);
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for a face tag");
    }
    faces->items[faces->count++] = face;
    return SLADD_OK;
}

/* The size is 0 where what the packet says of it cannot be understood. */
static void read_size(struct reader *reader) {
    static const char whole[] = "Regions/mwg-rs:AppliedToDimensions";
    struct xmp_faces *faces = reader->faces;
    faces->has_size = xmp_has_property(reader->xmp, mwg, whole);
    if (!is_number(get(reader, mwg, "%s/stDim:w", whole), &faces->width))
        faces->width = 0;
    if (!is_number(get(reader, mwg, "%s/stDim:h", whole), &faces->height))
        faces->height = 0;
}

/* One item of the region list: a rectangle by its centre. Circles and points are no faces' boxes. */
static enum sladd_status read_mwg_region(struct reader *reader, int index, struct sladd_error *err) {
    char item[64];
    double x, y;
    struct xmp_face face = {0};
    (void)snprintf(item, sizeof item, "Regions/mwg-rs:RegionList[%d]", index);
    const char *type = get(reader, mwg, "%s/mwg-rs:Type", item);
    if (type == NULL || strcmp(type, "Face") != 0)
        return SLADD_OK;
    const char *unit = get(reader, mwg, "%s/mwg-rs:Area/stArea:unit", item);
    face.in_pixels = unit != NULL && strcmp(unit, "pixel") == 0;
    if (unit != NULL && !face.in_pixels && strcmp(unit, "normalized") != 0)
        return SLADD_OK;
    if (!is_number(get(reader, mwg, "%s/mwg-rs:Area/stArea:x", item), &x) ||
        !is_number(get(reader, mwg, "%s/mwg-rs:Area/stArea:y", item), &y) ||
        !is_number(get(reader, mwg, "%s/mwg-rs:Area/stArea:w", item), &face.box.width) ||
        !is_number(get(reader, mwg, "%s/mwg-rs:Area/stArea:h", item), &face.box.height))
        return SLADD_OK;
    face.box.x = x - face.box.width / 2;
    face.box.y = y - face.box.height / 2;
    return add_face(reader, face, get(reader, mwg, "%s/mwg-rs:Name", item), err);
}

static enum sladd_status read_microsoft_region(struct reader *reader, int index, struct sladd_error *err) {
    char item[64];
    struct xmp_face face = {0};
    (void)snprintf(item, sizeof item, "RegionInfo/MPRI:Regions[%d]", index);
    if (!read_rectangle(get(reader, microsoft, "%s/MPReg:Rectangle", item), &face.box))
        return SLADD_OK;
    return add_face(reader, face, get(reader, microsoft, "%s/MPReg:PersonDisplayName", item), err);
}

static enum sladd_status read_list(struct reader *reader, const char *space, const char *list,
                                   enum sladd_status (*read)(struct reader *, int, struct sladd_error *),
                                   struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (int i = 1; status == SLADD_OK && !reader->hostile && get(reader, space, "%s[%d]", list, i) != NULL; i++) {
        status = read(reader, i, err);
        reader->hostile = reader->hostile || i == XMP_MAX_FACES;
    }
    return status;
}

/* Exempi tells standard error what it throws inside; nobody who cleans photos needs to know. A pipe's reading end takes
 * no writing. Returns what unmute needs. */
static int mute(void) {
    int ends[2], saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
    if (saved >= 0 && pipe2(ends, O_CLOEXEC) == 0) {
        (void)dup2(ends[0], STDERR_FILENO);
        (void)close(ends[0]);
        (void)close(ends[1]);
    }
    return saved;
}

static void unmute(int saved) {
    if (saved >= 0) {
        (void)dup2(saved, STDERR_FILENO);
        (void)close(saved);
        clearerr(stderr);
    }
}

static enum sladd_status read_faces(struct span packet, struct xmp_faces *faces, struct sladd_error *err) {
    struct reader reader = {.value = xmp_string_new(), .faces = faces};
    enum sladd_status status = SLADD_OK;
    if (register_prefixes(reader.value))
        reader.xmp = xmp_new((const char *)packet.data, packet.size);
    if (reader.xmp != NULL) {
        read_size(&reader);
        status = read_list(&reader, mwg, "Regions/mwg-rs:RegionList", read_mwg_region, err);
        if (status == SLADD_OK)
            status = read_list(&reader, microsoft, "RegionInfo/MPRI:Regions", read_microsoft_region, err);
        (void)xmp_free(reader.xmp);
    }
    xmp_string_free(reader.value);
    if (status != SLADD_OK || reader.hostile)
        xmp_faces_clear(faces);
    return status;
}

enum sladd_status xmp_read_faces(struct span packet, struct xmp_faces *faces, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    *faces = (struct xmp_faces){0};
    if (!xmp_is_modest(packet))
        return SLADD_OK;
    int saved = mute();
    if (xmp_init()) {
        status = read_faces(packet, faces, err);
        xmp_terminate(); /* forgets what the packet has registered */
    }
    unmute(saved);
    return status;
}

void xmp_faces_clear(struct xmp_faces *faces) {
    for (size_t i = 0; i < faces->count; i++)
        free(faces->items[i].name);
    free(faces->items);
    *faces = (struct xmp_faces){0};
}
