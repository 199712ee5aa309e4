#include "work/open_reader.h"

#include "base/language.h"
#include "work/workers.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char last_words[512]; /* written before the handler is set: it may neither translate nor ask for memory */

static void give_up(int signal) {
    ssize_t said = write(STDERR_FILENO, last_words, strlen(last_words));
    (void)signal;
    (void)said; /* where nobody hears it, the status says it */
    _exit(WORKER_OUT_OF_MEMORY);
}

enum sladd_status open_reader(struct vision *vision, struct sladd_error *err) {
    static const int crashes[] = {SIGSEGV, SIGBUS, SIGABRT};
    enum { COUNT = sizeof crashes / sizeof *crashes };
    const struct sigaction guard = {.sa_handler = give_up};
    struct sigaction before[COUNT];
    (void)snprintf(
        last_words, sizeof last_words, "%s",
        _("sladd: Tesseract, which reads lines of text, crashed while it was opened: there is too little memory "
          "for it, or its files are damaged\n"));
    for (int i = 0; i < COUNT; i++)
        (void)sigaction(crashes[i], &guard, &before[i]);
    enum sladd_status status = vision_open_reader(vision, err);
    for (int i = 0; i < COUNT; i++)
        (void)sigaction(crashes[i], &before[i], NULL);
    return status;
}
