#include "base/language.h"
#include "cli/args.h"
#include "cli/check.h"
#include "cli/clean.h"
#include "cli/import.h"
#include "cli/locale.h"
#include "cli/ready.h"
#include "cli/review_page.h"
#include "cli/scan.h"
#include "vision/vision.h"
#include "work/workers.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

static int run(int argc, char *argv[]) {
    struct args args;
    struct sladd_error err = {0};
    const enum sladd_status status = args_parse(&args, argc, argv, &err);
    if (status != SLADD_OK) {
        (void)fprintf(stderr, "sladd: %s\n", err.text);
        return exit_of(status);
    }
    switch (args.command) {
    case COMMAND_CLEAN:
        return clean_run(&args);
    case COMMAND_SCAN:
        return scan_run(&args);
    case COMMAND_CHECK:
        return check_run(&args);
    case COMMAND_IMPORT:
        return import_run(&args);
    case COMMAND_REVIEW:
        return review_page_run(&args);
    case COMMAND_VERSION:
        version_print();
        return EXIT_ALL_WELL;
    default:
        help_print(args.selection.path_count > 0 ? args.selection.paths[0] : NULL);
        return EXIT_ALL_WELL;
    }
}

/* A file that is opened while 0, 1 or 2 is closed gets that number, and what is printed would go into it. What stands
 * in its place can be used the wrong way round only: a list that cannot be read is not empty, and a report that nobody
 * gets is not written. */
static bool occupy_standard_streams(void) {
    static const int wrong_way[] = {[STDIN_FILENO] = O_WRONLY, [STDOUT_FILENO] = O_RDONLY, [STDERR_FILENO] = O_RDONLY};
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && TEMP_FAILURE_RETRY(open("/dev/null", wrong_way[fd] | O_CLOEXEC)) != fd)
            return false;
    return true;
}

/* Where memory is lacking in a library that can only give up, the parent and a worker end with the same status; of a
 * worker its parent knows by it why. */
static_assert((int)EXIT_NOT_PROCESSED == (int)WORKER_OUT_OF_MEMORY, "one status for parent and workers");

/* In the parent; a worker has no standard error, and its parent says what became of it. */
static void say_out_of_memory(void) {
    (void)fputs(_("sladd: out of memory\n"), stderr);
}

int main(int argc, char *argv[]) {
    struct sladd_error err;
    if (!occupy_standard_streams())
        return EXIT_NOT_PROCESSED;
    language_init();
    if (vision_configure_process(say_out_of_memory, EXIT_NOT_PROCESSED, &err) != SLADD_OK) {
        (void)fprintf(stderr, "sladd: %s\n", err.text);
        return EXIT_NOT_PROCESSED;
    }
    int status = run(argc, argv);
    /* What was printed may not have arrived: a full disk must not look like success. */
    if (fflush(stdout) != 0 || ferror(stdout)) {
        (void)fputs(_("sladd: cannot write to standard output\n"), stderr);
        return EXIT_NOT_PROCESSED;
    }
    return status;
}
