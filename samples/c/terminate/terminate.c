/*
 * terminate: does its last work when Lambda shuts the execution environment down, and ends with status 0.
 * Lambda sends SIGTERM only where an extension is registered. A run with a shutdown function registers one,
 * so no layer is needed. Lambda kills the process 500 ms after the signal. No function of the library may be
 * called in a signal handler, so a thread waits for the signal and cancels the run.
 */
#define _POSIX_C_SOURCE 200809L
#include <lambdaclient.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static sigset_t termination;

static int32_t echo(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                    lambdaclient_answer_t *answer) {
    (void)context, (void)client;
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    return lambdaclient_invocation_payload(invocation, &answer->payload, NULL);
}

/* Runs after the last event: flush and close here what must not be lost. */
static int32_t shut_down(void *context, lambdaclient_t *client) {
    (void)context;
    return lambdaclient_log(client, LAMBDACLIENT_LOG_INFO, lambdaclient_text("goodbye"), NULL, NULL);
}

static void *wait_for_signal(void *client) {
    int number = 0;
    sigwait(&termination, &number);
    lambdaclient_cancel(client, NULL);
    return NULL;
}

int main(void) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    lambdaclient_t *client = NULL;
    lambdaclient_error_t *error = NULL;
    pthread_t waiter;
    int32_t status;

    /* Block the signal before any thread starts, so that only the waiter receives it. */
    sigemptyset(&termination);
    sigaddset(&termination, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &termination, NULL);
    options.handler = echo;
    options.shutdown = shut_down;
    status = lambdaclient_open(NULL, &client, &error);
    if (status == LAMBDACLIENT_OK) {
        if (pthread_create(&waiter, NULL, wait_for_signal, client) != 0)
            return EXIT_FAILURE;
        pthread_detach(waiter);
        status = lambdaclient_run(client, &options, &error);
    }
    if (error != NULL)
        fprintf(stderr, "%s\n", lambdaclient_error_message(error));
    lambdaclient_error_free(error);
    lambdaclient_close(client);
    return status == LAMBDACLIENT_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
