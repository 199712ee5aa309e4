#include "cli/args.h"

#include "base/ascii.h"
#include "base/date.h"
#include "base/limits.h"
#include "cli/numbers.h"
#include "format/format.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum option_id {
#define OPTION(id, commands, short_form, long_form, argument, help) OPT_##id,
#include "cli/options.def"
#undef OPTION
    OPT_COUNT
};
_Static_assert(OPT_COUNT <= 64, "what was given is kept as a bit an option");

enum { FIRST_LONG_VALUE = 256, MAX_JOBS = 256, MAX_SHARDS = 100000, MAX_WARN_DAYS = 3650 };

static const struct option long_options[] = {
#define OPTION(id, commands, short_form, long_form, argument, help)                                                    \
    {long_form, (argument) != NULL ? required_argument : no_argument, NULL, FIRST_LONG_VALUE + OPT_##id},
#include "cli/options.def"
#undef OPTION
    {NULL, 0, NULL, 0}};

static const struct {
    int commands, short_form;
    const char *long_form, *argument;
} rows[] = {
#define OPTION(id, commands, short_form, long_form, argument, help) {commands, short_form, long_form, argument},
#include "cli/options.def"
#undef OPTION
};

/* "+" would stop at the first path; ":" tells a missing argument from an unknown option. */
static void short_option_string(char out[2 * OPT_COUNT + 2]) {
    *out++ = ':';
    for (int i = 0; i < OPT_COUNT; i++) {
        if (rows[i].short_form == 0)
            continue;
        *out++ = (char)rows[i].short_form;
        if (rows[i].argument != NULL)
            *out++ = ':';
    }
    *out = '\0';
}

static int option_of(int value) {
    if (value >= FIRST_LONG_VALUE)
        return value - FIRST_LONG_VALUE;
    for (int i = 0; i < OPT_COUNT; i++)
        if (rows[i].short_form == value)
            return i;
    return -1;
}

/* One of the words of the option's row, "blur|pixel|solid|mosaic"; `choice` is its number there, from 0. */
static enum sladd_status parse_choice(enum option_id option, const char *text, int *choice, struct sladd_error *err) {
    const char *word = rows[option].argument;
    *choice = 0;
    for (size_t length; *word != '\0'; word += length + (word[length] == '|')) {
        length = strcspn(word, "|");
        if (strlen(text) == length && memcmp(text, word, length) == 0)
            return SLADD_OK;
        (*choice)++;
    }
    return sladd_fail(err, SLADD_USAGE, "--%s %s: give one of %s", rows[option].long_form, text, rows[option].argument);
}

static enum sladd_status parse_word(const char *option, const char *text, const char **word, struct sladd_error *err) {
    if (text[0] == '\0')
        return sladd_fail(err, SLADD_USAGE, "--%s needs a value", option);
    *word = text;
    return SLADD_OK;
}

/* "2/3": the second of three. */
static enum sladd_status parse_shard(const char *text, struct args *args, struct sladd_error *err) {
    unsigned long long which, of;
    const char *slash = ascii_number(text, &which);
    const char *end = slash != NULL && *slash == '/' ? ascii_number(slash + 1, &of) : NULL;
    if (end == NULL || *end != '\0' || which < 1 || which > of || of > MAX_SHARDS)
        return sladd_fail(err, SLADD_USAGE, "--shard %s: give I/N, such as 2/3 for the second of three shares", text);
    args->selection.shard = (unsigned)which;
    args->selection.shards = (unsigned)of;
    return SLADD_OK;
}

/* The order of an option's words is that of its enumeration. */
static enum sladd_status apply_choice(struct args *args, enum option_id option, const char *value,
                                      struct sladd_error *err) {
    int choice;
    enum sladd_status status = parse_choice(option, value, &choice, err);
    if (status != SLADD_OK)
        return status;
    if (option == OPT_STYLE)
        args->settings.style = (enum sladd_style)choice;
    else if (option == OPT_TEXT)
        args->settings.text = (enum sladd_text_mode)choice;
    else if (option == OPT_FORMAT)
        args->format = (enum check_format)choice;
    else if (option == OPT_FAIL_ON)
        args->fail_on = choice == 0 ? SEVERITY_WARNING : SEVERITY_ERROR;
    return SLADD_OK;
}

static enum sladd_status apply_value(struct args *args, enum option_id option, const char *value,
                                     struct sladd_error *err) {
    struct sladd_settings *settings = &args->settings;
    long long number = 0;
    enum sladd_status status = SLADD_OK;
    switch (option) {
    case OPT_OUTPUT:
        return parse_word("output", value, &args->selection.output, err);
    case OPT_MANIFEST:
        return parse_word("manifest", value, &args->selection.manifest, err);
    case OPT_POLICY:
        return parse_word("policy", value, &args->policy, err);
    case OPT_CHANNEL:
        return parse_word("channel", value, &settings->channel, err);
    case OPT_FILES_FROM:
        return parse_word("files-from", value, &args->selection.files_from, err);
    case OPT_REPORT:
        return parse_word("report", value, &args->selection.report, err);
    case OPT_HTML:
        return parse_word("html", value, &args->selection.html, err);
    case OPT_SHEET:
        return parse_word("sheet", value, &args->selection.sheet, err);
    case OPT_MODELS:
        return parse_word("models", value, &args->models, err);
    case OPT_DATE:
        if (!date_parse(value, &settings->date))
            status = sladd_fail(err, SLADD_USAGE, "--date %s: give a day that exists, as YYYY-MM-DD", value);
        return status;
    case OPT_JOBS:
        status = option_number("jobs", value, 1, MAX_JOBS, &number, err);
        args->jobs = (int)number;
        return status;
    case OPT_REENCODE:
        status = option_number("reencode", value, 1, 100, &number, err);
        settings->reencode = (int)number;
        return status;
    case OPT_WARN_DAYS:
        status = option_number("warn-days", value, 0, MAX_WARN_DAYS, &number, err);
        args->warn_days = (int)number;
        return status;
    case OPT_LIMIT:
        return limit_set(value, err);
    case OPT_PORT:
        status = option_number("port", value, 1, 65535, &number, err);
        args->port = (unsigned)number;
        return status;
    case OPT_MAX_RISK:
        return option_faces(value, &args->max_risk, err);
    case OPT_SHARD:
        return parse_shard(value, args, err);
    case OPT_SEED:
        status = option_number("seed", value, 0, INT64_MAX, &number, err);
        settings->seed = (uint64_t)number;
        args->seeded = true;
        return status;
    default:
        return apply_choice(args, option, value, err);
    }
}

static void apply_switch(struct args *args, enum option_id option) {
    switch (option) {
    case OPT_FULL:
        args->full = true;
        break;
    case OPT_SIDECAR:
        args->sidecar = true;
        break;
    case OPT_RENAME:
        args->selection.rename = true;
        break;
    case OPT_NUL:
        args->selection.nul = true;
        break;
    case OPT_DRY_RUN:
        args->settings.dry_run = true;
        break;
    case OPT_QUIET:
        args->quiet = true;
        break;
    case OPT_VERBOSE:
        args->verbose = true;
        break;
    case OPT_NO_PROGRESS:
        args->no_progress = true;
        break;
    case OPT_NO_SANDBOX:
        args->no_sandbox = true;
        break;
    case OPT_NO_OPEN:
        args->no_open = true;
        break;
    case OPT_HELP:
        args->command = COMMAND_HELP;
        break;
    case OPT_VERSION:
        args->command = COMMAND_VERSION;
        break;
    default:
        break;
    }
}

static enum sladd_status set_defaults(struct args *args, struct sladd_error *err) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    *args = (struct args){.policy = "nordic-public",
                          .max_risk = -1,
                          .warn_days = 30,
                          .fail_on = SEVERITY_WARNING,
                          .jobs = processors < 1          ? 1
                                  : processors > MAX_JOBS ? MAX_JOBS
                                                          : (int)processors};
    return sladd_settings_init(&args->settings, err);
}

