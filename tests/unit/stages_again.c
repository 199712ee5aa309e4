/* Which faces and lines, found in the finished photo, must still go. The rules are not part of any interface, so their
 * file is. */
#define stage_find_text_at written_before
#define stage_find_faces_at face_before
#define vision_find_text lines_of_the_copy
#define stage_find_faces faces_of_the_copy
#define stage_find_text text_of_the_copy
#define stage_veil veil_the_source
#define vision_find_codes codes_of_the_copy
#include "stages/stages.h"
/* what follows sees them under these names */
#include "stages/again.c"
#undef stage_find_text_at
#undef stage_find_faces_at
#undef vision_find_text
#undef stage_find_faces
#undef stage_find_text
#undef stage_veil
#undef vision_find_codes

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { COLS = 25, ROWS = 25 };

static const struct sladd_box PLACE = {40, 40, 40, 40};

/* What the codec changed of its own accord. */
static uint8_t coded_anew[COLS * ROWS];

/* Is a face at PLACE left over, when the regions say this and `destroyed` tells whether its cells were replaced? */
static bool left_of(double score, uint8_t cell, int columns, struct sladd_region *items, size_t count) {
    uint8_t cells[COLS * ROWS];
    struct picture picture = {.grid = {200, 200, 8, 8, COLS, ROWS}};
    struct redacted redacted = {.picture = &picture, .mask = {COLS, ROWS, cells}, .edge = {COLS, ROWS, coded_anew}};
    struct sladd_regions regions = {.items = items, .count = count, .capacity = count};
    struct sladd_region face = {.kind = SLADD_FACE, .box = PLACE, .detected = true, .score = score};
    for (int i = 0; i < COLS * ROWS; i++)
        cells[i] = i % COLS < columns ? cell : 0;
    return is_left(&face, &regions, destroyed_share(face.box, &redacted, SLADD_UPRIGHT));
}

static bool left(double score, bool destroyed, struct sladd_region *items, size_t count) {
    return left_of(score, CELL_WHOLE, destroyed ? COLS : 0, items, count);
}

static struct sladd_region region(struct sladd_box box, enum sladd_action action, bool detected) {
    return (struct sladd_region){.kind = SLADD_FACE, .box = box, .action = action, .detected = detected};
}

static void only_a_detected_face_is_excused_by_consent(void **state) {
    struct sladd_region kept = region(PLACE, SLADD_KEEP, true), entry = region(PLACE, SLADD_KEEP, false);
    (void)state;
    assert_false(left(0.9, false, &kept, 1));
    assert_true(left(0.9, false, &entry, 1)); /* consent was written down here, but nobody was paired with it */
    assert_true(left(0.9, false, NULL, 0));
    struct sladd_region all[] = {entry, region(PLACE, SLADD_REDACT, false)};
    assert_false(left(0.9, true, all, 2));   /* nothing is left there but the fill */
    assert_true(left(0.9, true, &entry, 1)); /* but a row has to say so */
    struct sladd_region both[] = {entry, kept};
    assert_false(left(0.9, false, both, 2));
}

static void the_nearest_region_speaks(void **state) {
    const struct sladd_box beside = {54, 40, 40, 40}; /* overlaps PLACE by 26/54 */
    struct sladd_region rows[] = {region(beside, SLADD_KEEP, true), region(PLACE, SLADD_REDACT, true)};
    (void)state;
    assert_true(left(0.9, false, rows, 2));
    assert_true(left(0.1, false, rows, 2)); /* half covered: however faint */
    assert_false(left(0.9, false, rows, 1));
}

/* Whatever is left of a face that goes: a fifth of its width, or all of a cell that was cut and is somebody else's. */
static void most_of_a_face_is_not_enough(void **state) {
    struct sladd_region gone = region(PLACE, SLADD_REDACT, true);
    (void)state;
    assert_false(left_of(0.9, CELL_WHOLE, 10, &gone, 1));
    assert_true(left_of(0.9, CELL_WHOLE, 9, &gone, 1));
    assert_true(left_of(0.9, CELL_CUT, COLS, &gone, 1));
}

