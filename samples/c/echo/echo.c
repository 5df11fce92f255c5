/* echo: answers each event with the event itself, without copying it. The smallest complete runtime. */
#include <lambdaclient.h>
#include <stdio.h>
#include <stdlib.h>

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
        answer.kind = LAMBDACLIENT_ANSWER_RESPONSE;
        lambdaclient_invocation_payload(invocation, &answer.payload, NULL);
    }
    report(undelivered);
    report(error);
    lambdaclient_close(client);
    return EXIT_FAILURE;
}
