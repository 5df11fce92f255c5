/* A stream that its handler leaves, at each of its bytes: the caller gets the failure behind them, the event
 * is not handled twice, and the next event is served. */
#include "turns.h"

#define ABANDONED "Runtime.StreamAbandoned"

static const char whole[] = "twelve bytes";
static lambdaclient_stream_t *stream;
static size_t written, piece;

static void open_and_write(lambdaclient_invocation_t *invocation) {
    size_t at, length;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_open(invocation, NULL, &stream, NULL));
    for (at = 0; at < written; at += length) {
        lambdaclient_view_t bytes;
        length = written - at < piece ? written - at : piece;
        bytes.data = (const uint8_t *)whole + at;
        bytes.size = length;
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_write(stream, bytes, NULL));
    }
}

DEED(leave_it) {
    UNUSED;
    open_and_write(invocation);
    return 0;
}

DEED(leave_it_begun) {
    UNUSED;
    open_and_write(invocation);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_flush(stream, NULL));
    return 0;
}

DEED(free_it) {
    UNUSED;
    open_and_write(invocation);
    lambdaclient_stream_free(stream);
    return 0;
}

DEED(free_both) {
    UNUSED;
    open_and_write(invocation);
    lambdaclient_stream_free(stream);
    lambdaclient_invocation_free(invocation);
    return 0;
}

DEED(free_the_invocation_only) {
    UNUSED;
    open_and_write(invocation);
    lambdaclient_invocation_free(invocation);
    return 0;
}

DEED(finish_it) {
    UNUSED;
    open_and_write(invocation);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_finish(stream, NULL));
    return 3;
}

DEED(finish_it_and_answer) {
    finish_it(client, invocation, answer);
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    return 0;
}

DEED(leave_it_and_answer) {
    leave_it(client, invocation, answer);
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    return 0;
}

DEED(leave_it_and_fail) {
    static lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    leave_it(client, invocation, answer);
    failure.type = view("MyError");
    failure.message = view("on the way");
    answer->kind = LAMBDACLIENT_ANSWER_FAILURE;
    answer->failure = &failure;
    return 1;
}

DEED(leave_it_and_return_a_status) {
    leave_it(client, invocation, answer);
    return LAMBDACLIENT_E_CONNECTION_BROKEN;
}

DEED(fail_it_badly) {
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    UNUSED;
    open_and_write(invocation);
    failure.struct_size = 1;
    CHECK_STATUS(LAMBDACLIENT_E_OPTION_INVALID, lambdaclient_stream_fail(stream, &failure, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_stream_fail(stream, NULL, NULL));
    return 0;
}

DEED(respond_beside_it) {
    UNUSED;
    open_and_write(invocation);
    CHECK_STATUS(LAMBDACLIENT_E_STREAM_OPEN, lambdaclient_respond(invocation, view("x"), view(NULL), NULL));
    return 0;
}

/* What was written comes first, in chunks, and behind it the last chunk: nothing is cut off. */
static void check_body(int is_begun) {
    const struct judge_event *event = judge_event(1);
    const char *body = event->body;
    size_t at = 0;
    CHECK(event->is_failure == !is_begun);
    if (!is_begun)
        return;
    while (at < written) {
        unsigned size;
        CHECK(sscanf(body, "%x", &size) == 1 && size > 0);
        body = strstr(body, "\r\n") + 2;
        CHECK(strncmp(body, whole + at, size) == 0);
        at += size;
        body += size + 2;
    }
    CHECK(strncmp(body, "0\r\n", 3) == 0);
}

static void play_all(void) {
    const int32_t open = LAMBDACLIENT_E_STREAM_OPEN;
    play(leave_it, open, ABANDONED);
    check_body(written > 0);
    play(leave_it_begun, open, ABANDONED);
    check_body(1);
    play(free_it, 0, ABANDONED);
    check_body(written > 0);
    play(free_both, 0, ABANDONED);
    check_body(written > 0);
    play(free_the_invocation_only, open, ABANDONED);
    check_body(written > 0);
    play(finish_it, 0, NULL);
    check_body(1);
    play(finish_it_and_answer, LAMBDACLIENT_E_ALREADY_ANSWERED, NULL);
    check_body(1);
    /* Before the first byte nothing stands in the way of a response. */
    if (written == 0) {
        play(leave_it_and_answer, 0, NULL);
    } else {
        play(leave_it_and_answer, open, ABANDONED);
        check_body(1);
    }
    play(leave_it_and_fail, 0, "Function.MyError");
    check_body(written > 0);
    play_run(leave_it_and_return_a_status, 0, "Runtime.HandlerFailed");
    check_body(written > 0);
    play(fail_it_badly, open, ABANDONED);
    check_body(written > 0);
    play(respond_beside_it, open, ABANDONED);
    check_body(written > 0);
}

int main(void) {
    for (written = 0; written < sizeof whole; written++) {
        piece = sizeof whole;
        play_all();
        piece = 1;
        play_all();
    }
    lambdaclient_stream_free(stream);
    return 0;
}
