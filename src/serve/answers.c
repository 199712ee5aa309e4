#include "serve/answers.h"

#include "base/date.h"
#include "base/language.h"
#include "record/outcome_json.h"
#include "redaction/redaction.h"
#include "serve/page_sentences.h"
#include "serve/queue.h"
#include "stages/notices.h"

#include <stdlib.h>
#include <string.h>

/* Stable words for the page's look, each with a shape of its own. */
static const char *state_of(const struct session *session, size_t photo, const struct sladd_region *region) {
    if (region->reason == SLADD_REASON_NO_FACE)
        return "no-face";
    if (region->action == SLADD_KEEP)
        return "kept";
    if (session_is_open(session, photo, region))
        return "open";
    return "blurred";
}

static json_t *fractions(struct sladd_box box, int width, int height) {
    if (width <= 0 || height <= 0)
        return json_null();
    return json_pack("[f, f, f, f]", box.x / width, box.y / height, box.width / width, box.height / height);
}

/* The name in the face tag that lies there, of somebody in no manifest. */
static json_t *tag_of(const struct sladd_regions *regions, const struct sladd_region *region) {
    const char *tag = sladd_region_tag(regions, region);
    return tag != NULL ? text_to_json(tag) : json_null();
}

/* Whom the photo's entry names at this place; null: nobody. */
static json_t *named_of(const struct session *session, size_t photo, const struct sladd_region *region) {
    const struct face_entry *said = region->kind == SLADD_FACE ? session_face_said(session, photo, region) : NULL;
    return said != NULL && said->person != NULL ? text_to_json(said->person) : json_null();
}

static bool add_once(json_t *texts, const char *text) {
    for (size_t i = 0; i < json_array_size(texts); i++)
        if (strcmp(json_string_value(json_array_get(texts, i)), text) == 0)
            return true;
    return json_array_append_new(texts, text_to_json(text)) == 0;
}

/* Who the face tags in the photo's file say is at this place, where the entry does not say it: short names of people,
 * and names of those whom no manifest knows. A place that was not detected is an entry's or a tag's own. */
static json_t *tags_of(const struct session *session, size_t photo, const struct sladd_region *region) {
    const struct sladd_outcome *outcome = &session->views[photo].outcome;
    const struct sladd_regions *regions = &outcome->regions;
    const struct face_entry *said = session_face_said(session, photo, region);
    json_t *tags = json_array();
    bool good = true;
    for (size_t i = 0; i < regions->count && outcome->face_tags > 0 && region->kind == SLADD_FACE; i++) {
        const struct sladd_region *other = &regions->items[i];
        const char *person = sladd_region_person(regions, other), *tag = sladd_region_tag(regions, other);
        const bool silent = other->kind != SLADD_FACE || (person == NULL && tag == NULL); /* as most of a crowd are */
        if (silent || (other != region && !may_be_drawn_for(region->box, other->box)))
            continue;
        if (person != NULL && (said == NULL || said->person == NULL || strcmp(said->person, person) != 0))
            good = add_once(tags, person) && good;
        if (tag != NULL)
            good = add_once(tags, tag) && good;
    }
    return json_all(tags, good);
}

static json_t *region_row(const struct session *session, size_t photo, const struct sladd_region *region) {
    const struct sladd_outcome *outcome = &session->views[photo].outcome;
    return json_pack("{s:s, s:o, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:b, s:b, s:f, s:f}", "kind",
                     sladd_kind_name(region->kind), "box", fractions(region->box, outcome->width, outcome->height),
                     "state", state_of(session, photo, region), "reason", sladd_reason_name(region->reason), "sentence",
                     _(sladd_reason_sentence(region->reason)), "person",
                     region->person > 0 ? text_to_json(sladd_region_person(&outcome->regions, region)) : json_null(),
                     "tag", tag_of(&outcome->regions, region), "tags", tags_of(session, photo, region), "named",
                     named_of(session, photo, region), "detected", region->detected ? 1 : 0, "said",
                     session_has_said(session, photo, region) ? 1 : 0, "score", region->detected ? region->score : 0.0,
                     "visible", region->visible);
}

/* Null: a copy would be published. */
static json_t *trouble_of(const struct sladd_outcome *outcome) {
    const char *trouble = page_trouble(outcome);
    return trouble != NULL ? text_to_json(trouble) : json_null();
}

