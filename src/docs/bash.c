#include "docs/option_rows.h"

#include <stdio.h>

static void print_names(const struct option_row *option, const char *between) {
    if (option->short_form != 0)
        printf("-%c%s", option->short_form, between);
    printf("--%s", option->long_form);
}

/* One arm of the case over the word before the cursor: what may follow it. */
static void print_arm(const struct option_row *option, char *const *policies) {
    enum value value = option_value(option);
    if (value == VALUE_NONE)
        return;
    printf("    ");
    print_names(option, "|");
    printf(")\n        ");
    if (value == VALUE_CHOICE) {
        printf("mapfile -t COMPREPLY < <(compgen -W '");
        for (const char *at = option->argument; *at != '\0'; at++)
            putchar(*at == '|' ? ' ' : *at);
        printf("' -- \"$cur\")\n");
    } else if (value == VALUE_LIMIT) {
        printf("compopt -o nospace\n        mapfile -t COMPREPLY < <(compgen -W '");
        print_limit_names();
        printf("' -- \"$cur\")\n");
    } else if (value == VALUE_POLICY) {
        printf("compopt -o filenames\n        mapfile -t COMPREPLY < <(compgen -f -W '");
        for (; *policies != NULL; policies++)
            printf("%s%s", *policies, policies[1] != NULL ? " " : "");
        printf("' -- \"$cur\")\n");
    } else if (value == VALUE_FILE || value == VALUE_FOLDER) {
        printf("compopt -o filenames\n        mapfile -t COMPREPLY < <(compgen -%c -- \"$cur\")\n",
               value == VALUE_FILE ? 'f' : 'd');
    } else {
        printf(":\n");
    }
    printf("        return ;;\n");
}

/* Which words begin a value, so that they are not taken for the command. */
static void print_takers(void) {
    printf("        case ${COMP_WORDS[i]} in\n        ");
    for (size_t i = 0, printed = 0; i < option_count; i++) {
        if (option_rows[i].argument == NULL)
            continue;
        printf("%s", printed++ > 0 ? "|" : "");
        print_names(&option_rows[i], "|");
    }
    printf(") ((i++)) ;;\n        ");
    for (size_t i = 0; i < command_count; i++)
        printf("%s|", command_rows[i].name);
    printf("help) [[ -n $command ]] || command=${COMP_WORDS[i]} ;;\n        esac\n");
}

static void print_words(int bit) {
    for (size_t i = 0, printed = 0; i < option_count; i++) {
        if ((option_rows[i].commands & bit) == 0)
            continue;
        printf("%s", printed++ > 0 ? " " : "");
        print_names(&option_rows[i], " ");
    }
}

void print_bash(char *const *policies) {
    printf("# bash completion for sladd. Made from src/cli/options.def.\n"
           "_sladd() {\n"
           "    local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' words i\n"
           "    COMPREPLY=()\n"
           "    # bash cuts --option=value into three words.\n"
           "    if [[ $cur == = ]]; then\n"
           "        cur=''\n"
           "    elif [[ $before == = ]] && ((COMP_CWORD >= 2)); then\n"
           "        before=${COMP_WORDS[COMP_CWORD - 2]}\n"
           "    fi\n"
           "    for ((i = 1; i < COMP_CWORD; i++)); do\n");
    print_takers();
    printf("    done\n"
           "    case $before in\n");
    for (size_t i = 0; i < option_count; i++)
        print_arm(&option_rows[i], policies);
    printf("    esac\n"
           "    case $command in\n");
    for (size_t i = 0; i < command_count; i++) {
        printf("    %s) words='", command_rows[i].name);
        print_words(command_rows[i].bit);
        printf("' ;;\n");
    }
    printf("    *) words='");
    for (size_t i = 0; i < command_count; i++)
        printf("%s ", command_rows[i].name);
    printf("help --help --version' ;;\n"
           "    esac\n"
           "    if [[ $cur == -* || -z $command || $command == help ]]; then\n"
           "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
           "    else\n"
           "        compopt -o filenames\n"
           "        mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
           "    fi\n"
           "}\n"
           "complete -F _sladd sladd\n");
}
