#define _GNU_SOURCE
#include "service.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define RUNTIME "/2018-06-01/runtime/"
#define PATIENCE_SECONDS 10
#define HEAD_LIMIT ((size_t)32 * 1024)
#define ID_LENGTH 36
#define DEADLINE_LENGTH 13
#define SERIAL_DIGITS 8

static bool refuse(struct service *service, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool refuse(struct service *service, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(service->reason, sizeof service->reason, format, arguments);
    va_end(arguments);
    return false;
}

/* ---- The event: built once, then only its ids, its deadline and its serial number change. ---- */

static void fill_payload(char *payload, size_t length) {
    static const char words[] = "the quick brown fox jumps over the lazy dog 0123456789 ";
    for (size_t i = 0; i < length; i++) {
        payload[i] = words[i % (sizeof words - 1)];
    }
    if (length == 1) {
        payload[0] = '1';
    } else if (length > 1) {
        payload[0] = payload[length - 1] = '"';
    }
}

bool service_init(struct service *service, size_t payload_length, bool verify) {
    *service = (struct service){
        .listener = -1, .connection = -1, .verify = verify, .payload_length = payload_length};
    char head[1024];
    int head_length = snprintf(head, sizeof head,
                               "HTTP/1.1 200 OK\r\n"
                               "Content-Type: application/json\r\n"
                               "Lambda-Runtime-Aws-Request-Id: %*s\r\n"
                               "Lambda-Runtime-Deadline-Ms: %*s\r\n"
                               "Lambda-Runtime-Invoked-Function-Arn: "
                               "arn:aws:lambda:us-east-1:123456789012:function:bench\r\n"
                               "Lambda-Runtime-Trace-Id: Root=1-6789abcd-0123456789abcdef01234567;"
                               "Parent=0123456789abcdef;Sampled=0\r\n"
                               "Lambda-Runtime-Invocation-Id: %*s\r\n"
                               "Content-Length: %zu\r\n\r\n",
                               ID_LENGTH, "", DEADLINE_LENGTH, "", ID_LENGTH, "", payload_length);
    service->capacity = 2 * HEAD_LIMIT + payload_length;
    service->input = malloc(service->capacity);
    service->event_length = (size_t)head_length + payload_length;
    service->event = malloc(service->event_length + 1);
    if (service->input == NULL || service->event == NULL) {
        return refuse(service, "out of memory");
    }
    memcpy(service->event, head, (size_t)head_length + 1);
    service->request_id = strstr(service->event, "Request-Id: ") + strlen("Request-Id: ");
    service->deadline = strstr(service->event, "Deadline-Ms: ") + strlen("Deadline-Ms: ");
    service->invocation_id = strstr(service->event, "Invocation-Id: ") + strlen("Invocation-Id: ");
    service->payload = service->event + head_length;
    fill_payload(service->payload, payload_length);
    return true;
}

void service_free(struct service *service) {
    free(service->input);
    free(service->event);
}

static uint64_t mix(uint64_t value) {
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
}

static void write_id(char *at, uint64_t seed) {
    uint64_t words[2] = {mix(seed + 0x9e3779b97f4a7c15u), mix(seed + 0x3c6ef372fe94f82au)};
    for (int digit = 0; digit < 32; digit++) {
        if (digit == 8 || digit == 12 || digit == 16 || digit == 20) {
            *at++ = '-';
        }
        *at++ = "0123456789abcdef"[(words[digit / 16] >> (digit % 16 * 4)) & 15];
    }
}

static void write_digits(char *at, size_t digits, uint64_t value) {
    while (digits-- > 0) {
        at[digits] = (char)('0' + value % 10);
        value /= 10;
    }
}

/* Every event differs from the one before, also in its payload when that has room: an old answer cannot pass
 * for a new one. */
static void renew_event(struct service *service) {
    uint64_t serial = ++service->serial;
    write_id(service->request_id, 2 * serial);
    write_id(service->invocation_id, 2 * serial + 1);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t now_ms = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
    write_digits(service->deadline, DEADLINE_LENGTH, now_ms + 60000);
    if (service->payload_length > 2) {
        size_t room = service->payload_length - 2;
        write_digits(service->payload + 1, room < SERIAL_DIGITS ? room : SERIAL_DIGITS, serial);
    }
}

/* ---- The connection ---- */

bool service_listen(struct service *service) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    service->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (service->listener < 0 || bind(service->listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(service->listener, 16) != 0 ||
        getsockname(service->listener, (struct sockaddr *)&address, &length) != 0) {
        return refuse(service, "cannot listen on 127.0.0.1: %s", strerror(errno));
    }
    service->port = ntohs(address.sin_port);
    service->received = service->consumed = 0;
    service->closes = false;
    return true;
}

static void drop_connection(struct service *service) {
    if (service->connection >= 0) {
        close(service->connection);
    }
    service->connection = -1;
}

void service_stop(struct service *service) {
    if (service->listener >= 0) {
        close(service->listener);
    }
    service->listener = -1;
    drop_connection(service);
}

static bool accept_connection(struct service *service) {
    const int slice_ms = 5;
    for (int waited = 0; waited < PATIENCE_SECONDS * 1000; waited += slice_ms) {
        struct pollfd listener = {.fd = service->listener, .events = POLLIN};
        if (poll(&listener, 1, slice_ms) > 0) {
            service->connection = accept4(service->listener, NULL, NULL, SOCK_CLOEXEC);
            if (service->connection < 0) {
                return refuse(service, "cannot accept a connection: %s", strerror(errno));
            }
            int on = 1;
            struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
            setsockopt(service->connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            setsockopt(service->connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
            setsockopt(service->connection, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
            return true;
        }
        if (subject_has_ended(service->subject)) {
            return refuse(service, "it ended too early");
        }
    }
    return refuse(service, "no connection within %d s", PATIENCE_SECONDS);
}

static bool refuse_silence(struct service *service) {
    struct pollfd listener = {.fd = service->listener, .events = POLLIN};
    if (poll(&listener, 1, 0) > 0) {
        return refuse(service,
                      "a second connection while the first is open: this service reads one at a time");
    }
    return refuse(service, "no %s within %d s", service->received == 0 ? "request" : "complete request",
                  PATIENCE_SECONDS);
}

static bool receive_more(struct service *service) {
    for (;;) {
        if (service->connection < 0 && !accept_connection(service)) {
            return false;
        }
        ssize_t count = recv(service->connection, service->input + service->received,
                             service->capacity - service->received, 0);
        if (count > 0) {
            service->received += (size_t)count;
            return true;
        }
        if (count < 0 && errno == EAGAIN) {
            return refuse_silence(service);
        }
        if (count < 0 && errno != ECONNRESET) {
            return refuse(service, "cannot receive: %s", strerror(errno));
        }
        if (service->received > 0) {
            return refuse(service, "the connection ended within a request, after %zu bytes",
                          service->received);
        }
        drop_connection(service); /* between requests a client may close its connection and open another */
    }
}

static bool send_all(struct service *service, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t sent = send(service->connection, bytes, length, MSG_NOSIGNAL);
        if (sent < 0) {
            return refuse(service, "cannot send: %s", errno == EAGAIN ? "it does not read" : strerror(errno));
        }
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

static bool receive_request(struct service *service, struct request *request) {
    service->received -= service->consumed;
    memmove(service->input, service->input + service->consumed, service->received);
    service->consumed = 0;
    if (service->closes) {
        drop_connection(service);
        service->received = 0;
        service->closes = false;
    }

    size_t scanned = 0;
    const char *end;
    while ((end = memmem(service->input + scanned, service->received - scanned, "\r\n\r\n", 4)) == NULL &&
           service->received <= HEAD_LIMIT) {
        scanned = service->received < 3 ? 0 : service->received - 3;
        if (!receive_more(service)) {
            return false;
        }
    }
    if (end == NULL || end - service->input > (ptrdiff_t)HEAD_LIMIT) {
        return refuse(service, "a request head of more than %zu bytes", HEAD_LIMIT);
    }
    const char *wrong = request_parse(service->input, (size_t)(end + 4 - service->input), request);
    if (wrong != NULL) {
        return refuse(service, "%s", wrong);
    }
    size_t whole = request->head_length + request->body_length;
    if (whole > service->capacity) {
        return refuse(service, "a body of %zu bytes for an event of %zu", request->body_length,
                      service->payload_length);
    }
    if (request->expects_continue && service->received < whole) {
        static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
        if (!send_all(service, go_on, sizeof go_on - 1)) {
            return false;
        }
    }
    while (service->received < whole) {
        if (!receive_more(service)) {
            return false;
        }
    }
    service->consumed = whole;
    service->closes = request->closes;
    return true;
}

/* ---- The four steps of an invocation ---- */

static bool refuse_request(struct service *service, const char *expected, const struct request *request) {
    char body[160];
    size_t shown = request->body_length < sizeof body - 1 ? request->body_length : sizeof body - 1;
    for (size_t i = 0; i < shown; i++) {
        body[i] = request->body[i] >= ' ' && request->body[i] < 127 ? request->body[i] : '.';
    }
    body[shown] = '\0';
    return refuse(service, "expected %s, not %.*s %.*s%s%s", expected, (int)request->method.length,
                  request->method.at, request->target.length > 120 ? 120 : (int)request->target.length,
                  request->target.at, shown == 0 ? "" : " with ", body);
}

bool service_receive_next(struct service *service) {
    struct request request;
    if (!receive_request(service, &request)) {
        return false;
    }
    if (!text_is(request.method, "GET") || !text_is(request.target, RUNTIME "invocation/next") ||
        request.body_length != 0) {
        return refuse_request(service, "the next poll", &request);
    }
    return true;
}

bool service_send_event(struct service *service) {
    renew_event(service);
    return send_all(service, service->event, service->event_length);
}

static bool is_answer(const struct service *service, const struct request *request) {
    char wanted[128];
    snprintf(wanted, sizeof wanted, RUNTIME "invocation/%.*s/response", ID_LENGTH, service->request_id);
    return text_is(request->method, "POST") && text_is(request->target, wanted);
}

bool service_receive_answer(struct service *service) {
    struct request request;
    if (!receive_request(service, &request)) {
        return false;
    }
    if (!is_answer(service, &request)) {
        char expected[128];
        snprintf(expected, sizeof expected, "the response to %.*s", ID_LENGTH, service->request_id);
        return refuse_request(service, expected, &request);
    }
    if (request.invocation_id.at != NULL &&
        (request.invocation_id.length != ID_LENGTH ||
         memcmp(request.invocation_id.at, service->invocation_id, ID_LENGTH) != 0)) {
        return refuse(service, "another Lambda-Runtime-Invocation-Id than the event's");
    }
    if (request.body_length != service->payload_length) {
        return refuse(service, "an answer of %zu bytes to an event of %zu", request.body_length,
                      service->payload_length);
    }
    if (service->verify && memcmp(request.body, service->payload, service->payload_length) != 0) {
        return refuse(service, "an answer whose bytes are not the event's");
    }
    return true;
}

bool service_accept_answer(struct service *service) {
    static const char accepted[] = "HTTP/1.1 202 Accepted\r\n"
                                   "Content-Type: application/json\r\n"
                                   "Content-Length: 16\r\n\r\n"
                                   "{\"status\":\"OK\"}\n";
    return send_all(service, accepted, sizeof accepted - 1);
}
