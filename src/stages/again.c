/* The finished copy is searched once more with the very eyes that `sladd check --full` has, so that it finds nothing
 * that was not found here: what this search finds is redacted, or there is a row in the report that explains it. */
#include "stages/stages.h"
#include "vision/codes.h"
#include "vision/nms.h"

const double surely_a_face = 0.75;

static const double SAME_FACE = 0.35;        /* IoU with what is known there already */
static const double MOSTLY_DESTROYED = 0.95; /* share of a box that leaves no face in it */
static const double FILL_SHOWS = 0.5;        /* share of a box from which on the fill may have made a face of it */

/* Text: what is large, as a share of the photo; and how much of it must be written on in the source. Of 87 lines that
 * were found again in 244 photos of people, crowds and signs, 29 of the 38 large ones were none, and took up to a third
 * of their photos. */
static const double LARGE_LINE = 0.003, FAIR_PART = 0.3;

/* Points by which a share of a box is told, along each side. */
enum { PROBES = 16 };

/* As boxes go: this share of a place, give or take what the whole cells of most files are larger. Where they are larger
 * still, what is found there has no explanation, and goes, too. */
static const double MOSTLY = 0.6, AROUND = 16;

/* The point of this number in a box, from 0 to PROBES * PROBES - 1. */
static struct sladd_point probe(struct sladd_box box, int i) {
    return (struct sladd_point){box.x + (i % PROBES + 0.5) / PROBES * box.width,
                                box.y + (i / PROBES + 0.5) / PROBES * box.height};
}

static bool holds(struct sladd_box box, double around, double x, double y) {
    return x >= box.x - around && x < box.x + box.width + around && y >= box.y - around &&
           y < box.y + box.height + around;
}

/* Does this row explain what a search finds at a point: nothing of the photo is left there, or, for a face, it lies on
 * the face of somebody who may be seen? What was destroyed for a face is its whole head. */
static bool row_explains(const struct sladd_region *row, enum sladd_kind kind, double x, double y) {
    if (row->action == SLADD_REDACT)
        return holds(row->kind == SLADD_FACE ? head_box(row->box) : row->box, AROUND, x, y);
    return kind == SLADD_FACE && stays_seen(row) && holds(row->box, 0, x, y);
}

/* Was the same found before, and is it to stay? */
static bool rows_keep(const struct sladd_regions *rows, const struct sladd_region *found) {
    bool keep = false;
    for (size_t i = 0; i < rows->count && !keep; i++)
        keep = rows->items[i].action == SLADD_KEEP && rows->items[i].kind == found->kind && rows->items[i].detected &&
               sladd_box_iou(rows->items[i].box, found->box) >= SAME_FACE;
    return keep;
}

bool rows_explain(const struct sladd_regions *rows, const struct sladd_region *found) {
    int hits = 0;
    if (rows_keep(rows, found))
        return true;
    if (found->kind == SLADD_CODE) /* what can be read is not destroyed, wherever it lies */
        return false;
    for (int i = 0; i < PROBES * PROBES; i++) {
        const struct sladd_point at = probe(found->box, i);
        bool hit = false;
        for (size_t k = 0; k < rows->count && !hit; k++)
            hit = row_explains(&rows->items[k], found->kind, at.x, at.y);
        hits += hit;
    }
    return hits >= MOSTLY * PROBES * PROBES;
}

/* The share of an upright box that lies in what was destroyed, in the face of somebody who stays, or outside the photo.
 */
static double destroyed_share(struct sladd_box upright, const struct redacted *redacted, int orientation) {
    const struct grid *grid = &redacted->picture->grid;
    struct sladd_point corners[4];
    int left = 0;
    shape_box_corners(upright, grid, orientation, corners);
    struct sladd_box box = sladd_box_of_quad(corners);
    for (int i = 0; i < PROBES * PROBES; i++)
        left += redacted_leaves(redacted, probe(box, i));
    return 1 - (double)left / (PROBES * PROBES);
}

