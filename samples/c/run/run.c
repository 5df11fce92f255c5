/*
 * run: the whole life of a runtime in one call. The library polls and retries; this program has a function
 * for each step: init before the first event, the handler for each event, a function for errors. A failure
 * is a log line for the owner of the function and an error for its caller.
 */
#include <lambdaclient.h>
#include <stdio.h>
#include <stdlib.h>

static const lambdaclient_failure_t empty_event = {.struct_size = sizeof(lambdaclient_failure_t),
                                                   .type = LAMBDACLIENT_TEXT("EmptyEvent"),
                                                   .message = LAMBDACLIENT_TEXT("The event has no bytes")};

static int32_t prepare(void *context, lambdaclient_t *client) {
    (void)context;
    return lambdaclient_log(client, LAMBDACLIENT_LOG_INFO, lambdaclient_text("ready"), NULL, NULL);
}

/* Answers with the event itself. The failure is constant, so that it outlives the call, as an answer must. */
static int32_t handle(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                      lambdaclient_answer_t *answer) {
    const int32_t status = lambdaclient_invocation_payload(invocation, &answer->payload, NULL);
    (void)context;
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    if (answer->payload.size == 0) {
        lambdaclient_log_details_t details = LAMBDACLIENT_LOG_DETAILS_INIT;
        details.failure = &empty_event;
        lambdaclient_log(client, LAMBDACLIENT_LOG_WARN, lambdaclient_text("refused"), &details, NULL);
        answer->kind = LAMBDACLIENT_ANSWER_FAILURE;
        answer->failure = &empty_event;
    }
    return status;
}

/* Prints each error that the run survives. */
static void report(void *context, const lambdaclient_error_t *error) {
    (void)context;
    fprintf(stderr, "%s\n", lambdaclient_error_message(error));
}

int main(void) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    lambdaclient_t *client = NULL;
    lambdaclient_error_t *error = NULL;

    options.init = prepare;
    options.handler = handle;
    options.on_error = report;
    if (lambdaclient_open(NULL, &client, &error) == LAMBDACLIENT_OK)
        lambdaclient_run(client, &options, &error);
    if (error != NULL)
        report(NULL, error);
    lambdaclient_error_free(error);
    lambdaclient_close(client);
    return EXIT_FAILURE;
}
