/* Preloaded into sladd, makes one call fail. INJECT_CALL names the function, INJECT_AT says which of its calls (from 1,
 * counted in each process), INJECT_KILL ends the process there instead. INJECT_LOG gets a byte when it happens.
 *
 * INJECT_SITE instead of INJECT_AT: the call at the so-manyth place, a place being a chain of callers, in the order in
 * which this run and all its processes first came there; so that a walk from 1 on fails every place once and ends when
 * nothing happens. INJECT_ON: and every later call in that process, too. With INJECT_CALL=memory malloc, calloc and
 * realloc are one. INJECT_COUNT names a file that gets the number of places at the end.
 *
 * INJECT_HANG: a child that has given its answer closes everything and stays.
 *
 * What libc calls within itself does not come through here: a stream that flushes cannot be failed with `write`, but
 * with `fwrite` and `fclose`; a disk that is really full is another test. */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

/* The C library's own declarations of FILE would fight with the definitions below. */
typedef void stream;
int dprintf(int fd, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A process behind a sandbox can open nothing, so the byte lies in memory that all of them share, and the file that
 * says so is there from the start; it goes at the end when nothing happened. */
static volatile unsigned char *trace;
static pid_t first_process;

__attribute__((constructor)) static void prepare_trace(void) {
    const char *log = getenv("INJECT_LOG");
    int fd = log != NULL ? open(log, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    first_process = getpid();
    if (fd < 0)
        return;
    if (posix_fallocate(fd, 0, 1) == 0) {
        void *page = mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        trace = page != MAP_FAILED ? page : NULL;
    }
    (void)close(fd);
}

__attribute__((destructor)) static void remove_trace(void) {
    const char *log = getenv("INJECT_LOG");
    if (trace != NULL && trace[0] == 0 && getpid() == first_process && log != NULL)
        (void)unlink(log);
}

static void leave_trace(void) {
    if (trace != NULL)
        trace[0] = 1;
}

/* Libraries that start before main are not on trial: the counting begins with main's first call. */
static atomic_int armed;

char *setlocale(int category, const char *locale);
char *setlocale(int category, const char *locale) {
    char *(*next)(int, const char *) = (char *(*)(int, const char *))dlsym(RTLD_NEXT, "setlocale");
    char *result = next(category, locale);
    armed = 1;
    return result;
}

/* The places where a call was made, of all processes; in memory that they share. */
enum { MOST_SITES = 1 << 20, CALLERS = 10, OWN_FRAMES = 2 };
struct sites {
    atomic_uint count;
    atomic_ullong seen[MOST_SITES];
};
static struct sites *sites;

__attribute__((destructor)) static void write_count(void) {
    const char *name = getenv("INJECT_COUNT");
    int fd = name != NULL && sites != NULL && getpid() == first_process
                 ? open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)
                 : -1;
    if (fd < 0)
        return;
    (void)dprintf(fd, "%u\n", sites->count);
    (void)close(fd);
}

__attribute__((constructor)) static void prepare_sites(void) {
    void *frame;
    if (getenv("INJECT_SITE") == NULL)
        return;
    (void)backtrace(&frame, 1); /* loads what it needs */
    void *shared = mmap(NULL, sizeof *sites, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    sites = shared != MAP_FAILED ? shared : NULL;
}

/* The number of this place, from 1, where it is new; else 0. */
static unsigned new_site(void) {
    void *frames[CALLERS + OWN_FRAMES];
    int count = backtrace(frames, CALLERS + OWN_FRAMES);
    unsigned long long hash = 14695981039346656037ULL; /* FNV-1a */
    for (int i = OWN_FRAMES; i < count; i++)
        hash = (hash ^ (uintptr_t)frames[i]) * 1099511628211ULL;
    for (unsigned at = (unsigned)(hash % MOST_SITES), tries = 0; tries < MOST_SITES;
         at = (at + 1) % MOST_SITES, tries++) {
        unsigned long long free_place = 0;
        if (atomic_compare_exchange_strong(&sites->seen[at], &free_place, hash))
            return atomic_fetch_add(&sites->count, 1) + 1;
        if (free_place == hash)
            return 0;
    }
    return 0;
}

static int is_named(const char *name, const char *call) {
    size_t length = strlen(call);
    int is_memory = length >= 5 && strcmp(call + length - 5, "alloc") == 0; /* malloc, calloc, realloc */
    return strcmp(name, call) == 0 || (is_memory && strcmp(name, "memory") == 0);
}

static int turn_has_come(const char *name, const char *call) {
    static atomic_int count, failing;
    static _Thread_local int looking; /* finding out who calls may itself call */
    const char *at = getenv("INJECT_AT"), *site = getenv("INJECT_SITE");
    if (!armed || looking || name == NULL || !is_named(name, call))
        return 0;
    if (failing)
        return getenv("INJECT_ON") != NULL;
    if (sites != NULL && site != NULL) {
        looking = 1;
        failing = new_site() == (unsigned)atoi(site);
        looking = 0;
    } else if (at != NULL) {
        failing = atomic_fetch_add(&count, 1) + 1 == atoi(at);
    }
    return failing;
}

static int happens(const char *call, int error) {
    if (!turn_has_come(getenv("INJECT_CALL"), call))
        return 0;
    leave_trace();
    if (getenv("INJECT_KILL") != NULL)
        (void)kill(getpid(), SIGKILL);
    errno = error;
    return 1;
}

/* `type name(parameters)`, which returns `failure` with errno `error` when its turn has come. */
#define CALL(type, name, parameters, arguments, failure, error)                                                        \
    type name parameters;                                                                                              \
    type name parameters {                                                                                             \
        static type(*next) parameters;                                                                                 \
        if (next == NULL)                                                                                              \
            next = (type(*) parameters)dlsym(RTLD_NEXT, #name);                                                        \
        return happens(#name, error) ? failure : next arguments;                                                       \
    }

/* INJECT_LIE: in a child, these bits of what it writes (the first bit of the first byte is 0) are the other way round.
 */
static int lie(unsigned char *said, size_t size) {
    const char *next = getenv("INJECT_LIE");
    int lies = 0;
    for (char *end; *next != '\0'; next = end) {
        size_t bit = strtoul(next, &end, 10);
        if (end == next)
            break;
        if (bit / 8 < size) {
            said[bit / 8] ^= (unsigned char)(1U << bit % 8);
            lies++;
        }
    }
    return lies;
}

ssize_t write(int fd, const void *data, size_t size);
ssize_t write(int fd, const void *data, size_t size) {
    static ssize_t (*next)(int, const void *, size_t);
    if (next == NULL)
        next = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    if (happens("write", ENOSPC))
        return -1;
    if (armed && getenv("INJECT_HANG") != NULL && first_process != 0 && getpid() != first_process) {
        ssize_t said_all = next(fd, data, size);
        leave_trace();
        (void)close_range(0, ~0U, 0);
        while (said_all != 0)
            __asm__ volatile("" ::: "memory");
    }
    int lying = armed && getenv("INJECT_LIE") != NULL && first_process != 0 && getpid() != first_process;
    void *said = lying ? mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) : MAP_FAILED;
    if (said == MAP_FAILED)
        return next(fd, data, size);
    memcpy(said, data, size);
    if (lie(said, size) > 0)
        leave_trace();
    ssize_t done = next(fd, said, size);
    (void)munmap(said, size);
    return done;
}

CALL(ssize_t, pread, (int fd, void *data, size_t size, off_t at), (fd, data, size, at), -1, EIO)
CALL(size_t, fwrite, (const void *data, size_t size, size_t count, stream *to), (data, size, count, to), 0, ENOSPC)
CALL(int, fclose, (stream * of), (of), -1, EIO)
CALL(int, fsync, (int fd), (fd), -1, EIO)
CALL(int, fdatasync, (int fd), (fd), -1, EIO)
CALL(int, close, (int fd), (fd), -1, EIO)
CALL(int, dup, (int fd), (fd), -1, EMFILE)
CALL(int, ftruncate, (int fd, off_t size), (fd, size), -1, EIO)
CALL(int, linkat, (int from_dir, const char *from, int to_dir, const char *to, int flags),
     (from_dir, from, to_dir, to, flags), -1, ENOSPC)
CALL(int, renameat, (int from_dir, const char *from, int to_dir, const char *to), (from_dir, from, to_dir, to), -1, EIO)
CALL(int, unlinkat, (int dir, const char *name, int flags), (dir, name, flags), -1, EACCES)
CALL(pid_t, fork, (void), (), -1, EAGAIN)
CALL(void *, malloc, (size_t size), (size), NULL, ENOMEM)
CALL(void *, calloc, (size_t count, size_t size), (count, size), NULL, ENOMEM)
CALL(void *, realloc, (void *old, size_t size), (old, size), NULL, ENOMEM)
