#include "metadata/survey.h"

#include "base/language.h"
#include "metadata/density.h"
#include "metadata/icc.h"
#include "metadata/tiff.h"

#include <stdlib.h>
#include <string.h>

const char survey_small_faults[] =
    N_("the file had small faults, such as a missing end marker or a wrong checksum; all its pixels are whole, and the "
       "copy is without fault");

static const char panorama_is_flat[] = N_("this is a panorama or a 360-degree photo with data for its viewer (GPano), "
                                          "which no copy has; the copy is shown as "
                                          "a flat picture");

enum { MAX_NAMES = 4096, RECENT = 16, MAX_EXIF_BLOCKS = 32 };

void survey_names_finish(struct sladd_names *names) {
    sladd_names_sort(names);
    if (names->count < MAX_NAMES)
        return;
    while (names->count >= MAX_NAMES)
        free(names->items[--names->count]);
    (void)sladd_names_add(names, "more", NULL);
}

/* Sorting is put off until there are twice as many, so that a flood of names costs no more than its own length. */
void survey_name(struct sladd_names *names, const char *name) {
    for (size_t i = names->count; i > 0 && i + RECENT > names->count; i--)
        if (strcmp(names->items[i - 1], name) == 0)
            return;
    if (names->count >= 2 * MAX_NAMES)
        survey_names_finish(names);
    (void)sladd_names_add(names, name, NULL);
}

void survey_exif(struct survey *survey, struct exif_blocks *blocks, struct span tiff, const char *prefix) {
    int orientation = 1;
    if (blocks->seen >= MAX_EXIF_BLOCKS) {
        survey_name(&survey->names, "more");
        return;
    }
    blocks->seen++;
    blocks->adobe_rgb = blocks->adobe_rgb || tiff_is_adobe_rgb(tiff);
    bool read = tiff_survey(tiff, prefix, &orientation, &survey->names);
    if (read && survey->dpi == 0)
        survey->dpi = density_of_tiff(tiff);
    if (read && !blocks->decided) {
        survey->orientation = orientation;
        blocks->decided = true;
    }
}

void survey_density(struct survey *survey, unsigned dpi) {
    survey->dpi = dpi != 0 ? dpi : survey->dpi;
    survey->dpi_is_own = dpi != 0;
}

enum sladd_status survey_exif_colours(struct survey *survey, const struct exif_blocks *blocks,
                                      struct sladd_error *err) {
    if (!blocks->adobe_rgb || survey->icc.size > 0)
        return SLADD_OK;
    survey->icc_built_of = "exif:ColorSpace";
    return icc_of_adobe_rgb(&survey->icc, err);
}

/* Once, in however many packets it stands. Who is not told of it has a clean copy all the same. */
static void note_panorama(struct survey *survey) {
    for (size_t i = 0; i < survey->notices.count; i++)
        if (strcmp(survey->notices.items[i], panorama_is_flat) == 0)
            return;
    survey_name(&survey->names, "xmp:panorama");
    (void)sladd_names_add(&survey->notices, panorama_is_flat, NULL);
}

void survey_xmp(struct survey *survey, struct span packet) {
    static const struct {
        const char *text, *name;
    } known[] = {
        {"http://www.metadataworkinggroup.com/schemas/regions/", "xmp:regions"},
        {"http://ns.microsoft.com/photo/1.2/t/Region", "xmp:regions"},
        {"http://ns.adobe.com/hdr-gain-map/", "xmp:gainmap"},
        {"HDRGainMap", "xmp:gainmap"},
        {"http://ns.google.com/photos/1.0/depthmap/", "xmp:depthmap"},
        {"http://ns.google.com/photos/dd/1.0/", "xmp:depthmap"},
        {"http://ns.google.com/photos/1.0/image/", "xmp:original-image"},
        {"http://ns.google.com/photos/1.0/audio/", "xmp:audio"},
        {"MotionPhoto", "xmp:motion-photo"},
        {"MicroVideo", "xmp:motion-photo"},
        {"http://ns.adobe.com/exif/1.0/", "xmp:exif"},
        {"GPSLatitude", "xmp:gps"},
        {"xmpGImg:image", "xmp:thumbnail"},
        {"http://ns.adobe.com/xap/1.0/mm/", "xmp:history"},
    };
    survey_name(&survey->names, "xmp");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (span_holds(packet, known[i].text))
            survey_name(&survey->names, known[i].name);
    if (span_holds(packet, "http://ns.google.com/photos/1.0/panorama/"))
        note_panorama(survey);
}

void survey_clear(struct survey *survey) {
    bytes_clear(&survey->icc);
    sladd_names_clear(&survey->names);
    sladd_names_clear(&survey->notices);
    *survey = (struct survey){.orientation = 1};
}

enum sladd_status survey_removed(const struct survey *survey, struct bytes *icc, struct sladd_names *removed,
                                 struct sladd_error *err) {
    struct sladd_names unsaid = {0};
    enum sladd_status status = SLADD_OK;
    *icc = (struct bytes){0};
    if (survey->icc.size > 0)
        status = icc_sanitise(bytes_span(&survey->icc), icc, survey->icc_built_of != NULL ? &unsaid : removed, err);
    sladd_names_clear(&unsaid);
    if (status == SLADD_OK && survey->icc.size > 0 && icc->size == 0 && survey->icc_built_of != NULL)
        survey_name(removed, survey->icc_built_of);
    for (size_t i = 0; i < survey->names.count && status == SLADD_OK; i++)
        status = sladd_names_add(removed, survey->names.items[i], err);
    return status;
}
