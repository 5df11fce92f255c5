/*
 * fail: every event fails, with a type, a message and two frames.
 * The caller sees them as the function's error. The runtime goes on with the next event.
 * Choose a type that is short, has no spaces and never changes, so that alarms can count it.
 */
#include <lambdaclient.h>
#include <stdio.h>
#include <stdlib.h>

static const lambdaclient_view_t frames[] = {LAMBDACLIENT_TEXT("look_up (fail.c:12)"),
                                             LAMBDACLIENT_TEXT("main (fail.c:34)")};
static const lambdaclient_failure_t not_found = {.struct_size = sizeof(lambdaclient_failure_t),
                                                 .type = LAMBDACLIENT_TEXT("NotFoundError"),
                                                 .message = LAMBDACLIENT_TEXT("There is no such thing"),
                                                 .stack_trace = frames,
                                                 .stack_trace_count = 2};

/* Prints an error, and frees it. */
static void report(lambdaclient_error_t *error) {
    if (error != NULL)
        fprintf(stderr, "%s\n", lambdaclient_error_message(error));
    lambdaclient_error_free(error);
}

int main(void) {
    lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
    lambdaclient_t *client = NULL;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *undelivered = NULL, *error = NULL;

    if (lambdaclient_open(NULL, &client, &error) != LAMBDACLIENT_OK) {
        report(error);
        return EXIT_FAILURE;
    }
    while (lambdaclient_turn(client, &answer, &invocation, &undelivered, &error) == LAMBDACLIENT_OK) {
        report(undelivered);
        answer.kind = LAMBDACLIENT_ANSWER_FAILURE;
        answer.failure = &not_found;
    }
    report(undelivered);
    report(error);
    lambdaclient_close(client);
    return EXIT_FAILURE;
}