/* A smaller box inside the face of somebody who may be seen is a part of that face: what was redacted beside it changed
 * what the detector sees. */
static bool is_part_of(struct sladd_box box, const struct sladd_region *kept) {
    const double inside = 0.7;
    return stays_seen(kept) && sladd_box_area(sladd_box_intersect(box, kept->box)) >= inside * sladd_box_area(box);
}

/* The row that a face found again belongs to, or NULL. A kept entry of the manifest that nothing was detected at
 * allows no face: whoever is there now was never paired with it. */
static const struct sladd_region *known_face(struct sladd_box box, const struct sladd_regions *rows) {
    const struct sladd_region *known = NULL;
    double overlap = SAME_FACE;
    for (size_t i = 0; i < rows->count; i++) {
        const struct sladd_region *row = &rows->items[i];
        bool allows_nothing = row->action == SLADD_KEEP && !row->detected;
        double common = is_part_of(box, row) ? 1 : sladd_box_iou(row->box, box);
        if (row->kind != SLADD_FACE || allows_nothing || common <= overlap)
            continue;
        known = row;
        overlap = common;
    }
    return known;
}

/* Must something be done about this face, found in the finished photo? `share` of it is destroyed. */
static bool is_left(const struct sladd_region *face, const struct sladd_regions *rows, double share) {
    const struct sladd_region *known = known_face(face->box, rows);
    if (known != NULL ? known->action == SLADD_KEEP : face->score < surely_a_face)
        return false;
    return share < MOSTLY_DESTROYED || !rows_explain(rows, face);
}

/* What one search of the finished copy needs. */
struct again {
    const struct source *source;
    const struct redacted *redacted;
    const struct sladd_regions *rows;
    struct vision *vision;
    int turn;                  /* in which the copy was searched, too, or SLADD_UPRIGHT */
    struct sladd_image before; /* the source as a person sees it; empty until it is asked for; owned */
};

/* The source as the first search saw it. */
static enum sladd_status look_back(struct again *again, struct sladd_error *err) {
    if (again->before.data != NULL)
        return SLADD_OK;
    enum sladd_status status = source_render(again->source, source_picture(again->source), &again->before, err);
    if (status == SLADD_OK)
        status = sladd_image_upright(&again->before, again->source->survey.orientation, err);
    if (status == SLADD_OK)
        status = stage_veil(again->rows, &again->source->grid, again->source->survey.orientation, &again->before, err);
    if (status != SLADD_OK)
        sladd_image_clear(&again->before);
    return status;
}

/* May the copy show at a place what the source did not, since some of it that stays was coded anew? */
static bool shows_anew(const struct again *again, struct sladd_box upright) {
    const struct redacted *redacted = again->redacted;
    const struct grid *grid = &redacted->picture->grid;
    struct sladd_point corners[4];
    bool anew = false;
    shape_box_corners(upright, grid, again->source->survey.orientation, corners);
    const struct cell_rect rect = cells_met(sladd_box_of_quad(corners), grid);
    for (int row = rect.row; row < rect.row + rect.rows && !anew; row++)
        for (int col = rect.col; col < rect.col + rect.cols && !anew; col++) {
            const size_t i = (size_t)row * (size_t)grid->cols + (size_t)col;
            anew = (redacted->edge.cells[i] & CELL_PLAIN) != 0 && redacted->mask.cells[i] != CELL_WHOLE;
        }
    return anew;
}

/* Is there anything like a face in the source where the finished copy has one? Asked with a closer look than the
 * first. */
static enum sladd_status was_there(struct again *again, struct sladd_box box, bool *was, struct sladd_error *err) {
    struct sladd_regions faces = {0};
    enum sladd_status status = look_back(again, err);
    if (status == SLADD_OK)
        status = stage_find_faces_at(again->vision, &again->before, again->turn, box, &faces, err);
    *was = false;
    for (size_t i = 0; i < faces.count && status == SLADD_OK; i++)
        *was = *was || sladd_box_iou(faces.items[i].box, box) >= SAME_FACE;
    sladd_regions_clear(&faces);
    return status;
}