/* Options may stand before the command, so that they are judged when it is known. `given` has a bit an option. */
static enum sladd_status check_options(uint64_t given, int command, const char *name, struct sladd_error *err) {
    for (int i = 0; i < OPT_COUNT; i++)
        if ((given >> i & 1) != 0 && (rows[i].commands & command) == 0)
            return sladd_fail(err, SLADD_USAGE, "--%s is not an option of %s; see 'sladd --help'", rows[i].long_form,
                              name);
    return SLADD_OK;
}

/* "-cover.jpg", as a shell or a hook passes a file of this name, would be the channel "over.jpg". */
static bool is_photo_with_a_dash(const char *value, const char *argument) {
    return value > argument && value <= argument + strlen(argument) && format_is_picture_name(value);
}

static enum sladd_status parse_options(struct args *args, int argc, char *argv[], uint64_t *given,
                                       struct sladd_error *err) {
    char short_string[2 * OPT_COUNT + 2];
    short_option_string(short_string);
    opterr = 0;
    for (int value; (value = getopt_long(argc, argv, short_string, long_options, NULL)) != -1;) {
        if (value == '?' || value == ':') {
            /* In the midst of several letters after one dash, optind is not there yet. Of a letter that has several
             * bytes getopt knows the first: then all of them are named. */
            const char letter[] = {'-', (char)optopt, '\0'};
            const bool unknown_letter = optopt != 0 && optopt < 256 && strchr(short_string, optopt) == NULL;
            const bool foreign = unknown_letter && (optopt < 0 || optopt > 127);
            const bool inside = foreign && optind < argc && strchr(argv[optind], optopt) != NULL;
            const char *at = inside ? argv[optind] : unknown_letter && !foreign ? letter : argv[optind - 1];
            return value == ':' ? sladd_fail(err, SLADD_USAGE, "%s: this option needs a value; see 'sladd --help'", at)
                                : sladd_fail(err, SLADD_USAGE, "%s: unknown option; see 'sladd --help'", at);
        }
        int option = option_of(value);
        *given |= UINT64_C(1) << option;
        if (optarg != NULL && is_photo_with_a_dash(optarg, argv[optind - 1]))
            return sladd_fail(err, SLADD_USAGE,
                              "%s: is this a photo? Give one whose name begins with '-' as ./%s, or after --",
                              argv[optind - 1], argv[optind - 1]);
        if (optarg != NULL) {
            enum sladd_status status = apply_value(args, (enum option_id)option, optarg, err);
            if (status != SLADD_OK)
                return status;
        } else {
            apply_switch(args, (enum option_id)option);
        }
    }
    args->selection.paths = argv + optind;
    args->selection.path_count = (size_t)(argc - optind);
    return SLADD_OK;
}

