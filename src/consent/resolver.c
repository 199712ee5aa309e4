#include "consent/resolver.h"

#include "base/array.h"
#include "base/language.h"
#include "base/names.h"
#include "base/paths.h"
#include "consent/moved_photos.h"
#include "consent/near_names.h"
#include "consent/people.h"
#include "consent/tree.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum sladd_status resolver_add_source(struct resolver *resolver, struct resolver_source source, size_t *index,
                                      struct sladd_error *err) {
    source.used = array_new_zero(source.manifest->photo_count + 1, sizeof *source.used);
    if (source.used == NULL || !array_grow((void **)&resolver->sources, &resolver->source_capacity,
                                           resolver->source_count + 1, sizeof *resolver->sources)) {
        free(source.used);
        return fail_memory(err);
    }
    *index = resolver->source_count;
    resolver->sources[resolver->source_count++] = source;
    return SLADD_OK;
}

enum sladd_status resolver_add_photo(struct resolver *resolver, struct resolver_photo photo, struct sladd_error *err) {
    if (!array_grow((void **)&resolver->photos, &resolver->photo_capacity, resolver->photo_count + 1,
                    sizeof *resolver->photos))
        return fail_memory(err);
    for (size_t p = photo.place_count; p < 2; p++)
        photo.places[p] = (struct resolver_place){NULL, RESOLVER_NONE, NULL};
    resolver->photos[resolver->photo_count++] = photo;
    return SLADD_OK;
}

void resolver_clear(struct resolver *resolver) {
    for (size_t i = 0; i < resolver->source_count; i++)
        free(resolver->sources[i].used);
    for (size_t i = 0; i < resolver->photo_count; i++) {
        free(resolver->photos[i].doubt);
        free(resolver->photos[i].sha256);
        free(resolver->photos[i].farther);
        free(resolver->photos[i].manifests);
        people_free_joined(resolver->photos[i].joined, resolver->photos[i].entry.joined_count);
    }
    free(resolver->sources);
    free(resolver->photos);
    free(resolver->remarks);
    moved_photos_clear(resolver);
    *resolver = (struct resolver){0};
}

const struct photo_entry *resolver_find(const struct manifest *manifest, const char *name) {
    const struct photo_entry *exact = manifest_photo(manifest, name);
    char *folded = exact == NULL ? name_fold(name) : NULL;
    const struct entry_name *first;
    if (folded != NULL && manifest_photos_alike(manifest, folded, &first) == 1)
        exact = &manifest->photos[first->photo];
    free(folded);
    return exact;
}

/* One run of the resolver. */
struct work {
    struct resolver *resolver;
    const struct resolver_disk *disk;
    struct sladd_error *err;
};

enum presence resolver_presence(const struct resolver_source *source, const struct resolver_disk *disk,
                                const char *file, const char *photo) {
    char *path = NULL;
    enum presence answer = PRESENCE_UNKNOWN;
    if (disk != NULL && asprintf(&path, "%s/%s", source->folder, file) >= 0) {
        answer = disk->presence(disk->context, path, photo);
        free(path);
    }
    return answer;
}

enum sladd_status resolver_doubt(struct resolver_photo *photo, struct sladd_error *err, const char *format, ...) {
    if (photo->doubt != NULL)
        return SLADD_OK;
    va_list arguments;
    va_start(arguments, format);
    bool good = vasprintf(&photo->doubt, _(format), arguments) >= 0;
    va_end(arguments);
    photo->doubt = good ? photo->doubt : NULL;
    photo->entry.doubt = photo->doubt;
    return good ? SLADD_OK : fail_memory(err);
}

/* What one photo finds in the manifests of one of its places. */
struct found {
    const struct photo_entry *entry; /* NULL: not mentioned */
    size_t source;
};

/* An entry that two photos answer to speaks of neither. */
static enum sladd_status doubt_shared(struct work *work, size_t photo, const struct manifest *manifest,
                                      const struct photo_entry *entry) {
    struct resolver_photo *about = &work->resolver->photos[photo];
    return resolver_doubt(about, work->err,
                          N_("'%s' (%s) may mean this photo or another one of nearly the same name: write an entry for "
                             "each of them ('%s')"),
                          shown(entry->file).text, entry_place(manifest, entry).text, shown(about->relative).text);
}

