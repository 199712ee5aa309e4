#include "serve/guard.h"

#include "base/ascii.h"
#include "serve/request.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

enum sladd_status guard_init(struct guard *guard, unsigned port, struct sladd_error *err) {
    uint8_t bytes[TOKEN_BYTES];
    guard->port = port;
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return sladd_fail(err, fail_as(SLADD_IO, errno), "no random numbers: %s", fail_reason(errno));
    hex_of((struct span){bytes, sizeof bytes}, guard->token);
    return SLADD_OK;
}

void guard_address(const struct guard *guard, char address[ADDRESS_TEXT]) {
    (void)snprintf(address, ADDRESS_TEXT, "http://127.0.0.1:%u/%s/", guard->port, guard->token);
}

/* "127.0.0.1:8080" or "localhost:8080", as a Host has it; an Origin has "http://" before it. */
static bool is_ours(const struct guard *guard, const char *text, const char *before) {
    static const char *const names[] = {"127.0.0.1", "localhost"};
    char whole[64];
    bool ours = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        (void)snprintf(whole, sizeof whole, "%s%s:%u", before, names[i], guard->port);
        ours = ours || ascii_same(text, whole);
    }
    return ours;
}

static bool is_token(const struct guard *guard, const char *text) {
    unsigned differs = 0;
    for (size_t i = 0; i < TOKEN_TEXT - 1; i++)
        differs |= (unsigned)(guard->token[i] ^ text[i]);
    return differs == 0;
}

static bool is_text(const char *text, const char *wanted) {
    return text != NULL && strcmp(text, wanted) == 0;
}

/* The browser goes to the page, from wherever somebody has the address. */
static bool is_led_here(const struct visitor *visitor) {
    return is_text(visitor->site, "cross-site") && is_text(visitor->mode, "navigate") &&
           is_text(visitor->dest, "document") && strcmp(visitor->method, "GET") == 0 &&
           strnlen(visitor->path, REQUEST_MAX_PATH) == TOKEN_TEXT + 1; /* nothing behind the token */
}

/* A page of this server asked, or a person who typed or opened the address. */
static bool is_welcome(const struct guard *guard, const struct visitor *visitor) {
    if (visitor->host == NULL || !is_ours(guard, visitor->host, ""))
        return false;
    if (visitor->origin != NULL && !is_ours(guard, visitor->origin, "http://"))
        return false;
    return visitor->site == NULL || is_text(visitor->site, "same-origin") || is_text(visitor->site, "none") ||
           is_led_here(visitor);
}

unsigned guard_check(const struct guard *guard, const struct visitor *visitor, const char **name) {
    static const char json[] = "application/json";
    const size_t token = TOKEN_TEXT - 1;
    bool post = strcmp(visitor->method, "POST") == 0;
    *name = "";
    if (!is_welcome(guard, visitor))
        return HTTP_FORBIDDEN;
    size_t length = strnlen(visitor->path, REQUEST_MAX_PATH + 1);
    if (length > REQUEST_MAX_PATH || length < token + 2 || visitor->path[0] != '/' || visitor->path[token + 1] != '/' ||
        !is_token(guard, visitor->path + 1))
        return HTTP_NOT_FOUND;
    if (!post && strcmp(visitor->method, "GET") != 0)
        return HTTP_BAD_METHOD;
    /* What another page can send without asking first (a form, an image) has neither of these. */
    if (post && visitor->origin == NULL)
        return HTTP_FORBIDDEN;
    if (post && (visitor->type == NULL || strncmp(visitor->type, json, sizeof json - 1) != 0))
        return HTTP_BAD_TYPE;
    *name = visitor->path + token + 2;
    return 0;
}
