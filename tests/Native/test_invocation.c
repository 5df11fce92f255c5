/* One invocation: what the service is sent, what the caller can read, and how often it can be answered. */
#include "check.h"
#include "service.h"

#define ACCEPTED "HTTP/1.1 202 Accepted\r\nContent-Length: 16\r\n\r\n{\"status\":\"OK\"}\n"
#define EVENT_TEXT                                                                                           \
    "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nTransfer-Encoding: chunked\r\n\r\n"             \
    "2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n"

static void everything_is_readable(void) {
    static const struct step steps[] = {{EVENT_TEXT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    lambdaclient_t *client = open_at(service_start(steps, 2));
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_view_t payload = {NULL, 0};
    lambdaclient_context_t context = LAMBDACLIENT_CONTEXT_INIT;
    int64_t remaining = 0;

    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_payload(invocation, &payload, NULL));
    CHECK(view_equals(payload, "hello"));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_context(invocation, &context, NULL));
    CHECK(context.struct_size == sizeof context);
    CHECK(view_equals(context.request_id, "id"));
    CHECK(context.deadline_ms == -1);
    CHECK(context.trace_id.data == NULL && context.content_type.size == 0);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_remaining_ms(invocation, &remaining, NULL));
    CHECK(remaining == -1);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_respond(invocation, payload, view("text/plain"), NULL));
    CHECK(service_join() == 2);
    CHECK(strstr(service_last_request(), "POST /2018-06-01/runtime/invocation/id/response HTTP/1.1\r\n") !=
          NULL);
    CHECK(strstr(service_last_request(), "\r\nContent-Type: text/plain\r\n") != NULL);
    CHECK(strstr(service_last_request(), "Lambda-Runtime-Invocation-Id") == NULL);
    CHECK(strstr(service_last_request(), "\r\n\r\nhello") != NULL);
    lambdaclient_close(client);
}

static void a_failure_is_reported(void) {
    static const char head[] =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        "Lambda-Runtime-Aws-Request-Id: a/b c\r\nLambda-Runtime-Invocation-Id: attempt-1\r\n"
        "Lambda-Runtime-Deadline-Ms: 4102444800000\r\nLambda-Runtime-Trace-Id: \r\n"
        "Lambda-Runtime-Aws-Tenant-Id: blue\r\nContent-Length: 2\r\n\r\n{}";
    static const struct step steps[] = {{head, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    lambdaclient_t *client = open_at(service_start(steps, 2));
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_context_t context = LAMBDACLIENT_CONTEXT_INIT;
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    lambdaclient_view_t frames[2];
    int64_t remaining = 0;

    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_context(invocation, &context, NULL));
    CHECK(context.deadline_ms == INT64_C(4102444800000));
    CHECK(view_equals(context.request_id, "a/b c"));
    CHECK(view_equals(context.invocation_id, "attempt-1"));
    CHECK(view_equals(context.tenant_id, "blue"));
    CHECK(context.trace_id.data == NULL);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_remaining_ms(invocation, &remaining, NULL));
    CHECK(remaining > 0);

    frames[0] = view("main.c:1");
    frames[1] = view("start.c:2");
    failure.type = view("my.Odd-Error");
    failure.message = view("quotes \" and \xc3\xa9");
    failure.stack_trace = frames;
    failure.stack_trace_count = 2;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_fail(invocation, &failure, NULL));
    CHECK(service_join() == 2);
    CHECK(strstr(service_last_request(),
                 "POST /2018-06-01/runtime/invocation/a%2Fb%20c/error HTTP/1.1\r\n") != NULL);
    CHECK(strstr(service_last_request(), "\r\nLambda-Runtime-Invocation-Id: attempt-1\r\n") != NULL);
    CHECK(strstr(service_last_request(), "\r\nLambda-Runtime-Function-Error-Type: Function.OddError\r\n") !=
          NULL);
    CHECK(strstr(service_last_request(), "\"errorType\":\"my.Odd-Error\"") != NULL);
    CHECK(strstr(service_last_request(), "\"stackTrace\":[\"main.c:1\",\"start.c:2\"]") != NULL);
    lambdaclient_close(client);
}

