#include "consent/moved_photos.h"

#include "base/array.h"
#include "base/language.h"
#include "base/paths.h"
#include "consent/near_names.h"
#include "consent/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An entry with a digest that no photo of the run has by its name. */
struct left_behind {
    const struct photo_entry *entry;
    size_t source;
    bool answered; /* it speaks of a photo all the same */
    char *doubt;   /* of each photo that it means, once there is one; owned */
};

static int compare_digests(const void *a, const void *b) {
    const struct photo_entry *left = ((const struct left_behind *)a)->entry,
                             *right = ((const struct left_behind *)b)->entry;
    int order = strcmp(left->sha256, right->sha256);
    if (order == 0) /* the same one is named in every run */
        order = strcmp(left->home->path, right->home->path);
    return order != 0 ? order : left->line - right->line;
}

static int against_digest(const void *sha256, const void *item) {
    return strcmp(sha256, ((const struct left_behind *)item)->entry->sha256);
}

/* Those of the sources that were added since the last call. Of photos that are asked about `late`, nobody looked yet
 * whether the entries have one. */
static enum sladd_status list_left_behind(struct resolver *resolver, bool late, struct sladd_error *err) {
    const size_t before = resolver->left_count;
    for (size_t s = resolver->left_sources; s < resolver->source_count; s++) {
        const struct resolver_source *source = &resolver->sources[s];
        for (size_t i = 0; i < source->manifest->photo_count; i++) {
            if (source->manifest->photos[i].sha256 == NULL || (source->used[i] != RESOLVER_NONE && !late))
                continue;
            if (!array_grow((void **)&resolver->left, &resolver->left_capacity, resolver->left_count + 1,
                            sizeof *resolver->left))
                return fail_memory(err);
            resolver->left[resolver->left_count++] =
                (struct left_behind){.entry = &source->manifest->photos[i], .source = s};
        }
    }
    resolver->left_sources = resolver->source_count;
    if (resolver->left_count > before)
        qsort(resolver->left, resolver->left_count, sizeof *resolver->left, compare_digests);
    return SLADD_OK;
}

/* A late photo that an entry has the name of may be gone: then the entry is for whichever photo has its digest. */
static bool is_left_behind(const struct resolver *resolver, const struct resolver_disk *disk,
                           const struct left_behind *left) {
    const struct resolver_source *source = &resolver->sources[left->source];
    const size_t user = source->used[left->entry - source->manifest->photos];
    if (left->answered)
        return false;
    if (user == RESOLVER_NONE)
        return true;
    const char *path = user != 0 ? resolver->photos[user - 1].places[0].path : NULL;
    return (path == NULL || disk->presence(disk->context, path, NULL) == PRESENCE_ABSENT) &&
           resolver_presence(source, disk, left->entry->file, NULL) == PRESENCE_ABSENT;
}

static enum sladd_status write_doubt(struct left_behind *left, struct sladd_error *err) {
    const struct photo_entry *entry = left->entry;
    if (left->doubt == NULL &&
        asprintf(&left->doubt,
                 _("there is no photo '%s' (%s), and by its SHA-256 this one is it: write this photo's name "
                   "there, or give it an entry of its own"),
                 shown(entry->file).text, entry_place(entry->home, entry).text) < 0) {
        left->doubt = NULL;
        return fail_memory(err);
    }
    return SLADD_OK;
}

/* From the place `at` on in the list. */
static struct left_behind *find_next(const struct resolver *resolver, const struct resolver_disk *disk,
                                     const char *sha256, const char *beside, size_t at) {
    struct left_behind *list = resolver->left;
    const size_t count = resolver->left_count;
    size_t i = array_first(sha256, list, count, sizeof *list, against_digest);
    for (i = at > i ? at : i; i < count && against_digest(sha256, &list[i]) == 0; i++) {
        const struct resolver_source *source = &resolver->sources[list[i].source];
        if (is_left_behind(resolver, disk, &list[i]) &&
            (beside == NULL || source->given || path_below(beside, source->folder) != NULL))
            return &list[i];
    }
    return NULL;
}

