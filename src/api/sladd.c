/* The library's front: what the caller has in memory, sent down the same pipeline as the command's photos. */
#include "sladd/sladd.h"

#include "base/date.h"
#include "base/language.h"
#include "base/names.h"
#include "base/paths.h"
#include "consent/known_text.h"
#include "consent/people.h"
#include "consent/policy.h"
#include "consent/resolver.h"
#include "consent/tree.h"
#include "pipeline.h"
#include "vision/vision.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sladd {
    atomic_flag busy; /* two photos at a time would write into one detector's pictures */
    struct vision *vision;
    struct policy *policy;
};

const char *sladd_version(void) {
    return SLADD_VERSION;
}

/* The host chooses the language by its locale; where the translations lie and that they are UTF-8 is sladd's to say. */
static void find_translations(void) {
    (void)bindtextdomain("sladd", SLADD_LOCALEDIR);
    (void)bind_textdomain_codeset("sladd", "UTF-8");
}

enum sladd_status sladd_open(const char *models, const char *policy, struct sladd **sladd, struct sladd_error *err) {
    if (err != NULL)
        *err = (struct sladd_error){0};
    if (sladd == NULL)
        return sladd_fail(err, SLADD_USAGE, "there is no place for what is opened");
    find_translations();
    *sladd = calloc(1, sizeof **sladd);
    if (*sladd == NULL)
        return fail_memory(err);
    atomic_flag_clear(&(*sladd)->busy);
    enum sladd_status status =
        policy_open(policy != NULL ? policy : "nordic-public", SLADD_DATADIR "/policies", &(*sladd)->policy, err);
    if (status == SLADD_OK)
        status = vision_open(models, SLADD_DATADIR "/models", &(*sladd)->vision, err);
    if (status != SLADD_OK) {
        sladd_close(*sladd);
        *sladd = NULL;
    }
    return status;
}

void sladd_close(struct sladd *sladd) {
    if (sladd == NULL)
        return;
    vision_close(sladd->vision);
    policy_free(sladd->policy);
    free(sladd);
}

static enum sladd_status check_settings(const struct sladd_settings *settings, const struct policy *policy,
                                        struct sladd_error *err) {
    const struct sladd_date *date = &settings->date;
    if (settings->style < SLADD_BLUR || settings->style > SLADD_MOSAIC || settings->text < SLADD_TEXT_BLUR ||
        settings->text > SLADD_TEXT_KEEP || settings->reencode < 0 || settings->reencode > 100)
        return sladd_fail(err, SLADD_USAGE, "a setting is out of range; begin with sladd_settings_init");
    if (!date_exists(*date))
        return sladd_fail(err, SLADD_USAGE, "consent is judged for a day: set the date to one of the calendar");
    if (policy->text == TEXT_ALWAYS && settings->text != SLADD_TEXT_BLUR)
        return sladd_fail(err, SLADD_USAGE, "the policy %s does not allow text to be kept", policy->name);
    return SLADD_OK;
}

/* A name that no entry can have would take what the manifest says of the photo away from it. */
static enum sladd_status check_name(const char *name, struct sladd_error *err) {
    char *folded = name_fold(name);
    enum sladd_status status = folded != NULL ? SLADD_OK : fail_memory(err);
    if (folded != NULL && manifest_file_fault(folded) != FILE_SOUND)
        status =
            sladd_fail(err, SLADD_USAGE,
                       "'%s' is no name as the manifest has it; write it relative to the manifest's folder, without "
                       "'.', '..' and empty steps",
                       name);
    free(folded);
    return status;
}

static enum sladd_status check_photo(const struct sladd_photo *photo, struct sladd_error *err) {
    if (photo->data == NULL || (photo->manifest == NULL && photo->manifest_size > 0))
        return sladd_fail(err, SLADD_USAGE, "the photo or its manifest has no bytes");
    if (photo->size > SLADD_MAX_PHOTO_BYTES)
        return sladd_fail(err, SLADD_TOO_LARGE, "the photo is larger than %d bytes", SLADD_MAX_PHOTO_BYTES);
    return photo->name != NULL ? check_name(photo->name, err) : SLADD_OK;
}

/* The photo's name, as others are compared with it: folded, and its skeleton (base/names.h) with its folders and
 * without. */
struct called {
    char *folded, *whole, *bare; /* owned; NULL: the manifest does not mention the photo */
};

static enum sladd_status call(struct called *called, const char *name, struct sladd_error *err) {
    if (name == NULL)
        return SLADD_OK;
    called->folded = name_fold(name);
    called->whole = called->folded != NULL ? name_skeleton(called->folded) : NULL;
    called->bare = called->folded != NULL ? name_skeleton(path_name(called->folded)) : NULL;
    return called->whole != NULL && called->bare != NULL ? SLADD_OK : fail_memory(err);
}

/* Is a file called as the photo is, but for what people leave out or add? Two folders that both are named tell two
 * photos apart: cameras count anew in each. */
