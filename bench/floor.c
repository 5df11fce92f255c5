/* The floor: as little C as an honest Runtime API client needs. Every other client is measured against it.
 *
 * One keep-alive connection, blocking calls, one send per request, reads as large as the buffer. It trusts
 * its service: a Content-Length on every response, no chunked bodies, an IPv4 address in
 * AWS_LAMBDA_RUNTIME_API. It echoes each event until the service closes the connection or answers `next` with
 * anything but 200.
 *
 * With --one-write an answer and the next poll leave in one send, and both replies are read from one buffer.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define INVOCATION "/2018-06-01/runtime/invocation/"

/* Offsets are in the buffer, which may move when it grows. */
struct response {
    int status;
    size_t id_at;
    size_t id_length; /* 0: no request id */
    size_t body_at;
    size_t body_length;
};

static int connection;
static char *buffer;
static size_t capacity;
static size_t received; /* bytes in the buffer */
static size_t consumed; /* bytes of them that belong to responses already read */

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "lambdaclient-floor: %s\n", what);
    exit(1);
}

static void reserve(size_t wanted) {
    if (wanted <= capacity) {
        return;
    }
    char *grown = realloc(buffer, wanted);
    if (grown == NULL) {
        fail("out of memory");
    }
    buffer = grown;
    capacity = wanted;
}

/* A connection that is gone is how a service says goodbye. */
static _Noreturn void finish_or_fail(const char *what) {
    if (errno == ECONNRESET || errno == EPIPE) {
        exit(0);
    }
    fail(what);
}

static void open_connection(const char *endpoint) {
    char host[INET_ADDRSTRLEN];
    const char *colon = strchr(endpoint, ':');
    if (colon == NULL || (size_t)(colon - endpoint) >= sizeof host || strlen(colon) > sizeof ":65535" - 1) {
        fail("AWS_LAMBDA_RUNTIME_API is not address:port");
    }
    memcpy(host, endpoint, (size_t)(colon - endpoint));
    host[colon - endpoint] = '\0';

    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(colon + 1))};
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1) {
        fail("AWS_LAMBDA_RUNTIME_API does not start with an IPv4 address");
    }
    int on = 1;
    connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection < 0 || connect(connection, (struct sockaddr *)&address, sizeof address) != 0 ||
        setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) {
        fail("cannot connect");
    }
}

/* Sends all parts, none of them empty, with one system call unless the kernel takes less. */
static void send_parts(struct iovec *parts, size_t count) {
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = count};
    while (message.msg_iovlen > 0) {
        ssize_t sent = sendmsg(connection, &message, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent < 0) {
            finish_or_fail("cannot send");
        }
        size_t left = (size_t)sent;
        while (message.msg_iovlen > 0 && left >= message.msg_iov->iov_len) {
            left -= message.msg_iov->iov_len;
            message.msg_iov++;
            message.msg_iovlen--;
        }
        if (message.msg_iovlen > 0) {
            message.msg_iov->iov_base = (char *)message.msg_iov->iov_base + left;
            message.msg_iov->iov_len -= left;
        }
    }
}

static void receive_more(void) {
    for (;;) {
        ssize_t count = recv(connection, buffer + received, capacity - received, 0);
        if (count > 0) {
            received += (size_t)count;
            return;
        }
        if (count == 0) {
            exit(0);
        }
        if (errno != EINTR) {
            finish_or_fail("cannot receive");
        }
    }
}

/* The value of a header line, when the line has this name; NULL otherwise. */
static const char *value_of(const char *line, const char *end, const char *name) {
    size_t length = strlen(name);
    if ((size_t)(end - line) <= length || line[length] != ':' || strncasecmp(line, name, length) != 0) {
        return NULL;
    }
    const char *value = line + length + 1;
    while (value < end && *value == ' ') {
        value++;
    }
    return value;
}

static struct response parse_head(size_t head_at, size_t head_length) {
    const char *head = buffer + head_at;
    struct response response = {.body_at = head_at + head_length};
    bool has_length = false;
    if (head_length < 13 || memcmp(head, "HTTP/1.1 ", 9) != 0) {
        fail("not an HTTP/1.1 response");
    }
    response.status = atoi(head + 9);

    const char *line = memchr(head, '\n', head_length);
    const char *head_end = head + head_length - 2;
    while (++line < head_end) {
        const char *end = memchr(line, '\r', (size_t)(head_end - line));
        if (end == NULL) {
            break;
        }
        const char *value;
        if ((value = value_of(line, end, "Content-Length")) != NULL) {
            response.body_length = strtoul(value, NULL, 10);
            has_length = true;
        } else if ((value = value_of(line, end, "Lambda-Runtime-Aws-Request-Id")) != NULL) {
            response.id_at = (size_t)(value - buffer);
            response.id_length = (size_t)(end - value);
        }
        line = end + 1;
    }
    if (!has_length) {
        fail("a response without Content-Length");
    }
    return response;
}

/* The response after the last one. Its bytes stay in the buffer until the next call. */
static struct response read_response(void) {
    if (consumed == received) {
        consumed = received = 0;
    }
    size_t start = consumed;
    size_t scanned = start;
    const char *end;
    while ((end = memmem(buffer + scanned, received - scanned, "\r\n\r\n", 4)) == NULL) {
        scanned = received - start < 3 ? start : received - 3;
        if (received == capacity) {
            reserve(2 * capacity);
        }
        receive_more();
    }
    struct response response = parse_head(start, (size_t)(end + 4 - buffer) - start);
    consumed = response.body_at + response.body_length;
    reserve(consumed);
    while (received < consumed) {
        receive_more();
    }
    return response;
}

static bool parse_arguments(int argc, char **argv) {
    if (argc == 1) {
        return false;
    }
    if (argc != 2 || strcmp(argv[1], "--one-write") != 0) {
        fail("usage: lambdaclient-floor [--one-write]");
    }
    return true;
}

int main(int argc, char **argv) {
    bool one_write = parse_arguments(argc, argv);
    const char *endpoint = getenv("AWS_LAMBDA_RUNTIME_API");
    if (endpoint == NULL) {
        fail("AWS_LAMBDA_RUNTIME_API is not set");
    }
    reserve(64 * 1024);
    open_connection(endpoint);

    char next[512];
    size_t next_length =
        (size_t)snprintf(next, sizeof next, "GET " INVOCATION "next HTTP/1.1\r\nHost: %s\r\n\r\n", endpoint);
    send_parts(&(struct iovec){next, next_length}, 1);
    for (;;) {
        struct response event = read_response();
        if (event.status != 200) {
            return 0;
        }
        if (event.id_length == 0 || event.id_length > 256) {
            fail("an event without a usable request id");
        }
        char head[1024];
        int head_length = snprintf(head, sizeof head,
                                   "POST " INVOCATION "%.*s/response HTTP/1.1\r\nHost: %s\r\n"
                                   "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
                                   (int)event.id_length, buffer + event.id_at, endpoint, event.body_length);
        struct iovec parts[3] = {{head, (size_t)head_length}};
        size_t count = 1;
        if (event.body_length > 0) {
            parts[count++] = (struct iovec){buffer + event.body_at, event.body_length};
        }
        if (one_write) {
            parts[count++] = (struct iovec){next, next_length};
        }
        send_parts(parts, count);
        if (read_response().status != 202) {
            fail("the answer was not accepted");
        }
        if (!one_write) {
            send_parts(&(struct iovec){next, next_length}, 1);
        }
    }
}
