/*
 * Hello: answers every event with the same words.
 * The smallest custom runtime: four calls in a loop, and no error object, because a status says enough here.
 * A status that is not fatal costs one event at most: the loop goes on with the next.
 */
#include <lambdaclient.h>
#include <stdio.h>

int main(void) {
    static const char words[] = "{\"message\": \"Hello\"}";
    const lambdaclient_view_t answer = {(const uint8_t *)words, sizeof words - 1}, as_json = {NULL, 0};
    lambdaclient_t *client = NULL;
    lambdaclient_invocation_t *invocation = NULL;
    int32_t status = lambdaclient_open(NULL, &client, NULL);

    while (lambdaclient_status_is_recoverable(status) &&
           (status = lambdaclient_next(client, &invocation, NULL)) == LAMBDACLIENT_OK) {
        status = lambdaclient_respond(client, invocation, answer, as_json, NULL);
        lambdaclient_invocation_free(invocation);
    }

    fprintf(stderr, "%s\n", lambdaclient_status_name(status));
    lambdaclient_close(client);
    return 1;
}
