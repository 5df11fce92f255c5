/*
 * Terminate: echoes events until SIGTERM asks it to end, then leaves in order, with status 0.
 * No function of the library may be called in a signal handler, so a thread of its own waits for the signal
 * and cancels the client: a parked next returns CANCELLED, and an event that is being handled is still
 * answered.
 */
#define _POSIX_C_SOURCE 200809L
#include <lambdaclient.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>

static sigset_t termination;

static void *wait_for_signal(void *client) {
    int number = 0;
    sigwait(&termination, &number);
    lambdaclient_cancel(client, NULL);
    return NULL;
}

int main(void) {
    const lambdaclient_view_t as_json = {NULL, 0};
    lambdaclient_t *client = NULL;
    lambdaclient_invocation_t *invocation = NULL;
    pthread_t waiter;
    int32_t status;

    /* Blocked before any thread is made, so that none but the waiter gets it. */
    sigemptyset(&termination);
    sigaddset(&termination, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &termination, NULL);
    status = lambdaclient_open(NULL, &client, NULL);
    if (status != LAMBDACLIENT_OK || pthread_create(&waiter, NULL, wait_for_signal, client) != 0)
        return 1;

    while (lambdaclient_status_is_recoverable(status) &&
           (status = lambdaclient_next(client, &invocation, NULL)) == LAMBDACLIENT_OK) {
        lambdaclient_view_t payload = {NULL, 0};
        lambdaclient_invocation_payload(invocation, &payload, NULL);
        status = lambdaclient_respond(client, invocation, payload, as_json, NULL);
        lambdaclient_invocation_free(invocation);
    }

    fprintf(stderr, "%s\n",
            status == LAMBDACLIENT_E_CANCELLED ? "goodbye" : lambdaclient_status_name(status));
    if (status == LAMBDACLIENT_E_CANCELLED)
        pthread_join(waiter, NULL);
    lambdaclient_close(client);
    return status == LAMBDACLIENT_E_CANCELLED ? 0 : 1;
}
