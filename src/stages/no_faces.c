#include "stages/no_faces.h"

const double same_place = 0.5;

static bool is_somebodys(struct sladd_box face, const struct candidates *candidates) {
    bool somebodys = false;
    for (size_t i = 0; i < candidates->count && !somebodys; i++)
        somebodys = sladd_box_area(sladd_box_intersect(face, candidates->items[i].box)) > 0;
    return somebodys;
}

static bool is_marked(struct sladd_box face, const struct photo_entry *photo, int width, int height) {
    bool marked = false;
    for (size_t i = 0; i < photo->keep_count && !marked; i++)
        marked = photo->keep[i].what == KEEP_NO_FACE &&
                 sladd_box_iou(face, sladd_box_in_pixels(photo->keep[i].box, width, height)) >= same_place;
    return marked;
}

bool no_faces_took(const struct sladd_regions *regions, struct sladd_box box) {
    bool took = false;
    for (size_t i = 0; i < regions->count && !took; i++)
        took = regions->items[i].kind == SLADD_FACE && regions->items[i].reason == SLADD_REASON_NO_FACE &&
               sladd_box_iou(regions->items[i].box, box) >= same_place;
    return took;
}

void no_faces_mark(const struct photo_entry *photo, const struct candidates *candidates, int width, int height,
                   struct sladd_regions *regions) {
    for (size_t i = 0; photo != NULL && i < regions->count; i++) {
        struct sladd_region *face = &regions->items[i];
        if (face->kind == SLADD_FACE && face->detected && is_marked(face->box, photo, width, height) &&
            !is_somebodys(face->box, candidates)) {
            face->reason = SLADD_REASON_NO_FACE;
            face->said_by = SLADD_VOICE_ENTRY;
        }
    }
}