static enum sladd_status use(struct work *work, size_t photo, size_t source, size_t entry, bool alike,
                             struct found *found) {
    struct resolver_source *from = &work->resolver->sources[source];
    const struct photo_entry *mentioned = &from->manifest->photos[entry];
    size_t before = from->used[entry];
    *found = (struct found){mentioned, source};
    from->used[entry] = photo + 1;
    if (!alike)
        return SLADD_OK;
    enum sladd_status status = resolver_remark(
        work->resolver, (struct remark){REMARK_OTHER_NAME, from->manifest, mentioned, photo}, work->err);
    if (before == 0 || before == RESOLVER_NONE || before == photo + 1)
        return status;
    if (status == SLADD_OK)
        status = doubt_shared(work, before - 1, from->manifest, mentioned);
    return status == SLADD_OK ? doubt_shared(work, photo, from->manifest, mentioned) : status;
}

/* The entries whose name is `key` to a person, but for those that have a photo of their own. */
static enum sladd_status find_alike(struct work *work, size_t photo, const struct resolver_place *place, size_t source,
                                    const char *key, struct found *found) {
    const struct resolver_source *from = &work->resolver->sources[source];
    const struct entry_name *first;
    char *folded = name_fold(key);
    size_t chosen = RESOLVER_NONE, candidates = 0;
    if (folded == NULL)
        return fail_memory(work->err);
    size_t count = manifest_photos_alike(from->manifest, folded, &first);
    free(folded);
    for (size_t i = 0; i < count; i++) {
        const char *file = from->manifest->photos[first[i].photo].file;
        enum presence own = resolver_presence(from, work->disk, file, place->path);
        if (own == PRESENCE_OTHER || own == PRESENCE_FOLDER)
            continue;
        chosen = first[i].photo;
        candidates++;
    }
    if (candidates == 0)
        return SLADD_OK;
    const struct photo_entry *entry = &from->manifest->photos[chosen];
    struct resolver_photo *about = &work->resolver->photos[photo];
    enum sladd_status status = SLADD_OK;
    if (candidates > 1)
        status = resolver_doubt(about, work->err,
                                N_("'%s' (%s) is one of several entries whose names are nearly this photo's: keep the "
                                   "one for it, and write it as '%s'"),
                                shown(entry->file).text, entry_place(from->manifest, entry).text, shown(key).text);
    else if (work->disk != NULL && work->disk->twins != NULL && work->disk->twins(work->disk->context, place->path) > 0)
        status = doubt_shared(work, photo, from->manifest, entry);
    return status == SLADD_OK ? use(work, photo, source, chosen, true, found) : status;
}

static enum sladd_status find_key(struct work *work, size_t photo, const struct resolver_place *place, size_t source,
                                  const char *key, struct found *found) {
    const struct manifest *manifest = work->resolver->sources[source].manifest;
    const struct photo_entry *exact = manifest_photo(manifest, key);
    return exact != NULL ? use(work, photo, source, (size_t)(exact - manifest->photos), false, found)
                         : find_alike(work, photo, place, source, key, found);
}

/* The same photo by two paths: given twice, or a copy of it. */
static bool same_picture(const struct work *work, const char *one, const char *other) {
    return strcmp(one, other) == 0 ||
           (work->disk != NULL && work->disk->same != NULL && work->disk->same(work->disk->context, one, other));
}

/* Is the entry free for a photo that lies elsewhere? It is where nothing lies at its own place, or the same picture. */
static bool may_borrow(const struct work *work, const struct resolver_source *from, const struct photo_entry *entry,
                       const char *key, const char *path) {
    char *own = NULL;
    enum presence there = resolver_presence(from, work->disk, entry->file, path);
    bool may = there == PRESENCE_ABSENT || there == PRESENCE_SAME;
    if (there == PRESENCE_OTHER && strcmp(entry->file, key) == 0 &&
        asprintf(&own, "%s/%s", from->folder, entry->file) >= 0) {
        may = same_picture(work, own, path);
        free(own);
    }
    return may;
}

static enum sladd_status doubt_borrowed(struct work *work, size_t photo, const struct manifest *manifest,
                                        const struct photo_entry *entry) {
    return resolver_doubt(&work->resolver->photos[photo], work->err,
                          N_("'%s' (%s) speaks of one photo, and there is another one of this name: give this one a "
                             "manifest of its own, or both one in a folder above them, with an entry for each"),
                          shown(entry->file).text, entry_place(manifest, entry).text);
}

/* The entry of this name for a photo that lies elsewhere than the manifest. One that belongs to another photo, there or
 * in this run, may not show anybody here; and that it hides nobody here would be a guess. */
