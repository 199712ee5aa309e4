/* Inference engines behind one signature: what runs a detector's network.
 *
 * An engine is one file in backend/ and one row in backend.c's table. Engines are tried in the table's order; the first
 * that can run a graph does. Whatever the engine, the numbers agree to about 1e-5, not to the last bit: they depend on
 * the engine and on the processor's vector width, never on the number of processors.
 *
 * No engine starts threads, changes anything global in its host, or lets a C++ exception out. A network is used by one
 * thread at a time; several threads may each have networks of their own. */
#ifndef VISION_BACKEND_H
#define VISION_BACKEND_H

#include "base/bytes.h"

#include <stddef.h>

struct network;

enum { NETWORK_MAX_OUTPUTS = 12, NETWORK_MAX_DIMS = 5 };

/* An output of the last run; `data` is borrowed until the next one. */
struct tensor {
    const float *data;
    int dims, size[NETWORK_MAX_DIMS]; /* as the ONNX graph has them: N, C, H, W where there are four */
    size_t count;                     /* product of the sizes */
};

/* Where an input's numbers go. Channel c of pixel i, counted row by row, is data[i * pixel_stride + c * plane_stride]:
 * engines differ in what they like to read. */
struct input_view {
    float *data;
    size_t pixel_stride, plane_stride;
};

struct engine {
    const char *name;

    /* Load an ONNX file's bytes, which are not kept. `outputs` are the names to compute, in the order that run gives
     * them. SLADD_MODEL where the engine cannot run this graph. On failure `*state` is NULL. */
    enum sladd_status (*open)(struct span onnx, const char *const *outputs, size_t count, void **state,
                              struct sladd_error *err);

    /* See network_input and network_run. */
    enum sladd_status (*input)(void *state, int width, int height, struct input_view *input, struct sladd_error *err);
    enum sladd_status (*run)(void *state, struct tensor *outputs, struct sladd_error *err);
    void (*rest)(void *state); /* see network_rest; NULL: nothing to give back */
    void (*free)(void *state); /* harmless on NULL */
};

/* The engines that this build has, the preferred one first; ends with NULL. */
extern const struct engine *const ENGINES[];
extern const struct engine OPENCV_ENGINE;  /* backend/opencv.cpp: runs every graph that sladd knows */
extern const struct engine XNNPACK_ENGINE; /* backend/xnnpack.c, where it is built: sladd's own detectors, faster */

/* What vision_configure_process (vision.h) does to the engines. */
void xnnpack_configure_process(int status);
enum sladd_status opencv_configure_process(void (*say)(void), int status, struct sladd_error *err);

/* Load a network with one of the engines of a list like ENGINES. `outputs` as above; `*network` is owned by the caller.
 * The error is that of the last engine tried. */
enum sladd_status network_open(const struct engine *const *engines, struct span onnx, const char *const *outputs,
                               size_t count, struct network **network, struct sladd_error *err);
void network_free(struct network *network); /* harmless on NULL */

/* The name of the engine that runs it; a static string. */
const char *network_engine(const struct network *network);

/* The input for a run at this size, three channels, for the caller to fill. Borrowed until the next call. A size like
 * the one before costs nothing; a new one makes the engine lay the network out anew. A run uses the numbers up. */
enum sladd_status network_input(struct network *network, int width, int height, struct input_view *input,
                                struct sladd_error *err);

/* Run on that input. `outputs` has one place per name given to network_open. */
enum sladd_status network_run(struct network *network, struct tensor *outputs, struct sladd_error *err);

/* A search is over: give back the room for inputs and outputs, which is tens of megabytes, until the next one. What was
 * borrowed is gone. */
void network_rest(struct network *network);

#endif
