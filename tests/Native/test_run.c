/* lambdaclient_run: the life of a runtime around the caller's handler. */
#define _GNU_SOURCE
#include "check.h"
#include "endless.h"
#include "parts.h"
#include "service.h"
#include "surroundings.h"

#include <pthread.h>
#include <stdatomic.h>

#define EVENT "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nContent-Length: 2\r\n\r\n{}"
#define ACCEPTED "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
#define RESTORED "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
#define FAILED "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
#define NEXT "GET /2018-06-01/runtime/invocation/next\n"
#define RESPONSE "POST /2018-06-01/runtime/invocation/id/response\n"
#define FAILURE "POST /2018-06-01/runtime/invocation/id/error\n"
#define STEPS(steps) service_start(steps, sizeof steps / sizeof *(steps))

/* What a run did, in order. */
struct story {
    lambdaclient_t *client;
    size_t last_event; /* after which the handler ends the run; 0 for none */
    int32_t result;    /* of a handler or hook that does nothing else */
    atomic_size_t events;
    char told[256];
};

static void tell(struct story *story, const char *what) {
    strncat(story->told, what, sizeof story->told - strlen(story->told) - 1);
}

static void count_event(struct story *story, lambdaclient_t *client) {
    if (atomic_fetch_add(&story->events, 1) + 1 == story->last_event)
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(client, NULL));
}

static int32_t echo(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                    lambdaclient_answer_t *answer) {
    lambdaclient_view_t payload = {NULL, 0};
    count_event(context, client);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_payload(invocation, &payload, NULL));
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    answer->payload = payload;
    return 0;
}

static int32_t leave(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                     lambdaclient_answer_t *answer) {
    (void)answer;
    struct story *story = context;
    (void)invocation;
    count_event(story, client);
    return story->result;
}

static int32_t leave_a_stream(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                              lambdaclient_answer_t *answer) {
    (void)answer;
    lambdaclient_stream_t *stream = NULL;
    count_event(context, client);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_open(invocation, NULL, &stream, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_write(stream, view("half"), NULL));
    return 0;
}

static int32_t init(void *context, lambdaclient_t *client) {
    (void)client;
    tell(context, "init ");
    return ((struct story *)context)->result;
}

static int32_t init_that_reports(void *context, lambdaclient_t *client) {
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    tell(context, "init ");
    failure.type = view("Runtime.NoConfig");
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_fail_init(client, &failure, NULL));
    return 1;
}

static int32_t before_snapshot(void *context, lambdaclient_t *client) {
    (void)client;
    tell(context, "before ");
    return 0;
}

static int32_t after_restore(void *context, lambdaclient_t *client) {
    (void)client;
    tell(context, "after ");
    return ((struct story *)context)->result;
}

static int32_t shut_down(void *context, lambdaclient_t *client) {
    (void)client;
    tell(context, "shutdown ");
    return ((struct story *)context)->result;
}

static void finalize(void *context) { tell(context, "finalizer"); }

static void observe(void *context, const lambdaclient_error_t *error) {
    CHECK(strlen(lambdaclient_error_message(error)) > 0);
    tell(context, "error ");
}

/* Runs, and gives the message of the error, to be compared with a part of it; NULL for none. */
static int32_t run(struct story *story, lambdaclient_run_options_t *options, const char *message) {
    lambdaclient_error_t *error = NULL;
    int32_t status;
    options->context = story;
    options->finalizer = finalize;
    options->on_error = observe;
    status = lambdaclient_run(story->client, options, &error);
    if ((error == NULL) != (message == NULL) ||
        (error != NULL && strstr(lambdaclient_error_message(error), message) == NULL)) {
        fprintf(stderr, "the error is: %s\n", error == NULL ? "none" : lambdaclient_error_message(error));
        exit(1);
    }
    lambdaclient_error_free(error);
    lambdaclient_close(story->client);
    return status;
}

