/* Which files are taken for detectors, and what is said about those that are not; photos of odd shapes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vision/models.h"
#include "vision/onnx_graph.h"

#include "starved.h"

static const char SHIPPED[] = SLADD_ROOT "/models";

struct folder {
    char path[64];
    char file[128];
};

static struct folder make_folder(const char *name, const void *data, size_t size) {
    struct folder folder = {.path = "/tmp/sladd-models-XXXXXX"};
    assert_non_null(mkdtemp(folder.path));
    if (name != NULL) {
        snprintf(folder.file, sizeof folder.file, "%s/%s", folder.path, name);
        FILE *file = fopen(folder.file, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(data, 1, size, file), size);
        assert_int_equal(fclose(file), 0);
    }
    return folder;
}

static void remove_folder(const struct folder *folder) {
    if (folder->file[0] != '\0')
        assert_int_equal(unlink(folder->file), 0);
    assert_int_equal(rmdir(folder->path), 0);
}

static size_t read_shipped(const char *name, uint8_t *data, size_t room) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", SHIPPED, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size = fread(data, 1, room, file);
    fclose(file);
    assert_in_range(size, 1000, room - 1);
    return size;
}

static void assert_refused(const struct folder *folder, const char *word) {
    struct vision *vision;
    struct sladd_error err = {0};
    assert_int_equal(vision_open(folder->path, SHIPPED, &vision, &err), SLADD_MODEL);
    assert_null(vision);
    assert_non_null(strstr(err.text, word));
}

static void shipped_models_are_recognised(void **state) {
    (void)state;
    struct vision *vision;
    struct sladd_error err = {0};
    assert_int_equal(vision_open(NULL, SHIPPED, &vision, &err), SLADD_OK);
    assert_string_equal(vision_model(vision, VISION_FACE)->kind, "sladd-face");
    assert_string_equal(vision_model(vision, VISION_TEXT)->kind, "sladd-text");
    assert_int_equal(strlen(vision_model(vision, VISION_TEXT)->sha256), 64);
    const struct onnx_facts *says = &vision_model(vision, VISION_FACE)->says;
    assert_string_equal(says->producer, "sladd");
    assert_string_equal(says->inputs[0].name, "image");
    assert_int_equal(says->output_count, 3);
    assert_string_equal(vision_model(vision, VISION_FACE_OPINION)->kind, "sladd-face-opinion");
    vision_close(vision);
}

/* YuNet's thresholds are for its own scores: it is asked alone, and so is a folder of models without an opinion. */
static void the_second_opinion_belongs_to_this_projects_faces(void **state) {
    (void)state;
    static uint8_t data[4 << 20];
    struct folder folder = make_folder("face.onnx", data, read_shipped("face.onnx", data, sizeof data));
    struct vision *vision;
    struct sladd_error err = {0};
    assert_int_equal(vision_open(NULL, folder.path, &vision, &err), SLADD_MODEL);
    assert_int_equal(vision_open(folder.path, SHIPPED, &vision, &err), SLADD_OK);
    assert_string_equal(vision_model(vision, VISION_FACE_OPINION)->file, "face-opinion.onnx");
    vision_close(vision);
    remove_folder(&folder);
}

static void a_missing_kind_comes_from_the_shipped_models(void **state) {
    (void)state;
    static uint8_t data[4 << 20];
    struct folder folder = make_folder("other-name.onnx", data, read_shipped("face.onnx", data, sizeof data));
    struct vision *vision;
    assert_int_equal(vision_open(folder.path, SHIPPED, &vision, NULL), SLADD_OK);
    assert_string_equal(vision_model(vision, VISION_FACE)->file, "other-name.onnx");
    assert_string_equal(vision_model(vision, VISION_TEXT)->file, "text.onnx");
    vision_close(vision);
    remove_folder(&folder);
}

static void broken_files_are_named(void **state) {
    (void)state;
    static uint8_t data[4 << 20];
    size_t size = read_shipped("face.onnx", data, sizeof data);
    struct folder folder = make_folder("broken.onnx", "this is no model", 16);
    assert_refused(&folder, "broken.onnx");
    remove_folder(&folder);
    folder = make_folder("cut.onnx", data, size / 2);
    assert_refused(&folder, "cut.onnx");
    remove_folder(&folder);
    folder = make_folder("empty.onnx", data, 0);
    assert_refused(&folder, "empty.onnx");
    remove_folder(&folder);
    /* The right outputs, but a graph that OpenCV cannot build. */
    for (size_t i = 0; i + 4 < size; i++)
        if (memcmp(data + i, "Conv", 4) == 0)
            memcpy(data + i, "Xonv", 4);
    folder = make_folder("odd.onnx", data, size);
    assert_refused(&folder, "odd.onnx");
    remove_folder(&folder);
}

/* The smallest ONNX file with one output that no detector has.
 */
