#include "cli/origins.h"

#include "base/paths.h"

#include <fcntl.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int compare(const void *a, const void *b) {
    const struct origin *left = a, *right = b;
    return (left->receipt > right->receipt) - (left->receipt < right->receipt);
}

static void look(struct origin *origin) {
    struct stat facts;
    const char *path = origin->receipt->origin;
    char *folder = path[0] == '/' ? path_folder(path) : NULL;
    /* One that its user may not enter is as good as on another machine. */
    origin->at_hand = folder != NULL && faccessat(AT_FDCWD, folder[0] != '\0' ? folder : "/", X_OK, AT_EACCESS) == 0;
    origin->there = origin->at_hand && lstat(path, &facts) == 0;
    free(folder);
}

struct origin *origins_look(struct origins *origins, const struct receipt *receipt) {
    const struct origin key = {.receipt = receipt};
    struct origin *const *known = tfind(&key, &origins->by_receipt, compare);
    if (known != NULL)
        return *known;
    struct origin *made = calloc(1, sizeof *made);
    if (made == NULL)
        return NULL;
    made->receipt = receipt;
    look(made);
    if (tsearch(made, &origins->by_receipt, compare) == NULL) {
        free(made);
        return NULL;
    }
    return made;
}

enum sladd_status origins_read(struct origins *origins, struct origin *origin, const struct manifest_entry *own,
                               struct manifest_entry *entry, struct sladd_error *err) {
    const struct receipt *receipt = origin->receipt;
    struct sladd_error why = {0};
    enum sladd_status status = SLADD_OK;
    bool of_run;
    *entry = (struct manifest_entry){0};
    if (origin->at_hand && origin->trouble == NULL)
        status = manifests_find_late(&origins->manifests, receipt->origin, path_depth(receipt->output), entry, &of_run,
                                     &why);
    if (status != SLADD_OK && (status == SLADD_NO_MEMORY || (origin->trouble = strdup(why.text)) == NULL))
        return fail_memory(err);
    if (origin->trouble != NULL) {
        *entry = *own;
        entry->doubt = origin->trouble;
    }
    if (entry->photo == NULL && entry->doubt == NULL)
        *entry = (struct manifest_entry){0};
    return SLADD_OK;
}

static void free_origin(void *item) {
    struct origin *origin = item;
    free(origin->trouble);
    free(origin);
}

void origins_clear(struct origins *origins) {
    tdestroy(origins->by_receipt, free_origin);
    manifests_clear(&origins->manifests);
    *origins = (struct origins){0};
}
