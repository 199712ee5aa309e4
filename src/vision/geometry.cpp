extern "C" {
#include "vision/geometry.h"
}

#include "vision/exceptions.hpp"

#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <vector>

enum sladd_status image_upsample(const struct sladd_image *from, struct sladd_image *to, struct sladd_error *err) {
    enum sladd_status status = sladd_image_init(to, from->width * 2, from->height * 2, err);
    if (status != SLADD_OK)
        return status;
    status = guarded(err, N_("enlarge a photo"), [&] {
        const cv::Mat small(from->height, from->width, CV_8UC3, from->data, from->stride);
        cv::Mat large(to->height, to->width, CV_8UC3, to->data, to->stride);
        cv::resize(small, large, large.size(), 0, 0, cv::INTER_CUBIC);
        return SLADD_OK;
    });
    if (status != SLADD_OK)
        sladd_image_clear(to);
    return status;
}

enum sladd_status min_area_rectangle(const struct sladd_point *points, size_t count, struct sladd_point quad[4],
                                     struct sladd_error *err) {
    return guarded(err, N_("fit a rectangle"), [&] {
        std::vector<cv::Point2f> list;
        list.reserve(count);
        for (size_t i = 0; i < count; i++)
            list.emplace_back(static_cast<float>(points[i].x), static_cast<float>(points[i].y));
        cv::Point2f corners[4];
        cv::minAreaRect(list).points(corners);
        for (int i = 0; i < 4; i++)
            quad[i] = sladd_point{corners[i].x, corners[i].y};
        return SLADD_OK;
    });
}

enum sladd_status grey_part(const struct sladd_image *photo, int x, int y, int width, int height, uint8_t *to,
                            struct sladd_error *err) {
    return guarded(err, N_("take out a part of a photo"), [&] {
        const cv::Mat from(photo->height, photo->width, CV_8UC3, photo->data, photo->stride);
        cv::Mat grey(height, width, CV_8UC1, to); /* of the size and type that OpenCV wants: it writes here */
        cv::cvtColor(from(cv::Rect(x, y, width, height)), grey, cv::COLOR_BGR2GRAY);
        return SLADD_OK;
    });
}

enum sladd_status grey_warp(const struct grey_picture *from, const double m[6], uint8_t outside,
                            struct grey_picture *to, struct sladd_error *err) {
    return guarded(err, N_("turn a part of a photo"), [&] {
        const cv::Mat picture(from->height, from->width, CV_8UC1, from->data);
        const cv::Mat map(2, 3, CV_64F, const_cast<double *>(m));
        cv::Mat view(to->height, to->width, CV_8UC1, to->data); /* likewise */
        cv::warpAffine(picture, view, map, view.size(), cv::INTER_CUBIC | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT,
                       cv::Scalar::all(outside));
        return SLADD_OK;
    });
}

/* Of OpenCV's table of statistics, one row a component. */
static struct component component_of(const int *row) {
    return {row[cv::CC_STAT_LEFT], row[cv::CC_STAT_TOP], row[cv::CC_STAT_WIDTH], row[cv::CC_STAT_HEIGHT],
            row[cv::CC_STAT_AREA]};
}

enum sladd_status connected_components(const uint8_t *cells, int cols, int rows, int **labels,
                                       struct component **components, int *count, struct sladd_error *err) {
    *labels = nullptr;
    *components = nullptr;
    enum sladd_status status = guarded(err, N_("find connected cells"), [&] {
        const cv::Mat map(rows, cols, CV_8UC1, const_cast<uint8_t *>(cells));
        cv::Mat labelled, statistics, centroids;
        *labels = static_cast<int *>(std::malloc(map.total() * sizeof **labels));
        if (*labels == nullptr)
            throw std::bad_alloc();
        labelled = cv::Mat(rows, cols, CV_32S, *labels); /* of the size and type that OpenCV wants: it writes here */
        *count = cv::connectedComponentsWithStats(map, labelled, statistics, centroids, 8, CV_32S);
        *components = static_cast<struct component *>(std::malloc(static_cast<size_t>(*count) * sizeof **components));
        if (*components == nullptr)
            throw std::bad_alloc();
        for (int i = 0; i < *count; i++)
            (*components)[i] = component_of(statistics.ptr<int>(i));
        return SLADD_OK;
    });
    if (status != SLADD_OK) {
        std::free(*labels);
        std::free(*components);
        *labels = nullptr;
        *components = nullptr;
    }
    return status;
}
