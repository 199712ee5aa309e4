#include "format/jpeg/jpeg_segments.h"
#include "format/readers.h"
#include "metadata/density.h"
#include "metadata/icc.h"
#include "metadata/photoshop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ICC_PARTS = 255, ICC_HEADER = 14 };

/* What is collected on the way through the segments. */
struct jpeg_survey {
    struct survey *survey;
    struct exif_blocks exif;
    bool had_jfif;
    bool in_scans;                  /* behind the first SOS, where viewers look for nothing any more */
    struct span icc[ICC_PARTS + 1]; /* by their number, from 1 */
    unsigned icc_count;             /* parts that the profile says it has */
    bool icc_bad;
    unsigned components;     /* of the frame; four are inks, whose copy has no JFIF header to tell a density in */
    bool sequential;         /* the frame's kind: baseline or extended */
    bool faults;             /* that cost no pixel, provided that the picture can be read */
    uint32_t tables_waiting; /* defined and not used yet: DQT in bits 0..15, DHT in bits 16..31 */
    uint32_t quantisers;     /* that the frame uses, in bits 0..15 */
};

static void name(struct jpeg_survey *found, const char *text) {
    survey_name(&found->survey->names, text);
}

static void visit_app0(struct jpeg_survey *found, struct span payload) {
    if (SPAN_STARTS(payload, "JFIF\0")) {
        if (!found->had_jfif && !found->in_scans)
            survey_density(found->survey, density_of_jfif(payload));
        found->had_jfif = true;
        static const uint8_t plain[9] = {1, 1, 0, 0, 1, 0, 1, 0, 0};
        struct span rest = span_part(payload, 5, sizeof plain);
        if (rest.size == sizeof plain && (rest.data[7] != 0 || rest.data[8] != 0))
            name(found, "jpeg:jfif-thumbnail");
        else if (payload.size > 14)
            name(found, "jpeg:jfif-tail");
        if (rest.size < sizeof plain || memcmp(rest.data + 2, plain + 2, 5) != 0)
            name(found, "jpeg:jfif-density");
    } else {
        name(found, SPAN_STARTS(payload, "JFXX\0") ? "jpeg:jfxx-thumbnail" : "jpeg:app0");
    }
}

static void visit_app1(struct jpeg_survey *found, struct span payload) {
    if (SPAN_STARTS(payload, "Exif\0")) {
        survey_exif(found->survey, &found->exif, span_part(payload, 6, SIZE_MAX), "exif:");
    } else if (SPAN_STARTS(payload, "http://ns.adobe.com/xap/1.0/\0")) {
        survey_xmp(found->survey, payload);
    } else if (SPAN_STARTS(payload, "http://ns.adobe.com/xmp/extension/\0")) {
        survey_xmp(found->survey, payload);
        name(found, "xmp:extended");
    } else {
        name(found, SPAN_STARTS(payload, "FLIR\0") ? "jpeg:flir" : "jpeg:app1");
    }
}

static void visit_app2(struct jpeg_survey *found, struct span payload) {
    if (SPAN_STARTS(payload, "ICC_PROFILE\0") && payload.size >= ICC_HEADER) {
        unsigned number = payload.data[12], count = payload.data[13];
        if (found->in_scans) {
            name(found, "icc:damaged"); /* too late for any viewer */
        } else if (number == 0 || number > count || found->icc[number].data != NULL ||
                   (found->icc_count != 0 && found->icc_count != count)) {
            found->icc_bad = true;
        } else {
            found->icc[number] = span_part(payload, ICC_HEADER, SIZE_MAX);
            found->icc_count = count;
        }
    } else if (SPAN_STARTS(payload, "MPF\0")) {
        name(found, "jpeg:mpf");
    } else if (SPAN_STARTS(payload, "urn:iso:std:iso:ts:21496")) {
        name(found, "jpeg:gainmap");
    } else {
        name(found, SPAN_STARTS(payload, "FPXR\0") ? "jpeg:flashpix" : "jpeg:app2");
    }
}

static void name_resource(struct jpeg_survey *found, uint32_t id) {
    static const struct {
        uint32_t id;
        const char *name;
    } known[] = {{PHOTOSHOP_IPTC, "iptc"},        {0x0409, "photoshop:thumbnail"}, {0x040C, "photoshop:thumbnail"},
                 {0x040F, "photoshop:icc"},       {0x0422, "photoshop:exif"},      {0x0423, "photoshop:exif"},
                 {PHOTOSHOP_XMP, "photoshop:xmp"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].id == id) {
            name(found, known[i].name);
            return;
        }
    name(found, "photoshop");
}