/* Is there writing in the source on a fair part of where the finished copy seems to have some? */
static enum sladd_status was_written(struct again *again, struct sladd_box box, bool *was, struct sladd_error *err) {
    struct sladd_point corners[4];
    struct sladd_regions lines = {0};
    double written = 0;
    sladd_quad_of_box(box, corners);
    enum sladd_status status = look_back(again, err);
    if (status == SLADD_OK)
        status = stage_find_text_at(again->vision, &again->before, again->turn, box, &lines, err);
    for (size_t i = 0; i < lines.count; i++)
        written += quad_common_area(lines.items[i].quad, corners);
    *was = written >= FAIR_PART * sladd_box_area(box);
    sladd_regions_clear(&lines);
    return status;
}

/* A face that was there and is half covered goes, and so does one on untouched pixels. What only the fill makes one is
 * none, and the row says so. */
static enum sladd_status judge_face(struct again *again, struct sladd_region face, struct sladd_regions *found,
                                    struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    double share = destroyed_share(face.box, again->redacted, again->source->survey.orientation);
    bool known = known_face(face.box, again->rows) != NULL, was = true;
    if (!is_left(&face, again->rows, share))
        return SLADD_OK;
    if (!known && share >= FILL_SHOWS && !shows_anew(again, face.box))
        status = was_there(again, face.box, &was, err);
    face.action = was ? SLADD_REDACT : SLADD_KEEP;
    face.reason = was ? SLADD_REASON_FOUND_AGAIN : SLADD_REASON_NO_FACE;
    face.said_by = was ? SLADD_VOICE_UNKNOWN : SLADD_VOICE_SEARCH;
    return status == SLADD_OK ? sladd_regions_add(found, &face, err) : status;
}

/* Was what stands at a point left on purpose: a part of a line that goes on the head of somebody who may be seen? */
static bool is_spared(const struct sladd_regions *rows, double x, double y) {
    bool goes = false, seen = false;
    for (size_t i = 0; i < rows->count; i++) {
        const struct sladd_region *row = &rows->items[i];
        goes = goes || row_explains(row, SLADD_TEXT, x, y);
        seen = seen || (stays_seen(row) && holds(head_box(row->box), 0, x, y));
    }
    return goes && seen;
}

/* A line or a code that needs nothing more, here and for whoever has only the rows (`check --full`). Here it is known
 * which cells were destroyed: what stands untouched beside them is not explained by them, as close as it may be. */
static bool is_explained(const struct again *again, const struct sladd_region *found) {
    const struct redacted *redacted = again->redacted;
    int hits = 0;
    if (rows_keep(again->rows, found))
        return true;
    if (!rows_explain(again->rows, found))
        return false;
    for (int i = 0; i < PROBES * PROBES; i++) {
        const struct sladd_point at = probe(found->box, i);
        struct sladd_point stored[4];
        shape_box_corners((struct sladd_box){at.x, at.y, 0, 0}, &redacted->picture->grid,
                          again->source->survey.orientation, stored);
        hits += !redacted_leaves(redacted, stored[0]) || is_spared(again->rows, at.x, at.y);
    }
    return hits >= MOSTLY * PROBES * PROBES;
}

static bool is_large(const struct sladd_region *line, long pixels) {
    return line->kind == SLADD_TEXT && sladd_box_area(line->box) >= LARGE_LINE * (double)pixels;
}

/* Where signs, badges and heads went, what is left between them may look like a line, mostly a large one: a shirt, a
 * row of windows, the empty board. The first search sees a large line well; what it does not see is none. A small one
 * goes in any case. */
static enum sladd_status judge_text(struct again *again, struct sladd_region line, long pixels,
                                    struct sladd_regions *found, struct sladd_error *err) {
    bool was = true;
    enum sladd_status status = SLADD_OK;
    if (is_explained(again, &line))
        return SLADD_OK;
    if (is_large(&line, pixels) && !shows_anew(again, line.box))
        status = was_written(again, line.box, &was, err);
    if (!was) {
        line.action = SLADD_KEEP;
        line.reason = SLADD_REASON_NO_TEXT;
    }
    return status == SLADD_OK ? sladd_regions_add(found, &line, err) : status;
}

