#include "consent/manifest_names.h"

#include "base/ascii.h"
#include "consent/nearest.h"

#include <stdbool.h>
#include <string.h>

enum { LONGEST_NAME = 255 };

/* A part of a name, in ASCII lower case. */
struct part {
    char text[LONGEST_NAME + 1];
    size_t length;
};

static bool cut_end(struct part *part, const char *end) {
    size_t tail = strlen(end);
    if (part->length <= tail || memcmp(part->text + part->length - tail, end, tail) != 0)
        return false;
    part->length -= tail;
    part->text[part->length] = '\0';
    return true;
}

static bool cut_one_of(struct part *part, const char *const *ends, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (cut_end(part, ends[i]))
            return true;
    return false;
}

/* What a file manager counts copies with: " (1)", " 2". */
static bool cut_number(struct part *part) {
    size_t length = part->length;
    bool bracket = length > 0 && part->text[length - 1] == ')';
    length -= bracket;
    size_t digits = length;
    while (digits > 0 && ascii_is_digit(part->text[digits - 1]))
        digits--;
    char before = digits > 0 ? part->text[digits - 1] : '\0';
    if (digits == length || (bracket ? before != '(' : strchr(" -_.", before) == NULL || before == '\0'))
        return false;
    part->length = digits - 1;
    part->text[part->length] = '\0';
    return true;
}

/* What programs and people add to the name of a copy, or of a file that they take for a text. */
static void cut_additions(struct part *part) {
    static const char *const ends[] = {".txt",    ".bak",    ".old",     ".orig",  ".save",
                                       " - copy", " - kopi", " - kopia", " kopia", " - copia",
                                       " copy",   " kopi",   "-copy",    "-kopi",  " "};
    while (cut_one_of(part, ends, sizeof ends / sizeof *ends) || cut_number(part))
        continue;
}

/* Cut the last part off, at a separator; false: there is none, and `last` is all. */
static bool cut_last(struct part *part, char last[LONGEST_NAME + 1]) {
    size_t at = part->length;
    while (at > 0 && strchr(". ,_-", part->text[at - 1]) == NULL)
        at--;
    memcpy(last, part->text + at, part->length - at + 1);
    part->length = at > 0 ? at - 1 : 0;
    part->text[part->length] = '\0';
    return at > 0;
}

static bool is_like_ending(const char *text) {
    return edit_distance(text, "yaml") <= 1 || edit_distance(text, "json") <= 1;
}

/* Other words that are a letter away are words of their own. */
static bool is_like_consent(const char *text) {
    return edit_distance(text, "consent") <= 1 && strcmp(text, "content") != 0 && strcmp(text, "convent") != 0;
}

static bool is_backup(const char *name) {
    size_t length = strlen(name);
    return length == 0 || name[length - 1] == '~' || name[0] == '#' || strncmp(name, ".#", 2) == 0 ||
           ascii_ends_with(name, ".swp") || ascii_ends_with(name, ".swo") || ascii_ends_with(name, ".tmp") ||
           ascii_ends_with(name, ".part");
}

/* Copies are also called by what stands before. */
static size_t skip_beginning(const char *name) {
    static const char *const starts[] = {"copy of ", "kopi av ", "kopia av ", "."};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (ascii_starts_with(name, starts[i]))
            return strlen(starts[i]);
    return 0;
}

static struct part lower(const char *name) {
    struct part part = {.length = strlen(name)};
    for (size_t i = 0; i < part.length; i++)
        part.text[i] = ascii_lower(name[i]);
    return part;
}

enum manifest_name manifest_name_of(const char *name, size_t *start, size_t *length) {
    static const char yaml[] = ".consent.yaml", json[] = ".consent.json";
    size_t whole = strlen(name), tail = sizeof yaml - 1;
    char last[LONGEST_NAME + 1];
    *start = *length = 0;
    if (strncmp(name, "._", 2) == 0)
        return NAME_OTHER; /* what macOS lays beside a file of this name on foreign disks */
    if (strcmp(name, yaml + 1) == 0 || strcmp(name, json + 1) == 0)
        return NAME_FOLDER;
    if (whole > tail && (strcmp(name + whole - tail, yaml) == 0 || strcmp(name + whole - tail, json) == 0)) {
        *length = whole - tail;
        return NAME_SIDECAR;
    }
    if (whole > LONGEST_NAME || is_backup(name))
        return NAME_OTHER;
    *start = skip_beginning(name);
    struct part part = lower(name + *start);
    const struct part whole_part = part;
    cut_additions(&part);
    bool more = cut_last(&part, last);
    if (more && is_like_ending(last)) {
        cut_additions(&part);
        more = cut_last(&part, last);
    } else if (strcmp(last, "consent") != 0 || !ascii_ends_with(whole_part.text, more ? ".consent" : "consent")) {
        return NAME_OTHER; /* without an ending: only what is called so and nothing else */
    }
    if (!is_like_consent(last))
        return NAME_OTHER;
    *length = part.length;
    return more && part.length > 0 ? NAME_LIKE_SIDECAR : NAME_LIKE_FOLDER;
}
