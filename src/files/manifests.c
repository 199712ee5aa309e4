#include "files/manifests.h"

#include "base/array.h"
#include "base/bytes.h"
#include "base/language.h"
#include "base/memstream.h"
#include "base/paths.h"
#include "consent/known_text.h"
#include "consent/moved_photos.h"
#include "consent/people.h"
#include "consent/tree.h"
#include "files/beside.h"
#include "files/manifest_disk.h"
#include "files/manifest_folders.h"
#include "files/manifest_tree.h"

#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Keep a string as long as the manifests; NULL stays NULL. */
static const char *keep(struct manifests *manifests, char *text) {
    if (text == NULL || !array_grow((void **)&manifests->strings, &manifests->string_capacity,
                                    manifests->string_count + 1, sizeof *manifests->strings)) {
        free(text);
        return NULL;
    }
    manifests->strings[manifests->string_count++] = text;
    return text;
}

enum sladd_status manifests_open(struct manifests *manifests, const char *given, const struct sladd_names *folders,
                                 const struct manifest_text *unsaved, size_t unsaved_count, struct sladd_error *err) {
    *manifests = (struct manifests){.resolver = {.roots = folders},
                                    .unsaved = unsaved,
                                    .unsaved_count = unsaved_count,
                                    .given = given,
                                    .given_source = RESOLVER_NONE,
                                    .here = realpath(".", NULL)};
    if (manifests->here == NULL)
        manifests->here = strdup("/dev/null/");
    if (manifests->here == NULL)
        return fail_memory(err);
    if (given == NULL)
        return SLADD_OK;
    struct manifest *manifest;
    enum sladd_status status = manifest_load(manifests, given, true, &manifest, err);
    if (status != SLADD_OK)
        return status;
    char *real = realpath(given, NULL);
    const char *folder = real != NULL ? keep(manifests, path_folder(real)) : NULL;
    free(real);
    if (folder == NULL)
        return fail_memory(err);
    struct resolver_source source = {.manifest = manifest, .folder = folder, .parent = RESOLVER_NONE, .given = true};
    status = manifest_folder_beside_given(manifests, folder, err);
    return status == SLADD_OK ? resolver_add_source(&manifests->resolver, source, &manifests->given_source, err)
                              : status;
}

void manifests_inherit(struct manifests *manifests, struct manifests *before) {
    manifests->digests = before->digests;
    before->digests = NULL;
}

/* A photo of which nobody can tell where it lies has manifests that nobody can find, and must not go on without them.
 * One that cannot be read, either, is refused later, by its own name. */
static enum sladd_status fail_lost(const struct input *input, int why, struct sladd_error *err) {
    int fd = why != ENOMEM ? input_open(input) : -1;
    if (why == ENOMEM)
        return fail_memory(err);
    if (fd < 0)
        return SLADD_OK;
    (void)close(fd);
    return sladd_fail(err, SLADD_IO, "%s: cannot tell where its manifests are: %s", input->path, fail_reason(why));
}

/* One place of a photo: its folder is read, and its sidecar. `folder` becomes the manifests'; NULL: out of memory. */
static enum sladd_status add_place(struct manifests *manifests, char *folder, const char *name,
                                   struct resolver_photo *photo, struct sladd_error *err) {
    struct folder *opened;
    struct manifest *sidecar = NULL;
    char *path = NULL, *stem = NULL;
    if (folder == NULL)
        return fail_memory(err);
    if (name[0] == '\0') {
        free(folder);
        return SLADD_OK; /* it cannot be read either, which is said elsewhere */
    }
    if (strcmp(folder, "/") == 0)
        folder[0] = '\0';
    enum sladd_status status = manifest_folder_open(manifests, folder, &opened, err);
    if (status == SLADD_OK) {
        status = manifest_folder_beside(manifests, opened, err);
        if (status == SLADD_OK)
            status = manifest_tree_read(manifests, opened, err);
        status = manifest_folder_refuse(opened, status, err);
    }
    if (status == SLADD_OK && (asprintf(&path, "%s/%s", folder, name) < 0 || asprintf(&stem, "%s.consent", name) < 0))
        status = fail_memory(err);
    if (status == SLADD_OK)
        status = manifest_load_either(manifests, folder, stem, &sidecar, err);
    if (status == SLADD_OK) {
        struct resolver_place *place = &photo->places[photo->place_count++];
        *place = (struct resolver_place){keep(manifests, path), opened->source, sidecar};
        path = NULL;
        status = place->path != NULL ? SLADD_OK : fail_memory(err);
    }
    free(folder);
    free(path);
    free(stem);
    return status;
}

