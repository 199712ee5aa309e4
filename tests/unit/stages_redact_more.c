/* A picture that is redacted once more, because something was found again, is to the last bit what it would be if all
 * had been known at first; and what stands in it already is not filled again. */
#include "stages/stages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const FILES[] = {SLADD_ROOT "/samples/photos/portrett.jpg",
                                    SLADD_ROOT "/samples/photos/ansatte.png"};

/* The first is there from the beginning. The next one overlaps it, the third lies in its surroundings, the last far
 * from it. */
static const struct sladd_box FACE = {210, 160, 90, 110}, OVERLAPS = {270, 200, 80, 90}, NEAR = {408, 160, 40, 50},
                              FAR = {700, 620, 90, 100}, KEPT = {330, 170, 80, 90};

static struct source read_source(const char *file, struct bytes *photo) {
    static const struct sidecars none;
    struct source source = {0};
    assert_int_equal(bytes_read_path(photo, file, SIZE_MAX / 2, NULL), SLADD_OK);
    assert_int_equal(stage_read(bytes_span(photo), &none, &source, NULL), SLADD_OK);
    return source;
}

static void add(struct sladd_regions *regions, enum sladd_kind kind, struct sladd_box box) {
    const struct sladd_region region = {.kind = kind, .box = box, .detected = true, .score = 0.95};
    assert_int_equal(sladd_regions_add(regions, &region, NULL), SLADD_OK);
}

static void assert_same_cells(const struct redacted *a, const struct redacted *b) {
    const struct grid *grid = &a->picture->grid;
    const size_t count = (size_t)grid->cols * (size_t)grid->rows;
    uint64_t *of_a = calloc(count, sizeof *of_a), *of_b = calloc(count, sizeof *of_b);
    assert_non_null(of_a);
    assert_non_null(of_b);
    a->picture->codec->digest(a->picture, of_a);
    b->picture->codec->digest(b->picture, of_b);
    assert_memory_equal(of_a, of_b, count * sizeof *of_a);
    assert_memory_equal(a->mask.cells, b->mask.cells, count);
    assert_memory_equal(a->edge.cells, b->edge.cells, count);
    assert_memory_equal(a->source_digests, b->source_digests, count * sizeof *of_a);
    assert_int_equal(a->claims.count, b->claims.count);
    free(of_a);
    free(of_b);
}

/* Redact `first` rows, then all; the same at once. */
static void compare(const char *file, enum sladd_style style, const struct sladd_regions *regions, size_t first) {
    const struct sladd_settings settings = {.style = style, .seed = 7};
    const struct sladd_regions before = {.items = regions->items, .count = first};
    struct bytes photo = {0};
    struct source source = read_source(file, &photo);
    struct redacted more = {0}, at_once = {0};
    assert_int_equal(stage_redact_more(&source, &before, &settings, &more, NULL), SLADD_OK);
    assert_int_equal(stage_redact_more(&source, regions, &settings, &more, NULL), SLADD_OK);
    assert_int_equal(stage_redact(&source, regions, &settings, &at_once, NULL), SLADD_OK);
    assert_same_cells(&more, &at_once);
    redacted_clear(&more);
    redacted_clear(&at_once);
    source_clear(&source);
    bytes_clear(&photo);
}

static void it_is_what_it_would_be_at_once(void **state) {
    static const enum sladd_style styles[] = {SLADD_BLUR, SLADD_PIXEL, SLADD_SOLID, SLADD_MOSAIC};
    static const struct {
        enum sladd_kind kind;
        const struct sladd_box *box;
    } later[] = {{SLADD_FACE, &OVERLAPS}, {SLADD_FACE, &NEAR}, {SLADD_TEXT, &NEAR}, {SLADD_MANUAL, &FAR}};
    (void)state;
    for (size_t f = 0; f < sizeof FILES / sizeof *FILES; f++)
        for (size_t s = 0; s < sizeof styles / sizeof *styles; s++)
            for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
                struct sladd_regions regions = {0};
                add(&regions, SLADD_FACE, FACE);
                add(&regions, SLADD_TEXT, (struct sladd_box){60, 40, 120, 24});
                add(&regions, later[i].kind, *later[i].box);
                compare(FILES[f], styles[s], &regions, 2);
                sladd_regions_clear(&regions);
            }
}