static void an_unknown_model_is_ignored(void **state) {
    (void)state;
    /* clang-format off */
    static const uint8_t model[] = {
        0x12, 3, 'm', 'o', 'e', 0x28, 0xac, 2,                                 /* producer, version 300 */
        0x3a, 37,                                                              /* graph */
        0x5a, 22, 0x0a, 1, 'i', 0x12, 17, 0x0a, 15, 0x12, 13,          /* input: name, type, tensor, shape */
        0x0a, 2, 0x08, 1, 0x0a, 2, 0x08, 3, 0x0a, 3, 0x12, 1, 'h',             /* 1, 3, h */
        0x62, 11, 0x0a, 9, 'e', 'm', 'b', 'e', 'd', 'd', 'i', 'n', 'g'};       /* output */
    /* clang-format on */
    struct onnx_facts facts;
    assert_true(onnx_read((struct span){model, sizeof model}, &facts));
    assert_string_equal(facts.outputs[0].name, "embedding");
    assert_int_equal(facts.inputs[0].size[1], 3);
    assert_string_equal(facts.producer, "moe");
    assert_int_equal(facts.version, 300);
    struct folder folder = make_folder("embedding.onnx", model, sizeof model);
    assert_refused(&folder, "no detector"); /* ignored, and nothing else is there */
    remove_folder(&folder);
    for (size_t cut = 0; cut < sizeof model; cut++)
        assert_false(onnx_read((struct span){model, cut}, &facts));
}

static void folders_without_models_are_refused(void **state) {
    (void)state;
    struct folder folder = make_folder(NULL, NULL, 0);
    struct vision *vision;
    struct sladd_error err = {0};
    assert_refused(&folder, folder.path);
    assert_int_equal(vision_open(NULL, folder.path, &vision, &err), SLADD_MODEL);
    assert_non_null(strstr(err.text, folder.path));
    remove_folder(&folder);
    assert_int_equal(vision_open(folder.path, SHIPPED, &vision, &err), SLADD_MODEL);
    assert_non_null(strstr(err.text, folder.path));
}

static void photos_of_any_shape_are_searched(void **state) {
    (void)state;
    static const int shapes[][2] = {{1, 1}, {100, 100}, {3000, 10}, {7, 900}, {2100, 1300}};
    struct vision *vision;
    assert_int_equal(vision_open(NULL, SHIPPED, &vision, NULL), SLADD_OK);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct sladd_image photo;
        struct sladd_regions found = {0};
        const struct sladd_box areas[] = {{-50, -50, 60, 60}, {1e6, 1e6, 5, 5}, {0, 0, 3000, 3000}};
        assert_int_equal(sladd_image_init(&photo, shapes[i][0], shapes[i][1], NULL), SLADD_OK);
        for (size_t k = 0; k < photo.stride * (size_t)photo.height; k++)
            photo.data[k] = (uint8_t)(k * k >> 7);
        assert_int_equal(vision_find_faces(vision, &photo, &found, NULL, NULL), SLADD_OK);
        assert_int_equal(vision_find_text(vision, &photo, &found, NULL), SLADD_OK);
        assert_int_equal(vision_find_faces_in(vision, &photo, areas, 3, &found, NULL), SLADD_OK);
        for (size_t k = 0; k < found.count; k++) {
            struct sladd_box b = found.items[k].box;
            assert_true(b.x >= 0 && b.y >= 0 && b.x + b.width <= photo.width + 1e-6 &&
                        b.y + b.height <= photo.height + 1e-6);
        }
        sladd_regions_clear(&found);
        sladd_image_clear(&photo);
    }
    vision_close(vision);
}

/* A graph of one constant of two floats, in each of the fields that hold floats: 9 is raw_data, 4 float_data. */
static void a_weight_that_is_no_number(void **state) {
    (void)state;
    for (int field = 4; field <= 9; field += 5)
        for (int nan = 0; nan < 2; nan++) {
            uint8_t file[] = {0x3A, 16, 0x2A, 14, 0x08, 2, 0x10, 1, (uint8_t)(field << 3 | 2),
                              8,    0,  0,    0,  0,    0, 0,    0, 0};
            const float value = nan ? NAN : 1;
            memcpy(file + 14, &value, sizeof value);
            assert_int_equal(onnx_check_finite((struct span){file, sizeof file}, NULL), nan ? SLADD_MODEL : SLADD_OK);
            starved.at = 1; /* what cannot be looked at is not taken for good */
            assert_int_equal(onnx_check_finite((struct span){file, sizeof file}, NULL), SLADD_NO_MEMORY);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_weight_that_is_no_number),
        cmocka_unit_test(shipped_models_are_recognised),
        cmocka_unit_test(a_missing_kind_comes_from_the_shipped_models),
        cmocka_unit_test(the_second_opinion_belongs_to_this_projects_faces),
        cmocka_unit_test(broken_files_are_named),
        cmocka_unit_test(an_unknown_model_is_ignored),
        cmocka_unit_test(folders_without_models_are_refused),
        cmocka_unit_test(photos_of_any_shape_are_searched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
