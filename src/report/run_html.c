/* The report of `clean` as a page for people: to look at after the run, and to file. It shows copies and never a
 * source. */
#include "base/language.h"
#include "base/memstream.h"
#include "base/notice.h"
#include "report/html.h"
#include "report/run_report.h"

#include <stdlib.h>

static bool put_counts(const struct run *run, FILE *to) {
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    struct tally tally = run_tally(run);
    if (stream != NULL)
        run_print_counts(&tally, run->settings->dry_run, stream);
    if (stream != NULL)
        run_print_risk(run, stream);
    bool good = memstream_close(stream, &text) && html_lines(to, text);
    free(text);
    return good;
}

static bool put_introduction(const struct run *run, FILE *to) {
    struct sladd_date day = run->settings->date;
    char *text = NULL;
    if (asprintf(&text, _("Consent judged as of %04d-%02d-%02d, for the channel %s, under the policy %s."), day.year,
                 day.month, day.day, run->settings->channel, run->policy->name) < 0)
        return false;
    html_element(to, "p", text);
    free(text);
    html_element(
        to, "p",
        run->settings->dry_run
            ? _("This was a dry run: nothing was written, and there are no copies to show.")
            : _("The pictures are small versions of the copies, never of the originals. This page names files and "
                "people: file it, and do not publish it."));
    return put_counts(run, to);
}

static void put_takedowns(const struct takedowns *takedowns, FILE *to) {
    if (takedowns->count == 0)
        return;
    html_put(to, "<section class=\"must\">\n");
    html_element(to, "h2", _("Must come down"));
    html_element(to, "p", run_takedowns_heading());
    html_put(to, "<ul>\n");
    for (size_t i = 0; i < takedowns->count; i++) {
        const struct takedown *takedown = &takedowns->items[i];
        html_put(to, "<li>");
        html_text(to, takedown->output);
        if (takedown->person != NULL) {
            html_put(to, " (");
            html_text(to, takedown->person);
            html_put(to, ")");
        }
        html_put(to, ": ");
        html_text(to, run_takedown_why(takedown));
        html_put(to, "</li>\n");
    }
    html_put(to, "</ul>\n</section>\n");
}

static bool is_alike(const struct sladd_region *a, const struct sladd_region *b) {
    return a->kind == b->kind && a->action == b->action && a->reason == b->reason && a->person == b->person;
}

/* Decisions that are alike are one line with their number: a crowd has a hundred. */
static void put_decisions(const struct sladd_regions *regions, FILE *to) {
    html_put(to, "<ul>\n");
    for (size_t i = 0; i < regions->count; i++) {
        const struct sladd_region *region = &regions->items[i];
        const char *person = sladd_region_person(regions, region);
        size_t count = 0, first = 0;
        while (!is_alike(&regions->items[first], region))
            first++;
        if (first < i)
            continue;
        for (size_t r = i; r < regions->count; r++)
            count += is_alike(&regions->items[r], region);
        html_put(to, "<li>");
        if (count > 1)
            html_put(to, "%zu \303\227 ", count);
        html_text(to, run_kind_word(region->kind));
        if (person != NULL) {
            html_put(to, " (");
            html_text(to, person);
            html_put(to, ")");
        }
        (void)fputs(region->action == SLADD_KEEP ? ", <strong>" : ", ", to);
        html_text(to, region->action == SLADD_KEEP ? _("kept") : _("blurred"));
        (void)fputs(region->action == SLADD_KEEP ? "</strong>: " : ": ", to);
        html_text(to, _(sladd_reason_sentence(region->reason)));
        html_put(to, "</li>\n");
    }
    html_put(to, "</ul>\n");
}

static void put_notices(const struct sladd_names *notices, FILE *to) {
    for (size_t i = 0; i < notices->count; i++) {
        char *text = notice_translated(notices->items[i]);
        html_put(to, "<p><span class=\"warning\">%s:</span> ", _("note"));
        html_text(to, text != NULL ? text : notices->items[i]);
        html_put(to, "</p>\n");
        free(text);
    }
}

