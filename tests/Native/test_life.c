/* The life of a process under lambdaclient_run: what a cancel ends, what is written to the function's log,
 * and who is named there near a deadline. */
#define _GNU_SOURCE
#include "check.h"
#include "endless.h"
#include "parts.h"
#include "service.h"
#include "surroundings.h"

#include <dirent.h>
#include <pthread.h>
#include <time.h>

#define EVENT "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nContent-Length: 2\r\n\r\n{}"
#define ACCEPTED "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
#define LATE "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"
#define BROKEN "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
#define REGISTER "POST /2020-01-01/extension/register\n"
#define INIT_ERROR "POST /2018-06-01/runtime/init/error\n"
#define NEXT "GET /2018-06-01/runtime/invocation/next\n"
#define RESPONSE "POST /2018-06-01/runtime/invocation/id/response\n"
#define STEPS(steps) service_start(steps, sizeof steps / sizeof *(steps))
#define OVERRUN "\tid\tERROR\tthe handler has not answered after "

static char line[4096];
static int descriptors[2];

/* What is written to standard output from here on can be read. */
static void capture(void) {
    CHECK(pipe(descriptors) == 0);
    CHECK(dup2(descriptors[1], STDOUT_FILENO) == STDOUT_FILENO);
}

/* Waits for a line, and gives it without its time. */
static const char *next_line(void) {
    size_t count = 0;
    do {
        CHECK(count < sizeof line && read(descriptors[0], line + count, 1) == 1);
    } while (line[count++] != '\n');
    CHECK(count > 24);
    line[count] = '\0';
    return line + 24;
}

/* Whether nothing more was written. */
static int is_silent(void) {
    CHECK(close(descriptors[1]) == 0 && close(STDOUT_FILENO) == 0);
    return read(descriptors[0], line, 1) == 0;
}

/* An event whose deadline is so many milliseconds away. */
static const char *event_due_in(long long milliseconds) {
    static char event[256];
    struct timespec now;
    CHECK(clock_gettime(CLOCK_REALTIME, &now) == 0);
    snprintf(event, sizeof event,
             "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nLambda-Runtime-Deadline-Ms: %lld\r\n"
             "Content-Length: 2\r\n\r\n{}",
             (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000 + ample_ms(milliseconds));
    return event;
}

static size_t threads(void) {
    DIR *folder = opendir("/proc/self/task");
    size_t count = 0;
    CHECK(folder != NULL);
    while (readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count - 2;
}

/* What a run did, in order. */
struct story {
    int32_t result; /* of init */
    char told[256];
};

static void tell(struct story *story, const char *what) {
    strncat(story->told, what, sizeof story->told - strlen(story->told) - 1);
}

static int32_t echo(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                    lambdaclient_answer_t *answer) {
    (void)context;
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(client, NULL));
    return lambdaclient_invocation_payload(invocation, &answer->payload, NULL);
}

/* Answers once it was named in the log. */
static int32_t overrun(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                       lambdaclient_answer_t *answer) {
    CHECK(strncmp(next_line(), OVERRUN, strlen(OVERRUN)) == 0);
    return echo(context, client, invocation, answer);
}

static int32_t init(void *context, lambdaclient_t *client) {
    (void)client;
    tell(context, "init ");
    return ((struct story *)context)->result;
}

static int32_t init_that_cancels(void *context, lambdaclient_t *client) {
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(client, NULL));
    return init(context, client);
}

static int32_t shut_down(void *context, lambdaclient_t *client) {
    (void)client;
    tell(context, "shutdown ");
    return 0;
}

static void observe(void *context, const lambdaclient_error_t *error) {
    (void)error;
    tell(context, "error ");
}

static void *cancel_soon(void *client) {
    service_wait_for_requests(1);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(client, NULL));
    return NULL;
}

static void a_registration_can_be_cancelled(void) {
    static const struct step steps[] = {{NULL, HOLD, 0}};
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {0, ""};
    lambdaclient_t *client = open_at(STEPS(steps));
    pthread_t thread;
    options.context = &story;
    options.handler = echo;
    options.init = init;
    options.shutdown = shut_down;
    options.on_error = observe;
    CHECK(pthread_create(&thread, NULL, cancel_soon, client) == 0);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_run(client, &options, NULL));
    pthread_join(thread, NULL);
    lambdaclient_close(client);
    service_join();
    CHECK(strcmp(service_request_lines(), REGISTER) == 0);
    CHECK(strcmp(story.told, "init shutdown ") == 0);
}

