/* A service that is away for a while: an answer waits for it and so does a poll, and nothing is lost or
 * repeated. */
#define _POSIX_C_SOURCE 200809L
#include "turns.h"

#include <pthread.h>
#include <time.h>

static const struct judge_plan two_events = {2, 0, 0, 0, 0, 0};

/* A handler that works for 5 ms; after such a time the library looks at its connection before it uses it. */
static void pause_ms(long milliseconds) {
    const struct timespec time = {0, milliseconds * 1000000};
    nanosleep(&time, NULL);
}

static void go_away(void) {
    judge_go_away();
    pause_ms(5);
}

/* The sixth attempt comes after 155 ms at the earliest. */
static void *come_back_later(void *unused) {
    (void)unused;
    pause_ms(20);
    judge_come_back();
    return NULL;
}

static pthread_t coming_back(void) {
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, come_back_later, NULL) == 0);
    return thread;
}

static lambdaclient_invocation_t *first(lambdaclient_t *client) {
    lambdaclient_invocation_t *invocation = NULL;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_turn(client, NULL, &invocation, NULL, NULL));
    CHECK(number_of(invocation) == 1);
    return invocation;
}

static lambdaclient_answer_t response(void) {
    lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
    answer.kind = LAMBDACLIENT_ANSWER_RESPONSE;
    answer.payload = view("first");
    expect_release(&answer);
    return answer;
}

/* What is left of both events: the first was answered well, the second was handed out. */
static void end(lambdaclient_t *client) {
    lambdaclient_close(client);
    judge_end();
    CHECK(releases_missing() == 0 && judge_refused() == 0);
    CHECK(judge_event(1)->handed_out == 1 && judge_event(1)->accepted == 1);
}

static void a_poll_waits(void) {
    lambdaclient_t *client = open_at(judge_start(&two_events));
    pthread_t thread;
    judge_go_away();
    thread = coming_back();
    first(client);
    pthread_join(thread, NULL);
    lambdaclient_close(client);
    judge_end();
    CHECK(judge_event(1)->handed_out == 1);
}

static void an_answer_waits(void) {
    lambdaclient_t *client = open_at(judge_start(&two_events));
    lambdaclient_invocation_t *invocation = first(client);
    lambdaclient_answer_t answer = response();
    lambdaclient_error_t *undelivered = NULL;
    pthread_t thread;
    go_away();
    thread = coming_back();
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_turn(client, &answer, &invocation, &undelivered, NULL));
    CHECK(undelivered == NULL && number_of(invocation) == 2);
    pthread_join(thread, NULL);
    end(client);
}

/* Cancelling ends a poll's pause, and not an answer's. */
static void a_cancel_lets_an_answer_wait(void) {
    lambdaclient_t *client = open_at(judge_start(&two_events));
    lambdaclient_invocation_t *invocation = first(client);
    lambdaclient_answer_t answer = response();
    lambdaclient_error_t *undelivered = NULL;
    pthread_t thread;
    go_away();
    thread = coming_back();
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(client, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_CANCELLED,
                 lambdaclient_turn(client, &answer, &invocation, &undelivered, NULL));
    CHECK(undelivered == NULL && invocation == NULL);
    pthread_join(thread, NULL);
    end(client);
}

/* After six failures the turn ends and says so; the answer is still owed, and the next turn delivers it. */
static void six_failures_end_a_turn(void) {
    lambdaclient_t *client = open_at(judge_start(&two_events));
    lambdaclient_invocation_t *invocation = first(client);
    lambdaclient_answer_t answer = response();
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
    lambdaclient_error_t *undelivered = NULL, *error = NULL;
    go_away();
    CHECK_STATUS(LAMBDACLIENT_E_CONNECT_REFUSED,
                 lambdaclient_turn(client, &answer, &invocation, &undelivered, &error));
    CHECK(invocation == NULL && releases_missing() == 0);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_error_describe(undelivered, &info));
    CHECK(info.code == LAMBDACLIENT_E_CONNECT_REFUSED);
    CHECK(info.delivery == LAMBDACLIENT_DELIVERY_NOT_SENT);
    lambdaclient_error_free(undelivered);
    lambdaclient_error_free(error);
    judge_come_back();
    expect_release(&answer);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_turn(client, &answer, &invocation, &undelivered, NULL));
    CHECK(undelivered == NULL && number_of(invocation) == 2);
    end(client);
}

/* A stream's failure that could not be sent when the stream was freed is sent by the next poll of either
 * kind. */
static void an_abandoned_stream_waits(int turns) {
    lambdaclient_t *client = open_at(judge_start(&two_events));
    lambdaclient_invocation_t *invocation = first(client);
    lambdaclient_stream_t *stream = NULL;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_open(invocation, NULL, &stream, NULL));
    go_away();
    lambdaclient_stream_free(stream);
    judge_come_back();
    if (turns)
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_turn(client, NULL, &invocation, NULL, NULL));
    else
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    CHECK(number_of(invocation) == 2);
    end(client);
    CHECK(strcmp(judge_event(1)->error_type, "Runtime.StreamAbandoned") == 0);
}

/* A run pauses too, and tells of each failure; here the service is back after the third one. */
static int errors, handled;

static int32_t handle(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                      lambdaclient_answer_t *answer) {
    (void)context, (void)client, (void)invocation;
    handled++;
    errors = 0;
    *answer = response();
    go_away();
    return 0;
}

static void come_back_at_the_third(void *context, const lambdaclient_error_t *error) {
    (void)context;
    CHECK(strstr(lambdaclient_error_message(error), "connect_refused") != NULL);
    if (++errors == 3)
        judge_come_back();
}

static void a_run_waits(void) {
    lambdaclient_t *client = open_at(judge_start(&two_events));
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    options.handler = handle;
    options.on_error = come_back_at_the_third;
    CHECK_STATUS(LAMBDACLIENT_E_CONTAINER_ERROR, lambdaclient_run(client, &options, NULL));
    CHECK(handled == 2 && errors == 3);
    end(client);
    CHECK(judge_event(2)->accepted == 1 && !judge_event(2)->is_failure);
}

int main(void) {
    a_poll_waits();
    an_answer_waits();
    a_cancel_lets_an_answer_wait();
    six_failures_end_a_turn();
    an_abandoned_stream_waits(1);
    an_abandoned_stream_waits(0);
    a_run_waits();
    return 0;
}
