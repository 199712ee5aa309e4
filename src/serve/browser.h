/* Showing the page: the user's browser, where there is a desktop. */
#ifndef SERVE_BROWSER_H
#define SERVE_BROWSER_H

#include <stdbool.h>

/* Hand the address to xdg-open(1). False: there is no desktop, or it cannot be started; the user opens it then. This is
 * the one place in sladd where another program is run. */
bool browser_open(const char *address);

#endif
