/*
 * Echo: answers each event with its own bytes.
 * The whole life of a custom runtime: open, then next and respond until something ends it, then close.
 * The payload is a view into the client's buffer, so nothing is copied on its way back.
 */
#include <lambdaclient.h>
#include <stdio.h>

int main(void) {
    const lambdaclient_view_t as_json = {NULL, 0};
    lambdaclient_t *client = NULL;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *error = NULL;
    int32_t status = lambdaclient_open(NULL, &client, &error);

    while (status == LAMBDACLIENT_OK &&
           (status = lambdaclient_next(client, &invocation, &error)) == LAMBDACLIENT_OK) {
        lambdaclient_view_t payload = {NULL, 0};
        status = lambdaclient_invocation_payload(invocation, &payload, &error);
        if (status == LAMBDACLIENT_OK)
            status = lambdaclient_respond(client, invocation, payload, as_json, &error);
        if (status != LAMBDACLIENT_OK && !lambdaclient_status_is_fatal(status)) {
            /* Too large, too late, or not delivered at all: this answer is lost, and the next event may be
             * served. */
            fprintf(stderr, "%s\n", lambdaclient_error_message(error));
            lambdaclient_error_free(error);
            error = NULL;
            status = LAMBDACLIENT_OK;
        }
        lambdaclient_invocation_free(invocation);
    }

    fprintf(stderr, "%s\n",
            error != NULL ? lambdaclient_error_message(error) : lambdaclient_status_name(status));
    lambdaclient_error_free(error);
    lambdaclient_close(client);
    return 1;
}
