#include "ledger/receipts.h"

#include "base/array.h"
#include "base/limits.h"
#include "base/outfile.h"
#include "consent/judge.h"
#include "record/report.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_RECEIPTS_BYTES = 512 << 20 };

/* Lines that are not receipts (cut short, or not ours) are passed over: their photos are simply done again. */
static void read_lines(struct receipts *receipts, struct span text) {
    const char *at = (const char *)text.data, *end = at + text.size;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((stop != NULL ? stop : end) - at);
        json_t *receipt = json_loadb(at, length, JSON_REJECT_DUPLICATES, NULL);
        const char *output = json_string_value(json_object_get(receipt, "output"));
        if (output != NULL && json_is_object(receipt_row(receipt)))
            (void)json_object_set(receipts->by_output, output, receipt);
        else if (output != NULL)
            (void)json_object_del(receipts->by_output, output);
        json_decref(receipt);
        at += length + 1;
    }
}

static enum sladd_status read_file(struct receipts *receipts, const char *folder, const char *name,
                                   struct sladd_error *err) {
    struct bytes text = {0};
    struct sladd_error reason = {0};
    enum sladd_status status = SLADD_OK;
    int fd = openat(receipts->folder_fd, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        (void)sladd_fail(&reason, SLADD_IO, "cannot read: %s", strerror(errno));
    if (fd < 0 || bytes_read_fd(&text, fd, MAX_RECEIPTS_BYTES, &reason) != SLADD_OK)
        status = sladd_fail(err, SLADD_USAGE, "%s/%s: %s; remove this file of receipts to do everything anew", folder,
                            name, reason.text);
    else
        read_lines(receipts, bytes_span(&text));
    bytes_clear(&text);
    if (fd >= 0)
        (void)close(fd);
    return status;
}

static int is_receipts_entry(const struct dirent *entry) {
    return receipts_is_file(entry->d_name);
}

/* One receipts file of a folder. */
struct listed {
    struct timespec changed;
    const char *name; /* borrowed */
};

static int compare_listed(const void *a, const void *b) {
    const struct listed *left = a, *right = b;
    if (left->changed.tv_sec != right->changed.tv_sec)
        return left->changed.tv_sec < right->changed.tv_sec ? -1 : 1;
    if (left->changed.tv_nsec != right->changed.tv_nsec)
        return left->changed.tv_nsec < right->changed.tv_nsec ? -1 : 1;
    return strcmp(left->name, right->name);
}

/* The newest last, since the last line about a copy counts. */
static enum sladd_status read_files(struct receipts *receipts, const char *folder, struct dirent **entries,
                                    size_t count, struct sladd_error *err) {
    struct listed *files = array_new(count + 1, sizeof *files);
    enum sladd_status status = SLADD_OK;
    if (files == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the receipts");
    for (size_t i = 0; i < count; i++) {
        struct stat facts = {0};
        (void)fstatat(receipts->folder_fd, entries[i]->d_name, &facts, AT_SYMLINK_NOFOLLOW);
        files[i] = (struct listed){facts.st_mtim, entries[i]->d_name};
    }
    qsort(files, count, sizeof *files, compare_listed);
    for (size_t i = 0; i < count && status == SLADD_OK; i++) {
        status = read_file(receipts, folder, files[i].name, err);
        if (strcmp(files[i].name, RECEIPTS_FILE) != 0)
            (void)json_array_append_new(receipts->others, json_string(files[i].name));
    }
    free(files);
    return status;
}

enum sladd_status receipts_open(struct receipts *receipts, const char *folder, struct sladd_error *err) {
    *receipts = (struct receipts){json_object(), -1, -1, RECEIPTS_FILE, json_array()};
    if (receipts->by_output == NULL || receipts->others == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the receipts");
    receipts->folder_fd = folder != NULL ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (receipts->folder_fd < 0)
        return SLADD_OK;
    struct dirent **entries = NULL;
    int count = scandirat(receipts->folder_fd, ".", &entries, is_receipts_entry, alphasort);
    enum sladd_status status =
        count < 0 ? sladd_fail(err, SLADD_USAGE, "%s: cannot look for receipts: %s", folder, strerror(errno))
                  : read_files(receipts, folder, entries, (size_t)count, err);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    return status;
}

void receipts_share(struct receipts *receipts, unsigned shard, unsigned shards) {
    if (shards > 0)
        (void)snprintf(receipts->own, sizeof receipts->own, ".sladd-receipts.%u-of-%u.jsonl", shard, shards);
}

static bool is_shared(const struct receipts *receipts) {
    return strcmp(receipts->own, RECEIPTS_FILE) != 0;
}

json_t *receipts_find(const struct receipts *receipts, const char *output) {
    json_t *name = report_text(output);
    json_t *receipt = json_object_get(receipts->by_output, name != NULL ? json_string_value(name) : "");
    json_decref(name);
    return receipt;
}

json_t *receipt_row(json_t *receipt) {
    return json_object_get(receipt, "row");
}

static json_t *box_of(struct sladd_box box) {
    return json_pack("[f, f, f, f]", box.x, box.y, box.width, box.height);
}

static json_t *boxes_of(const struct box_entry *boxes, size_t count) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *box = box_of(boxes[i].box);
        if (boxes[i].what != KEEP_TEXT)
            (void)json_array_append_new(box, json_integer((int)boxes[i].what));
        (void)json_array_append_new(list, box);
    }
    return list;
}

/* Everything that the manifest says of the photo itself. */
static json_t *entry_of(const struct photo_entry *photo) {
    if (photo == NULL)
        return json_null();
    json_t *faces = json_array();
    for (size_t i = 0; i < photo->face_count; i++)
        (void)json_array_append_new(faces, json_pack("[s?, o]", photo->faces[i].person, box_of(photo->faces[i].box)));
    return json_pack("{s:s?, s:i, s:i, s:i, s:s?, s:s?, s:o, s:o, s:o}", "sha256", photo->sha256, "publish",
                     (int)photo->publish, "permission", (int)photo->permission, "credit", (int)photo->credit,
                     "photographer", photo->photographer, "alt_text", photo->alt_text, "faces", faces, "keep",
                     boxes_of(photo->keep, photo->keep_count), "redact", boxes_of(photo->redact, photo->redact_count));
}

/* What is decided today about each person that the photo's regions name, and the role, which notices depend on. */
static json_t *people_of(const struct args *args, const struct policy *policy, const struct manifest_entry *entry,
                         json_t *row) {
    json_t *people = json_object(), *region;
    size_t i;
    json_array_foreach(json_object_get(row, "regions"), i, region) {
        const char *key = json_string_value(json_object_get(region, "person"));
        const struct person *person = key != NULL ? entry_person(entry, key) : NULL;
        if (person != NULL)
            (void)json_object_set_new(people, key,
                                      json_pack("[s, i]",
                                                sladd_reason_name(judge_person(person, policy, &args->settings)),
                                                (int)person->role));
        else if (key != NULL)
            (void)json_object_set_new(people, key, json_null());
    }
    return people;
}

/* Whom a face tag may mean: all the names, where the photo has tags. */
static json_t *names_of(const struct manifest_entry *entry, json_t *row) {
    const struct manifest *manifests[] = {entry->sidecar, entry->folder};
    json_t *names = json_array();
    for (size_t m = 0; m < 2 && json_integer_value(json_object_get(row, "face_tags")) > 0; m++)
        for (size_t i = 0; manifests[m] != NULL && i < manifests[m]->person_count; i++) {
            const struct person *person = &manifests[m]->people[i];
            (void)json_array_append_new(names, json_pack("[i, s, s?]", (int)m, person->key, person->name));
            for (size_t a = 0; a < person->alias_count; a++)
                (void)json_array_append_new(names, json_string(person->aliases[a]));
        }
    return names;
}

void receipts_key(const struct args *args, const struct policy *policy, const struct vision *vision,
                  const struct manifest_entry *entry, json_t *row, char key[65]) {
    const struct sladd_settings *settings = &args->settings;
    json_t *all = json_pack("{s:s, s:s, s:s, s:s, s:i, s:i, s:i, s:s?, s:I, s:o, s:o, s:o, s:o}", "sladd",
                            SLADD_VERSION, "policy", policy->sha256, "face", vision_model(vision, SLADD_FACE)->sha256,
                            "text", vision_model(vision, SLADD_TEXT)->sha256, "style", (int)settings->style,
                            "text_mode", (int)settings->text, "reencode", settings->reencode, "channel",
                            settings->channel, "seed", args->seeded ? (json_int_t)settings->seed : (json_int_t)-1,
                            "entry", entry_of(entry->photo), "behind", entry_of(entry->folder_photo), "people",
                            people_of(args, policy, entry, row), "names", names_of(entry, row));
    char *text = all != NULL ? json_dumps(all, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    key[0] = '\0';
    if (text != NULL)
        sha256_hex((struct span){(const uint8_t *)text, strlen(text)}, key);
    free(text);
    json_decref(all);
}

static bool file_is(int fd, const char *sha256) {
    struct bytes file = {0};
    char hex[65] = "";
    if (fd >= 0 && sha256 != NULL && bytes_read_fd(&file, fd, PHOTO_MAX_BYTES, NULL) == SLADD_OK)
        sha256_hex(bytes_span(&file), hex);
    bytes_clear(&file);
    return hex[0] != '\0' && strcmp(hex, sha256) == 0;
}

/* A row without a digest had no XMP beside its photo. */
static bool sidecars_are(const int fds[SIDECARS], const char *sha256) {
    struct sidecars beside;
    sidecars_read(fds, &beside);
    bool same = strcmp(beside.sha256, sha256 != NULL ? sha256 : "") == 0;
    sidecars_clear(&beside);
    return same;
}

bool receipt_holds(json_t *receipt, const char *key, int source_fd, const int sidecar_fds[SIDECARS], int output_fd) {
    const char *given = json_string_value(json_object_get(receipt, "key"));
    json_t *row = receipt_row(receipt);
    return given != NULL && key[0] != '\0' && strcmp(given, key) == 0 &&
           file_is(output_fd, json_string_value(json_object_get(row, "output_sha256"))) &&
           file_is(source_fd, json_string_value(json_object_get(row, "source_sha256"))) &&
           sidecars_are(sidecar_fds, json_string_value(json_object_get(row, "sidecar_sha256")));
}

static enum sladd_status append(struct receipts *receipts, const char *folder, json_t *receipt,
                                struct sladd_error *err) {
    if (receipts->folder_fd < 0)
        receipts->folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool first = receipts->append_fd < 0;
    if (first && receipts->folder_fd >= 0)
        receipts->append_fd =
            openat(receipts->folder_fd, receipts->own, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    /* A line feed first: the last line may be one that a crash cut short. */
    char *line = json_dumps(receipt, JSON_COMPACT | JSON_REAL_PRECISION(12));
    char *ended = NULL;
    int length = line != NULL ? asprintf(&ended, "%s%s\n", first ? "\n" : "", line) : -1;
    bool written =
        length > 0 && receipts->append_fd >= 0 && write(receipts->append_fd, ended, (size_t)length) == length;
    free(line);
    free(length > 0 ? ended : NULL);
    return written ? SLADD_OK
                   : sladd_fail(err, SLADD_IO, "cannot write the receipts in %s: %s", folder, strerror(errno));
}

enum sladd_status receipts_add(struct receipts *receipts, const char *folder, const char *output, const char *key,
                               const struct policy *policy, const struct vision *vision, json_t *row,
                               struct sladd_error *err) {
    json_t *receipt = json_pack("{s:o, s:s, s:o, s:o, s:O}", "output", report_text(output), "key", key, "policy",
                                report_policy(policy), "models", report_models(vision), "row", row);
    if (receipt == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for a receipt");
    enum sladd_status status = append(receipts, folder, receipt, err);
    (void)json_object_set(receipts->by_output, json_string_value(json_object_get(receipt, "output")), receipt);
    json_decref(receipt);
    return status;
}

void receipts_drop(struct receipts *receipts, const char *folder, const char *output) {
    json_t *name = report_text(output);
    if (name != NULL)
        (void)json_object_del(receipts->by_output, json_string_value(name));
    /* Another machine's file may speak of it: a line without a row takes that back. */
    json_t *gone = is_shared(receipts) ? json_pack("{s:O, s:n}", "output", name, "row") : NULL;
    if (gone != NULL)
        (void)append(receipts, folder, gone, NULL);
    json_decref(gone);
    json_decref(name);
}

/* What the other machines wrote is in the one file now. */
static void remove_others(struct receipts *receipts) {
    size_t i;
    json_t *name;
    json_array_foreach(receipts->others, i, name) {
        (void)unlinkat(receipts->folder_fd, json_string_value(name), 0);
    }
}

static int compare_names(const void *a, const void *b) {
    const char *const *left = a, *const *right = b;
    return strcmp(*left, *right);
}

/* By name: workers finish in any order, and the file shall not tell which was fast. */
static bool write_lines(const struct receipts *receipts, FILE *stream) {
    const size_t count = json_object_size(receipts->by_output);
    const char **names = array_new(count + 1, sizeof *names), *name;
    json_t *receipt;
    size_t i = 0;
    bool good = names != NULL;
    if (good) {
        json_object_foreach(receipts->by_output, name, receipt) {
            names[i++] = name;
        }
        qsort(names, count, sizeof *names, compare_names);
    }
    for (i = 0; i < count && good; i++)
        good = json_dumpf(json_object_get(receipts->by_output, names[i]), stream,
                          JSON_COMPACT | JSON_REAL_PRECISION(12)) == 0 &&
               putc('\n', stream) != EOF;
    free(names);
    return good;
}

enum sladd_status receipts_close(struct receipts *receipts, struct sladd_error *err) {
    struct outfile out;
    if (receipts->folder_fd < 0)
        return SLADD_OK;
    if (is_shared(receipts))
        return receipts->append_fd < 0 || fsync(receipts->append_fd) == 0
                   ? SLADD_OK
                   : sladd_fail(err, SLADD_IO, "cannot write the receipts: %s", strerror(errno));
    enum sladd_status status = outfile_open(&out, receipts->folder_fd, 0600, err);
    int fd = status == SLADD_OK ? dup(out.fd) : -1;
    FILE *stream = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (stream == NULL && fd >= 0)
        (void)close(fd);
    bool good = stream != NULL && write_lines(receipts, stream);
    if (stream != NULL && fclose(stream) != 0)
        good = false;
    if (status == SLADD_OK)
        status = good ? outfile_commit(&out, RECEIPTS_FILE, err)
                      : sladd_fail(err, SLADD_IO, "cannot write the receipts: %s", strerror(errno));
    outfile_abort(&out);
    if (status == SLADD_OK)
        remove_others(receipts);
    return status;
}

void receipts_clear(struct receipts *receipts) {
    json_decref(receipts->by_output);
    json_decref(receipts->others);
    if (receipts->folder_fd >= 0)
        (void)close(receipts->folder_fd);
    if (receipts->append_fd >= 0)
        (void)close(receipts->append_fd);
    *receipts = (struct receipts){.folder_fd = -1, .append_fd = -1};
}
