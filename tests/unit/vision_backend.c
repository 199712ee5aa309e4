/* The engines that run networks: what they leave alone in their host, and that threads do not disturb one another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vision/backend.h"
#include "vision/geometry.h"

/* cv::getNumThreads and cv::utils::logging::getLogLevel, which have no C names. */
extern int opencv_threads(void) __asm__("_ZN2cv13getNumThreadsEv");
extern int opencv_log_level(void) __asm__("_ZN2cv5utils7logging11getLogLevelEv");

static const char *const FACE_OUTPUTS[] = {"face_8", "face_16", "face_32"};
enum { FACE_OUTPUT_COUNT = 3 };

static struct span read_model(const char *name) {
    static uint8_t data[4 << 20];
    char path[512];
    snprintf(path, sizeof path, "%s/models/%s", SLADD_ROOT, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    assert_in_range(size, 1000, sizeof data - 1);
    return (struct span){data, size};
}

static void fill(const struct input_view *input, int width, int height, unsigned seed) {
    for (int i = 0; i < width * height; i++)
        for (int c = 0; c < 3; c++) {
            seed = seed * 1664525u + 1013904223u;
            input->data[(size_t)i * input->pixel_stride + (size_t)c * input->plane_stride] =
                (float)(seed >> 24) / 128 - 1;
        }
}

/* All outputs of a run on a picture of noise, one after the other; owned by the caller. */
static float *run_on_noise(struct network *network, int width, int height, unsigned seed, size_t *count) {
    struct tensor outputs[NETWORK_MAX_OUTPUTS];
    struct input_view input;
    float *all = NULL;
    *count = 0;
    if (network_input(network, width, height, &input, NULL) != SLADD_OK)
        return NULL;
    fill(&input, width, height, seed);
    if (network_run(network, outputs, NULL) != SLADD_OK)
        return NULL;
    for (int i = 0; i < FACE_OUTPUT_COUNT; i++) {
        all = realloc(all, (*count + outputs[i].count) * sizeof *all);
        memcpy(all + *count, outputs[i].data, outputs[i].count * sizeof *all);
        *count += outputs[i].count;
    }
    return all;
}

static struct network *open_faces(const struct engine *engine, struct span onnx) {
    const struct engine *const only[] = {engine, NULL};
    struct network *network;
    struct sladd_error err = {0};
    if (network_open(only, onnx, FACE_OUTPUTS, FACE_OUTPUT_COUNT, &network, &err) != SLADD_OK)
        fail_msg("%s: %s", engine->name, err.text);
    assert_string_equal(network_engine(network), engine->name);
    return network;
}

static int threads_of_this_process(void) {
    DIR *tasks = opendir("/proc/self/task");
    int count = 0;
    assert_non_null(tasks);
    for (const struct dirent *entry = readdir(tasks); entry != NULL; entry = readdir(tasks))
        count += entry->d_name[0] != '.';
    closedir(tasks);
    return count;
}

/* A photo of which OpenCV would enlarge the parts on several threads, and a map whose components it would label so. */
static void use_geometry(void) {
    struct sladd_image small, large;
    struct component *components;
    int *labels, count;
    static uint8_t cells[500 * 400];
    assert_int_equal(sladd_image_init(&small, 900, 700, NULL), SLADD_OK);
    assert_int_equal(image_resize(&small, 1800, 1400, &large, NULL), SLADD_OK);
    sladd_image_clear(&small);
    sladd_image_clear(&large);
    assert_int_equal(connected_components(cells, 500, 400, &labels, &components, &count, NULL), SLADD_OK);
    free(labels);
    free(components);
}

static void an_engine_leaves_its_host_alone(void **state) {
    (void)state;
    const int threads = opencv_threads(), level = opencv_log_level(), tasks = threads_of_this_process();
    const struct span onnx = read_model("face.onnx");
    for (const struct engine *const *engine = ENGINES; *engine != NULL; engine++) {
        size_t count;
        struct network *network = open_faces(*engine, onnx);
        float *outputs = run_on_noise(network, 640, 640, 1, &count);
        assert_non_null(outputs);
        free(outputs);
        use_geometry();
        network_free(network);
        assert_int_equal(threads_of_this_process(), tasks); /* fails for a pool that runs are spread over, too */
    }
    assert_int_equal(opencv_threads(), threads);
    assert_int_equal(opencv_log_level(), level);
}

static void a_graph_that_no_engine_runs_is_refused(void **state) {
    (void)state;
    static const uint8_t junk[] = {0x08, 0x06, 0x3a, 0x02, 0x0a, 0x00};
    const struct span onnx = read_model("face.onnx");
    for (size_t cut = 0; cut < onnx.size; cut += onnx.size / 7) {
        struct network *network;
        struct sladd_error err = {0};
        assert_int_not_equal(
            network_open(ENGINES, (struct span){onnx.data, cut}, FACE_OUTPUTS, FACE_OUTPUT_COUNT, &network, &err),
            SLADD_OK);
        assert_null(network);
        assert_true(err.text[0] != '\0');
    }
    struct network *network;
    assert_int_equal(
        network_open(ENGINES, (struct span){junk, sizeof junk}, FACE_OUTPUTS, FACE_OUTPUT_COUNT, &network, NULL),
        SLADD_MODEL);
}

struct worker {
    const struct engine *engine;
    struct span onnx;
    unsigned seed;
    float *outputs[2]; /* alone, and beside others */
    size_t counts[2];
};

enum { WORKERS = 4, ROUNDS = 3 };

static void *work(void *data) {
    struct worker *worker = data;
    struct network *network = open_faces(worker->engine, worker->onnx);
    for (int i = 0; i < ROUNDS; i++) {
        free(worker->outputs[1]);
        worker->outputs[1] = run_on_noise(network, 256 + 32 * i, 192, worker->seed, &worker->counts[1]);
    }
    network_free(network);
    return NULL;
}

static void threads_with_their_own_networks_agree_with_one_alone(void **state) {
    (void)state;
    const struct span onnx = read_model("face.onnx");
    for (const struct engine *const *engine = ENGINES; *engine != NULL; engine++) {
        struct worker workers[WORKERS] = {0};
        pthread_t threads[WORKERS];
        struct network *network = open_faces(*engine, onnx);
        for (unsigned i = 0; i < WORKERS; i++) {
            workers[i] = (struct worker){.engine = *engine, .onnx = onnx, .seed = i + 1};
            workers[i].outputs[0] =
                run_on_noise(network, 256 + 32 * (ROUNDS - 1), 192, workers[i].seed, &workers[i].counts[0]);
        }
        network_free(network);
        for (int i = 0; i < WORKERS; i++)
            assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
        for (int i = 0; i < WORKERS; i++)
            assert_int_equal(pthread_join(threads[i], NULL), 0);
        for (int i = 0; i < WORKERS; i++) {
            assert_non_null(workers[i].outputs[1]);
            assert_int_equal(workers[i].counts[0], workers[i].counts[1]);
            assert_memory_equal(workers[i].outputs[0], workers[i].outputs[1], workers[i].counts[0] * sizeof(float));
            free(workers[i].outputs[0]);
            free(workers[i].outputs[1]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_engine_leaves_its_host_alone), /* first: threads that OpenCV once has started stay */
        cmocka_unit_test(a_graph_that_no_engine_runs_is_refused),
        cmocka_unit_test(threads_with_their_own_networks_agree_with_one_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