static void visit_photoshop(struct jpeg_survey *found, struct span rest) {
    struct span data;
    uint32_t id;
    while (photoshop_next(&rest, &id, &data))
        name_resource(found, id);
    if (rest.size > 0)
        name(found, "photoshop");
}

static void visit_app13(struct jpeg_survey *found, struct span payload) {
    if (SPAN_STARTS(payload, "Photoshop 3.0\0"))
        visit_photoshop(found, span_part(payload, 14, SIZE_MAX));
    else
        name(found, "jpeg:app13");
}

static void visit_app(struct jpeg_survey *found, const struct jpeg_segment *segment) {
    struct span payload = segment->payload;
    char text[16];
    switch (segment->marker - JPEG_APP0) {
    case 0:
        visit_app0(found, payload);
        break;
    case 1:
        visit_app1(found, payload);
        break;
    case 2:
        visit_app2(found, payload);
        break;
    case 11:
        name(found, span_holds(payload, "c2pa") ? "jpeg:c2pa" : "jpeg:app11");
        break;
    case 13:
        visit_app13(found, payload);
        break;
    case 14:
        if (!SPAN_STARTS(payload, "Adobe") || payload.size < 12)
            name(found, "jpeg:app14");
        else if (payload.size > 12)
            name(found, "jpeg:adobe-tail");
        break;
    default:
        (void)snprintf(text, sizeof text, "jpeg:app%d", segment->marker - JPEG_APP0);
        name(found, text);
    }
}

/* A table that is replaced before any scan used it holds 64 bytes or more of anything. */
static void define_table(struct jpeg_survey *found, uint32_t bit) {
    if ((found->tables_waiting & bit) != 0)
        name(found, "jpeg:unused-table");
    found->tables_waiting |= bit;
}

static void visit_tables(struct jpeg_survey *found, const struct jpeg_segment *segment) {
    struct span rest = segment->payload;
    while (rest.size > 0) {
        unsigned head = rest.data[0];
        size_t size = 1 + (size_t)((head >> 4) != 0 ? 128 : 64);
        if (segment->marker == JPEG_DQT) {
            define_table(found, 1u << (head & 15));
        } else {
            define_table(found, 1u << (16 + (head & 3) + ((head & 16) != 0 ? 4 : 0)));
            size = 17;
            for (size_t i = 1; i <= 16 && i < rest.size; i++)
                size += rest.data[i];
        }
        if (size > rest.size)
            break;
        rest = span_part(rest, size, SIZE_MAX);
    }
    if (rest.size > 0)
        name(found, "jpeg:table-tail");
}

/* Segments that hold a few numbers hold nothing behind them. */
static void visit_length(struct jpeg_survey *found, struct span payload, size_t size) {
    if (payload.size > size)
        name(found, "jpeg:segment-tail");
}

static void visit_frame(struct jpeg_survey *found, uint8_t marker, struct span payload) {
    found->sequential = marker <= JPEG_SOF1;
    found->components = payload.size > 5 ? payload.data[5] : 0;
    found->quantisers = 0;
    for (size_t i = 6; i + 2 < payload.size; i += 3)
        found->quantisers |= 1u << (payload.data[i + 2] & 15);
    visit_length(found, payload, payload.size > 5 ? 6 + 3 * (size_t)payload.data[5] : 0);
}

static void visit_scan(struct jpeg_survey *found, const struct jpeg_segment *segment) {
    static const uint8_t whole_band[3] = {0, 63, 0}; /* all that a sequential scan may say (T.81, B.2.3) */
    struct span payload = segment->payload;
    found->in_scans = true;
    found->exif.decided = true;
    size_t count = payload.size > 0 ? payload.data[0] : 0;
    uint32_t used = found->quantisers;
    for (size_t i = 0; i < count && 2 + 2 * i < payload.size; i++) {
        unsigned tables = payload.data[2 + 2 * i];
        used |= 1u << (16 + (tables >> 4 & 3)) | 1u << (20 + (tables & 3));
    }
    found->tables_waiting &= ~used;
    visit_length(found, payload, 4 + 2 * count);
    struct span band = span_part(payload, 1 + 2 * count, sizeof whole_band);
    found->faults |=
        segment->out_of_order || (found->sequential && !span_equal(band, (struct span){whole_band, sizeof whole_band}));
}

static bool only_fill(struct span gap) {
    for (size_t i = 0; i < gap.size; i++)
        if (gap.data[i] != 0xFF)
            return false;
    return true;
}

