/* The output is judged from its own bytes, as read back: nothing that was meant counts here, only what is there. */
#include "base/array.h"
#include "stages/stages.h"

#include <stdlib.h>

static const double same_face = 0.35;        /* IoU with a face that is kept */
static const double mostly_destroyed = 0.95; /* share of a box that leaves no face in it */
const double surely_a_face = 0.75;

/* Samples of one cell that differ by less show nothing: a fill may hit them by chance. */
static const float plain_range = 32;

/* Has the cell so little in it that nobody could tell what it shows? Where it cannot be read, it has not. */
static bool is_plain(struct picture *picture, size_t column, size_t row) {
    struct window window = {0};
    bool plain =
        picture->codec->get(picture, (struct cell_rect){(int)column, (int)row, 1, 1}, &window, NULL) == SLADD_OK;
    for (int i = 0; i < window.count && plain; i++) {
        const struct plane *plane = &window.planes[i];
        float low = plane->samples[0], high = low;
        for (size_t k = 0; k < (size_t)plane->width * (size_t)plane->height; k++) {
            low = plane->samples[k] < low ? plane->samples[k] : low;
            high = plane->samples[k] > high ? plane->samples[k] : high;
        }
        plain = high - low < plain_range;
    }
    window_clear(&window);
    return plain;
}

static enum sladd_status verify_cells(const struct redacted *redacted, struct picture *finished,
                                      struct sladd_error *err) {
    const struct grid *grid = &redacted->picture->grid;
    if (finished->grid.width != grid->width || finished->grid.height != grid->height ||
        finished->grid.cols != grid->cols || finished->grid.rows != grid->rows)
        return sladd_fail(err, SLADD_VERIFY, "verification failed: the output has another size than the photo");
    size_t count = (size_t)grid->cols * (size_t)grid->rows;
    uint64_t *is = array_new(count, sizeof *is), *planned = array_new(count, sizeof *planned);
    enum sladd_status status = SLADD_OK;
    if (is == NULL || planned == NULL) {
        status = sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %zu cells", count);
    } else {
        finished->codec->digest(finished, is);
        redacted->picture->codec->digest(redacted->picture, planned);
    }
    for (size_t i = 0; i < count && status == SLADD_OK; i++) {
        bool destroyed = redacted->mask.cells[i] != 0, anew = destroyed || redacted->edge.cells[i] != 0;
        size_t column = i % (size_t)grid->cols, row = i / (size_t)grid->cols;
        /* That the plan was carried out is not enough: a fill that did nothing planned the source itself. */
        bool idle = redacted->mask.cells[i] == CELL_WHOLE && is[i] == redacted->source_digests[i] &&
                    !is_plain(finished, column, row);
        if (!idle && is[i] == (anew ? planned[i] : redacted->source_digests[i]))
            continue;
        status = destroyed
                     ? sladd_fail(err, SLADD_VERIFY,
                                  "verification failed: a redacted block was not replaced (column %zu, row %zu)",
                                  column, row)
                     : sladd_fail(err, SLADD_VERIFY,
                                  "verification failed: an untouched block changed (column %zu, row %zu)", column, row);
    }
    free(is);
    free(planned);
    return status;
}

/* The share of an upright box that lies in destroyed cells (or outside the photo). */
static double destroyed_share(struct sladd_box upright, const struct redacted *redacted, int orientation) {
    const struct grid *grid = &redacted->picture->grid;
    struct sladd_region region = {.kind = SLADD_MANUAL, .box = upright};
    struct shape shape = shape_of_region(&region, grid, orientation);
    struct sladd_box box =
        sladd_box_intersect(sladd_box_of_quad(shape.quad), (struct sladd_box){0, 0, grid->width, grid->height});
    double left = 0;
    for (int row = (int)box.y / grid->cell_height; row < grid->rows; row++)
        for (int col = (int)box.x / grid->cell_width; col < grid->cols; col++) {
            struct sladd_box cell = {(double)col * grid->cell_width, (double)row * grid->cell_height, grid->cell_width,
                                     grid->cell_height};
            if (cell.x >= box.x + box.width || cell.y >= box.y + box.height)
                break;
            if (!redacted->mask.cells[(size_t)row * (size_t)grid->cols + (size_t)col])
                left += sladd_box_area(sladd_box_intersect(cell, box));
        }
    return sladd_box_area(box) > 0 ? 1 - left / sladd_box_area(box) : 1;
}

