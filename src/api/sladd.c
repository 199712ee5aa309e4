/* The library's front: what the caller has in memory, sent down the same pipeline as the command's photos. */
#include "sladd/sladd.h"

#include "consent/known_text.h"
#include "consent/policy.h"
#include "consent/resolver.h"
#include "pipeline.h"
#include "vision/vision.h"

#include <stdio.h>
#include <stdlib.h>

struct sladd {
    struct vision *vision;
    struct policy *policy;
};

enum sladd_status sladd_open(const char *models, const char *policy, struct sladd **sladd, struct sladd_error *err) {
    *sladd = calloc(1, sizeof **sladd);
    if (*sladd == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory");
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
    if (date->year < 1900 || date->month < 1 || date->month > 12 || date->day < 1 || date->day > 31)
        return sladd_fail(err, SLADD_USAGE, "consent is judged for a day: set the date");
    if (policy->text == TEXT_ALWAYS && settings->text != SLADD_TEXT_BLUR)
        return sladd_fail(err, SLADD_USAGE, "the policy %s does not allow text to be kept", policy->name);
    return SLADD_OK;
}

/* The manifest and what it says of the photo, which lies beside it as far as anybody knows. */
struct said {
    struct manifest *manifest;
    struct resolver resolver;
    char *path;
};

static enum sladd_status read_manifest(const struct sladd_photo *photo, struct said *said, struct sladd_error *err) {
    if (photo->manifest == NULL)
        return SLADD_OK;
    if (photo->manifest_size > SLADD_MAX_MANIFEST_BYTES)
        return sladd_fail(err, SLADD_MANIFEST, "manifest: larger than %d bytes", SLADD_MAX_MANIFEST_BYTES);
    struct span text = {(const uint8_t *)photo->manifest, photo->manifest_size};
    enum sladd_status status = manifest_parse(text, "manifest", &said->manifest, err);
    if (status == SLADD_OK && asprintf(&said->path, "/%s", photo->name != NULL ? photo->name : "") < 0)
        status = sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the manifests");
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
    return status == SLADD_OK ? resolver_run(&said->resolver, NULL, err) : status;
}

static void said_clear(struct said *said) {
    resolver_clear(&said->resolver);
    free(said->path);
    manifest_free(said->manifest);
}

enum sladd_status sladd_sanitise(struct sladd *sladd, const struct sladd_photo *photo,
                                 const struct sladd_settings *settings, struct sladd_copy *copy) {
    static const struct sidecars none;
    struct bytes bytes = {0};
    struct said said = {0};
    struct manifest_entry entry = {0};
    const struct job job = {
        .file = {photo->data, photo->size}, .beside = &none, .entry = &entry, .policy = sladd->policy};
    *copy = (struct sladd_copy){.outcome = {.result = SLADD_FAILED, .risk = -1}};
    struct sladd_error *err = &copy->outcome.error;
    enum sladd_status status = check_settings(settings, sladd->policy, err);
    if (status == SLADD_OK && photo->size > SLADD_MAX_PHOTO_BYTES)
        status = sladd_fail(err, SLADD_TOO_LARGE, "the photo is larger than %d bytes", SLADD_MAX_PHOTO_BYTES);
    if (status == SLADD_OK)
        status = read_manifest(photo, &said, err);
    if (status == SLADD_OK && said.resolver.photo_count > 0)
        entry = said.resolver.photos[0].entry;
    if (status == SLADD_OK && lines_are_read(settings, entry_has_known_text(&entry)))
        status = vision_open_reader(sladd->vision, err);
    if (status == SLADD_OK)
        status = pipeline_run(&job, settings, sladd->vision, &bytes, &copy->outcome);
    copy->data = bytes.data;
    copy->size = bytes.size;
    said_clear(&said);
    return status;
}

void sladd_copy_clear(struct sladd_copy *copy) {
    free(copy->data);
    sladd_outcome_clear(&copy->outcome);
    *copy = (struct sladd_copy){0};
}
