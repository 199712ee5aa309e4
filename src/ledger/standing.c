#include "ledger/standing.h"

#include "base/beneath.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int64_t nanoseconds(struct timespec time) {
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

bool receipt_is_as_written(const struct receipt *receipt, const struct stat *facts) {
    return receipt->size > 0 && facts->st_size == receipt->size && nanoseconds(facts->st_mtim) == receipt->modified;
}

void receipt_set_facts(struct receipt *receipt, const struct stat *facts) {
    receipt->size = facts->st_size;
    receipt->modified = nanoseconds(facts->st_mtim);
}

static int newest_first(const void *a, const void *b) {
    const struct older_receipt *left = a, *right = b;
    const int order = strcmp(left->receipt.output, right->receipt.output);
    return order != 0 ? order : left->line > right->line ? -1 : left->line < right->line;
}

/* The digest of what stands there, but for what is as `newest` has it (NULL: nothing is). */
static bool digest_of_other(const struct receipts *receipts, const char *output, const struct receipt *newest,
                            char hex[SLADD_SHA256_HEX]) {
    struct stat facts;
    const int fd = beneath_open_file(receipts->folder_fd, output);
    const bool known = fd >= 0 && fstat(fd, &facts) == 0 &&
                       !(newest != NULL && receipt_is_as_written(newest, &facts)) &&
                       sha256_of_fd(fd, SIZE_MAX / 2, hex);
    if (fd >= 0)
        (void)close(fd);
    return known && (newest == NULL || strcmp(newest->outcome.output_sha256, hex) != 0);
}

/* `older` are the lines about one copy. The one that is chosen is taken out of them. */
static enum sladd_status choose(struct receipts *receipts, struct older_receipt *older, size_t count,
                                struct sladd_error *err) {
    struct receipt *newest = receipts_find(receipts, older[0].receipt.output);
    char hex[SLADD_SHA256_HEX];
    size_t i = 0;
    if (!digest_of_other(receipts, older[0].receipt.output, newest, hex))
        return SLADD_OK;
    while (i < count && strcmp(older[i].receipt.outcome.output_sha256, hex) != 0)
        i++;
    if (i == count)
        return SLADD_OK;
    struct receipt chosen = older[i].receipt;
    older[i].receipt = (struct receipt){0};
    chosen.earlier_sha256[0] = '\0'; /* it has its name */
    if (receipts_put(receipts, &chosen))
        return SLADD_OK;
    receipt_clear(&chosen);
    return fail_memory(err);
}

enum sladd_status receipts_choose(struct receipts *receipts, struct sladd_error *err) {
    struct older_receipt *older = receipts->older;
    enum sladd_status status = SLADD_OK;
    if (receipts->older_count > 1)
        qsort(older, receipts->older_count, sizeof *older, newest_first);
    for (size_t first = 0, end = 0; first < receipts->older_count && status == SLADD_OK; first = end) {
        for (end = first + 1;
             end < receipts->older_count && strcmp(older[first].receipt.output, older[end].receipt.output) == 0; end++)
            continue;
        status = choose(receipts, older + first, end - first, err);
    }
    receipts_clear_older(receipts);
    return status;
}
