/*
 * Init error: a function that needs the environment variable GREETING, and cannot start without it.
 * It says so before it asks for its first event: callers get this error instead of a timeout.
 * After the report nothing may follow but the end of the program, with a status other than 0.
 */
#include <lambdaclient.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static lambdaclient_view_t text(const char *literal) {
    lambdaclient_view_t view;
    view.data = (const uint8_t *)literal;
    view.len = strlen(literal);
    return view;
}

int main(void) {
    const char *greeting = getenv("GREETING");
    lambdaclient_t *client = NULL;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    int32_t status = lambdaclient_open(NULL, &client, NULL);

    if (greeting == NULL && status == LAMBDACLIENT_OK) {
        failure.type = text("Runtime.ConfigurationMissing");
        failure.message = text("The environment variable GREETING is not set");
        lambdaclient_fail_init(client, &failure, NULL);
        lambdaclient_close(client);
        return 1;
    }

    while (lambdaclient_status_is_recoverable(status) &&
           (status = lambdaclient_next(client, &invocation, NULL)) == LAMBDACLIENT_OK) {
        status = lambdaclient_respond(client, invocation, text(greeting), text("text/plain"), NULL);
        lambdaclient_invocation_free(invocation);
    }

    fprintf(stderr, "%s\n", lambdaclient_status_name(status));
    lambdaclient_close(client);
    return 1;
}
