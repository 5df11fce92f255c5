/*
 * Run: the whole life of a runtime in one call; the library polls, and this program has a function for each
 * step. With a shutdown step the service announces the end by SIGTERM, which a thread of this program's
 * turns into a cancel; a failure is a log line for the owner, and an error for the caller.
 */
#define _POSIX_C_SOURCE 200809L
#include <lambdaclient.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

struct function {
    unsigned events;
};

static sigset_t termination;

static lambdaclient_view_t text(const char *words) {
    lambdaclient_view_t view = {(const uint8_t *)words, strlen(words)};
    return view;
}

static int32_t prepare(void *context, lambdaclient_t *client) {
    ((struct function *)context)->events = 0;
    return lambdaclient_log(client, LAMBDACLIENT_LOG_INFO, text("ready"), NULL, NULL);
}

static int32_t handle(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation) {
    const lambdaclient_view_t as_json = {NULL, 0};
    lambdaclient_view_t payload = {NULL, 0};
    int32_t status = lambdaclient_invocation_payload(invocation, &payload, NULL);
    ((struct function *)context)->events++;
    if (payload.len == 0) {
        lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
        failure.type = text("EmptyEvent");
        lambdaclient_log(client, LAMBDACLIENT_LOG_WARN, text("an event without a byte"), NULL, NULL);
        return lambdaclient_fail(client, invocation, &failure, NULL);
    }
    return status != LAMBDACLIENT_OK ? status
                                     : lambdaclient_respond(client, invocation, payload, as_json, NULL);
}

static int32_t shut_down(void *context, lambdaclient_t *client) {
    char words[64];
    snprintf(words, sizeof words, "goodbye after %u events", ((struct function *)context)->events);
    return lambdaclient_log(client, LAMBDACLIENT_LOG_INFO, text(words), NULL, NULL);
}

static void *wait_for_signal(void *client) {
    int number = 0;
    sigwait(&termination, &number);
    lambdaclient_cancel(client, NULL);
    return NULL;
}

int main(void) {
    struct function function = {0};
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    lambdaclient_t *client = NULL;
    lambdaclient_error_t *error = NULL;
    pthread_t waiter;
    int32_t status;

    /* Blocked before any thread is made, so that none but the waiter gets it. */
    sigemptyset(&termination);
    sigaddset(&termination, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &termination, NULL);
    options.handler = handle;
    options.init = prepare;
    options.shutdown = shut_down;
    options.context = &function;
    status = lambdaclient_open(NULL, &client, &error);
    if (status == LAMBDACLIENT_OK && pthread_create(&waiter, NULL, wait_for_signal, client) == 0) {
        status = lambdaclient_run(client, &options, &error);
        if (status == LAMBDACLIENT_OK)
            pthread_join(waiter, NULL);
    }
    if (status != LAMBDACLIENT_OK)
        fprintf(stderr, "%s\n", lambdaclient_error_message(error));
    lambdaclient_error_free(error);
    lambdaclient_close(client);
    return status == LAMBDACLIENT_OK ? 0 : 1;
}
