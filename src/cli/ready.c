#include "cli/ready.h"

#include "consent/known_text.h"
#include "files/policies.h"
#include "files/shipped_models.h"
#include "work/open_reader.h"
#include "work/workers.h"

enum sladd_status ready_policy(const struct args *args, struct policy **policy, struct sladd_error *err) {
    enum sladd_status status = policies_open(args->policy, policy, err);
    if (status == SLADD_OK && (*policy)->text == TEXT_ALWAYS && args->settings.text != SLADD_TEXT_BLUR)
        status = sladd_fail(err, SLADD_USAGE, "--text %s: the policy %s does not allow it",
                            args->settings.text == SLADD_TEXT_KEEP ? "keep" : "personal", (*policy)->name);
    return status == SLADD_OK ? workers_ready(args->no_sandbox, err) : status;
}

enum sladd_status ready_vision(const struct args *args, bool known_text, struct vision **vision,
                               struct sladd_error *err) {
    enum sladd_status status = models_open(args->models, vision, err);
    if (status == SLADD_OK && lines_are_read(&args->settings, known_text))
        status = open_reader(*vision, err);
    return status;
}

int exit_of(enum sladd_status status) {
    switch (status) {
    case SLADD_OK:
        return EXIT_ALL_WELL;
    case SLADD_NO_MEMORY:
    case SLADD_CRASHED:
    case SLADD_INTERRUPTED:
        return EXIT_NOT_PROCESSED;
    default:
        return EXIT_USAGE;
    }
}
