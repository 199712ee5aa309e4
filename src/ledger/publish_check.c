#include "base/array.h"
#include "base/paths.h"
#include "files/copy_names.h"
#include "ledger/moved_copies.h"
#include "ledger/neutral_names.h"
#include "ledger/publish.h"

#include <stdlib.h>
#include <string.h>

static enum sladd_status keep_numbers_of(const struct publishing *run, struct sladd_error *err) {
    size_t count = run->plan->count;
    struct unnamed *photos = array_new_zero(count + 1, sizeof *photos);
    char(*digests)[SLADD_SHA256_HEX] = array_new_zero(count + 1, sizeof *digests);
    enum sladd_status status = photos != NULL && digests != NULL ? SLADD_OK : fail_memory(err);
    for (size_t i = 0; i < count && status == SLADD_OK; i++) {
        const struct input *input = run->plan->jobs[i].input;
        input_digest(input, digests[i]);
        photos[i] = (struct unnamed){digests[i], &run->plan->jobs[i].output, path_real(input->path), NULL};
        status = photos[i].origin != NULL ? SLADD_OK : fail_memory(err);
    }
    if (status == SLADD_OK)
        status = neutral_names_assign(run->receipts, photos, count, err);
    for (size_t i = 0; photos != NULL && i < count; i++)
        free(photos[i].origin);
    free(digests);
    free(photos);
    return status;
}

/* An output's receipt belongs to a photo, not to a name: another card's IMG_0001.jpg is another photo. */
static enum sladd_status is_anothers(const struct planned *planned, const struct receipt *receipt, bool *anothers,
                                     struct sladd_error *err) {
    char hex[SLADD_SHA256_HEX];
    *anothers = false;
    if (receipt == NULL || receipt->origin[0] == '\0')
        return SLADD_OK;
    char *origin = path_real(planned->input->path);
    if (origin == NULL)
        return fail_memory(err);
    if (origin[0] != '\0' && strcmp(origin, receipt->origin) != 0) {
        input_digest(planned->input, hex);
        *anothers = strcmp(hex, receipt->outcome.source_sha256) != 0;
    }
    free(origin);
    return SLADD_OK;
}

/* IMG_0001.HEIC whose copy got its whole name beside IMG_0001.jpg keeps it when that photo is gone: its own is still
 * the name of the other copy, which nobody could make again. */
static enum sladd_status keep_whole_name(const struct publishing *run, struct planned *planned,
                                         struct sladd_error *err) {
    char *plain = copy_name(planned->input, false), *whole = copy_name(planned->input, true);
    if (plain == NULL || whole == NULL) {
        free(plain);
        free(whole);
        return fail_memory(err);
    }
    const struct receipt *receipt = receipts_find(run->receipts, whole);
    bool anothers;
    enum sladd_status status = is_anothers(planned, receipt, &anothers, err);
    bool keeps = status == SLADD_OK && strcmp(planned->output, plain) == 0 && receipt != NULL && !anothers;
    free(plain);
    free(keeps ? planned->output : whole);
    planned->output = keeps ? whole : planned->output;
    return status;
}

static enum sladd_status check(const struct publishing *run, struct planned *planned, struct sladd_error *err) {
    const struct receipt *receipt = receipts_find(run->receipts, planned->output);
    bool another;
    enum sladd_status status = is_anothers(planned, receipt, &another, err);
    if (another && copy_is_converted(planned->input)) {
        status = keep_whole_name(run, planned, err);
        const struct receipt *of_another = receipt;
        receipt = receipts_find(run->receipts, planned->output);
        another = receipt == of_another; /* a name that was changed is its own */
    }
    /* Of what cannot be read nothing is written: a folder may have its name there that was walked by an earlier run. */
    if (status == SLADD_OK && (planned->input->problem == NULL || receipt != NULL))
        status = output_folder_check(run->folder, planned->output, receipt, err);
    if (status == SLADD_OK && another && receipt->moved_from != NULL)
        return sladd_fail(err, SLADD_COLLISION,
                          "%s/%s is what %s was, which somebody gave another name; move it away, and sladd will make "
                          "the copy of %s there",
                          run->folder->path, planned->output, receipt->moved_from, planned->input->path);
    return status == SLADD_OK && another
               ? sladd_fail(err, SLADD_COLLISION,
                            "%s/%s is the copy of another photo, %s; clean %s into another folder, or use --rename",
                            run->folder->path, planned->output, receipt->origin, planned->input->path)
               : status;
}

enum sladd_status publish_check(struct publishing *run, bool keep_numbers, struct sladd_error *err) {
    enum sladd_status status = keep_numbers && run->receipts->count > 0 ? keep_numbers_of(run, err) : SLADD_OK;
    if (status == SLADD_OK)
        status = moved_copies_adopt(run->receipts, run->folder, &run->plan->inputs, &run->unseen, err);
    for (size_t i = 0; i < run->plan->count && status == SLADD_OK; i++)
        status = check(run, &run->plan->jobs[i], err);
    return status;
}
