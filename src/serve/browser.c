#include "serve/browser.h"

#include "work/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static bool is_set(const char *name) {
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

/* In the folder that is this user's alone and ends with the session, or else where everybody's files are for a while.
 */
static int make_file(char **path) {
    const char *const folders[] = {getenv("XDG_RUNTIME_DIR"), "/tmp"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        if (folders[i] == NULL || folders[i][0] != '/' || asprintf(path, "%s/sladd-XXXXXX.html", folders[i]) < 0)
            continue;
        int fd = mkostemps(*path, sizeof ".html" - 1, O_CLOEXEC); /* nobody else can read it */
        if (fd >= 0)
            return fd;
        free(*path);
    }
    *path = NULL;
    return -1;
}

/* A page that goes on to the address by itself, which it tells nobody. */
static bool make_lead(struct browser_lead *lead, const char *address) {
    int fd = make_file(&lead->path);
    bool good = fd >= 0 && dprintf(fd,
                                   "<!doctype html>\n<meta charset=\"utf-8\">\n<meta name=\"referrer\" "
                                   "content=\"no-referrer\">\n<meta http-equiv=\"refresh\" content=\"0; url=%s\">\n"
                                   "<title>sladd</title>\n<a href=\"%s\">sladd</a>\n",
                                   address, address) > 0;
    if (fd >= 0 && close(fd) != 0)
        good = false;
    return good;
}

/* It may be the browser itself, and run as long as that; a session of its own is not ended with ours. */
static _Noreturn void run_child(const char *file) {
    static const int standard[] = {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO};
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO && nothing >= 0; fd++)
        (void)dup2(nothing, fd);
    if (sandbox_close_others(standard, 3, NULL) != SLADD_OK)
        _exit(127);
    (void)setsid();
    (void)execlp("xdg-open", "xdg-open", file, (char *)NULL);
    _exit(127);
}

bool browser_open(struct browser_lead *lead, const char *address) {
    if (!is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY"))
        return false;
    pid_t pid = make_lead(lead, address) ? fork() : -1;
    if (pid == 0)
        run_child(lead->path);
    if (pid > 0)
        lead->pid = pid;
    else
        browser_arrived(lead);
    return pid > 0;
}

bool browser_failed(struct browser_lead *lead) {
    int ended = 0;
    if (lead->pid == 0 || TEMP_FAILURE_RETRY(waitpid(lead->pid, &ended, WNOHANG)) == 0)
        return false;
    lead->pid = 0;
    return !WIFEXITED(ended) || WEXITSTATUS(ended) != 0;
}

void browser_arrived(struct browser_lead *lead) {
    if (lead->path != NULL)
        (void)unlink(lead->path);
    free(lead->path);
    lead->path = NULL;
}