static enum sladd_status find(const struct resolver *resolver, const struct resolver_disk *disk, const char *sha256,
                              const char **doubt, struct sladd_error *err) {
    struct left_behind *found = find_next(resolver, disk, sha256, NULL, 0);
    enum sladd_status status = found != NULL ? write_doubt(found, err) : SLADD_OK;
    *doubt = found != NULL ? found->doubt : NULL;
    return status;
}

const char *resolver_digest(struct resolver_photo *photo, const struct resolver_disk *disk) {
    char sha256[SLADD_SHA256_HEX];
    if (photo->sha256 == NULL)
        photo->sha256 =
            strdup(disk->digest != NULL && disk->digest(disk->context, photo->places[0].path, sha256) ? sha256 : "");
    return photo->sha256;
}

/* One that cannot be read has no copy in any case, and is refused for that. */
static enum sladd_status doubt_moved(const struct resolver *resolver, struct resolver_photo *photo,
                                     const struct resolver_disk *disk, struct sladd_error *err) {
    const char *sha256 = resolver_digest(photo, disk), *doubt = NULL;
    enum sladd_status status = sha256 != NULL ? find(resolver, disk, sha256, &doubt, err) : fail_memory(err);
    return status == SLADD_OK && doubt != NULL ? resolver_doubt(photo, err, "%s", doubt) : status;
}

enum sladd_status moved_photos_judge(struct resolver *resolver, const struct resolver_disk *disk,
                                     struct sladd_error *err) {
    enum sladd_status status = list_left_behind(resolver, false, err);
    for (size_t i = 0; i < resolver->photo_count && resolver->left_count > 0 && status == SLADD_OK; i++) {
        struct resolver_photo *photo = &resolver->photos[i];
        if (photo->entry.photo == NULL && photo->doubt == NULL && photo->place_count > 0)
            status = doubt_moved(resolver, photo, disk, err);
    }
    return status;
}

enum sladd_status moved_photos_find(struct resolver *resolver, const struct resolver_disk *disk, const char *sha256,
                                    const char **doubt, struct sladd_error *err) {
    enum sladd_status status = list_left_behind(resolver, true, err);
    *doubt = NULL;
    return status == SLADD_OK ? find(resolver, disk, sha256, doubt, err) : status;
}

enum sladd_status moved_photos_next(struct resolver *resolver, const struct resolver_disk *disk, const char *sha256,
                                    const char *beside, size_t *at, const struct photo_entry **entry, size_t *source,
                                    struct sladd_error *err) {
    enum sladd_status status = list_left_behind(resolver, true, err);
    const struct left_behind *found = status == SLADD_OK ? find_next(resolver, disk, sha256, beside, *at) : NULL;
    *entry = found != NULL ? found->entry : NULL;
    *source = found != NULL ? found->source : RESOLVER_NONE;
    *at = found != NULL ? (size_t)(found - resolver->left) + 1 : *at;
    return status;
}

void moved_photos_answer(const struct resolver *resolver, const struct photo_entry *entry) {
    struct left_behind *list = resolver->left;
    size_t first = 0;
    const size_t count = entry->sha256 != NULL ? array_equal(entry->sha256, list, resolver->left_count, sizeof *list,
                                                             against_digest, &first)
                                               : 0;
    for (size_t i = first; i < first + count; i++)
        list[i].answered = list[i].answered || list[i].entry == entry;
}

void moved_photos_clear(struct resolver *resolver) {
    for (size_t i = 0; i < resolver->left_count; i++)
        free(resolver->left[i].doubt);
    free(resolver->left);
    resolver->left = NULL;
    resolver->left_count = resolver->left_capacity = resolver->left_sources = 0;
}
