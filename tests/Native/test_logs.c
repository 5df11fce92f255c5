/* lambdaclient_log from several threads, through one client and through several: every line whole, none lost.
 */
#define _GNU_SOURCE
#include "check.h"
#include "parts.h"
#include "service.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>

#define ACCEPTED "HTTP/1.1 202 Accepted\r\nContent-Length: 16\r\n\r\n{\"status\":\"OK\"}\n"
#define WRITERS 8
#define LINES 30
#define EVENTS 1000
#define LARGEST_ID 60

/* A pipe in the place of a log's descriptor; all that is written to it is collected. */
static struct {
    int descriptors[2];
    char *bytes;
    size_t count;
    pthread_t thread;
} collected;

static void *collect(void *unused) {
    size_t room = 0;
    (void)unused;
    for (;;) {
        ssize_t count;
        if (room - collected.count < 65536) {
            room = room * 2 + 262144;
            collected.bytes = realloc(collected.bytes, room + 1);
            CHECK(collected.bytes != NULL);
        }
        count = read(collected.descriptors[0], collected.bytes + collected.count, 65536);
        if (count <= 0)
            break;
        collected.count += (size_t)count;
    }
    collected.bytes[collected.count] = '\0';
    return NULL;
}

static void begin_to_collect(int is_framed) {
    char number[16];
    CHECK(pipe(collected.descriptors) == 0);
    if (is_framed) {
        snprintf(number, sizeof number, "%d", collected.descriptors[1]);
        setenv("_LAMBDA_TELEMETRY_LOG_FD", number, 1);
    } else {
        CHECK(dup2(collected.descriptors[1], STDOUT_FILENO) == STDOUT_FILENO);
    }
    CHECK(pthread_create(&collected.thread, NULL, collect, NULL) == 0);
}

static void end_of_collecting(void) {
    const int nowhere = open("/dev/null", O_WRONLY);
    CHECK(dup2(nowhere, STDOUT_FILENO) == STDOUT_FILENO && close(nowhere) == 0);
    close(collected.descriptors[1]);
    pthread_join(collected.thread, NULL);
}

/* Some lines are longer than what a pipe takes as one piece, some than the whole pipe. */
static size_t size_of(size_t number) { return number % 10 == 0 ? 100000 : number % 3 == 0 ? 5000 : 10; }

static void *write_through_a_client(void *argument) {
    const size_t writer = (size_t)argument;
    static char texts[WRITERS][100000];
    lambdaclient_t *client = open_at("127.0.0.1:9");
    size_t i;
    memset(texts[writer], (int)('a' + writer), sizeof texts[writer]);
    for (i = 0; i < LINES; i++) {
        const lambdaclient_view_t message = {(const uint8_t *)texts[writer], size_of(i)};
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_log(client, LAMBDACLIENT_LOG_INFO, message, NULL, NULL));
    }
    lambdaclient_close(client);
    return NULL;
}

static void write_through_several_clients(int is_framed) {
    pthread_t threads[WRITERS];
    size_t i;
    begin_to_collect(is_framed);
    for (i = 0; i < WRITERS; i++)
        CHECK(pthread_create(&threads[i], NULL, write_through_a_client, (void *)i) == 0);
    for (i = 0; i < WRITERS; i++)
        pthread_join(threads[i], NULL);
    end_of_collecting();
}

/* A message of one letter, which is its writer's, in the size of the writer's next line. */
static void expect_message(const char *message, size_t size, size_t next[WRITERS]) {
    const size_t writer = (size_t)(message[0] - 'a');
    size_t i;
    CHECK(writer < WRITERS && size == size_of(next[writer]++));
    for (i = 0; i < size; i++)
        CHECK(message[i] == message[0]);
}

static void lines_of_several_clients_never_mix(void) {
    size_t next[WRITERS] = {0}, count = 0;
    char *rest, *line;
    write_through_several_clients(0);
    for (line = strtok_r(collected.bytes, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        const char *message = strrchr(line, '\t');
        CHECK(message != NULL);
        expect_message(message + 1, strlen(message + 1), next);
        count++;
    }
    CHECK(count == WRITERS * LINES);
}

static void frames_of_several_clients_never_mix(void) {
    size_t next[WRITERS] = {0}, count = 0, at = 0;
    write_through_several_clients(1);
    while (at < collected.count) {
        const unsigned char *head = (const unsigned char *)collected.bytes + at;
        const size_t size = (size_t)head[5] << 16 | (size_t)head[6] << 8 | head[7];
        const char *line = collected.bytes + at + 16;
        const char *message = memrchr(line, '\t', size);
        CHECK(head[0] == 0xa5 && head[1] == 0x5a && message != NULL);
        expect_message(message + 1, (size_t)(line + size - message - 1), next);
        at += 16 + size;
        count++;
    }
    CHECK(count == WRITERS * LINES && at == collected.count);
}

/* The ids of an event are one letter each, in a length that belongs to it, so that a torn one is seen. */
static size_t length_of_id(size_t event) { return 1 + event * 7 % LARGEST_ID; }

static void id_of(size_t event, char first, char id[LARGEST_ID + 1]) {
    memset(id, (int)(first + event % 26), length_of_id(event));
    id[length_of_id(event)] = '\0';
}

static lambdaclient_t *shared;
static atomic_int is_over;

static void log_number(const char *name, size_t writer, size_t number) {
    char text[64];
    snprintf(text, sizeof text, "%s %zu %zu.", name, writer, number);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_log(shared, LAMBDACLIENT_LOG_INFO, view(text), NULL, NULL));
}

