#include "work/sandbox.h"

#include "base/bytes.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
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

static bool close_ranges(const int *kept, size_t count) {
    bool good = true;
    unsigned next = 0;
    for (size_t i = 0; i < count; i++) {
        if ((unsigned)kept[i] > next)
            good = close_range(next, (unsigned)kept[i] - 1, 0) == 0 && good;
        next = (unsigned)kept[i] + 1;
    }
    return close_range(next, ~0U, 0) == 0 && good;
}

/* One after the other, as the kernel lists them. */
static bool close_listed(const int *kept, size_t count) {
    DIR *list = opendir("/proc/self/fd");
    const struct dirent *entry;
    if (list == NULL)
        return false;
    while ((errno = 0, entry = readdir(list)) != NULL) {
        const int fd = (int)strtol(entry->d_name, NULL, 10);
        if (entry->d_name[0] != '.' && fd != dirfd(list) && bsearch(&fd, kept, count, sizeof *kept, by_number) == NULL)
            (void)close(fd);
    }
    const bool whole = errno == 0;
    (void)closedir(list);
    return whole;
}

enum sladd_status sandbox_close_others(const int *keep, size_t count, struct sladd_error *err) {
    enum { MOST = 16 };
    int kept[MOST];
    size_t used = 0;
    for (size_t i = 0; i < count && used < MOST; i++)
        if (keep[i] >= 0)
            kept[used++] = keep[i];
    qsort(kept, used, sizeof *kept, by_number);
    if (count <= MOST && (close_ranges(kept, used) || close_listed(kept, used)))
        return SLADD_OK;
    return sladd_fail(err, SLADD_IO,
                      "a photo cannot be opened apart from the other files of the run: this system has neither "
                      "close_range nor /proc; run sladd where /proc is mounted");
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

/* Root, too, is nobody in there. */
static bool give_up_capabilities(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0}};
    return syscall(SYS_capset, &header, none) == 0;
}

/* What decoding, looking, writing and answering need, whatever their arguments. Everything else fails with EPERM. */
static const int allowed[] = {
    /* memory */
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    /* open descriptors */
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    /* time, where the kernel has no page for it; chance; waiting for another thread */
    SCMP_SYS(clock_gettime),
    SCMP_SYS(getrandom),
    SCMP_SYS(futex),
    SCMP_SYS(restart_syscall),
    /* how much memory (the C library's qsort), how many processors (the AV1 decoder) */
    SCMP_SYS(sysinfo),
    SCMP_SYS(sched_getaffinity),
    /* what the C library tells the kernel of a new thread */
    SCMP_SYS(rseq),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rt_sigprocmask),
    /* the end; abort() asks who it is */
    SCMP_SYS(getpid),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
#ifdef SLADD_SANITIZED /* what the sanitizers need besides */
    SCMP_SYS(mmap),
    SCMP_SYS(mprotect),
    SCMP_SYS(gettid),
    SCMP_SYS(sched_yield),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(getrlimit),
    SCMP_SYS(prlimit64),
    SCMP_SYS(readlink),
#endif
};

/* Did a step of libseccomp's work? Where it did not, errno says why: the step's own word, unless memory was refused
 * beneath it or the kernel refused the list (-ECANCELED), which errno has already. */
static bool done(int result) {
    if (result < 0 && result != -ECANCELED && errno != ENOMEM)
        errno = -result;
    return result == 0;
}

/* An argument of a call, of which the bits in `mask` have to be these. */
static struct scmp_arg_cmp masked(unsigned argument, scmp_datum_t mask, scmp_datum_t bits) {
    return (struct scmp_arg_cmp){.arg = argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = bits};
}

/* The HEVC decoder waits for a thread of its own, for ever when it gets none. A thread is no process, and it lives
 * where its process does. The filter cannot look into clone3, so the C library is told that there is none and takes
 * clone. */
