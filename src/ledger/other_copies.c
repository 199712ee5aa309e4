#include "ledger/other_copies.h"

#include "base/array.h"
#include "base/language.h"
#include "base/paths.h"
#include "base/utf8.h"
#include "ledger/own_photos.h"
#include "stages/stages.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_NAMED = 8 }; /* a card that is never there again must not say hundreds of lines in every run */

/* One that the run makes, or was to make. */
struct own_copy {
    const char *output;
    const struct input *unseen; /* the photo that could not be processed; NULL: the copy was judged with its photo */
};

struct judging {
    struct publishing *run;
    const struct selection *selection;
    struct own_copy *own;     /* sorted by their names; owned */
    struct own_photos photos; /* owned */
    char *asked;              /* the folder that is_empty was asked about last, whose originals often stand together; */
    bool asked_empty;         /* owned; and the answer */
    struct other_copies *found;
    struct sladd_error *err;
};

/* Does it lie in a folder that was given? Of photos that were given by name the manifests know (`of_run`). */
static bool is_given(const struct inputs *inputs, const char *path) {
    bool is = false;
    for (size_t i = 0; i < inputs->folders.count && !is; i++)
        is = path_is_within(path, inputs->folders.items[i]);
    return is;
}

/* Also where nobody can tell: an empty folder may be where a disk is to be mounted. */
static bool is_empty(struct judging *judging, const char *folder) {
    if (judging->asked != NULL && strcmp(judging->asked, folder) == 0)
        return judging->asked_empty;
    DIR *open = opendir(folder[0] != '\0' ? folder : "/");
    bool empty = true;
    for (const struct dirent *entry; open != NULL && empty && (entry = readdir(open)) != NULL;)
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    if (open != NULL)
        (void)closedir(open);
    free(judging->asked);
    judging->asked = strdup(folder);
    judging->asked_empty = empty;
    return empty;
}

/* Is the original, or else its folder with other things in it? Where that is gone, too, one above counts that lies in
 * what was given. */
static bool is_in_reach(struct judging *judging, const char *origin) {
    struct stat facts;
    if (origin[0] != '/')
        return false;
    if (lstat(origin, &facts) == 0)
        return true;
    char *folder = path_is_missing(errno) ? strdup(origin) : NULL;
    bool own = true, there = false;
    while (folder != NULL && folder[0] != '\0' && !there) {
        *strrchr(folder, '/') = '\0';
        there = stat(folder[0] != '\0' ? folder : "/", &facts) == 0;
        if (!there && !path_is_missing(errno))
            break;
        own = own && there;
    }
    bool in_reach = there && (own || is_given(&judging->run->plan->inputs, folder)) && !is_empty(judging, folder);
    free(folder);
    return in_reach;
}

/* What today's manifests say of the original; `*known`: it may be judged by that; `*of_run`: there is a photo of this
 * run, by whatever content. What is wrong with them is told by `trouble`, which the entry borrows. */
static enum sladd_status find_entry(struct judging *judging, const char *origin, struct manifest_entry *entry,
                                    struct sladd_error *trouble, bool *known, bool *of_run) {
    bool manifest = judging->selection->manifest == NULL;
    enum sladd_status status = SLADD_OK;
    *entry = (struct manifest_entry){0};
    *of_run = false;
    if (origin[0] == '/')
        status = manifests_find_late(&judging->run->plan->manifests, origin, 0, entry, of_run, trouble);
    if (status == SLADD_NO_MEMORY) {
        *judging->err = *trouble;
        return status;
    }
    if (status != SLADD_OK)
        entry->doubt = trouble->text;
    /* One that was given by name speaks of what belongs to this run, and else of nothing that it does not mention. */
    manifest = (manifest && entry->folder != NULL) || entry->sidecar != NULL || entry->doubt != NULL || *of_run ||
               is_given(&judging->run->plan->inputs, origin);
    *known = entry->photo != NULL || (manifest && is_in_reach(judging, origin));
    return SLADD_OK;
}

/* Whoever and whatever place the copy shows and today's manifests do not allow to be seen. Not lines and codes, which
 * `check` names: they are nobody, and how a run treats text is an option, by which no last copy is removed. */