/* Where the copy as it is shows lines that go whatever else is found, add all of its lines that go. A photo that is
 * made a second time is so for one of these in most cases (14 of 15, of the benchmark's photos and of crowds), and
 * nobody gets its first copy: what else that shows need not be known. The copy is given back then, for the source takes
 * as much room. */
static enum sladd_status look_at_lines(struct again *again, struct sladd_image *copy, struct sladd_regions *lines,
                                       struct sladd_regions *found, struct sladd_error *err) {
    const long pixels = (long)copy->width * copy->height;
    size_t kept = found->count;
    bool goes = false;
    enum sladd_status status = vision_find_text(again->vision, copy, lines, err);
    for (size_t i = 0; i < lines->count && !goes; i++)
        goes = !is_large(&lines->items[i], pixels) && !is_explained(again, &lines->items[i]);
    if (status != SLADD_OK || !goes)
        return status;
    sladd_image_clear(copy);
    for (size_t i = 0; i < lines->count && status == SLADD_OK; i++)
        status = judge_text(again, lines->items[i], pixels, found, err);
    for (size_t i = kept; i < found->count; i++)
        if (found->items[i].action == SLADD_REDACT) /* the others are judged when it is known how the copy stands */
            found->items[kept++] = found->items[i];
    found->count = kept;
    return status;
}

/* Everything that `check --full` looks for; `lines` as stage_find_text takes them. */
static enum sladd_status look_at_all(struct again *again, struct sladd_image *copy, bool text,
                                     const struct sladd_regions *lines, struct sladd_regions *found,
                                     struct sladd_error *err) {
    struct sladd_regions seen = {0};
    enum sladd_status status = stage_find_faces(again->vision, copy, &seen, NULL, &again->turn, err);
    if (status == SLADD_OK && text)
        status = stage_find_text(again->vision, copy, again->turn, lines, &seen, err);
    if (status == SLADD_OK && text)
        status = vision_find_codes(copy, &seen, err);
    const long pixels = (long)copy->width * copy->height;
    sladd_image_clear(copy); /* there may be need for the room: the source is rendered, too */
    for (size_t i = 0; i < seen.count && status == SLADD_OK; i++) {
        if (seen.items[i].kind == SLADD_FACE)
            status = judge_face(again, seen.items[i], found, err);
        else
            status = judge_text(again, seen.items[i], pixels, found, err);
    }
    sladd_regions_clear(&seen);
    return status;
}

enum sladd_status stage_look_again(const struct source *source, const struct sladd_regions *rows,
                                   const struct redacted *redacted, struct span file, bool text, struct vision *vision,
                                   bool *all, struct sladd_regions *found, struct sladd_error *err) {
    struct again again = {.source = source, .redacted = redacted, .rows = rows, .vision = vision};
    struct sladd_image upright = {0};
    struct sladd_regions lines = {0};
    const size_t before = found->count;
    const bool lines_first = text && !*all;
    *all = true;
    if (!cell_mask_any(&redacted->mask) && !redacted->changed && !redacted->anew)
        return SLADD_OK; /* the pixels are those that were searched */
    enum sladd_status status = source_render(source, file, &upright, err);
    if (status == SLADD_OK)
        status = sladd_image_upright(&upright, source->survey.orientation, err);
    if (status == SLADD_OK && lines_first)
        status = look_at_lines(&again, &upright, &lines, found, err);
    *all = found->count == before;
    if (status == SLADD_OK && *all)
        status = look_at_all(&again, &upright, text, lines_first ? &lines : NULL, found, err);
    sladd_regions_clear(&lines);
    sladd_image_clear(&upright);
    sladd_image_clear(&again.before);
    return status;
}
