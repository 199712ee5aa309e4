/* libFuzzer: any bytes are an outcome that makes sense and can be sent again, or no answer. */
#include "work/wire.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct sladd_outcome outcome;
    struct bytes again = {0};
    if (wire_unpack((struct span){data, size}, &outcome, NULL) == SLADD_OK &&
        wire_pack(&outcome, &again, NULL) != SLADD_OK)
        abort();
    bytes_clear(&again);
    sladd_outcome_clear(&outcome);
    return 0;
}