static bool allow_threads(scmp_filter_ctx filter) {
    static const scmp_datum_t elsewhere = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                                          CLONE_NEWPID | CLONE_NEWNET | CLONE_PTRACE | CLONE_VFORK | CLONE_PARENT;
    return done(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                                 masked(0, elsewhere | CLONE_THREAD, CLONE_THREAD))) &&
           done(seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0));
}

/* Memory of its own, no part of a file, and none of it ever to be executed. */
static bool allow_memory(scmp_filter_ctx filter) {
    return done(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, masked(2, PROT_EXEC, 0),
                                 masked(3, MAP_ANONYMOUS, MAP_ANONYMOUS))) &&
           done(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, masked(2, PROT_EXEC, 0)));
}

/* How large an open file is. newfstatat takes names as well, whatever its flags, and the filter cannot read them. */
static bool allow_size(scmp_filter_ctx filter) {
#ifdef SLADD_PLAIN_FSTAT
    return done(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fstat), 0));
#else
    return done(
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1, masked(3, AT_EMPTY_PATH, AT_EMPTY_PATH)));
#endif
}

static bool allow_with_arguments(scmp_filter_ctx filter) {
    return allow_memory(filter) && allow_size(filter) && allow_threads(filter) &&
           /* abort() */
           done(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                                 masked(0, UINT64_MAX, (scmp_datum_t)getpid())));
}

static bool close_calls(void) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool good = filter != NULL;
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed && good; i++) {
        int added = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
        good = added == -EDOM || done(added); /* a call that this architecture does not have */
    }
    good = good && allow_with_arguments(filter) && done(seccomp_load(filter));
    seccomp_release(filter);
    return good;
}

/* Is everything on the list? Where libseccomp is refused memory, it may load one that lacks calls, or all of them: at
 * some 160 of the 450 times that it asks. The lowest number, which is this one's, goes first. (Nothing is let through
 * by any. At some 60 it ends the process, or never comes back, which the limit of a photo's time ends.) */
static bool can_write(void) {
    bool can = syscall(SYS_write, -1, "", 0) < 0 && errno == EBADF;
    if (!can)
        errno = ENOMEM;
    return can;
}

enum sladd_status sandbox_enter(struct sladd_error *err) {
    errno = 0;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && close_files() && give_up_capabilities() && close_calls() &&
        can_write())
        return SLADD_OK;
    return errno == ENOMEM ? fail_memory(err)
                           : sladd_fail(err, SLADD_IO, "this system offers no sandbox: %s", fail_reason(errno));
}

enum sladd_status sandbox_is_offered(struct sladd_error *err) {
    enum { TRIES = 3, SECONDS = 20 }; /* a child that somebody else kills, or that hangs, has not answered */
    int ended = 0;
    for (int i = 0; i < TRIES; i++) {
        pid_t pid = fork();
        if (pid == 0) {
            (void)alarm(SECONDS);
            _exit((int)sandbox_enter(NULL));
        }
        if (pid < 0 || TEMP_FAILURE_RETRY(waitpid(pid, &ended, 0)) != pid)
            return sladd_fail(err, SLADD_NO_MEMORY, "cannot start a worker: %s", fail_reason(errno));
        if (WIFEXITED(ended))
            break;
    }
    if (WIFSIGNALED(ended) && WTERMSIG(ended) != SIGSYS)
        return sladd_fail(err, SLADD_CRASHED, "cannot start a worker: %s", strsignal(WTERMSIG(ended)));
    if (WIFEXITED(ended) && WEXITSTATUS(ended) == SLADD_NO_MEMORY)
        return fail_memory(err);
    return WIFEXITED(ended) && WEXITSTATUS(ended) == SLADD_OK
               ? SLADD_OK
               : sladd_fail(err, SLADD_USAGE,
                            "this system has no sandbox in which strangers' photos can be opened safely; add "
                            "--no-sandbox to do without one");
}
