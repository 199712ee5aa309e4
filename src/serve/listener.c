#include "serve/listener.h"

#include "base/array.h"
#include "base/ascii.h"
#include "base/clock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_TURNS = 100 };

/* Of a connection, so that one that trickles does not stay for ever. */
struct caller {
    int fd; /* borrowed from the daemon; -1: free */
    time_t since;
};

struct listener {
    struct MHD_Daemon *daemon;
    struct guard guard;
    char address[ADDRESS_TEXT];
    int epoll_fd; /* the daemon's */
    answer_request *answer;
    void *context;
    struct caller callers[REQUEST_CONNECTIONS];
};

/* One request while it comes in. */
struct coming {
    struct bytes body;
    size_t capacity;
    unsigned refused; /* HTTP status; 0: not refused */
    const char *name; /* borrowed from the connection's path */
    bool post;
};

/* Nothing from elsewhere, nothing kept, in nobody's frame (CSP level 3, Fetch metadata). */
static const char *const headers[][2] = {
    {"Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src "
                                "'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cache-Control", "no-store"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
};

static struct MHD_Response *response_of(struct reply *reply) {
    struct MHD_Response *response = NULL;
    if (reply->size > 0) {
        int fd = fcntl(reply->fd, F_DUPFD_CLOEXEC, 0);
        response = fd >= 0 ? MHD_create_response_from_fd_at_offset64(reply->size, fd, (uint64_t)reply->offset) : NULL;
        if (response == NULL && fd >= 0)
            (void)close(fd);
        return response;
    }
    if (reply->whole.data != NULL)
        return MHD_create_response_from_buffer(reply->whole.size, (void *)reply->whole.data, MHD_RESPMEM_PERSISTENT);
    response = MHD_create_response_from_buffer(reply->body.size, reply->body.data, MHD_RESPMEM_MUST_FREE);
    if (response != NULL)
        reply->body = (struct bytes){0};
    return response;
}

static enum MHD_Result send_reply(struct MHD_Connection *connection, struct reply *reply) {
    struct MHD_Response *response = response_of(reply);
    enum MHD_Result sent = MHD_NO;
    if (response != NULL) {
        for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
            (void)MHD_add_response_header(response, headers[i][0], headers[i][1]);
        if (reply->type != NULL)
            (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->type);
        if (reply->status >= HTTP_BAD_REQUEST && reply->status != HTTP_CONFLICT)
            (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
        sent = MHD_queue_response(connection, reply->status, response);
        MHD_destroy_response(response);
    }
    bytes_clear(&reply->body);
    if (reply->close && reply->size > 0)
        (void)close(reply->fd);
    return sent;
}

static enum MHD_Result refuse(struct MHD_Connection *connection, unsigned status) {
    struct reply reply = {.status = status, .type = "text/plain"};
    static const char text[] = "no\n";
    reply.whole = (struct span){(const uint8_t *)text, sizeof text - 1};
    return send_reply(connection, &reply);
}

static const char *header(struct MHD_Connection *connection, const char *name) {
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

/* Two of a kind could mean one thing to us and another to whoever forged them. */
static enum MHD_Result count_host(void *counter, enum MHD_ValueKind kind, const char *key, const char *value) {
    (void)kind;
    (void)value;
    *(int *)counter += key != NULL && ascii_same(key, MHD_HTTP_HEADER_HOST);
    return MHD_YES;
}

static unsigned judge(const struct listener *listener, struct MHD_Connection *connection, const char *method,
                      const char *path, struct coming *coming) {
    int hosts = 0;
    struct visitor visitor = {.method = method,
                              .path = path,
                              .host = header(connection, MHD_HTTP_HEADER_HOST),
                              .origin = header(connection, MHD_HTTP_HEADER_ORIGIN),
                              .site = header(connection, "Sec-Fetch-Site"),
                              .type = header(connection, MHD_HTTP_HEADER_CONTENT_TYPE),
                              .mode = header(connection, "Sec-Fetch-Mode"),
                              .dest = header(connection, "Sec-Fetch-Dest")};
    (void)MHD_get_connection_values(connection, MHD_HEADER_KIND, count_host, &hosts);
    coming->post = strcmp(method, "POST") == 0;
    if (hosts != 1)
        return HTTP_FORBIDDEN;
    unsigned status = guard_check(&listener->guard, &visitor, &coming->name);
    const char *length = header(connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
    if (status == 0 && coming->post && length != NULL && strtoull(length, NULL, 10) > REQUEST_MAX_BODY)
        return HTTP_TOO_LARGE;
    return status;
}

/* A whole number from 0 of at most nine digits; -1: anything else. */
static long long number_of(struct MHD_Connection *connection, const char *name) {
    const char *text = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name);
    size_t length = text != NULL ? strnlen(text, 11) : 0;
    if (length == 0 || length > 9 || strspn(text, "0123456789") != length)
        return -1;
    return strtoll(text, NULL, 10);
}

static void take_body(struct coming *coming, const char *data, size_t size) {
    struct bytes *body = &coming->body;
    if (coming->refused == 0 && (size > REQUEST_MAX_BODY || body->size + size > REQUEST_MAX_BODY))
        coming->refused = HTTP_TOO_LARGE;
    if (coming->refused == 0 && !array_grow((void **)&body->data, &coming->capacity, body->size + size, 1))
        coming->refused = HTTP_SERVER_ERROR;
    if (coming->refused == 0) {
        memcpy(body->data + body->size, data, size);
        body->size += size;
    }
}

/* Called for the headers, for every part of a body, and at the end. */
static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *path, const char *method,
                              const char *version, const char *data, size_t *size, void **state) {
    struct listener *listener = context;
    struct coming *coming = *state;
    (void)version;
    if (coming == NULL) {
        *state = coming = calloc(1, sizeof *coming);
        if (coming == NULL)
            return MHD_NO;
        coming->refused = judge(listener, connection, method, path, coming);
        return coming->refused != 0 ? refuse(connection, coming->refused) : MHD_YES;
    }
    if (*size > 0) {
        take_body(coming, data, *size);
        *size = 0;
        return MHD_YES;
    }
    if (coming->refused != 0)
        return refuse(connection, coming->refused);
    struct request request = {.name = coming->name,
                              .post = coming->post,
                              .photo = number_of(connection, "photo"),
                              .since = number_of(connection, "since"),
                              .body = bytes_span(&coming->body)};
    struct reply reply = {0};
    listener->answer(listener->context, &request, &reply);
    return reply.status != 0 ? send_reply(connection, &reply) : refuse(connection, HTTP_SERVER_ERROR);
}

static struct caller *caller_of(struct listener *listener, int fd) {
    for (size_t i = 0; i < REQUEST_CONNECTIONS; i++)
        if (listener->callers[i].fd == fd)
            return &listener->callers[i];
    return NULL;
}

static int fd_of(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info != NULL ? info->connect_fd : -1;
}

static void connection_changed(void *context, struct MHD_Connection *connection, void **state,
                               enum MHD_ConnectionNotificationCode code) {
    struct listener *listener = context;
    bool begins = code == MHD_CONNECTION_NOTIFY_STARTED;
    struct caller *caller = caller_of(listener, begins ? -1 : fd_of(connection));
    (void)state;
    if (caller != NULL)
        *caller = (struct caller){begins ? fd_of(connection) : -1, clock_seconds()};
}

static void request_ended(void *context, struct MHD_Connection *connection, void **state,
                          enum MHD_RequestTerminationCode code) {
    struct listener *listener = context;
    struct coming *coming = *state;
    struct caller *caller = caller_of(listener, fd_of(connection));
    (void)code;
    if (caller != NULL)
        caller->since = clock_seconds();
    if (coming != NULL)
        bytes_clear(&coming->body);
    free(coming);
    *state = NULL;
}

static enum sladd_status start(struct listener *listener, unsigned port, struct sladd_error *err) {
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    errno = 0;
    listener->daemon = MHD_start_daemon(
        MHD_USE_EPOLL, (uint16_t)port, NULL, NULL, handle, listener, MHD_OPTION_SOCK_ADDR, &address,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)REQUEST_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)REQUEST_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)(32 << 10), MHD_OPTION_NOTIFY_COMPLETED,
        request_ended, listener, MHD_OPTION_NOTIFY_CONNECTION, connection_changed, listener, MHD_OPTION_END);
    if (listener->daemon == NULL && port != 0)
        return sladd_fail(err, fail_as(SLADD_IO, errno), "cannot listen on port %u (%s); give another --port, or none",
                          port, fail_reason(errno));
    if (listener->daemon == NULL)
        return sladd_fail(err, fail_as(SLADD_IO, errno), "cannot listen on 127.0.0.1: %s", fail_reason(errno));
    const union MHD_DaemonInfo *bound = MHD_get_daemon_info(listener->daemon, MHD_DAEMON_INFO_BIND_PORT);
    const union MHD_DaemonInfo *epoll = MHD_get_daemon_info(listener->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    listener->epoll_fd = epoll != NULL ? epoll->epoll_fd : -1;
    enum sladd_status status = guard_init(&listener->guard, bound != NULL ? bound->port : port, err);
    guard_address(&listener->guard, listener->address);
    return status;
}

