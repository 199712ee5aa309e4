/* The output is judged from its own bytes, as read back: nothing that was meant counts here, only what is there. */
#include "base/array.h"
#include "stages/stages.h"

#include <stdlib.h>

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

/* That the plan was carried out is not enough: a fill that did nothing planned the source itself. Cells that are what
 * the source was already show either nothing or what is made of their surroundings alone, as a copy that is cleaned
 * once more does. `again` is room for as many digests as there are cells; `*idle` is the first cell of which neither is
 * true, or `count`. */
static enum sladd_status find_idle(const struct source *source, const struct redacted *redacted,
                                   struct picture *finished, const uint64_t *is, uint64_t *again, size_t count,
                                   size_t *idle, struct sladd_error *err) {
    bool filled_again = false;
    for (size_t i = 0; i < count; i++) {
        if (redacted->mask.cells[i] != CELL_WHOLE || is[i] != redacted->source_digests[i] ||
            is_plain(finished, i % (size_t)redacted->mask.cols, i / (size_t)redacted->mask.cols))
            continue;
        enum sladd_status status = filled_again ? SLADD_OK : stage_fill_again(source, redacted, again, err);
        filled_again = true;
        if (status == SLADD_OK && is[i] == again[i])
            continue;
        *idle = i;
        return status;
    }
    *idle = count;
    return SLADD_OK;
}

static enum sladd_status verify_cells(const struct source *source, const struct redacted *redacted,
                                      struct picture *finished, struct sladd_error *err) {
    const struct grid *grid = &redacted->picture->grid;
    if (finished->grid.width != grid->width || finished->grid.height != grid->height ||
        finished->grid.cols != grid->cols || finished->grid.rows != grid->rows)
        return sladd_fail(err, SLADD_VERIFY, "verification failed: the output has another size than the photo");
    size_t count = (size_t)grid->cols * (size_t)grid->rows, idle = count;
    uint64_t *is = array_new(count, sizeof *is), *planned = array_new(count, sizeof *planned);
    enum sladd_status status = SLADD_OK;
    if (is == NULL || planned == NULL) {
        status = fail_memory(err);
    } else {
        finished->codec->digest(finished, is);
        status = find_idle(source, redacted, finished, is, planned, count, &idle, err);
    }
    if (status == SLADD_OK)
        redacted->picture->codec->digest(redacted->picture, planned);
    for (size_t i = 0; i < count && status == SLADD_OK; i++) {
        bool destroyed = redacted->mask.cells[i] != 0, anew = destroyed || redacted->edge.cells[i] != 0;
        size_t column = i % (size_t)grid->cols, row = i / (size_t)grid->cols;
        if (i != idle && is[i] == (anew ? planned[i] : redacted->source_digests[i]))
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

enum sladd_status stage_verify(const struct source *source, struct redacted *redacted, const struct kept_metadata *kept,
                               struct span file, struct sladd_error *err) {
    struct picture *finished = NULL;
    struct extras extras = kept_extras(kept);
    enum sladd_status status = source->codec->check_allowlist(file, &extras, err);
    if (status == SLADD_OK)
        status = source->codec->open(file, &finished, err);
    if (status == SLADD_OK)
        status = verify_cells(source, redacted, finished, err);
    if (finished != NULL)
        finished->codec->close(finished);
    return status;
}
