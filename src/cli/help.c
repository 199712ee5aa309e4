#include "base/language.h"
#include "base/limits.h"
#include "cli/args.h"

#include <stdio.h>
#include <string.h>

static const struct {
    int commands, short_form;
    const char *long_form, *argument, *help;
} rows[] = {
#define OPTION(id, commands, short_form, long_form, argument, help) {commands, short_form, long_form, argument, help},
#include "cli/options.def"
#undef OPTION
};

enum { HELP_COLUMN = 28, HELP_WIDTH = 88 };

/* Characters of UTF-8, which a terminal shows one column each in the languages that there are. */
static int columns(const char *text, int bytes) {
    int count = 0;
    for (int i = 0; i < bytes; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

/* Break the text between words into lines that begin at HELP_COLUMN. */
static void print_wrapped(const char *text) {
    int column = HELP_COLUMN;
    while (*text != '\0') {
        int word = (int)strcspn(text, " "), wide = columns(text, word);
        bool first = column == HELP_COLUMN, fits = column + 1 + wide <= HELP_WIDTH;
        if (!first && !fits) {
            printf("\n%*s", HELP_COLUMN, "");
            column = HELP_COLUMN;
        } else if (!first) {
            putchar(' ');
            column++;
        }
        printf("%.*s", word, text);
        column += wide;
        text += word;
        text += *text == ' ';
    }
    putchar('\n');
}

static void print_limits(void) {
    for (int i = 0; i < LIMIT_COUNT; i++) {
        const struct limit_row *row = limit_row((enum limit)i);
        char text[400];
        (void)snprintf(text, sizeof text, "%s=%llu: %s", row->name, (unsigned long long)row->value, _(row->what));
        printf("%*s", HELP_COLUMN, "");
        print_wrapped(text);
    }
}

static void print_row(size_t i) {
    char left[80], name[4] = "";
    if (rows[i].short_form != 0)
        (void)snprintf(name, sizeof name, "-%c,", rows[i].short_form);
    (void)snprintf(left, sizeof left, "  %-3s --%s%s%s", name, rows[i].long_form, rows[i].argument != NULL ? " " : "",
                   rows[i].argument != NULL ? rows[i].argument : "");
    if (strlen(left) < HELP_COLUMN)
        printf("%-*s", HELP_COLUMN, left);
    else
        printf("%s\n%*s", left, HELP_COLUMN, "");
    print_wrapped(_(rows[i].help));
    if (strcmp(rows[i].long_form, "limit") == 0)
        print_limits();
}

static const struct {
    int commands;
    const char *title;
} groups[] = {{FOR_ALL, N_("Options of all commands")},
              {FOR_PHOTOS | FOR_REVIEW, N_("Options of clean, check, scan and review")},
              {FOR_PHOTOS, N_("Options of clean, check and scan")},
              {FOR_CLEAN | FOR_SCAN | FOR_IMPORT, N_("Options of clean, scan and import")},
              {FOR_CLEAN | FOR_CHECK | FOR_IMPORT | FOR_REVIEW, N_("Options of clean, check, import and review")},
              {FOR_CLEAN | FOR_CHECK | FOR_REVIEW, N_("Options of clean, check and review")},
              {FOR_CLEAN | FOR_CHECK, N_("Options of clean and check")},
              {FOR_CLEAN | FOR_REVIEW, N_("Options of clean and review")},
              {FOR_CLEAN, N_("Options of clean")},
              {FOR_CHECK, N_("Options of check")},
              {FOR_SCAN, N_("Options of scan")},
              {FOR_REVIEW, N_("Options of review")}};

static void print_options(void) {
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        printf("%s:\n", _(groups[g].title));
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
            if (rows[i].commands == groups[g].commands)
                print_row(i);
    }
}

static void print_options_of(int command) {
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++)
        if (groups[g].commands == command)
            printf("\n%s:\n", _(groups[g].title));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if ((rows[i].commands & command) != 0)
            print_row(i);
}

static const struct {
    const char *name, *usage, *summary;
    int bit;
} commands[] = {
#define COMMAND(id, name, synopsis, summary) {name, name " " synopsis, summary, FOR_##id},
#include "cli/commands.def"
#undef COMMAND
};

static void print_commands(int which) {
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if ((commands[i].bit & which) != 0)
            printf("  sladd %-31s  %s\n", commands[i].usage, _(commands[i].summary));
}

static int bit_of(const char *name) {
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, name) == 0)
            return commands[i].bit;
    return 0;
}

/* A command to type and what it does. */
static void print_example(const char *command, const char *does) {
    printf("  %-42s  %s\n", command, does);
}

static void print_beginning(void) {
    printf("%s\n", _("To begin with:"));
    print_example("sladd clean -o cleaned photos", _("blur everybody; the folder's tree is kept"));
    print_example("sladd clean -n photos", _("show what would be done, and why"));
    print_example("sladd review photos", _("look at them, say who is who, clean"));
    print_example("sladd scan photos", _("write the faces found into photos/consent.yaml"));
    print_example("sladd check -m photos/consent.yaml cleaned", _("may all of this be published today?"));
    printf("%s\n"
           "  version: 1\n"
           "  people:\n"
           "    kari:\n"
           "      consent: [{form: written, date: 2026-05-01, expires: 2027-05-01, channels: [web]}]\n"
           "  photos:\n"
           "    IMG_0001.jpg:\n"
           "      faces: [{person: kari, box: [0.412, 0.180, 0.095, 0.141]}]\n"
           "%s\n\n",
           _("Who may be seen is written in a consent.yaml beside the photos:"),
           _("A box is x, y, width and height as fractions of the photo as you see it."));
}

static void print_introduction(void) {
    printf("%s\n\n", _("sladd makes workplace photos safe to publish: it blurs every face whose owner has not\n"
                       "consented and all readable text, strips what cameras and editors hide in the file, and\n"
                       "checks its own work before a copy appears. Originals are never touched."));
    print_commands(FOR_ALL);
    (void)fputs("  sladd --help | --version\n\n", stdout);
    print_beginning();
    print_options();
}

void help_print(const char *name) {
    int command = name != NULL ? bit_of(name) : 0;
    if (command != 0) {
        print_commands(command);
        print_options_of(command);
    } else {
        print_introduction();
    }
    printf("\n%s\n\n%s\n",
           _("Exit status: 0 all well; 1 photos were withheld, earlier copies must come down, or check or scan\n"
             "found something; 2 usage or manifest error, nothing was written; 3 at least one photo could not\n"
             "be processed, or memory ran out. The largest that applies."),
           _("Obscured is not anonymous: clothes, places and company can still tell who somebody is."));
}

void version_print(void) {
    printf("sladd %s\n", SLADD_VERSION);
}