/* A smaller box inside the face of somebody who may be seen is a part of that face: what was redacted beside it changed
 * what the detector sees. */
static bool is_part_of(struct sladd_box box, const struct sladd_region *kept) {
    const double inside = 0.7;
    return kept->kind == SLADD_FACE && kept->action == SLADD_KEEP && kept->detected &&
           sladd_box_area(sladd_box_intersect(box, kept->box)) >= inside * sladd_box_area(box);
}

/* The region that a face found again belongs to, or NULL. A kept entry of the manifest that nothing was detected at
 * allows no face: whoever is there now was never paired with it. */
static const struct sladd_region *known_face(struct sladd_box box, const struct sladd_regions *regions) {
    const struct sladd_region *known = NULL;
    double overlap = same_face;
    for (size_t i = 0; i < regions->count; i++) {
        const struct sladd_region *region = &regions->items[i];
        bool allows_nothing = region->action == SLADD_KEEP && !region->detected;
        double common = is_part_of(box, region) ? 1 : sladd_box_iou(region->box, box);
        if (region->kind != SLADD_FACE || allows_nothing || common <= overlap)
            continue;
        known = region;
        overlap = common;
    }
    return known;
}

/* Must this face, found in the finished photo, be redacted (once more)? */
static bool is_left(const struct sladd_region *face, const struct sladd_regions *regions,
                    const struct redacted *redacted, int orientation) {
    const struct sladd_region *known = known_face(face->box, regions);
    if (known != NULL ? known->action == SLADD_KEEP : face->score < surely_a_face)
        return false;
    return destroyed_share(face->box, redacted, orientation) < mostly_destroyed;
}

/* A face found inside destroyed cells is a shape in the fill: nothing of the photo is left there. Any other face that
 * nobody allowed was missed or only half covered. */
static enum sladd_status search_faces(const struct source *source, const struct sladd_regions *regions,
                                      const struct redacted *redacted, struct vision *vision, struct span file,
                                      struct sladd_regions *found, struct sladd_error *err) {
    struct sladd_image upright = {0};
    struct sladd_regions faces = {0};
    enum sladd_status status = source->codec->render(file, &upright, err);
    if (status == SLADD_OK)
        status = sladd_image_upright(&upright, source->survey.orientation, err);
    if (status == SLADD_OK)
        status = vision_find_faces_in(vision, &upright, redacted->areas, redacted->area_count, &faces, err);
    for (size_t i = 0; i < faces.count && status == SLADD_OK; i++) {
        struct sladd_region face = faces.items[i];
        if (!is_left(&face, regions, redacted, source->survey.orientation))
            continue;
        face.action = SLADD_REDACT;
        face.reason = SLADD_REASON_FOUND_AGAIN;
        status = sladd_regions_add(found, &face, err);
    }
    sladd_regions_clear(&faces);
    sladd_image_clear(&upright);
    return status;
}

enum sladd_status stage_verify(const struct source *source, const struct sladd_regions *regions,
                               struct redacted *redacted, const struct kept_metadata *kept, struct vision *vision,
                               struct span file, struct sladd_regions *found, struct sladd_error *err) {
    struct picture *finished = NULL;
    struct extras extras = kept_extras(kept);
    enum sladd_status status = format_check_allowlist(file, &extras, err);
    if (status == SLADD_OK)
        status = source->codec->open(file, &finished, err);
    if (status == SLADD_OK)
        status = verify_cells(redacted, finished, err);
    if (finished != NULL)
        finished->codec->close(finished);
    if (status == SLADD_OK && redacted->area_count > 0)
        status = search_faces(source, regions, redacted, vision, file, found, err);
    return status;
}
