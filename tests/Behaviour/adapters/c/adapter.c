/*
 * The adapter of C to the behaviour suite: tests/Behaviour/README.md says what it has to do.
 */
#define _POSIX_C_SOURCE 200809L
#include <inttypes.h>
#include <lambdaclient.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_LINES 64
#define HUGE_MESSAGE (3u << 20)

static sigset_t termination;

static void *cancel_at_sigterm(void *client) {
    int number = 0;
    sigwait(&termination, &number);
    lambdaclient_cancel(client, NULL);
    return NULL;
}

/* Says why a call failed. */
static void say(const char *operation, const lambdaclient_error_t *error) {
    static const char *const deliveries[] = {"not_sent", "unknown", "sent"};
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;

    lambdaclient_error_describe(error, &info);
    fprintf(stderr, "%s\n", lambdaclient_error_message(error));
    printf("%s %s %s\n", operation, (const char *)info.name.data, deliveries[info.delivery]);
    fflush(stdout);
}

static size_t split(lambdaclient_view_t text, lambdaclient_view_t lines[MOST_LINES]) {
    size_t count = 0;
    while (text.size > 0 && count < MOST_LINES) {
        const uint8_t *const end = memchr(text.data, '\n', text.size);
        const size_t length = end == NULL ? text.size : (size_t)(end - text.data);
        const size_t taken = end == NULL ? length : length + 1;
        lines[count].data = text.data;
        lines[count++].size = length;
        text.data += taken;
        text.size -= taken;
    }
    return count;
}

/* The lines from the one at first on. */
static lambdaclient_failure_t failure_of(const lambdaclient_view_t *lines, size_t first, size_t count) {
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    failure.type = lines[first];
    failure.message = lines[first + 1];
    failure.stack_trace = lines + first + 2;
    failure.stack_trace_count = count > first + 2 ? (uint32_t)(count - first - 2) : 0;
    return failure;
}

static void respond(lambdaclient_answer_t *answer, lambdaclient_view_t payload) {
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    answer->payload = payload;
}

static void respond_with_size(lambdaclient_view_t event, lambdaclient_answer_t *answer) {
    char digits[32] = "";
    uint8_t *bytes;
    lambdaclient_view_t payload;

    memcpy(digits, event.data, event.size < sizeof digits ? event.size : sizeof digits - 1);
    payload.size = strtoul(digits, NULL, 10);
    payload.data = bytes = malloc(payload.size + 1);
    if (bytes == NULL)
        exit(3);
    memset(bytes, 'x', payload.size);
    respond(answer, payload);
    answer->release = free;
    answer->release_context = bytes;
}

static void put_text(FILE *text, const char *name, lambdaclient_view_t value) {
    fprintf(text, "%s%s%.*s\n", name, value.data == NULL ? "" : "=", (int)value.size,
            value.data == NULL ? "" : (const char *)value.data);
}

static void put_number(FILE *text, const char *name, int64_t value) {
    if (value < 0)
        fprintf(text, "%s\n", name);
    else
        fprintf(text, "%s=%" PRId64 "\n", name, value);
}

static void respond_with_context(const lambdaclient_invocation_t *invocation, lambdaclient_answer_t *answer) {
    lambdaclient_context_t context = LAMBDACLIENT_CONTEXT_INIT;
    lambdaclient_view_t payload;
    int64_t remaining_ms = -1;
    char *bytes = NULL;
    FILE *text = open_memstream(&bytes, &payload.size);

    lambdaclient_invocation_context(invocation, &context, NULL);
    lambdaclient_invocation_remaining_ms(invocation, &remaining_ms, NULL);
    put_text(text, "request_id", context.request_id);
    put_text(text, "invocation_id", context.invocation_id);
    put_text(text, "invoked_function_arn", context.invoked_function_arn);
    put_text(text, "trace_id", context.trace_id);
    put_text(text, "client_context", context.client_context);
    put_text(text, "cognito_identity", context.cognito_identity);
    put_text(text, "tenant_id", context.tenant_id);
    put_text(text, "content_type", context.content_type);
    put_number(text, "deadline_ms", context.deadline_ms);
    put_number(text, "remaining_ms", remaining_ms);
    fclose(text);
    payload.data = (const uint8_t *)bytes;
    respond(answer, payload);
    answer->content_type = lambdaclient_text("text/plain");
    answer->release = free;
    answer->release_context = bytes;
}

/* Outlives the handler: one poller runs, and it calls the handler again only once this was delivered. */
static lambdaclient_view_t lines[MOST_LINES];
static lambdaclient_failure_t failure;

/* A stream that the handler left open. */
static lambdaclient_stream_t *dropped;

