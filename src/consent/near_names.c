#include "consent/near_names.h"

#include "base/array.h"
#include "base/ascii.h"
#include "base/language.h"
#include "base/names.h"
#include "base/paths.h"
#include "consent/moved_photos.h"
#include "consent/near_index.h"
#include "consent/nearest.h"
#include "consent/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A path in the forms in which it is compared. The strings but for `key` are owned. */
struct spelling {
    size_t photo;
    const char *key;
    char *folded, *skeleton;
    char *folder;     /* the folded path without its last part */
    const char *name; /* the last part of `folded` */
    const char *bare; /* and of `skeleton` */
};

static bool spelling_make(struct spelling *form, size_t photo, const char *key) {
    *form = (struct spelling){.photo = photo, .key = key, .folded = name_fold(key)};
    form->skeleton = form->folded != NULL ? name_skeleton(form->folded) : NULL;
    if (form->skeleton == NULL)
        return false;
    form->name = path_name(form->folded);
    form->bare = path_name(form->skeleton);
    form->folder = strndup(form->folded, (size_t)(form->name - form->folded));
    return form->folder != NULL;
}

static void spelling_clear(struct spelling *form) {
    free(form->folded);
    free(form->skeleton);
    free(form->folder);
}

/* The photos of one folder. */
struct folder {
    const char *folder; /* as in their spellings */
    struct near_index names;
};

/* The photos that nobody mentions, sorted in three ways. */
struct unmentioned {
    struct spelling *forms;
    size_t count;
    const struct spelling **by_skeleton, **by_bare, **by_folder;
    struct folder *folders;
    size_t folder_count, folder_room;
};

/* Two of a list, for sorting it, and one that is searched for against one of it. */
#define COMPARE(part)                                                                                                  \
    static int compare_##part(const void *a, const void *b) {                                                          \
        const struct spelling *const *left = a, *const *right = b;                                                     \
        int order = strcmp((*left)->part, (*right)->part);                                                             \
        return order != 0 ? order : (*left > *right) - (*left < *right);                                               \
    }
#define AGAINST(part)                                                                                                  \
    static int against_##part(const void *part, const void *item) {                                                    \
        const struct spelling *const *form = item;                                                                     \
        return strcmp(part, (*form)->part);                                                                            \
    }
COMPARE(skeleton)
AGAINST(skeleton)
COMPARE(bare)
AGAINST(bare)
COMPARE(folder)

static int against_folder(const void *path, const void *item) {
    const struct folder *folder = item;
    return strcmp(path, folder->folder);
}

/* What the photo is called below the source, or NULL where the source does not speak of its place. */
static const char *key_below(const struct resolver *resolver, const struct resolver_photo *photo, size_t source) {
    const struct resolver_source *from = &resolver->sources[source];
    const char *below = NULL;
    for (size_t p = 0; p < photo->place_count && below == NULL; p++)
        below = path_below(photo->places[p].path, from->folder);
    return below != NULL ? below : from->given ? photo->relative : NULL;
}

static void sort_forms(const struct unmentioned *all, const struct spelling **sorted,
                       int compare(const void *, const void *)) {
    for (size_t i = 0; i < all->count; i++)
        sorted[i] = &all->forms[i];
    qsort(sorted, all->count, sizeof *sorted, compare);
}

static bool list_folders(struct unmentioned *all) {
    struct folder *at = NULL;
    for (size_t i = 0; i < all->count; i++) {
        const struct spelling *form = all->by_folder[i];
        if (at == NULL || strcmp(at->folder, form->folder) != 0) {
            if (!array_grow((void **)&all->folders, &all->folder_room, all->folder_count + 1, sizeof *all->folders))
                return false;
            at = &all->folders[all->folder_count++];
            *at = (struct folder){.folder = form->folder};
        }
        if (!near_index_add(&at->names, form->name, form))
            return false;
    }
    for (size_t i = 0; i < all->folder_count; i++)
        near_index_sort(&all->folders[i].names);
    return true;
}