/* A loop of the program's own asks for SIGTERM by itself; the service is asked once. */
static void a_loop_over_turns_can_register_too(void) {
    static const struct step steps[] = {{"HTTP/1.1 200 OK\r\nLambda-Extension-Identifier: it\r\n"
                                         "Content-Length: 2\r\n\r\n{}",
                                         STAY, 0},
                                        {NULL, HOLD, 0}};
    lambdaclient_t *client = open_at(STEPS(steps));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_register_shutdown(client, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_register_shutdown(client, NULL));
    service_wait_for_requests(2);
    lambdaclient_close(client);
    CHECK(service_join() == 2);
    CHECK(strcmp(service_request_lines(), REGISTER "GET /2020-01-01/extension/event/next\n") == 0);
}

static void a_registration_that_was_refused_can_be_tried_again(void) {
    static const struct step steps[] = {{"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", CLOSE, 0},
                                        {BROKEN, CLOSE, 0}};
    lambdaclient_t *client = open_at(STEPS(steps));
    CHECK(lambdaclient_register_shutdown(client, NULL) / 100 == LAMBDACLIENT_CATEGORY_REJECTED);
    CHECK(lambdaclient_register_shutdown(client, NULL) / 100 == LAMBDACLIENT_CATEGORY_SERVER);
    lambdaclient_close(client);
    CHECK(service_join() == 2);
    CHECK(strcmp(service_request_lines(), REGISTER REGISTER) == 0);
}

#define STACK (512 * 1024)
static pthread_t calling_thread;
static int started_here, started_elsewhere;

/* Counts the threads, and looks at the stack of those that the run made. */
static int32_t start_thread(void *context, lambdaclient_t *client) {
    static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    lambdaclient_function_t function = LAMBDACLIENT_FUNCTION_INIT;
    pthread_attr_t attributes;
    size_t size;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_describe_function(client, &function, NULL));
    CHECK(pthread_getattr_np(pthread_self(), &attributes) == 0);
    CHECK(pthread_attr_getstacksize(&attributes, &size) == 0);
    pthread_attr_destroy(&attributes);
    pthread_mutex_lock(&gate);
    if (pthread_equal(pthread_self(), calling_thread)) {
        started_here++;
    } else {
        started_elsewhere++;
        CHECK(size >= STACK && size < 2 * STACK);
    }
    pthread_mutex_unlock(&gate);
    return *(const int32_t *)context;
}

static void each_thread_of_a_run_starts_with_a_hook(void) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    lambdaclient_t *client = open_at(service_refusing());
    int32_t result = 0;
    calling_thread = pthread_self();
    options.context = &result;
    options.handler = echo;
    options.thread_start = start_thread;
    options.thread_stack_bytes = STACK;
    options.thread_count = 4;
    options.force_thread_count = 1;
    CHECK_STATUS(LAMBDACLIENT_E_CONNECT_REFUSED, lambdaclient_run(client, &options, NULL));
    CHECK(started_here == 1 && started_elsewhere == 3);
    lambdaclient_close(client);
}

static void a_thread_that_cannot_start_ends_the_run(void) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    lambdaclient_t *client = open_at(service_refusing());
    lambdaclient_error_t *error = NULL;
    int32_t result = 9;
    options.context = &result;
    options.handler = echo;
    options.thread_start = start_thread;
    calling_thread = pthread_self();
    CHECK_STATUS(LAMBDACLIENT_E_HOOK_FAILED, lambdaclient_run(client, &options, &error));
    CHECK(strstr(lambdaclient_error_message(error), "thread_start") != NULL);
    lambdaclient_error_free(error);
    options.thread_stack_bytes = 131071;
    CHECK_STATUS(LAMBDACLIENT_E_OPTION_INVALID, lambdaclient_run(client, &options, NULL));
    options.thread_stack_bytes = UINT64_MAX;
    CHECK_STATUS(LAMBDACLIENT_E_OPTION_INVALID, lambdaclient_run(client, &options, NULL));
    lambdaclient_close(client);
}