static enum sladd_status borrow(struct work *work, size_t photo, const struct resolver_place *place, size_t source,
                                const char *key, struct found *found) {
    const struct resolver_source *from = &work->resolver->sources[source];
    const struct photo_entry *entry = resolver_find(from->manifest, key);
    size_t user = entry != NULL ? from->used[entry - from->manifest->photos] : 0;
    if (entry != NULL && !may_borrow(work, from, entry, key, place->path))
        return doubt_borrowed(work, photo, from->manifest, entry);
    enum sladd_status status = find_key(work, photo, place, source, key, found);
    if (status != SLADD_OK || user == 0 || user == RESOLVER_NONE || found->entry != entry ||
        same_picture(work, work->resolver->photos[user - 1].places[0].path, place->path))
        return status;
    status = doubt_borrowed(work, photo, from->manifest, entry);
    return status == SLADD_OK ? doubt_borrowed(work, user - 1, from->manifest, entry) : status;
}

/* A manifest that was given by name, about a photo that its own folder does not call so: by the end of the photo's
 * path, the longest first, down to the path below the folder that was given. */
static enum sladd_status find_elsewhere(struct work *work, size_t photo, const struct resolver_place *place,
                                        size_t source, const char *below, struct found *found) {
    const char *relative = work->resolver->photos[photo].relative;
    size_t length = strlen(place->path), least = strlen(relative);
    enum sladd_status status = SLADD_OK;
    const char *slash = below == NULL ? place->path : NULL;
    for (; slash != NULL && status == SLADD_OK && found->entry == NULL; slash = strchr(slash + 1, '/'))
        if (length - (size_t)(slash + 1 - place->path) > least)
            status = borrow(work, photo, place, source, slash + 1, found);
    const struct resolver_source *from = &work->resolver->sources[source];
    const struct photo_entry *lent = below != NULL ? resolver_find(from->manifest, relative) : NULL;
    if (status != SLADD_OK || found->entry != NULL)
        return status;
    if (lent != NULL && !may_borrow(work, from, lent, relative, place->path))
        return SLADD_OK; /* the path below the manifest's folder decides: nobody mentions this one */
    return borrow(work, photo, place, source, relative, found);
}

static enum sladd_status add_farther(struct work *work, size_t index, const struct photo_entry *entry) {
    struct resolver_photo *photo = &work->resolver->photos[index];
    if (!array_grow((void **)&photo->farther, &photo->farther_capacity, photo->farther_count + 1,
                    sizeof *photo->farther))
        return fail_memory(work->err);
    photo->farther[photo->farther_count++] = entry;
    return SLADD_OK;
}

/* The nearest manifest that mentions the photo; and what those further up say of it. */
static enum sladd_status find_at(struct work *work, size_t photo, const struct resolver_place *place,
                                 struct found *found) {
    enum sladd_status status = SLADD_OK;
    *found = (struct found){NULL, place->source};
    for (size_t s = place->source; s != RESOLVER_NONE && status == SLADD_OK; s = work->resolver->sources[s].parent) {
        const struct resolver_source *source = &work->resolver->sources[s];
        const char *below = path_below(place->path, source->folder);
        struct found here = {NULL, s};
        if (below != NULL || source->given)
            status =
                near_names_doubt_folders(&work->resolver->photos[photo], source->manifest,
                                         below != NULL ? below : work->resolver->photos[photo].relative, work->err);
        if (status == SLADD_OK && below != NULL)
            status = find_key(work, photo, place, s, below, &here);
        if (status == SLADD_OK && here.entry == NULL && found->entry == NULL && source->given)
            status = find_elsewhere(work, photo, place, s, below, &here);
        if (here.entry != NULL && found->entry == NULL)
            *found = here;
        else if (here.entry != NULL && status == SLADD_OK)
            status = add_farther(work, photo, here.entry);
    }
    return status;
}

/* The sidecar beside the photo speaks of nothing but it. */
static enum sladd_status read_sidecar(struct work *work, size_t index, const struct resolver_place *place,
                                      const struct photo_entry **entry) {
    const struct manifest *sidecar = place->sidecar;
    const char *name = path_name(place->path);
    enum sladd_status status = SLADD_OK;
    *entry = sidecar != NULL ? resolver_find(sidecar, name) : NULL;
    const struct photo_entry *photos = sidecar != NULL ? sidecar->photos : NULL;
    for (size_t i = 0; photos != NULL && i < sidecar->photo_count && status == SLADD_OK; i++) {
        const struct photo_entry *other = &photos[i];
        if (other == *entry && strcmp(other->file, name) != 0)
            status =
                resolver_remark(work->resolver, (struct remark){REMARK_OTHER_NAME, sidecar, other, index}, work->err);
        else if (other != *entry && *entry != NULL)
            status = resolver_remark(work->resolver, (struct remark){REMARK_NOT_BESIDE, sidecar, other, RESOLVER_NONE},
                                     work->err);
        else if (other != *entry)
            status = resolver_doubt(&work->resolver->photos[index], work->err,
                                    N_("'%s' (%s) is not the photo beside it: write '%s'"), shown(other->file).text,
                                    entry_place(sidecar, other).text, shown(name).text);
    }
    return status;
}

