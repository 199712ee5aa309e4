#include "ledger/receipts.h"

#include "base/array.h"
#include "base/line_reader.h"
#include "base/outfile.h"
#include "base/paths.h"
#include "ledger/standing.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int by_output(const void *a, const void *b) {
    const struct receipt *left = a, *right = b;
    return strcmp(left->output, right->output);
}

struct receipt *receipts_find(const struct receipts *receipts, const char *output) {
    const struct receipt wanted = {.output = (char *)output};
    void *found = tfind(&wanted, (void *const *)&receipts->by_output, by_output);
    return found != NULL ? *(struct receipt **)found : NULL;
}

static void free_receipt(void *receipt) {
    receipt_clear(receipt);
    free(receipt);
}

static bool insert(struct receipts *receipts, const struct receipt *receipt) {
    struct receipt *kept = malloc(sizeof *kept);
    if (kept != NULL)
        *kept = *receipt;
    if (kept == NULL || tsearch(kept, &receipts->by_output, by_output) == NULL) {
        free(kept);
        return false;
    }
    receipts->count++;
    return true;
}

/* What `receipt` says is kept among the older ones, and not there any more. */
static bool set_aside(struct receipts *receipts, struct receipt *receipt) {
    if (!array_grow((void **)&receipts->older, &receipts->older_capacity, receipts->older_count + 1,
                    sizeof *receipts->older))
        return false;
    receipts->older[receipts->older_count] = (struct older_receipt){*receipt, receipts->older_count};
    receipts->older_count++;
    *receipt = (struct receipt){0};
    return true;
}

void receipts_clear_older(struct receipts *receipts) {
    for (size_t i = 0; i < receipts->older_count; i++)
        receipt_clear(&receipts->older[i].receipt);
    free(receipts->older);
    receipts->older = NULL;
    receipts->older_count = receipts->older_capacity = 0;
}

bool receipts_put(struct receipts *receipts, const struct receipt *receipt) {
    struct receipt *old = receipts_find(receipts, receipt->output);
    if (old == NULL)
        return insert(receipts, receipt);
    receipt_clear(old);
    *old = *receipt;
    return true;
}

/* In the place of the one that was there. Its copy may still be what stands under the name, unless the line says which
 * one that was. Nobody moved what a run wrote there: another share of it took it for that while it was written. */
static bool put(struct receipts *receipts, struct receipt *receipt) {
    struct receipt *old = receipts_find(receipts, receipt->output), new = *receipt;
    if (old != NULL && old->moved_from == NULL &&
        new.moved_from != NULL &&strcmp(old->outcome.output_sha256, new.outcome.output_sha256) == 0) {
        receipt_clear(receipt);
        return true;
    }
    if (old == NULL || strcmp(old->outcome.output_sha256, new.outcome.output_sha256) == 0)
        return receipts_put(receipts, receipt);
    if (new.earlier_sha256[0] == '\0')
        memcpy(new.earlier_sha256, old->outcome.output_sha256, sizeof new.earlier_sha256);
    if (!set_aside(receipts, old))
        return false;
    *old = new;
    return true;
}

static bool forget(struct receipts *receipts, const char *output) {
    struct receipt *old = receipts_find(receipts, output);
    if (old == NULL)
        return true;
    (void)tdelete(old, &receipts->by_output, by_output);
    receipts->count--;
    const bool aside = set_aside(receipts, old);
    free_receipt(old);
    return aside;
}

/* Lines that are not receipts (cut short, or not ours) are passed over: their photos are simply done again. */
static enum sladd_status take_line(struct receipts *receipts, struct span line) {
    struct receipt receipt;
    bool taken_back;
    const enum sladd_status status = line.size > 0 ? receipt_from_line(line, &receipt, &taken_back) : SLADD_DAMAGED;
    if (status != SLADD_OK)
        return status == SLADD_DAMAGED ? SLADD_OK : status;
    const bool kept = taken_back ? forget(receipts, receipt.output) : put(receipts, &receipt);
    if (taken_back || !kept)
        receipt_clear(&receipt);
    return kept ? SLADD_OK : SLADD_NO_MEMORY;
}

