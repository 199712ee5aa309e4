/* Whose a point is where somebody who stays stands beside what goes.
 *
 * A place that is redacted lays claim to its shape. Where that reaches into the head of somebody who may be seen, the
 * points go to the nearer head, distances measured in each head's own size (a Voronoi diagram by ellipse-normalised
 * distance), so that the cut between two heads is one smooth line; the box of a face that goes, brow to chin, goes
 * whole, but for what a far surer face that stays has of it: that one is in front, or the other is no face. A `redact`
 * box takes all that lies in it. A line of text takes nothing of a face that stays unless it stands on that head's cap,
 * nor of its hair where it runs on behind that head; the cut follows an oval around what is spared. */
#ifndef REDACTION_CLAIMS_H
#define REDACTION_CLAIMS_H

#include "redaction/redaction.h"

#include <stddef.h>

/* Is this the face of somebody who stays, and was it really seen? */
bool stays_seen(const struct sladd_region *region);

/* What a line of text leaves of a head that stays: all that is seen of it, where most of the line lies elsewhere,
 * behind it; the face, where most of the line lies on it (glasses, a beard), or where the line is doubtful and the face
 * could not be seen without what it takes (a fringe); nothing, where it stands on a cap. */
enum spared { SPARES_SKULL, SPARES_FACE, SPARES_NOTHING };

/* A region that is redacted. */
struct claim {
    enum sladd_kind kind;
    struct shape shape;
    struct sladd_box bounds;    /* of the shape, stored pixels */
    struct sladd_point face[4]; /* SLADD_FACE: the corners of its box, which always goes */
    double score;               /* SLADD_FACE: how sure it is; 1 where the manifest says so */
    enum spared spares;         /* SLADD_TEXT: what it leaves of somebody who stays */
};

/* A face that is kept and was really seen, by how much of the head is meant. */
struct stay {
    struct sladd_point face[4]; /* the corners of its box, brow to chin */
    struct shape oval;          /* the face, and little more */
    struct shape skull;         /* the face with its hair and ears */
    struct shape head;          /* all that redaction would cover */
    double score;               /* how sure the detector is of it */
};

struct claims {
    struct claim *items; /* owned; in the order of the regions that are redacted */
    size_t count;
    struct stay *stays; /* owned */
    size_t stay_count;
};

/* The claims of all regions in the stored picture `grid`; `orientation` 1..8 as in redaction.h. To be cleared by the
 * caller. Only SLADD_NO_MEMORY, and then there is nothing to clear. */
enum sladd_status claims_init(struct claims *claims, const struct sladd_regions *regions, const struct grid *grid,
                              int orientation, struct sladd_error *err);
void claims_clear(struct claims *claims);

/* Is what stands at this point of the stored picture (pixels) redacted? */
bool claims_take(const struct claims *claims, double x, double y);

/* Least share of a kept face's box that is left, or the face counts as hidden. */
extern const double seen_enough;

/* The share of a box, 0..1, that is not redacted. */
double claims_leave(const struct claims *claims, struct sladd_box box);

/* Set every cell that is redacted: CELL_WHOLE, or CELL_CUT where a part of it stays with somebody's head. Cells of
 * heads that stay are set in `aside`, but for those around a line on such a head's cap. */
void claims_mark(const struct claims *claims, const struct grid *grid, struct cell_mask *mask, struct cell_mask *aside);

#endif
