/* Manners in the host's process: signals stay as they were, a fork before any client is noticed, and a parked
 * call ends soon. */
#define _GNU_SOURCE
#include "check.h"
#include "parts.h"
#include "service.h"
#include "surroundings.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define EVENT "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nContent-Length: 2\r\n\r\n{}"

static void handle(int number) { (void)number; }

/* Every signal but those that the runtime needs: SIGSEGV, SIGFPE and one real-time signal. */
static void signals_stay(void (*sigpipe)(int)) {
    struct sigaction before[NSIG], after;
    int number, changed = 0;

    signal(SIGPIPE, sigpipe);
    for (number = 1; number < NSIG; number++)
        if (sigaction(number, NULL, &before[number]) != 0)
            before[number].sa_handler = SIG_ERR;
    lambdaclient_close(open_at("127.0.0.1:9"));
    for (number = 1; number < NSIG; number++) {
        if (before[number].sa_handler == SIG_ERR || sigaction(number, NULL, &after) != 0)
            continue;
        if (after.sa_handler == before[number].sa_handler && after.sa_flags == before[number].sa_flags)
            continue;
        changed += number >= 32;
        CHECK(number == SIGSEGV || number == SIGFPE || number >= 32);
    }
    CHECK(changed <= 1);
}

static void sigpipe_by_default(void) { signals_stay(SIG_DFL); }
static void sigpipe_ignored(void) { signals_stay(SIG_IGN); }
static void sigpipe_handled(void) { signals_stay(handle); }

/* Answering over a dead connection does not raise the signal that would end this process. */
static void writes_to_the_dead(void) {
    static const struct step steps[] = {{EVENT, RESET, 0}};
    const lambdaclient_view_t empty = {NULL, 0};
    lambdaclient_t *client = open_at(service_start(steps, 1));
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_stream_t *stream = NULL;

    signal(SIGPIPE, SIG_DFL);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    CHECK(service_join() == 1);
    CHECK(lambdaclient_respond(invocation, view("{}"), empty, NULL) != LAMBDACLIENT_OK);
    if (lambdaclient_stream_open(invocation, NULL, &stream, NULL) == LAMBDACLIENT_OK)
        CHECK(lambdaclient_stream_write(stream, view("x"), NULL) != LAMBDACLIENT_OK);
    lambdaclient_stream_free(stream);
    lambdaclient_close(client);
}

/* The runtime has started with the first call of any function, so a child forked after it is one. */
static void forked_before_any_client(void) {
    int status = 0;
    pid_t child;
    if (is_left_out_in_qemu(__func__, QEMU_HIDES_FORKS))
        return;
    CHECK(lambdaclient_version() != NULL);
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        lambdaclient_t *client = NULL;
        const int32_t got = lambdaclient_open(NULL, &client, NULL);
        _exit(got == LAMBDACLIENT_E_FORKED_CHILD && strcmp(lambdaclient_status_name(got), "forked_child") == 0
                  ? 0
                  : 1);
    }
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* A child forked before the first call is a process like any other. */
static void forked_before_the_first_call(void) {
    int status = 0;
    const pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        lambdaclient_close(open_at("127.0.0.1:9"));
        _exit(0);
    }
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    lambdaclient_close(open_at("127.0.0.1:9"));
}

struct parked {
    lambdaclient_t *client;
    int32_t status;
    double ended;
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void *park(void *argument) {
    struct parked *parked = argument;
    lambdaclient_invocation_t *none = NULL;
    parked->status = lambdaclient_next(parked->client, &none, NULL);
    parked->ended = now();
    return NULL;
}

static int by_size(const void *a, const void *b) {
    return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

/* The promise is 50 ms; the check leaves room for a machine that is busy with something else. */
static void a_parked_call_ends_soon(void) {
    enum { ROUNDS = 50 };
    static const struct step steps[] = {{NULL, HOLD, 0}};
    double took[ROUNDS];
    size_t i;
    for (i = 0; i < ROUNDS; i++) {
        struct parked parked = {NULL, -1, 0};
        pthread_t thread;
        double asked;
        parked.client = open_at(service_start(steps, 1));
        CHECK(pthread_create(&thread, NULL, park, &parked) == 0);
        service_wait_for_requests(1);
        asked = now();
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(parked.client, NULL));
        pthread_join(thread, NULL);
        CHECK(parked.status == LAMBDACLIENT_E_CANCELLED);
        took[i] = parked.ended - asked;
        lambdaclient_close(parked.client);
        service_join();
    }
    qsort(took, ROUNDS, sizeof *took, by_size);
    printf("cancel ends a parked next after %.3f ms (median), %.3f ms (longest of %d)\n",
           1e3 * took[ROUNDS / 2], 1e3 * took[ROUNDS - 1], (int)ROUNDS);
    CHECK(took[ROUNDS / 2] < 0.05);
    CHECK(took[ROUNDS - 1] < 2.0);
}

int main(void) {
    static void (*const parts[])(void) = {sigpipe_by_default,       sigpipe_ignored,
                                          sigpipe_handled,          writes_to_the_dead,
                                          forked_before_any_client, forked_before_the_first_call,
                                          a_parked_call_ends_soon};
    return run_parts(parts, sizeof parts / sizeof *parts);
}
