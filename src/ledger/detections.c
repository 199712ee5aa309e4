#include "ledger/detections.h"

#include "base/line_reader.h"
#include "files/user_key.h"
#include "record/detected_json.h"
#include "vision/codes.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert(DETECTIONS_KEY_BYTES == SHA256_DIGEST_SIZE && USER_KEY_BYTES == SHA256_DIGEST_SIZE,
               "keys and codes are digests");

enum { CODE_DIGITS = 2 * SHA256_DIGEST_SIZE };

static void code_of(const uint8_t key[SHA256_DIGEST_SIZE], struct span text, uint8_t code[SHA256_DIGEST_SIZE]) {
    struct hmac_sha256_ctx context;
    hmac_sha256_set_key(&context, SHA256_DIGEST_SIZE, key);
    hmac_sha256_update(&context, text.size, text.data);
    hmac_sha256_digest(&context, SHA256_DIGEST_SIZE, code);
    explicit_bzero(&context, sizeof context);
}

/* The key of the lines that this program with these detectors may believe. A program that was built anew may detect
 * otherwise under the same version, so its file has a part in it. */
static bool make_key(struct detections *detections, const struct vision *vision, bool make) {
    uint8_t user[USER_KEY_BYTES];
    char makers[640], models[VISION_ROLES * SLADD_SHA256_HEX + 1] = "";
    struct stat program;
    if (stat("/proc/self/exe", &program) != 0 || !user_key_read(user, make))
        return false;
    for (int role = 0, end = 0; role < VISION_ROLES; role++) {
        const struct vision_model *model = vision_model(vision, role);
        end += snprintf(models + end, sizeof models - (size_t)end, " %s", model != NULL ? model->sha256 : "");
    }
    int size = snprintf(makers, sizeof makers, "sladd %s %lld %lld.%09ld models%s codes %d", SLADD_VERSION,
                        (long long)program.st_size, (long long)program.st_mtim.tv_sec, program.st_mtim.tv_nsec, models,
                        codes_are_sought());
    bool good = size > 0 && (size_t)size < sizeof makers;
    if (good)
        code_of(user, (struct span){(const uint8_t *)makers, (size_t)size}, detections->key);
    explicit_bzero(user, sizeof user);
    return good;
}

/* A line counts once it is shown to be ours, and no sooner is it read. */
static bool take_line(struct detections *detections, struct span line) {
    uint8_t code[SHA256_DIGEST_SIZE];
    char hex[CODE_DIGITS + 1];
    struct detected detected;
    if (line.size <= CODE_DIGITS + 1)
        return false;
    struct span text = span_part(line, CODE_DIGITS + 1, SIZE_MAX);
    code_of(detections->key, text, code);
    hex_of((struct span){code, sizeof code}, hex);
    return memcmp(line.data, hex, CODE_DIGITS) == 0 && line.data[CODE_DIGITS] == ' ' &&
           detected_from_json(text, &detected) && detected_set_add(&detections->set, &detected);
}

/* True: the file is there, and every line counts. */
static bool read_file(struct detections *detections) {
    struct line_reader reader = {0};
    struct span line = {0};
    int fd = TEMP_FAILURE_RETRY(
        openat(detections->folder->fd, DETECTIONS_FILE, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    bool good = fd >= 0 && line_reader_open(&reader, fd, NULL) == SLADD_OK, all = good;
    while (good && (good = line_reader_next(&reader, &line, NULL) == SLADD_OK) && line.data != NULL)
        all = take_line(detections, line) && all;
    const bool whole = good && all && reader.whole;
    line_reader_clear(&reader);
    if (fd >= 0)
        (void)close(fd);
    return whole;
}

static bool write_line(const struct detections *detections, const struct detected *detected, int fd) {
    char *text = detected_to_json(detected), *line = NULL, hex[CODE_DIGITS + 1];
    uint8_t code[SHA256_DIGEST_SIZE];
    int size = -1;
    if (text != NULL) {
        code_of(detections->key, (struct span){(const uint8_t *)text, strlen(text)}, code);
        hex_of((struct span){code, sizeof code}, hex);
        size = asprintf(&line, "%s %s\n", hex, text);
    }
    bool written = size > 0 && span_write((struct span){(const uint8_t *)line, (size_t)size}, fd);
    free(size > 0 ? line : NULL);
    free(text);
    return written;
}

/* What another session adds meanwhile may be lost, which costs a search. */
static void write_anew(const struct detections *detections) {
    struct outfile out;
    bool good = outfile_open(&out, detections->folder->fd, 0600, NULL) == SLADD_OK;
    for (size_t i = 0; i < detections->set.count && good; i++)
        good = write_line(detections, &detections->set.items[i], out.fd);
    if (good)
        (void)outfile_commit(&out, DETECTIONS_FILE, NULL, NULL);
    outfile_abort(&out);
}

void detections_open(struct detections *detections, struct output_folder *folder, const struct vision *vision,
                     bool write) {
    *detections = NO_DETECTIONS;
    if (!make_key(detections, vision, write))
        return;
    detections->folder = folder;
    bool there = folder->fd >= 0 && faccessat(folder->fd, DETECTIONS_FILE, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    if (there && !read_file(detections) && write)
        write_anew(detections);
    if (!write)
        detections->folder = NULL;
}

static int open_to_append(struct detections *detections) {
    struct output_folder *folder = detections->folder;
    if (folder->fd < 0 && output_folder_make(folder, NULL) != SLADD_OK)
        return -1;
    return TEMP_FAILURE_RETRY(
        openat(folder->fd, DETECTIONS_FILE, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600));
}

void detections_keep(struct detections *detections, const struct detected *detected) {
    struct detected copy = {0};
    if (detected_set_find(&detections->set, detected->source_sha256, detected->filled, detected->exact) != NULL ||
        detected_copy(&copy, detected, NULL) != SLADD_OK || !detected_set_add(&detections->set, &copy) ||
        !detected->exact || detections->folder == NULL)
        return;
    if (detections->append_fd < 0)
        detections->append_fd = open_to_append(detections);
    if (detections->append_fd < 0 || !write_line(detections, detected, detections->append_fd))
        detections->folder = NULL;
}

void detections_clear(struct detections *detections) {
    detected_set_clear(&detections->set);
    if (detections->append_fd >= 0)
        (void)close(detections->append_fd);
    explicit_bzero(detections->key, sizeof detections->key);
    *detections = NO_DETECTIONS;
}
