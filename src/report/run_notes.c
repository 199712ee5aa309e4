#include "base/array.h"
#include "base/language.h"
#include "base/notice.h"
#include "base/utf8.h"
#include "report/run_report.h"

#include <stdlib.h>
#include <string.h>

static int by_text_then_photo(const void *a, const void *b) {
    const struct run_note *left = a, *right = b;
    int order = strcmp(left->text, right->text);
    return order != 0 ? order : (left->photo > right->photo) - (left->photo < right->photo);
}

/* What cannot be remembered is not said here; the report has it all the same. Takes the text over. */
static void add_note(struct run_notes *list, const char *notice, char *text, size_t photo) {
    if (text != NULL && array_grow((void **)&list->items, &list->capacity, list->count + 1, sizeof *list->items))
        list->items[list->count++] = (struct run_note){notice, text, photo};
    else
        free(text);
}

/* Somebody who agreed to be seen and is not: whoever wrote the manifest would wonder. */
static void add_covered(struct run_notes *list, const struct sladd_regions *regions, size_t photo) {
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
        add_note(list, NULL, text, photo);
    }
}

void run_notes_list(const struct run *run, struct run_notes *list) {
    *list = (struct run_notes){0};
    for (size_t i = 0; i < run->count; i++) {
        const struct sladd_outcome *outcome = run->photos[i].outcome;
        for (size_t n = 0; n < outcome->notices.count; n++)
            add_note(list, outcome->notices.items[n], notice_translated(outcome->notices.items[n]), i);
        add_covered(list, &outcome->regions, i);
    }
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, by_text_then_photo);
}

size_t run_notes_same(const struct run_notes *list, size_t first) {
    size_t end = first + 1;
    while (end < list->count && strcmp(list->items[end].text, list->items[first].text) == 0)
        end++;
    return end - first;
}

void run_notes_clear(struct run_notes *list) {
    for (size_t i = 0; i < list->count; i++)
        free(list->items[i].text);
    free(list->items);
    *list = (struct run_notes){0};
}

static void print_note(const struct run *run, const struct run_note *items, size_t count, FILE *to) {
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
    struct run_notes list;
    run_notes_list(run, &list);
    for (size_t first = 0, count; first < list.count; first += count) {
        count = run_notes_same(&list, first);
        print_note(run, list.items + first, count, to);
    }
    run_notes_clear(&list);
}