static void *log_until_the_end(void *argument) {
    size_t written = 0;
    while (!atomic_load(&is_over) || written < LINES)
        log_number("beside", (size_t)argument, written++);
    return (void *)written;
}

/* Whether a line has the ids of an event: all three of them, whole. */
static int has_ids_of(const char *line, size_t event) {
    char request[LARGEST_ID + 1], tenant[LARGEST_ID + 1], text[4 * LARGEST_ID];
    id_of(event, 'a', request);
    id_of(event, 'A', tenant);
    snprintf(text, sizeof text, "\"requestId\":\"%s\",\"tenantId\":\"%s\",\"traceId\":\"%s\",", request,
             tenant, request);
    return strstr(line, text) != NULL;
}

static void expect_line(const char *line, size_t next[WRITERS], size_t *handled) {
    const char *number = strstr(line, "\"message\":\""), *id;
    size_t writer = 0, index = 0, event;
    CHECK(number != NULL);
    if (sscanf(number, "\"message\":\"handled %zu %zu.\"", &writer, &index) == 2) {
        CHECK(index == 4 * (*handled)++);
        CHECK(has_ids_of(line, index));
        return;
    }
    CHECK(sscanf(number, "\"message\":\"beside %zu %zu.\"", &writer, &index) == 2 && writer < WRITERS);
    CHECK(index == next[writer]++);
    if (strstr(line, "requestId") == NULL) {
        CHECK(strstr(line, "tenantId") == NULL && strstr(line, "traceId") == NULL);
        return;
    }
    id = strstr(line, "\"requestId\":\"") + strlen("\"requestId\":\"");
    for (event = 0; event < EVENTS; event++)
        if (*id == (char)('a' + event % 26) && has_ids_of(line, event))
            return;
    CHECK(event < EVENTS);
}

static void serve_all_events(void) {
    size_t i;
    for (i = 0; i < EVENTS; i++) {
        lambdaclient_invocation_t *invocation = NULL;
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(shared, &invocation, NULL));
        /* Otherwise another thread is the first to read the event's ids, perhaps while it is being answered.
         */
        if (i % 4 == 0)
            log_number("handled", 0, i);
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_respond(invocation, view("{}"), view(NULL), NULL));
    }
}

static void any_thread_logs_through_a_client_that_serves(void) {
    static char events[EVENTS][512];
    static struct step steps[2 * EVENTS];
    size_t next[WRITERS] = {0}, handled = 0, i;
    pthread_t threads[WRITERS];
    void *written;
    char *rest, *line;

    for (i = 0; i < EVENTS; i++) {
        char request[LARGEST_ID + 1], tenant[LARGEST_ID + 1];
        id_of(i, 'a', request);
        id_of(i, 'A', tenant);
        snprintf(
            events[i], sizeof events[i],
            "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: %s\r\nLambda-Runtime-Aws-Tenant-Id: %s\r\n"
            "Lambda-Runtime-Trace-Id: %s\r\nContent-Length: 2\r\n\r\n{}",
            request, tenant, request);
        steps[2 * i].send = events[i];
        steps[2 * i + 1].send = ACCEPTED;
        steps[2 * i + 1].ending = i + 1 == EVENTS ? CLOSE : STAY;
    }
    setenv("AWS_LAMBDA_LOG_FORMAT", "JSON", 1);
    begin_to_collect(0);
    shared = open_at(service_start(steps, 2 * EVENTS));
    for (i = 0; i < WRITERS; i++)
        CHECK(pthread_create(&threads[i], NULL, log_until_the_end, (void *)i) == 0);
    serve_all_events();
    CHECK(service_join() == 2 * EVENTS);
    atomic_store(&is_over, 1);
    for (i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], &written);
        next[i] = (size_t)written;
    }
    lambdaclient_close(shared);
    end_of_collecting();
    {
        size_t seen[WRITERS] = {0};
        for (line = strtok_r(collected.bytes, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest))
            expect_line(line, seen, &handled);
        CHECK(handled == EVENTS / 4 && memcmp(seen, next, sizeof next) == 0);
    }
}

static void *park(void *unused) {
    lambdaclient_invocation_t *none = NULL;
    (void)unused;
    CHECK_STATUS(LAMBDACLIENT_E_CANCELLED, lambdaclient_next(shared, &none, NULL));
    return NULL;
}

static void a_parked_poll_does_not_keep_others_from_logging(void) {
    static const struct step steps[] = {{NULL, HOLD, 0}};
    pthread_t thread;
    begin_to_collect(0);
    shared = open_at(service_start(steps, 1));
    CHECK(pthread_create(&thread, NULL, park, NULL) == 0);
    service_wait_for_requests(1);
    log_number("parked", 0, 0);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(shared, NULL));
    pthread_join(thread, NULL);
    service_join();
    lambdaclient_close(shared);
    end_of_collecting();
    CHECK(strstr(collected.bytes, "\t-\tINFO\tparked 0 0.\n") != NULL);
}

int main(void) {
    static void (*const parts[])(void) = {
        lines_of_several_clients_never_mix, frames_of_several_clients_never_mix,
        any_thread_logs_through_a_client_that_serves, a_parked_poll_does_not_keep_others_from_logging};
    return run_parts(parts, sizeof parts / sizeof *parts);
}
