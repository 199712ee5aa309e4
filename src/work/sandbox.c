#include "work/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int by_number(const void *a, const void *b) {
    return *(const int *)a - *(const int *)b;
}

void sandbox_close_others(const int *keep, size_t count) {
    enum { MOST = 16 };
    int kept[MOST];
    size_t used = 0;
    for (size_t i = 0; i < count && used < MOST; i++)
        if (keep[i] >= 0)
            kept[used++] = keep[i];
    qsort(kept, used, sizeof *kept, by_number);
    unsigned next = 0;
    for (size_t i = 0; i < used; i++) {
        if ((unsigned)kept[i] > next)
            (void)close_range(next, (unsigned)kept[i] - 1, 0);
        next = (unsigned)kept[i] + 1;
    }
    (void)close_range(next, ~0U, 0);
}

/* Of Landlock's later versions, which the C library's headers may not know yet. */
struct landlock_attributes {
    uint64_t fs, net, scoped;
};
enum { NET_ALL = 3 /* bind, connect */, SCOPE_ALL = 3 /* abstract sockets, signals */ };

/* All rights that a version of the interface knows, none of which is given back. False only where the kernel has
 * Landlock and refuses; one that has none is walled in by the list of calls alone. */
static bool close_files(void) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return errno == ENOSYS || errno == EOPNOTSUPP;
    static const int rights[] = {0, 13, 14, 15, 15, 16}; /* by version: how many kinds of access there are */
    enum { VERSIONS = sizeof rights / sizeof *rights };
    struct landlock_attributes all = {.fs = (UINT64_C(1) << rights[version < VERSIONS ? version : VERSIONS - 1]) - 1,
                                      .net = version >= 4 ? NET_ALL : 0,
                                      .scoped = version >= 6 ? SCOPE_ALL : 0};
    size_t size = version >= 6 ? sizeof all : version >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
    long ruleset = syscall(SYS_landlock_create_ruleset, &all, size, 0);
    if (ruleset < 0)
        return false;
    bool closed = syscall(SYS_landlock_restrict_self, (int)ruleset, 0) == 0;
    (void)close((int)ruleset);
    return closed;
}

/* What decoding, looking, writing and answering need. Everything else fails with EPERM. */
static const int allowed[] = {
    /* memory */
    SCMP_SYS(brk),
    SCMP_SYS(mmap),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    /* open descriptors */
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(readv),
    SCMP_SYS(write),
    SCMP_SYS(pwrite64),
    SCMP_SYS(writev),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(ftruncate),
    SCMP_SYS(close),
    /* time, chance, waiting for oneself */
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(getrandom),
    SCMP_SYS(futex),
    SCMP_SYS(sched_yield),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    /* who am I, how many processors */
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getcpu),
    SCMP_SYS(sysinfo),
    SCMP_SYS(uname),
    /* what the C library tells the kernel of a new thread */
    SCMP_SYS(rseq),
    SCMP_SYS(set_robust_list),
    /* the end */
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
#ifdef SLADD_SANITIZED /* what the sanitizers need besides */
    SCMP_SYS(mprotect),
    SCMP_SYS(getrlimit),
    SCMP_SYS(prlimit64),
    SCMP_SYS(readlink),
#endif
};

/* An argument of a call, of which the bits in `mask` have to be these. */
static struct scmp_arg_cmp masked(unsigned argument, scmp_datum_t mask, scmp_datum_t bits) {
    return (struct scmp_arg_cmp){.arg = argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = bits};
}

/* The HEVC decoder waits for a thread of its own, for ever when it gets none. A thread is no process. The filter cannot
 * look into clone3, so the C library is told that there is none and takes clone. */
static bool allow_threads(scmp_filter_ctx filter) {
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, masked(0, CLONE_THREAD, CLONE_THREAD)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

static bool allow_with_arguments(scmp_filter_ctx filter) {
    /* fstat, as newer C libraries call it: without a name */
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1, masked(3, AT_EMPTY_PATH, AT_EMPTY_PATH)) ==
               0 &&
           /* abort() */
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                            masked(0, UINT64_MAX, (scmp_datum_t)getpid())) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, masked(1, UINT64_MAX, F_GETFL)) == 0 &&
           /* no memory that can be executed and is not yet */
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, masked(2, PROT_EXEC, 0)) == 0 &&
           allow_threads(filter);
}

static bool close_calls(void) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool good = filter != NULL;
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed && good; i++) {
        int added = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
        good = added == 0 || added == -EDOM; /* a call that this architecture does not have */
    }
    good = good && allow_with_arguments(filter) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return good;
}

enum sladd_status sandbox_enter(struct sladd_error *err) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && close_files() && close_calls())
        return SLADD_OK;
    return sladd_fail(err, SLADD_IO, "this system offers no sandbox: %s", strerror(errno));
}

bool sandbox_is_offered(void) {
    int ended = 0;
    pid_t pid = fork();
    if (pid == 0)
        _exit(sandbox_enter(NULL) == SLADD_OK ? 0 : 1);
    while (pid > 0 && waitpid(pid, &ended, 0) < 0 && errno == EINTR)
        ;
    return pid > 0 && WIFEXITED(ended) && WEXITSTATUS(ended) == 0;
}