static enum sladd_status judge(struct judging *judging, const struct receipt *receipt,
                               const struct manifest_entry *entry) {
    const struct rules *rules = &judging->run->rules;
    const struct sladd_outcome *then = &receipt->outcome;
    const struct ruling ruling = {entry,       rules->policy, rules->settings, NULL, then->source_sha256,
                                  then->width, then->height};
    struct sladd_outcome now = {.result = SLADD_SANITISED};
    enum sladd_status status = stage_judge_copy(&ruling, then, &now.regions, &now.error, judging->err);
    if (now.error.status != SLADD_OK)
        now.result = SLADD_WITHHELD;
    memcpy(now.source_sha256, then->source_sha256, sizeof now.source_sha256);
    if (status == SLADD_OK)
        status = takedowns_compare(&judging->run->takedowns, receipt->output, then, &now, judging->err);
    sladd_regions_clear(&now.regions);
    return status;
}

static void say(const struct judging *judging, const struct receipt *receipt, const char *text) {
    judging->run->say(judging->run->context, receipt->output, text);
}

/* `photo` is where its photo is found today; NULL: where it was. */
static void take_down(struct judging *judging, const struct receipt *receipt, const char *photo,
                      const struct sladd_error *trouble) {
    struct stat facts;
    char shown[SHOWN_PATH], why[SHOWN_PATH + 128];
    if (trouble->status != SLADD_OK)
        say(judging, receipt, trouble->text);
    const bool gone = photo == NULL && lstat(receipt->origin, &facts) != 0 && path_is_missing(errno);
    if (photo != NULL) {
        text_clean_to(shown, sizeof shown, photo);
        (void)snprintf(why, sizeof why,
                       _("this copy may not be published any more and was removed; its photo is now %s"), shown);
    }
    if ((judging->run->rules.settings->dry_run && receipt->moved_from == NULL) ||
        publish_remove(judging->run, receipt,
                       photo != NULL ? why
                       : gone ? _("this copy may not be published any more and was removed; its original is gone")
                              : _("this copy of an earlier run may not be published any more and was removed; clean "
                                  "its original again to have a new one")))
        judging->found->down++;
}

static bool shows_somebody(const struct sladd_outcome *outcome) {
    bool shows = false;
    for (size_t i = 0; i < outcome->regions.count && !shows; i++)
        shows = sladd_outcome_keeps(outcome, sladd_region_person(&outcome->regions, &outcome->regions.items[i]));
    return shows;
}

/* `ours`: it is for this run to judge. */
static void leave(struct judging *judging, const struct receipt *receipt, bool ours, const struct sladd_error *trouble,
                  const char *why) {
    struct other_copies *found = judging->found;
    found->unknown++;
    found->unknown_given += ours || is_given(&judging->run->plan->inputs, receipt->origin);
    if (found->unknown > MOST_NAMED)
        return;
    if (trouble->status != SLADD_OK)
        say(judging, receipt, trouble->text);
    say(judging, receipt, why);
}

/* It may not come down by its receipt. But that may be one of another copy: one of them was restored from a backup. */
static void spare(struct judging *judging, struct receipt *receipt, bool known, const struct sladd_error *trouble) {
    bool renewed;
    const bool other = output_folder_has_other(judging->run->folder, receipt, &renewed);
    judging->run->receipts->renewed |= renewed;
    if (other)
        leave(judging, receipt, known, trouble,
              _("this is not the copy that its receipt speaks of, so that nobody knows whom it shows: look at it, and "
                "move it away or remove it"));
    else if (!known && shows_somebody(&receipt->outcome))
        leave(judging, receipt, false, trouble,
              _("this copy shows somebody, and no manifest was found that speaks of its original, so nobody "
                "knows whether they may still be seen: give that manifest with -m, or remove the copy"));
}

static int compare_own(const void *a, const void *b) {
    const struct own_copy *left = a, *right = b;
    return strcmp(left->output, right->output);
}

/* A copy whose photo lies elsewhere today: by what is said of it there, whichever of several is the strictest; and by
 * what is said still of where it was (`entry`), unless that is another photo by now (`of_run`). */
