/*
 * threads: handles as many events at once as the service hands out, each on its own thread and connection.
 * Lambda Managed Instances set AWS_LAMBDA_MAX_CONCURRENCY, and a run without a thread_count follows it. On an
 * ordinary function the variable is not set, one event comes at a time, and one thread serves it. The handler
 * runs on several threads at once: what it shares needs a lock or an atomic.
 */
#include <lambdaclient.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static atomic_ulong events;

static int32_t echo(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                    lambdaclient_answer_t *answer) {
    (void)context, (void)client;
    atomic_fetch_add(&events, 1);
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    return lambdaclient_invocation_payload(invocation, &answer->payload, NULL);
}

int main(void) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    lambdaclient_t *client = NULL;
    lambdaclient_error_t *error = NULL;

    options.handler = echo;
    if (lambdaclient_open(NULL, &client, &error) == LAMBDACLIENT_OK)
        lambdaclient_run(client, &options, &error);
    if (error != NULL)
        fprintf(stderr, "after %lu events: %s\n", atomic_load(&events), lambdaclient_error_message(error));
    lambdaclient_error_free(error);
    lambdaclient_close(client);
    return EXIT_FAILURE;
}