/* Cells that heads share, and boxes that become smaller, are begun anew. */
static void where_it_cannot_go_on_it_begins_anew(void **state) {
    (void)state;
    for (size_t f = 0; f < sizeof FILES / sizeof *FILES; f++) {
        struct sladd_regions regions = {0};
        add(&regions, SLADD_FACE, KEPT);
        regions.items[0].action = SLADD_KEEP;
        add(&regions, SLADD_FACE, FACE);
        add(&regions, SLADD_FACE, OVERLAPS);
        compare(FILES[f], SLADD_BLUR, &regions, 2);
        sladd_regions_clear(&regions);

        const struct sladd_settings settings = {.seed = 7};
        struct bytes photo = {0};
        struct source source = read_source(FILES[f], &photo);
        struct redacted more = {0}, at_once = {0};
        add(&regions, SLADD_FACE, FACE);
        assert_int_equal(stage_redact(&source, &regions, &settings, &more, NULL), SLADD_OK);
        regions.items[0].box = NEAR;
        assert_int_equal(stage_redact_more(&source, &regions, &settings, &more, NULL), SLADD_OK);
        assert_int_equal(stage_redact(&source, &regions, &settings, &at_once, NULL), SLADD_OK);
        assert_same_cells(&more, &at_once);
        redacted_clear(&more);
        redacted_clear(&at_once);
        sladd_regions_clear(&regions);
        source_clear(&source);
        bytes_clear(&photo);
    }
}

/* A sample in the middle of FACE, after something made it black and `later` was redacted, too. */
static float middle_after(struct sladd_box later) {
    const struct sladd_settings settings = {.seed = 7};
    struct bytes photo = {0};
    struct source source = read_source(FILES[1], &photo);
    struct redacted redacted = {0};
    struct sladd_regions regions = {0};
    struct window window = {0};
    add(&regions, SLADD_FACE, FACE);
    assert_int_equal(stage_redact(&source, &regions, &settings, &redacted, NULL), SLADD_OK);
    struct picture *picture = redacted.picture;
    const struct cell_rect middle = {(int)(FACE.x + FACE.width / 2) / picture->grid.cell_width,
                                     (int)(FACE.y + FACE.height / 2) / picture->grid.cell_height, 1, 1};
    assert_int_equal(picture->codec->get(picture, middle, &window, NULL), SLADD_OK);
    window.planes[0].samples[0] = 1;
    assert_int_equal(picture->codec->put(picture, &window, &redacted.mask, NULL), SLADD_OK);
    window_clear(&window);
    add(&regions, SLADD_FACE, later);
    assert_int_equal(stage_redact_more(&source, &regions, &settings, &redacted, NULL), SLADD_OK);
    assert_int_equal(redacted.picture->codec->get(redacted.picture, middle, &window, NULL), SLADD_OK);
    const float sample = window.planes[0].samples[0];
    window_clear(&window);
    redacted_clear(&redacted);
    sladd_regions_clear(&regions);
    source_clear(&source);
    bytes_clear(&photo);
    return sample;
}

static void what_stands_is_not_filled_again(void **state) {
    (void)state;
    assert_float_equal(middle_after(FAR), 1, 0);
    assert_true(middle_after(OVERLAPS) > 8);
    assert_true(middle_after(NEAR) > 8);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_what_it_would_be_at_once),
        cmocka_unit_test(where_it_cannot_go_on_it_begins_anew),
        cmocka_unit_test(what_stands_is_not_filled_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
