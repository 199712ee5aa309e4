/* For the two files that are C++ because OpenCV is: nothing that OpenCV throws gets past them. */
#ifndef VISION_EXCEPTIONS_HPP
#define VISION_EXCEPTIONS_HPP

#include <exception>
#include <new>
#include <opencv2/core.hpp>

#include "base/fail.h"
#include "base/language.h"

/* Do `work`, which returns a status, and turn whatever it throws into one. `what` is marked by N_.
 *
 * OpenCV's number of threads belongs to the whole process, and a library must not set it for its host. Within one of
 * its parallel loops OpenCV starts no other, so that a loop of a single step keeps everything on the caller's thread.
 */
template <typename Work> enum sladd_status guarded(struct sladd_error *err, const char *what, Work work) {
    enum sladd_status status = SLADD_MODEL;
    try {
        cv::parallel_for_(cv::Range(0, 1), [&](const cv::Range &) { status = work(); });
        return status;
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

#endif