static void events_are_served(void) {
    static const struct step steps[] = {
        {EVENT, STAY, 0}, {ACCEPTED, STAY, 0}, {EVENT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at(STEPS(steps)), 2, 0, 0, ""};
    options.handler = echo;
    options.init = init;
    options.before_snapshot = before_snapshot;
    CHECK_STATUS(LAMBDACLIENT_OK, run(&story, &options, NULL));
    CHECK(service_join() == 4);
    CHECK(strcmp(service_request_lines(), NEXT RESPONSE NEXT RESPONSE) == 0);
    CHECK(strcmp(story.told, "init finalizer") == 0);
}

static void *cancel_soon(void *client) {
    service_wait_for_requests(1);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(client, NULL));
    return NULL;
}

static void another_thread_ends_a_parked_run(void) {
    static const struct step steps[] = {{NULL, HOLD, 0}};
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at(STEPS(steps)), 0, 0, 0, ""};
    pthread_t thread;
    options.handler = echo;
    CHECK(pthread_create(&thread, NULL, cancel_soon, story.client) == 0);
    CHECK_STATUS(LAMBDACLIENT_OK, run(&story, &options, NULL));
    pthread_join(thread, NULL);
    service_join();
}

static void left_unanswered(int32_t result, const char *type, const char *message) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at(STEPS(steps)), 1, result, 0, ""};
    options.handler = leave;
    CHECK_STATUS(LAMBDACLIENT_OK, run(&story, &options, NULL));
    CHECK(service_join() == 2);
    CHECK(strcmp(service_request_lines(), NEXT FAILURE) == 0);
    CHECK(strstr(service_last_request(), type) != NULL);
    CHECK(strstr(service_last_request(), message) != NULL);
}

static void what_a_handler_leaves_is_answered(void) {
    left_unanswered(0, "\"errorType\":\"Runtime.NoAnswer\"", "without an answer");
    left_unanswered(-7, "\"errorType\":\"Runtime.HandlerFailed\"", "the handler returned -7 without");
    left_unanswered(304, "Function-Error-Type: Runtime.HandlerFailed\r\n", "304 (connection_closed)");
}

static void a_stream_left_open_fails(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at(STEPS(steps)), 1, 0, 0, ""};
    options.handler = leave_a_stream;
    CHECK_STATUS(LAMBDACLIENT_OK, run(&story, &options, NULL));
    CHECK(service_join() == 2);
    CHECK(strstr(service_last_request(), "4\r\nhalf\r\n0\r\n") != NULL);
    CHECK(strstr(service_last_request(), "Function-Error-Type: Runtime.StreamAbandoned\r\n") != NULL);
}

static void a_failed_init_ends_it(void) {
    static const struct step steps[] = {{ACCEPTED, CLOSE, 0}};
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at(STEPS(steps)), 0, 5, 0, ""};
    options.handler = echo;
    options.init = init;
    CHECK_STATUS(LAMBDACLIENT_E_HOOK_FAILED, run(&story, &options, "init"));
    CHECK(service_join() == 1);
    CHECK(strstr(service_last_request(), "POST /2018-06-01/runtime/init/error HTTP/1.1\r\n") != NULL);
    CHECK(strstr(service_last_request(), "Function-Error-Type: Runtime.InitError\r\n") != NULL);
    CHECK(strcmp(story.told, "init finalizer") == 0);
}

static void an_init_may_report_itself(void) {
    static const struct step steps[] = {{ACCEPTED, CLOSE, 0}};
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at(STEPS(steps)), 0, 0, 0, ""};
    options.handler = echo;
    options.init = init_that_reports;
    CHECK_STATUS(LAMBDACLIENT_E_HOOK_FAILED, run(&story, &options, "init"));
    CHECK(service_join() == 1);
    CHECK(strstr(service_last_request(), "Function-Error-Type: Runtime.NoConfig\r\n") != NULL);
    CHECK(strcmp(story.told, "init finalizer") == 0);
}

#define RESTORE_NEXT "GET /2018-06-01/runtime/restore/next\n"

