/*
 * hello: answers each event with the same words. The smallest program that leaves the loop to the library.
 * lambdaclient_run polls, calls the handler and retries. Errors that it survives go to the function's log.
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

int main(void) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    lambdaclient_t *client = NULL;
    lambdaclient_error_t *error = NULL;

    options.handler = hello;
    if (lambdaclient_open(NULL, &client, &error) == LAMBDACLIENT_OK)
        lambdaclient_run(client, &options, &error);
    if (error != NULL)
        fprintf(stderr, "%s\n", lambdaclient_error_message(error));
    lambdaclient_error_free(error);
    lambdaclient_close(client);
    return EXIT_FAILURE;
}