/* The folder that a path names, then the one in which a link's target lies. */
static enum sladd_status add_places(struct manifests *manifests, const struct input *input,
                                    struct resolver_photo *photo, struct sladd_error *err) {
    const char *name = path_name(input->path);
    char *folder = path_way(input->path);
    char *real = folder != NULL ? realpath(folder, NULL) : NULL;
    int why = folder != NULL ? errno : ENOMEM;
    free(folder);
    if (real == NULL)
        return fail_lost(input, why, err);
    enum sladd_status status = add_place(manifests, real, name, photo, err);
    struct stat facts;
    if (status != SLADD_OK)
        return status;
    if (lstat(input->path, &facts) != 0)
        return fail_lost(input, errno, err);
    if (!S_ISLNK(facts.st_mode))
        return SLADD_OK;
    char *target = realpath(input->path, NULL);
    if (target == NULL)
        return fail_lost(input, errno, err);
    status = add_place(manifests, path_folder(target), path_name(target), photo, err);
    free(target);
    return status;
}

enum sladd_status manifests_add(struct manifests *manifests, const struct input *input, struct sladd_error *err) {
    struct resolver_photo photo = {.relative = input->relative, .source = RESOLVER_NONE};
    enum sladd_status status = add_places(manifests, input, &photo, err);
    return status == SLADD_OK ? resolver_add_photo(&manifests->resolver, photo, err) : status;
}

/* Whoever says no in one of the manifests says it in all that were read, also of photos that were not given. */
static enum sladd_status link_people(struct manifests *manifests, struct sladd_error *err) {
    struct manifest **all = array_new(manifests->file_count + 1, sizeof *all);
    size_t count = 0;
    if (all == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < manifests->file_count; i++)
        all[count++] = manifests->files[i].manifest;
    enum sladd_status status = people_link(all, count, err);
    free(all);
    return status;
}

/* An XMP file that is not read may name somebody who must not be shown. */
static enum sladd_status doubt_xmp(struct manifests *manifests, struct resolver_photo *photo, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t p = 0; p < photo->place_count && status == SLADD_OK; p++) {
        const char *path = photo->places[p].path, *missed;
        const struct folder *folder = manifest_folder_with(manifests, path);
        char *right = NULL;
        if (folder == NULL || !beside_missed(photo->places[0].path, path, &folder->names, &missed, &right))
            status = fail_memory(err);
        else if (missed != NULL && p == 0)
            status = resolver_doubt(photo, err,
                                    N_("'%s' is nearly the name of this photo's XMP file and is not read: rename it to "
                                       "'%s', or move it away"),
                                    shown(missed).text, shown(right).text);
        else if (missed != NULL)
            status = resolver_doubt(photo, err,
                                    N_("the XMP file '%s' of the photo that this link leads to is not read: give the "
                                       "photo itself ('%s')"),
                                    shown(missed).text, shown(path).text);
        free(right);
    }
    return status;
}

enum sladd_status manifests_resolve(struct manifests *manifests, struct sladd_error *err) {
    const struct resolver_disk disk = manifest_disk(manifests);
    struct resolver *resolver = &manifests->resolver;
    manifests->added = resolver->photo_count;
    enum sladd_status status = link_people(manifests, err);
    if (status == SLADD_OK)
        status = resolver_run(resolver, &disk, err);
    for (size_t i = 0; i < resolver->photo_count && status == SLADD_OK; i++)
        status = doubt_xmp(manifests, &resolver->photos[i], err);
    return status;
}

