#include "work/wire.h"

#include "base/memstream.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Both ends are one program on one machine, so numbers travel as the machine has them. */
static const uint32_t magic = 0x364f4c53; /* "SLO6": changes with the order below */

static void put(FILE *to, const void *value, size_t size) {
    (void)fwrite(value, 1, size, to);
}

static void put_number(FILE *to, uint64_t number) {
    put(to, &number, sizeof number);
}

static void put_real(FILE *to, double real) {
    put(to, &real, sizeof real);
}

static void put_text(FILE *to, const char *text) {
    size_t size = strlen(text);
    put_number(to, size);
    put(to, text, size);
}

static bool put_texts(FILE *to, const struct sladd_names *texts) {
    put_number(to, texts->count);
    for (size_t i = 0; i < texts->count; i++) {
        if (strlen(texts->items[i]) > WIRE_MAX_TEXT_BYTES)
            return false;
        put_text(to, texts->items[i]);
    }
    return texts->count <= WIRE_MAX_TEXTS;
}

static void put_region(FILE *to, const struct sladd_region *region) {
    put_number(to, region->kind);
    put_number(to, region->action);
    put_number(to, region->reason);
    put_number(to, region->holds);
    put_number(to, region->said_by);
    put_number(to, region->person);
    put_number(to, region->tag);
    put_number(to, region->detected);
    put_number(to, region->has_quad);
    put_real(to, region->score);
    put_real(to, region->visible);
    put(to, &region->box, sizeof region->box);
    put(to, region->quad, sizeof region->quad);
}

static bool put_outcome(FILE *to, const struct sladd_outcome *outcome) {
    put(to, &magic, sizeof magic);
    put_number(to, outcome->result);
    put_number(to, outcome->error.status);
    put_text(to, outcome->error.text);
    put_text(to, outcome->source_sha256);
    put_text(to, outcome->output_sha256);
    put_text(to, outcome->sidecar_sha256);
    put_number(to, (uint64_t)outcome->width);
    put_number(to, (uint64_t)outcome->height);
    put_number(to, (uint64_t)outcome->turn);
    put_number(to, outcome->face_tags);
    put_number(to, outcome->verified);
    put_real(to, outcome->risk);
    for (int i = 0; i < SLADD_STEP_COUNT; i++)
        put_real(to, outcome->milliseconds[i]);
    bool fits = put_texts(to, &outcome->removed) && put_texts(to, &outcome->notices) &&
                put_texts(to, &outcome->regions.people) && put_texts(to, &outcome->regions.tags) &&
                outcome->regions.count <= WIRE_MAX_REGIONS;
    put_number(to, outcome->regions.count);
    for (size_t i = 0; i < outcome->regions.count && fits; i++)
        put_region(to, &outcome->regions.items[i]);
    return fits;
}

enum sladd_status wire_pack(const struct sladd_outcome *outcome, struct bytes *message, struct sladd_error *err) {
    char *data = NULL;
    size_t size = 0;
    *message = (struct bytes){0};
    FILE *to = open_memstream(&data, &size);
    if (to == NULL)
        return fail_memory(err);
    const bool fits = put_outcome(to, outcome), whole = memstream_close(to, &data);
    if (!whole || !fits || size > WIRE_MAX_BYTES) {
        free(data);
        return fits && size <= WIRE_MAX_BYTES
                   ? fail_memory(err)
                   : sladd_fail(err, SLADD_TOO_LARGE, "the result for this photo is larger than the limits allow");
    }
    *message = (struct bytes){(uint8_t *)data, size};
    return SLADD_OK;
}

/* What is left of a message; once something did not fit, nothing does. */
struct unpacker {
    struct span rest;
    bool good;
};

static bool take(struct unpacker *from, void *value, size_t size) {
    from->good = from->good && size <= from->rest.size;
    if (!from->good)
        return false;
    memcpy(value, from->rest.data, size);
    from->rest = span_part(from->rest, size, SIZE_MAX);
    return true;
}

/* A number from 0 to `most`; 0 where there is none. */
static uint64_t take_number(struct unpacker *from, uint64_t most) {
    uint64_t number = 0;
    (void)take(from, &number, sizeof number);
    from->good = from->good && number <= most;
    return from->good ? number : 0;
}

static double take_real(struct unpacker *from) {
    double real = 0;
    (void)take(from, &real, sizeof real);
    from->good = from->good && isfinite(real);
    return from->good ? real : 0;
}

/* At most `room` - 1 bytes, none of them a terminator. */
static void take_text(struct unpacker *from, char *text, size_t room) {
    size_t size = take_number(from, room - 1);
    if (take(from, text, size)) {
        text[size] = '\0';
        from->good = strlen(text) == size;
    }
    if (!from->good)
        text[0] = '\0';
}

static void take_digest(struct unpacker *from, char hex[SLADD_SHA256_HEX]) {
    take_text(from, hex, SLADD_SHA256_HEX);
    size_t digits = strspn(hex, "0123456789abcdef");
    from->good = from->good && hex[digits] == '\0' && (digits == 0 || digits == SLADD_SHA256_HEX - 1);
}

