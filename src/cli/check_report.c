#include "cli/check_report.h"

#include "base/ascii.h"
#include "report/formats.h"

#include <stdio.h>

/* What is printed is in the way of a report there. */
static enum sladd_status open_file(struct report_file *file, const char *option, const char *path,
                                   struct sladd_error *err) {
    enum sladd_status status = report_file_open(file, option, path, (struct permissions){.mode = 0666}, err);
    return status == SLADD_OK && file->to == stdout
               ? sladd_fail(err, SLADD_USAGE, "--%s %s: name a file; what is printed is chosen with --format", option,
                            path)
               : status;
}

enum sladd_status check_reports_open(struct check_reports *reports, const struct args *args, struct sladd_error *err) {
    *reports = (struct check_reports){NO_REPORT_FILE, NO_REPORT_FILE};
    enum sladd_status status = open_file(&reports->report, "report", args->selection.report, err);
    if (status == SLADD_OK)
        status = open_file(&reports->html, "html", args->selection.html, err);
    return status == SLADD_OK ? report_files_differ(&reports->html, &reports->report, err) : status;
}

static bool write_as(const struct verdict *verdict, enum check_format format, FILE *to) {
    static format_writer *const writers[] = {[FORMAT_TEXT] = format_text,
                                             [FORMAT_JSON] = format_json,
                                             [FORMAT_SARIF] = format_sarif,
                                             [FORMAT_JUNIT] = format_junit,
                                             [FORMAT_GITHUB] = format_github};
    return writers[format](verdict, to);
}

/* The file's name says in which format programs will read it. */
static enum check_format format_of_file(const char *path) {
    if (ascii_ends_with(path, ".sarif") || ascii_ends_with(path, ".sarif.json"))
        return FORMAT_SARIF;
    return ascii_ends_with(path, ".xml") ? FORMAT_JUNIT : FORMAT_JSON;
}

enum sladd_status check_reports_write(struct check_reports *reports, const struct args *args,
                                      const struct verdict *verdict, struct sladd_error *err) {
    struct report_file *report = &reports->report, *html = &reports->html;
    if (!write_as(verdict, args->format, stdout) && !ferror(stdout)) /* of which main tells */
        return fail_memory(err);
    enum sladd_status status = SLADD_OK;
    if (report->path != NULL)
        status = report_file_commit(report, write_as(verdict, format_of_file(report->path), report->to), err);
    if (html->path != NULL && status == SLADD_OK)
        status = report_file_commit(html, format_html(verdict, html->to), err);
    return status;
}

void check_reports_close(struct check_reports *reports) {
    report_file_close(&reports->report);
    report_file_close(&reports->html);
}
