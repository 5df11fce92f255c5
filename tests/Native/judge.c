#define _GNU_SOURCE
#include "judge.h"
#include "requests.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LARGEST_REQUEST (256 * 1024)

static struct judge_plan plan;
static struct judge_event *events;
static size_t current;
static unsigned refused, init_errors;
static size_t received, sent, reply, received_by_second, sent_by_second;
static int is_cut;

static char unread[LARGEST_REQUEST + 1];
static size_t unread_count;

static char endpoint[32];
static struct sockaddr_in address;
static int listener;
static atomic_int is_away, is_over;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int is_listening, connection = -1;
static pthread_t thread;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/* A socket that is bound but does not listen keeps the port: connecting to it is refused. */
static void bind_listener(void) {
    const int on = 1;
    socklen_t length = sizeof address;
    listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, length) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &length) != 0)
        fail("bind");
}

static int counts(void) { return current > 0 && events[0].handed_out > 0; }

/* Sends, up to the cut; 0 where the connection has to end. */
static int send_all(const char *bytes) {
    size_t length = strlen(bytes);
    int goes_on = 1;
    if (plan.is_cut_sending && !is_cut && counts() && sent + length > plan.cut) {
        length = plan.cut - sent;
        is_cut = 1;
        goes_on = 0;
    }
    if (counts())
        sent += length;
    return (length == 0 || send(connection, bytes, length, MSG_NOSIGNAL) == (ssize_t)length) && goes_on;
}

static void note_error_type(struct judge_event *event, const char *request) {
    static const char name[] = "Lambda-Runtime-Function-Error-Type: ";
    const char *value = strstr(request, name);
    if (value == NULL)
        return;
    value += sizeof name - 1;
    snprintf(event->error_type, sizeof event->error_type, "%.*s", (int)strcspn(value, "\r"), value);
}

