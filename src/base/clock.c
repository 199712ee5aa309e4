#include "base/clock.h"

double clock_milliseconds(void) {
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

time_t clock_seconds(void) {
    return (time_t)(clock_milliseconds() / 1000);
}
