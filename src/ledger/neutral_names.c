#include "ledger/neutral_names.h"

#include "base/array.h"
#include "base/ascii.h"
#include "base/paths.h"
#include "files/copy_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "sub/photo-0007.jpg": 7, and the length of "sub/"; 0 for any other name. */
static unsigned long number_of(const char *output, size_t *folder) {
    const char *name = path_name(output);
    static const char start[] = NEUTRAL_PHOTO;
    char *end;
    *folder = (size_t)(name - output);
    if (strncmp(name, start, sizeof start - 1) != 0 || !ascii_is_digit(name[sizeof start - 1]))
        return 0;
    unsigned long number = strtoul(name + sizeof start - 1, &end, 10);
    return *end == '.' ? number : 0;
}

static int by_source(const void *a, const void *b) {
    const struct receipt *const *left = a, *const *right = b;
    int order = strcmp((*left)->outcome.source_sha256, (*right)->outcome.source_sha256);
    return order != 0 ? order : strcmp((*left)->output, (*right)->output);
}

static int against_source(const void *sha256, const void *item) {
    const struct receipt *const *receipt = item;
    return strcmp(sha256, (*receipt)->outcome.source_sha256);
}

static int by_neutral_path(const void *a, const void *b) {
    const struct unnamed *left = a, *right = b;
    return strcmp(*left->output, *right->output);
}

static bool same_folder(const char *a, const char *b) {
    size_t of_a, of_b;
    (void)number_of(a, &of_a);
    (void)number_of(b, &of_b);
    return of_a == of_b && strncmp(a, b, of_a) == 0;
}

/* The name that this photo had, where it lies still or, unless `there`, anywhere; each is given once, so that a photo
 * that is there twice has two. NULL: none. */
static const char *known_name(struct receipt **sorted, bool *given, size_t count, const struct unnamed *photo,
                              bool there) {
    for (size_t i = array_first(photo->sha256, sorted, count, sizeof(struct receipt *), against_source);
         i < count && against_source(photo->sha256, &sorted[i]) == 0; i++) {
        size_t folder;
        if (given[i] || number_of(sorted[i]->output, &folder) == 0 ||
            (there && strcmp(sorted[i]->origin, photo->origin) != 0))
            continue;
        given[i] = true;
        return sorted[i]->output;
    }
    return NULL;
}

static int by_origin(const void *a, const void *b) {
    const struct unnamed *const *left = a, *const *right = b;
    return strcmp((*left)->origin, (*right)->origin);
}

/* A photo that was edited where it lies keeps its name: else its first copy would stay beside the new one. The newest
 * number counts. */
static enum sladd_status keep_edited(struct receipt **sorted, bool *given, size_t receipts, struct unnamed *photos,
                                     size_t count, struct sladd_error *err) {
    struct unnamed **new = array_new(count + 1, sizeof *new);
    size_t left = 0, folder;
    if (new == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < count; i++)
        if (photos[i].known == NULL && photos[i].origin[0] != '\0')
            new[left++] = &photos[i];
    qsort(new, left, sizeof *new, by_origin);
    for (size_t i = 0; i < receipts && left > 0; i++) {
        const struct unnamed wanted = {.origin = sorted[i]->origin}, *key = &wanted;
        const unsigned long number = given[i] ? 0 : number_of(sorted[i]->output, &folder);
        struct unnamed **found = number > 0 ? bsearch(&key, new, left, sizeof *new, by_origin) : NULL;
        if (found != NULL && ((*found)->known == NULL || number_of((*found)->known, &folder) < number))
            (*found)->known = sorted[i]->output;
    }
    free(new);
    return SLADD_OK;
}

static enum sladd_status rename_to(struct unnamed *photo, char *name, struct sladd_error *err) {
    if (name == NULL)
        return fail_memory(err);
    free(*photo->output);
    *photo->output = name;
    return SLADD_OK;
}

