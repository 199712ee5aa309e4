/* What a browser asks of the review page's server, once the guard has let it in, and what it gets. */
#ifndef SERVE_REQUEST_H
#define SERVE_REQUEST_H

#include "base/bytes.h"

/* Limits of one request. */
enum {
    REQUEST_MAX_BODY = 64 << 10, /* bytes of a POST; an edit needs a few hundred */
    REQUEST_MAX_PATH = 200,      /* bytes; no path of a file is ever in one */
    REQUEST_SECONDS = 20,        /* from a connection's beginning, or its last answer, to the end of a request */
    REQUEST_CONNECTIONS = 24,    /* at a time */
};

/* HTTP status codes (RFC 9110) that are used. */
enum {
    HTTP_OK = 200,
    HTTP_ACCEPTED = 202, /* being made; ask again */
    HTTP_BAD_REQUEST = 400,
    HTTP_FORBIDDEN = 403,
    HTTP_NOT_FOUND = 404,
    HTTP_BAD_METHOD = 405,
    HTTP_CONFLICT = 409,
    HTTP_TOO_LARGE = 413,
    HTTP_BAD_TYPE = 415,
    HTTP_SERVER_ERROR = 500,
};

/* Everything is borrowed. A number is that of a list which the server has: no text of a request is ever opened. */
struct request {
    const char *name; /* what is asked for, behind the token; "" is the page */
    bool post;
    long long photo, since; /* of the query ("photo=3&since=17"); -1: not given, or no number */
    struct span body;       /* of a POST: JSON, not yet looked at */
};

/* Zero-initialise to start; `fd` counts only where `size` is not 0. */
struct reply {
    unsigned status;
    const char *type;  /* of the content, such as "application/json"; static */
    struct bytes body; /* owned */
    struct span whole; /* instead of it: bytes that live as long as the program */
    int fd;            /* instead of both: `size` bytes from `offset` on of this open file */
    bool close;        /* which is to be closed afterwards; otherwise it is borrowed */
    size_t size;
    long long offset;
};

#endif