/* A place of a photo that was resolved. */
struct known_place {
    const char *path; /* borrowed */
    size_t photo;
};

static int compare_places(const void *a, const void *b) {
    return strcmp(((const struct known_place *)a)->path, ((const struct known_place *)b)->path);
}

/* Find the photo under its paths from now on; the first one of a path counts. */
static enum sladd_status remember(struct manifests *manifests, size_t photo, struct sladd_error *err) {
    const struct resolver_photo *known = &manifests->resolver.photos[photo];
    for (size_t p = 0; p < known->place_count; p++) {
        struct known_place *place = malloc(sizeof *place);
        if (place == NULL)
            return fail_memory(err);
        *place = (struct known_place){known->places[p].path, photo};
        struct known_place *const *found = tsearch(place, &manifests->by_path, compare_places);
        if (found == NULL || *found != place)
            free(place);
        if (found == NULL)
            return fail_memory(err);
    }
    return SLADD_OK;
}

/* The file's name and so many folders in front of it. */
static const char *path_end(const char *path, size_t folders) {
    const char *end = path_name(path);
    for (; folders > 0 && end > path + 1; folders--)
        for (end--; end > path && end[-1] != '/';)
            end--;
    return end;
}

/* Add a photo that is not one of the run's and ask about it. */
static enum sladd_status resolve_late(struct manifests *manifests, const char *path, size_t folders,
                                      struct sladd_error *err) {
    const struct resolver_disk disk = manifest_disk(manifests);
    struct resolver *resolver = &manifests->resolver;
    const char *kept = keep(manifests, strdup(path));
    if (kept == NULL)
        return fail_memory(err);
    const struct input input = {.path = (char *)kept, .relative = (char *)path_end(kept, folders), .named = true};
    struct resolver_photo photo = {.relative = input.relative, .source = RESOLVER_NONE};
    const size_t files = manifests->file_count;
    enum sladd_status status = add_places(manifests, &input, &photo, err);
    if (status == SLADD_OK && photo.place_count == 0) /* its folder is gone, too; those above may speak of it */
        status = add_place(manifests, path_folder(kept), path_name(kept), &photo, err);
    if (status == SLADD_OK && manifests->file_count > files)
        status = link_people(manifests, err);
    if (status == SLADD_OK)
        status = resolver_add_photo(resolver, photo, err);
    if (status == SLADD_OK)
        status = resolver_run_late(resolver, resolver->photo_count - 1, &disk, err);
    return status == SLADD_OK ? remember(manifests, resolver->photo_count - 1, err) : status;
}

enum sladd_status manifests_find_late(struct manifests *manifests, const char *path, size_t folders,
                                      struct manifest_entry *entry, bool *of_run, struct sladd_error *err) {
    const struct known_place key = {.path = path};
    enum sladd_status status = SLADD_OK;
    for (; manifests->indexed < manifests->added && status == SLADD_OK; manifests->indexed++)
        status = remember(manifests, manifests->indexed, err);
    struct known_place *const *found = tfind(&key, &manifests->by_path, compare_places);
    size_t photo = found != NULL ? (*found)->photo : manifests->resolver.photo_count;
    if (status == SLADD_OK && found == NULL)
        status = resolve_late(manifests, path, folders, err);
    *entry =
        photo < manifests->resolver.photo_count ? manifests->resolver.photos[photo].entry : (struct manifest_entry){0};
    *of_run = status == SLADD_OK && photo < manifests->added;
    return status;
}

enum sladd_status manifests_find_moved(struct manifests *manifests, const char *sha256, const char **doubt,
                                       struct sladd_error *err) {
    const struct resolver_disk disk = manifest_disk(manifests);
    return moved_photos_find(&manifests->resolver, &disk, sha256, doubt, err);
}

