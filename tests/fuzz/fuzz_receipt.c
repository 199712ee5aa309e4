/* libFuzzer: any line is a receipt that can be written and read again as the same line, one that is taken back, or
 * nothing. */
#include "record/receipt_line.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct span of_text(const char *text) {
    return (struct span){(const uint8_t *)text, strlen(text)};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct receipt receipt, again;
    bool taken_back;
    if (receipt_from_line((struct span){data, size}, &receipt, &taken_back) != SLADD_OK)
        return 0;
    char *line = taken_back ? receipt_to_withdrawal(receipt.output) : receipt_to_line(&receipt);
    if (line == NULL || strchr(line, '\n') != NULL)
        abort();
    bool taken_back_again;
    if (receipt_from_line(of_text(line), &again, &taken_back_again) != SLADD_OK || taken_back_again != taken_back)
        abort();
    char *same = taken_back ? receipt_to_withdrawal(again.output) : receipt_to_line(&again);
    if (same == NULL || strcmp(line, same) != 0)
        abort();
    free(same);
    receipt_clear(&again);
    free(line);
    receipt_clear(&receipt);
    return 0;
}
