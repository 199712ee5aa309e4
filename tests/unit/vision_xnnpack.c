/* The fast engine against the portable one: the same boxes and scores; what it cannot run, OpenCV does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "vision/backend/steps.h"
#include "vision/search.h"

#ifndef SLADD_XNNPACK
static const struct engine XNNPACK_ENGINE; /* not built: the tests that run it are skipped */
#define NEEDS_XNNPACK() skip()
#else
#define NEEDS_XNNPACK() (void)0
#endif

enum { FACE, TEXT, FACE_OPINION, TEXT_OPINION, NETWORKS };

static struct network_case {
    const char *file;
    enum model_kind kind;
    struct span onnx;
} cases[NETWORKS] = {{"face.onnx", MODEL_SLADD_FACE, {0}},
                     {"text.onnx", MODEL_SLADD_TEXT, {0}},
                     {"face-opinion.onnx", MODEL_FACE_OPINION, {0}},
                     {"text-opinion.onnx", MODEL_TEXT_OPINION, {0}}};

static struct span read_file(const char *name) {
    char path[512];
    uint8_t *data = malloc(8 << 20);
    snprintf(path, sizeof path, "%s/%s", SLADD_ROOT, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size = fread(data, 1, 8 << 20, file);
    fclose(file);
    assert_in_range(size, 1000, (8 << 20) - 1);
    return (struct span){data, size};
}

static int read_networks(void **state) {
    (void)state;
    for (int i = 0; i < NETWORKS; i++) {
        char name[64];
        snprintf(name, sizeof name, "models/%s", cases[i].file);
        cases[i].onnx = read_file(name);
    }
    return 0;
}

static int free_networks(void **state) {
    (void)state;
    for (int i = 0; i < NETWORKS; i++)
        free((void *)(uintptr_t)cases[i].onnx.data);
    return 0;
}

static struct model open_model(const struct engine *engine, const struct network_case *network) {
    const struct engine *const only[] = {engine, NULL};
    struct model model = {.kind = network->kind, .traits = model_traits(network->kind)};
    struct sladd_error err = {0};
    struct onnx_facts facts;
    assert_true(onnx_read(network->onnx, &facts));
    assert_int_equal(model_recognise(&facts, &model.fixed_width, &model.fixed_height), network->kind);
    if (network_open(only, network->onnx, model.traits->outputs, (size_t)model.traits->output_count, &model.network,
                     &err) != SLADD_OK)
        fail_msg("%s, %s: %s", engine->name, network->file, err.text);
    return model;
}

static struct sladd_image read_photo(const char *name) {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct sladd_image image;
    struct span file = read_file(name);
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, file.data, file.size);
    jpeg_read_header(&jpeg, TRUE);
    jpeg.out_color_space = JCS_EXT_BGR;
    jpeg_start_decompress(&jpeg);
    assert_int_equal(sladd_image_init(&image, (int)jpeg.output_width, (int)jpeg.output_height, NULL), SLADD_OK);
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW row = image.data + jpeg.output_scanline * image.stride;
        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_decompress(&jpeg);
    jpeg_destroy_decompress(&jpeg);
    free((void *)(uintptr_t)file.data);
    return image;
}

static unsigned random_state = 7;

static unsigned next_random(unsigned below) {
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % below;
}

static double worst_difference(const struct tensor *a, const struct tensor *b) {
    double worst = 0;
    assert_int_equal(a->dims, b->dims);
    assert_memory_equal(a->size, b->size, (size_t)a->dims * sizeof a->size[0]);
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++)
        worst = fmax(worst, fabs((double)a->data[i] - (double)b->data[i]));
    return worst;
}

