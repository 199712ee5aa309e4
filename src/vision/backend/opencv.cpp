/* The portable engine: OpenCV's dnn module, which has no C interface. */
extern "C" {
#include "vision/backend.h"
}

#include "vision/exceptions.hpp"

#include <memory>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>
#include <unistd.h>
#include <vector>

namespace {

struct opencv_network {
    cv::dnn::Net graph;
    std::vector<cv::String> names;
    cv::Mat input;
    std::vector<cv::Mat> outputs;
};

void free_network(void *state) {
    delete static_cast<opencv_network *>(state);
}

enum sladd_status open_network(struct span onnx, const char *const *outputs, size_t count, void **state,
                               struct sladd_error *err) {
    *state = nullptr;
    return guarded(err, N_("load a network"), [&] {
        auto made = std::make_unique<opencv_network>();
        made->graph = cv::dnn::readNetFromONNX(reinterpret_cast<const char *>(onnx.data), onnx.size);
        made->graph.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
        made->graph.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
        /* OpenCV 4.6 folds fused layers anew at every new input size, and PP-OCR's then give nonsense from the second
         * size on. Without fusion they are right, and all four detectors are about as fast. */
        made->graph.enableFusion(false);
        made->names.assign(outputs, outputs + count);
        *state = made.release();
        return SLADD_OK;
    });
}

enum sladd_status make_input(void *state, int width, int height, struct input_view *input, struct sladd_error *err) {
    auto *network = static_cast<opencv_network *>(state);
    return guarded(err, N_("make room for a network's input"), [&] {
        const int sizes[] = {1, 3, height, width};
        network->input.create(4, sizes, CV_32F);
        *input = input_view{network->input.ptr<float>(), 1, static_cast<size_t>(width) * height};
        return SLADD_OK;
    });
}

enum sladd_status run_network(void *state, struct tensor *outputs, struct sladd_error *err) {
    auto *network = static_cast<opencv_network *>(state);
    return guarded(err, N_("run a network"), [&] {
        network->graph.setInput(network->input);
        network->graph.forward(network->outputs, network->names);
        for (size_t i = 0; i < network->names.size(); i++) {
            const cv::Mat &from = network->outputs.at(i);
            if (from.type() != CV_32F || !from.isContinuous() || from.dims > NETWORK_MAX_DIMS)
                return sladd_fail(err, SLADD_MODEL, "the network's output %s is not plain numbers",
                                  network->names[i].c_str());
            outputs[i] = tensor{from.ptr<float>(), from.dims, {}, from.total()};
            for (int d = 0; d < from.dims; d++)
                outputs[i].size[d] = from.size[d];
        }
        return SLADD_OK;
    });
}

/* Where nothing can be thrown any more (a destructor, a function that promises not to), the C++ library ends the
 * process with abort(). It is ended here as every other failure: with a word, and with a status that counts as one. */
void (*last_words)(void);
int last_status;

void end_process() {
    last_words();
    _exit(last_status);
}

} // namespace

extern "C" const struct engine OPENCV_ENGINE = {"opencv", open_network, make_input, run_network, nullptr, free_network};

enum sladd_status opencv_configure_process(void (*say)(void), int status, struct sladd_error *err) {
    last_words = say;
    last_status = status;
    std::set_terminate(end_process);
    try {
        /* What goes wrong comes back as an exception; OpenCV's own lines would only disturb the progress bar. */
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        cv::setNumThreads(1);
        return SLADD_OK;
    } catch (...) {
        return fail_memory(err);
    }
}
