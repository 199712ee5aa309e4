#include "ledger/published.h"

#include "ledger/receipts.h"
#include "record/report.h"

#include <stdlib.h>
#include <string.h>

enum sladd_status published_init(struct published *published, struct sladd_error *err) {
    published->by_folder = json_object();
    published->joined = json_array();
    return published->by_folder != NULL && published->joined != NULL
               ? SLADD_OK
               : sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the receipts");
}

void published_clear(struct published *published) {
    json_decref(published->by_folder);
    json_decref(published->joined);
    *published = (struct published){0};
}

/* The folders from the photo's own up to its root: `*length` goes down from the length of the relative path; false
 * behind the root. The key is text, as JSON wants it; owned by the caller. */
static bool next_folder(const struct input *input, size_t *length, char **folder, json_t **key) {
    while (*length > 0 && input->relative[*length - 1] != '/')
        (*length)--;
    char *below = strndup(input->relative, *length);
    *folder = below != NULL ? path_join(input->root, below) : NULL;
    *key = report_text(*folder);
    free(below);
    if (*folder == NULL || *key == NULL) {
        free(*folder);
        json_decref(*key);
        return false;
    }
    return true;
}

static json_t *by_digest(const struct receipts *receipts) {
    json_t *index = json_object(), *receipt;
    const char *output;
    json_object_foreach(receipts->by_output, output, receipt) {
        json_t *row = receipt_row(receipt);
        const char *sha256 = json_string_value(json_object_get(row, "output_sha256"));
        if (sha256 != NULL && json_object_get(index, sha256) == NULL)
            (void)json_object_set_new(index, sha256, json_object());
        if (sha256 != NULL)
            (void)json_object_set(json_object_get(index, sha256), output, row);
    }
    return index;
}

/* One row that has the regions of all. */
static json_t *join(struct published *published, json_t *rows) {
    json_t *whole = NULL, *regions = json_array(), *row;
    const char *output;
    json_object_foreach(rows, output, row) {
        whole = whole == NULL ? json_copy(row) : whole;
        (void)json_array_extend(regions, json_object_get(row, "regions"));
    }
    (void)json_object_set_new(whole, "regions", regions);
    (void)json_array_append_new(published->joined, whole);
    return whole;
}

static struct vouched choose(struct published *published, json_t *rows, const char *place) {
    json_t *text = report_text(place);
    json_t *row = json_object_get(rows, text != NULL ? json_string_value(text) : "");
    json_decref(text);
    const char *only = json_object_iter_key(json_object_iter(rows));
    if (row != NULL)
        return (struct vouched){place, row};
    if (json_object_size(rows) == 1)
        return (struct vouched){only, json_object_get(rows, only)};
    return (struct vouched){NULL, join(published, rows)};
}

static enum sladd_status load(struct published *published, const char *folder, const char *key,
                              struct sladd_error *err) {
    struct receipts receipts;
    enum sladd_status status = receipts_open(&receipts, folder, err);
    json_t *index = status == SLADD_OK && json_object_size(receipts.by_output) > 0 ? by_digest(&receipts) : json_null();
    receipts_clear(&receipts);
    if (json_object_set_new(published->by_folder, key, index) != 0 && status == SLADD_OK)
        status = sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the receipts");
    return status;
}

enum sladd_status published_any(struct published *published, const struct input *input, bool *any,
                                struct sladd_error *err) {
    size_t length = strlen(input->relative);
    enum sladd_status status = SLADD_OK;
    *any = false;
    for (bool more = true; more && status == SLADD_OK;) {
        char *folder;
        json_t *key;
        if (!next_folder(input, &length, &folder, &key))
            return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the receipts");
        if (json_object_get(published->by_folder, json_string_value(key)) == NULL)
            status = load(published, folder, json_string_value(key), err);
        *any = *any || json_is_object(json_object_get(published->by_folder, json_string_value(key)));
        more = length > 0;
        length -= more; /* over the slash, to the parent */
        free(folder);
        json_decref(key);
    }
    return status;
}

struct vouched published_find(struct published *published, const struct input *input, const char *sha256) {
    size_t length = strlen(input->relative);
    for (bool more = true; more;) {
        char *folder;
        json_t *key;
        if (!next_folder(input, &length, &folder, &key))
            break;
        json_t *rows = json_object_get(json_object_get(published->by_folder, json_string_value(key)), sha256);
        free(folder);
        json_decref(key);
        if (rows != NULL)
            return choose(published, rows, input->relative + length);
        more = length > 0;
        length -= more;
    }
    return (struct vouched){NULL, NULL};
}