/* The manifests that say something of all their photos, and whoever stands in two of them. */
static enum sladd_status inherit(const struct work *work, size_t nearest, struct resolver_photo *photo) {
    const struct resolver_source *sources = work->resolver->sources;
    struct manifest_entry *entry = &photo->entry;
    size_t count = 1;
    for (size_t s = nearest; s != RESOLVER_NONE; s = sources[s].parent)
        count++;
    photo->manifests = array_new(count, sizeof *photo->manifests);
    if (photo->manifests == NULL)
        return fail_memory(work->err);
    if (entry->sidecar != NULL)
        photo->manifests[entry->manifest_count++] = entry->sidecar;
    for (size_t s = nearest; s != RESOLVER_NONE; s = sources[s].parent)
        photo->manifests[entry->manifest_count++] = sources[s].manifest;
    entry->manifests = photo->manifests;
    enum sladd_status status =
        people_join(entry->sidecar, entry->folder, &photo->joined, &entry->joined_count, work->err);
    entry->joined = photo->joined;
    return status;
}

static enum sladd_status resolve(struct work *work, size_t index) {
    struct resolver_photo *photo = &work->resolver->photos[index];
    struct found found[2] = {{NULL, RESOLVER_NONE}, {NULL, RESOLVER_NONE}};
    const struct photo_entry *beside[2] = {NULL, NULL};
    enum sladd_status status = SLADD_OK;
    for (size_t p = 0; p < photo->place_count && status == SLADD_OK; p++) {
        status = find_at(work, index, &photo->places[p], &found[p]);
        if (status == SLADD_OK)
            status = read_sidecar(work, index, &photo->places[p], &beside[p]);
    }
    bool here = found[0].entry != NULL || beside[0] != NULL, there = found[1].entry != NULL || beside[1] != NULL;
    bool same = found[0].entry == found[1].entry && beside[0] == beside[1];
    const struct photo_entry *other = beside[1] != NULL ? beside[1] : found[1].entry;
    if (status == SLADD_OK && here && there && !same)
        status = resolver_doubt(photo, work->err,
                                N_("'%s' (%s) names the photo that this link leads to, and another entry names the "
                                   "link: give the photo itself ('%s')"),
                                shown(other->file).text,
                                entry_place(beside[1] != NULL ? photo->places[1].sidecar
                                                              : work->resolver->sources[found[1].source].manifest,
                                            other)
                                    .text,
                                shown(photo->places[1].path).text);
    size_t p = there && !here ? 1 : 0;
    if (photo->place_count > 1 && !there && found[0].source == RESOLVER_NONE && photo->places[0].sidecar == NULL)
        p = 1;
    photo->source = found[p].source;
    photo->entry = (struct manifest_entry){
        .sidecar = photo->places[p].sidecar,
        .folder = found[p].source != RESOLVER_NONE ? work->resolver->sources[found[p].source].manifest : NULL,
        .photo = beside[p] != NULL ? beside[p] : found[p].entry,
        .folder_photo = beside[p] != NULL ? found[p].entry : NULL,
        .farther = photo->farther,
        .farther_count = photo->farther_count,
        .doubt = photo->doubt,
    };
    if (status == SLADD_OK)
        status = inherit(work, photo->places[p].source, photo);
    return status == SLADD_OK ? entry_check(&photo->entry, work->err) : status;
}

static int compare_remarks(const void *a, const void *b) {
    const struct remark *left = a, *right = b;
    int order = left->manifest != right->manifest ? strcmp(left->manifest->path, right->manifest->path) : 0;
    return order != 0 ? order : left->entry->line - right->entry->line;
}

enum sladd_status resolver_run(struct resolver *resolver, const struct resolver_disk *disk, struct sladd_error *err) {
    struct work work = {resolver, disk, err};
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < resolver->photo_count && status == SLADD_OK; i++)
        status = resolve(&work, i);
    if (status == SLADD_OK)
        status = near_names_judge(resolver, disk, err);
    if (status == SLADD_OK)
        status = moved_photos_judge(resolver, disk, err);
    if (resolver->remark_count > 0)
        qsort(resolver->remarks, resolver->remark_count, sizeof *resolver->remarks, compare_remarks);
    return status;
}

enum sladd_status resolver_run_late(struct resolver *resolver, size_t photo, const struct resolver_disk *disk,
                                    struct sladd_error *err) {
    return resolve(&(struct work){resolver, disk, err}, photo);
}
