/* The child's answer: what is packed comes back whole, and whatever a stranger sends instead is no answer at all. */
#include "work/wire.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char digest[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static struct sladd_outcome example(void) {
    struct sladd_outcome outcome = {.result = SLADD_SANITISED, .width = 4000, .height = 3000, .face_tags = 2};
    outcome.verified = true;
    outcome.risk = 0.375;
    outcome.milliseconds[SLADD_STEP_DETECT] = 12.5;
    (void)snprintf(outcome.source_sha256, sizeof outcome.source_sha256, "%s", digest);
    (void)snprintf(outcome.output_sha256, sizeof outcome.output_sha256, "%s", digest);
    assert_int_equal(sladd_names_add(&outcome.removed, "exif:GPSLatitude", NULL), SLADD_OK);
    assert_int_equal(sladd_names_add(&outcome.notices, "look after æøå", NULL), SLADD_OK);
    for (int i = 0; i < 3; i++) {
        struct sladd_region region = {.kind = i == 0 ? SLADD_FACE : SLADD_TEXT,
                                      .box = {1.5 + i, 2, 3, 4},
                                      .has_quad = i > 0,
                                      .quad = {{1, 2}, {3, 4}, {5, 6}, {7, 8}},
                                      .detected = true,
                                      .score = 0.25,
                                      .said_by = i == 0 ? SLADD_VOICE_SEARCH : SLADD_VOICE_UNKNOWN,
                                      .action = i == 0 ? SLADD_KEEP : SLADD_REDACT,
                                      .reason = i == 0 ? SLADD_REASON_CONSENT : SLADD_REASON_TEXT};
        assert_int_equal(sladd_regions_name(&outcome.regions, &region, i == 0 ? "kari" : NULL, NULL), SLADD_OK);
        assert_int_equal(sladd_regions_tell(&outcome.regions, &region, i == 0 ? "Åse Ødegård" : NULL, NULL), SLADD_OK);
        assert_int_equal(sladd_regions_add(&outcome.regions, &region, NULL), SLADD_OK);
    }
    return outcome;
}

static struct bytes packed(void) {
    struct sladd_outcome outcome = example();
    struct bytes message;
    assert_int_equal(wire_pack(&outcome, &message, NULL), SLADD_OK);
    sladd_outcome_clear(&outcome);
    return message;
}

static void what_is_sent_arrives(void **state) {
    struct bytes message = packed();
    struct sladd_outcome got, sent = example();
    (void)state;
    assert_int_equal(wire_unpack(bytes_span(&message), &got, NULL), SLADD_OK);
    assert_int_equal(got.result, sent.result);
    assert_int_equal(got.width, 4000);
    assert_int_equal(got.height, 3000);
    assert_int_equal(got.face_tags, 2);
    assert_true(got.verified);
    assert_true(got.risk == 0.375);
    assert_string_equal(got.source_sha256, digest);
    assert_string_equal(got.output_sha256, digest);
    assert_string_equal(got.sidecar_sha256, "");
    assert_string_equal(got.removed.items[0], "exif:GPSLatitude");
    assert_string_equal(got.notices.items[0], "look after æøå");
    assert_int_equal(got.regions.count, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct sladd_region *a = &got.regions.items[i], *b = &sent.regions.items[i];
        assert_int_equal(a->kind, b->kind);
        assert_int_equal(a->action, b->action);
        assert_int_equal(a->reason, b->reason);
        assert_int_equal(a->said_by, b->said_by);
        assert_memory_equal(&a->box, &b->box, sizeof a->box);
        assert_memory_equal(a->quad, b->quad, sizeof a->quad);
        assert_true(a->score == b->score && a->detected && a->has_quad == b->has_quad);
    }
    assert_string_equal(sladd_region_person(&got.regions, &got.regions.items[0]), "kari");
    assert_null(sladd_region_person(&got.regions, &got.regions.items[1]));
    assert_string_equal(sladd_region_tag(&got.regions, &got.regions.items[0]), "Åse Ødegård");
    assert_null(sladd_region_tag(&got.regions, &got.regions.items[1]));
    sladd_outcome_clear(&got);
    sladd_outcome_clear(&sent);
    bytes_clear(&message);
}

static void refused(struct span message) {
    struct sladd_outcome got;
    struct sladd_error err = {0};
    assert_int_equal(wire_unpack(message, &got, &err), SLADD_CRASHED);
    assert_int_equal(got.result, SLADD_FAILED);
    assert_int_equal(got.regions.count, 0);
    assert_string_equal(got.output_sha256, "");
    assert_true(err.text[0] != '\0');
    sladd_outcome_clear(&got);
}

/* A name goes into somebody's manifest: the parent takes it as a stranger's, whatever the child was to send. */
static void a_name_of_a_tag_is_text_within_limits(void **state) {
    static const char *const bad[] = {"",
                                      "two\nlines",
                                      "tab\there",
                                      "\x1b[31m",
                                      "\x7f",
                                      "c1 \xc2\x85",
                                      "latin1 \xf8",
                                      "cut \xc3",
                                      "surrogate \xed\xa0\x80",
                                      "turned \xe2\x80\xae"};
    char longest[TOLD_TAG_BYTES + 2];
    (void)state;
    memset(longest, 'x', sizeof longest);
    longest[TOLD_TAG_BYTES + 1] = '\0';
    for (size_t i = 0; i < sizeof bad / sizeof *bad + 4; i++) {
        const size_t kinds = sizeof bad / sizeof *bad, many = i == kinds + 2 ? TOLD_TAGS_MAX : TOLD_TAGS_MAX + 1;
        const bool good = i == kinds + 1 || i == kinds + 2;
        struct sladd_outcome outcome = example(), got;
        struct sladd_region region = {.kind = SLADD_FACE};
        struct bytes message;
        if (i == kinds + 1)
            longest[TOLD_TAG_BYTES] = '\0';
        if (i <= kinds + 1) {
            const char *name = i < kinds ? bad[i] : longest;
            assert_int_equal(sladd_regions_tell(&outcome.regions, &region, name, NULL), SLADD_OK);
            assert_int_equal(region.tag, good ? 2 : 0); /* the child does not tell it, either */
            if (!good)
                assert_int_equal(sladd_names_add(&outcome.regions.tags, name, NULL), SLADD_OK);
        }
        while (i > kinds + 1 && outcome.regions.tags.count < many)
            assert_int_equal(sladd_names_add(&outcome.regions.tags, "x", NULL), SLADD_OK);
        assert_int_equal(wire_pack(&outcome, &message, NULL), SLADD_OK);
        assert_int_equal(wire_unpack(bytes_span(&message), &got, NULL), good ? SLADD_OK : SLADD_CRASHED);
        sladd_outcome_clear(&got);
        sladd_outcome_clear(&outcome);
        bytes_clear(&message);
    }
}