static bool unmentioned_list(const struct resolver *resolver, size_t source, struct unmentioned *all) {
    size_t room = resolver->photo_count + 1;
    all->forms = array_new_zero(room, sizeof *all->forms);
    all->by_skeleton = array_new(room, sizeof *all->by_skeleton);
    all->by_bare = array_new(room, sizeof *all->by_bare);
    all->by_folder = array_new(room, sizeof *all->by_folder);
    bool good = all->forms != NULL && all->by_skeleton != NULL && all->by_bare != NULL && all->by_folder != NULL;
    for (size_t i = 0; i < resolver->photo_count && good; i++) {
        const struct resolver_photo *photo = &resolver->photos[i];
        const char *key = photo->entry.photo == NULL ? key_below(resolver, photo, source) : NULL;
        if (key != NULL)
            good = spelling_make(&all->forms[all->count++], i, key);
    }
    if (good) {
        sort_forms(all, all->by_skeleton, compare_skeleton);
        sort_forms(all, all->by_bare, compare_bare);
        sort_forms(all, all->by_folder, compare_folder);
    }
    return good && list_folders(all);
}

static void unmentioned_clear(struct unmentioned *all) {
    for (size_t i = 0; i < all->count; i++)
        spelling_clear(&all->forms[i]);
    for (size_t i = 0; i < all->folder_count; i++)
        near_index_clear(&all->folders[i].names);
    free(all->folders);
    free(all->forms);
    free(all->by_skeleton);
    free(all->by_bare);
    free(all->by_folder);
    *all = (struct unmentioned){0};
}

/* The search for the photos that absent entries may mean, one source after the other. */
struct search {
    struct resolver *resolver;
    size_t source;
    const struct resolver_disk *disk;
    struct unmentioned all; /* as `source` calls them */
    struct sladd_error *err;
};

/* Every sidecar without a photo is a source, and those of a folder follow each other and call the photos the same: one
 * list does for all of them. */
static enum sladd_status turn_to(struct search *search, size_t source) {
    const struct resolver_source *sources = search->resolver->sources, *to = &sources[source];
    const struct resolver_source *from = search->all.forms != NULL ? &sources[search->source] : NULL;
    search->source = source;
    if (from != NULL && from->given == to->given && strcmp(from->folder, to->folder) == 0)
        return SLADD_OK;
    unmentioned_clear(&search->all);
    if (!unmentioned_list(search->resolver, source, &search->all))
        return fail_memory(search->err);
    return SLADD_OK;
}

/* An entry with a digest means that photo alone, and a digest that cannot be had is no proof against it. */
static bool may_mean(const struct search *search, const struct photo_entry *entry, const struct spelling *form) {
    if (entry->sha256 == NULL)
        return true;
    const char *sha256 = resolver_digest(&search->resolver->photos[form->photo], search->disk);
    return sha256 == NULL || sha256[0] == '\0' || ascii_same(entry->sha256, sha256);
}

static enum sladd_status doubt(const struct search *search, const struct photo_entry *entry,
                               const struct spelling *form) {
    return resolver_doubt(&search->resolver->photos[form->photo], search->err,
                          N_("there is no photo '%s' (%s), and this one may be meant: write '%s' there, or give this "
                             "photo an entry of its own"),
                          shown(entry->file).text,
                          entry_place(search->resolver->sources[search->source].manifest, entry).text,
                          shown(form->key).text);
}

static enum sladd_status doubt_all(const struct search *search, const struct photo_entry *entry,
                                   const struct spelling **sorted, int against(const void *, const void *),
                                   const char *part, bool *any) {
    const size_t count = search->all.count;
    enum sladd_status status = SLADD_OK;
    for (size_t i = array_first(part, sorted, count, sizeof(struct spelling *), against);
         i < count && status == SLADD_OK && against(part, &sorted[i]) == 0; i++)
        if (may_mean(search, entry, sorted[i])) {
            status = doubt(search, entry, sorted[i]);
            *any = true;
        }
    return status;
}

