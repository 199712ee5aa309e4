/* Who may ask: the browser that was given the address, and no other page in it.
 *
 * The server listens on the loopback address only. Every address begins with a random token; Host must be the loopback
 * address with the right port, so that a name which somebody lets point to it (DNS rebinding) gets nothing; a foreign
 * Origin, or a Sec-Fetch-Site that is not ours, gets nothing either (Fetch standard, RFC 6454), but for the page itself
 * in a window of its own: the file that leads the browser to it (serve/browser.h) is of another site. */
#ifndef SERVE_GUARD_H
#define SERVE_GUARD_H

#include "base/fail.h"

#include <stdbool.h>

enum { TOKEN_BYTES = 32, TOKEN_TEXT = 2 * TOKEN_BYTES + 1, ADDRESS_TEXT = 128 };

struct guard {
    char token[TOKEN_TEXT]; /* hexadecimal */
    unsigned port;
};

/* What a request says of itself. NULL: it does not say. */
struct visitor {
    const char *method, *path;
    const char *host, *origin, *site; /* Host, Origin, Sec-Fetch-Site */
    const char *type;                 /* Content-Type */
    const char *mode, *dest;          /* Sec-Fetch-Mode, Sec-Fetch-Dest */
};

/* Draw a token (getrandom(2)). */
enum sladd_status guard_init(struct guard *guard, unsigned port, struct sladd_error *err);

/* Where the page is: "http://127.0.0.1:PORT/TOKEN/". */
void guard_address(const struct guard *guard, char address[ADDRESS_TEXT]);

/* 0: let in, `*name` is what is asked for (part of visitor->path); else the HTTP status of the refusal. The token is
 * compared in a time that does not depend on it. */
unsigned guard_check(const struct guard *guard, const struct visitor *visitor, const char **name);

#endif