static bool is_near(const char *file, const struct called *photo) {
    char *folded = name_fold(file);
    const bool both = folded != NULL && strchr(folded, '/') != NULL && strchr(photo->folded, '/') != NULL;
    char *skeleton = folded != NULL ? name_skeleton(both ? folded : path_name(folded)) : NULL;
    const bool near = skeleton == NULL || strcmp(skeleton, both ? photo->whole : photo->bare) == 0;
    free(skeleton);
    free(folded);
    return near;
}

/* Nobody here sees the folder. That another photo is there may be so, unless it would be called nearly as this one. */
static enum presence presence_of(void *context, const char *path, const char *photo) {
    (void)photo;
    return is_near(path + 1, context) ? PRESENCE_ABSENT : PRESENCE_UNKNOWN;
}

/* The manifest and what it says of the photo, which lies beside it as far as anybody knows. */
struct said {
    struct manifest *manifest;
    struct resolver resolver;
    struct called called;
    char *path;
};

static enum sladd_status read_manifest(const struct sladd_photo *photo, struct said *said, struct sladd_error *err) {
    if (photo->manifest == NULL)
        return SLADD_OK;
    if (photo->manifest_size > SLADD_MAX_MANIFEST_BYTES)
        return sladd_fail(err, SLADD_MANIFEST, "manifest: larger than %d bytes", SLADD_MAX_MANIFEST_BYTES);
    struct span text = {(const uint8_t *)photo->manifest, photo->manifest_size};
    enum sladd_status status = manifest_parse(text, "manifest", &said->manifest, err);
    if (status == SLADD_OK)
        status = people_link(&said->manifest, 1, err);
    if (status == SLADD_OK)
        status = call(&said->called, photo->name, err);
    if (status == SLADD_OK && asprintf(&said->path, "/%s", photo->name != NULL ? photo->name : "") < 0)
        status = fail_memory(err);
    if (status != SLADD_OK)
        return status;
    size_t source;
    struct resolver_photo known = {.place_count = 1, .relative = said->path + 1};
    status = resolver_add_source(
        &said->resolver, (struct resolver_source){.manifest = said->manifest, .folder = "", .parent = RESOLVER_NONE},
        &source, err);
    known.places[0] = (struct resolver_place){said->path, source, NULL};
    if (status == SLADD_OK)
        status = resolver_add_photo(&said->resolver, known, err);
    const struct resolver_disk disk = {.context = &said->called, .presence = presence_of};
    return status == SLADD_OK ? resolver_run(&said->resolver, photo->name != NULL ? &disk : NULL, err) : status;
}

static void said_clear(struct said *said) {
    resolver_clear(&said->resolver);
    free(said->called.folded);
    free(said->called.whole);
    free(said->called.bare);
    free(said->path);
    manifest_free(said->manifest);
}

static enum sladd_status sanitise(struct sladd *sladd, const struct sladd_photo *photo,
                                  const struct sladd_settings *settings, struct bytes *bytes,
                                  struct sladd_outcome *outcome) {
    static const struct sidecars none;
    struct said said = {0};
    struct manifest_entry entry = {0};
    const struct job job = {
        .file = {photo->data, photo->size}, .beside = &none, .entry = &entry, .policy = sladd->policy};
    enum sladd_status status = read_manifest(photo, &said, &outcome->error);
    if (status == SLADD_OK && said.resolver.photo_count > 0)
        entry = said.resolver.photos[0].entry;
    if (status == SLADD_OK && lines_are_read(settings, entry_has_known_text(&entry)))
        status = vision_open_reader(sladd->vision, &outcome->error);
    if (status == SLADD_OK)
        status = pipeline_run(&job, settings, sladd->vision, bytes, outcome);
    said_clear(&said);
    return status;
}

enum sladd_status sladd_sanitise(struct sladd *sladd, const struct sladd_photo *photo,
                                 const struct sladd_settings *settings, struct sladd_copy *copy) {
    struct bytes bytes = {0};
    if (copy == NULL)
        return SLADD_USAGE;
    *copy = (struct sladd_copy){.outcome = {.result = SLADD_FAILED, .risk = -1}};
    struct sladd_error *err = &copy->outcome.error;
    if (sladd == NULL || photo == NULL || settings == NULL)
        return sladd_fail(err, SLADD_USAGE, "there is no library, photo or settings to work with");
    enum sladd_status status = check_settings(settings, sladd->policy, err);
    if (status == SLADD_OK)
        status = check_photo(photo, err);
    if (status == SLADD_OK && atomic_flag_test_and_set(&sladd->busy))
        return sladd_fail(err, SLADD_USAGE,
                          "another thread is at work with this; open one with sladd_open for each thread");
    if (status == SLADD_OK) {
        status = sanitise(sladd, photo, settings, &bytes, &copy->outcome);
        atomic_flag_clear(&sladd->busy);
    }
    copy->data = bytes.data;
    copy->size = bytes.size;
    return status;
}

void sladd_copy_clear(struct sladd_copy *copy) {
    if (copy == NULL)
        return;
    free(copy->data);
    sladd_outcome_clear(&copy->outcome);
    *copy = (struct sladd_copy){0};
}