static enum sladd_status read_lines(struct receipts *receipts, int fd, struct sladd_error *err) {
    struct line_reader reader;
    struct span line;
    enum sladd_status status = line_reader_open(&reader, fd, err);
    while (status == SLADD_OK && (status = line_reader_next(&reader, &line, err)) == SLADD_OK && line.data != NULL)
        if (take_line(receipts, line) != SLADD_OK)
            status = fail_memory(err);
    if (status == SLADD_OK && reader.passed_over) /* it may have told whom a copy shows */
        status = sladd_fail(err, SLADD_IO, "a line is longer than %d MiB", LONGEST_LINE >> 20);
    line_reader_clear(&reader);
    return status;
}

/* Whoever cannot read them knows of no copy that must come down: the run ends, and they stay as they are. */
static enum sladd_status read_file(struct receipts *receipts, const char *shown, const char *name,
                                   struct sladd_error *err) {
    struct sladd_error reason = {0};
    int fd = TEMP_FAILURE_RETRY(openat(receipts->folder_fd, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    enum sladd_status status =
        fd >= 0 ? read_lines(receipts, fd, &reason)
                : sladd_fail(&reason, fail_as(SLADD_IO, errno), "cannot read: %s", fail_reason(errno));
    if (fd >= 0)
        (void)close(fd);
    if (status == SLADD_OK)
        return status;
    if (status != SLADD_IO)
        return sladd_fail(err, status, "%s", reason.text);
    char *path = path_join(shown, name);
    status = sladd_fail(err, SLADD_USAGE,
                        "%s: %s; it records what was published here: let it be a file that you can read, or put a copy "
                        "of it in its place",
                        path != NULL ? path : name, reason.text);
    free(path);
    return status;
}

/* Whoever is newer is read later and wins, where the copies themselves do not tell. */
struct dated {
    struct dirent *entry;
    struct timespec modified;
};

static int by_date(const void *a, const void *b) {
    const struct dated *left = a, *right = b;
    if (left->modified.tv_sec != right->modified.tv_sec)
        return left->modified.tv_sec < right->modified.tv_sec ? -1 : 1;
    if (left->modified.tv_nsec != right->modified.tv_nsec)
        return left->modified.tv_nsec < right->modified.tv_nsec ? -1 : 1;
    return strcmp(left->entry->d_name, right->entry->d_name);
}

static enum sladd_status read_dated(struct receipts *receipts, const char *shown, struct dirent **entries, int count,
                                    struct sladd_error *err) {
    struct dated *files = array_new_zero((size_t)count + 1, sizeof *files);
    enum sladd_status status = SLADD_OK;
    if (files == NULL)
        return fail_memory(err);
    for (int i = 0; i < count; i++) {
        struct stat facts = {0};
        (void)fstatat(receipts->folder_fd, entries[i]->d_name, &facts, AT_SYMLINK_NOFOLLOW);
        files[i] = (struct dated){entries[i], facts.st_mtim};
    }
    qsort(files, (size_t)count, sizeof *files, by_date);
    for (int i = 0; i < count && status == SLADD_OK; i++) {
        const char *name = files[i].entry->d_name;
        status = read_file(receipts, shown, name, err);
        if (status == SLADD_OK && strcmp(name, RECEIPTS_FILE) != 0)
            status = sladd_names_add(&receipts->others, name, err);
    }
    free(files);
    return status;
}

enum sladd_status receipts_open(struct receipts *receipts, int folder_fd, const char *shown, unsigned shard,
                                unsigned shards, struct sladd_error *err) {
    struct dirent **entries = NULL;
    *receipts = (struct receipts){.folder_fd = folder_fd, .append_fd = -1, .own = RECEIPTS_FILE};
    if (shards > 0)
        (void)snprintf(receipts->own, sizeof receipts->own, ".sladd-receipts.%u-of-%u.jsonl", shard, shards);
    if (folder_fd < 0)
        return SLADD_OK;
    int count = TEMP_FAILURE_RETRY(scandirat(folder_fd, ".", &entries, receipts_is_entry, NULL));
    if (count < 0)
        return sladd_fail(err, fail_as(SLADD_USAGE, errno), "%s: cannot read the folder: %s", shown,
                          fail_reason(errno));
    enum sladd_status status = read_dated(receipts, shown, entries, count, err);
    if (status == SLADD_OK)
        status = receipts_choose(receipts, err);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    return status;
}

struct listing {
    struct receipt **items;
    size_t count;
};

static void list_node(const void *node, VISIT visit, void *context) {
    struct listing *listing = context;
    if (visit == postorder || visit == leaf)
        listing->items[listing->count++] = *(struct receipt *const *)node;
}

struct receipt **receipts_list(const struct receipts *receipts) {
    struct listing listing = {array_new(receipts->count + 1, sizeof *listing.items), 0};
    if (listing.items != NULL)
        twalk_r(receipts->by_output, list_node, &listing);
    return listing.items;
}

/* `line`, which is taken over (NULL: out of memory), with its line feed. What could not be read again is not written.
 */
static enum sladd_status write_line(const char *before, char *line, int fd, struct sladd_error *err) {
    char *ended = NULL;
    if (line != NULL && strlen(line) > LONGEST_LINE) {
        free(line);
        return sladd_fail(err, SLADD_TOO_LARGE,
                          "too much is in it for one receipt, which has up to %d MiB; divide the photo, or give the "
                          "people in it shorter keys in the manifest",
                          LONGEST_LINE >> 20);
    }
    int length = line != NULL ? asprintf(&ended, "%s%s\n", before, line) : -1;
    free(line);
    if (length < 0)
        return fail_memory(err);
    const bool written = span_write((struct span){(const uint8_t *)ended, (size_t)length}, fd);
    const int why = errno;
    free(ended);
    return written ? SLADD_OK
                   : sladd_fail(err, fail_as(SLADD_IO, why), "cannot write the receipts: %s", fail_reason(why));
}

/* By name: workers finish in any order, and the file shall not tell which was fast. `moved`: those that were moved, and
 * no others. */
static enum sladd_status write_lines(const struct receipts *receipts, bool moved, const char *before, int fd,
                                     struct sladd_error *err) {
    struct receipt **all = receipts_list(receipts);
    enum sladd_status status = all != NULL ? SLADD_OK : fail_memory(err);
    for (size_t i = 0; i < receipts->count && status == SLADD_OK; i++)
        if (!moved || all[i]->moved_from != NULL)
            status = write_line(before, receipt_to_line(all[i]), fd, err);
    free(all);
    return status;
}

static enum sladd_status open_to_append(struct receipts *receipts, struct sladd_error *err) {
    receipts->append_fd = TEMP_FAILURE_RETRY(
        openat(receipts->folder_fd, receipts->own, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (receipts->append_fd < 0)
        return sladd_fail(err, fail_as(SLADD_IO, errno), "cannot write the receipts: %s", fail_reason(errno));
    receipts->cut = true;                                     /* by a crash */
    (void)TEMP_FAILURE_RETRY(fdatasync(receipts->folder_fd)); /* it may be new there; some systems cannot do that */
    return SLADD_OK;
}

static enum sladd_status append(struct receipts *receipts, char *line, struct sladd_error *err) {
    enum sladd_status opened = receipts->append_fd >= 0 ? SLADD_OK : open_to_append(receipts, err);
    if (opened == SLADD_OK && receipts->adopted)
        opened = write_lines(receipts, true, "\n", receipts->append_fd, err);
    receipts->adopted = receipts->adopted && opened != SLADD_OK;
    if (opened != SLADD_OK) {
        free(line);
        return opened;
    }
    const enum sladd_status status = write_line(receipts->cut ? "\n" : "", line, receipts->append_fd, err);
    receipts->cut = status != SLADD_OK;
    return status;
}

static enum sladd_status flush(const struct receipts *receipts, struct sladd_error *err) {
    if (TEMP_FAILURE_RETRY(fdatasync(receipts->append_fd)) != 0)
        return sladd_fail(err, fail_as(SLADD_IO, errno), "cannot write the receipts: %s", fail_reason(errno));
    return SLADD_OK;
}

enum sladd_status receipts_announce(struct receipts *receipts, struct receipt *receipt, struct receipt *before,
                                    struct sladd_error *err) {
    struct receipt *old = receipts_find(receipts, receipt->output);
    *before = (struct receipt){0};
    enum sladd_status status = append(receipts, receipt_to_line(receipt), err);
    if (status == SLADD_OK)
        status = flush(receipts, err);
    if (status == SLADD_OK && old == NULL && !insert(receipts, receipt)) {
        (void)append(receipts, receipt_to_withdrawal(receipt->output), NULL);
        status = fail_memory(err);
    }
    if (status != SLADD_OK) {
        receipt_clear(receipt);
        return status;
    }
    if (old != NULL) {
        *before = *old;
        *old = *receipt;
    }
    *receipt = (struct receipt){0};
    return SLADD_OK;
}

void receipts_confirm(struct receipts *receipts, const char *output) {
    struct receipt *receipt = receipts_find(receipts, output);
    if (receipt != NULL)
        receipt->earlier_sha256[0] = '\0';
}

void receipts_retract(struct receipts *receipts, const char *output, struct receipt *before) {
    struct receipt *receipt = receipts_find(receipts, output);
    if (receipt == NULL || before->output == NULL) {
        receipts_drop(receipts, output);
        return;
    }
    (void)append(receipts, receipt_to_line(before), NULL);
    receipt_clear(receipt);
    *receipt = *before;
    *before = (struct receipt){0};
}

enum sladd_status receipts_move_origin(struct receipts *receipts, const char *output, const char *origin,
                                       struct sladd_error *err) {
    struct receipt *receipt = receipts_find(receipts, output);
    if (receipt == NULL || (strcmp(receipt->origin, origin) == 0 && receipt->moved_from == NULL))
        return SLADD_OK;
    char *moved = strdup(origin);
    if (moved == NULL)
        return fail_memory(err);
    free(receipt->origin);
    free(receipt->moved_from);
    receipt->origin = moved;
    receipt->moved_from = NULL;
    return append(receipts, receipt_to_line(receipt), err);
}

void receipts_drop(struct receipts *receipts, const char *output) {
    /* Another machine's file may speak of it, and this run may not come to its end: a line without a row takes it back.
     */
    (void)append(receipts, receipt_to_withdrawal(output), NULL);
    receipts_forget(receipts, output);
}

void receipts_forget(struct receipts *receipts, const char *output) {
    (void)forget(receipts, output);
    receipts_clear_older(receipts);
    receipts->renewed = true;
}

static enum sladd_status write_anew(struct receipts *receipts, struct sladd_error *err) {
    struct outfile out;
    enum sladd_status status = outfile_open(&out, receipts->folder_fd, 0600, err);
    if (status != SLADD_OK)
        return status;
    status = write_lines(receipts, false, "", out.fd, err);
    if (status == SLADD_OK)
        status = outfile_commit(&out, RECEIPTS_FILE, NULL, err);
    outfile_abort(&out);
    return status;
}

enum sladd_status receipts_close(struct receipts *receipts, struct sladd_error *err) {
    bool shared = strcmp(receipts->own, RECEIPTS_FILE) != 0;
    if (receipts->folder_fd < 0)
        return SLADD_OK;
    if (shared)
        return receipts->append_fd < 0 || TEMP_FAILURE_RETRY(fsync(receipts->append_fd)) == 0
                   ? SLADD_OK
                   : sladd_fail(err, fail_as(SLADD_IO, errno), "cannot write the receipts: %s", fail_reason(errno));
    if (receipts->append_fd < 0 && receipts->others.count == 0 && !receipts->renewed)
        return SLADD_OK; /* nothing is new */
    enum sladd_status status = write_anew(receipts, err);
    /* What the other machines wrote is in the one file now. */
    for (size_t i = 0; i < receipts->others.count && status == SLADD_OK; i++)
        (void)unlinkat(receipts->folder_fd, receipts->others.items[i], 0);
    return status;
}

void receipts_clear(struct receipts *receipts) {
    tdestroy(receipts->by_output, free_receipt);
    receipts_clear_older(receipts);
    sladd_names_clear(&receipts->others);
    if (receipts->append_fd >= 0)
        (void)close(receipts->append_fd);
    *receipts = (struct receipts){.folder_fd = -1, .append_fd = -1};
}
