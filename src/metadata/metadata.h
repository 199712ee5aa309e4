/* What a file carries besides its pixels: found, named, judged against the allow-list; never copied through. */
#ifndef METADATA_METADATA_H
#define METADATA_METADATA_H

#include "base/extras.h"
#include "metadata/caption.h"
#include "sladd/outcome.h"

/* What `survey` learns of a source file. */
struct survey {
    int orientation;          /* 1..8; 1 where the file says nothing sensible */
    struct bytes icc;         /* the embedded profile, put together and unpacked; owned; may be empty */
    struct sladd_names names; /* all that will not be in the output: "exif:GPSLatitude", "jpeg:trailer" ...; owned */
};

/* Walk the segments of a JPEG or the chunks of a PNG. Damage that the pixels do not need is named, not an error. */
enum sladd_status survey_file(struct span file, struct survey *survey, struct sladd_error *err);
void survey_clear(struct survey *survey);

/* Reduce an ICC profile to what colour needs (ICC.1:2010): no texts, dates, ids or private tags survive. `clean` is
 * empty afterwards when the profile cannot be understood or is plain sRGB, which needs none; names of what was dropped
 * are added to `names`. */
enum sladd_status icc_sanitise(struct span profile, struct bytes *clean, struct sladd_names *names,
                               struct sladd_error *err);

/* Judge a finished file against the allow-list: SLADD_OK, or SLADD_VERIFY naming the first thing that must not be
 * there. The only EXIF, ICC and XMP allowed, and required, are exactly these bytes. */
enum sladd_status allowlist_check(struct span file, const struct extras *extras, struct sladd_error *err);

#endif
