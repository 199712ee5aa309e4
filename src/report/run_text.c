#include "base/language.h"
#include "base/utf8.h"
#include "report/run_report.h"

static void count_region(struct tally *tally, const struct sladd_region *region) {
    bool redacted = region->action == SLADD_REDACT;
    tally->faces_redacted += redacted && region->kind == SLADD_FACE;
    tally->faces_kept += !redacted && region->kind == SLADD_FACE && region->visible > 0;
    tally->text_redacted += redacted && region->kind == SLADD_TEXT;
    tally->codes_redacted += redacted && region->kind == SLADD_CODE;
    tally->manual_redacted += redacted && region->kind == SLADD_MANUAL;
}

struct tally run_tally(const struct run *run) {
    struct tally tally = {.photos = run->count};
    for (size_t i = 0; i < run->count; i++) {
        const struct sladd_outcome *outcome = run->photos[i].outcome;
        tally.sanitised += outcome->result == SLADD_SANITISED;
        tally.withheld += outcome->result == SLADD_WITHHELD;
        tally.failed += outcome->result == SLADD_FAILED;
        tally.unchanged += outcome->result == SLADD_UNCHANGED;
        if (sladd_outcome_has_copy(outcome))
            tally.risk = tally.risk >= 0 && outcome->risk >= 0 ? tally.risk + outcome->risk : -1;
        for (size_t r = 0; r < outcome->regions.count; r++)
            count_region(&tally, &outcome->regions.items[r]);
    }
    return tally;
}

void run_print_counts(const struct tally *t, bool dry_run, FILE *to) {
    (void)fprintf(to,
                  dry_run
                      ? P_("%zu photo: %zu would be sanitised, %zu unchanged, %zu withheld, %zu failed\n",
                           "%zu photos: %zu would be sanitised, %zu unchanged, %zu withheld, %zu failed\n", t->photos)
                      : P_("%zu photo: %zu sanitised, %zu unchanged, %zu withheld, %zu failed\n",
                           "%zu photos: %zu sanitised, %zu unchanged, %zu withheld, %zu failed\n", t->photos),
                  t->photos, t->sanitised, t->unchanged, t->withheld, t->failed);
    (void)fprintf(to,
                  _("Faces redacted: %zu, kept: %zu. Lines of text redacted: %zu. Codes redacted: %zu. Marked places "
                    "redacted: %zu.\n"),
                  t->faces_redacted, t->faces_kept, t->text_redacted, t->codes_redacted, t->manual_redacted);
}

const char *run_result_word(enum sladd_result result) {
    static const char *const words[] = {[SLADD_FAILED] = N_("failed"),
                                        [SLADD_WITHHELD] = N_("withheld"),
                                        [SLADD_SANITISED] = N_("sanitised"),
                                        [SLADD_UNCHANGED] = N_("unchanged")};
    return _(words[result]);
}

const char *run_takedowns_heading(void) {
    return _("Copies made earlier show what may not be published any more. Where they were published, they must come "
             "down:");
}

const char *run_takedown_why(const struct takedown *takedown) {
    return takedown->decided          ? _(sladd_reason_sentence(takedown->reason))
           : takedown->why[0] != '\0' ? takedown->why
                                      : run_result_word(takedown->result);
}

void run_print_takedowns(const struct takedowns *takedowns, FILE *to) {
    if (takedowns->count > 0)
        (void)fprintf(to, "%s\n", run_takedowns_heading());
    for (size_t i = 0; i < takedowns->count; i++) {
        const struct takedown *takedown = &takedowns->items[i];
        (void)fputs("  ", to);
        text_print(takedown->output, to);
        if (takedown->person != NULL) {
            (void)fputs(" (", to);
            text_print(takedown->person, to);
            (void)fputs(")", to);
        }
        (void)fputs(": ", to);
        text_print(run_takedown_why(takedown), to);
        (void)fputc('\n', to);
    }
}

const char *run_kind_word(enum sladd_kind kind) {
    static const char *const words[] = {[SLADD_FACE] = N_("Face"),
                                        [SLADD_TEXT] = N_("Text"),
                                        [SLADD_CODE] = N_("Code"),
                                        [SLADD_MANUAL] = N_("Marked place")};
    return _(words[kind]);
}

static void print_decision(const struct sladd_outcome *outcome, const struct sladd_region *region, FILE *to) {
    const char *person = sladd_region_person(&outcome->regions, region);
    (void)fprintf(to, "  %s [%.3f, %.3f, %.3f, %.3f]", run_kind_word(region->kind), region->box.x / outcome->width,
                  region->box.y / outcome->height, region->box.width / outcome->width,
                  region->box.height / outcome->height);
    if (person != NULL) {
        (void)fputs(" (", to);
        text_print(person, to);
        (void)fputs(")", to);
    }
    (void)fprintf(to, ", %s: %s\n", region->action == SLADD_KEEP ? _("kept") : _("blurred"),
                  _(sladd_reason_sentence(region->reason)));
}

void run_print_decisions(const struct run *run, FILE *to) {
    for (size_t i = 0; i < run->count; i++) {
        const struct sladd_outcome *outcome = run->photos[i].outcome;
        text_print(run->photos[i].source, to);
        (void)fputc('\n', to);
        for (size_t r = 0; r < outcome->regions.count; r++)
            print_decision(outcome, &outcome->regions.items[r], to);
    }
}

void run_timings(const struct sladd_outcome *outcome, char *line, size_t size) {
    int used = snprintf(line, size, "%s (ms:", run_result_word(outcome->result));
    for (int i = 0; i < SLADD_STEP_COUNT && used > 0 && (size_t)used < size; i++)
        used += snprintf(line + used, size - (size_t)used, "%s %s %.0f", i > 0 ? "," : "",
                         sladd_step_name((enum sladd_step)i), outcome->milliseconds[i]);
    if (used > 0 && (size_t)used < size)
        (void)snprintf(line + used, size - (size_t)used, ")");
}
