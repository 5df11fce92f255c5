/*
 * Threads: four threads, each with a client of its own, answer events at the same time.
 * A client is for one thread; clients know nothing of each other, so nothing is shared and nothing is locked.
 * Only where the service hands out several events at once (Lambda Managed Instances) is this faster than one
 * thread.
 */
#define _POSIX_C_SOURCE 200809L
#include <lambdaclient.h>
#include <pthread.h>
#include <stdio.h>

#define THREADS 4

static void *serve(void *unused) {
    const lambdaclient_view_t as_json = {NULL, 0};
    lambdaclient_t *client = NULL;
    lambdaclient_invocation_t *invocation = NULL;
    int32_t status = lambdaclient_open(NULL, &client, NULL);

    (void)unused;
    while (lambdaclient_status_is_recoverable(status) &&
           (status = lambdaclient_next(client, &invocation, NULL)) == LAMBDACLIENT_OK) {
        lambdaclient_view_t payload = {NULL, 0};
        status = lambdaclient_invocation_payload(invocation, &payload, NULL);
        if (status == LAMBDACLIENT_OK)
            status = lambdaclient_respond(client, invocation, payload, as_json, NULL);
        lambdaclient_invocation_free(invocation);
    }

    fprintf(stderr, "a thread ends: %s\n", lambdaclient_status_name(status));
    lambdaclient_close(client);
    return NULL;
}

int main(void) {
    pthread_t threads[THREADS];
    int i, started = 0;
    for (i = 0; i < THREADS; i++)
        started += pthread_create(&threads[started], NULL, serve, NULL) == 0;
    for (i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    return 1;
}
