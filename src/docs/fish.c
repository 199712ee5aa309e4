#include "docs/option_rows.h"

#include <stdio.h>
#include <string.h>

static void print_quoted(const char *text, size_t length) {
    putchar('\'');
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\'' || text[i] == '\\')
            putchar('\\');
        putchar(text[i]);
    }
    putchar('\'');
}

static void print_value(const struct option_row *option, char *const *policies) {
    switch (option_value(option)) {
    case VALUE_NONE:
        break;
    case VALUE_CHOICE:
        printf(" -x -a '");
        for (const char *at = option->argument; *at != '\0'; at++)
            putchar(*at == '|' ? ' ' : *at);
        printf("'");
        break;
    case VALUE_LIMIT:
        printf(" -x -a '");
        print_limit_names();
        printf("'");
        break;
    case VALUE_POLICY:
        printf(" -r -F -a '");
        for (; *policies != NULL; policies++)
            printf("%s%s", *policies, policies[1] != NULL ? " " : "");
        printf("'");
        break;
    case VALUE_FILE:
        printf(" -r -F");
        break;
    case VALUE_FOLDER:
        printf(" -x -a '(__fish_complete_directories)'");
        break;
    case VALUE_TEXT:
        printf(" -x");
        break;
    }
}

static void print_commands(int bits) {
    for (size_t i = 0; i < command_count; i++)
        if ((command_rows[i].bit & bits) != 0)
            printf(" %s", command_rows[i].name);
}

void print_fish(char *const *policies) {
    printf("# fish completion for sladd. Made from src/cli/options.def.\n"
           "set -l commands");
    print_commands(~0);
    printf(" help\n");
    for (size_t i = 0; i < command_count; i++) {
        printf("complete -c sladd -f -n \"not __fish_seen_subcommand_from $commands\" -a %s -d ", command_rows[i].name);
        print_quoted(command_rows[i].summary, strlen(command_rows[i].summary));
        printf("\n");
    }
    printf(
        "complete -c sladd -f -n \"not __fish_seen_subcommand_from $commands\" -a help -d 'what sladd does and how'\n"
        "complete -c sladd -f -n \"not __fish_seen_subcommand_from $commands\" -l help -d 'this help'\n"
        "complete -c sladd -f -n \"not __fish_seen_subcommand_from $commands\" -l version -d 'the version'\n");
    printf("complete -c sladd -f -n '__fish_seen_subcommand_from help' -a '");
    print_commands(~0);
    printf("'\n");
    for (size_t i = 0; i < option_count; i++) {
        const struct option_row *option = &option_rows[i];
        printf("complete -c sladd -n '__fish_seen_subcommand_from");
        print_commands(option->commands);
        printf("'");
        if (option->short_form != 0)
            printf(" -s %c", option->short_form);
        printf(" -l %s", option->long_form);
        print_value(option, policies);
        printf(" -d ");
        print_quoted(option->help, option_summary(option));
        printf("\n");
    }
}
