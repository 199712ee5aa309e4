#include "cli/scan_drafts.h"

#include "base/array.h"
#include "base/bytes.h"
#include "base/language.h"
#include "base/paths.h"
#include "base/utf8.h"
#include "cli/scan_people.h"
#include "consent/judge.h"
#include "drafts/manifest_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where a photo is to be drafted; both texts are owned. */
struct address {
    char *manifest, *key;
    size_t job;
};

/* One manifest being drafted; the lists are owned, what they point to is borrowed. */
struct draft {
    const char *path;
    struct draft_photo *photos;
    struct draft_face *faces;              /* of all photos, one after the other */
    const struct manifest_entry **entries; /* one a photo */
    size_t count;
    struct offered offered;
};

/* False: out of memory. */
static bool find_address(const struct scan_drafts *drafts, size_t job, struct address *address) {
    const struct planned *planned = &drafts->plan->jobs[job];
    const struct manifest_entry *entry = &planned->entry;
    const char *path = planned->input->path, *name = path_name(path), *manifest, *key;
    *address = (struct address){.job = job};
    if (entry->photo != NULL) { /* it was edited, and its entry is where it is */
        address->manifest = strdup(entry->photo->home->path);
        address->key = strdup(entry->photo->file);
    } else if (drafts->args->sidecar) {
        if (asprintf(&address->manifest, "%s.consent.yaml", path) < 0)
            address->manifest = NULL;
        address->key = strdup(name);
    } else if (manifests_home(&drafts->plan->manifests, planned->resolved, &manifest, &key)) {
        /* A manifest in a parent folder knows the people: one beside the photo would hide it. */
        address->manifest = strdup(manifest);
        address->key = strdup(key);
    } else {
        if (asprintf(&address->manifest, "%.*sconsent.yaml", (int)(name - path), path) < 0)
            address->manifest = NULL;
        address->key = strdup(name);
    }
    return address->manifest != NULL && address->key != NULL;
}

size_t scan_faces(const struct sladd_outcome *outcome, struct draft_face *faces) {
    const struct sladd_regions *regions = &outcome->regions;
    size_t count = 0;
    for (size_t i = 0; i < regions->count; i++) {
        const struct sladd_region *region = &regions->items[i];
        if (region->kind != SLADD_FACE || outcome->width <= 0 || outcome->height <= 0)
            continue;
        struct sladd_box box = {region->box.x / outcome->width, region->box.y / outcome->height,
                                region->box.width / outcome->width, region->box.height / outcome->height};
        box = sladd_box_intersect(box, (struct sladd_box){0, 0, 1, 1});
        if (sladd_box_area(box) > 0)
            faces[count++] =
                (struct draft_face){box, sladd_region_person(regions, region), sladd_region_tag(regions, region)};
    }
    return count;
}

/* `faces` has room for those of this photo; returns how many there are. */
static size_t add_photo(const struct scan_drafts *drafts, const struct address *address, struct draft_face *faces,
                        struct draft *draft) {
    const struct sladd_outcome *outcome = &drafts->outcomes[address->job];
    const struct manifest_entry *entry = &drafts->plan->jobs[address->job].entry;
    const struct sladd_date today = drafts->args->settings.date;
    const size_t count = scan_faces(outcome, faces);
    draft->entries[draft->count] = entry;
    draft->photos[draft->count++] = (struct draft_photo){.file = address->key,
                                                         .sha256 = outcome->source_sha256,
                                                         .faces = faces,
                                                         .face_count = count,
                                                         .width = outcome->width,
                                                         .height = outcome->height,
                                                         .edited = entry->photo != NULL,
                                                         .withheld_for = entry_may_be_withheld_for(entry, today)};
    return count;
}

/* The photos of one manifest. */
static enum sladd_status collect(struct scan_drafts *drafts, const struct address *addresses, size_t count,
                                 struct draft *draft, struct sladd_error *err) {
    size_t room = 0, faces = 0;
    for (size_t i = 0; i < count; i++)
        room += drafts->outcomes[addresses[i].job].regions.count;
    draft->path = addresses[0].manifest;
    draft->photos = array_new_zero(count, sizeof *draft->photos);
    draft->faces = array_new(room + 1, sizeof *draft->faces);
    draft->entries = array_new_zero(count, sizeof *draft->entries);
    if (draft->photos == NULL || draft->faces == NULL || draft->entries == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        if (draft_can_name(addresses[i].key)) {
            faces += add_photo(drafts, &addresses[i], draft->faces + faces, draft);
            continue;
        }
        progress_say(drafts->progress, drafts->plan->jobs[addresses[i].job].input->path,
                     _("this name is not UTF-8 text, or has control characters in it, so that no manifest can name "
                       "the photo; rename it"));
        drafts->failed++;
    }
    return SLADD_OK;
}

