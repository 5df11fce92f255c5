/* A service that is not there, breaks off, or answers nonsense: always a status and a sentence, within a
 * second. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"
#include "service.h"

#include <time.h>

#define EVENT "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nContent-Length: 2\r\n\r\n{}"

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void expect_next(lambdaclient_t *client, int32_t expected) {
    lambdaclient_invocation_t *invocation = (lambdaclient_invocation_t *)1;
    lambdaclient_error_t *error = NULL;
    const double start = now();

    CHECK_STATUS(expected, lambdaclient_next(client, &invocation, &error));
    CHECK(now() - start < 1.0);
    CHECK(invocation == NULL);
    CHECK(strstr(lambdaclient_error_message(error), lambdaclient_status_name(expected)) != NULL);
    lambdaclient_error_free(error);
}

static void next_against(const char *sends, enum ending ending, int32_t expected) {
    struct step steps[2] = {{NULL, STAY, 0}, {NULL, STAY, 0}};
    lambdaclient_t *client;
    size_t count = 1;

    steps[0].send = sends;
    steps[0].ending = ending;
    if (sends == NULL) {
        /* Nothing came back, so the poll is made once more on a new connection: it breaks off in the same
         * way. */
        steps[1] = steps[0];
        count = 2;
    }
    client = open_at(service_start(steps, count));
    expect_next(client, expected);
    CHECK(service_join() == count);
    lambdaclient_close(client);
}

static void connection_cut_while_polling(void) {
    next_against(NULL, CLOSE, LAMBDACLIENT_E_CONNECTION_CLOSED);
    next_against(NULL, RESET, LAMBDACLIENT_E_CONNECTION_BROKEN);
    next_against("HTTP/1.1 2", CLOSE, LAMBDACLIENT_E_REPLY_TRUNCATED);
    next_against("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-", CLOSE, LAMBDACLIENT_E_REPLY_TRUNCATED);
    next_against("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nContent-Length: 9\r\n\r\n{}", CLOSE,
                 LAMBDACLIENT_E_REPLY_TRUNCATED);
    next_against(
        "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}",
        CLOSE, LAMBDACLIENT_E_REPLY_TRUNCATED);
}

static void malformed_answers(void) {
    next_against("SSH-2.0-OpenSSH\r\n", STAY, LAMBDACLIENT_E_STATUS_LINE_INVALID);
    next_against("HTTP/1.1 200 OK\nContent-Length: 2\n\n{}", STAY, LAMBDACLIENT_E_STATUS_LINE_INVALID);
    next_against("HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\n{}", STAY, LAMBDACLIENT_E_FIELD_INVALID);
    next_against("HTTP/1.1 200 OK\r\n\r\n{}", STAY, LAMBDACLIENT_E_FRAMING_INVALID);
    next_against("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n", STAY,
                 LAMBDACLIENT_E_CHUNK_INVALID);
    next_against("HTTP/1.1 101 Switching\r\n\r\n", STAY, LAMBDACLIENT_E_INTERIM_INVALID);
    next_against("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n", STAY, LAMBDACLIENT_E_BODY_TOO_LARGE);
    next_against("HTTP/1.1 204 No Content\r\n\r\n", STAY, LAMBDACLIENT_E_STATUS_UNEXPECTED);
    next_against("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", STAY, LAMBDACLIENT_E_REQUEST_ID_MISSING);
    next_against("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: ..\r\nContent-Length: 2\r\n\r\n{}", STAY,
                 LAMBDACLIENT_E_REQUEST_ID_INVALID);
    next_against("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\n{}", STAY,
                 LAMBDACLIENT_E_STATE_TRANSITION_REJECTED);
    next_against("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", STAY, LAMBDACLIENT_E_CONTAINER_ERROR);
}

static void post_against(const char *sends, enum ending ending, int32_t expected, uint32_t delivery,
                         int32_t then) {
    struct step steps[2] = {{EVENT, STAY, 0}, {NULL, STAY, 0}};
    const lambdaclient_view_t empty = {NULL, 0};
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *error = NULL;
    lambdaclient_t *client;

    steps[1].send = sends;
    steps[1].ending = ending;
    client = open_at(service_start(steps, 2));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    CHECK_STATUS(expected, lambdaclient_respond(invocation, view("{}"), empty, &error));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_error_describe(error, &info));
    CHECK(info.delivery == delivery);
    /* One event and one answer: a post that may have arrived is never sent again. */
    CHECK(service_join() == 2);
    CHECK_STATUS(then, lambdaclient_respond(invocation, view("{}"), empty, NULL));
    lambdaclient_error_free(error);
    lambdaclient_close(client);
}

static void connection_cut_while_answering(void) {
    const int32_t unknown = LAMBDACLIENT_DELIVERY_UNKNOWN, sent = LAMBDACLIENT_DELIVERY_SENT;
    const int32_t answered = LAMBDACLIENT_E_ALREADY_ANSWERED;

    post_against(NULL, CLOSE, LAMBDACLIENT_E_CONNECTION_CLOSED, unknown, answered);
    post_against(NULL, RESET, LAMBDACLIENT_E_CONNECTION_BROKEN, unknown, answered);
    post_against("HTTP/1.1 20", CLOSE, LAMBDACLIENT_E_REPLY_TRUNCATED, unknown, answered);
    post_against("nonsense\r\n\r\n", CLOSE, LAMBDACLIENT_E_STATUS_LINE_INVALID, unknown, answered);
    post_against("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n", CLOSE,
                 LAMBDACLIENT_E_PAYLOAD_TOO_LARGE, sent, answered);
    post_against("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", CLOSE, LAMBDACLIENT_E_INVOCATION_TIMED_OUT,
                 sent, answered);
}

/* A handler that works for 5 ms; after such a time the library looks at its connection before it uses it. */
static void be_slow(void) {
    const double start = now();
    while (now() - start < 0.005)
        ;
}

static void service_gone_before_the_answer(void) {
    static const struct step steps[] = {{EVENT, CLOSE, 0}};
    const lambdaclient_view_t empty = {NULL, 0};
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *error = NULL;
    lambdaclient_view_t payload = {NULL, 0};
    lambdaclient_t *client = open_at(service_start(steps, 1));

    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    CHECK(service_join() == 1);
    be_slow();
    CHECK_STATUS(LAMBDACLIENT_E_CONNECT_REFUSED, lambdaclient_respond(invocation, view("{}"), empty, &error));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_error_describe(error, &info));
    CHECK(info.delivery == LAMBDACLIENT_DELIVERY_NOT_SENT);
    CHECK(info.system_error != 0);
    /* Nothing was lost: the event is still readable and waits for its answer. */
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_payload(invocation, &payload, NULL));
    CHECK(view_equals(payload, "{}"));
    lambdaclient_error_free(error);
    lambdaclient_close(client);
}

static void nobody_listens(void) {
    lambdaclient_t *client = open_at(service_refusing());
    expect_next(client, LAMBDACLIENT_E_CONNECT_REFUSED);
    lambdaclient_close(client);
}

int main(void) {
    nobody_listens();
    connection_cut_while_polling();
    malformed_answers();
    connection_cut_while_answering();
    service_gone_before_the_answer();
    return 0;
}