/* A body and an X-Ray cause of the caller's own go out as they are; what is none is told. */
static void a_failure_of_the_callers_own_making(void) {
    static const struct step steps[] = {{EVENT_TEXT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    lambdaclient_t *client = open_at(service_start(steps, 2));
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    lambdaclient_error_t *error = NULL;

    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    failure.type = view("MyError");
    failure.message = view("not sent");
    failure.json = view("{\"mine\": [1, 2]}");
    failure.cause = view("{\"exceptions\":[{\"type\":1}]}");
    CHECK_STATUS(LAMBDACLIENT_E_CAUSE_INVALID, lambdaclient_fail(invocation, &failure, &error));
    CHECK(strstr(lambdaclient_error_message(error), "cause.exceptions[0].type") != NULL);
    lambdaclient_error_free(error);
    failure.cause = view(
        "{\"working_directory\":\"/var/task\",\"exceptions\":[{\"type\":\"T\",\"message\":\"\xc3\xa9\"}]}");
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_fail(invocation, &failure, NULL));
    CHECK(service_join() == 2);
    CHECK(strstr(service_last_request(), "\r\n\r\n{\"mine\": [1, 2]}") != NULL);
    CHECK(strstr(service_last_request(), "\r\nLambda-Runtime-Function-Error-Type: Function.MyError\r\n") !=
          NULL);
    CHECK(strstr(service_last_request(),
                 "\r\nLambda-Runtime-Function-XRay-Error-Cause: {\"working_directory\":\"/var/task\"") !=
          NULL);
    CHECK(strstr(service_last_request(), "\xc3") == NULL);
    lambdaclient_close(client);
}

/* Text never prevents a report: bytes that are not UTF-8, lone surrogates, NUL, any length. */
static void a_failure_of_any_bytes_is_reported(void) {
    static const struct step steps[] = {{EVENT_TEXT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    static const uint8_t bytes[] = "a\xff\0\xed\xa0\x80\xc3";
    static uint8_t endless[1024 * 1024];
    lambdaclient_t *client = open_at(service_start(steps, 2));
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    lambdaclient_view_t frames[2] = {{bytes, sizeof bytes - 1}, {endless, sizeof endless}};

    memset(endless, 0x80, sizeof endless);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    failure.type = frames[0];
    failure.message = frames[0];
    failure.stack_trace = frames;
    failure.stack_trace_count = 2;
    failure.cause = view("{\"message\":\"b\xff\\ud800\\ud83d\\ude00\\\\ud800\xed\xa0\x80\"}");
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_fail(invocation, &failure, NULL));
    CHECK(service_join() == 2);
    CHECK(strstr(service_last_request(),
                 "{\"errorMessage\":\"a\\uFFFD\\u0000\\uFFFD\\uFFFD\\uFFFD\\uFFFD\",\"errorType\":"
                 "\"a\\uFFFD\\u0000\\uFFFD\\uFFFD\\uFFFD\\uFFFD\",\"stackTrace\":[\"a\\uFFFD") != NULL);
    CHECK(strstr(service_last_request(), "\"message\":\"b\\uFFFD\\uFFFD\\uD83D\\uDE00\\\\ud800\\uFFFD\\uFFFD"
                                         "\\uFFFD\"}\r\n") != NULL);
    lambdaclient_close(client);
}

static void a_body_that_is_no_json_is_told(void) {
    static const struct step steps[] = {{EVENT_TEXT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    lambdaclient_t *client = open_at(service_start(steps, 2));
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;

    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    failure.message = view("why");
    failure.json = view("{half");
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_fail(invocation, &failure, NULL));
    CHECK(service_join() == 2);
    CHECK(strstr(service_last_request(), "\"errorMessage\":\"why\"") != NULL);
    CHECK(strstr(service_last_request(), "\"givenJson\":\"{half\"") != NULL);
    lambdaclient_close(client);
}

static void answered_once(void) {
    static const struct step steps[] = {{EVENT_TEXT, STAY, 0}, {ACCEPTED, STAY, 0}, {EVENT_TEXT, CLOSE, 0}};
    lambdaclient_t *client = open_at(service_start(steps, 3));
    lambdaclient_invocation_t *first = NULL, *second = NULL, *none = NULL;
    const lambdaclient_view_t empty = {NULL, 0};
    lambdaclient_view_t payload = {NULL, 0};

    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &first, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_INVOCATION_OUTSTANDING, lambdaclient_next(client, &none, NULL));
    CHECK(none == NULL);
    CHECK_STATUS(LAMBDACLIENT_E_CONTENT_TYPE_INVALID,
                 lambdaclient_respond(first, empty, view("a\r\nb: c"), NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_respond(first, empty, empty, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ALREADY_ANSWERED, lambdaclient_respond(first, empty, empty, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_HANDLE_INVALID, lambdaclient_invocation_payload(first, &payload, NULL));
    CHECK(payload.data == NULL);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &second, NULL));
    CHECK(second != first);
    lambdaclient_invocation_free(first);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_payload(second, &payload, NULL));
    lambdaclient_invocation_free(second);
    CHECK_STATUS(LAMBDACLIENT_E_HANDLE_INVALID, lambdaclient_invocation_payload(second, &payload, NULL));
    CHECK(service_join() == 3);
    lambdaclient_close(client);
}

static void nothing_follows_an_init_error(void) {
    static const struct step steps[] = {{ACCEPTED, CLOSE, 0}};
    lambdaclient_t *client = open_at(service_start(steps, 1));
    lambdaclient_invocation_t *none = NULL;
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;

    failure.type = view("Runtime.NoConfig");
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_fail_init(client, &failure, NULL));
    CHECK(service_join() == 1);
    CHECK(strstr(service_last_request(), "POST /2018-06-01/runtime/init/error HTTP/1.1\r\n") != NULL);
    CHECK(strstr(service_last_request(), "\r\nLambda-Runtime-Function-Error-Type: Runtime.NoConfig\r\n") !=
          NULL);
    CHECK_STATUS(LAMBDACLIENT_E_INIT_ERROR_REPORTED, lambdaclient_next(client, &none, NULL));
    lambdaclient_close(client);
}

int main(void) {
    everything_is_readable();
    a_failure_is_reported();
    a_failure_of_the_callers_own_making();
    a_failure_of_any_bytes_is_reported();
    a_body_that_is_no_json_is_told();
    answered_once();
    nothing_follows_an_init_error();
    return 0;
}
