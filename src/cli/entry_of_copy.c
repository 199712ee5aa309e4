#include "cli/entry_of_copy.h"

#include "base/array.h"
#include "base/paths.h"
#include "consent/moved_photos.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

/* One way to understand what is written about the copy. */
struct reading {
    struct manifest_entry entry;
    const struct sladd_outcome *receipt;
};

/* A growing list; owned. */
struct readings {
    struct reading *items;
    size_t count, capacity;
    /* Of the receipt that is being read: */
    bool mentioned; /* its photo, or the copy by its own name, by a manifest that was given or found for the copy */
    bool spoken;    /* its photo, by any entry */
};

/* One of the receipts for one photo. */
struct kin {
    const struct receipt *receipt;
    struct origin *origin;
    const struct photo_entry *known; /* NULL: the manifest says nothing of it */
};

/* Receipts that belong together, as one manifest (which may be NULL) calls their photos: those for one photo, or those
 * of equal copies. What is known of them is asked once, and not anew for each of them. */
struct circle {
    struct receipt *const *first;
    const struct manifest *folder;
    struct kin *kin; /* those whose photos are where they have them come first; owned */
    size_t there, count;
    bool answered; /* of equal copies that lie elsewhere, and of which nothing else is said: the answer */
    struct manifest_entry entry;
    const struct sladd_outcome *receipt;
};

struct weight {
    size_t findings[SEVERITY_ERROR + 1];
};

/* A manifest in one of the copies' own folders, or above, calls a copy by its path below that, as it was written. A
 * folder that is not there calls nothing. */
static enum sladd_status find_beside(const struct manifest *manifest, const char *copies_folder,
                                     const struct receipt *receipt, const struct photo_entry **found,
                                     struct sladd_error *err) {
    char *file = path_real(manifest->path), *copies = path_real(copies_folder);
    const bool known = file != NULL && copies != NULL, there = known && file[0] != '\0' && copies[0] != '\0';
    char *folder = there ? path_folder(file) : NULL;
    char *place = there ? path_join(copies, receipt->output) : NULL;
    const bool whole = known && (!there || (folder != NULL && place != NULL));
    const char *name = there && whole ? path_below(place, folder) : NULL;
    *found = name != NULL ? resolver_find(manifest, name) : NULL;
    free(place);
    free(folder);
    free(copies);
    free(file);
    return whole ? SLADD_OK : fail_memory(err);
}

/* The manifest of the originals calls a copy by its photo's name, which may be another than the copy's own: the end of
 * the photo's path, the longest that is known first, and no shorter than the copy's path below the folder it was
 * written into. Where the photo lay on another machine, nothing else is known of its folders. */
static enum sladd_status find_original(const struct manifest *manifest, const char *copies_folder,
                                       const struct receipt *receipt, const struct photo_entry **found,
                                       struct sladd_error *err) {
    const size_t least = path_depth(receipt->output);
    *found = NULL;
    for (const char *at = receipt->origin; *found == NULL && at != NULL && (at = strchr(at, '/')) != NULL;) {
        at++;
        if (path_depth(at) >= least)
            *found = resolver_find(manifest, at);
    }
    if (*found == NULL)
        *found = resolver_find(manifest, receipt->output);
    return *found != NULL ? SLADD_OK : find_beside(manifest, copies_folder, receipt, found, err);
}

static int compare_circles(const void *a, const void *b) {
    const struct circle *left = a, *right = b;
    return left->first != right->first ? (left->first > right->first ? 1 : -1)
                                       : (left->folder > right->folder) - (left->folder < right->folder);
}

static struct circle *find_circle(const struct copy_sources *from, struct receipt *const *first,
                                  const struct manifest *folder) {
    const struct circle key = {.first = first, .folder = folder};
    struct circle *const *found = tfind(&key, &from->circles, compare_circles);
    return found != NULL ? *found : NULL;
}

static struct circle *add_circle(struct copy_sources *from, struct receipt *const *first,
                                 const struct manifest *folder) {
    struct circle *made = calloc(1, sizeof *made);
    if (made == NULL)
        return NULL;
    *made = (struct circle){.first = first, .folder = folder};
    if (tsearch(made, &from->circles, compare_circles) == NULL) {
        free(made);
        return NULL;
    }
    return made;
}

static void free_circle(void *item) {
    struct circle *circle = item;
    free(circle->kin);
    free(circle);
}

enum sladd_status copy_sources_open(struct copy_sources *from, struct manifests *manifests,
                                    const struct published *published, const char *given, struct sladd_error *err) {
    *from = (struct copy_sources){.manifests = manifests, .published = published};
    enum sladd_status status = manifests_open(&from->origins.manifests, given, NULL, NULL, 0, err);
    return status == SLADD_OK ? manifests_resolve(&from->origins.manifests, err) : status;
}