/* After the snapshot a new connection is made: the one before it has no other end any more. */
static void a_snapshot_comes_before_the_first_event(void) {
    static const struct step steps[] = {{RESTORED, CLOSE, 0}, {EVENT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {NULL, 1, 0, 0, ""};
    setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start", 1);
    story.client = open_at(STEPS(steps));
    options.handler = echo;
    options.init = init;
    options.before_snapshot = before_snapshot;
    options.after_restore = after_restore;
    CHECK_STATUS(LAMBDACLIENT_OK, run(&story, &options, NULL));
    CHECK(service_join() == 3);
    CHECK(strcmp(service_request_lines(), RESTORE_NEXT NEXT RESPONSE) == 0);
    CHECK(strcmp(story.told, "init before after finalizer") == 0);
}

static void a_failed_restore_ends_it(void) {
    static const struct step steps[] = {{RESTORED, CLOSE, 0}, {ACCEPTED, CLOSE, 0}};
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {NULL, 0, 9, 0, ""};
    setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start", 1);
    story.client = open_at(STEPS(steps));
    options.handler = echo;
    options.after_restore = after_restore;
    CHECK_STATUS(LAMBDACLIENT_E_HOOK_FAILED, run(&story, &options, "after_restore"));
    CHECK(service_join() == 2);
    CHECK(strcmp(service_request_lines(), RESTORE_NEXT "POST /2018-06-01/runtime/restore/error\n") == 0);
    CHECK(strstr(service_last_request(), "Function-Error-Type: Runtime.AfterRestoreError\r\n") != NULL);
}

static void an_answer_that_the_service_cannot_take_ends_it(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {FAILED, CLOSE, 0}};
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at(STEPS(steps)), 0, 0, 0, ""};
    options.handler = echo;
    CHECK_STATUS(LAMBDACLIENT_E_CONTAINER_ERROR, run(&story, &options, "container_error"));
    CHECK(service_join() == 2);
}

static void it_tries_six_times(void) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at(service_refusing()), 0, 0, 0, ""};
    options.handler = echo;
    CHECK_STATUS(LAMBDACLIENT_E_CONNECT_REFUSED, run(&story, &options, "connect_refused"));
    CHECK(strcmp(story.told, "error error error error error finalizer") == 0);
}

/* All four are inside the handler at once, or the barrier would never open. */
static pthread_barrier_t all_here;

static int32_t meet(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                    lambdaclient_answer_t *answer) {
    static _Thread_local int was_here;
    if (!was_here++)
        pthread_barrier_wait(&all_here);
    return echo(context, client, invocation, answer);
}

static pid_t parent;

static int32_t stay_here(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                         lambdaclient_answer_t *answer) {
    CHECK(gettid() == parent);
    return echo(context, client, invocation, answer);
}

static void threads_work_side_by_side(void) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at(endless_start()), 2000, 0, 0, ""};
    CHECK(pthread_barrier_init(&all_here, NULL, 4) == 0);
    options.handler = meet;
    options.thread_count = 4;
    options.force_thread_count = 1;
    CHECK_STATUS(LAMBDACLIENT_OK, run(&story, &options, NULL));
    /* The other threads go on until the first call of cancel is through. */
    CHECK(atomic_load(&story.events) >= 2000 && atomic_load(&story.events) < 4000);
}

/* Without the variable the service hands the same event to each poller, so one runs, and the log says why. */
static void one_poller_runs_on_an_ordinary_function(void) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at(endless_start()), 100, 0, 0, ""};
    char line[512];
    ssize_t count;
    int ends[2], out;
    CHECK(pipe(ends) == 0 && (out = dup(STDOUT_FILENO)) >= 0 && dup2(ends[1], STDOUT_FILENO) >= 0);
    parent = gettid();
    options.handler = stay_here;
    options.thread_count = 4;
    CHECK_STATUS(LAMBDACLIENT_OK, run(&story, &options, NULL));
    CHECK(dup2(out, STDOUT_FILENO) >= 0);
    count = read(ends[0], line, sizeof line - 1);
    CHECK(count > 0);
    line[count] = '\0';
    CHECK(strstr(line, "\tWARN\t") != NULL && strstr(line, "AWS_LAMBDA_MAX_CONCURRENCY") != NULL);
    CHECK(atomic_load(&story.events) == 100);
}

