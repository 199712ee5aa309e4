/* Where the findings of `check` are written: standard output, --report, --html. */
#ifndef CLI_CHECK_REPORT_H
#define CLI_CHECK_REPORT_H

#include "audit/verdict.h"
#include "cli/args.h"
#include "report/report_file.h"

/* The files' places are opened before the work. Close in every case. */
struct check_reports {
    struct report_file report, html;
};

enum sladd_status check_reports_open(struct check_reports *reports, const struct args *args, struct sladd_error *err);

/* Everything that was asked for. */
enum sladd_status check_reports_write(struct check_reports *reports, const struct args *args,
                                      const struct verdict *verdict, struct sladd_error *err);
void check_reports_close(struct check_reports *reports);

#endif
