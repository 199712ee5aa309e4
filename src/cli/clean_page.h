/* The page of `clean --html`: small pictures of the copies, then the page around them. */
#ifndef CLI_CLEAN_PAGE_H
#define CLI_CLEAN_PAGE_H

#include "cli/args.h"
#include "files/plan.h"
#include "ledger/output_folder.h"
#include "report/report_file.h"
#include "report/run_report.h"

/* Write the page of a run into `page` and give it its name, unless an interruption comes before. */
enum sladd_status clean_page_write(struct report_file *page, const struct args *args, const struct plan *plan,
                                   const struct output_folder *folder, const struct run *run, struct sladd_error *err);

#endif