/* A page that is printed between other words is none, and two reports are two files. */
static enum sladd_status check_pages(const struct args *args, struct sladd_error *err) {
    const char *html = args->selection.html, *report = args->selection.report, *sheet = args->selection.sheet;
    /* By its ending it cannot become a manifest or a photo. */
    if (sheet != NULL && !ascii_ends_with(sheet, ".html"))
        return sladd_fail(err, SLADD_USAGE, "--sheet %s: name a file that ends in .html", sheet);
    if (html != NULL && strcmp(html, "-") == 0)
        return sladd_fail(err, SLADD_USAGE, "--html -: name a file");
    if (html != NULL && report != NULL && strcmp(html, report) == 0)
        return sladd_fail(err, SLADD_USAGE, "--html and --report need two different files");
    return SLADD_OK;
}

static enum sladd_status check_paths(const struct args *args, const char *command, struct sladd_error *err) {
    if (args->selection.path_count == 0 && args->selection.files_from == NULL)
        return sladd_fail(err, SLADD_USAGE, "%s needs photos or folders; see 'sladd --help'", command);
    if (args->selection.nul && args->selection.files_from == NULL)
        return sladd_fail(err, SLADD_USAGE, "-0 only makes sense together with --files-from");
    return SLADD_OK;
}

/* Drafts of several machines would overwrite one another in one consent.yaml. */
static enum sladd_status check_scan(const struct args *args, struct sladd_error *err) {
    if (args->selection.shards > 0 && !args->sidecar && !args->settings.dry_run)
        return sladd_fail(err, SLADD_USAGE, "scan --shard needs --sidecar: two machines cannot draft one consent.yaml");
    return SLADD_OK;
}

