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

#define MOST_LINES 64

static const lambdaclient_view_t no_content_type = {NULL, 0};
static sigset_t termination;

static void *cancel_at_sigterm(void *client) {
    int number = 0;
    sigwait(&termination, &number);
    lambdaclient_cancel(client, NULL);
    return NULL;
}

/* Says how a call went, unless it went well; whether the runtime can go on. */
static int went(const char *operation, int32_t status, lambdaclient_error_t *error) {
    static const char *const deliveries[] = {"not_sent", "unknown", "sent"};
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;

    if (status == LAMBDACLIENT_OK)
        return 1;
    lambdaclient_error_describe(error, &info);
    fprintf(stderr, "%s\n", lambdaclient_error_message(error));
    printf("%s %s %s\n", operation, lambdaclient_status_name(status), deliveries[info.delivery]);
    fflush(stdout);
    lambdaclient_error_free(error);
    return lambdaclient_status_is_recoverable(status);
}

static size_t split(lambdaclient_view_t text, lambdaclient_view_t lines[MOST_LINES]) {
    size_t count = 0;
    while (text.len > 0 && count < MOST_LINES) {
        const uint8_t *const end = memchr(text.data, '\n', text.len);
        const size_t length = end == NULL ? text.len : (size_t)(end - text.data);
        const size_t taken = end == NULL ? length : length + 1;
        lines[count].data = text.data;
        lines[count++].len = length;
        text.data += taken;
        text.len -= taken;
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

static int respond(lambdaclient_t *client, lambdaclient_invocation_t *invocation, lambdaclient_view_t payload,
                   lambdaclient_view_t content_type) {
    lambdaclient_error_t *error = NULL;
    const int32_t status = lambdaclient_respond(client, invocation, payload, content_type, &error);
    return went("respond", status, error);
}

static int respond_with_size(lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                             lambdaclient_view_t event) {
    char digits[32] = "";
    uint8_t *bytes;
    lambdaclient_view_t payload;
    int goes_on;

    memcpy(digits, event.data, event.len < sizeof digits ? event.len : sizeof digits - 1);
    payload.len = strtoul(digits, NULL, 10);
    payload.data = bytes = malloc(payload.len + 1);
    if (bytes == NULL)
        return 0;
    memset(bytes, 'x', payload.len);
    goes_on = respond(client, invocation, payload, no_content_type);
    free(bytes);
    return goes_on;
}

static void put_text(FILE *text, const char *name, lambdaclient_view_t value) {
    fprintf(text, "%s%s%.*s\n", name, value.data == NULL ? "" : "=", (int)value.len,
            value.data == NULL ? "" : (const char *)value.data);
}

static void put_number(FILE *text, const char *name, int64_t value) {
    if (value < 0)
        fprintf(text, "%s\n", name);
    else
        fprintf(text, "%s=%" PRId64 "\n", name, value);
}

static int respond_with_context(lambdaclient_t *client, lambdaclient_invocation_t *invocation) {
    const lambdaclient_view_t plain = {(const uint8_t *)"text/plain", 10};
    lambdaclient_context_t context = LAMBDACLIENT_CONTEXT_INIT;
    lambdaclient_view_t payload;
    int64_t remaining_ms = -1;
    char *bytes = NULL;
    size_t length = 0;
    FILE *text = open_memstream(&bytes, &length);
    int goes_on;

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
    payload.len = length;
    goes_on = respond(client, invocation, payload, plain);
    free(bytes);
    return goes_on;
}

static int fail(lambdaclient_t *client, lambdaclient_invocation_t *invocation, lambdaclient_view_t event) {
    lambdaclient_view_t lines[MOST_LINES] = {{NULL, 0}};
    const size_t count = split(event, lines);
    const lambdaclient_failure_t failure = failure_of(lines, 0, count);
    lambdaclient_error_t *error = NULL;
    const int32_t status = lambdaclient_fail(client, invocation, &failure, &error);
    return went("fail", status, error);
}

static int stream(lambdaclient_t *client, lambdaclient_invocation_t *invocation, lambdaclient_view_t event,
                  int fails) {
    lambdaclient_view_t lines[MOST_LINES] = {{NULL, 0}};
    const size_t count = split(event, lines);
    const size_t written = fails ? 1 : count;
    const char *operation = "stream_open";
    lambdaclient_stream_t *stream = NULL;
    lambdaclient_error_t *error = NULL;
    int32_t status = lambdaclient_stream_open(client, invocation, NULL, &stream, &error);
    size_t i;

    for (i = 0; status == LAMBDACLIENT_OK && i < written; i++) {
        operation = "stream_write";
        status = lambdaclient_stream_write(stream, lines[i], &error);
    }
    if (status == LAMBDACLIENT_OK && fails) {
        const lambdaclient_failure_t failure = failure_of(lines, 1, count);
        operation = "stream_fail";
        status = lambdaclient_stream_fail(stream, &failure, &error);
    } else if (status == LAMBDACLIENT_OK) {
        operation = "stream_finish";
        status = lambdaclient_stream_finish(stream, &error);
    }
    lambdaclient_stream_free(stream);
    return went(operation, status, error);
}

static int is(const char *action, size_t length, const char *name) {
    return strlen(name) == length && memcmp(action, name, length) == 0;
}

static int act(const char *action, size_t length, lambdaclient_t *client,
               lambdaclient_invocation_t *invocation) {
    lambdaclient_view_t event = {NULL, 0};
    lambdaclient_invocation_payload(invocation, &event, NULL);
    if (is(action, length, "size"))
        return respond_with_size(client, invocation, event);
    if (is(action, length, "context"))
        return respond_with_context(client, invocation);
    if (is(action, length, "fail"))
        return fail(client, invocation, event);
    if (is(action, length, "stream") || is(action, length, "stream-fail"))
        return stream(client, invocation, event, is(action, length, "stream-fail"));
    if (is(action, length, "cancel"))
        lambdaclient_cancel(client, NULL);
    else if (!is(action, length, "echo"))
        exit(2);
    return respond(client, invocation, event, no_content_type);
}

int main(void) {
    const char *action = getenv("BEHAVIOUR_ACTIONS");
    const char *const init_error = getenv("BEHAVIOUR_INIT_ERROR");
    lambdaclient_t *client = NULL;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *error = NULL;
    pthread_t waiter;
    int32_t status;
    int goes_on = 1;

    /* Blocked before any thread is made, so that none but the waiter gets it. */
    sigemptyset(&termination);
    sigaddset(&termination, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &termination, NULL);
    status = lambdaclient_open(NULL, &client, &error);
    went("open", status, error);
    if (status != LAMBDACLIENT_OK)
        return 1;
    if (init_error != NULL) {
        const lambdaclient_view_t text = {(const uint8_t *)init_error, strlen(init_error)};
        lambdaclient_view_t lines[MOST_LINES] = {{NULL, 0}};
        const lambdaclient_failure_t failure = failure_of(lines, 0, split(text, lines));
        error = NULL;
        status = lambdaclient_fail_init(client, &failure, &error);
        went("fail_init", status, error);
        lambdaclient_close(client);
        return 1;
    }
    if (pthread_create(&waiter, NULL, cancel_at_sigterm, client) != 0)
        return 1;
    pthread_detach(waiter);

    if (action == NULL || *action == '\0')
        action = "echo";
    while (goes_on) {
        error = NULL;
        status = lambdaclient_next(client, &invocation, &error);
        goes_on = went("next", status, error) && status != LAMBDACLIENT_E_CANCELLED &&
                  status != LAMBDACLIENT_E_CONNECT_REFUSED;
        if (status == LAMBDACLIENT_OK) {
            const size_t length = strcspn(action, ",");
            goes_on = act(action, length, client, invocation);
            lambdaclient_invocation_free(invocation);
            action += action[length] == ',' ? length + 1 : 0;
        }
    }
    lambdaclient_close(client);
    return status == LAMBDACLIENT_E_CANCELLED ? 0 : 1;
}