void copy_sources_clear(struct copy_sources *from) {
    tdestroy(from->circles, free_circle);
    from->circles = NULL;
    origins_clear(&from->origins);
}

/* The manifests beside its original are read. An entry that speaks of a copy was not left behind, unless the photo is
 * called otherwise by now. */
static enum sladd_status meet(struct copy_sources *from, const struct manifest_entry *own, const char *copies_folder,
                              const struct receipt *receipt, struct kin *kin, struct sladd_error *err) {
    struct manifest_entry entry;
    *kin = (struct kin){.receipt = receipt, .origin = origins_look(&from->origins, receipt)};
    if (kin->origin == NULL)
        return fail_memory(err);
    enum sladd_status status =
        own->folder != NULL ? find_original(own->folder, copies_folder, receipt, &kin->known, err) : SLADD_OK;
    if (status != SLADD_OK)
        return status;
    if (kin->known != NULL && (kin->origin->there || !kin->origin->at_hand))
        moved_photos_answer(&from->manifests->resolver, kin->known);
    return origins_read(&from->origins, kin->origin, own, &entry, err);
}

static enum sladd_status meet_alike(struct copy_sources *from, const struct manifest_entry *own,
                                    const struct vouched *vouched, const struct receipt *receipt,
                                    struct sladd_error *err) {
    size_t count;
    struct kin kin;
    struct receipt *const *alike = published_alike(from->published, vouched, receipt, &count);
    if (alike == NULL)
        return meet(from, own, vouched->folder, receipt, &kin, err);
    if (find_circle(from, alike, own->folder) != NULL)
        return SLADD_OK;
    struct circle *circle = add_circle(from, alike, own->folder);
    if (circle == NULL || (circle->kin = array_new(count, sizeof *circle->kin)) == NULL)
        return fail_memory(err);
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < count && status == SLADD_OK; i++) {
        status = meet(from, own, vouched->folder, alike[i], &kin, err);
        circle->kin[circle->count++] = kin;
        if (status == SLADD_OK && kin.origin->there) {
            circle->kin[i] = circle->kin[circle->there];
            circle->kin[circle->there++] = kin;
        }
    }
    return status;
}