/* Tiles of a photo, of many sizes, one after the other through the same two networks. */
static void numbers_agree_on_tiles_of_any_size(void **state) {
    (void)state;
    NEEDS_XNNPACK();
    struct level level = {.image = read_photo("samples/photos/sommerfest.jpg"), .scale = 1};
    for (int i = 0; i < NETWORKS; i++) {
        struct model fast = open_model(&XNNPACK_ENGINE, &cases[i]), portable = open_model(&OPENCV_ENGINE, &cases[i]);
        for (int round = 0; round < 12; round++) {
            struct tensor a[NETWORK_MAX_OUTPUTS], b[NETWORK_MAX_OUTPUTS];
            struct tile tile = {.width = 32 * (1 + (int)next_random(12)), .height = 32 * (1 + (int)next_random(12))};
            if (fast.fixed_width > 0) {
                tile.width = fast.fixed_width;
                tile.height = fast.fixed_height;
            }
            tile.x = (int)next_random((unsigned)level.image.width - 32); /* may reach beyond the photo */
            tile.y = (int)next_random((unsigned)level.image.height - 32);
            assert_int_equal(run_tile(&fast, &level, &tile, a, NULL), SLADD_OK);
            assert_int_equal(run_tile(&portable, &level, &tile, b, NULL), SLADD_OK);
            for (int k = 0; k < fast.traits->output_count; k++)
                assert_true(worst_difference(&a[k], &b[k]) < 1e-4);
        }
        network_free(fast.network);
        network_free(portable.network);
    }
    sladd_image_clear(&level.image);
}

static void find(const struct engine *engine, int network, const struct sladd_image *photo,
                 struct sladd_regions *found) {
    struct vision vision = {.models[VISION_FACE] = open_model(engine, &cases[FACE]),
                            .models[VISION_TEXT] = open_model(engine, &cases[TEXT]),
                            .models[VISION_FACE_OPINION] = open_model(engine, &cases[FACE_OPINION]),
                            .models[VISION_TEXT_OPINION] = open_model(engine, &cases[TEXT_OPINION])};
    enum sladd_status status = network == FACE ? vision_find_faces(&vision, photo, found, NULL, NULL)
                                               : vision_find_text(&vision, photo, found, NULL);
    assert_int_equal(status, SLADD_OK);
    for (int i = 0; i < VISION_ROLES; i++) {
        answers_clear(&vision.models[i].answers);
        network_free(vision.models[i].network);
    }
}

static void compare_findings(const struct sladd_image *photo, int network, size_t *seen) {
    struct sladd_regions fast = {0}, portable = {0};
    find(&XNNPACK_ENGINE, network, photo, &fast);
    find(&OPENCV_ENGINE, network, photo, &portable);
    assert_int_equal(fast.count, portable.count);
    for (size_t i = 0; i < fast.count; i++) {
        const struct sladd_region *a = &fast.items[i], *b = &portable.items[i];
        assert_true(fabs(a->box.x - b->box.x) < 0.5 && fabs(a->box.y - b->box.y) < 0.5);
        assert_true(fabs(a->box.width - b->box.width) < 0.5 && fabs(a->box.height - b->box.height) < 0.5);
        assert_true(fabs(a->score - b->score) < 1e-3);
    }
    *seen += fast.count;
    sladd_regions_clear(&fast);
    sladd_regions_clear(&portable);
}

static void the_same_is_found_in_the_sample_photos(void **state) {
    (void)state;
    NEEDS_XNNPACK();
    static const char *const PHOTOS[] = {"sommerfest", "kantine"};
    size_t seen[NETWORKS] = {0};
    for (size_t i = 0; i < sizeof PHOTOS / sizeof *PHOTOS; i++) {
        char name[128];
        snprintf(name, sizeof name, "samples/photos/%s.jpg", PHOTOS[i]);
        struct sladd_image photo = read_photo(name);
        for (int network = FACE; network <= TEXT; network++)
            compare_findings(&photo, network, &seen[network]);
        sladd_image_clear(&photo);
    }
    assert_in_range(seen[FACE], 8, 1000);
    assert_in_range(seen[TEXT], 4, 1000);
}

/* Replace a word of the file by another of the same length, everywhere. */
static size_t replace(uint8_t *data, size_t size, const char *from, const char *to) {
    size_t count = 0, length = strlen(from);
    for (size_t i = 0; i + length <= size; i++)
        if (memcmp(data + i, from, length) == 0) {
            memcpy(data + i, to, length);
            count++;
        }
    return count;
}