static enum sladd_status judge_moved(struct judging *judging, struct receipt *receipt,
                                     const struct manifest_entry *entry, bool of_run,
                                     const struct sladd_error *trouble) {
    const struct plan *plan = judging->run->plan;
    const size_t before = judging->run->takedowns.count;
    size_t count;
    const struct own_photo *photos = own_photos_of(&judging->photos, receipt, &count);
    enum sladd_status status = SLADD_OK;
    if (!of_run && (entry->photo != NULL || entry->doubt != NULL))
        status = judge(judging, receipt, entry);
    for (size_t i = 0; i < count && status == SLADD_OK; i++)
        status = judge(judging, receipt, &plan->jobs[photos[i].job].entry);
    if (status == SLADD_OK && judging->run->takedowns.count > before)
        take_down(judging, receipt, plan->jobs[photos[0].job].input->path, trouble);
    else if (status == SLADD_OK)
        spare(judging, receipt, true, trouble);
    return status;
}

/* A copy that somebody moved: what goes in the run's copies of its photo goes in it, too. */
static enum sladd_status compare_moved(struct judging *judging, const struct receipt *receipt) {
    struct publishing *run = judging->run;
    size_t count;
    const struct own_photo *photos = own_photos_of(&judging->photos, receipt, &count);
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < count && receipt->moved_from != NULL && status == SLADD_OK; i++) {
        const struct publication *photo = &run->photos[photos[i].job];
        if (!photo->left)
            status =
                takedowns_compare(&run->takedowns, receipt->output, &receipt->outcome, &photo->outcome, judging->err);
    }
    return status;
}

/* Nobody mentions the photo by its name; but entries without one may have its digest, and are as good as its own. Of a
 * photo that lies where it was, those that a run over it heeds, or two runs would undo each other's work for ever. */
static enum sladd_status judge_left_behind(struct judging *judging, const struct receipt *receipt, const char *origin,
                                           bool *known, struct sladd_error *trouble) {
    struct manifests *manifests = &judging->run->plan->manifests;
    const char *source = receipt->outcome.source_sha256, *why;
    const size_t before = judging->run->takedowns.count;
    enum sladd_status status = manifests_find_moved(manifests, source, &why, judging->err);
    const char *beside = why != NULL && own_photo_is_at_origin(receipt) ? origin : NULL;
    bool more = why != NULL;
    for (size_t at = 0; more && status == SLADD_OK;) {
        struct manifest_entry entry;
        if (manifests_next_moved(manifests, source, beside, &at, &entry, &more, trouble) == SLADD_NO_MEMORY)
            return fail_memory(judging->err);
        *known = *known || more;
        status = more ? judge(judging, receipt, &entry) : SLADD_OK;
    }
    if (status == SLADD_OK && judging->run->takedowns.count > before)
        (void)sladd_fail(trouble, SLADD_MANIFEST, "%s", why);
    return status;
}

/* By what is said of it where its photo lies or lay: `entry`, or those that were left behind. */
static enum sladd_status judge_in_place(struct judging *judging, struct receipt *receipt, const char *origin,
                                        const struct manifest_entry *entry, bool known, struct sladd_error *trouble) {
    const size_t before = judging->run->takedowns.count;
    enum sladd_status status = known ? judge(judging, receipt, entry) : SLADD_OK;
    if (status == SLADD_OK && entry->photo == NULL && entry->doubt == NULL)
        status = judge_left_behind(judging, receipt, origin, &known, trouble);
    if (status == SLADD_OK && judging->run->takedowns.count == before)
        status = compare_moved(judging, receipt);
    if (status == SLADD_OK && judging->run->takedowns.count > before)
        take_down(judging, receipt, NULL, trouble);
    else if (status == SLADD_OK)
        spare(judging, receipt, known, trouble);
    if (status == SLADD_OK && known && judging->run->takedowns.count == before)
        resolver_forget_missing(&judging->run->plan->manifests.resolver, entry);
    return status;
}

/* A photo that was moved is where it was found, and not where its receipt has it. One that still lies there, and of
 * which the run can tell what is said there, was not. */
