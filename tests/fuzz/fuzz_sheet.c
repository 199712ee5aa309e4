/* libFuzzer: any bytes are either people or a message with a place. What they add to a manifest is read back as a
 * manifest that has them, keeps every byte that was there, and wants nothing more from the same sheet. */
#include "base/limits.h"
#include "sheets/roll.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const manifests[] = {
    "version: 1\n",
    "version: 1\npeople:\n  kari: # boss\n    name: Kari\n    consent:\n    - date: 2026-05-01\n# end\nphotos:\n",
    "{\"version\": 1, \"people\": {\"kari\": {\"name\": \"Kari\", \"consent\": [{\"date\": \"2026-05-01\"}]}}}",
};

static void require(bool good) {
    if (!good)
        abort();
}

static bool is_within(struct span before, struct span after) {
    size_t at = 0;
    for (size_t i = 0; i < after.size && at < before.size; i++)
        at += after.data[i] == before.data[at];
    return at == before.size;
}

static struct bytes edited(const struct roll *roll, struct span text) {
    struct bytes after = {0};
    struct edit *edit = NULL;
    require(edit_open(&edit, text, "m", NULL) == SLADD_OK && roll_apply(roll, edit, NULL) == SLADD_OK &&
            edit_finish(edit, &after, NULL) == SLADD_OK);
    edit_free(edit);
    return after;
}

static void import(struct sheet *sheet, struct span text) {
    struct manifest *manifest = NULL, *after = NULL;
    struct roll roll = {0}, again = {0};
    require(manifest_parse(text, "m", &manifest, NULL) == SLADD_OK);
    require(roll_call(&roll, manifest, sheet, NULL) == SLADD_OK);
    if (sheet->problem_count == 0) {
        struct bytes result = edited(&roll, text);
        struct sladd_error err = {0};
        require(is_within(text, bytes_span(&result)));
        if (result.size <= limit_bytes(LIMIT_MANIFEST_MB)) {
            require(manifest_parse(bytes_span(&result), "m", &after, &err) == SLADD_OK);
            require(roll_call(&again, after, sheet, NULL) == SLADD_OK && sheet->problem_count == 0);
            require(again.count == roll.count);
            for (size_t i = 0; i < again.count; i++)
                require(!member_changes(&again.members[i]));
        }
        bytes_clear(&result);
    }
    roll_clear(&again);
    roll_clear(&roll);
    manifest_free(after);
    manifest_free(manifest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    for (size_t i = 0; i < sizeof manifests / sizeof *manifests; i++) {
        struct sheet sheet;
        struct sladd_error err = {0};
        enum sladd_status status = sheet_read(&sheet, (struct span){data, size}, "s", &err);
        require(status == SLADD_OK || err.text[0] != '\0');
        if (status == SLADD_OK)
            import(&sheet, (struct span){(const uint8_t *)manifests[i], strlen(manifests[i])});
        sheet_clear(&sheet);
    }
    return 0;
}
