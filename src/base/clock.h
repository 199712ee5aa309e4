/* Time that nobody sets: CLOCK_MONOTONIC of POSIX, from a beginning that means nothing. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <time.h>

double clock_milliseconds(void);
time_t clock_seconds(void);

#endif