static void faint_faces_on_unchanged_pixels_are_shapes(void **state) {
    (void)state;
    assert_false(left(surely_a_face - 0.01, false, NULL, 0));
    assert_true(left(surely_a_face + 0.01, false, NULL, 0));
}

/* What the source has where it is asked: a line over the left of the area, this share of it wide; a face of its size;
 * and the turn in which it was asked. */
static double written_share;
static bool face_is_there;
static int turn_asked;

enum sladd_status written_before(struct vision *vision, const struct sladd_image *photo, int turn,
                                 struct sladd_box area, struct sladd_regions *found, struct sladd_error *err) {
    (void)vision, (void)photo;
    turn_asked = turn;
    const double right = area.x + written_share * area.width, bottom = area.y + area.height;
    const struct sladd_region line = {.kind = SLADD_TEXT,
                                      .has_quad = true,
                                      .quad = {{area.x, area.y}, {right, area.y}, {right, bottom}, {area.x, bottom}}};
    return written_share > 0 ? sladd_regions_add(found, &line, err) : SLADD_OK;
}

enum sladd_status face_before(struct vision *vision, const struct sladd_image *photo, int turn, struct sladd_box area,
                              struct sladd_regions *found, struct sladd_error *err) {
    (void)vision, (void)photo;
    const struct sladd_region face = {.kind = SLADD_FACE, .box = area};
    turn_asked = turn;
    return face_is_there ? sladd_regions_add(found, &face, err) : SLADD_OK;
}

/* What is destroyed of the copy in which such a thing is found. */
static uint8_t destroyed_cells[COLS * ROWS];

/* Does a thing of this size, found in the copy, stay, because nothing was written there before? In a photo of a
 * megapixel. */
static bool stays(enum sladd_kind kind, double width, double height, double share, bool turned) {
    uint8_t pixel[3] = {0};
    struct picture picture = {.grid = {200, 200, 8, 8, COLS, ROWS}};
    const struct redacted redacted = {
        .picture = &picture, .mask = {COLS, ROWS, destroyed_cells}, .edge = {COLS, ROWS, coded_anew}};
    const struct source source = {.survey = {.orientation = SLADD_UPRIGHT}};
    struct sladd_regions rows = {0}, found = {0};
    struct again again = {.source = &source,
                          .redacted = &redacted,
                          .rows = &rows,
                          .turn = turned ? 6 : SLADD_UPRIGHT,
                          .before = {.width = 1, .height = 1, .stride = 3, .data = pixel}};
    const struct sladd_region line = {.kind = kind, .box = {0, 0, width, height}, .detected = true};
    written_share = share;
    assert_int_equal(judge_text(&again, line, 1000000, &found, NULL), SLADD_OK);
    assert_int_equal(found.count, 1);
    const bool none = found.items[0].reason == SLADD_REASON_NO_TEXT;
    assert_int_equal(found.items[0].action, none ? SLADD_KEEP : SLADD_REDACT);
    sladd_regions_clear(&found);
    return none;
}

static void a_large_line_was_there_before(void **state) {
    (void)state;
    assert_true(stays(SLADD_TEXT, 200, 100, 0, false)); /* a shirt, once its badge is gone */
    assert_true(stays(SLADD_TEXT, 60, 60, 0.1, false));
    assert_false(stays(SLADD_TEXT, 200, 100, 0.5, false)); /* a word of which the first search saw too little */
    assert_false(stays(SLADD_TEXT, 50, 50, 0, false));     /* small: in doubt it goes */
    assert_false(stays(SLADD_CODE, 200, 100, 0, false));
    assert_true(stays(SLADD_TEXT, 200, 100, 0, true)); /* a copy in which the shirts lie on their side */
    assert_int_equal(turn_asked, 6);
    assert_false(stays(SLADD_TEXT, 200, 100, 0.5, true));
}