static void fail(lambdaclient_view_t event, const char *cause, lambdaclient_answer_t *answer) {
    memset(lines, 0, sizeof lines);
    failure = failure_of(lines, 0, split(event, lines));
    failure.cause = lambdaclient_text(cause);
    answer->kind = LAMBDACLIENT_ANSWER_FAILURE;
    answer->failure = &failure;
}

/* The other lines of a failure do not matter where its message is odd. */
static void fail_oddly(const char *type, lambdaclient_view_t message, lambdaclient_answer_t *answer) {
    memset(&failure, 0, sizeof failure);
    failure.struct_size = sizeof failure;
    failure.type = lambdaclient_text(type);
    failure.message = message;
    answer->kind = LAMBDACLIENT_ANSWER_FAILURE;
    answer->failure = &failure;
}

static void fail_hugely(lambdaclient_answer_t *answer) {
    static uint8_t text[HUGE_MESSAGE];
    const lambdaclient_view_t message = {text, sizeof text};
    memset(text, 'x', sizeof text);
    fail_oddly("Huge", message, answer);
}

enum stream_end { FINISH, FAIL, DROP };

static void stream(lambdaclient_invocation_t *invocation, lambdaclient_view_t event, enum stream_end end) {
    const size_t count = split(event, lines);
    const size_t written = end == FINISH ? count : 1;
    const char *operation = "stream_open";
    lambdaclient_stream_t *stream = NULL;
    lambdaclient_error_t *error = NULL;
    int32_t status = lambdaclient_stream_open(invocation, NULL, &stream, &error);
    size_t i;

    for (i = 0; status == LAMBDACLIENT_OK && i < written; i++) {
        operation = "stream_write";
        status = lambdaclient_stream_write(stream, lines[i], &error);
    }
    if (status == LAMBDACLIENT_OK && end == FINISH) {
        operation = "stream_finish";
        status = lambdaclient_stream_finish(stream, &error);
    }
    if (status == LAMBDACLIENT_OK && end == FAIL) {
        failure = failure_of(lines, 1, count);
        operation = "stream_fail";
        status = lambdaclient_stream_fail(stream, &failure, &error);
    }
    if (status != LAMBDACLIENT_OK)
        say(operation, error);
    lambdaclient_error_free(error);
    if (end == DROP)
        dropped = stream;
    else
        lambdaclient_stream_free(stream);
}

static int is(const char *action, size_t length, const char *name) {
    return strlen(name) == length && memcmp(action, name, length) == 0;
}

/* Waits for the handlers of the other events. */
static void gather(void) {
    static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
    static int here;
    const char *const all = getenv("AWS_LAMBDA_MAX_CONCURRENCY");

    pthread_mutex_lock(&gate);
    here++;
    pthread_cond_broadcast(&changed);
    while (all != NULL && here < atoi(all))
        pthread_cond_wait(&changed, &gate);
    pthread_mutex_unlock(&gate);
}

/* The actions that are left, separated by commas; the last one serves all further events. */
static const char *action;

static int32_t handle(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                      lambdaclient_answer_t *answer) {
    const char *name = action;
    size_t length = strcspn(action, ",");
    lambdaclient_view_t event = {NULL, 0};

    (void)context;
    if (name[length] == ',')
        action += length + 1;
    lambdaclient_invocation_payload(invocation, &event, NULL);
    if (is(name, length, "told")) {
        const uint8_t *const end = memchr(event.data, '\n', event.size);
        if (end == NULL)
            exit(2);
        name = (const char *)event.data;
        length = (size_t)(end - event.data);
        event.size -= length + 1;
        event.data = end + 1;
    }
    if (is(name, length, "echo")) {
        respond(answer, event);
    } else if (is(name, length, "size")) {
        respond_with_size(event, answer);
    } else if (is(name, length, "context")) {
        respond_with_context(invocation, answer);
    } else if (is(name, length, "fail")) {
        fail(event, NULL, answer);
    } else if (is(name, length, "fail-cause")) {
        fail(event, "no JSON", answer);
    } else if (is(name, length, "fail-huge")) {
        fail_hugely(answer);
    } else if (is(name, length, "fail-bytes")) {
        fail_oddly("Odd", lambdaclient_text("before \xff\xfe behind"), answer);
    } else if (is(name, length, "fail-half")) {
        fail_oddly("Odd", lambdaclient_text("before \xed\xa0\x80 behind"), answer);
    } else if (is(name, length, "twice")) {
        if (lambdaclient_respond(invocation, event, lambdaclient_text(NULL), NULL) == LAMBDACLIENT_OK)
            respond(answer, event);
    } else if (is(name, length, "hang")) {
        for (;;)
            pause();
    } else if (is(name, length, "gather")) {
        gather();
        respond(answer, event);
    } else if (is(name, length, "stream")) {
        stream(invocation, event, FINISH);
    } else if (is(name, length, "stream-fail")) {
        stream(invocation, event, FAIL);
    } else if (is(name, length, "stream-drop")) {
        stream(invocation, event, DROP);
    } else if (is(name, length, "cancel")) {
        lambdaclient_cancel(client, NULL);
        respond(answer, event);
    } else if (!is(name, length, "nothing")) {
        exit(2);
    }
    return 0;
}

