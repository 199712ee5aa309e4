#include "cli/clean_page.h"

enum { LONGEST = 320 }; /* pixels: enough to see who is blurred */

struct copies {
    const struct plan *plan;
    const struct output_folder *folder;
    const struct run *run;
};

static int open_copy(void *context, size_t index) {
    const struct copies *copies = context;
    bool there = copies->run->photos[index].output != NULL && copies->folder->fd >= 0;
    return there ? output_folder_open_copy(copies->folder, copies->plan->jobs[index].output) : -1;
}

/* The page shows exactly what was verified, and nothing that took its place since. */
static const char *digest_of_copy(void *context, size_t index) {
    const struct copies *copies = context;
    return copies->run->photos[index].outcome->output_sha256;
}

enum sladd_status clean_page_write(struct report_file *page, const struct args *args, const struct plan *plan,
                                   const struct output_folder *folder, const struct run *run, struct sladd_error *err) {
    struct copies copies = {plan, folder, run};
    struct thumbnails thumbnails = {.count = run->settings->dry_run ? 0 : run->count,
                                    .longest = LONGEST,
                                    .at_once = args->jobs,
                                    .open_doors = args->no_sandbox,
                                    .context = &copies,
                                    .open = open_copy,
                                    .digest = digest_of_copy};
    struct run shown = *run;
    enum sladd_status status = thumbnails_make(&thumbnails, err);
    shown.thumbnails = run->settings->dry_run ? NULL : thumbnails.items;
    if (status == SLADD_OK)
        status = report_file_commit(page, run_write_html(&shown, page->to), err);
    thumbnails_clear(&thumbnails);
    return status;
}