/* Runs at an endpoint where every request would be refused, and be told. */
static void cancelled_run(struct story *story, lambdaclient_hook_t init_step, int before, const char *told) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    lambdaclient_t *client = open_at(service_refusing());
    setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start", 1);
    options.context = story;
    options.handler = echo;
    options.init = init_step;
    options.before_snapshot = init;
    options.shutdown = shut_down;
    options.on_error = observe;
    if (before)
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(client, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_run(client, &options, NULL));
    lambdaclient_close(client);
    CHECK(strcmp(story->told, told) == 0);
}

static void a_cancel_before_the_run_leaves_nothing_to_do(void) {
    struct story story = {0, ""};
    cancelled_run(&story, init, 1, "");
}

static void a_cancel_during_init_lets_only_the_shutdown_follow(void) {
    struct story story = {0, ""};
    cancelled_run(&story, init_that_cancels, 0, "init shutdown ");
}

static void an_init_that_a_cancel_cut_is_not_reported(void) {
    struct story story = {1, ""};
    cancelled_run(&story, init_that_cancels, 0, "init error ");
}

static void a_failed_init_runs_no_shutdown(void) {
    static const struct step steps[] = {{ACCEPTED, CLOSE, 0}};
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    struct story story = {1, ""};
    lambdaclient_t *client = open_at(STEPS(steps));
    options.context = &story;
    options.handler = echo;
    options.init = init;
    options.shutdown = shut_down;
    CHECK_STATUS(LAMBDACLIENT_E_HOOK_FAILED, lambdaclient_run(client, &options, NULL));
    lambdaclient_close(client);
    service_join();
    CHECK(strcmp(service_request_lines(), INIT_ERROR) == 0);
    CHECK(strcmp(story.told, "init ") == 0);
}

static void logged(const struct step *steps, size_t count, int32_t status, const char *expected) {
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    lambdaclient_t *client = open_at(service_start(steps, count));
    options.handler = echo;
    capture();
    CHECK_STATUS(status, lambdaclient_run(client, &options, NULL));
    CHECK(strncmp(next_line(), expected, strlen(expected)) == 0);
    lambdaclient_close(client);
    CHECK(is_silent());
}

static void an_answer_that_was_not_taken_is_a_line(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {LATE, CLOSE, 0}};
    logged(steps, 2, LAMBDACLIENT_OK, "\tid\tWARN\tinvocation_timed_out: ");
}

static void an_answer_whose_refusal_ends_the_run_is_a_line(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {BROKEN, CLOSE, 0}};
    logged(steps, 2, LAMBDACLIENT_E_CONTAINER_ERROR, "\tid\tWARN\tcontainer_error: ");
}

static void a_handler_near_its_deadline_is_named(void) {
    struct step steps[] = {{event_due_in(300), STAY, 0}, {ACCEPTED, CLOSE, 0}};
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    lambdaclient_t *client = open_at(STEPS(steps));
    options.handler = overrun;
    capture();
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_run(client, &options, NULL));
    lambdaclient_close(client);
    CHECK(service_join() == 2);
    CHECK(strcmp(service_request_lines(), NEXT RESPONSE) == 0);
    CHECK(is_silent());
}

static lambdaclient_t *first_turn_at(const char *endpoint) {
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_t *client = open_at(endpoint);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_turn(client, NULL, &invocation, NULL, NULL));
    service_join();
    return client;
}

static void a_turn_is_watched_and_the_watch_ends_with_the_client(void) {
    static const struct step timeless[] = {{EVENT, CLOSE, 0}};
    struct step steps[] = {{NULL, CLOSE, 0}};
    lambdaclient_t *unwatched = first_turn_at(STEPS(timeless)), *watched;
    const size_t before = threads();
    capture();
    steps[0].send = event_due_in(300);
    watched = first_turn_at(STEPS(steps));
    CHECK(threads() == before + 1);
    CHECK(strncmp(next_line(), OVERRUN, strlen(OVERRUN)) == 0);
    lambdaclient_close(watched);
    while (threads() > before)
        sched_yield();
    lambdaclient_close(unwatched);
    CHECK(is_silent());
}

