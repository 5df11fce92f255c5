/*
 * oversize: answers with as many bytes as the event says, which may be more than the 6 MB that Lambda
 * accepts. Too many is payload_too_large: the service has told the caller, and the next event is served.
 * Stream larger answers. The bytes are on the heap: the answer's release function frees them once the library
 * no longer needs them.
 */
#include <lambdaclient.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Prints an error, and frees it. */
static void report(lambdaclient_error_t *error) {
    if (error != NULL)
        fprintf(stderr, "%s\n", lambdaclient_error_message(error));
    lambdaclient_error_free(error);
}

static size_t number(lambdaclient_view_t event) {
    size_t value = 0, at;
    for (at = 0; at < event.size && event.data[at] >= '0' && event.data[at] <= '9' && at < 9; at++)
        value = value * 10 + (size_t)(event.data[at] - '0');
    return value;
}

/* Answers with a JSON string of as many characters as the event says. */
static lambdaclient_answer_t handle(const lambdaclient_invocation_t *invocation) {
    lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
    lambdaclient_view_t event = {NULL, 0};
    char *bytes;

    lambdaclient_invocation_payload(invocation, &event, NULL);
    answer.payload.size = number(event) + 2;
    bytes = malloc(answer.payload.size);
    if (bytes == NULL)
        return answer; /* no answer: the caller gets the failure Runtime.NoAnswer */
    memset(bytes, '.', answer.payload.size);
    bytes[0] = bytes[answer.payload.size - 1] = '"';
    answer.kind = LAMBDACLIENT_ANSWER_RESPONSE;
    answer.payload.data = (const uint8_t *)bytes;
    answer.release = free;
    answer.release_context = bytes;
    return answer;
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
        answer = handle(invocation);
    }
    report(undelivered);
    report(error);
    lambdaclient_close(client);
    return EXIT_FAILURE;
}