static void say_error(void *context, const lambdaclient_error_t *error) {
    (void)context;
    say("run", error);
}

/* Whether the run has a hook; what BEHAVIOUR_HOOKS says behind its name in *how, such as "=fail". */
static int has_hook(const char *name, const char **how) {
    const char *hooks = getenv("BEHAVIOUR_HOOKS");
    const size_t length = strlen(name);

    for (; hooks != NULL; hooks = strchr(hooks, ',')) {
        hooks += *hooks == ',';
        if (strncmp(hooks, name, length) == 0 && strchr("=,", hooks[length]) != NULL) {
            *how = hooks + length;
            return 1;
        }
    }
    return 0;
}

typedef int32_t report_t(lambdaclient_t *client, const lambdaclient_failure_t *failure,
                         lambdaclient_error_t **error);

static int32_t run_hook(const char *name, lambdaclient_t *client, report_t *report) {
    lambdaclient_failure_t broke = LAMBDACLIENT_FAILURE_INIT;
    const char *how = "";
    char message[64];

    printf("hook %s\n", name);
    fflush(stdout);
    if (!has_hook(name, &how) || *how != '=')
        return 0;
    snprintf(message, sizeof message, "%s broke", name);
    broke.type = lambdaclient_text("HookBroke");
    broke.message = lambdaclient_text(message);
    report(client, &broke, NULL);
    return 1;
}

static int32_t init(void *context, lambdaclient_t *client) {
    (void)context;
    return run_hook("init", client, lambdaclient_fail_init);
}

static int32_t before_snapshot(void *context, lambdaclient_t *client) {
    (void)context;
    return run_hook("before_snapshot", client, lambdaclient_fail_init);
}

static int32_t after_restore(void *context, lambdaclient_t *client) {
    (void)context;
    return run_hook("after_restore", client, lambdaclient_fail_restore);
}

static int32_t shut_down(void *context, lambdaclient_t *client) {
    (void)context;
    return run_hook("shutdown", client, lambdaclient_fail_init);
}

static void choose(lambdaclient_run_options_t *options) {
    const char *const pollers = getenv("BEHAVIOUR_POLLERS");
    const char *how;

    options->handler = handle;
    options->thread_count = pollers == NULL ? 0 : (uint32_t)atoi(pollers);
    options->on_error = getenv("BEHAVIOUR_ERRORS") == NULL ? say_error : NULL;
    options->init = has_hook("init", &how) ? init : NULL;
    options->before_snapshot = has_hook("before_snapshot", &how) ? before_snapshot : NULL;
    options->after_restore = has_hook("after_restore", &how) ? after_restore : NULL;
    options->shutdown = has_hook("shutdown", &how) ? shut_down : NULL;
}

static int end(lambdaclient_t *client, const char *operation, lambdaclient_error_t *error, int status) {
    if (error != NULL)
        say(operation, error);
    lambdaclient_error_free(error);
    lambdaclient_stream_free(dropped);
    lambdaclient_close(client);
    return status;
}

int main(void) {
    const char *const init_error = getenv("BEHAVIOUR_INIT_ERROR");
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    lambdaclient_t *client = NULL;
    lambdaclient_error_t *error = NULL;
    pthread_t waiter;
    int32_t status;

    /* Before any thread starts, so that only the waiter receives it. */
    sigemptyset(&termination);
    sigaddset(&termination, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &termination, NULL);
    if (lambdaclient_open(NULL, &client, &error) != LAMBDACLIENT_OK)
        return end(client, "open", error, 1);
    if (init_error != NULL) {
        failure = failure_of(lines, 0, split(lambdaclient_text(init_error), lines));
        lambdaclient_fail_init(client, &failure, &error);
        return end(client, "fail_init", error, 1);
    }
    if (pthread_create(&waiter, NULL, cancel_at_sigterm, client) != 0)
        return 1;
    pthread_detach(waiter);

    action = getenv("BEHAVIOUR_ACTIONS");
    if (action == NULL || *action == '\0')
        action = "echo";
    choose(&options);
    status = lambdaclient_run(client, &options, &error);
    return end(client, "run", error, status == LAMBDACLIENT_OK ? 0 : 1);
}
