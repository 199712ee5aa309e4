/* The two halves of survey_file, and what they share. */
#ifndef METADATA_SURVEY_H
#define METADATA_SURVEY_H

#include "metadata/metadata.h"

/* An embedded profile larger than this is no colour profile but a hiding place. */
enum { ICC_MAX_BYTES = 4 << 20 };

/* Add one name. A file may hold millions of tags, but no more than a bounded number of names is kept; what does not
 * fit is counted under "more". Never fails: a missing name is no reason to keep a photo unclean. */
void survey_name(struct sladd_names *names, const char *name);

/* A TIFF stream found in the file. The first whose directory can be read decides on the orientation. */
void survey_exif(struct survey *survey, bool *oriented, struct span tiff, const char *prefix);

/* XMP packets: what they are known to hold besides text (face names, depth maps ...). */
void survey_xmp(struct survey *survey, struct span packet);

enum sladd_status survey_jpeg(struct span file, struct survey *survey, struct sladd_error *err);
enum sladd_status survey_png(struct span file, struct survey *survey, struct sladd_error *err);

#endif