/* A handler that answered by itself is not named, whatever it does afterwards; the other client's is. */
static void one_thread_watches_all_clients(void) {
    struct step steps[] = {{event_due_in(250), STAY, 0}, {ACCEPTED, CLOSE, 0}}, later[] = {{NULL, CLOSE, 0}};
    const lambdaclient_view_t as_json = {NULL, 0};
    lambdaclient_invocation_t *answered = NULL;
    lambdaclient_t *first, *second;
    size_t before;
    capture();
    first = open_at(STEPS(steps));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_turn(first, NULL, &answered, NULL, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_respond(answered, view("{}"), as_json, NULL));
    CHECK(service_join() == 2);
    before = threads();
    later[0].send = event_due_in(400);
    second = first_turn_at(STEPS(later));
    CHECK(threads() == before);
    CHECK(strncmp(next_line(), OVERRUN, strlen(OVERRUN)) == 0);
    lambdaclient_close(first);
    lambdaclient_close(second);
    CHECK(is_silent());
}

static void a_level_above_error_needs_no_watch(void) {
    static const struct step timeless[] = {{EVENT, CLOSE, 0}};
    struct step steps[] = {{event_due_in(60000), CLOSE, 0}};
    lambdaclient_t *first, *second;
    size_t before;
    setenv("AWS_LAMBDA_LOG_LEVEL", "FATAL", 1);
    first = first_turn_at(STEPS(timeless));
    before = threads();
    second = first_turn_at(STEPS(steps));
    CHECK(threads() == before);
    lambdaclient_close(first);
    lambdaclient_close(second);

    /* At the level of the line itself, the handler is watched. */
    setenv("AWS_LAMBDA_LOG_LEVEL", "ERROR", 1);
    first = first_turn_at(STEPS(timeless));
    before = threads();
    second = first_turn_at(STEPS(steps));
    CHECK(threads() == before + 1);
    lambdaclient_close(first);
    lambdaclient_close(second);
}

/* The child has no such thread, and ends as ever; the parent's is still there. */
static void a_forked_child_is_not_watched(void) {
    struct step steps[] = {{NULL, CLOSE, 0}};
    lambdaclient_t *client;
    pid_t child;
    int status = 0;
    if (is_left_out_in_qemu(__func__, QEMU_HIDES_FORKS))
        return;
    capture();
    steps[0].send = event_due_in(300);
    client = first_turn_at(STEPS(steps));
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        lambdaclient_close(client);
        _exit(threads() == 1 ? 42 : 1);
    }
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 42);
    CHECK(strncmp(next_line(), OVERRUN, strlen(OVERRUN)) == 0);
    lambdaclient_close(client);
    CHECK(is_silent());
}

int main(void) {
    static void (*const parts[])(void) = {a_registration_can_be_cancelled,
                                          a_loop_over_turns_can_register_too,
                                          a_registration_that_was_refused_can_be_tried_again,
                                          each_thread_of_a_run_starts_with_a_hook,
                                          a_thread_that_cannot_start_ends_the_run,
                                          a_cancel_before_the_run_leaves_nothing_to_do,
                                          a_cancel_during_init_lets_only_the_shutdown_follow,
                                          an_init_that_a_cancel_cut_is_not_reported,
                                          a_failed_init_runs_no_shutdown,
                                          an_answer_that_was_not_taken_is_a_line,
                                          an_answer_whose_refusal_ends_the_run_is_a_line,
                                          a_handler_near_its_deadline_is_named};
    static void (*const counted[])(void) = {
        a_turn_is_watched_and_the_watch_ends_with_the_client, one_thread_watches_all_clients,
        a_level_above_error_needs_no_watch, a_forked_child_is_not_watched};
    const int failed = run_parts(parts, sizeof parts / sizeof *parts);
    if (failed != 0 || is_left_out("parts that count threads", ".NET starts some of its own"))
        return failed;
    return run_parts(counted, sizeof counted / sizeof *counted);
}
