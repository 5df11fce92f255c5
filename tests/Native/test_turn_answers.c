/* Every answer that a handler can give, right and wrong: it is never refused, its caller always gets
 * something, and the next event is served. */
#include "turns.h"

#define REFUSED "Runtime.ApiError"

static lambdaclient_failure_t failure;

static void give_failure(lambdaclient_answer_t *answer) {
    static const lambdaclient_failure_t empty = LAMBDACLIENT_FAILURE_INIT;
    failure = empty;
    failure.type = view("MyError");
    answer->kind = LAMBDACLIENT_ANSWER_FAILURE;
    answer->failure = &failure;
}

DEED(nothing) {
    UNUSED;
    return 0;
}

DEED(nothing_and_a_status) {
    UNUSED;
    return LAMBDACLIENT_E_CAUSE_INVALID;
}

DEED(the_event_itself) {
    UNUSED;
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    return lambdaclient_invocation_payload(invocation, &answer->payload, NULL);
}

DEED(an_empty_response) {
    UNUSED;
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    return 0;
}

DEED(a_response_and_a_status) {
    UNUSED;
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    return 17;
}

DEED(an_unknown_kind) {
    UNUSED;
    answer->kind = 7;
    return 0;
}

DEED(the_largest_kind) {
    UNUSED;
    answer->kind = UINT32_MAX;
    return 0;
}

DEED(bytes_at_null) {
    UNUSED;
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    answer->payload.size = 5;
    return 0;
}

DEED(too_many_bytes) {
    UNUSED;
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    answer->payload.data = (const uint8_t *)"x";
    answer->payload.size = SIZE_MAX;
    return 0;
}

DEED(a_content_type_of_two_lines) {
    UNUSED;
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    answer->content_type = view("text/plain\r\nX-Injected: 1");
    return 0;
}

DEED(a_content_type_that_is_too_long) {
    static char long_text[258];
    UNUSED;
    memset(long_text, 'x', sizeof long_text - 1);
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    answer->content_type = view(long_text);
    return 0;
}

DEED(no_failure) {
    UNUSED;
    answer->kind = LAMBDACLIENT_ANSWER_FAILURE;
    return 0;
}

DEED(a_failure) {
    UNUSED;
    give_failure(answer);
    return 1;
}

DEED(an_empty_failure) {
    UNUSED;
    give_failure(answer);
    failure.type = view(NULL);
    return 0;
}

DEED(a_failure_of_no_size) {
    UNUSED;
    give_failure(answer);
    failure.struct_size = 0;
    return 0;
}

DEED(frames_at_null) {
    UNUSED;
    give_failure(answer);
    failure.stack_trace_count = 3;
    return 0;
}

DEED(text_that_is_not_utf8) {
    static lambdaclient_view_t frames[2];
    UNUSED;
    give_failure(answer);
    failure.type = view("My\xff"
                        "Error");
    failure.message = view("half a pair \xed\xa0\x80, half a letter \xc3");
    frames[0] = view("\x01\x02\x7f");
    frames[1] = view("\xf4\x90\x80\x80");
    failure.stack_trace = frames;
    failure.stack_trace_count = 2;
    return 0;
}

DEED(a_cause_of_half_a_pair) {
    UNUSED;
    give_failure(answer);
    failure.cause = view("{\"message\":\"\\ud83d\"}");
    return 0;
}

DEED(a_cause_that_is_not_json) {
    UNUSED;
    give_failure(answer);
    failure.cause = view("{half");
    return 0;
}

DEED(a_cause_of_another_shape) {
    UNUSED;
    give_failure(answer);
    failure.cause = view("{\"exceptions\":[{\"type\":1}]}");
    return 0;
}

DEED(a_body_that_is_not_json) {
    UNUSED;
    give_failure(answer);
    failure.json = view("{half");
    return 0;
}

DEED(a_type_of_two_lines) {
    UNUSED;
    give_failure(answer);
    failure.type = view("My\r\nX-Injected: 1");
    return 0;
}

DEED(a_long_message) {
    static char long_text[200 * 1000];
    UNUSED;
    give_failure(answer);
    memset(long_text, 'x', sizeof long_text - 1);
    failure.message = view(long_text);
    return 0;
}

DEED(an_answer_of_no_size) {
    UNUSED;
    answer->struct_size = 0;
    count_release(answer->release_context);
    return 0;
}