static void draft_clear(struct draft *draft) {
    free(draft->photos);
    free(draft->faces);
    free(draft->entries);
    offered_clear(&draft->offered);
}

/* The people to add, and the whole text. `now`: what the manifest says, NULL where there is none. */
static enum sladd_status write_text(struct draft *draft, struct span existing, const struct manifest *now,
                                    struct bytes *text, struct sladd_error *err) {
    const struct keys_in_use in_use = {now, draft->entries, draft->count};
    struct draft_face *faces = draft->faces;
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < draft->count && status == SLADD_OK; i++) {
        if (!draft->photos[i].edited)
            status = offer_people(&draft->offered, &in_use, faces, draft->photos[i].face_count, err);
        faces += draft->photos[i].face_count;
    }
    const struct draft_parts parts = {draft->photos, draft->count, draft->offered.people, draft->offered.count, now};
    if (status != SLADD_OK)
        return status;
    return now != NULL ? draft_merge(existing, draft->path, &parts, text, err) : draft_new(&parts, text, err);
}

static void print_draft(const struct draft *draft) {
    char shown[SHOWN_PATH];
    text_clean_to(shown, sizeof shown, draft->path);
    for (size_t i = 0; i < draft->count; i++)
        (void)printf(P_("%s: %s (%zu face)\n", "%s: %s (%zu faces)\n", draft->photos[i].face_count), shown,
                     draft->photos[i].file, draft->photos[i].face_count);
    if (draft->offered.count > 0)
        (void)printf(P_("%s: %zu person named in face tags; write what they agreed to\n",
                        "%s: %zu people named in face tags; write what each of them agreed to\n", draft->offered.count),
                     shown, draft->offered.count);
}

/* A draft is read as a manifest before it replaces one: what a person wrote must not be lost to a slip of ours. */
static enum sladd_status write_draft(struct scan_drafts *drafts, struct draft *draft, struct sladd_error *err) {
    struct manifest_file_text existing = {0};
    struct bytes text = {0};
    struct manifest *check = NULL;
    enum sladd_status status = manifest_file_read(draft->path, &existing, err);
    if (status == SLADD_OK && existing.exists)
        status = manifest_parse(bytes_span(&existing.text), draft->path, &check, err);
    if (status == SLADD_OK)
        status = write_text(draft, bytes_span(&existing.text), check, &text, err);
    manifest_free(check);
    check = NULL;
    if (status == SLADD_OK)
        status = drafts->args->settings.dry_run ? manifest_parse(bytes_span(&text), draft->path, &check, err)
                                                : manifest_file_replace(&existing, bytes_span(&text), err);
    if (status == SLADD_OK)
        manifest_file_remark(&existing, stderr);
    if (status == SLADD_OK && !drafts->args->quiet)
        print_draft(draft);
    drafts->drafted += status == SLADD_OK ? draft->count : 0;
    manifest_free(check);
    manifest_file_clear(&existing);
    bytes_clear(&text);
    return status;
}

/* By manifest, and in it as the photos stand in the plan. */
static int compare_addresses(const void *a, const void *b) {
    const struct address *left = a, *right = b;
    int order = strcmp(left->manifest, right->manifest);
    return order != 0 ? order : (left->job > right->job) - (left->job < right->job);
}

static void write_one(struct scan_drafts *drafts, const struct address *addresses, size_t count) {
    struct sladd_error why = {0};
    struct draft draft = {0};
    enum sladd_status status = collect(drafts, addresses, count, &draft, &why);
    if (status == SLADD_OK && draft.count > 0)
        status = write_draft(drafts, &draft, &why);
    if (status != SLADD_OK) {
        (void)fprintf(stderr, "sladd: %s\n", why.text);
        drafts->failed++;
    }
    draft_clear(&draft);
}

enum sladd_status scan_drafts_write(struct scan_drafts *drafts, struct sladd_error *err) {
    const size_t jobs = drafts->plan->count;
    struct address *addresses = array_new_zero(jobs + 1, sizeof *addresses);
    bool good = addresses != NULL;
    size_t count = 0;
    for (size_t job = 0; job < jobs && good; job++)
        if (drafts->wanted[job])
            good = find_address(drafts, job, &addresses[count++]);
    if (good)
        qsort(addresses, count, sizeof *addresses, compare_addresses);
    for (size_t first = 0, end; first < count && good; first = end) {
        for (end = first + 1; end < count && strcmp(addresses[end].manifest, addresses[first].manifest) == 0;)
            end++;
        write_one(drafts, &addresses[first], end - first);
    }
    for (size_t i = 0; i < count; i++) {
        free(addresses[i].manifest);
        free(addresses[i].key);
    }
    free(addresses);
    return good ? SLADD_OK : fail_memory(err);
}