/* Where the copy shows what decoders did not show alike, the source says nothing about it. */
static void what_was_coded_anew_is_not_explained_by_the_source(void **state) {
    (void)state;
    coded_anew[3 * COLS + 3] = CELL_PADDED;
    assert_true(stays(SLADD_TEXT, 200, 100, 0, false));
    coded_anew[3 * COLS + 3] |= CELL_PLAIN;
    assert_false(stays(SLADD_TEXT, 200, 100, 0, false));
    assert_true(stays(SLADD_TEXT, 150, 22, 0, false)); /* beside it */
    destroyed_cells[3 * COLS + 3] = CELL_CUT;
    assert_false(stays(SLADD_TEXT, 200, 100, 0, false)); /* a part of it is still there */
    destroyed_cells[3 * COLS + 3] = CELL_WHOLE;
    assert_true(stays(SLADD_TEXT, 200, 100, 0, false));
    destroyed_cells[3 * COLS + 3] = coded_anew[3 * COLS + 3] = 0;
}

/* A line at PLACE that the copy has, this large. */
static double line_side;

enum sladd_status lines_of_the_copy(struct vision *vision, const struct sladd_image *photo, struct sladd_regions *found,
                                    struct sladd_error *err) {
    (void)vision, (void)photo;
    const struct sladd_region line = {.kind = SLADD_TEXT, .box = {PLACE.x, PLACE.y, line_side, line_side}};
    return sladd_regions_add(found, &line, err);
}

/* Does a glance at a copy of a megapixel, of which the left so many columns are destroyed, say that it is not to be
 * searched any further? */
static bool ends_the_search(double side, struct sladd_region *row, int destroyed) {
    uint8_t cells[COLS * ROWS];
    struct picture picture = {.grid = {200, 200, 8, 8, COLS, ROWS}};
    const struct redacted redacted = {
        .picture = &picture, .mask = {COLS, ROWS, cells}, .edge = {COLS, ROWS, coded_anew}};
    const struct source source = {.survey = {.orientation = SLADD_UPRIGHT}};
    struct sladd_image copy = {.width = 1000, .height = 1000};
    const struct sladd_regions rows = {.items = row, .count = row != NULL};
    struct again again = {.source = &source, .redacted = &redacted, .rows = &rows};
    struct sladd_regions lines = {0}, found = {0};
    line_side = side;
    for (int i = 0; i < COLS * ROWS; i++)
        cells[i] = i % COLS < destroyed ? CELL_WHOLE : 0;
    assert_int_equal(look_at_lines(&again, &copy, &lines, &found, NULL), SLADD_OK);
    assert_int_equal(lines.count, 1);
    const bool ends = found.count > 0;
    sladd_regions_clear(&lines);
    sladd_regions_clear(&found);
    return ends;
}

static void only_what_goes_in_any_case_ends_a_search(void **state) {
    const struct sladd_box above = {40, 10, 40, 25};
    struct sladd_region gone = region(PLACE, SLADD_REDACT, true), beside = region(above, SLADD_REDACT, true);
    (void)state;
    assert_true(ends_the_search(40, NULL, 0));
    assert_false(ends_the_search(40, &gone, COLS));
    assert_true(ends_the_search(40, &gone, 5));   /* a row that says so, and untouched pixels */
    assert_true(ends_the_search(40, &beside, 0)); /* as close as it is, it destroyed nothing here */
    assert_false(ends_the_search(60, NULL, 0));   /* the source is to be asked, in the turn that nobody knows yet */
}

/* What becomes of a sure face at PLACE in a copy of which so many columns are destroyed, and that was searched in this
 * turn. */