static enum sladd_status check_clean(const struct args *args, struct sladd_error *err) {
    if (args->selection.output == NULL && !args->settings.dry_run)
        return sladd_fail(err, SLADD_USAGE,
                          "clean needs a folder for the copies: sladd clean -o DIR PATH... (or --dry-run)");
    return SLADD_OK;
}

static enum sladd_status check_import(const struct args *args, struct sladd_error *err) {
    if (args->selection.path_count != 1 || args->selection.manifest == NULL)
        return sladd_fail(
            err, SLADD_USAGE,
            "import needs one sheet and the manifest it goes into: sladd import people.csv -m consent.yaml");
    return SLADD_OK;
}

static enum sladd_status check_review(const struct args *args, struct sladd_error *err) {
    return args->selection.path_count == 1
               ? SLADD_OK
               : sladd_fail(err, SLADD_USAGE, "review needs one folder with photos: sladd review DIR");
}

/* Reports, pages and findings say what a line of text holds; a run that tells nobody need not read. */
static void tell_holds(struct args *args) {
    args->settings.tell_holds =
        args->command == COMMAND_CHECK || args->selection.report != NULL || args->selection.html != NULL;
}

/* The command of this name, and its bit in the options' rows. */
static int find_command(const char *name, enum command *command) {
    static const struct {
        const char *name;
        enum command command;
        int bit;
    } commands[] = {
#define COMMAND(id, name, synopsis, summary) {name, COMMAND_##id, FOR_##id},
#include "cli/commands.def"
#undef COMMAND
        {"help", COMMAND_HELP, FOR_ALL}};
    *command = COMMAND_NONE;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(name, commands[i].name) == 0) {
            *command = commands[i].command;
            return commands[i].bit;
        }
    return 0;
}

static enum sladd_status unknown_command(const char *name, struct sladd_error *err) {
    return sladd_fail(err, SLADD_USAGE, "unknown command '%s'; see 'sladd --help'", name);
}

/* What the help is to be about, where something was named. */
static enum sladd_status check_topic(const struct args *args, struct sladd_error *err) {
    enum command topic;
    return args->selection.path_count == 0 || find_command(args->selection.paths[0], &topic) != 0
               ? SLADD_OK
               : unknown_command(args->selection.paths[0], err);
}

enum sladd_status args_parse(struct args *args, int argc, char *argv[], struct sladd_error *err) {
    uint64_t given = 0;
    enum sladd_status status = set_defaults(args, err);
    if (status == SLADD_OK)
        status = parse_options(args, argc, argv, &given, err);
    if (status == SLADD_OK && args->command == COMMAND_HELP)
        return check_topic(args, err);
    if (status != SLADD_OK || args->command != COMMAND_NONE)
        return status;
    if (args->selection.path_count == 0)
        return sladd_fail(err, SLADD_USAGE,
                          "no command was given; try sladd clean -o DIR PATH..., or see 'sladd --help'");
    const char *command = args->selection.paths[0];
    args->selection.paths++;
    args->selection.path_count--;
    int known_by = find_command(command, &args->command);
    if (args->command == COMMAND_HELP)
        return check_topic(args, err);
    if (args->command == COMMAND_NONE)
        return unknown_command(command, err);
    status = check_options(given, known_by, command, err);
    if (status == SLADD_OK && args->command == COMMAND_IMPORT)
        return check_import(args, err);
    if (status == SLADD_OK && args->command == COMMAND_REVIEW)
        return check_review(args, err);
    if (status == SLADD_OK)
        status = check_paths(args, command, err);
    if (status == SLADD_OK)
        status = check_pages(args, err);
    if (status == SLADD_OK && args->command == COMMAND_CLEAN)
        status = check_clean(args, err);
    if (status == SLADD_OK && args->command == COMMAND_SCAN)
        status = check_scan(args, err);
    tell_holds(args);
    return status;
}
