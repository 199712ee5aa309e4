#include "cli/import.h"

#include "base/language.h"
#include "base/utf8.h"
#include "cli/ready.h"
#include "consent/tree.h"
#include "drafts/manifest_file.h"
#include "sheets/roll.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct import {
    const struct args *args;
    const char *path;
    struct sheet sheet;
    struct manifest_file_text file;
    struct bytes before, after; /* the manifest's text; a new one begins with its version */
    struct manifest *manifest;
    struct roll roll;
    size_t added, changed, same;
};

static void put_line(FILE *to, const char *before, const char *text) {
    (void)fputs(before, to);
    text_print(text, to);
    (void)fputc('\n', to);
}

static enum sladd_status read_both(struct import *import, struct sladd_error *err) {
    struct bytes raw = {0};
    struct sladd_error why = {0};
    enum sladd_status status = bytes_read_path(&raw, import->path, SHEET_MAX_BYTES, &why);
    if (status == SLADD_TOO_LARGE)
        return complain(err, import->path, 1, 1, "larger than the limit of %d MiB; split the sheet",
                        SHEET_MAX_BYTES >> 20);
    if (status != SLADD_OK)
        return sladd_fail(err, status, "%s: %s", import->path, why.text);
    status = sheet_read(&import->sheet, bytes_span(&raw), import->path, err);
    bytes_clear(&raw);
    import->sheet.today = import->args->settings.date;
    const char *manifest = import->args->selection.manifest;
    static const char beginning[] = "version: 1\n";
    if (status == SLADD_OK)
        status = manifest_file_read(manifest, &import->file, err);
    if (status == SLADD_OK)
        status = import->file.exists ? bytes_copy(&import->before, import->file.text.data, import->file.text.size, err)
                                     : bytes_copy(&import->before, beginning, sizeof beginning - 1, err);
    return status == SLADD_OK ? manifest_parse(bytes_span(&import->before), manifest, &import->manifest, err) : status;
}

/* The edited text says what was meant, and nothing that was there is gone: read it as a manifest, and the same sheet
 * must have nothing to add to it. */
static enum sladd_status prove(struct import *import, struct sladd_error *err) {
    struct manifest *manifest = NULL;
    struct roll roll = {0};
    size_t problems = import->sheet.problem_count;
    enum sladd_status status =
        manifest_parse(bytes_span(&import->after), import->args->selection.manifest, &manifest, err);
    if (status == SLADD_OK)
        status = roll_call(&roll, manifest, &import->sheet, err);
    bool good = status == SLADD_OK && import->sheet.problem_count == problems &&
                manifest->person_count == import->manifest->person_count + import->added &&
                manifest->photo_count == import->manifest->photo_count;
    for (size_t i = 0; i < roll.count && good; i++)
        good = !member_changes(&roll.members[i]);
    roll_clear(&roll);
    manifest_free(manifest);
    if (status == SLADD_OK && !good)
        return sladd_fail(err, SLADD_MANIFEST,
                          "%s: cannot be changed safely; nothing was written. Add the people by hand",
                          import->args->selection.manifest);
    return status;
}

static enum sladd_status edit_text(struct import *import, struct sladd_error *err) {
    struct edit *edit = NULL;
    enum sladd_status status = edit_open(&edit, bytes_span(&import->before), import->args->selection.manifest, err);
    if (status == SLADD_OK)
        status = roll_apply(&import->roll, edit, err);
    if (status == SLADD_OK)
        status = edit_finish(edit, &import->after, err);
    edit_free(edit);
    return status == SLADD_OK ? prove(import, err) : status;
}

static void count_members(struct import *import) {
    for (size_t i = 0; i < import->roll.count; i++) {
        const struct member *member = &import->roll.members[i];
        import->added += member_is_new(member);
        import->changed += !member_is_new(member) && member_changes(member);
        import->same += member->named && !member_changes(member);
    }
}

static void print_problems(const struct import *import) {
    enum { SHOWN = 20 };
    size_t count = import->sheet.problem_count;
    for (size_t i = 0; i < count && i < SHOWN; i++)
        put_line(stderr, "sladd: ", import->sheet.problems[i]);
    if (count > SHOWN)
        (void)fprintf(stderr, P_("sladd: and %zu mistake more\n", "sladd: and %zu mistakes more\n", count - SHOWN),
                      count - SHOWN);
    (void)fprintf(stderr, "sladd: %s\n", _("nothing was written; correct the rows and import the sheet again"));
}