/* Of an earlier version the page speaks itself, beside the button that begins anew (`outdated`). */
static json_t *texts_of_notices(const struct sladd_names *notices, bool outdated) {
    json_t *texts = json_array();
    bool good = true;
    for (size_t i = 0; i < notices->count && good; i++) {
        if (outdated && strcmp(notices->items[i], notice_another_version) == 0)
            continue;
        char *text = page_notice(notices->items[i]);
        good = json_array_append_new(texts, text_to_json(text)) == 0;
        free(text);
    }
    return json_all(texts, good);
}

static bool is_good(const struct view *view, enum errand errand) {
    const struct wanted *wanted = &view->errands[errand];
    return wanted->wanted && wanted->done == wanted->asked && !wanted->failed;
}

static size_t count_regions(const struct sladd_outcome *outcome, enum sladd_kind kind, enum sladd_action action) {
    size_t count = 0;
    for (size_t i = 0; i < outcome->regions.count; i++) {
        const struct sladd_region *region = &outcome->regions.items[i];
        const bool nothing = region->reason == SLADD_REASON_NO_FACE || region->reason == SLADD_REASON_NO_TEXT;
        count += region->kind == kind && region->action == action && !nothing;
    }
    return count;
}

/* The short names of those whom the copy would show. */
static json_t *seen_in(const struct sladd_outcome *outcome) {
    json_t *seen = json_array();
    bool good = true;
    for (size_t i = 0; i < outcome->regions.count && good; i++) {
        const struct sladd_region *region = &outcome->regions.items[i];
        if (region->kind == SLADD_FACE && region->action == SLADD_KEEP && region->person > 0)
            good = add_once(seen, sladd_region_person(&outcome->regions, region));
    }
    return json_all(seen, good);
}

/* The numbers of the manifests whose people the photo may name, the nearest first. */
static json_t *people_books(const struct session *session, size_t photo) {
    json_t *list = json_array();
    size_t books[2], count = session_people_books(session, photo, books);
    for (size_t i = 0; i < count; i++)
        (void)json_array_append_new(list, json_integer((json_int_t)books[i]));
    return json_whole(list, count);
}

static json_t *photo_row(const struct session *session, size_t photo) {
    const struct view *view = &session->views[photo];
    const struct sladd_outcome *outcome = &view->outcome;
    const bool looked = view->errands[ERRAND_LOOK].done > 0;
    return json_pack("{s:I, s:o, s:I, s:o, s:s, s:b, s:b, s:I, s:b, s:I, s:I, s:o, s:I, s:I, s:s, s:o, s:I}", "id",
                     (json_int_t)photo, "name", text_to_json(session->plan.jobs[photo].input->relative), "file",
                     (json_int_t)view->book, "people", people_books(session, photo), "sha256", outcome->source_sha256,
                     "looked", looked ? 1 : 0, "current", is_good(view, ERRAND_LOOK) ? 1 : 0, "small",
                     (json_int_t)(is_good(view, ERRAND_SMALL) ? view->errands[ERRAND_SMALL].done : 0), "unsaved",
                     view->unsaved ? 1 : 0, "open", (json_int_t)(looked ? view_open_faces(session, photo) : 0), "kept",
                     (json_int_t)count_regions(outcome, SLADD_FACE, SLADD_KEEP), "seen", seen_in(outcome), "blurred",
                     (json_int_t)count_regions(outcome, SLADD_FACE, SLADD_REDACT), "texts_kept",
                     (json_int_t)count_regions(outcome, SLADD_TEXT, SLADD_KEEP), "result",
                     looked ? sladd_result_name(outcome->result) : "unknown", "trouble",
                     looked ? trouble_of(outcome) : json_null(), "clock", (json_int_t)view->told);
}