static enum sladd_reason reason_of_face(int columns, int turn, bool before, struct sladd_region *row) {
    uint8_t cells[COLS * ROWS] = {0}, pixel[3] = {0};
    struct picture picture = {.grid = {200, 200, 8, 8, COLS, ROWS}};
    const struct redacted redacted = {
        .picture = &picture, .mask = {COLS, ROWS, cells}, .edge = {COLS, ROWS, coded_anew}};
    const struct source source = {.survey = {.orientation = SLADD_UPRIGHT}};
    struct sladd_regions rows = {.items = row, .count = row != NULL}, found = {0};
    struct again again = {
        .source = &source, .redacted = &redacted, .rows = &rows, .turn = turn, .before = {1, 1, 3, pixel}};
    const struct sladd_region face = {.kind = SLADD_FACE, .box = PLACE, .detected = true, .score = 0.9};
    for (int i = 0; i < COLS * ROWS; i++)
        cells[i] = i % COLS < columns ? CELL_WHOLE : 0;
    face_is_there = before;
    turn_asked = -1;
    assert_int_equal(judge_face(&again, face, &found, NULL), SLADD_OK);
    assert_int_equal(found.count, 1);
    const enum sladd_reason reason = found.items[0].reason;
    assert_int_equal(found.items[0].action, reason == SLADD_REASON_NO_FACE ? SLADD_KEEP : SLADD_REDACT);
    assert_int_equal(found.items[0].said_by, reason == SLADD_REASON_NO_FACE ? SLADD_VOICE_SEARCH : SLADD_VOICE_UNKNOWN);
    sladd_regions_clear(&found);
    return reason;
}

static void what_the_fill_made_is_no_face_in_any_turn(void **state) {
    static const int turns[] = {SLADD_UPRIGHT, 6, 3, 8};
    (void)state;
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        assert_int_equal(reason_of_face(8, turns[i], false, NULL), SLADD_REASON_NO_FACE);
        assert_int_equal(turn_asked, turns[i]);
        assert_int_equal(reason_of_face(8, turns[i], true, NULL), SLADD_REASON_FOUND_AGAIN);
        assert_int_equal(turn_asked, turns[i]);
        /* most of it is the photo's own */
        assert_int_equal(reason_of_face(7, turns[i], false, NULL), SLADD_REASON_FOUND_AGAIN);
    }
}

/* Nobody asks the source about a face on untouched pixels, nor about one that is known and half covered. */
static void what_no_fill_made_goes(void **state) {
    struct sladd_region gone = region(PLACE, SLADD_REDACT, true);
    (void)state;
    assert_int_equal(reason_of_face(0, SLADD_UPRIGHT, false, NULL), SLADD_REASON_FOUND_AGAIN);
    assert_int_equal(turn_asked, -1);
    assert_int_equal(reason_of_face(8, SLADD_UPRIGHT, false, &gone), SLADD_REASON_FOUND_AGAIN);
    assert_int_equal(turn_asked, -1);
}

/* A finished copy of which all but PLACE is destroyed, and that shows a face, a line and a code there. */
static int veils;

enum sladd_status veil_the_source(const struct sladd_regions *rows, const struct grid *grid, int orientation,
                                  struct sladd_image *upright, struct sladd_error *err) {
    (void)rows, (void)grid, (void)orientation, (void)upright, (void)err;
    veils++;
    return SLADD_OK;
}

enum sladd_status faces_of_the_copy(struct vision *vision, struct sladd_image *upright, struct sladd_regions *faces,
                                    struct sladd_regions *doubtful, int *turn, struct sladd_error *err) {
    (void)vision, (void)upright, (void)doubtful;
    const struct sladd_region face = {.kind = SLADD_FACE, .box = PLACE, .detected = true, .score = 0.9};
    *turn = SLADD_UPRIGHT;
    return sladd_regions_add(faces, &face, err);
}

enum sladd_status text_of_the_copy(struct vision *vision, struct sladd_image *upright, int turn,
                                   const struct sladd_regions *known, struct sladd_regions *regions,
                                   struct sladd_error *err) {
    (void)turn, (void)known;
    return lines_of_the_copy(vision, upright, regions, err);
}