/* Consents that the sheet adds, and those of them that are good for nothing, most of them by a cell that somebody left
 * empty. */
static void count_consents(const struct roll *roll, size_t *added, size_t *without_channel) {
    *added = *without_channel = 0;
    for (size_t i = 0; i < roll->count; i++)
        for (size_t c = 0; c < roll->members[i].consent_count; c++) {
            const struct entry *row = roll->members[i].consents[c].row;
            *added += row != NULL;
            *without_channel += row != NULL && row->no_channel;
        }
}

/* What an officer should look at although nothing is wrong. */
static void print_remarks(const struct import *import) {
    size_t added, count;
    count_consents(&import->roll, &added, &count);
    if (import->sheet.encoding == SHEET_WINDOWS_1252)
        (void)fprintf(
            stderr,
            _("sladd: %s: read as Windows-1252 (Latin-1), because it is not UTF-8; look whether the letters in the "
              "names below are right\n"),
            import->path);
    if (import->sheet.unused != NULL)
        put_line(stderr, _("sladd: columns that were not used: "), import->sheet.unused);
    if (!import->sheet.has_channels && added > 0)
        (void)fprintf(stderr, "sladd: %s\n",
                      _("the sheet has no column for channels: its consents cover every channel"));
    if (count > 0)
        (void)fprintf(stderr,
                      P_("sladd: %zu consent covers no channel, because the cell is empty or says so: it keeps nobody. "
                         "Write the channels there, or: all\n",
                         "sladd: %zu consents cover no channel, because their cells are empty or say so: they keep "
                         "nobody. Write the channels there, or: all\n",
                         count),
                      count);
}

static void print_changes(const struct import *import) {
    size_t people = import->added + import->changed + import->same;
    for (size_t i = 0; i < import->roll.count; i++)
        if (member_changes(&import->roll.members[i]))
            member_print(&import->roll.members[i], stdout);
    (void)printf(P_("%zu person in the sheet: %zu new, %zu changed, %zu as before",
                    "%zu people in the sheet: %zu new, %zu changed, %zu as before", people),
                 people, import->added, import->changed, import->same);
    if (import->args->settings.dry_run)
        (void)printf("; %s\n", _("nothing was written"));
    else if (import->added + import->changed == 0)
        (void)printf("; %s\n", _("the manifest stays as it is"));
    else
        (void)fputs("\n", stdout);
}

static int import_rows(struct import *import, struct sladd_error *err) {
    enum sladd_status status = roll_call(&import->roll, import->manifest, &import->sheet, err);
    if (status == SLADD_OK && import->sheet.problem_count > 0) {
        print_problems(import);
        return EXIT_USAGE;
    }
    count_members(import);
    bool changes = import->added + import->changed > 0;
    if (status == SLADD_OK && changes)
        status = edit_text(import, err);
    if (status != SLADD_OK)
        return exit_of(status);
    if (changes && !import->args->settings.dry_run) {
        status = manifest_file_replace(&import->file, bytes_span(&import->after), err);
        if (status != SLADD_OK)
            return status == SLADD_IO ? EXIT_NOT_PROCESSED : exit_of(status);
        manifest_file_remark(&import->file, stderr);
    }
    if (!import->args->quiet) {
        print_remarks(import);
        print_changes(import);
    }
    return EXIT_ALL_WELL;
}

int import_run(const struct args *args) {
    struct import import = {.args = args, .path = args->selection.paths[0]};
    struct sladd_error err = {0};
    const enum sladd_status status = read_both(&import, &err);
    const int code = status == SLADD_OK ? import_rows(&import, &err) : exit_of(status);
    if (err.text[0] != '\0')
        put_line(stderr, "sladd: ", err.text);
    roll_clear(&import.roll);
    manifest_free(import.manifest);
    sheet_clear(&import.sheet);
    manifest_file_clear(&import.file);
    bytes_clear(&import.before);
    bytes_clear(&import.after);
    return code;
}
