extern "C" {
#include "vision/geometry.h"
}

#include "vision/exceptions.hpp"

#include <algorithm>
#include <climits>
#include <cmath>
#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <vector>

enum sladd_status image_resize(const struct sladd_image *from, int width, int height, struct sladd_image *to,
                               struct sladd_error *err) {
    enum sladd_status status = sladd_image_init(to, width, height, err);
    if (status != SLADD_OK)
        return status;
    status = guarded(err, N_("resize a photo"), [&] {
        const cv::Mat photo(from->height, from->width, CV_8UC3, from->data, from->stride);
        cv::Mat view(to->height, to->width, CV_8UC3, to->data, to->stride);
        cv::resize(photo, view, view.size(), 0, 0, width < from->width ? cv::INTER_AREA : cv::INTER_CUBIC);
        return SLADD_OK;
    });
    if (status != SLADD_OK)
        sladd_image_clear(to);
    return status;
}

enum sladd_status image_blur(const struct sladd_image *from, double sigma, struct sladd_image *to,
                             struct sladd_error *err) {
    enum sladd_status status = sladd_image_init(to, from->width, from->height, err);
    if (status != SLADD_OK)
        return status;
    status = guarded(err, N_("blur a photo"), [&] {
        const cv::Mat photo(from->height, from->width, CV_8UC3, from->data, from->stride);
        cv::Mat view(to->height, to->width, CV_8UC3, to->data, to->stride);
        cv::GaussianBlur(photo, view, cv::Size(), sigma);
        return SLADD_OK;
    });
    if (status != SLADD_OK)
        sladd_image_clear(to);
    return status;
}

enum sladd_status image_warp(const struct sladd_image *from, const double m[6], uint8_t outside, struct sladd_image *to,
                             struct sladd_error *err) {
    return guarded(err, N_("turn a part of a photo"), [&] {
        const cv::Mat part(from->height, from->width, CV_8UC3, from->data, from->stride);
        cv::Mat view(to->height, to->width, CV_8UC3, to->data, to->stride);
        cv::warpAffine(part, view, cv::Matx23d(m), view.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                       cv::BORDER_CONSTANT, cv::Scalar::all(outside));
        return SLADD_OK;
    });
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

/* OpenCV counts the pixels of what it turns in 16 bits. */
static const int longest_side = SHRT_MAX - 1;

/* The pixels that a view shows, with those around them that a cubic spline asks for; empty where it lies outside. */
static cv::Rect shown(const struct grey_picture *from, const double m[6], const struct grey_picture *view) {
    const double reach = 4, width = view->width - 1, height = view->height - 1;
    const double left = m[2] + std::min(0.0, m[0] * width) + std::min(0.0, m[1] * height) - reach;
    const double right = m[2] + std::max(0.0, m[0] * width) + std::max(0.0, m[1] * height) + reach;
    const double top = m[5] + std::min(0.0, m[3] * width) + std::min(0.0, m[4] * height) - reach;
    const double bottom = m[5] + std::max(0.0, m[3] * width) + std::max(0.0, m[4] * height) + reach;
    const auto within = [](double at, int size) {
        return static_cast<int>(std::floor(std::clamp(at, 0.0, static_cast<double>(size))));
    };
    const cv::Point first(within(left, from->width), within(top, from->height));
    return {first, cv::Point(within(right + 1, from->width), within(bottom + 1, from->height))};
}

enum sladd_status grey_warp(const struct grey_picture *from, const double m[6], uint8_t outside,
                            struct grey_picture *to, struct sladd_error *err) {
    return guarded(err, N_("turn a part of a photo"), [&] {
        const cv::Rect rect = shown(from, m, to);
        cv::Mat part = cv::Mat(from->height, from->width, CV_8UC1, from->data)(rect);
        cv::Mat view(to->height, to->width, CV_8UC1, to->data); /* of the size and type that OpenCV wants */
        cv::Matx23d map(m[0], m[1], m[2] - rect.x, m[3], m[4], m[5] - rect.y);
        if (part.empty()) {
            view.setTo(outside);
            return SLADD_OK;
        }
        while (part.cols > longest_side || part.rows > longest_side) { /* no view is so large: it shows it smaller */
            cv::Mat half;
            cv::resize(part, half, cv::Size((part.cols + 1) / 2, (part.rows + 1) / 2), 0, 0, cv::INTER_AREA);
            const double across = static_cast<double>(half.cols) / part.cols;
            const double down = static_cast<double>(half.rows) / part.rows;
            map = cv::Matx23d(across * map(0, 0), across * map(0, 1), across * (map(0, 2) + 0.5) - 0.5,
                              down * map(1, 0), down * map(1, 1), down * (map(1, 2) + 0.5) - 0.5);
            part = half;
        }
        cv::warpAffine(part, view, map, view.size(), cv::INTER_CUBIC | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT,
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
