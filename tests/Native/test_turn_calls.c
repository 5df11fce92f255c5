/* Single calls around a turn, in the wrong order too: what was answered is not answered again, what was not
 * is, and the next event is served. */
#include "turns.h"

#define NO_ANSWER "Runtime.NoAnswer"

static const lambdaclient_view_t empty = {NULL, 0};

DEED(respond) {
    UNUSED;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_respond(invocation, view("first"), empty, NULL));
    return 0;
}

DEED(respond_and_answer) {
    respond(client, invocation, answer);
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    answer->payload = view("again");
    return 0;
}

DEED(respond_and_return_a_status) {
    respond(client, invocation, answer);
    return 9;
}

DEED(respond_twice) {
    respond(client, invocation, answer);
    CHECK_STATUS(LAMBDACLIENT_E_ALREADY_ANSWERED, lambdaclient_respond(invocation, empty, empty, NULL));
    return 0;
}

DEED(fail_and_answer) {
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    UNUSED;
    failure.type = view("MyError");
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_fail(invocation, &failure, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ALREADY_ANSWERED, lambdaclient_fail(invocation, &failure, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ALREADY_ANSWERED, lambdaclient_abandon(invocation, NULL));
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    return 0;
}

DEED(be_refused) {
    UNUSED;
    CHECK_STATUS(LAMBDACLIENT_E_CONTENT_TYPE_INVALID,
                 lambdaclient_respond(invocation, empty, view("a\r\nb"), NULL));
    return 0;
}

DEED(free_it) {
    UNUSED;
    lambdaclient_invocation_free(invocation);
    return 0;
}

DEED(free_it_and_answer) {
    free_it(client, invocation, answer);
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    answer->payload = view("first");
    return 0;
}

DEED(free_it_and_respond) {
    free_it(client, invocation, answer);
    CHECK_STATUS(LAMBDACLIENT_E_HANDLE_INVALID, lambdaclient_respond(invocation, empty, empty, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_HANDLE_INVALID, lambdaclient_abandon(invocation, NULL));
    lambdaclient_invocation_free(invocation);
    return 0;
}

DEED(report_an_init_error) {
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    UNUSED;
    CHECK_STATUS(LAMBDACLIENT_E_INVOCATION_OUTSTANDING, lambdaclient_fail_init(client, &failure, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_INVOCATION_OUTSTANDING, lambdaclient_fail_restore(client, &failure, NULL));
    return 0;
}

static void poll_gives(int32_t expected, lambdaclient_t *client, lambdaclient_answer_t *answer) {
    lambdaclient_answer_t other = LAMBDACLIENT_ANSWER_INIT;
    lambdaclient_invocation_t *none = NULL;
    CHECK_STATUS(expected, lambdaclient_next(client, &none, NULL));
    CHECK(none == NULL);
    CHECK_STATUS(LAMBDACLIENT_E_INVOCATION_OUTSTANDING, lambdaclient_restore_next(client, NULL));
    if (expected == LAMBDACLIENT_E_CLIENT_BUSY)
        CHECK_STATUS(expected, lambdaclient_turn(client, &other, &none, NULL, NULL));
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
}

DEED(poll) {
    UNUSED;
    poll_gives(LAMBDACLIENT_E_INVOCATION_OUTSTANDING, client, answer);
    return 0;
}

/* The loop around the handler takes the events. */
DEED(poll_inside_a_run) {
    UNUSED;
    poll_gives(LAMBDACLIENT_E_CLIENT_BUSY, client, answer);
    return 0;
}

static lambdaclient_invocation_t *turn(lambdaclient_t *client, const lambdaclient_answer_t *answer) {
    lambdaclient_invocation_t *invocation = NULL;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_turn(client, answer, &invocation, NULL, NULL));
    return invocation;
}

/* The one way to have an event again: it is asked for by name. */
static void abandoned_comes_again(void) {
    static const struct judge_plan plan = {1, 0, 0, 0, 0, 0};
    lambdaclient_t *client = open_at(judge_start(&plan));
    lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
    lambdaclient_invocation_t *invocation = turn(client, NULL);
    lambdaclient_error_t *undelivered = NULL;
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;

    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_abandon(invocation, NULL));
    answer.kind = LAMBDACLIENT_ANSWER_RESPONSE;
    expect_release(&answer);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_turn(client, &answer, &invocation, &undelivered, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_error_describe(undelivered, &info));
    CHECK(info.code == LAMBDACLIENT_E_ALREADY_ANSWERED);
    lambdaclient_error_free(undelivered);
    CHECK(number_of(invocation) == 1);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_respond(invocation, empty, empty, NULL));
    lambdaclient_close(client);
    judge_end();
    CHECK(releases_missing() == 0);
    CHECK(judge_event(1)->handed_out == 2 && judge_event(1)->accepted == 1 && judge_refused() == 0);
}

