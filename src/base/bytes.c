#include "base/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/base16.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

void bytes_clear(struct bytes *bytes) {
    free(bytes->data);
    *bytes = (struct bytes){0};
}

enum sladd_status bytes_copy(struct bytes *to, const void *data, size_t size, struct sladd_error *err) {
    uint8_t *copy = malloc(size > 0 ? size : 1);
    if (copy == NULL)
        return fail_memory(err);
    if (size > 0)
        memcpy(copy, data, size);
    *to = (struct bytes){copy, size};
    return SLADD_OK;
}

/* fstat, but where libc makes newfstatat of it, which takes names, too: a worker may make no call that does. */
static int open_file_facts(int fd, struct stat *facts) {
    *facts = (struct stat){0};
#ifdef SLADD_PLAIN_FSTAT
    return (int)syscall(SYS_fstat, fd, facts);
#else
    return fstat(fd, facts);
#endif
}

enum sladd_status bytes_read_fd(struct bytes *to, int fd, size_t limit, struct sladd_error *err) {
    struct stat facts;
    if (open_file_facts(fd, &facts) != 0)
        return sladd_fail(err, fail_as(SLADD_IO, errno), "cannot read: %s", fail_reason(errno));
    if (!S_ISREG(facts.st_mode))
        return sladd_fail(err, SLADD_IO, "cannot read: not a regular file");
    if (facts.st_size < 0 || (uintmax_t)facts.st_size > limit)
        return sladd_fail(err, SLADD_TOO_LARGE, "the file is larger than the limit of %zu bytes", limit);
    size_t size = (size_t)facts.st_size, got = 0;
    uint8_t *data = malloc(size + 1);
    if (data == NULL)
        return fail_memory(err);
    /* One byte more than the size, so that a file that grows meanwhile is noticed. */
    while (got <= size) {
        ssize_t n = TEMP_FAILURE_RETRY(pread(fd, data + got, size + 1 - got, (off_t)got));
        if (n < 0) {
            free(data);
            return sladd_fail(err, fail_as(SLADD_IO, errno), "cannot read: %s", fail_reason(errno));
        }
        if (n == 0)
            break;
        got += (size_t)n;
    }
    if (got != size) {
        free(data);
        return sladd_fail(err, SLADD_IO, "the file changed while it was being read");
    }
    *to = (struct bytes){data, size};
    return SLADD_OK;
}

enum sladd_status bytes_read_path(struct bytes *to, const char *path, size_t limit, struct sladd_error *err) {
    int fd = TEMP_FAILURE_RETRY(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (fd < 0)
        return sladd_fail(err, fail_as(SLADD_IO, errno), "%s", fail_reason(errno));
    enum sladd_status status = bytes_read_fd(to, fd, limit, err);
    (void)close(fd);
    return status;
}

struct span span_part(struct span span, size_t offset, size_t size) {
    if (offset >= span.size)
        return (struct span){span.data, 0};
    size_t rest = span.size - offset;
    return (struct span){span.data + offset, size < rest ? size : rest};
}

bool span_starts(struct span span, const void *prefix, size_t size) {
    return span.size >= size && memcmp(span.data, prefix, size) == 0;
}

bool span_holds(struct span span, const char *text) {
    return span.size > 0 && memmem(span.data, span.size, text, strlen(text)) != NULL;
}

bool span_equal(struct span a, struct span b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

bool span_write(struct span span, int fd) {
    while (span.size > 0) {
        ssize_t written = TEMP_FAILURE_RETRY(write(fd, span.data, span.size));
        if (written < 0)
            return false;
        span = span_part(span, (size_t)written, SIZE_MAX);
    }
    return true;
}

void hex_of(struct span data, char *hex) {
    base16_encode_update(hex, data.size, data.data);
    hex[2 * data.size] = '\0';
}

static void finish_hex(struct sha256_ctx *context, char hex[65]) {
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(context, sizeof digest, digest);
    hex_of((struct span){digest, sizeof digest}, hex);
}

void sha256_hex(struct span data, char hex[65]) {
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, data.size, data.data);
    finish_hex(&context, hex);
}

bool sha256_of_fd(int fd, size_t limit, char hex[65]) {
    uint8_t chunk[1 << 16];
    struct sha256_ctx context;
    struct stat facts;
    size_t done = 0;
    hex[0] = '\0';
    if (open_file_facts(fd, &facts) != 0 || !S_ISREG(facts.st_mode))
        return false;
    sha256_init(&context);
    for (ssize_t got = 1; got != 0 && done <= limit;) {
        got = TEMP_FAILURE_RETRY(pread(fd, chunk, sizeof chunk, (off_t)done));
        if (got < 0)
            return false;
        sha256_update(&context, (size_t)got, chunk);
        done += (size_t)got;
    }
    if (done > limit)
        return false;
    finish_hex(&context, hex);
    return true;
}

bool sha256_fd_is(int fd, size_t limit, const char *sha256) {
    char hex[65];
    return fd >= 0 && sha256_of_fd(fd, limit, hex) && strcmp(hex, sha256) == 0;
}