enum sladd_status listener_open(struct listener **listener, unsigned port, answer_request *answer, void *context,
                                struct sladd_error *err) {
    struct listener *made = calloc(1, sizeof *made);
    *listener = NULL;
    if (made == NULL)
        return fail_memory(err);
    made->answer = answer;
    made->context = context;
    for (size_t i = 0; i < REQUEST_CONNECTIONS; i++)
        made->callers[i].fd = -1;
    enum sladd_status status = start(made, port, err);
    if (status == SLADD_OK)
        *listener = made;
    else
        listener_close(made);
    return status;
}

const char *listener_address(const struct listener *listener) {
    return listener->address;
}

const int *listener_fd(const struct listener *listener) {
    return &listener->epoll_fd;
}

void listener_run(struct listener *listener) {
    time_t now = clock_seconds();
    for (size_t i = 0; i < REQUEST_CONNECTIONS; i++)
        if (listener->callers[i].fd >= 0 && now - listener->callers[i].since > REQUEST_SECONDS)
            (void)shutdown(listener->callers[i].fd, SHUT_RDWR);
    /* What was read ahead makes no descriptor readable. */
    MHD_UNSIGNED_LONG_LONG wait = 0;
    for (int i = 0; i < MOST_TURNS && wait == 0; i++)
        if (MHD_run(listener->daemon) == MHD_NO || MHD_get_timeout(listener->daemon, &wait) == MHD_NO)
            break;
}

void listener_close(struct listener *listener) {
    if (listener != NULL && listener->daemon != NULL)
        MHD_stop_daemon(listener->daemon);
    free(listener);
}
