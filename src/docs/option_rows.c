#include "docs/option_rows.h"

#include "cli/args.h"

#include <stdio.h>
#include <string.h>

const struct option_row option_rows[] = {
#define OPTION(id, commands, short_form, long_form, argument, help) {commands, short_form, long_form, argument, help},
#include "cli/options.def"
#undef OPTION
};
const size_t option_count = sizeof option_rows / sizeof *option_rows;

#define N_(text) text
const struct limit_row limit_rows[LIMIT_COUNT] = {
#define LIMIT(id, name, value, least, most, what) {name, what, value, least, most},
#include "base/limits.def"
#undef LIMIT
};

const struct command_row command_rows[] = {
#define COMMAND(id, name, synopsis, summary) {FOR_##id, name, synopsis, summary},
#include "cli/commands.def"
#undef COMMAND
};
const size_t command_count = sizeof command_rows / sizeof *command_rows;

enum value option_value(const struct option_row *option) {
    const char *argument = option->argument;
    if (argument == NULL)
        return VALUE_NONE;
    if (strncmp(argument, "FILE", 4) == 0) /* or FILE.html */
        return VALUE_FILE;
    if (strcmp(argument, "DIR") == 0)
        return VALUE_FOLDER;
    if (strcmp(argument, "NAME|FILE") == 0)
        return VALUE_POLICY;
    if (strcmp(argument, "NAME=N") == 0)
        return VALUE_LIMIT;
    return argument[0] >= 'a' && argument[0] <= 'z' && strchr(argument, '|') != NULL ? VALUE_CHOICE : VALUE_TEXT;
}

size_t option_summary(const struct option_row *option) {
    static const char *const ends[] = {"; ", ": ", ". ", " ("};
    size_t length = strlen(option->help);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const char *end = strstr(option->help, ends[i]);
        if (end != NULL && (size_t)(end - option->help) < length)
            length = (size_t)(end - option->help);
    }
    return length;
}

void print_limit_names(void) {
    for (int i = 0; i < LIMIT_COUNT; i++)
        printf("%s%s=", i > 0 ? " " : "", limit_rows[i].name);
}
