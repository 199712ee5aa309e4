/* Refuses a unit test's subject one request for memory after the other, Jansson's among them. The linker puts these in
 * the places of malloc and its kin: a test that includes this has its line in tests/CMakeLists.txt. */
#ifndef UNIT_STARVED_H
#define UNIT_STARVED_H

#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Which of the requests from now on is refused (1: the next; 0 or less: none), and whether it came to that. */
static struct {
    long at;
    bool happened;
} starved;

static inline bool is_refused(void) {
    if (starved.at <= 0 || --starved.at > 0)
        return false;
    starved.happened = true;
    errno = ENOMEM;
    return true;
}

__typeof__(malloc) __wrap_malloc, __real_malloc;
__typeof__(calloc) __wrap_calloc, __real_calloc;
__typeof__(realloc) __wrap_realloc, __real_realloc;
__typeof__(strdup) __wrap_strdup, __real_strdup;

void *__wrap_malloc(size_t size) {
    return is_refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    return is_refused() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size) {
    return is_refused() ? NULL : __real_realloc(old, size);
}

char *__wrap_strdup(const char *text) {
    return is_refused() ? NULL : __real_strdup(text);
}

/* The one request of Jansson (2.14) that it does not look at the answer of is spared: when the buffer of a token cannot
 * grow, to 32 bytes or twice that, it goes on and leaves bytes out. */
static inline void *malloc_for_jansson(size_t size) {
    const bool may_be_the_buffer = size >= 32 && (size & (size - 1)) == 0;
    return may_be_the_buffer ? __real_malloc(size) : __wrap_malloc(size);
}

/* Ask `subject` again and again, each time with the next request refused, until nothing is. It says what it found wrong
 * itself. How often it was refused something. */
static inline long starve(void subject(void *context), void *context) {
    long refused = 0;
    json_set_alloc_funcs(malloc_for_jansson, free);
    do {
        starved.at = refused + 1;
        starved.happened = false;
        subject(context);
        starved.at = 0;
        refused += starved.happened;
    } while (starved.happened);
    json_set_alloc_funcs(malloc, free);
    return refused;
}

#endif
