#include "sladd/decision.h"

#include "base/array.h"

const char *sladd_reason_name(enum sladd_reason reason) {
    static const char *const names[] = {
#define X(code, name, sentence) [SLADD_REASON_##code] = name,
        SLADD_REASONS(X)
#undef X
    };
    return array_word(names, SLADD_REASON_COUNT, reason);
}

const char *sladd_reason_sentence(enum sladd_reason reason) {
    static const char *const sentences[] = {
#define X(code, name, sentence) [SLADD_REASON_##code] = sentence,
        SLADD_REASONS(X)
#undef X
    };
    return array_word(sentences, SLADD_REASON_COUNT, reason);
}
