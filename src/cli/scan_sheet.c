#include "cli/scan_sheet.h"

enum { LONGEST = 900 }; /* pixels: a face in the second row must be recognised */

static int open_photo(void *context, size_t index) {
    const struct input *const *inputs = context;
    return input_open(inputs[index]);
}

enum sladd_status scan_sheet_write(struct report_file *page, const struct args *args, const struct contact *photos,
                                   const struct input *const *inputs, size_t count, struct sladd_error *err) {
    struct thumbnails thumbnails = {.count = count,
                                    .longest = LONGEST,
                                    .at_once = args->jobs,
                                    .open_doors = args->no_sandbox,
                                    .context = (void *)inputs,
                                    .open = open_photo};
    enum sladd_status status = thumbnails_make(&thumbnails, err);
    if (status == SLADD_OK)
        status = report_file_commit(page, contact_sheet_write(photos, thumbnails.items, count, page->to), err);
    thumbnails_clear(&thumbnails);
    return status;
}