static void put_removed(const struct sladd_names *removed, FILE *to) {
    if (removed->count == 0)
        return;
    html_put(to, "<details><summary>%s: %zu</summary>\n<p>", _("Left behind with the original"), removed->count);
    for (size_t i = 0; i < removed->count; i++) {
        (void)fputs(i > 0 ? ", <code>" : "<code>", to);
        html_text(to, removed->items[i]);
        html_put(to, "</code>");
    }
    html_put(to, "</p></details>\n");
}

static bool put_picture(const struct reported *photo, const struct thumbnail *thumbnail, FILE *to) {
    char *alt = NULL;
    if (thumbnail == NULL || thumbnail->jpeg.size == 0)
        return true;
    if (asprintf(&alt, _("The sanitised copy of %s"), photo->source) < 0)
        return false;
    html_put(to, "<figure>");
    bool good = html_thumbnail(to, thumbnail, alt);
    html_element(to, "figcaption", photo->output);
    html_put(to, "</figure>\n");
    free(alt);
    return good;
}

static bool put_risk(const struct sladd_outcome *outcome, FILE *to) {
    char *text = NULL;
    if (!sladd_outcome_has_copy(outcome) || outcome->risk < run_least_risk)
        return true;
    if (asprintf(&text, _("Faces that are probably left to be seen here: %.1f"), outcome->risk) < 0)
        return false;
    html_element(to, "p", text);
    free(text);
    return true;
}

static bool put_photo(const struct reported *photo, const struct thumbnail *thumbnail, FILE *to) {
    const struct sladd_outcome *outcome = photo->outcome;
    bool trouble = outcome->result == SLADD_FAILED || outcome->result == SLADD_WITHHELD;
    html_put(to, "<section class=\"photo\">\n");
    html_element(to, "h3", photo->source);
    bool good = put_picture(photo, thumbnail, to);
    html_put(to, "<p class=\"%s\">", trouble ? "error" : "note");
    bool why = trouble && outcome->error.text[0] != '\0';
    if (!why || outcome->result == SLADD_FAILED)
        html_text(to, run_result_word(outcome->result));
    if (why && outcome->result == SLADD_FAILED)
        html_put(to, ": ");
    if (why)
        html_text(to, outcome->error.text); /* which says of what is withheld that it is */
    html_put(to, "</p>\n");
    good = put_risk(outcome, to) && good;
    put_notices(&outcome->notices, to);
    if (outcome->regions.count > 0)
        put_decisions(&outcome->regions, to);
    else if (!trouble)
        html_element(to, "p", _("Neither faces nor text were found."));
    put_removed(&outcome->removed, to);
    html_put(to, "</section>\n");
    return good;
}

/* Those that need somebody come first. */
static bool put_photos(const struct run *run, bool troubled, const char *heading, FILE *to) {
    bool good = true, any = false;
    for (size_t i = 0; i < run->count && good; i++) {
        enum sladd_result result = run->photos[i].outcome->result;
        if ((result == SLADD_FAILED || result == SLADD_WITHHELD) != troubled)
            continue;
        if (!any)
            html_element(to, "h2", heading);
        any = true;
        good = put_photo(&run->photos[i], run->thumbnails != NULL ? &run->thumbnails[i] : NULL, to);
    }
    return good;
}

bool run_write_html(const struct run *run, FILE *to) {
    html_begin(to, _("What sladd did with these photos"));
    bool good = put_introduction(run, to);
    put_takedowns(run->takedowns, to);
    good = good && put_photos(run, true, _("Without a copy"), to) && put_photos(run, false, _("Photos"), to);
    html_element(to, "p", _("Obscured is not anonymous: clothes, places and company can still tell who somebody is."));
    html_end(to);
    return good && ferror(to) == 0;
}