enum sladd_status codes_of_the_copy(const struct sladd_image *photo, struct sladd_regions *found,
                                    struct sladd_error *err) {
    (void)photo;
    const struct sladd_region code = {.kind = SLADD_CODE, .box = PLACE, .detected = true};
    return sladd_regions_add(found, &code, err);
}

static enum sladd_status render(struct span file, struct span profile, struct sladd_image *image,
                                struct sladd_error *err) {
    (void)file, (void)profile;
    return sladd_image_init(image, 200, 200, err);
}

/* The kinds of what is found and goes, as letters, in a copy of which the last columns are destroyed. */
static const char *found_in(int columns, bool text, bool *all, struct sladd_region *row) {
    static const struct codec codec = {.render = render};
    static char kinds[8];
    uint8_t cells[COLS * ROWS] = {0};
    struct picture picture = {.codec = &codec, .grid = {200, 200, 8, 8, COLS, ROWS}};
    const struct redacted redacted = {
        .picture = &picture, .mask = {COLS, ROWS, cells}, .edge = {COLS, ROWS, coded_anew}};
    const struct source source = {.codec = &codec, .survey = {.orientation = SLADD_UPRIGHT}};
    struct sladd_regions rows = {.items = row, .count = row != NULL}, found = {0};
    size_t count = 0;
    for (int i = 0; i < COLS * ROWS; i++)
        cells[i] = i % COLS >= COLS - columns ? CELL_WHOLE : 0;
    line_side = 10;
    assert_int_equal(stage_look_again(&source, &rows, &redacted, (struct span){0}, text, NULL, all, &found, NULL),
                     SLADD_OK);
    for (size_t i = 0; i < found.count; i++)
        if (found.items[i].action == SLADD_REDACT && count < sizeof kinds - 1)
            kinds[count++] = "ftcm"[found.items[i].kind];
    kinds[count] = '\0';
    sladd_regions_clear(&found);
    return kinds;
}

/* Faces, lines and codes, of which a glance at the lines alone may say that nobody gets this copy. */
static void a_finished_copy_is_searched(void **state) {
    struct sladd_region gone = region(PLACE, SLADD_REDACT, true);
    bool all = true;
    (void)state;
    assert_string_equal(found_in(5, true, &all, NULL), "ftc");
    assert_true(all);
    assert_string_equal(found_in(5, false, &all, NULL), "f");
    assert_true(all);
    assert_string_equal(found_in(0, true, &all, NULL), ""); /* the source was searched */
    assert_true(all);
    all = false;
    assert_string_equal(found_in(5, true, &all, NULL), "t");
    assert_false(all);
    /* a row says that what is there goes, and it is not destroyed */
    all = true;
    assert_string_equal(found_in(5, true, &all, &gone), "ftc");
    all = false;
    assert_string_equal(found_in(5, true, &all, &gone), "t");
    assert_false(all);
}

/* The source is asked as the first search saw it: without what the manifest covers. */
static void the_source_is_veiled(void **state) {
    bool all = true;
    (void)state;
    veils = 0;
    face_is_there = true;
    assert_string_equal(found_in(19, false, &all, NULL), "f");
    assert_int_equal(veils, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_a_detected_face_is_excused_by_consent),
        cmocka_unit_test(the_nearest_region_speaks),
        cmocka_unit_test(a_large_line_was_there_before),
        cmocka_unit_test(what_was_coded_anew_is_not_explained_by_the_source),
        cmocka_unit_test(only_what_goes_in_any_case_ends_a_search),
        cmocka_unit_test(faint_faces_on_unchanged_pixels_are_shapes),
        cmocka_unit_test(most_of_a_face_is_not_enough),
        cmocka_unit_test(what_the_fill_made_is_no_face_in_any_turn),
        cmocka_unit_test(what_no_fill_made_goes),
        cmocka_unit_test(a_finished_copy_is_searched),
        cmocka_unit_test(the_source_is_veiled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
