#include "record/receipt_line.h"

#include "base/paths.h"
#include "base/utf8.h"
#include "record/outcome_json.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void receipt_clear(struct receipt *receipt) {
    free(receipt->output);
    free(receipt->moved_from);
    free(receipt->origin);
    free(receipt->makers);
    sladd_outcome_clear(&receipt->outcome);
    *receipt = (struct receipt){0};
}

static int digit_of(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static char *bytes_of(const char *hex) {
    size_t size = strlen(hex) / 2;
    char *bytes = malloc(size + 1);
    for (size_t i = 0; i < size && bytes != NULL; i++) {
        int high = digit_of(hex[2 * i]), low = digit_of(hex[2 * i + 1]);
        bytes[i] = high < 0 || low < 0 ? '?' : (char)(high << 4 | low);
    }
    if (bytes != NULL)
        bytes[size] = '\0';
    return bytes;
}

/* A path as `name`, and as `name`_hex where it is no text. */
static bool set_path(json_t *object, const char *name, const char *path) {
    char key[32], *clean = text_clean(path), *hex = NULL;
    bool good = clean != NULL && json_object_set_new(object, name, text_to_json(path)) == 0;
    if (good && strcmp(clean, path) != 0) {
        const struct span bytes = {(const uint8_t *)path, strlen(path)};
        hex = malloc(2 * bytes.size + 1);
        if (hex != NULL)
            hex_of(bytes, hex);
        (void)snprintf(key, sizeof key, "%s_hex", name);
        good = hex != NULL && json_object_set_new(object, key, json_string(hex)) == 0;
    }
    free(hex);
    free(clean);
    return good;
}

static char *get_path(const json_t *object, const char *name) {
    char key[32];
    (void)snprintf(key, sizeof key, "%s_hex", name);
    const char *hex = text_from_json(object, key);
    return hex[0] != '\0' ? bytes_of(hex) : strdup(text_from_json(object, name));
}

static char *dump(json_t *object) {
    char *line = object != NULL ? json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(12)) : NULL;
    json_decref(object);
    return line;
}

/* Whatever it lacks would be missed by a later run: all of it, or no line. */
char *receipt_to_line(const struct receipt *receipt) {
    json_t *object = json_object(), *makers = json_loads(receipt->makers != NULL ? receipt->makers : "{}", 0, NULL);
    bool good = set_path(object, "output", receipt->output) && set_path(object, "origin", receipt->origin) &&
                (receipt->moved_from == NULL || set_path(object, "moved_from", receipt->moved_from)) &&
                json_object_set_new(object, "key", json_string(receipt->key)) == 0;
    if (good && receipt->earlier_sha256[0] != '\0')
        good = json_object_set_new(object, "earlier_sha256", json_string(receipt->earlier_sha256)) == 0;
    good = good && json_object_set_new(object, "size", json_integer(receipt->size)) == 0 &&
           json_object_set_new(object, "modified", json_integer(receipt->modified)) == 0;
    if (good && receipt->outcome.called.count > 0)
        good = json_object_set_new(object, "called", names_to_json(&receipt->outcome.called)) == 0;
    good = good && json_object_update(object, makers) == 0 &&
           json_object_set_new(object, "row",
                               outcome_to_json(receipt->origin, receipt->output, false, &receipt->outcome)) == 0;
    json_decref(makers);
    return dump(json_all(object, good));
}

char *receipt_to_withdrawal(const char *output) {
    json_t *object = json_object();
    const bool good = set_path(object, "output", output) && json_object_set_new(object, "row", json_null()) == 0;
    return dump(json_all(object, good));
}

static char *makers_of(const json_t *object) {
    json_t *policy = json_object_get(object, "policy"), *models = json_object_get(object, "models");
    return dump(json_pack("{s:O?, s:O?}", "policy", policy, "models", models));
}

static enum sladd_status read_receipt(const json_t *object, struct receipt *receipt, bool *taken_back) {
    const json_t *row = json_object_get(object, "row");
    receipt->output = get_path(object, "output");
    receipt->origin = get_path(object, "origin");
    receipt->makers = makers_of(object);
    *taken_back = json_is_null(row);
    receipt->moved_from = get_path(object, "moved_from");
    if (receipt->output == NULL || receipt->origin == NULL || receipt->makers == NULL || receipt->moved_from == NULL)
        return SLADD_NO_MEMORY;
    if (receipt->moved_from[0] == '\0') {
        free(receipt->moved_from);
        receipt->moved_from = NULL;
    }
    if (!path_leads_down(receipt->output) || (receipt->moved_from != NULL && !path_leads_down(receipt->moved_from)))
        return SLADD_DAMAGED; /* no copy ever lay there */
    (void)digest_from_json(object, "key", receipt->key);
    (void)digest_from_json(object, "earlier_sha256", receipt->earlier_sha256);
    receipt->size = json_integer_value(json_object_get(object, "size"));
    receipt->modified = json_integer_value(json_object_get(object, "modified"));
    if (*taken_back)
        return SLADD_OK;
    const enum sladd_status status = outcome_from_json(row, &receipt->outcome, NULL);
    return status == SLADD_OK ? names_from_json(json_object_get(object, "called"), &receipt->outcome.called, NULL)
                              : status;
}

enum sladd_status receipt_from_line(struct span line, struct receipt *receipt, bool *taken_back) {
    *receipt = (struct receipt){0};
    *taken_back = false;
    errno = 0;
    json_t *object = json_loadb((const char *)line.data, line.size, JSON_REJECT_DUPLICATES, NULL);
    /* Where Jansson lacks memory, it says that the text is damaged, if anything. */
    enum sladd_status status = errno == ENOMEM           ? SLADD_NO_MEMORY
                               : !json_is_object(object) ? SLADD_DAMAGED
                                                         : read_receipt(object, receipt, taken_back);
    json_decref(object);
    if (status != SLADD_OK)
        receipt_clear(receipt);
    return status;
}
