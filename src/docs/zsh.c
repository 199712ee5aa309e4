#include "docs/option_rows.h"

#include <stdio.h>
#include <string.h>

/* Inside single quotes, and inside brackets that end an explanation. */
static void print_quoted(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\'')
            printf("'\\''");
        else if (text[i] == '[' || text[i] == ']' || text[i] == ':')
            printf("\\%c", text[i]);
        else
            putchar(text[i]);
    }
}

static void print_value(const struct option_row *option) {
    switch (option_value(option)) {
    case VALUE_NONE:
        break;
    case VALUE_CHOICE:
        printf(":value:(");
        for (const char *at = option->argument; *at != '\0'; at++)
            putchar(*at == '|' ? ' ' : *at);
        printf(")");
        break;
    case VALUE_LIMIT:
        printf(":limit:(");
        print_limit_names();
        printf(")");
        break;
    case VALUE_POLICY:
        printf(":policy:_sladd_policies");
        break;
    case VALUE_FILE:
        printf(":file:_files");
        break;
    case VALUE_FOLDER:
        printf(":folder:_files -/");
        break;
    case VALUE_TEXT:
        printf(":%s: ", option->argument);
        break;
    }
}

static void print_option(const struct option_row *option) {
    const char *joined = option->argument != NULL ? "=" : "";
    printf("            ");
    if (option->short_form != 0)
        printf("'(-%c --%s)'{-%c%s,--%s%s}'[", option->short_form, option->long_form, option->short_form,
               option->argument != NULL ? "+" : "", option->long_form, joined);
    else
        printf("'--%s%s[", option->long_form, joined);
    print_quoted(option->help, option_summary(option));
    printf("]");
    print_value(option);
    printf("' \\\n");
}

void print_zsh(char *const *policies) {
    printf("#compdef sladd\n"
           "# zsh completion for sladd. Made from src/cli/options.def.\n"
           "_sladd_policies() {\n"
           "    _alternative 'policies:policy:(");
    for (; *policies != NULL; policies++)
        printf("%s%s", *policies, policies[1] != NULL ? " " : "");
    printf(")' 'files:file:_files'\n"
           "}\n"
           "_sladd() {\n"
           "    local -a commands=(\n");
    for (size_t i = 0; i < command_count; i++) {
        printf("        '%s:", command_rows[i].name);
        print_quoted(command_rows[i].summary, strlen(command_rows[i].summary));
        printf("'\n");
    }
    printf("        'help:what sladd does and how'\n"
           "    )\n"
           "    local command=${words[2]}\n"
           "    if (( CURRENT == 2 )); then\n"
           "        _describe -t commands command commands\n"
           "        _arguments '--help[this help]' '--version[the version]'\n"
           "        return\n"
           "    fi\n"
           "    shift words\n"
           "    (( CURRENT-- ))\n"
           "    case $command in\n");
    for (size_t i = 0; i < command_count; i++) {
        printf("    %s)\n        _arguments -s -S \\\n", command_rows[i].name);
        for (size_t j = 0; j < option_count; j++)
            if ((option_rows[j].commands & command_rows[i].bit) != 0)
                print_option(&option_rows[j]);
        printf("            '*:photo or folder:_files' ;;\n");
    }
    printf("    help) _describe -t commands command commands ;;\n"
           "    esac\n"
           "}\n"
           "_sladd \"$@\"\n");
}
