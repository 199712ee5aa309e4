/* The rows of options.def, commands.def and limits.def, as the manual and the completions want them. */
#ifndef DOCS_OPTION_ROWS_H
#define DOCS_OPTION_ROWS_H

#include "base/limits.h"

#include <stdbool.h>
#include <stddef.h>

/* What an argument is, told from its name in options.def. */
enum value { VALUE_NONE, VALUE_TEXT, VALUE_FILE, VALUE_FOLDER, VALUE_POLICY, VALUE_CHOICE, VALUE_LIMIT };

struct option_row {
    int commands; /* bits FOR_... */
    int short_form;
    const char *long_form;
    const char *argument; /* NULL: none */
    const char *help;
};

struct command_row {
    int bit;
    const char *name, *synopsis, *summary;
};

extern const struct limit_row limit_rows[LIMIT_COUNT];
extern const struct option_row option_rows[];
extern const size_t option_count;
extern const struct command_row command_rows[];
extern const size_t command_count;

enum value option_value(const struct option_row *option);

/* The first clause of an option's help, for lists that have one line an option. Returns its length. */
size_t option_summary(const struct option_row *option);

/* "NAME=" of each limit, with blanks between, on standard output. */
void print_limit_names(void);

/* Completions for one shell, on standard output. `policies` are names of shipped ones, NULL at the end. */
void print_bash(char *const *policies);
void print_zsh(char *const *policies);
void print_fish(char *const *policies);

#endif