enum sladd_status entry_of_copy_prepare(struct copy_sources *from, const struct manifest_entry *own,
                                        const struct vouched *vouched, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    if (vouched->moved && find_circle(from, vouched->receipts, own->folder) != NULL)
        return SLADD_OK;
    if (vouched->moved && add_circle(from, vouched->receipts, own->folder) == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < vouched->count && status == SLADD_OK; i++)
        status = meet_alike(from, own, vouched, vouched->receipts[i], err);
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
static enum sladd_status add_photo(struct readings *readings, struct copy_sources *from,
                                   const struct manifest_entry *own, const struct photo_entry *known,
                                   struct origin *origin, const struct receipt *receipt, struct sladd_error *err) {
    struct manifest_entry entry = *own, beside;
    entry.photo = known;
    entry.doubt = NULL; /* whatever else the copy's own name is like */
    readings->mentioned = readings->mentioned || known != NULL;
    enum sladd_status status = known != NULL ? add(readings, &entry, receipt, err) : SLADD_OK;
    if (status == SLADD_OK)
        status = origins_read(&from->origins, origin, known != NULL ? &entry : own, &beside, err);
    if (status == SLADD_OK && (beside.photo != NULL || beside.doubt != NULL))
        status = add(readings, &beside, receipt, err);
    readings->spoken = readings->spoken || known != NULL || beside.photo != NULL;
    return status;
}

/* A photo that was renamed is known by its newer copy: other receipts are for the same one, and it is where they have
 * it. Where the photos are not at hand, nobody can tell that from a second photo with the same bytes, whose entry is
 * another's if this one has its own. Those of equal copies are read for themselves where the copy lies elsewhere. */
static enum sladd_status add_alike(struct readings *readings, struct copy_sources *from,
                                   const struct manifest_entry *own, const struct vouched *vouched,
                                   const struct receipt *receipt, const struct origin *origin,
                                   struct sladd_error *err) {
    size_t count = 0;
    if (origin->there || (readings->mentioned && !origin->at_hand))
        return SLADD_OK;
    struct receipt *const *alike = published_alike(from->published, vouched, receipt, &count);
    const struct circle *circle = alike != NULL ? find_circle(from, alike, own->folder) : NULL;
    enum sladd_status status = SLADD_OK;
    if (circle != NULL)
        count = origin->at_hand ? circle->there : circle->count;
    for (size_t i = 0; circle != NULL && i < count && status == SLADD_OK; i++) {
        const struct kin *kin = &circle->kin[i];
        if (kin->receipt != receipt &&
            (!vouched->moved || strcmp(kin->receipt->outcome.output_sha256, receipt->outcome.output_sha256) != 0))
            status = add_photo(readings, from, own, kin->known, kin->origin, receipt, err);
    }
    return status;
}

/* Of a photo that is gone each such entry is as good as its own. */
static enum sladd_status add_each_left_behind(struct readings *readings, struct manifests *manifests,
                                              const struct receipt *receipt, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    bool more = true;
    for (size_t at = 0; more && status == SLADD_OK;) {
        struct manifest_entry entry;
        status = manifests_next_moved(manifests, receipt->outcome.source_sha256, NULL, &at, &entry, &more, err);
        if (status == SLADD_OK && more)
            status = add(readings, &entry, receipt, err);
    }
    return status;
}

/* Nobody mentions the photo; but an entry without one may have its digest. One that is there is in doubt by that, as in
 * a run over it. */
static enum sladd_status add_left_behind(struct readings *readings, struct copy_sources *from,
                                         const struct manifest_entry *own, const struct origin *origin,
                                         const struct receipt *receipt, struct sladd_error *err) {
    const char *source = receipt->outcome.source_sha256;
    struct manifest_entry entry = *own;
    if (!origin->there) {
        enum sladd_status each = add_each_left_behind(readings, from->manifests, receipt, err);
        return each == SLADD_OK ? add_each_left_behind(readings, &from->origins.manifests, receipt, err) : each;
    }
    enum sladd_status status = manifests_find_moved(from->manifests, source, &entry.doubt, err);
    if (status == SLADD_OK && entry.doubt == NULL)
        status = manifests_find_moved(&from->origins.manifests, source, &entry.doubt, err);
    entry.photo = NULL;
    return status == SLADD_OK && entry.doubt != NULL ? add(readings, &entry, receipt, err) : status;
}

/* Of a receipt there is one reading, or several. */
static enum sladd_status read_by(struct readings *readings, struct copy_sources *from, const struct manifest_entry *own,
                                 const struct vouched *vouched, const struct receipt *receipt,
                                 struct sladd_error *err) {
    const bool sure = own->photo != NULL && own->doubt == NULL;
    const bool same_name =
        receipt->origin != NULL && strcmp(path_name(receipt->origin), path_name(receipt->output)) == 0;
    const bool in_place = sure && !vouched->moved && same_name;
    const struct photo_entry *known = NULL;
    struct origin *origin = origins_look(&from->origins, receipt);
    if (origin == NULL)
        return fail_memory(err);
    enum sladd_status status = SLADD_OK;
    if (own->folder != NULL && !in_place)
        status = find_original(own->folder, vouched->folder, receipt, &known, err);
    readings->mentioned = sure;
    readings->spoken = in_place;
    if (sure && known == own->photo) {
        readings->spoken = true;
        known = NULL;
    }
    if (status == SLADD_OK && sure)
        status = add(readings, own, receipt, err);
    if (status == SLADD_OK)
        status = add_photo(readings, from, own, known, origin, receipt, err);
    if (status == SLADD_OK)
        status = add_alike(readings, from, own, vouched, receipt, origin, err);
    if (status == SLADD_OK && !readings->spoken)
        status = add_left_behind(readings, from, own, origin, receipt, err);
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
                                struct copy_sources *from, struct manifest_entry *entry,
                                const struct sladd_outcome **receipt, struct sladd_error *err) {
    const struct manifest_entry *own = inspection->entry;
    const bool silent = own->photo == NULL && own->sidecar == NULL && own->doubt == NULL;
    struct circle *equal = vouched->moved && silent ? find_circle(from, vouched->receipts, own->folder) : NULL;
    struct readings readings = {0};
    size_t strictest = 0;
    enum sladd_status status = SLADD_OK;
    if (equal != NULL && equal->answered) {
        *entry = equal->entry;
        *receipt = equal->receipt;
        return SLADD_OK;
    }
    for (size_t i = 0; i < vouched->count && status == SLADD_OK; i++)
        status = read_by(&readings, from, own, vouched, vouched->receipts[i], err);
    for (size_t i = 0; i < readings.count && status == SLADD_OK; i++) {
        resolver_forget_missing(&from->manifests->resolver, &readings.items[i].entry);
        status = entry_check(&readings.items[i].entry, err);
    }
    if (status == SLADD_OK)
        status = find_strictest(inspection, readings.items, readings.count, &strictest, err);
    if (status == SLADD_OK) {
        *entry = readings.items[strictest].entry;
        *receipt = readings.items[strictest].receipt;
    }
    if (status == SLADD_OK && equal != NULL) {
        equal->answered = true;
        equal->entry = *entry;
        equal->receipt = *receipt;
    }
    free(readings.items);
    return status;
}
