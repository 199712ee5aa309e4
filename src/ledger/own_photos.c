#include "ledger/own_photos.h"

#include "base/array.h"
#include "base/paths.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int compare_sources(const void *a, const void *b) {
    const struct own_photo *left = a, *right = b;
    const int order = strcmp(left->source, right->source);
    return order != 0 ? order : left->job > right->job ? 1 : -1;
}

static int against_source(const void *source, const void *item) {
    return strcmp(source, ((const struct own_photo *)item)->source);
}

enum sladd_status own_photos_list(struct own_photos *photos, const struct publishing *run, struct sladd_error *err) {
    photos->items = array_new(run->plan->count + 1, sizeof *photos->items);
    if (photos->items == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < run->plan->count; i++)
        if (run->photos[i].outcome.source_sha256[0] != '\0')
            photos->items[photos->count++] = (struct own_photo){run->photos[i].outcome.source_sha256, i};
    qsort(photos->items, photos->count, sizeof *photos->items, compare_sources);
    return SLADD_OK;
}

void own_photos_clear(struct own_photos *photos) {
    free(photos->items);
    *photos = (struct own_photos){0};
}

const struct own_photo *own_photos_of(const struct own_photos *photos, const struct receipt *receipt, size_t *count) {
    const char *source = receipt->outcome.source_sha256;
    size_t first;
    *count = array_equal(source, photos->items, photos->count, sizeof *photos->items, against_source, &first);
    return photos->items + first;
}

enum sladd_status own_photos_are_elsewhere(const struct own_photos *photos, const struct plan *plan,
                                           const struct receipt *receipt, bool *elsewhere, struct sladd_error *err) {
    size_t count;
    const struct own_photo *alike = own_photos_of(photos, receipt, &count);
    *elsewhere = count > 0;
    for (size_t i = 0; i < count && *elsewhere; i++) {
        char *path = path_real(plan->jobs[alike[i].job].input->path);
        if (path == NULL)
            return fail_memory(err);
        *elsewhere = strcmp(path, receipt->origin) != 0;
        free(path);
    }
    return SLADD_OK;
}

bool own_photo_is_at_origin(const struct receipt *receipt) {
    const struct input original = {.path = receipt->origin, .relative = receipt->origin};
    struct stat facts;
    char hex[SLADD_SHA256_HEX] = "";
    if (stat(receipt->origin, &facts) == 0 && S_ISREG(facts.st_mode))
        input_digest(&original, hex);
    return hex[0] != '\0' && strcmp(hex, receipt->outcome.source_sha256) == 0;
}
