/* clang-format off: a paragraph would pour these lines together. */
/* Runs while sladd is built: the manual and the completions from options.def and commands.def.
 *
 *   make-docs man TEMPLATE         the manual page: a line "@options COMMAND" becomes that command's options,
 *                                  "@commands" the list of commands, "@synopsis COMMAND" its usage; @VERSION@ and
 *                                  @DATE@ are replaced
 *   make-docs bash|zsh|fish POLICY...  completions; the names of the shipped policies are words for --policy
 */
/* clang-format on */
#include "docs/option_rows.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Text for roff: a hyphen that is typed is not a hyphen that is set. */
static void print_roff(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '-')
            printf("\\-");
        else if (text[i] == '\\')
            printf("\\e");
        else if ((text[i] == '.' || text[i] == '\'') && i == 0)
            printf("\\&%c", text[i]);
        else
            putchar(text[i]);
    }
}

static void print_limits(void) {
    printf("\n.RS\n");
    for (int i = 0; i < LIMIT_COUNT; i++) {
        printf(".TP\n\\fB");
        print_roff(limit_rows[i].name, strlen(limit_rows[i].name));
        printf("\\fR=%llu\n%c", (unsigned long long)limit_rows[i].value, toupper((unsigned char)limit_rows[i].what[0]));
        print_roff(limit_rows[i].what + 1, strlen(limit_rows[i].what) - 1);
        printf(".\n");
    }
    printf(".RE\n");
}

static void print_option(const struct option_row *option) {
    const char *help = option->help;
    printf(".TP\n");
    if (option->short_form != 0)
        printf("\\fB\\-%c\\fR, ", option->short_form);
    printf("\\fB\\-\\-");
    print_roff(option->long_form, strlen(option->long_form));
    printf("\\fR");
    if (option->argument != NULL) {
        printf(" \\fI");
        print_roff(option->argument, strlen(option->argument));
        printf("\\fR");
    }
    printf("\n%c", toupper((unsigned char)help[0]));
    print_roff(help + 1, strlen(help) - 1);
    if (option_value(option) == VALUE_LIMIT)
        print_limits();
    else
        printf(".\n");
}

static const struct command_row *find_command(const char *name) {
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(command_rows[i].name, name) == 0)
            return &command_rows[i];
    return NULL;
}

/* "-o DIR PATH..." with what is to be replaced in italics. */
static void print_synopsis(const struct command_row *command) {
    printf("\\fBsladd %s\\fR ", command->name);
    for (const char *at = command->synopsis; *at != '\0';) {
        size_t word = strcspn(at, " ");
        printf(at[0] == '-' ? "\\fB" : "\\fI");
        print_roff(at, word);
        printf("\\fR");
        at += word;
        if (*at == ' ') {
            putchar(' ');
            at++;
        }
    }
    printf("\n");
}

static bool print_block(const char *line) {
    char name[32] = "";
    const char *space = strchr(line, ' ');
    if (space != NULL)
        (void)snprintf(name, sizeof name, "%s", space + 1);
    const struct command_row *command = find_command(name);
    if (strcmp(line, "@commands") == 0) {
        for (size_t i = 0; i < command_count; i++) {
            printf(".TP\n\\fBsladd\\-%s\\fR(1)\n%c", command_rows[i].name,
                   toupper((unsigned char)command_rows[i].summary[0]));
            print_roff(command_rows[i].summary + 1, strlen(command_rows[i].summary) - 1);
            printf(command_rows[i].summary[strlen(command_rows[i].summary) - 1] == '?' ? "\n" : ".\n");
        }
        return true;
    }
    if (command == NULL)
        return false;
    if (strncmp(line, "@synopsis ", 10) == 0)
        print_synopsis(command);
    else if (strncmp(line, "@options ", 9) == 0)
        for (size_t i = 0; i < option_count; i++) {
            if ((option_rows[i].commands & command->bit) != 0)
                print_option(&option_rows[i]);
        }
    else
        return false;
    return true;
}

static void print_line(const char *line) {
    static const struct { const char *mark, *value; } marks[] = {{"@VERSION@", SLADD_VERSION}, {"@DATE@", SLADD_DATE}};
    while (*line != '\0') {
        size_t skip = 0;
        for (size_t i = 0; i < sizeof marks / sizeof *marks && skip == 0; i++)
            if (strncmp(line, marks[i].mark, strlen(marks[i].mark)) == 0) {
                printf("%s", marks[i].value);
                skip = strlen(marks[i].mark);
            }
        if (skip == 0)
            putchar(*line);
        line += skip > 0 ? skip : 1;
    }
    putchar('\n');
}

static int print_man(const char *template) {
    char *line = NULL;
    size_t room = 0;
    FILE *file = fopen(template, "re");
    int status = file != NULL ? EXIT_SUCCESS : EXIT_FAILURE;
    while (file != NULL && getline(&line, &room, file) >= 0) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] != '@' || strncmp(line, "@VERSION@", 9) == 0)
            print_line(line);
        else if (!print_block(line))
            status = EXIT_FAILURE;
    }
    if (file != NULL && ferror(file))
        status = EXIT_FAILURE;
    free(line);
    if (file != NULL)
        (void)fclose(file);
    if (status != EXIT_SUCCESS)
        (void)fprintf(stderr, "make-docs: %s: cannot be read, or has a line of @ that is not known\n", template);
    return status;
}

int main(int argc, char *argv[]) {
    int status = EXIT_SUCCESS;
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "man") == 0 && argc == 3)
        status = print_man(argv[2]);
    else if (strcmp(what, "bash") == 0)
        print_bash(argv + 2);
    else if (strcmp(what, "zsh") == 0)
        print_zsh(argv + 2);
    else if (strcmp(what, "fish") == 0)
        print_fish(argv + 2);
    else
        status = EXIT_FAILURE;
    return fflush(stdout) != 0 || ferror(stdout) ? EXIT_FAILURE : status;
}
