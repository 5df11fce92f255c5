/*
 * init_error: a function that cannot start without the environment variable GREETING.
 * It reports that before it asks for its first event, so that callers get this error instead of a timeout.
 * After the report the program must end with a status other than 0.
 */
#include <lambdaclient.h>
#include <stdio.h>
#include <stdlib.h>

static const lambdaclient_failure_t no_greeting = {
    .struct_size = sizeof(lambdaclient_failure_t),
    .type = LAMBDACLIENT_TEXT("Runtime.ConfigurationMissing"),
    .message = LAMBDACLIENT_TEXT("The environment variable GREETING is not set")};

/* Prints an error, and frees it. */
static void report(lambdaclient_error_t *error) {
    if (error != NULL)
        fprintf(stderr, "%s\n", lambdaclient_error_message(error));
    lambdaclient_error_free(error);
}

int main(void) {
    const char *greeting = getenv("GREETING");
    lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
    lambdaclient_t *client = NULL;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *undelivered = NULL, *error = NULL;

    if (lambdaclient_open(NULL, &client, &error) != LAMBDACLIENT_OK) {
        report(error);
        return EXIT_FAILURE;
    }
    if (greeting == NULL) {
        lambdaclient_fail_init(client, &no_greeting, &error);
        report(error);
        lambdaclient_close(client);
        return EXIT_FAILURE;
    }
    while (lambdaclient_turn(client, &answer, &invocation, &undelivered, &error) == LAMBDACLIENT_OK) {
        report(undelivered);
        answer.kind = LAMBDACLIENT_ANSWER_RESPONSE;
        answer.payload = lambdaclient_text(greeting);
        answer.content_type = lambdaclient_text("text/plain");
    }
    report(undelivered);
    report(error);
    lambdaclient_close(client);
    return EXIT_FAILURE;
}
