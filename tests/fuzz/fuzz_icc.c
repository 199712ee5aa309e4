/* libFuzzer: any bytes are a profile that is reduced to one which can be reduced again and is no longer for it (its
 * numbers may change in the last place), or none. */
#include "metadata/icc.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct sladd_names names = {0};
    struct bytes clean = {0}, again = {0};
    if (icc_sanitise((struct span){data, size}, &clean, &names, NULL) == SLADD_OK && clean.size > 0) {
        struct sladd_names none = {0};
        if (icc_sanitise(bytes_span(&clean), &again, &none, NULL) != SLADD_OK || again.size > clean.size ||
            clean.size > ICC_MAX_BYTES)
            abort();
        sladd_names_clear(&none);
    }
    bytes_clear(&again);
    bytes_clear(&clean);
    sladd_names_clear(&names);
    return 0;
}
