/* What each folder gives to the table of formats and to its codec: see there for what they promise. */
#ifndef FORMAT_READERS_H
#define FORMAT_READERS_H

#include "format/format.h"
#include "format/pixels.h"

enum sladd_status jpeg_survey(struct span file, struct survey *survey, struct sladd_error *err);
enum sladd_status jpeg_find_xmp(struct span file, struct xmp_packets *packets, struct sladd_error *err);
enum sladd_status jpeg_check_allowlist(struct span file, const struct extras *extras, struct sladd_error *err);

enum sladd_status png_survey(struct span file, struct survey *survey, struct sladd_error *err);
enum sladd_status png_find_xmp(struct span file, struct xmp_packets *packets, struct sladd_error *err);
enum sladd_status png_check_allowlist(struct span file, const struct extras *extras, struct sladd_error *err);

enum sladd_status heif_survey(struct span file, struct survey *survey, struct sladd_error *err);
enum sladd_status heif_find_xmp(struct span file, struct xmp_packets *packets, struct sladd_error *err);
enum sladd_status heif_decode(struct span file, struct pixels *pixels, struct sladd_error *err);
bool heif_wants_png(struct span file);

enum sladd_status webp_survey(struct span file, struct survey *survey, struct sladd_error *err);
enum sladd_status webp_find_xmp(struct span file, struct xmp_packets *packets, struct sladd_error *err);
enum sladd_status webp_decode(struct span file, struct pixels *pixels, struct sladd_error *err);
bool webp_wants_png(struct span file);

enum sladd_status tiff_file_survey(struct span file, struct survey *survey, struct sladd_error *err);
enum sladd_status tiff_file_find_xmp(struct span file, struct xmp_packets *packets, struct sladd_error *err);
enum sladd_status tiff_decode(struct span file, struct pixels *pixels, struct sladd_error *err);
bool tiff_wants_png(struct span file);

#endif