/* The name of a file without its ending, for counting slips. */
static size_t stem_length(const char *name) {
    const char *dot = strrchr(name, '.');
    return dot != NULL && dot > name ? (size_t)(dot - name) : strlen(name);
}

/* Two numbers of the same length: in a series of photos that is another photo as often as a slip, so that only one
 * digit may differ. */
static bool differ_in_digits(const char *a, const char *b) {
    size_t i = 0;
    for (; a[i] != '\0' && b[i] != '\0'; i++)
        if (a[i] != b[i] && (!ascii_is_digit(a[i]) || !ascii_is_digit(b[i])))
            return false;
    return a[i] == b[i];
}

/* Are so many slips few, for these names? */
static bool is_slip(const char *entry, const char *photo, size_t slips) {
    size_t length = stem_length(entry), other = stem_length(photo);
    size_t allowed = differ_in_digits(entry, photo) ? 1 : slips_allowed(length < other ? length : other);
    return length >= 3 && slips <= allowed;
}

/* The only photo in the entry's folder that is a slip away. */
static enum sladd_status doubt_slip(const struct search *search, const struct photo_entry *entry,
                                    const struct spelling *spelling) {
    const struct unmentioned *all = &search->all;
    const struct folder *folder =
        bsearch(spelling->folder, all->folders, all->folder_count, sizeof *all->folders, against_folder);
    const struct spelling *only = NULL;
    const void *photo;
    struct near_walk walk;
    size_t slips;
    if (folder == NULL)
        return SLADD_OK;
    near_walk_begin(&walk, &folder->names, spelling->name);
    while (near_walk_next(&walk, &photo, &slips)) {
        const struct spelling *form = photo;
        if (form == only || !is_slip(spelling->name, form->name, slips) || !may_mean(search, entry, form))
            continue;
        if (only != NULL)
            return SLADD_OK;
        only = form;
    }
    return only != NULL ? doubt(search, entry, only) : SLADD_OK;
}

static enum sladd_status doubt_near(const struct search *search, const struct photo_entry *entry) {
    const struct unmentioned *all = &search->all;
    struct spelling spelling;
    bool any = false;
    enum sladd_status status = spelling_make(&spelling, 0, entry->file) ? SLADD_OK : fail_memory(search->err);
    bool has_letters = status == SLADD_OK && spelling.bare[0] != '\0';
    if (has_letters)
        status = doubt_all(search, entry, all->by_skeleton, against_skeleton, spelling.skeleton, &any);
    if (status == SLADD_OK && !any && has_letters)
        status = doubt_all(search, entry, all->by_bare, against_bare, spelling.bare, &any);
    if (status == SLADD_OK && !any)
        status = doubt_slip(search, entry, &spelling);
    spelling_clear(&spelling);
    return status;
}

static enum sladd_status doubt_all_near(struct search *search, size_t source) {
    const struct resolver_source *from = &search->resolver->sources[source];
    enum sladd_status status = turn_to(search, source);
    for (size_t i = 0; i < from->manifest->photo_count && status == SLADD_OK && search->all.count > 0; i++)
        if (from->used[i] == RESOLVER_NONE)
            status = doubt_near(search, &from->manifest->photos[i]);
    return status;
}

static bool is_walked(const struct resolver *resolver, const struct resolver_source *source, const char *file) {
    char *path = NULL;
    bool walked = false;
    if (asprintf(&path, "%s/%s", source->folder, file) < 0)
        return false;
    for (size_t i = 0; resolver->roots != NULL && i < resolver->roots->count && !walked; i++)
        walked = path_below(path, resolver->roots->items[i]) != NULL;
    free(path);
    return walked;
}