static void the_environment_says_how_many(void) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {NULL, 100, 0, 0, ""};
    setenv("AWS_LAMBDA_MAX_CONCURRENCY", "4", 1);
    story.client = open_at(endless_start());
    CHECK(pthread_barrier_init(&all_here, NULL, 4) == 0);
    options.handler = meet;
    CHECK_STATUS(LAMBDACLIENT_OK, run(&story, &options, NULL));
}

static int32_t give_up_what_is_not_mine(void *context, lambdaclient_t *client,
                                        lambdaclient_invocation_t *invocation,
                                        lambdaclient_answer_t *answer) {
    (void)answer;
    (void)invocation;
    count_event(context, client);
    lambdaclient_close(client);
    return 0;
}

static void a_handler_that_closes_its_client_harms_itself_alone(void) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at(endless_start()), 1, 0, 0, ""};
    options.handler = give_up_what_is_not_mine;
    options.thread_count = 3;
    options.force_thread_count = 1;
    CHECK_STATUS(LAMBDACLIENT_OK, run(&story, &options, NULL));
}

static int32_t run_again(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                         lambdaclient_answer_t *answer) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    lambdaclient_invocation_t *other = NULL;
    lambdaclient_answer_t none = LAMBDACLIENT_ANSWER_INIT;
    options.handler = echo;
    options.context = context;
    CHECK_STATUS(LAMBDACLIENT_E_CLIENT_BUSY, lambdaclient_run(client, &options, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_CLIENT_BUSY, lambdaclient_turn(client, &none, &other, NULL, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_CLIENT_BUSY, lambdaclient_next(client, &other, NULL));
    CHECK(other == NULL);
    return echo(context, client, invocation, answer);
}

static void a_client_is_run_once_at_a_time(void) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at(endless_start()), 3, 0, 0, ""};
    options.handler = run_again;
    options.thread_count = 2;
    options.force_thread_count = 1;
    CHECK_STATUS(LAMBDACLIENT_OK, run(&story, &options, NULL));
}

static void refused(lambdaclient_handler_t handler, uint32_t threads, int32_t expected, const char *message) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at("127.0.0.1:9"), 0, 0, 0, ""};
    options.handler = handler;
    options.thread_count = threads;
    CHECK_STATUS(expected, run(&story, &options, message));
    CHECK(strcmp(story.told, "finalizer") == 0);
}

static void what_cannot_be_run_is_refused(void) {
    refused(NULL, 1, LAMBDACLIENT_E_ARGUMENT_MISSING, "options.handler");
    refused(echo, 10001, LAMBDACLIENT_E_OPTION_INVALID, "options.thread_count");
}

static void a_number_that_is_none_is_refused(void) {
    setenv("AWS_LAMBDA_MAX_CONCURRENCY", "many", 1);
    refused(echo, 0, LAMBDACLIENT_E_OPTION_INVALID, "AWS_LAMBDA_MAX_CONCURRENCY");
}

/* The endless service is no Extensions API: that the notice cannot be had is told, and nothing else changes.
 */
static void shutdown_comes_last(void) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at(endless_start()), 3, 0, 0, ""};
    options.handler = echo;
    options.shutdown = shut_down;
    CHECK_STATUS(LAMBDACLIENT_OK, run(&story, &options, NULL));
    CHECK(strcmp(story.told, "error shutdown finalizer") == 0);
}

static void a_failed_shutdown_is_told(void) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at(endless_start()), 3, 4, 0, ""};
    options.handler = echo;
    options.shutdown = shut_down;
    CHECK_STATUS(LAMBDACLIENT_E_HOOK_FAILED, run(&story, &options, "shutdown"));
}

/* The child comes back from the handler into the run, which must not touch the runtime there. */
static int32_t split(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                     lambdaclient_answer_t *answer) {
    const pid_t child = fork();
    int status = 0;
    CHECK(child >= 0);
    if (child == 0)
        return 0;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 42);
    return echo(context, client, invocation, answer);
}

