/* libFuzzer: any line of text has one of the kinds, whatever its bytes. */
#include "consent/holds.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char kari[] = "Kari Nordmann", dash[] = " - ", ola[] = "Ola", odd[] = "\xff", *aliases[] = {ola, odd};
    static const struct person people[] = {{.name = kari}, {.name = dash, .aliases = aliases, .alias_count = 2}};
    char *text = strndup((const char *)data, size);
    if (text == NULL)
        return 0;
    enum sladd_holds holds = holds_of(text, people, 2);
    if (holds >= SLADD_HOLDS_COUNT || (holds == SLADD_HOLDS_NAME && text[0] == '\0'))
        abort();
    free(text);
    return 0;
}