/* Was this manifest given by name, and lies elsewhere than all photos? */
static bool is_elsewhere(const struct resolver *resolver, const struct resolver_source *source) {
    for (size_t i = 0; i < resolver->photo_count && source->given; i++)
        for (size_t p = 0; p < resolver->photos[i].place_count; p++)
            if (path_below(resolver->photos[i].places[p].path, source->folder) != NULL)
                return false;
    return source->given;
}

/* A folder, or a pattern where no file is called so. */
static bool means_many(const struct photo_entry *entry, enum presence presence) {
    bool is_file = presence == PRESENCE_SAME || presence == PRESENCE_OTHER;
    return presence == PRESENCE_FOLDER || (!is_file && strpbrk(entry->file, "*?") != NULL);
}

static enum sladd_status refuse_many(const struct manifest *manifest, const struct photo_entry *entry,
                                     struct sladd_error *err) {
    return complain(err, manifest->path, entry->line, entry->column,
                    "'%s' is a folder or a pattern, and an entry speaks of one photo; name each photo, or put a "
                    "consent.yaml into the folder ('rights: {permission: no}' in it withholds all of them)",
                    shown(entry->file).text);
}

/* The entries that speak of no photo of the run and have none on the disk either. */
static enum sladd_status list_absent(struct resolver *resolver, size_t s, const struct resolver_disk *disk, bool *any,
                                     struct sladd_error *err) {
    const struct resolver_source *source = &resolver->sources[s];
    const bool elsewhere = is_elsewhere(resolver, source);
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < source->manifest->photo_count && status == SLADD_OK; i++) {
        const struct photo_entry *entry = &source->manifest->photos[i];
        if (source->used[i] != 0)
            continue;
        enum presence presence = resolver_presence(source, disk, entry->file, NULL);
        if (means_many(entry, presence))
            return refuse_many(source->manifest, entry, err);
        if (presence != PRESENCE_ABSENT)
            continue;
        *any = true;
        source->used[i] = RESOLVER_NONE; /* nobody's: whom may it mean? */
        if (elsewhere || is_walked(resolver, source, entry->file))
            status = resolver_remark(
                resolver,
                (struct remark){elsewhere ? REMARK_NOT_USED : REMARK_NO_PHOTO, source->manifest, entry, RESOLVER_NONE},
                err);
    }
    return status;
}

enum sladd_status near_names_judge(struct resolver *resolver, const struct resolver_disk *disk,
                                   struct sladd_error *err) {
    struct search search = {.resolver = resolver, .disk = disk, .err = err};
    enum sladd_status status = SLADD_OK;
    for (size_t s = 0; s < resolver->source_count && status == SLADD_OK; s++) {
        bool any = false;
        status = list_absent(resolver, s, disk, &any, err);
        if (status == SLADD_OK && any)
            status = doubt_all_near(&search, s);
    }
    unmentioned_clear(&search.all);
    return status;
}

enum sladd_status near_names_doubt_folders(struct resolver_photo *photo, const struct manifest *manifest,
                                           const char *key, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (const char *slash = strchr(key, '/'); slash != NULL && status == SLADD_OK; slash = strchr(slash + 1, '/')) {
        const struct entry_name *first;
        char *folder = strndup(key, (size_t)(slash - key)), *folded = folder != NULL ? name_fold(folder) : NULL;
        if (folded == NULL)
            status = fail_memory(err);
        else if (manifest_photos_alike(manifest, folded, &first) > 0)
            status = resolver_doubt(photo, err,
                                    N_("'%s' (%s) is this photo's folder, and an entry speaks of one photo: name each "
                                       "photo, or put a consent.yaml into the folder"),
                                    shown(manifest->photos[first->photo].file).text,
                                    entry_place(manifest, &manifest->photos[first->photo]).text);
        free(folder);
        free(folded);
    }
    return status;
}

struct entry_place entry_place(const struct manifest *manifest, const struct photo_entry *entry) {
    struct entry_place place;
    (void)snprintf(place.text, sizeof place.text, "%s:%d", shown_path(manifest->path), entry->line);
    return place;
}
