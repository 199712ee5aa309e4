#include "cli/entry_of_copy.h"

#include "base/array.h"
#include "base/paths.h"

#include <stdlib.h>
#include <string.h>

/* One way to understand what is written about the copy. */
struct reading {
    struct manifest_entry entry;
    const struct sladd_outcome *receipt;
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

/* Of a receipt there is one reading, or two; how many. */
static size_t read_by(const struct manifest_entry *own, const struct vouched *vouched, const struct receipt *receipt,
                      struct reading *readings) {
    const bool sure = own->photo != NULL && own->doubt == NULL;
    const bool same_name =
        receipt->origin != NULL && strcmp(path_name(receipt->origin), path_name(receipt->output)) == 0;
    const struct photo_entry *known = NULL;
    readings[0] = readings[1] = (struct reading){*own, &receipt->outcome};
    if (own->folder != NULL && !(sure && !vouched->moved && same_name))
        known = find_original(own->folder, vouched->folder, receipt);
    if (known == NULL || (sure && known == own->photo))
        return 1;
    struct reading *by_photo = &readings[sure];
    by_photo->entry.photo = known;
    by_photo->entry.doubt = NULL; /* whatever else the copy's own name is like */
    return sure ? 2 : 1;
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
                                struct resolver *resolver, struct manifest_entry *entry,
                                const struct sladd_outcome **receipt, struct sladd_error *err) {
    struct reading *readings = array_new(2 * vouched->count, sizeof *readings);
    size_t count = 0, strictest = 0;
    if (readings == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < vouched->count; i++)
        count += read_by(inspection->entry, vouched, vouched->receipts[i], readings + count);
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < count && status == SLADD_OK; i++) {
        resolver_forget_missing(resolver, &readings[i].entry);
        status = entry_check(&readings[i].entry, err);
    }
    if (status == SLADD_OK)
        status = find_strictest(inspection, readings, count, &strictest, err);
    if (status == SLADD_OK) {
        *entry = readings[strictest].entry;
        *receipt = readings[strictest].receipt;
    }
    free(readings);
    return status;
}