static void a_part_is_no_answer(void **state) {
    struct bytes message = packed();
    (void)state;
    for (size_t size = 0; size < message.size; size++) {
        uint8_t *part = malloc(size + 1); /* exactly as large, so that the sanitizer sees a read beyond it */
        assert_non_null(part);
        memcpy(part, message.data, size);
        uint8_t *tight = realloc(part, size > 0 ? size : 1);
        refused((struct span){tight, size});
        free(tight);
    }
    uint8_t *longer = malloc(message.size + 1);
    assert_non_null(longer);
    memcpy(longer, message.data, message.size);
    longer[message.size] = 0;
    refused((struct span){longer, message.size + 1});
    free(longer);
    bytes_clear(&message);
}

/* Whatever byte is changed: the answer is refused, or it still makes sense. */
static void every_byte_is_read_as_a_strangers(void **state) {
    static const uint8_t values[] = {0, 1, 2, 7, 0x40, 0x7f, 0x80, 0xf0, 0xff};
    struct bytes message = packed();
    size_t refusals = 0;
    (void)state;
    for (size_t i = 0; i < message.size; i++)
        for (size_t v = 0; v < sizeof values; v++) {
            uint8_t before = message.data[i];
            struct sladd_outcome got;
            message.data[i] = values[v];
            if (wire_unpack(bytes_span(&message), &got, NULL) != SLADD_OK)
                refusals++;
            else
                for (size_t r = 0; r < got.regions.count; r++) {
                    const struct sladd_region *region = &got.regions.items[r];
                    assert_true(region->person <= got.regions.people.count && isfinite(region->box.x));
                    assert_non_null(sladd_reason_name(region->reason));
                    assert_non_null(sladd_kind_name(region->kind));
                }
            sladd_outcome_clear(&got);
            message.data[i] = before;
        }
    assert_true(refusals > 500);
    bytes_clear(&message);
}

/* What each part allows and the whole does not, each with nothing else against it. */
static void it_has_to_make_sense(void **state) {
    (void)state;
    for (int i = 0; i < 6; i++) {
        struct sladd_outcome outcome = example();
        struct bytes message;
        outcome.verified = i != 0; /* a copy that nobody verified */
        if (i == 1) {              /* withheld, and there is a copy */
            outcome.result = SLADD_WITHHELD;
            outcome.error.status = SLADD_POLICY;
        }
        if (i == 2 || i == 4) { /* failed or withheld without a reason */
            outcome.result = i == 2 ? SLADD_FAILED : SLADD_WITHHELD;
            outcome.output_sha256[0] = '\0';
            outcome.verified = false;
        }
        if (i == 3)
            outcome.output_sha256[5] = 'G'; /* no digest */
        if (i == 5) {                       /* interrupted, which only the parent knows */
            outcome.result = SLADD_FAILED;
            outcome.output_sha256[0] = '\0';
            outcome.verified = false;
            outcome.error.status = SLADD_INTERRUPTED;
        }
        assert_int_equal(wire_pack(&outcome, &message, NULL), SLADD_OK);
        refused(bytes_span(&message));
        bytes_clear(&message);
        sladd_outcome_clear(&outcome);
    }
}

/* Half a digest is none, and a text ends where it says it does. */
static void no_text_is_cut_in_it(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct sladd_outcome outcome = example();
        struct bytes message;
        if (i == 0)
            outcome.source_sha256[63] = '\0';
        assert_int_equal(wire_pack(&outcome, &message, NULL), SLADD_OK);
        if (i == 1) {
            uint8_t *notice = memmem(message.data, message.size, "look after", 10);
            assert_non_null(notice);
            notice[4] = '\0';
        }
        refused(bytes_span(&message));
        bytes_clear(&message);
        sladd_outcome_clear(&outcome);
    }
}

static void too_much_cannot_be_sent(void **state) {
    struct sladd_outcome outcome = {.result = SLADD_FAILED};
    struct bytes message;
    char text[WIRE_MAX_TEXT_BYTES + 2];
    (void)state;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(sladd_names_add(&outcome.removed, text, NULL), SLADD_OK);
    assert_int_equal(wire_pack(&outcome, &message, NULL), SLADD_TOO_LARGE);
    sladd_outcome_clear(&outcome);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sent_arrives),    cmocka_unit_test(a_name_of_a_tag_is_text_within_limits),
        cmocka_unit_test(a_part_is_no_answer),     cmocka_unit_test(every_byte_is_read_as_a_strangers),
        cmocka_unit_test(it_has_to_make_sense),    cmocka_unit_test(no_text_is_cut_in_it),
        cmocka_unit_test(too_much_cannot_be_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