/* What the manifests say of the photo as a whole; `permission_own`, of this one alone. */
static json_t *whole_row(const struct session *session, size_t photo) {
    const struct manifest_entry *entry = &session->plan.jobs[photo].entry;
    const bool outdated = session_is_outdated(session, photo);
    const char *seen = session->views[photo].outcome.source_sha256, *sha256 = seen[0] != '\0' ? seen : NULL;
    const char *alt_text = entry->photo != NULL && !outdated ? entry->photo->alt_text : NULL;
    return json_pack("{s:s, s:o, s:o, s:o, s:b, s:b}", "publish",
                     entry_publish(entry, sha256) == ANSWER_NO ? "no" : "yes", "permission",
                     answer_to_json(entry_permission(entry, sha256)), "permission_own",
                     answer_to_json(entry->photo != NULL ? entry->photo->permission : ANSWER_NONE), "alt_text",
                     text_to_json(alt_text != NULL ? alt_text : ""), "outdated", outdated ? 1 : 0, "tagged",
                     session->views[photo].outcome.face_tags > 0 ? 1 : 0);
}

json_t *answer_photo(const struct session *session, size_t photo) {
    const struct view *view = &session->views[photo];
    const struct sladd_outcome *outcome = &view->outcome;
    json_t *regions = json_array(), *row = photo_row(session, photo);
    for (size_t i = 0; i < outcome->regions.count; i++)
        (void)json_array_append_new(regions, region_row(session, photo, &outcome->regions.items[i]));
    json_t *rest =
        json_pack("{s:o, s:o, s:i, s:i, s:b, s:b}", "regions", json_whole(regions, outcome->regions.count), "notices",
                  texts_of_notices(&outcome->notices, session_is_outdated(session, photo)), "width", outcome->width,
                  "height", outcome->height, "large", view->pictures[ERRAND_LARGE].size > 0 ? 1 : 0, "large_failed",
                  view->errands[ERRAND_LARGE].failed ? 1 : 0);
    const bool good = json_object_update_new(row, rest) == 0;
    return json_all(row, json_object_update_new(row, whole_row(session, photo)) == 0 && good);
}

/* What a manifest says of all its photos' rights; null: nothing, or there is none. */
static json_t *permission_of(const struct session *session, const char *path) {
    const struct manifest *manifest = manifests_of_file(&session->plan.manifests, path);
    return answer_to_json(manifest != NULL ? manifest->permission : ANSWER_NONE);
}

static json_t *book_path(const struct session *session, size_t book) {
    return book != RESOLVER_NONE ? text_to_json(session->books.items[book].path) : json_null();
}

json_t *answer_state(const struct session *session, long long since) {
    json_t *photos = json_array(), *files = json_array();
    bool good = true;
    for (size_t i = 0; i < session->plan.count && good; i++)
        if (since < 0 || session->views[i].told > (uint64_t)since)
            good = json_array_append_new(photos, photo_row(session, i)) == 0;
    for (size_t i = 0; i < session->books.count; i++)
        (void)json_array_append_new(files,
                                    json_pack("{s:o, s:I, s:o}", "path", text_to_json(session->books.items[i].path),
                                              "unsaved", (json_int_t)session->books.items[i].unsaved, "permission",
                                              permission_of(session, session->books.items[i].path)));
    char day[DATE_TEXT];
    const struct sladd_settings *settings = session->options.settings;
    date_print(settings->date, day);
    struct edited last;
    json_t *state = json_pack(
        "{s:o, s:I, s:I, s:o, s:o, s:o, s:I, s:I, s:I, s:I, s:b, s:o, s:b, s:o, s:o, s:s, s:s, s:o}", "closed",
        book_path(session, session->closed), "clock", (json_int_t)session->clock, "reread", (json_int_t)session->reread,
        "broken", session->broken.status != SLADD_OK ? text_to_json(session->broken.text) : json_null(), "photos",
        json_all(photos, good), "files", json_whole(files, session->books.count), "count",
        (json_int_t)session->plan.count, "waiting", (json_int_t)queue_open(session), "unsaved",
        (json_int_t)books_unsaved(&session->books), "edits", (json_int_t)session->books.edition, "can_undo",
        books_last(&session->books, &last) ? 1 : 0, "conflict", book_path(session, session->conflict), "held",
        session->hold ? 1 : 0, "folder", text_to_json(session->options.selection->paths[0]), "policy",
        text_to_json(session->options.policy->name), "channel", settings->channel != NULL ? settings->channel : "",
        "date", day, "output",
        session->options.selection->output != NULL ? text_to_json(session->options.selection->output) : json_null());
    if (state != NULL && (since < 0 || session->people_told > (uint64_t)since))
        good = json_object_set_new(state, "people", answer_people(session)) == 0;
    return json_all(state, good);
}
