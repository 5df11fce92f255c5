/*
 * Fail: every event fails, with a type, a message and two frames of where it happened.
 * Its caller gets them as the function's error; the runtime itself is well, and goes on with the next event.
 * The type is yours to choose: short, without spaces, the same each time, so that alarms can count it.
 */
#include <lambdaclient.h>
#include <stdio.h>
#include <string.h>

static lambdaclient_view_t text(const char *literal) {
    lambdaclient_view_t view;
    view.data = (const uint8_t *)literal;
    view.len = strlen(literal);
    return view;
}

int main(void) {
    lambdaclient_t *client = NULL;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *error = NULL;
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    lambdaclient_view_t frames[2];
    int32_t status = lambdaclient_open(NULL, &client, &error);

    frames[0] = text("look_up (fail.c:12)");
    frames[1] = text("main (fail.c:34)");
    failure.type = text("NotFoundError");
    failure.message = text("There is no such thing");
    failure.stack_trace = frames;
    failure.stack_trace_count = 2;
    while (status == LAMBDACLIENT_OK &&
           (status = lambdaclient_next(client, &invocation, &error)) == LAMBDACLIENT_OK) {
        status = lambdaclient_fail(client, invocation, &failure, &error);
        lambdaclient_invocation_free(invocation);
    }

    fprintf(stderr, "%s\n", lambdaclient_error_message(error));
    lambdaclient_error_free(error);
    lambdaclient_close(client);
    return 1;
}