DEED(an_answer_of_a_huge_size) {
    UNUSED;
    answer->struct_size = 4097;
    count_release(answer->release_context);
    return 0;
}

/* What a later version of the struct asks for is not guessed, and its release function is still called. */
static void an_answer_of_a_later_version(void) {
    static const struct judge_plan plan = {1, 0, 0, 0, 0, 0};
    struct {
        lambdaclient_answer_t known;
        uint64_t unknown;
    } answer = {LAMBDACLIENT_ANSWER_INIT, 1};
    lambdaclient_t *client = open_at(judge_start(&plan));
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *undelivered = NULL;

    answer.known.struct_size = sizeof answer;
    answer.known.kind = LAMBDACLIENT_ANSWER_RESPONSE;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_turn(client, NULL, &invocation, NULL, NULL));
    expect_release(&answer.known);
    CHECK_STATUS(LAMBDACLIENT_E_CONTAINER_ERROR,
                 lambdaclient_turn(client, &answer.known, &invocation, &undelivered, NULL));
    CHECK(releases_missing() == 0);
    CHECK(strstr(lambdaclient_error_message(undelivered), "answer.struct_size") != NULL);
    lambdaclient_error_free(undelivered);
    lambdaclient_close(client);
    judge_end();
    CHECK(judge_event(1)->accepted == 1 && strcmp(judge_event(1)->error_type, REFUSED) == 0);
}

/* The failure that takes an answer's place says what is wrong with it. */
static void the_caller_is_told_why(void) {
    static const char said[] = "\"errorMessage\":\"content_type_invalid: ";
    play(a_content_type_of_two_lines, LAMBDACLIENT_E_CONTENT_TYPE_INVALID, REFUSED);
    CHECK(strstr(judge_event(1)->body, said) != NULL);
    CHECK(judge_event(1)->is_failure);
}

int main(void) {
    play(nothing, 0, "Runtime.NoAnswer");
    play_turn(nothing_and_a_status, 0, "Runtime.NoAnswer");
    play_run(nothing_and_a_status, 0, "Runtime.HandlerFailed");
    CHECK(strstr(judge_event(1)->body, "the handler returned 108 (cause_invalid) without an answer") != NULL);
    play(the_event_itself, 0, NULL);
    CHECK(strcmp(judge_event(1)->body, "{\"event\":1}") == 0);
    play(an_empty_response, 0, NULL);
    play(a_response_and_a_status, 0, NULL);
    play(an_unknown_kind, LAMBDACLIENT_E_OPTION_INVALID, REFUSED);
    play(the_largest_kind, LAMBDACLIENT_E_OPTION_INVALID, REFUSED);
    play(bytes_at_null, LAMBDACLIENT_E_ARGUMENT_MISSING, REFUSED);
    play(too_many_bytes, LAMBDACLIENT_E_OPTION_INVALID, REFUSED);
    play(a_content_type_that_is_too_long, LAMBDACLIENT_E_CONTENT_TYPE_INVALID, REFUSED);
    play(no_failure, LAMBDACLIENT_E_ARGUMENT_MISSING, REFUSED);
    play(a_failure, 0, "Function.MyError");
    play(an_empty_failure, 0, "Function.Error");
    play(a_failure_of_no_size, LAMBDACLIENT_E_OPTION_INVALID, REFUSED);
    play(text_that_is_not_utf8, 0, "Function.MyError");
    CHECK(strstr(judge_event(1)->body, "half a pair") != NULL);
    /* A part of a failure that cannot be sent is left out, and reported. */
    play(frames_at_null, LAMBDACLIENT_E_ARGUMENT_MISSING, "Function.MyError");
    play(a_cause_that_is_not_json, LAMBDACLIENT_E_CAUSE_INVALID, "Function.MyError");
    play(a_cause_of_another_shape, LAMBDACLIENT_E_CAUSE_INVALID, "Function.MyError");
    play(a_cause_of_half_a_pair, 0, "Function.MyError");
    play(a_body_that_is_not_json, 0, "Function.MyError");
    play(a_type_of_two_lines, 0, "Function.Unknown");
    play(a_long_message, 0, "Function.MyError");
    play(an_answer_of_no_size, LAMBDACLIENT_E_OPTION_INVALID, REFUSED);
    play(an_answer_of_a_huge_size, LAMBDACLIENT_E_OPTION_INVALID, REFUSED);
    an_answer_of_a_later_version();
    the_caller_is_told_why();
    return 0;
}
