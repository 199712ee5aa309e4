/* ICC profiles (ICC.1:2010), reduced to what colour needs. */
#ifndef METADATA_ICC_H
#define METADATA_ICC_H

#include "base/bytes.h"
#include "base/outcome_parts.h"

/* An embedded profile larger than this is no colour profile but a hiding place. */
enum { ICC_MAX_BYTES = 4 << 20 };

/* No texts, dates, ids or private tags survive. `clean` is the caller's; it is empty afterwards when the profile cannot
 * be understood, when it would show what nobody can search (icc_effect.h), or is plain sRGB, which needs none. Of inks
 * a table is kept, and of light the matrix or curve alone: a profile of it that has only a table is dropped. Names of
 * what was dropped are added to `names`. The only error is SLADD_NO_MEMORY. */
enum sladd_status icc_sanitise(struct span profile, struct bytes *clean, struct sladd_names *names,
                               struct sladd_error *err);

/* Build the profile that code points for primaries and transfer (ISO/IEC 23091-2, as in nclx and cICP) stand for. Empty
 * for sRGB and BT.709, and for what has no meaning; `icc` is the caller's. The only error is SLADD_NO_MEMORY. */
enum sladd_status icc_of_code_points(int primaries, int transfer, struct bytes *icc, struct sladd_error *err);

/* What a PNG says by gAMA, and by cHRM or NULL: white, red, green and blue, x and y each; of a grey or RGB picture.
 * Empty where such numbers stand for no colours; `icc` is the caller's. The only error is SLADD_NO_MEMORY. */
enum sladd_status icc_of_gamma(double gamma, const double *chromaticities, bool grey, struct bytes *icc,
                               struct sladd_error *err);

/* Adobe RGB (1998), which cameras mark in EXIF instead of embedding it. */
enum sladd_status icc_of_adobe_rgb(struct bytes *icc, struct sladd_error *err);

#endif
