/* The copies in the output folder that a run does not make: their originals are gone, or lie elsewhere, or have another
 * copy under another name, or could not be read or their new copies not be written. They are published all the same, so
 * they are judged by their receipts: when a consent ends, they come down, too.
 *
 * A copy is judged by what today's manifests say of its original. One that still lies where the receipt has it, and of
 * which the run can tell what they say there, is judged by that. Else a photo of the run with the same bytes is it,
 * wherever it lies by now: the strictest of several counts. Else it is found by its path, as for a photo of the run,
 * and where none mentions it, by its SHA-256 (consent/moved_photos.h).
 * Where something is wrong with them, that is a doubt, and the copy comes down. Where none speaks of the original,
 * everybody in it is unknown, if it belongs to the given paths; elsewhere the manifest may be one that was given by
 * name (-m) to another run, so that the copy stays and is named, if it shows somebody. It also stays, unless an entry
 * speaks of it, where the original is out of reach: a disk that is not mounted must not take anything down.
 *
 * What may stay by its receipt must be the copy that this speaks of, or it is named, too. What somebody moved there
 * (moved_copies.h) is never removed: it is named until it is gone. */
#ifndef LEDGER_OTHER_COPIES_H
#define LEDGER_OTHER_COPIES_H

#include "files/selection.h"
#include "ledger/publish.h"

/* What became of them. */
struct other_copies {
    size_t down;          /* must come down, and was removed (on a dry run: would be) */
    size_t unknown;       /* shows somebody of whom nobody knows whether they may be seen, or nobody knows whom */
    size_t unknown_given; /* so many of these belong to the given paths, or a manifest of this run speaks of them */
};

/* Are there copies of photos in the folders that were walked? */
enum sladd_status other_copies_any(const struct receipts *receipts, const struct inputs *inputs, bool *any,
                                   struct sladd_error *err);

/* After publish_all: judge every copy of which there is a receipt and no photo in the plan, or only one that says
 * nothing of it (`left`); of a share of a run, only the latter and what somebody moved. What may not be seen is added
 * to `run->takedowns`; unless this is a dry run, the copy is removed, which is said. */
enum sladd_status other_copies_judge(struct publishing *run, const struct selection *selection,
                                     struct other_copies *found, struct sladd_error *err);

#endif
