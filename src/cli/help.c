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

/* Break the text between words into lines that begin at HELP_COLUMN. */
static void print_wrapped(const char *text) {
    int column = HELP_COLUMN;
    while (*text != '\0') {
        int word = (int)strcspn(text, " ");
        bool first = column == HELP_COLUMN, fits = column + 1 + word <= HELP_WIDTH;
        if (!first && !fits) {
            printf("\n%*s", HELP_COLUMN, "");
            column = HELP_COLUMN;
        } else if (!first) {
            putchar(' ');
            column++;
        }
        printf("%.*s", word, text);
        column += word;
        text += word;
        text += *text == ' ';
    }
    putchar('\n');
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
    print_wrapped(rows[i].help);
}

static void print_rows(int commands) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].commands == commands)
            print_row(i);
}

static void print_options(void) {
    static const struct {
        int commands;
        const char *title;
    } groups[] = {{FOR_ALL, "Options of all commands"},
                  {FOR_CLEAN | FOR_SCAN, "Options of clean and scan"},
                  {FOR_CLEAN | FOR_CHECK, "Options of clean and check"},
                  {FOR_CLEAN, "Options of clean"},
                  {FOR_CHECK, "Options of check"},
                  {FOR_SCAN, "Options of scan"}};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        printf("%s:\n", groups[i].title);
        print_rows(groups[i].commands);
    }
}

static void print_commands(void) {
#define COMMAND(id, name, synopsis, summary) printf("  sladd %-31s  %s\n", name " " synopsis, summary);
#include "cli/commands.def"
#undef COMMAND
}

void help_print(void) {
    fputs("sladd makes workplace photos safe to publish: it blurs every face whose owner has not\n"
          "consented and all readable text, strips what cameras and editors hide in the file, and\n"
          "checks its own work before a copy appears. Originals are never touched.\n"
          "\n",
          stdout);
    print_commands();
    fputs("  sladd --help | --version\n"
          "\n"
          "To begin with:\n"
          "  sladd clean -o cleaned photos          blur everybody; the folder's tree is kept\n"
          "  sladd clean -n --report - photos       show what would be done, and why\n"
          "  sladd scan photos                      write the faces found into photos/consent.yaml\n"
          "  sladd check -m photos/consent.yaml cleaned    may all of this be published today?\n"
          "Who may be seen stands in a consent.yaml beside the photos:\n"
          "  version: 1\n"
          "  people:\n"
          "    kari:\n"
          "      consent: [{form: written, date: 2026-05-01, expires: 2027-05-01, channels: [web]}]\n"
          "  photos:\n"
          "    IMG_0001.jpg:\n"
          "      faces: [{person: kari, box: [0.412, 0.180, 0.095, 0.141]}]\n"
          "A box is x, y, width and height as fractions of the photo as you see it.\n"
          "\n",
          stdout);
    print_options();
    fputs("\n"
          "Exit status: 0 all well; 1 photos were withheld, or check found something; 2 usage or\n"
          "manifest error, nothing was written; 3 at least one photo could not be processed. The largest\n"
          "that applies.\n"
          "\n"
          "Obscured is not anonymous: clothes, places and company can still tell who somebody is.\n",
          stdout);
}

void version_print(void) {
    printf("sladd %s\n", SLADD_VERSION);
}
