#include "base/clock.h"

long long clock_milliseconds(void) {
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

time_t clock_seconds(void) {
    return (time_t)(clock_milliseconds() / 1000);
}
