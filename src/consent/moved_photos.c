#include "consent/moved_photos.h"

#include "base/array.h"
#include "base/language.h"
#include "consent/near_names.h"
#include "consent/tree.h"

#include <stdlib.h>
#include <string.h>

/* Entries with a digest and without a photo, in the order of their digests. */
struct left_behind {
    const struct photo_entry **entries;
    size_t count;
};

static int compare_digests(const void *a, const void *b) {
    const struct photo_entry *left = *(const struct photo_entry *const *)a,
                             *right = *(const struct photo_entry *const *)b;
    int order = strcmp(left->sha256, right->sha256);
    if (order == 0) /* the same one is named in every run */
        order = strcmp(left->home->path, right->home->path);
    return order != 0 ? order : left->line - right->line;
}

static int against_digest(const void *sha256, const void *item) {
    return strcmp(sha256, (*(const struct photo_entry *const *)item)->sha256);
}

static bool is_left_behind(const struct resolver_source *source, size_t entry) {
    return source->used[entry] == RESOLVER_NONE && source->manifest->photos[entry].sha256 != NULL;
}

static enum sladd_status list_left_behind(const struct resolver *resolver, struct left_behind *list,
                                          struct sladd_error *err) {
    size_t room = 0;
    for (size_t s = 0; s < resolver->source_count; s++)
        for (size_t i = 0; i < resolver->sources[s].manifest->photo_count; i++)
            room += is_left_behind(&resolver->sources[s], i);
    *list = (struct left_behind){0};
    if (room == 0)
        return SLADD_OK;
    list->entries = array_new(room, sizeof *list->entries);
    if (list->entries == NULL)
        return fail_memory(err);
    for (size_t s = 0; s < resolver->source_count; s++)
        for (size_t i = 0; i < resolver->sources[s].manifest->photo_count; i++)
            if (is_left_behind(&resolver->sources[s], i))
                list->entries[list->count++] = &resolver->sources[s].manifest->photos[i];
    qsort(list->entries, list->count, sizeof *list->entries, compare_digests);
    return SLADD_OK;
}

const char *resolver_digest(struct resolver_photo *photo, const struct resolver_disk *disk) {
    char sha256[SLADD_SHA256_HEX];
    if (photo->sha256 == NULL)
        photo->sha256 =
            strdup(disk->digest != NULL && disk->digest(disk->context, photo->places[0].path, sha256) ? sha256 : "");
    return photo->sha256;
}

/* One that cannot be read has no copy in any case, and is refused for that. */
static enum sladd_status doubt_moved(const struct left_behind *list, struct resolver_photo *photo,
                                     const struct resolver_disk *disk, struct sladd_error *err) {
    const char *sha256 = resolver_digest(photo, disk);
    if (sha256 == NULL)
        return fail_memory(err);
    size_t i = array_first(sha256, list->entries, list->count, sizeof *list->entries, against_digest);
    if (i == list->count || against_digest(sha256, &list->entries[i]) != 0)
        return SLADD_OK;
    const struct photo_entry *entry = list->entries[i];
    return resolver_doubt(photo, err,
                          N_("there is no photo '%s' (%s), and by its SHA-256 this one is it: write this photo's name "
                             "there, or give it an entry of its own"),
                          shown(entry->file).text, entry_place(entry->home, entry).text);
}

enum sladd_status moved_photos_judge(struct resolver *resolver, const struct resolver_disk *disk,
                                     struct sladd_error *err) {
    struct left_behind list;
    enum sladd_status status = list_left_behind(resolver, &list, err);
    for (size_t i = 0; i < resolver->photo_count && list.count > 0 && status == SLADD_OK; i++) {
        struct resolver_photo *photo = &resolver->photos[i];
        if (photo->entry.photo == NULL && photo->doubt == NULL && photo->place_count > 0)
            status = doubt_moved(&list, photo, disk, err);
    }
    free(list.entries);
    return status;
}
