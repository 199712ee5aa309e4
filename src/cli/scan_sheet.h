/* `scan --sheet`: small pictures of the photos, then the page around them. */
#ifndef CLI_SCAN_SHEET_H
#define CLI_SCAN_SHEET_H

#include "cli/args.h"
#include "files/inputs.h"
#include "report/contact_sheet.h"
#include "report/report_file.h"

/* Write the sheet into `page` and give it its name, unless an interruption comes before. `inputs` are the photos of
 * `photos`, one each. */
enum sladd_status scan_sheet_write(struct report_file *page, const struct args *args, const struct contact *photos,
                                   const struct input *const *inputs, size_t count, struct sladd_error *err);

#endif
