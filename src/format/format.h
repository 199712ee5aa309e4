/* The file formats behind one signature, chosen by content and never by name.
 *
 * formats.c holds the table: one row a format, whether sladd reads it or only knows what it is. A format that is read
 * is one folder here and one row there. Nothing outside this room asks whether a file is a JPEG or a PNG. */
#ifndef FORMAT_FORMAT_H
#define FORMAT_FORMAT_H

#include "base/extras.h"
#include "base/image.h"
#include "base/window.h"
#include "metadata/survey.h"
#include "metadata/xmp.h"

#include <stdio.h>

/* No picture is longer than what a JPEG can hold; the limits that can be moved are in base/limits.def. */
enum { CODEC_MAX_SIDE = 65500 };

/* A decoded picture; each codec begins its own structure with this one. */
struct picture {
    const struct codec *codec;
    struct grid grid;
};

/* Turns bytes into a picture whose untouched cells can be written back exactly: DCT coefficients for a JPEG, the
 * pixels' own values for a PNG. It reads nothing of the metadata and writes only what `struct extras` holds. */
struct codec {
    /* The pixels as stored (orientation not applied) in 8-bit BGR, transparent parts over white; and as they look
     * otherwise, where that look does not show all that the file holds, or by a colour profile that shows otherwise
     * (metadata/icc_effect.h): the one that the copy gets, whatever the file has; empty: none. */
    enum sladd_status (*render)(struct span file, struct span profile, struct sladd_image *image,
                                struct sladd_error *err);

    /* The grid of the exact representation, from the file's header alone. */
    enum sladd_status (*measure)(struct span file, struct grid *grid, struct sladd_error *err);

    /* The exact representation. `*picture` is the caller's, to be given to `close`. */
    enum sladd_status (*open)(struct span file, struct picture **picture, struct sladd_error *err);
    void (*close)(struct picture *picture);

    /* One 64-bit digest a cell, row by row, into grid.cols * grid.rows places: equal digests mean equal content. */
    void (*digest)(struct picture *picture, uint64_t *digests);

    /* Copy the cells of `rect` into a new window (to be cleared by the caller), and back, only where `mask` is set.
     * Putting quantises to what the file can hold; what was got and not changed is put back as it was, as near as that
     * allows: exactly in a PNG, by the file's own quantisation in a JPEG. */
    enum sladd_status (*get)(struct picture *picture, struct cell_rect rect, struct window *window,
                             struct sladd_error *err);
    enum sladd_status (*put)(struct picture *picture, const struct window *window, const struct cell_mask *mask,
                             struct sladd_error *err);

    /* Replace whatever lies beyond the visible edge but inside the file's last blocks, by what is visible, and what no
     * encoder makes, by what it shows. `*hidden`: there was more than padding beyond the edge. `*changed`: so there
     * was, or there was what no encoder makes, and the picture may be another than the one that was searched. Cells
     * that are not exactly as they were get CELL_PADDED or CELL_PLAIN in `touched`. */
    void (*neutralise_edge)(struct picture *picture, struct cell_mask *touched, bool *hidden, bool *changed);

    /* Write the whole file from the picture. The stream is not closed. */
    enum sladd_status (*write)(struct picture *picture, const struct extras *extras, FILE *stream,
                               struct sladd_error *err);

    /* Judge a finished file against the allow-list: SLADD_OK, or SLADD_VERIFY naming the first thing that must not be
     * there. The only EXIF, ICC and XMP allowed, and required, are exactly these bytes. */
    enum sladd_status (*check_allowlist)(struct span file, const struct extras *extras, struct sladd_error *err);

    /* Write every pixel of a finished file anew with constant tables (--reencode). NULL: writing is always anew. */
    enum sladd_status (*reencode)(struct span file, int quality, const struct extras *extras, FILE *stream,
                                  struct sladd_error *err);
};

extern const struct codec codec_jpeg, codec_png;

enum format_kind {
    FORMAT_PICTURE,
    FORMAT_FILM,
    FORMAT_OTHER, /* nothing to see: texts, sounds, documents, archives, and what is unknown */
};