/* A number that nobody has had, in this folder or another; the folder is that of `beside`, or, where that is NULL, a
 * new one. */
static char *number_anew(const char *output, unsigned long number, const char *beside) {
    size_t folder, other = 0;
    (void)number_of(output, &folder);
    if (beside != NULL)
        (void)number_of(beside, &other);
    const char *dot = strrchr(output, '.');
    char *name = NULL;
    int length = folder > 0 && beside == NULL ? asprintf(&name, NEUTRAL_FOLDER "%04lu/" NEUTRAL_PHOTO "%04lu%s", number,
                                                         number, dot != NULL ? dot : "")
                                              : asprintf(&name, "%.*s" NEUTRAL_PHOTO "%04lu%s", (int)other,
                                                         beside != NULL ? beside : "", number, dot != NULL ? dot : "");
    return length < 0 ? NULL : name;
}

/* The photos of one folder: those that are known, then the others beside them. An earlier sladd kept the folders' own
 * names, which nothing is added to. */
static enum sladd_status name_folder(struct unnamed *photos, size_t count, unsigned long *highest,
                                     struct sladd_error *err) {
    const char *beside = NULL;
    size_t folder;
    enum sladd_status status = SLADD_OK;
    (void)number_of(*photos[0].output, &folder);
    for (size_t i = 0; i < count && status == SLADD_OK; i++) {
        const char *known = photos[i].known;
        if (known == NULL)
            continue;
        status = rename_to(&photos[i], strdup(known), err);
        if (status == SLADD_OK && folder > 0 && beside == NULL &&
            strncmp(known, NEUTRAL_FOLDER, strlen(NEUTRAL_FOLDER)) == 0)
            beside = *photos[i].output;
    }
    for (size_t i = 0; i < count && status == SLADD_OK; i++) {
        if (photos[i].known != NULL)
            continue;
        status = rename_to(&photos[i], number_anew(*photos[i].output, ++*highest, beside), err);
        beside = *photos[i].output;
    }
    return status;
}

/* What somebody else gave its name says nothing of what numbers there are. */
static size_t leave_out_moved(struct receipt **receipts, size_t count) {
    size_t left = 0;
    for (size_t i = 0; i < count; i++)
        if (receipts[i]->moved_from == NULL)
            receipts[left++] = receipts[i];
    return left;
}

enum sladd_status neutral_names_assign(const struct receipts *receipts, struct unnamed *photos, size_t count,
                                       struct sladd_error *err) {
    struct receipt **sorted = receipts_list(receipts);
    bool *given = array_new_zero(receipts->count + 1, sizeof *given);
    unsigned long highest = 0;
    size_t folder;
    enum sladd_status status = SLADD_OK;
    if (sorted == NULL || given == NULL)
        status = fail_memory(err);
    const size_t known = status == SLADD_OK ? leave_out_moved(sorted, receipts->count) : 0;
    for (size_t i = 0; i < known; i++) {
        unsigned long number = number_of(sorted[i]->output, &folder);
        highest = number > highest ? number : highest;
    }
    if (status == SLADD_OK && highest > 0) {
        qsort(sorted, known, sizeof(struct receipt *), by_source);
        qsort(photos, count, sizeof *photos, by_neutral_path);
        for (int there = 1; there >= 0; there--) /* nobody takes the name of a photo that is where it was */
            for (size_t i = 0; i < count; i++)
                if (photos[i].known == NULL)
                    photos[i].known = known_name(sorted, given, known, &photos[i], there == 1);
        status = keep_edited(sorted, given, known, photos, count, err);
    }
    for (size_t first = 0, end = 0; first < count && status == SLADD_OK && highest > 0; first = end) {
        for (end = first + 1; end < count && same_folder(*photos[first].output, *photos[end].output); end++)
            continue;
        status = name_folder(&photos[first], end - first, &highest, err);
    }
    free(sorted);
    free(given);
    return status;
}
