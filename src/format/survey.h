/* The two halves of survey_file, and what they share. */
#ifndef FORMAT_SURVEY_H
#define FORMAT_SURVEY_H

#include "metadata/metadata.h"

#include <stdbool.h>

/* An embedded profile larger than this is no colour profile but a hiding place. */
enum { ICC_MAX_BYTES = 4 << 20 };

/* Add one name. A file may hold millions of tags, but no more than a bounded number of names is kept; "more" stands
 * for the rest. Never fails: a missing name is no reason to keep a photo unclean. */
void survey_name(struct sladd_names *names, const char *name);

/* The EXIF blocks of a file so far; only the first few are looked into. */
struct exif_blocks {
    int seen;
    bool settled; /* one has decided on the orientation, or none may any more */
};

/* A TIFF stream found in the file. The first whose directory can be read decides on the orientation. */
void survey_exif(struct survey *survey, struct exif_blocks *blocks, struct span tiff, const char *prefix);

/* XMP packets: what they are known to hold besides text (face names, depth maps ...). */
void survey_xmp(struct survey *survey, struct span packet);

enum sladd_status survey_jpeg(struct span file, struct survey *survey, struct sladd_error *err);
enum sladd_status survey_png(struct span file, struct survey *survey, struct sladd_error *err);

#endif
