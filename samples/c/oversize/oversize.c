/*
 * Oversize: answers with as many bytes as the event says, which may be more than the 6 MB that Lambda takes.
 * Too much is PAYLOAD_TOO_LARGE: the caller has been told by then, so no failure may be reported for that
 * event. It is no reason to stop either: the status is not fatal, and the next event is served. Stream what
 * is larger.
 */
#include <lambdaclient.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A JSON string of this many characters; the caller frees it. */
static char *make(size_t count) {
    char *answer = malloc(count + 2);
    if (answer != NULL) {
        memset(answer, '.', count + 2);
        answer[0] = answer[count + 1] = '"';
    }
    return answer;
}

static size_t number(lambdaclient_view_t event) {
    size_t value = 0, at;
    for (at = 0; at < event.len && event.data[at] >= '0' && event.data[at] <= '9' && at < 9; at++)
        value = value * 10 + (size_t)(event.data[at] - '0');
    return value;
}

int main(void) {
    const lambdaclient_view_t as_json = {NULL, 0};
    lambdaclient_t *client = NULL;
    lambdaclient_invocation_t *invocation = NULL;
    int32_t status = lambdaclient_open(NULL, &client, NULL);

    while (lambdaclient_status_is_recoverable(status) &&
           (status = lambdaclient_next(client, &invocation, NULL)) == LAMBDACLIENT_OK) {
        lambdaclient_view_t event = {NULL, 0}, answer;
        char *bytes;
        lambdaclient_invocation_payload(invocation, &event, NULL);
        answer.len = number(event) + 2;
        bytes = make(answer.len - 2);
        answer.data = (const uint8_t *)bytes;
        status = lambdaclient_respond(client, invocation, answer, as_json, NULL);
        if (status != LAMBDACLIENT_OK)
            fprintf(stderr, "%s\n", lambdaclient_status_name(status));
        free(bytes);
        lambdaclient_invocation_free(invocation);
    }

    lambdaclient_close(client);
    return 1;
}
