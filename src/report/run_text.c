#include "base/array.h"
#include "base/language.h"
#include "base/notice.h"
#include "base/utf8.h"
#include "report/run_report.h"

#include <stdlib.h>
#include <string.h>

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

/* A notice in words, and one of the photos it concerns. */
struct noted {
    char *text; /* owned */
    size_t photo;
};

struct noted_list {
    struct noted *items; /* owned */
    size_t count, capacity;
};

static int by_text_then_photo(const void *a, const void *b) {
    const struct noted *left = a, *right = b;
    int order = strcmp(left->text, right->text);
    return order != 0 ? order : (left->photo > right->photo) - (left->photo < right->photo);
}

/* What cannot be remembered is not said here; the report has it all the same. Takes the text over. */
static void add_noted(struct noted_list *list, char *text, size_t photo) {
    if (text != NULL && array_grow((void **)&list->items, &list->capacity, list->count + 1, sizeof *list->items))
        list->items[list->count++] = (struct noted){text, photo};
    else
        free(text);
}

/* Somebody who agreed to be seen and is not: whoever wrote the manifest would wonder. */
static void add_covered(struct noted_list *list, const struct sladd_regions *regions, size_t photo) {
    for (size_t i = 0; i < regions->count; i++) {
        const char *person = sladd_region_person(regions, &regions->items[i]);
        char *text = NULL;
        if (person == NULL || regions->items[i].reason != SLADD_REASON_COVERED)
            continue;
        if (asprintf(&text,
                     _("'%s' may be seen, but what must be blurred beside them covers too much of their face, so it is "
                       "hidden, too"),
                     person) < 0)
            text = NULL;
        add_noted(list, text, photo);
    }
}

static void list_notices(const struct run *run, struct noted_list *list) {
    for (size_t i = 0; i < run->count; i++) {
        const struct sladd_outcome *outcome = run->photos[i].outcome;
        for (size_t n = 0; n < outcome->notices.count; n++)
            add_noted(list, notice_translated(outcome->notices.items[n]), i);
        add_covered(list, &outcome->regions, i);
    }
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, by_text_then_photo);
}

/* Items `first` to `end`, which say the same. */
static void print_noted(const struct run *run, const struct noted *items, size_t count, FILE *to) {
    enum { NAMED = 3 }; /* a folder of 400 photos must not print 400 lines that say the same */
    (void)fprintf(to, "sladd: %s: ", _("note"));
    text_print(items[0].text, to);
    (void)fputs(" (", to);
    for (size_t i = 0; i < count && i < NAMED; i++) {
        (void)fputs(i > 0 ? ", " : "", to);
        text_print(run->photos[items[i].photo].source, to);
    }
    if (count > NAMED)
        (void)fprintf(to, _(" and %zu more"), count - NAMED);
    (void)fputs(")\n", to);
}

void run_print_notices(const struct run *run, FILE *to) {
    struct noted_list list = {0};
    list_notices(run, &list);
    for (size_t first = 0, end; first < list.count; first = end) {
        end = first + 1;
        while (end < list.count && strcmp(list.items[end].text, list.items[first].text) == 0)
            end++;
        print_noted(run, list.items + first, end - first, to);
    }
    for (size_t i = 0; i < list.count; i++)
        free(list.items[i].text);
    free(list.items);
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