enum sladd_status manifests_next_moved(struct manifests *manifests, const char *sha256, const char *beside, size_t *at,
                                       struct manifest_entry *entry, bool *found, struct sladd_error *err) {
    const struct resolver_disk disk = manifest_disk(manifests);
    const struct photo_entry *left;
    size_t source;
    bool of_run;
    enum sladd_status status = moved_photos_next(&manifests->resolver, &disk, sha256, beside, at, &left, &source, err);
    *found = left != NULL;
    if (left == NULL)
        return status;
    char *path = path_join(manifests->resolver.sources[source].folder, left->file);
    status = path != NULL ? manifests_find_late(manifests, path, 0, entry, &of_run, err) : fail_memory(err);
    free(path);
    return status;
}

const struct manifest_entry *manifests_entry(const struct manifests *manifests, size_t photo) {
    return &manifests->resolver.photos[photo].entry;
}

void manifests_view(const struct manifests *manifests, size_t photo, struct input *view) {
    static char root[] = "/";
    const struct resolver_photo *known = &manifests->resolver.photos[photo];
    const struct folder *folder =
        known->place_count > 0 ? manifest_folder_with(manifests, known->places[0].path) : NULL;
    if (folder != NULL) {
        view->relative = (char *)path_below(known->places[0].path, folder->top->path);
        view->root = folder->top->path[0] != '\0' ? folder->top->path : root;
    }
}

bool manifests_home(const struct manifests *manifests, size_t photo, const char **file, const char **key) {
    const struct resolver *resolver = &manifests->resolver;
    const struct resolver_photo *known = &resolver->photos[photo];
    if (known->source == RESOLVER_NONE)
        return false;
    const struct resolver_source *source = &resolver->sources[known->source];
    *file = source->manifest->path;
    *key = NULL;
    for (size_t p = 0; p < known->place_count && *key == NULL; p++)
        *key = path_below(known->places[p].path, source->folder);
    return *key != NULL;
}

static void free_folder(void *item) {
    struct folder *folder = item;
    folder_names_clear(&folder->names);
    free(folder->path);
    free(folder->trouble);
    free(folder);
}

bool manifests_know_text(const struct manifests *manifests) {
    bool know = false;
    for (size_t i = 0; i < manifests->resolver.photo_count && !know; i++)
        know = entry_has_known_text(&manifests->resolver.photos[i].entry);
    return know;
}

bool manifests_are_current(const struct manifests *manifests) {
    for (size_t i = 0; i < manifests->seen_count; i++)
        if (!file_stamp_holds(&manifests->seen[i].stamp, manifests->seen[i].path))
            return false;
    return true;
}

bool manifests_digest(const struct manifests *manifests, const char *except, char hex[SLADD_SHA256_HEX]) {
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    for (size_t i = 0; i < manifests->file_count && to != NULL; i++) {
        const struct manifest_file *file = &manifests->files[i];
        if (except == NULL || strcmp(file->path, except) != 0)
            (void)fprintf(to, "%s%c%s\n", file->path, '\0', file->sha256);
    }
    bool good = memstream_close(to, &text);
    hex[0] = '\0';
    if (good)
        sha256_hex((struct span){(const uint8_t *)text, size}, hex);
    free(text);
    return good;
}

void manifests_clear(struct manifests *manifests) {
    resolver_clear(&manifests->resolver);
    for (size_t i = 0; i < manifests->file_count; i++) {
        free(manifests->files[i].path);
        manifest_free(manifests->files[i].manifest);
    }
    free(manifests->files);
    for (size_t i = 0; i < manifests->seen_count; i++)
        free(manifests->seen[i].path);
    free(manifests->seen);
    for (size_t i = 0; i < manifests->string_count; i++)
        free(manifests->strings[i]);
    free(manifests->strings);
    free(manifests->here);
    tdestroy(manifests->folders, free_folder);
    tdestroy(manifests->digests, free);
    tdestroy(manifests->by_path, free);
    tdestroy(manifests->by_file, free);
    *manifests = (struct manifests){0};
}
