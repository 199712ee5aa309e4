/* The bridge to OpenCV, all that is not C: running a network, enlarging pixels, the smallest rotated rectangle.
 *
 * No exception leaves it. One thread, so that a photo's result does not depend on the machine's number of processors.
 */
#ifndef VISION_NET_H
#define VISION_NET_H

#include "base/bytes.h"
#include "sladd/image.h"
#include "sladd/region.h"

struct net;

enum { NET_MAX_OUTPUTS = 12, NET_MAX_DIMS = 5 };

/* An output of the last run; `data` is borrowed until the next one. */
struct tensor {
    const float *data;
    int dims, size[NET_MAX_DIMS];
    size_t count; /* product of the sizes */
};

/* Load an ONNX file's bytes; `outputs` are the names to compute, in the order net_run gives them. SLADD_MODEL where
 * OpenCV refuses the graph. */
enum sladd_status net_open(struct span onnx, const char *const *outputs, size_t count, struct net **net,
                           struct sladd_error *err);
void net_free(struct net *net);

/* The input for a run at this size: three planes of width * height floats, for the caller to fill. Borrowed until the
 * next call. A size like the one before costs nothing; a new one makes OpenCV lay the network out anew. */
enum sladd_status net_input(struct net *net, int width, int height, float **planes, struct sladd_error *err);

/* Run on that input. `outputs` has one place per name given to net_open. */
enum sladd_status net_run(struct net *net, struct tensor *outputs, struct sladd_error *err);

/* Twice the width and height, cubic. `to` is initialised here and owned by the caller. */
enum sladd_status image_upsample(const struct sladd_image *from, struct sladd_image *to, struct sladd_error *err);

/* The rectangle of least area, at any angle, around `count` points; corners clockwise. */
enum sladd_status min_area_rectangle(const struct sladd_point *points, size_t count, struct sladd_point quad[4],
                                     struct sladd_error *err);

#endif
