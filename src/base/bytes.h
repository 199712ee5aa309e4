/* A block of bytes with its length. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include "base/fail.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where the kernel's struct stat and the C library's are one, an open file is asked about with the call that takes no
 * name: work/sandbox.c allows no other there. */
#if defined __x86_64__ || defined __aarch64__
#define SLADD_PLAIN_FSTAT 1
#endif

/* Borrowed bytes: somebody else frees them. */
struct span {
    const uint8_t *data;
    size_t size;
};

/* Owned bytes; zero-initialise to start. */
struct bytes {
    uint8_t *data;
    size_t size;
};

void bytes_clear(struct bytes *bytes);
enum sladd_status bytes_copy(struct bytes *to, const void *data, size_t size, struct sladd_error *err);

/* Read an open file whole, at most `limit` bytes; more is SLADD_TOO_LARGE. Reads from the start, whatever the offset.
 */
enum sladd_status bytes_read_fd(struct bytes *to, int fd, size_t limit, struct sladd_error *err);

/* The same of a file by its name; `err->text` says why not, without the name. */
enum sladd_status bytes_read_path(struct bytes *to, const char *path, size_t limit, struct sladd_error *err);

static inline struct span bytes_span(const struct bytes *bytes) {
    return (struct span){bytes->data, bytes->size};
}

/* The bytes from `offset`, at most `size`; shorter or empty where the span ends. */
struct span span_part(struct span span, size_t offset, size_t size);

/* Does `span` begin with these bytes? */
bool span_starts(struct span span, const void *prefix, size_t size);
#define SPAN_STARTS(span, literal) span_starts(span, literal, sizeof(literal) - 1)

/* Does it hold the text anywhere? */
bool span_holds(struct span span, const char *text);

/* Are these the same bytes? */
bool span_equal(struct span a, struct span b);

static inline uint32_t big16(const uint8_t *p) {
    return (uint32_t)p[0] << 8 | p[1];
}

static inline uint32_t big32(const uint8_t *p) {
    return big16(p) << 16 | big16(p + 2);
}

/* Write all of it, as far as the descriptor takes it at a time. False: errno says why not. */
bool span_write(struct span span, int fd);

/* Lower-case hexadecimal digits, two a byte, and a terminator. */
void hex_of(struct span data, char *hex);

/* Lower-case hexadecimal SHA-256 (FIPS 180-4), 64 digits and a terminator. */
void sha256_hex(struct span data, char hex[65]);

/* The same of a regular file of at most `limit` bytes, read from its beginning without being held in memory. False: it
 * cannot be read or is larger, and `hex` is empty. */
bool sha256_of_fd(int fd, size_t limit, char hex[65]);

/* Is that the digest of this file? False where there is no file (-1), or it cannot be read. */
bool sha256_fd_is(int fd, size_t limit, const char *sha256);

#endif