static void turn_after_turn(void) {
    static const struct judge_plan plan = {100, 0, 0, 0, 0, 0};
    lambdaclient_t *client = open_at(judge_start(&plan));
    size_t number;
    for (number = 1; number <= plan.events; number++)
        CHECK(number_of(turn(client, NULL)) == number);
    lambdaclient_close(client);
    judge_end();
    for (number = 1; number < plan.events; number++)
        CHECK(judge_event(number)->accepted == 1 && strcmp(judge_event(number)->error_type, NO_ANSWER) == 0);
}

/* Freed without an answer: the next poll of either kind answers it first. */
static void freed_is_answered_by_next(void) {
    static const struct judge_plan plan = {3, 0, 0, 0, 0, 0};
    lambdaclient_t *client = open_at(judge_start(&plan));
    lambdaclient_invocation_t *invocation = NULL;
    size_t number;
    for (number = 1; number <= plan.events; number++) {
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
        CHECK(number_of(invocation) == number);
        lambdaclient_invocation_free(invocation);
    }
    CHECK_STATUS(LAMBDACLIENT_E_CONTAINER_ERROR, lambdaclient_next(client, &invocation, NULL));
    lambdaclient_close(client);
    judge_end();
    for (number = 1; number <= plan.events; number++)
        CHECK(judge_event(number)->accepted == 1 && strcmp(judge_event(number)->error_type, NO_ANSWER) == 0);
}

/* What is wrong with a turn's own arguments leaves the invocation as it was, and the answer is released. */
static void a_turn_that_is_refused(void) {
    static const struct judge_plan plan = {1, 0, 0, 0, 0, 0};
    lambdaclient_t *client = open_at(judge_start(&plan));
    lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
    lambdaclient_invocation_t *invocation = turn(client, NULL), *none = invocation;

    answer.kind = LAMBDACLIENT_ANSWER_RESPONSE;
    expect_release(&answer);
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_turn(client, &answer, NULL, NULL, NULL));
    expect_release(&answer);
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_turn(NULL, &answer, &none, NULL, NULL));
    expect_release(&answer);
    CHECK_STATUS(LAMBDACLIENT_E_HANDLE_INVALID,
                 lambdaclient_turn((lambdaclient_t *)invocation, &answer, &none, NULL, NULL));
    CHECK(none == NULL && releases_missing() == 0);
    CHECK(number_of(invocation) == 1);

    /* A client that was cancelled still delivers. */
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(client, NULL));
    expect_release(&answer);
    CHECK_STATUS(LAMBDACLIENT_E_CANCELLED, lambdaclient_turn(client, &answer, &none, NULL, NULL));
    CHECK(none == NULL && releases_missing() == 0);
    lambdaclient_close(client);
    expect_release(&answer);
    CHECK_STATUS(LAMBDACLIENT_E_HANDLE_INVALID, lambdaclient_turn(client, &answer, &none, NULL, NULL));
    CHECK(releases_missing() == 0);
    judge_end();
    CHECK(judge_event(1)->accepted == 1 && !judge_event(1)->is_failure);
}

int main(void) {
    play(respond, 0, NULL);
    CHECK(strcmp(judge_event(1)->body, "first") == 0);
    play(respond_and_answer, LAMBDACLIENT_E_ALREADY_ANSWERED, NULL);
    CHECK(strcmp(judge_event(1)->body, "first") == 0);
    play(respond_and_return_a_status, 0, NULL);
    play(respond_twice, 0, NULL);
    play(fail_and_answer, LAMBDACLIENT_E_ALREADY_ANSWERED, "Function.MyError");
    play(be_refused, 0, NO_ANSWER);
    play(free_it, 0, NO_ANSWER);
    play(free_it_and_answer, 0, NULL);
    CHECK(strcmp(judge_event(1)->body, "first") == 0);
    play(free_it_and_respond, 0, NO_ANSWER);
    play(report_an_init_error, 0, NO_ANSWER);
    CHECK(judge_init_errors() == 0);
    play_turn(poll, 0, NULL);
    play_run(poll_inside_a_run, 0, NULL);
    abandoned_comes_again();
    turn_after_turn();
    freed_is_answered_by_next();
    a_turn_that_is_refused();
    return 0;
}
