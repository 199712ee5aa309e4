#include "cli/entry_of_copy.h"

#include "base/array.h"
#include "base/paths.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* One way to understand what is written about the copy. */
struct reading {
    struct manifest_entry entry;
    const struct sladd_outcome *receipt;
};

/* A growing list; owned. */
struct readings {
    struct reading *items;
    size_t count, capacity;
    bool mentioned; /* the receipt's photo, by a manifest that was given or found for the copy */
};

struct weight {
    size_t findings[SEVERITY_ERROR + 1];
};

static size_t folders_in(const char *path) {
    size_t count = 0;
    for (; (path = strchr(path, '/')) != NULL; path++)
        count++;
    return count;
}

/* A manifest in one of the copies' own folders, or above, calls a copy by its path below that, as it was written. */
static const struct photo_entry *find_beside(const struct manifest *manifest, const char *copies_folder,
                                             const struct receipt *receipt) {
    char *file = realpath(manifest->path, NULL), *copies = realpath(copies_folder, NULL);
    char *folder = file != NULL ? path_folder(file) : NULL;
    char *place = copies != NULL ? path_join(copies, receipt->output) : NULL;
    const char *name = folder != NULL && place != NULL ? path_below(place, folder) : NULL;
    const struct photo_entry *found = name != NULL ? resolver_find(manifest, name) : NULL;
    free(place);
    free(folder);
    free(copies);
    free(file);
    return found;
}

/* The manifest of the originals calls a copy by its photo's name, which may be another than the copy's own: the end of
 * the photo's path, the longest that is known first, and no shorter than the copy's path below the folder it was
 * written into. Where the photo lay on another machine, nothing else is known of its folders. */
static const struct photo_entry *find_original(const struct manifest *manifest, const char *copies_folder,
                                               const struct receipt *receipt) {
    const size_t least = folders_in(receipt->output);
    const struct photo_entry *found = NULL;
    for (const char *at = receipt->origin; found == NULL && at != NULL && (at = strchr(at, '/')) != NULL;) {
        at++;
        if (folders_in(at) >= least)
            found = resolver_find(manifest, at);
    }
    if (found == NULL)
        found = resolver_find(manifest, receipt->output);
    return found != NULL ? found : find_beside(manifest, copies_folder, receipt);
}

/* Does the folder in which its photo lay still stand, and is the photo in it? */
static void look_at_origin(const struct receipt *receipt, bool *folder_there, bool *there) {
    struct stat facts;
    char *folder = receipt->origin[0] == '/' ? path_folder(receipt->origin) : NULL;
    *folder_there = folder != NULL && stat(folder[0] != '\0' ? folder : "/", &facts) == 0;
    *there = *folder_there && lstat(receipt->origin, &facts) == 0;
    free(folder);
}

/* What lies beside the original counts, as for the run that made the copy: its sidecar, and the manifest of its folder.
 * Where nothing speaks of it there, `*entry` is empty. */
static enum sladd_status read_origin(const struct copy_sources *from, const struct receipt *receipt,
                                     struct manifest_entry *entry, struct sladd_error *err) {
    bool folder_there, there, of_run;
    enum sladd_status status = SLADD_OK;
    *entry = (struct manifest_entry){0};
    look_at_origin(receipt, &folder_there, &there);
    if (folder_there)
        status =
            manifests_find_late(from->originals, receipt->origin, folders_in(receipt->output), entry, &of_run, err);
    if (entry->photo == NULL && entry->doubt == NULL)
        *entry = (struct manifest_entry){0};
    return status;
}

enum sladd_status entry_of_copy_prepare(const struct copy_sources *from, const struct vouched *vouched,
                                        struct sladd_error *err) {
    struct manifest_entry entry;
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < vouched->count && status == SLADD_OK; i++)
        status = read_origin(from, vouched->receipts[i], &entry, err);
    return status;
}

static enum sladd_status add(struct readings *readings, const struct manifest_entry *entry,
                             const struct receipt *receipt, struct sladd_error *err) {
    if (!array_grow((void **)&readings->items, &readings->capacity, readings->count + 1, sizeof *readings->items))
        return fail_memory(err);
    readings->items[readings->count++] = (struct reading){*entry, &receipt->outcome};
    return SLADD_OK;
}

/* By what the manifest that speaks of the copies says of this photo (NULL: nothing), and what lies beside the photo. */
static enum sladd_status add_photo(struct readings *readings, const struct copy_sources *from,
                                   const struct manifest_entry *own, const struct photo_entry *known,
                                   const struct receipt *photo, const struct receipt *receipt,
                                   struct sladd_error *err) {
    struct manifest_entry entry = *own, beside;
    entry.photo = known;
    entry.doubt = NULL; /* whatever else the copy's own name is like */
    readings->mentioned = readings->mentioned || known != NULL;
    enum sladd_status status = known != NULL ? add(readings, &entry, receipt, err) : SLADD_OK;
    if (status == SLADD_OK)
        status = read_origin(from, photo, &beside, err);
    return status == SLADD_OK && (beside.photo != NULL || beside.doubt != NULL) ? add(readings, &beside, receipt, err)
                                                                                : status;
}

