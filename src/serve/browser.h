/* Showing the page: the user's browser, where there is a desktop. */
#ifndef SERVE_BROWSER_H
#define SERVE_BROWSER_H

#include <stdbool.h>
#include <sys/types.h>

/* The file that leads the browser to the page. Zero-initialise to start. */
struct browser_lead {
    char *path; /* owned; NULL: there is none */
    pid_t pid;  /* of xdg-open; 0: it has ended, or was never there */
};

/* Have xdg-open(1) open a file of the user's own that leads to the address. Everybody on this machine can read a
 * command line, so that the address is in none. False: there is no desktop, or it cannot be started; the user opens the
 * address then. This is the one place in sladd where another program is run. */
bool browser_open(struct browser_lead *lead, const char *address);

/* Has xdg-open ended since, and opened nothing? True once. */
bool browser_failed(struct browser_lead *lead);

/* The browser is there, or need not come any more: the file goes. Harmless where there is none. */
void browser_arrived(struct browser_lead *lead);

#endif