/* Answers one request; 0 where the connection has to end. */
static int serve(const char *request) {
    static const char accepted[] = "HTTP/1.1 202 Accepted\r\nContent-Length: 16\r\n\r\n{\"status\":\"OK\"}\n";
    size_t number = 0;
    char kind[16] = "";
    if (strncmp(request, "GET ", 4) == 0) {
        char text[512], body[64];
        int goes_on;
        if (current > 0 && events[current - 1].accepted == 0)
            number = current;
        else if (current == plan.events)
            return send_all("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
        else
            number = current + 1;
        snprintf(body, sizeof body, "{\"event\":%zu}", number);
        snprintf(text, sizeof text,
                 "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: "
                 "event-%zu\r\n"
                 "Lambda-Runtime-Invocation-Id: attempt-%zu\r\nContent-Length: %zu\r\n\r\n%s",
                 number, number, strlen(body), body);
        goes_on = send_all(text);
        current = number;
        events[number - 1].handed_out++;
        if (number == 2 && received_by_second == 0) {
            received_by_second = received;
            sent_by_second = sent;
        }
        return goes_on;
    }
    if (strncmp(request, "POST /2018-06-01/runtime/init/error", 35) == 0) {
        init_errors++;
        return send_all(accepted);
    }
    if (sscanf(request, "POST /2018-06-01/runtime/invocation/event-%zu/%15[a-z]", &number, kind) != 2 ||
        number == 0 || number != current || events[number - 1].accepted > 0) {
        refused++;
        return send_all("HTTP/1.1 400 Bad Request\r\nContent-Length: 33\r\n\r\n"
                        "{\"errorType\":\"InvalidRequestID\"}\n");
    }
    events[number - 1].accepted++;
    events[number - 1].is_failure = strcmp(kind, "error") == 0;
    note_error_type(&events[number - 1], request);
    snprintf(events[number - 1].body, sizeof events->body, "%s", strstr(request, "\r\n\r\n") + 4);
    if (number == 1) {
        int goes_on = send_all(accepted);
        reply = sent;
        return goes_on;
    }
    return send_all(accepted);
}

/* An answer that the connection's end cut off behind its head. */
static void note_truncated(void) {
    size_t number;
    if (!plan.truncated_is_over || strstr(unread, "\r\n\r\n") == NULL ||
        sscanf(unread, "POST /2018-06-01/runtime/invocation/event-%zu/", &number) != 1 || number != current ||
        events[number - 1].accepted > 0)
        return;
    events[number - 1].accepted++;
    events[number - 1].is_truncated = 1;
}

/* Serves a connection to its end. */
static void serve_connection(void) {
    unread_count = 0;
    unread[0] = '\0';
    for (;;) {
        size_t room = LARGEST_REQUEST - unread_count, length;
        ssize_t count;
        if (plan.is_cut_receiving && !is_cut && counts()) {
            room = plan.cut - received < room ? plan.cut - received : room;
            if (room == 0) {
                is_cut = 1;
                break;
            }
        }
        count = read(connection, unread + unread_count, room);
        if (count <= 0 || atomic_load(&is_away))
            break;
        if (counts())
            received += (size_t)count;
        unread_count += (size_t)count;
        unread[unread_count] = '\0';
        while ((length = request_length(unread, unread_count)) > 0) {
            static char request[LARGEST_REQUEST + 1];
            memcpy(request, unread, length);
            request[length] = '\0';
            unread_count -= length;
            memmove(unread, unread + length, unread_count + 1);
            if (!serve(request))
                return;
        }
    }
    note_truncated();
}

static void *accept_all(void *unused) {
    (void)unused;
    for (;;) {
        const struct linger reset = {1, 0};
        const int on = 1;
        int was_cut;
        pthread_mutex_lock(&gate);
        while (!is_listening && !atomic_load(&is_over))
            pthread_cond_wait(&changed, &gate);
        pthread_mutex_unlock(&gate);
        if (atomic_load(&is_over))
            return NULL;
        connection = accept(listener, NULL, NULL);
        if (connection < 0)
            continue;
        setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        was_cut = is_cut;
        serve_connection();
        if (is_cut && !was_cut && plan.resets)
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        pthread_mutex_lock(&gate);
        close(connection);
        connection = -1;
        pthread_mutex_unlock(&gate);
    }
}

void judge_come_back(void) {
    pthread_mutex_lock(&gate);
    atomic_store(&is_away, 0);
    if (listen(listener, 16) != 0)
        fail("listen");
    is_listening = 1;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&gate);
}

void judge_go_away(void) {
    pthread_mutex_lock(&gate);
    atomic_store(&is_away, 1);
    is_listening = 0;
    shutdown(listener, SHUT_RDWR);
    close(listener);
    bind_listener();
    if (connection >= 0)
        shutdown(connection, SHUT_RDWR);
    pthread_mutex_unlock(&gate);
}

const char *judge_start(const struct judge_plan *chosen) {
    free(events);
    plan = *chosen;
    events = calloc(plan.events + 1, sizeof *events);
    if (events == NULL)
        fail("calloc");
    current = 0;
    refused = init_errors = 0;
    received = sent = reply = received_by_second = sent_by_second = 0;
    is_cut = is_listening = 0;
    atomic_store(&is_over, 0);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind_listener();
    snprintf(endpoint, sizeof endpoint, "127.0.0.1:%d", ntohs(address.sin_port));
    judge_come_back();
    if (pthread_create(&thread, NULL, accept_all, NULL) != 0)
        fail("pthread_create");
    return endpoint;
}

void judge_end(void) {
    atomic_store(&is_over, 1);
    pthread_mutex_lock(&gate);
    shutdown(listener, SHUT_RDWR);
    if (connection >= 0)
        shutdown(connection, SHUT_RDWR);
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&gate);
    pthread_join(thread, NULL);
    close(listener);
}

const struct judge_event *judge_event(size_t number) { return &events[number - 1]; }

unsigned judge_refused(void) { return refused; }

unsigned judge_init_errors(void) { return init_errors; }

size_t judge_received(void) { return received_by_second; }

size_t judge_sent(void) { return sent_by_second; }

size_t judge_reply(void) { return reply; }