static enum sladd_status judge_by_receipt(struct judging *judging, struct receipt *receipt,
                                          const struct input *unseen) {
    struct manifest_entry entry;
    struct sladd_error trouble = {0};
    bool known, of_run, elsewhere;
    char *found = unseen != NULL ? path_real(unseen->path) : NULL;
    if (unseen != NULL && found == NULL)
        return fail_memory(judging->err);
    const char *origin = found != NULL && found[0] != '\0' ? found : receipt->origin;
    enum sladd_status status =
        own_photos_are_elsewhere(&judging->photos, judging->run->plan, receipt, &elsewhere, judging->err);
    if (status == SLADD_OK)
        status = find_entry(judging, origin, &entry, &trouble, &known, &of_run);
    const bool moved =
        status == SLADD_OK && unseen == NULL && elsewhere && (!known || !own_photo_is_at_origin(receipt));
    if (status == SLADD_OK)
        status = moved ? judge_moved(judging, receipt, &entry, of_run, &trouble)
                       : judge_in_place(judging, receipt, origin, &entry, known, &trouble);
    free(found);
    return status;
}

/* Is it to be judged by its receipt? `*unseen`: as of its own_copy. A share of a run speaks of its own photos alone,
 * and of what no run makes again. */
static bool is_other(const struct judging *judging, const struct receipt *receipt, const struct input **unseen) {
    const struct own_copy key = {receipt->output, NULL},
                          *own = bsearch(&key, judging->own, judging->run->plan->count, sizeof key, compare_own);
    *unseen = own != NULL ? own->unseen : NULL;
    return own != NULL ? own->unseen != NULL : judging->selection->shards == 0 || receipt->moved_from != NULL;
}

/* Read all manifests before the first copy is judged: whoever says no in one says it of all, and which entries were
 * left behind is not known before. What is wrong with them is asked for again. */
static enum sladd_status read_manifests(struct judging *judging, struct receipt *const *all, size_t count) {
    struct sladd_error trouble = {0};
    for (size_t i = 0; i < count; i++) {
        struct manifest_entry entry;
        const struct input *unseen;
        bool of_run;
        if (all[i]->origin[0] == '/' && is_other(judging, all[i], &unseen) &&
            manifests_find_late(&judging->run->plan->manifests, all[i]->origin, 0, &entry, &of_run, &trouble) ==
                SLADD_NO_MEMORY)
            return fail_memory(judging->err);
    }
    return SLADD_OK;
}

static enum sladd_status judge_all(struct judging *judging) {
    struct receipts *receipts = judging->run->receipts;
    struct receipt **all = receipts_list(receipts);
    const size_t count = receipts->count;
    enum sladd_status status = all != NULL ? read_manifests(judging, all, count) : fail_memory(judging->err);
    for (size_t i = 0; i < count && status == SLADD_OK; i++) {
        const struct input *unseen;
        if (is_other(judging, all[i], &unseen))
            status = judge_by_receipt(judging, all[i], unseen);
    }
    free(all);
    return status;
}

static void say_rest(const struct judging *judging) {
    char text[128];
    const size_t unknown = judging->found->unknown;
    if (unknown <= MOST_NAMED)
        return;
    (void)snprintf(text, sizeof text,
                   P_("there is %zu more such copy", "there are %zu more such copies", unknown - MOST_NAMED),
                   unknown - MOST_NAMED);
    judging->run->say(judging->run->context, judging->run->folder->path, text);
}

enum sladd_status other_copies_any(const struct receipts *receipts, const struct inputs *inputs, bool *any,
                                   struct sladd_error *err) {
    struct receipt **all = receipts_list(receipts);
    *any = false;
    if (all == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < receipts->count && !*any; i++)
        *any = is_given(inputs, all[i]->origin);
    free(all);
    return SLADD_OK;
}

enum sladd_status other_copies_judge(struct publishing *run, const struct selection *selection,
                                     struct other_copies *found, struct sladd_error *err) {
    struct judging judging = {.run = run,
                              .selection = selection,
                              .own = array_new(run->plan->count + 1, sizeof(struct own_copy)),
                              .found = found,
                              .err = err};
    *found = (struct other_copies){0};
    enum sladd_status status = judging.own != NULL ? own_photos_list(&judging.photos, run, err) : fail_memory(err);
    for (size_t i = 0; i < run->plan->count && status == SLADD_OK; i++)
        judging.own[i] =
            (struct own_copy){run->plan->jobs[i].output, run->photos[i].left ? run->plan->jobs[i].input : NULL};
    if (status == SLADD_OK) {
        qsort(judging.own, run->plan->count, sizeof *judging.own, compare_own);
        status = judge_all(&judging);
    }
    if (status == SLADD_OK)
        say_rest(&judging);
    free(judging.own);
    own_photos_clear(&judging.photos);
    free(judging.asked);
    return status;
}
