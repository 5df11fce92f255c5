/*
 * hello: answers each event with the same words. The smallest program that leaves the loop to the library.
 * lambdaclient_run polls, calls the handler, retries what can be retried, and answers for a handler that does
 * not.
 */
#include <lambdaclient.h>
#include <stdio.h>
#include <stdlib.h>

static int32_t hello(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                     lambdaclient_answer_t *answer) {
    (void)context, (void)client, (void)invocation;
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    answer->payload = lambdaclient_text("{\"message\": \"Hello\"}");
    return 0;
}

/* Prints each error that the run survives, such as an answer that the service did not accept. */
static void report(void *context, const lambdaclient_error_t *error) {
    (void)context;
    fprintf(stderr, "%s\n", lambdaclient_error_message(error));
}

int main(void) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    lambdaclient_t *client = NULL;
    lambdaclient_error_t *error = NULL;

    options.handler = hello;
    options.on_error = report;
    if (lambdaclient_open(NULL, &client, &error) == LAMBDACLIENT_OK)
        lambdaclient_run(client, &options, &error);
    report(NULL, error);
    lambdaclient_error_free(error);
    lambdaclient_close(client);
    return EXIT_FAILURE;
}