/* A photo that was renamed is known by its newer copy: other receipts are for the same one, and it is where they have
 * it. Where the photos are not at hand, nobody can tell that from a second photo with the same bytes, whose entry is
 * another's if this one has its own. */
static enum sladd_status add_alike(struct readings *readings, const struct copy_sources *from,
                                   const struct manifest_entry *own, const struct vouched *vouched,
                                   const struct receipt *receipt, struct sladd_error *err) {
    size_t count = 0;
    bool at_hand, there;
    look_at_origin(receipt, &at_hand, &there);
    struct receipt *const *alike =
        there || (readings->mentioned && !at_hand) ? NULL : published_alike(from->published, vouched, receipt, &count);
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < count && status == SLADD_OK; i++) {
        bool folder;
        look_at_origin(alike[i], &folder, &there);
        if (alike[i] != receipt && (there || !at_hand))
            status = add_photo(readings, from, own,
                               own->folder != NULL ? find_original(own->folder, vouched->folder, alike[i]) : NULL,
                               alike[i], receipt, err);
    }
    return status;
}

/* Of a receipt there is one reading, or several. */
static enum sladd_status read_by(struct readings *readings, const struct copy_sources *from,
                                 const struct manifest_entry *own, const struct vouched *vouched,
                                 const struct receipt *receipt, struct sladd_error *err) {
    const bool sure = own->photo != NULL && own->doubt == NULL;
    const bool same_name =
        receipt->origin != NULL && strcmp(path_name(receipt->origin), path_name(receipt->output)) == 0;
    const struct photo_entry *known = NULL;
    readings->mentioned = sure;
    if (own->folder != NULL && !(sure && !vouched->moved && same_name))
        known = find_original(own->folder, vouched->folder, receipt);
    if (sure && known == own->photo)
        known = NULL;
    enum sladd_status status = sure ? add(readings, own, receipt, err) : SLADD_OK;
    if (status == SLADD_OK)
        status = add_photo(readings, from, own, known, receipt, receipt, err);
    if (status == SLADD_OK)
        status = add_alike(readings, from, own, vouched, receipt, err);
    return status == SLADD_OK && !readings->mentioned ? add(readings, own, receipt, err) : status;
}

static enum sladd_status weigh(const struct inspection *inspection, const struct reading *reading,
                               struct weight *weight, struct sladd_error *err) {
    static const struct sladd_names nothing;
    struct inspection about = *inspection;
    struct findings findings = {0};
    about.entry = &reading->entry;
    *weight = (struct weight){0};
    enum sladd_status status = inspect_copy(&about, reading->receipt, &nothing, &findings, err);
    for (size_t i = 0; i < findings.count; i++)
        weight->findings[rule_severity(findings.items[i].rule)]++;
    findings_clear(&findings);
    return status;
}

static bool is_heavier(const struct weight *weight, const struct weight *than) {
    int severity = SEVERITY_ERROR;
    while (severity > 0 && weight->findings[severity] == than->findings[severity])
        severity--;
    return weight->findings[severity] > than->findings[severity];
}

static enum sladd_status find_strictest(const struct inspection *inspection, const struct reading *readings,
                                        size_t count, size_t *strictest, struct sladd_error *err) {
    struct weight most = {0}, weight;
    enum sladd_status status = SLADD_OK;
    *strictest = 0;
    for (size_t i = 0; i < count && count > 1 && status == SLADD_OK; i++) {
        status = weigh(inspection, &readings[i], &weight, err);
        if (status == SLADD_OK && is_heavier(&weight, &most)) {
            most = weight;
            *strictest = i;
        }
    }
    return status;
}

enum sladd_status entry_of_copy(const struct inspection *inspection, const struct vouched *vouched,
                                const struct copy_sources *from, struct manifest_entry *entry,
                                const struct sladd_outcome **receipt, struct sladd_error *err) {
    struct readings readings = {0};
    size_t strictest = 0;
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < vouched->count && status == SLADD_OK; i++)
        status = read_by(&readings, from, inspection->entry, vouched, vouched->receipts[i], err);
    for (size_t i = 0; i < readings.count && status == SLADD_OK; i++) {
        resolver_forget_missing(from->resolver, &readings.items[i].entry);
        status = entry_check(&readings.items[i].entry, err);
    }
    if (status == SLADD_OK)
        status = find_strictest(inspection, readings.items, readings.count, &strictest, err);
    if (status == SLADD_OK) {
        *entry = readings.items[strictest].entry;
        *receipt = readings.items[strictest].receipt;
    }
    free(readings.items);
    return status;
}