static void a_forked_child_is_told(void) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at(endless_start()), 2, 0, 0, ""};
    int32_t status;
    if (is_left_out("a child that returns from its handler", "managed code cannot go on in a child of .NET"))
        return;
    if (is_left_out_in_qemu(__func__, QEMU_HIDES_FORKS))
        return;
    parent = getpid();
    options.handler = split;
    options.context = &story;
    status = lambdaclient_run(story.client, &options, NULL);
    if (getpid() != parent)
        _exit(status == LAMBDACLIENT_E_FORKED_CHILD ? 42 : 1);
    CHECK_STATUS(LAMBDACLIENT_OK, status);
    lambdaclient_close(story.client);
}

/* A child of a thread that the library made has nothing to return to. */
static int32_t split_elsewhere(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                               lambdaclient_answer_t *answer) {
    if (gettid() != parent) {
        const pid_t child = fork();
        int status = 0;
        CHECK(child >= 0);
        if (child == 0)
            return 0;
        CHECK(waitpid(child, &status, 0) == child);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 1);
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(client, NULL));
    }
    return echo(context, client, invocation, answer);
}

static void a_child_of_a_library_thread_ends(void) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at(endless_start()), 0, 0, 0, ""};
    if (is_left_out_in_qemu(__func__, QEMU_HIDES_FORKS))
        return;
    parent = getpid();
    options.handler = split_elsewhere;
    options.thread_count = 2;
    options.force_thread_count = 1;
    CHECK_STATUS(LAMBDACLIENT_OK, run(&story, &options, NULL));
}

static void *on_a_small_stack(void *unused) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {open_at(endless_start()), 500, 0, 0, ""};
    (void)unused;
    options.handler = echo;
    options.thread_count = 2;
    options.force_thread_count = 1;
    CHECK_STATUS(LAMBDACLIENT_OK, run(&story, &options, NULL));
    return NULL;
}

static void sixty_four_kilobytes_are_enough(void) {
    pthread_attr_t small_stack;
    pthread_t thread;
    pthread_attr_init(&small_stack);
    CHECK(pthread_attr_setstacksize(&small_stack, small_stack_size()) == 0);
    CHECK(pthread_create(&thread, &small_stack, on_a_small_stack, NULL) == 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&small_stack);
}

static void a_restore_can_be_cancelled(void) {
    static const struct step steps[] = {{RESTORED, CLOSE, 0}, {ACCEPTED, CLOSE, 0}};
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    lambdaclient_t *client = open_at(STEPS(steps));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_restore_next(client, NULL));
    failure.type = view("Runtime.NoSeed");
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_fail_restore(client, &failure, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_INIT_ERROR_REPORTED, lambdaclient_restore_next(client, NULL));
    lambdaclient_close(client);
    CHECK(service_join() == 2);
    CHECK(strstr(service_last_request(), "Function-Error-Type: Runtime.NoSeed\r\n") != NULL);

    client = open_at("127.0.0.1:9");
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(client, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_CANCELLED, lambdaclient_restore_next(client, NULL));
    lambdaclient_close(client);
}

int main(void) {
    static void (*const parts[])(void) = {events_are_served,
                                          another_thread_ends_a_parked_run,
                                          what_a_handler_leaves_is_answered,
                                          a_stream_left_open_fails,
                                          a_failed_init_ends_it,
                                          an_init_may_report_itself,
                                          a_snapshot_comes_before_the_first_event,
                                          a_failed_restore_ends_it,
                                          an_answer_that_the_service_cannot_take_ends_it,
                                          it_tries_six_times,
                                          threads_work_side_by_side,
                                          one_poller_runs_on_an_ordinary_function,
                                          the_environment_says_how_many,
                                          a_handler_that_closes_its_client_harms_itself_alone,
                                          a_client_is_run_once_at_a_time,
                                          what_cannot_be_run_is_refused,
                                          a_number_that_is_none_is_refused,
                                          shutdown_comes_last,
                                          a_failed_shutdown_is_told,
                                          a_forked_child_is_told,
                                          a_child_of_a_library_thread_ends,
                                          sixty_four_kilobytes_are_enough,
                                          a_restore_can_be_cancelled};
    return run_parts(parts, sizeof parts / sizeof *parts);
}