static void a_graph_beyond_the_fast_engine_runs_in_opencv(void **state) {
    (void)state;
    static const char *const SWAPS[][2] = {{"\"\x07Sigmoid", "\"\x07Softmax"},
                                           {"\"\x03"
                                            "Add",
                                            "\"\x03"
                                            "Mul"}};
    for (size_t i = 0; i < sizeof SWAPS / sizeof *SWAPS; i++) {
        const char *const names[] = {"text"};
        struct network *network;
        struct sladd_error err = {0};
        uint8_t *copy = malloc(cases[TEXT].onnx.size);
        memcpy(copy, cases[TEXT].onnx.data, cases[TEXT].onnx.size);
        assert_true(replace(copy, cases[TEXT].onnx.size, SWAPS[i][0], SWAPS[i][1]) > 0);
        enum sladd_status status =
            network_open(ENGINES, (struct span){copy, cases[TEXT].onnx.size}, names, 1, &network, &err);
        if (status != SLADD_OK)
            fail_msg("%s", err.text);
        assert_string_equal(network_engine(network), "opencv");
        network_free(network);
        free(copy);
    }
}

static struct steps read_steps(const struct network_case *network, struct onnx_graph *graph) {
    struct steps steps;
    static const uint8_t INPUT[] = "image";
    const struct model_traits *traits = model_traits(network->kind);
    assert_int_equal(onnx_graph_read(network->onnx, graph), SLADD_OK);
    assert_int_equal(
        steps_read(graph, (struct span){INPUT, 5}, traits->outputs, (size_t)traits->output_count, &steps, NULL),
        SLADD_OK);
    return steps;
}

static void results_that_are_needed_together_share_no_bytes(void **state) {
    (void)state;
    for (int i = 0; i < NETWORKS; i++) {
        struct onnx_graph graph;
        struct steps steps = read_steps(&cases[i], &graph);
        for (int side = 160; side <= 640; side += 96) {
            size_t bytes;
            assert_int_equal(steps_layout(&steps, side + 64, side, &bytes, NULL), SLADD_OK);
            for (size_t a = 0; a < steps.map_count; a++) {
                const struct map *x = &steps.maps[a];
                assert_true(x->offset + x->bytes <= bytes && x->offset % STEPS_ALIGN == 0);
                assert_true(x->bytes >= 4 * (size_t)x->channels * (size_t)x->width * (size_t)x->height + STEPS_SLACK);
                for (size_t b = 0; b < a; b++) {
                    const struct map *y = &steps.maps[b];
                    const bool together = x->last >= y->first && y->last >= x->first;
                    assert_false(together && x->offset < y->offset + y->bytes && y->offset < x->offset + x->bytes);
                }
            }
        }
        size_t bytes;
        assert_int_equal(steps_layout(&steps, 30, 30, &bytes, NULL), SLADD_MODEL); /* halves do not fit */
        steps_clear(&steps);
        onnx_graph_clear(&graph);
    }
}

/* Damage anywhere in the part that describes the graph is refused, or runs: never a read or a write out of place. */
static void damaged_graphs_do_no_harm(void **state) {
    (void)state;
    uint8_t *copy = malloc(cases[FACE].onnx.size);
    size_t refused = 0;
    enum { ROUNDS = 300 };
    for (int round = 0; round < ROUNDS; round++) {
        struct onnx_graph graph;
        struct steps steps;
        size_t size = cases[FACE].onnx.size, bytes;
        memcpy(copy, cases[FACE].onnx.data, size);
        for (unsigned i = 0; i < 1 + next_random(4); i++)
            copy[next_random(30000)] = (uint8_t)next_random(256);
        if (round % 8 == 0)
            size = next_random((unsigned)size);
        if (onnx_graph_read((struct span){copy, size}, &graph) != SLADD_OK) {
            refused++;
            continue;
        }
        const char *const *names = model_traits(MODEL_SLADD_FACE)->outputs;
        if (steps_read(&graph, (struct span){(const uint8_t *)"image", 5}, names, 3, &steps, NULL) == SLADD_OK) {
            (void)steps_layout(&steps, 64, 64, &bytes, NULL);
            steps_clear(&steps);
        } else {
            refused++;
        }
        onnx_graph_clear(&graph);
    }
    assert_in_range(refused, ROUNDS / 10, ROUNDS - 1);
    free(copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_agree_on_tiles_of_any_size),
        cmocka_unit_test(the_same_is_found_in_the_sample_photos),
        cmocka_unit_test(a_graph_beyond_the_fast_engine_runs_in_opencv),
        cmocka_unit_test(results_that_are_needed_together_share_no_bytes),
        cmocka_unit_test(damaged_graphs_do_no_harm),
    };
    return cmocka_run_group_tests(tests, read_networks, free_networks);
}