/* Bytes at one place of a file. */
struct format_signature {
    size_t offset;
    const char *bytes;
    size_t size; /* 0: no signature */
};

enum { FORMAT_SIGNATURES = 4 };

struct pixels; /* format/pixels.h */

/* One row of the table. */
struct format {
    const char *name; /* "jpeg", "gif" */
    const char *what; /* "this is ..."; marked for translation; NULL: `refusal` is the whole sentence */
    enum format_kind kind;
    const char *endings; /* of file names that promise it: "jpg jpeg", the usual one first; NULL: none */

    /* It is this format when any signature fits, or when `recognise` says so; the first such row of the table. */
    struct format_signature signatures[FORMAT_SIGNATURES];
    bool (*recognise)(struct span head);

    /* What to do with it instead, where sladd does not read it; marked for translation. */
    const char *refusal;

    /* Where it does: metadata found and named, and the XMP packets in it. Both, or none. */
    enum sladd_status (*survey)(struct span file, struct survey *survey, struct sladd_error *err);
    enum sladd_status (*find_xmp)(struct span file, struct xmp_packets *packets, struct sladd_error *err);

    const struct codec *codec; /* where copies are written in this format, too */

    /* Where they are not: the pixels, and whether a copy must be exact or see-through and so becomes a PNG instead of a
     * JPEG. Both, or none. */
    enum sladd_status (*decode)(struct span file, struct pixels *pixels, struct sladd_error *err);
    bool (*wants_png)(struct span file);
    size_t wants_bytes; /* as much of a file's beginning as that looks at; 0: all of it */
};

/* As much of a file's beginning as format_recognise ever looks at. */
enum { FORMAT_HEAD_BYTES = 4096 };

/* As much as is looked at to tell whether a HEIF or WebP photo wants a PNG. */
enum { FORMAT_COPY_BYTES = 1 << 16 };

/* What a file is, by its first bytes; never NULL, the last row is "unknown". */
const struct format *format_recognise(struct span head);

/* Is this the beginning of a photo, another picture or a film, whether sladd reads it or not? Such a file must be
 * reported and never passed over, whatever its name. */
bool format_is_picture(struct span head);

/* Does a file name promise one, by its ending (in ASCII letters of either case, whatever the locale)? */
bool format_is_picture_name(const char *name);

/* Does a name end as this format's files do? */
bool format_has_ending(const struct format *format, const char *name);

/* The usual ending of a format's files, without a dot. "jpg" where a format has none. Returns `ending`. */
enum { FORMAT_ENDING_SIZE = 9 };
const char *format_ending(const struct format *format, char ending[FORMAT_ENDING_SIZE]);

/* The format of a photo that sladd reads, or NULL with `err` saying what the file is instead, and the way out. */
const struct format *format_of_photo(struct span file, struct sladd_error *err);

/* What a copy of a photo is written as; for what is not read, the format itself. */
const struct format *format_of_copy(const struct format *format, struct span file);

/* The quality of a JPEG that is made of a photo in another format. */
enum { FORMAT_QUALITY = 92 };

/* A photo whose format is only read, as a file of its copy's format, in memory; `converted` is the caller's. A profile
 * in `survey` that cannot be of these pixels becomes a name there. */
enum sladd_status format_convert(const struct format *format, struct span file, struct survey *survey,
                                 struct bytes *converted, struct sladd_error *err);

/* All metadata of a photo. Damage that the pixels do not need is named, not an error. `survey` is to be cleared. */
enum sladd_status format_survey(struct span file, struct survey *survey, struct sladd_error *err);

/* All XMP packets of a file, to be cleared; none where the format is not read. What is over a limit or damaged is no
 * packet; the only error is SLADD_NO_MEMORY. */
enum sladd_status format_find_xmp(struct span file, struct xmp_packets *packets, struct sladd_error *err);

/* The table, for format.c and the tests; ends with "unknown". */
extern const struct format formats[];
extern const size_t format_count;

#endif
