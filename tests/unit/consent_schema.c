/* The JSON Schema that editors use says what the parser does: the same keys and words, and the same verdict on the same
 * files. */
#include "consent/manifest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>
#include <jansson.h>

static json_t *schema;

static int load_schema(void **state) {
    json_error_t error;
    (void)state;
    schema = json_load_file(SLADD_ROOT "/src/consent/consent.schema.json", JSON_REJECT_DUPLICATES, &error);
    if (schema == NULL)
        print_error("%s:%d: %s\n", error.source, error.line, error.text);
    return schema == NULL;
}

static int free_schema(void **state) {
    (void)state;
    json_decref(schema);
    return 0;
}

/* What the parser lists after "write one of: " when it meets something unknown, one space around each word. */
static void offered_words(const char *manifest, char list[512]) {
    struct manifest *parsed;
    struct sladd_error err = {0};
    struct span text = {(const uint8_t *)manifest, strlen(manifest)};
    assert_int_equal(manifest_parse(text, "m", &parsed, &err), SLADD_MANIFEST);
    const char *words = strstr(err.text, "write one of: ");
    if (words == NULL)
        fail_msg("%s: %s", manifest, err.text);
    (void)snprintf(list, 512, " %s ", words + strlen("write one of: "));
    for (char *comma = list; (comma = strchr(comma, ',')) != NULL;)
        memmove(comma, comma + 1, strlen(comma));
}

static size_t count_words(const char *list) {
    size_t count = 0;
    for (const char *space = list; (space = strchr(space, ' ')) != NULL && space[1] != '\0'; space++)
        count++;
    return count;
}

static void assert_offered(const char *list, const char *word) {
    char between[100];
    (void)snprintf(between, sizeof between, " %s ", word);
    if (strstr(list, between) == NULL)
        fail_msg("the schema has '%s', the parser only '%s'", word, list);
}

static void keys_agree(void **state) {
    static const struct {
        const char *definition, *manifest;
    } rows[] = {
        {NULL, "{version: 1, zzzzzzzzzzzz: 1}"},
        {"person", "{version: 1, people: {a: {zzzzzzzzzzzz: 1}}}"},
        {"consent", "{version: 1, people: {a: {consent: [{zzzzzzzzzzzz: 1}]}}}"},
        {"photo", "{version: 1, photos: {a: {zzzzzzzzzzzz: 1}}}"},
        {"rights", "{version: 1, photos: {a: {rights: {zzzzzzzzzzzz: 1}}}}"},
        {"face", "{version: 1, photos: {a: {faces: [{zzzzzzzzzzzz: 1}]}}}"},
        {"keep", "{version: 1, photos: {a: {keep: [{zzzzzzzzzzzz: 1}]}}}"},
        {"redact", "{version: 1, photos: {a: {redact: [{zzzzzzzzzzzz: 1}]}}}"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char list[512];
        const char *name;
        json_t *value, *object = schema;
        if (rows[i].definition != NULL)
            object = json_object_get(json_object_get(schema, "$defs"), rows[i].definition);
        json_t *properties = json_object_get(object, "properties");
        assert_true(json_is_false(json_object_get(object, "additionalProperties")));
        offered_words(rows[i].manifest, list);
        json_object_foreach(properties, name, value) assert_offered(list, name);
        assert_int_equal(count_words(list), json_object_size(properties));
    }
}

static void words_agree(void **state) {
    static const struct {
        const char *definition, *key, *manifest;
    } rows[] = {
        {"person", "role", "{version: 1, people: {a: {role: zz}}}"},
        {"consent", "form", "{version: 1, people: {a: {consent: [{form: zz}]}}}"},
        {"consent", "given_by", "{version: 1, people: {a: {consent: [{given_by: zz}]}}}"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char list[512];
        json_t *object = json_object_get(json_object_get(schema, "$defs"), rows[i].definition);
        json_t *words = json_object_get(json_object_get(json_object_get(object, "properties"), rows[i].key), "enum");
        offered_words(rows[i].manifest, list);
        for (size_t w = 0; w < json_array_size(words); w++)
            assert_offered(list, json_string_value(json_array_get(words, w)));
        assert_int_equal(count_words(list), json_array_size(words));
    }
}

static void verdicts_agree(void **state) {
    (void)state;
    int status = system("exec python3 '" SLADD_ROOT "/tests/manifests/check_schema.py'");
    if (WIFEXITED(status) && (WEXITSTATUS(status) == 77 || WEXITSTATUS(status) == 127)) {
        print_message("SKIPPED: the schema is not held against tests/manifests; install python3-jsonschema\n");
        skip();
    }
    assert_int_equal(status, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_agree),
        cmocka_unit_test(words_agree),
        cmocka_unit_test(verdicts_agree),
    };
    return cmocka_run_group_tests(tests, load_schema, free_schema);
}