static void visit(struct jpeg_survey *found, const struct jpeg_segment *segment, bool first) {
    uint8_t marker = segment->marker;
    char text[20];
    if (!only_fill(segment->gap))
        name(found, "jpeg:junk");
    if (marker >= JPEG_APP0 && marker <= JPEG_APP15) {
        visit_app(found, segment);
    } else if (marker == JPEG_COM) {
        name(found, "jpeg:comment");
    } else if (marker == JPEG_DQT || marker == JPEG_DHT) {
        visit_tables(found, segment);
    } else if (jpeg_is_frame(marker)) {
        visit_frame(found, marker, segment->payload);
    } else if (marker == JPEG_SOS) {
        visit_scan(found, segment);
    } else if (marker == JPEG_SOI && !first) {
        name(found, "jpeg:second-image");
    } else if (marker == JPEG_DRI) {
        visit_length(found, segment->payload, 2);
    } else if (marker < JPEG_RST0 || marker > JPEG_DRI || marker == 0xDC) {
        (void)snprintf(text, sizeof text, "jpeg:marker-%02x", marker);
        name(found, text);
    }
}

static void visit_trailer(struct jpeg_survey *found, struct span trailer) {
    if (trailer.size == 0)
        return;
    name(found, "jpeg:trailer");
    if (span_holds(trailer, "\xFF\xD8\xFF"))
        name(found, "jpeg:second-image");
    if (span_holds(trailer, "ftyp"))
        name(found, "jpeg:motion-video");
    if (span_holds(trailer, "HDRGainMap") || span_holds(trailer, "hdr-gain-map"))
        name(found, "jpeg:gainmap");
}

static enum sladd_status join_icc(struct jpeg_survey *found, struct sladd_error *err) {
    size_t size = 0;
    for (unsigned i = 1; i <= found->icc_count; i++) {
        found->icc_bad = found->icc_bad || found->icc[i].data == NULL;
        size += found->icc[i].size;
    }
    if (found->icc_bad || size > ICC_MAX_BYTES) {
        name(found, "icc:damaged");
        return SLADD_OK;
    }
    if (size == 0)
        return SLADD_OK;
    struct bytes *icc = &found->survey->icc;
    icc->data = malloc(size);
    if (icc->data == NULL)
        return fail_memory(err);
    for (unsigned i = 1; i <= found->icc_count; i++) {
        memcpy(icc->data + icc->size, found->icc[i].data, found->icc[i].size);
        icc->size += found->icc[i].size;
    }
    return SLADD_OK;
}

/* A profile of other colours than the picture's: what those make of it that heed it nobody knows. Greys may have one of
 * RGB, by which all show them. */
static void drop_unfit_profile(const struct jpeg_survey *found) {
    enum { SPACE_AT = 16, SPACE_SIZE = 4 };
    struct survey *survey = found->survey;
    const struct span space = span_part(bytes_span(&survey->icc), SPACE_AT, SPACE_SIZE);
    const bool grey = SPAN_STARTS(space, "GRAY"), rgb = SPAN_STARTS(space, "RGB "), inks = SPAN_STARTS(space, "CMYK");
    const bool fits = found->components == 4 ? inks : found->components == 3 ? rgb : grey || rgb;
    if (fits || space.size < SPACE_SIZE) /* which is damaged */
        return;
    if (survey->icc_built_of == NULL)
        survey_name(&survey->names, "icc:mismatch");
    bytes_clear(&survey->icc);
}

enum sladd_status jpeg_survey(struct span file, struct survey *survey, struct sladd_error *err) {
    struct jpeg_walk walk = {.file = file};
    struct jpeg_segment segment;
    struct jpeg_survey found = {.survey = survey};
    for (bool first = true; jpeg_next(&walk, &segment); first = false)
        visit(&found, &segment, first);
    if (walk.ended)
        visit_trailer(&found, span_part(file, walk.at, SIZE_MAX));
    else if (!found.in_scans || walk.at < file.size)
        name(&found, "jpeg:damaged");
    else
        found.faults = true; /* only the end marker is missing */
    if (found.components == 4)
        survey->dpi = 0;
    if (found.tables_waiting != 0)
        name(&found, "jpeg:unused-table");
    if (found.faults && sladd_names_add(&survey->notices, survey_small_faults, err) != SLADD_OK)
        return SLADD_NO_MEMORY;
    enum sladd_status status = join_icc(&found, err);
    if (status == SLADD_OK && found.icc_count == 0)
        status = survey_exif_colours(survey, &found.exif, err);
    drop_unfit_profile(&found);
    return status;
}
