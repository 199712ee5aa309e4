/* The command line as a typed structure. */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include "audit/findings.h"
#include "base/fail.h"
#include "files/selection.h"
#include "sladd/settings.h"

#include <stdbool.h>
#include <stddef.h>

/* Exit status of every command; the largest that applies. */
enum exit_status { EXIT_ALL_WELL = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_NOT_PROCESSED = 3 };

enum command {
    COMMAND_NONE,
    COMMAND_CLEAN,
    COMMAND_SCAN,
    COMMAND_CHECK,
    COMMAND_IMPORT,
    COMMAND_REVIEW,
    COMMAND_HELP,
    COMMAND_VERSION
};

/* Which commands an option belongs to; FOR_PHOTOS: those that go over photos. */
enum { FOR_CLEAN = 1, FOR_SCAN = 2, FOR_CHECK = 4, FOR_IMPORT = 8, FOR_REVIEW = 16, FOR_PHOTOS = 7, FOR_ALL = 31 };

/* How `check` prints its findings. */
enum check_format { FORMAT_TEXT, FORMAT_JSON, FORMAT_SARIF, FORMAT_JUNIT, FORMAT_GITHUB };

struct args {
    enum command command;
    struct sladd_settings settings;
    struct selection selection;
    double max_risk;             /* faces that may probably still be seen in the run; negative: no limit */
    const char *policy, *models; /* borrowed from argv; NULL: not given */
    int jobs;
    bool quiet, verbose, no_progress, no_sandbox;
    bool seeded; /* --seed was given */
    bool sidecar;
    enum check_format format;
    enum severity fail_on; /* SEVERITY_WARNING or SEVERITY_ERROR */
    int warn_days;
    unsigned port; /* 0: any */
    bool no_open;
    bool full;
};

/* Parse the whole command line. `argv` is reordered: options first. */
enum sladd_status args_parse(struct args *args, int argc, char *argv[], struct sladd_error *err);

/* `sladd --help`, or what concerns the command of this name, on standard output. NULL, or "help": everything. */
void help_print(const char *name);

/* `sladd --version`. */
void version_print(void);

#endif
