/* What a photo carries besides its pixels: found and named, never copied through. This is what the survey of every
 * container shares; how to walk one is its format's business (format/format.h). */
#ifndef METADATA_SURVEY_H
#define METADATA_SURVEY_H

#include "base/bytes.h"
#include "base/outcome_parts.h"
#include "metadata/coded_frame.h"

#include <stdbool.h>

/* What the survey of a source file finds. Start with {.orientation = 1}; to be cleared. */
struct survey {
    int orientation;          /* 1..8; 1 where the file says nothing sensible */
    struct coded_frame coded; /* what the container itself turned and cropped, whatever `orientation` says */
    unsigned dpi;             /* pixels per inch (metadata/density.h); 0 where the file says nothing sensible */
    bool dpi_is_own;          /* the container tells it itself, not its EXIF */
    struct bytes icc;         /* the embedded profile, put together and unpacked; owned; may be empty */
    const char *icc_built_of; /* what the file says of its colours, as a name, where `icc` is only built of that here */
    struct sladd_names names; /* all that will not be in the output: "exif:GPSLatitude", "jpeg:trailer" ...; owned */
    struct sladd_names notices; /* what a person should know of the file; marked for translation, in English; owned */
};

/* The file has faults that cost no pixel. */
extern const char survey_small_faults[];

void survey_clear(struct survey *survey);

/* Add one name. A file may hold millions of tags, but no more than a bounded number of names is kept; "more" stands
 * for the rest. Never fails: a missing name is no reason to keep a photo unclean. */
void survey_name(struct sladd_names *names, const char *name);

/* Sort the names, each once, and keep no more than the bounded number: the survey's last step. */
void survey_names_finish(struct sladd_names *names);

/* Add to `removed` the name of everything that a copy of the surveyed file will not have, of its colour profile's
 * parts, too. `*icc` is the profile that the copy gets instead, the caller's; empty: none. Of a profile that was only
 * built here it is the name of what that was built of, where the copy gets none. */
enum sladd_status survey_removed(const struct survey *survey, struct bytes *icc, struct sladd_names *removed,
                                 struct sladd_error *err);

/* The EXIF blocks of a file so far; only the first few are looked into. */
struct exif_blocks {
    int seen;
    bool decided;   /* one has decided on the orientation, or none may any more */
    bool adobe_rgb; /* one says that the colours are Adobe RGB */
};

/* A TIFF stream found in the file. The first whose directory can be read decides on the orientation, the first that
 * says one on the density, unless the container has told one itself. */
void survey_exif(struct survey *survey, struct exif_blocks *blocks, struct span tiff, const char *prefix);

/* The density that the container itself tells, named in the survey as "jpeg:jfif-density" or "png:pHYs"; it goes before
 * that of EXIF, wherever the two stand. 0: none. */
void survey_density(struct survey *survey, unsigned dpi);

/* XMP packets: what they are known to hold besides text (face names, depth maps ...). */
void survey_xmp(struct survey *survey, struct span packet);

/* The colours of a file without a profile, from what its EXIF says; called last. The only error is SLADD_NO_MEMORY. */
enum sladd_status survey_exif_colours(struct survey *survey, const struct exif_blocks *blocks, struct sladd_error *err);

#endif