static void take_texts(struct unpacker *from, struct sladd_names *texts) {
    char text[WIRE_MAX_TEXT_BYTES + 1];
    size_t count = take_number(from, WIRE_MAX_TEXTS);
    for (size_t i = 0; i < count && from->good; i++) {
        take_text(from, text, sizeof text);
        from->good = from->good && sladd_names_add(texts, text, NULL) == SLADD_OK;
    }
}

/* Names of people, which go into a manifest: within the limits that the child had, and text. */
static void take_tags(struct unpacker *from, struct sladd_names *tags) {
    char text[TOLD_TAG_BYTES + 1];
    size_t count = take_number(from, TOLD_TAGS_MAX);
    for (size_t i = 0; i < count && from->good; i++) {
        take_text(from, text, sizeof text);
        from->good =
            from->good && text[0] != '\0' && text_is_clean(text) && sladd_names_add(tags, text, NULL) == SLADD_OK;
    }
}

/* One after the other: initialisers of a structure have no order. */
static struct sladd_region take_region(struct unpacker *from, size_t people, size_t tags) {
    struct sladd_region region = {0};
    region.kind = (enum sladd_kind)take_number(from, SLADD_MANUAL);
    region.action = (enum sladd_action)take_number(from, SLADD_KEEP);
    region.reason = (enum sladd_reason)take_number(from, SLADD_REASON_COUNT - 1);
    region.holds = (enum sladd_holds)take_number(from, SLADD_HOLDS_COUNT - 1);
    region.said_by = (enum sladd_voice)take_number(from, SLADD_VOICE_COUNT - 1);
    region.person = take_number(from, people);
    region.tag = take_number(from, tags);
    region.detected = take_number(from, 1) == 1;
    region.has_quad = take_number(from, 1) == 1;
    region.score = take_real(from);
    region.visible = take_real(from);
    region.box.x = take_real(from);
    region.box.y = take_real(from);
    region.box.width = take_real(from);
    region.box.height = take_real(from);
    for (int i = 0; i < 4; i++) {
        region.quad[i].x = take_real(from);
        region.quad[i].y = take_real(from);
    }
    return region;
}

static void take_outcome(struct unpacker *from, struct sladd_outcome *outcome) {
    uint32_t begins = 0;
    from->good = take(from, &begins, sizeof begins) && begins == magic;
    outcome->result = (enum sladd_result)take_number(from, SLADD_UNCHANGED);
    outcome->error.status = (enum sladd_status)take_number(from, SLADD_STATUS_COUNT - 1);
    take_text(from, outcome->error.text, sizeof outcome->error.text);
    take_digest(from, outcome->source_sha256);
    take_digest(from, outcome->output_sha256);
    take_digest(from, outcome->sidecar_sha256);
    outcome->width = (int)take_number(from, 65535);
    outcome->height = (int)take_number(from, 65535);
    outcome->turn = (int)take_number(from, 8);
    outcome->face_tags = take_number(from, UINT32_MAX);
    outcome->verified = take_number(from, 1) == 1;
    outcome->risk = take_real(from);
    for (int i = 0; i < SLADD_STEP_COUNT; i++)
        outcome->milliseconds[i] = take_real(from);
    take_texts(from, &outcome->removed);
    take_texts(from, &outcome->notices);
    take_texts(from, &outcome->regions.people);
    take_tags(from, &outcome->regions.tags);
    size_t count = take_number(from, WIRE_MAX_REGIONS);
    for (size_t i = 0; i < count && from->good; i++) {
        struct sladd_region region = take_region(from, outcome->regions.people.count, outcome->regions.tags.count);
        from->good = from->good && sladd_regions_add(&outcome->regions, &region, NULL) == SLADD_OK;
    }
}

/* Each part may be possible and the whole still not: there is no copy that nobody verified, no failure without a
 * reason, and no child that knows of an interruption: the earlier copy of a photo that was interrupted stays. */
static bool makes_sense(const struct sladd_outcome *outcome) {
    bool copied = outcome->output_sha256[0] != '\0';
    bool clean = sladd_outcome_has_copy(outcome);
    return outcome->error.status != SLADD_INTERRUPTED && (!copied || (outcome->verified && clean)) &&
           (clean || outcome->error.status != SLADD_OK);
}

enum sladd_status wire_unpack(struct span message, struct sladd_outcome *outcome, struct sladd_error *err) {
    struct unpacker from = {message, message.size <= WIRE_MAX_BYTES};
    *outcome = (struct sladd_outcome){.result = SLADD_FAILED};
    take_outcome(&from, outcome);
    if (from.good && from.rest.size == 0 && makes_sense(outcome))
        return SLADD_OK;
    sladd_outcome_clear(outcome);
    (void)sladd_fail(&outcome->error, SLADD_CRASHED, "processing it gave no result");
    if (err != NULL)
        *err = outcome->error;
    return SLADD_CRASHED;
}
