#include "work/thumbnail.h"

#include "base/array.h"
#include "base/limits.h"
#include "format/pixels.h"
#include "stages/stages.h"
#include "work/workers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { QUALITY = 80, MOST_BYTES = 8 << 20 };

/* One pixel of the small picture: the mean of a square of the large one, clipped at the edges. */
static void average(const struct sladd_image *image, int x, int y, int side, uint8_t rgb[3]) {
    unsigned long sums[3] = {0}, count = 0; /* at least one pixel: x and y lie in the picture */
    int right = x + side < image->width ? x + side : image->width;
    int bottom = y + side < image->height ? y + side : image->height;
    for (int row = y; row < bottom; row++) {
        const uint8_t *bgr = image->data + (size_t)row * image->stride + 3 * (size_t)x;
        for (int column = x; column < right; column++, bgr += 3, count++)
            for (int c = 0; c < 3; c++)
                sums[c] += bgr[2 - c];
    }
    for (int c = 0; c < 3; c++)
        rgb[c] = (uint8_t)(count > 0 ? (sums[c] + count / 2) / count : 0);
}

static enum sladd_status shrink(const struct sladd_image *image, int longest, struct pixels *pixels,
                                struct sladd_error *err) {
    int large = image->width > image->height ? image->width : image->height;
    int side = (large + longest - 1) / longest;
    int width = (image->width + side - 1) / side, height = (image->height + side - 1) / side;
    enum sladd_status status = pixels_init(pixels, (uint64_t)width, (uint64_t)height, 3, err);
    for (int y = 0; y < height && status == SLADD_OK; y++)
        for (int x = 0; x < width; x++)
            average(image, x * side, y * side, side, pixels_row(pixels, y) + 3 * (size_t)x);
    return status;
}

/* From a photo as it was read. */
static enum sladd_status make(const struct source *source, int longest, struct bytes *jpeg,
                              struct sladd_outcome *outcome) {
    struct pixels small = {0};
    enum sladd_status status = shrink(&source->upright, longest, &small, &outcome->error);
    if (status == SLADD_OK)
        status = jpeg_from_pixels(&small, QUALITY, jpeg, &outcome->error);
    outcome->width = small.width;
    outcome->height = small.height;
    pixels_clear(&small);
    return status;
}

void thumbnail_run(const struct task_files *files, int longest, const char *digest, struct sladd_outcome *outcome) {
    const struct sidecars none = {0};
    struct source source = {0};
    struct bytes file = {0}, jpeg = {0};
    *outcome = (struct sladd_outcome){.result = SLADD_FAILED};
    enum sladd_status status = limit_read_fd(&file, files->source_fd, LIMIT_FILE_MB, &outcome->error);
    if (status == SLADD_OK)
        status = stage_read(bytes_span(&file), &none, &source, &outcome->error);
    bool right = status == SLADD_OK && (digest == NULL || strcmp(digest, source.sha256) == 0);
    if (right && make(&source, longest, &jpeg, outcome) == SLADD_OK && span_write(bytes_span(&jpeg), files->output_fd))
        outcome->result = SLADD_UNCHANGED;
    source_clear(&source);
    bytes_clear(&jpeg);
    bytes_clear(&file);
}

/* In the child. */
static void work(void *context, size_t index, const struct task_files *files, struct sladd_outcome *outcome) {
    const struct thumbnails *all = context;
    thumbnail_run(files, all->longest, all->digest != NULL ? all->digest(all->context, index) : NULL, outcome);
}

static enum sladd_status open_files(void *context, size_t index, struct task_files *files, struct sladd_error *err) {
    const struct thumbnails *all = context;
    files->source_fd = all->open(all->context, index);
    if (files->source_fd >= 0)
        files->output_fd = memfd_create("thumbnail", MFD_CLOEXEC);
    return files->output_fd >= 0 ? SLADD_OK
                                 : sladd_fail(err, fail_as(SLADD_IO, errno), "cannot read: %s", fail_reason(errno));
}

size_t thumbnail_size(const struct task_files *files, int longest, const struct sladd_outcome *outcome) {
    struct stat facts;
    uint8_t start[3];
    bool good = outcome->result == SLADD_UNCHANGED && outcome->width > 0 && outcome->width <= longest &&
                outcome->height > 0 && outcome->height <= longest && fstat(files->output_fd, &facts) == 0 &&
                facts.st_size > 0 && facts.st_size <= MOST_BYTES &&
                pread(files->output_fd, start, sizeof start, 0) == (ssize_t)sizeof start &&
                memcmp(start, "\xFF\xD8\xFF", sizeof start) == 0;
    return good ? (size_t)facts.st_size : 0;
}

static void finished(void *context, size_t index, const struct task_files *files, struct sladd_outcome *outcome) {
    struct thumbnails *all = context;
    struct thumbnail *thumbnail = &all->items[index];
    if (thumbnail_size(files, all->longest, outcome) > 0 &&
        bytes_read_fd(&thumbnail->jpeg, files->output_fd, MOST_BYTES, NULL) == SLADD_OK) {
        thumbnail->width = outcome->width;
        thumbnail->height = outcome->height;
    } else {
        bytes_clear(&thumbnail->jpeg);
    }
    sladd_outcome_clear(outcome);
}

enum sladd_status thumbnails_make(struct thumbnails *thumbnails, struct sladd_error *err) {
    bool interrupted;
    thumbnails->items = array_new_zero(thumbnails->count + 1, sizeof *thumbnails->items);
    if (thumbnails->items == NULL)
        return fail_memory(err);
    const struct crew crew = {.count = thumbnails->count,
                              .at_once = thumbnails->at_once,
                              .open_doors = thumbnails->open_doors,
                              .context = thumbnails,
                              .open = open_files,
                              .work = work,
                              .finished = finished};
    enum sladd_status status = workers_run(&crew, &interrupted, err);
    return status == SLADD_OK && interrupted
               ? sladd_fail(err, SLADD_INTERRUPTED, "interrupted; the page with the pictures was not written")
               : status;
}

void thumbnails_clear(struct thumbnails *thumbnails) {
    for (size_t i = 0; thumbnails->items != NULL && i < thumbnails->count; i++)
        bytes_clear(&thumbnails->items[i].jpeg);
    free(thumbnails->items);
    thumbnails->items = NULL;
}
