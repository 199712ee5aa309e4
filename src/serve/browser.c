#include "serve/browser.h"

#include "work/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static bool is_set(const char *name) {
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

/* A grandchild, so that nobody has to wait for the browser. */
static _Noreturn void run_child(const char *address) {
    static const int standard[] = {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO};
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO && nothing >= 0; fd++)
        (void)dup2(nothing, fd);
    sandbox_close_others(standard, 3);
    if (setsid() < 0 || fork() != 0)
        _exit(0);
    (void)execlp("xdg-open", "xdg-open", address, (char *)NULL);
    _exit(127);
}

bool browser_open(const char *address) {
    if (!is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY"))
        return false;
    pid_t pid = fork();
    if (pid == 0)
        run_child(address);
    if (pid > 0)
        (void)TEMP_FAILURE_RETRY(waitpid(pid, NULL, 0));
    return pid > 0;
}
