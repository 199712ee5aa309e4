#include "cli/review_page.h"

#include "base/paths.h"
#include "cli/clean.h"
#include "cli/ready.h"
#include "serve/review.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* Beside the photos, as the desktop's scripts do it. */
static const char COPIES[] = "sanitised";

/* In a process of its own: exactly what the command line would do, with the report for the page. */
static int clean_folder_now(void *context) {
    return clean_run(context);
}

static enum sladd_status check_folder(const char *path, struct sladd_error *err) {
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode)
               ? SLADD_OK
               : sladd_fail(err, SLADD_USAGE, "%s: review needs a folder with photos", path);
}

/* What the page's button does. */
static struct args cleaning_args(const struct args *args) {
    struct args cleaning = *args;
    cleaning.command = COMMAND_CLEAN;
    cleaning.selection.report = "-";
    cleaning.verbose = true;
    cleaning.quiet = false;
    cleaning.no_progress = true;
    return cleaning;
}

int review_page_run(const struct args *args) {
    struct args mine = *args;
    struct sladd_error err = {0};
    struct policy *policy = NULL;
    struct vision *vision = NULL;
    char *beside = NULL;
    if (args->selection.output == NULL)
        mine.selection.output = beside = path_join(args->selection.paths[0], COPIES);
    struct args cleaning = cleaning_args(&mine);
    enum sladd_status status =
        mine.selection.output != NULL ? check_folder(args->selection.paths[0], &err) : fail_memory(&err);
    if (status == SLADD_OK)
        status = ready_policy(args, &policy, &err);
    if (status == SLADD_OK) /* the manifests are not read yet: session_open asks them */
        status = ready_vision(args, false, &vision, &err);
    const struct review review = {.session = {.settings = &mine.settings,
                                              .selection = &mine.selection,
                                              .policy = policy,
                                              .vision = vision,
                                              .jobs = args->jobs,
                                              .open_doors = args->no_sandbox,
                                              .seeded = args->seeded},
                                  .port = args->port,
                                  .open = !args->no_open,
                                  .quiet = args->quiet,
                                  .clean = clean_folder_now,
                                  .clean_context = &cleaning};
    if (status == SLADD_OK)
        status = review_run(&review, &err);
    if (status != SLADD_OK)
        (void)fprintf(stderr, "sladd: %s\n", err.text);
    vision_close(vision);
    policy_free(policy);
    free(beside);
    return status == SLADD_IO ? EXIT_NOT_PROCESSED : exit_of(status);
}
