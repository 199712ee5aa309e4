extern "C" {
#include "vision/net.h"
}

#include <exception>
#include <new>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "base/language.h"

struct net {
    cv::dnn::Net graph;
    std::vector<cv::String> names;
    cv::Mat input;
    std::vector<cv::Mat> outputs;
};

namespace {

/* Turn whatever `work` throws into a status. */
template <typename Work> enum sladd_status guarded(struct sladd_error *err, const char *what, Work work) {
    try {
        return work();
    } catch (const std::bad_alloc &) {
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory: %s", _(what));
    } catch (const cv::Exception &e) {
        if (e.code == cv::Error::StsNoMem)
            return sladd_fail(err, SLADD_NO_MEMORY, "out of memory: %s", _(what));
        return sladd_fail(err, SLADD_MODEL, "OpenCV cannot do this: %s (%s)", _(what), e.err.c_str());
    } catch (const std::exception &e) {
        return sladd_fail(err, SLADD_MODEL, "OpenCV cannot do this: %s (%s)", _(what), e.what());
    } catch (...) {
        return sladd_fail(err, SLADD_MODEL, "OpenCV cannot do this: %s", _(what));
    }
}

} // namespace

enum sladd_status net_open(struct span onnx, const char *const *outputs, size_t count, struct net **net,
                           struct sladd_error *err) {
    *net = nullptr;
    return guarded(err, N_("load a network"), [&] {
        cv::setNumThreads(1);
        /* What goes wrong comes back as an exception; OpenCV's own lines would only disturb the progress bar. */
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        auto *made = new struct net;
        *net = made;
        try {
            made->graph = cv::dnn::readNetFromONNX(reinterpret_cast<const char *>(onnx.data), onnx.size);
            made->graph.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
            made->graph.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
            /* OpenCV 4.6 folds fused layers anew at every new input size, and PP-OCR's then give nonsense from the
             * second size on. Without fusion they are right, and all four detectors are about as fast. */
            made->graph.enableFusion(false);
            made->names.assign(outputs, outputs + count);
        } catch (...) {
            net_free(made);
            *net = nullptr;
            throw;
        }
        return SLADD_OK;
    });
}

void net_free(struct net *net) {
    delete net;
}

enum sladd_status net_input(struct net *net, int width, int height, float **planes, struct sladd_error *err) {
    return guarded(err, N_("make room for a network's input"), [&] {
        const int sizes[] = {1, 3, height, width};
        net->input.create(4, sizes, CV_32F);
        *planes = net->input.ptr<float>();
        return SLADD_OK;
    });
}

enum sladd_status net_run(struct net *net, struct tensor *outputs, struct sladd_error *err) {
    return guarded(err, N_("run a network"), [&] {
        net->graph.setInput(net->input);
        net->graph.forward(net->outputs, net->names);
        for (size_t i = 0; i < net->names.size(); i++) {
            const cv::Mat &from = net->outputs.at(i);
            if (from.type() != CV_32F || !from.isContinuous() || from.dims > NET_MAX_DIMS)
                return sladd_fail(err, SLADD_MODEL, "the network's output %s is not plain numbers",
                                  net->names[i].c_str());
            outputs[i] = tensor{from.ptr<float>(), from.dims, {}, from.total()};
            for (int d = 0; d < from.dims; d++)
                outputs[i].size[d] = from.size[d];
        }
        return SLADD_OK;
    });
}

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
