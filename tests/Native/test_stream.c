/* A streamed answer: what the service gets, who owns the invocation, and how a stream ends, well and badly.
 */
#include "check.h"
#include "service.h"

#include <pthread.h>

#define EVENT                                                                                                \
    "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nLambda-Runtime-Invocation-Id: attempt\r\n"      \
    "Content-Length: 5\r\n\r\nhello"
#define ACCEPTED "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"

static const lambdaclient_view_t empty = {NULL, 0};

static lambdaclient_invocation_t *next(lambdaclient_t *client) {
    lambdaclient_invocation_t *invocation = NULL;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    return invocation;
}

static lambdaclient_stream_t *stream_of(lambdaclient_invocation_t *invocation) {
    lambdaclient_stream_t *stream = NULL;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_open(invocation, NULL, &stream, NULL));
    return stream;
}

static void ends_well(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {ACCEPTED, STAY, 0}, {EVENT, CLOSE, 0}};
    lambdaclient_t *client = open_at(service_start(steps, 3));
    lambdaclient_stream_options_t options = LAMBDACLIENT_STREAM_OPTIONS_INIT;
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    lambdaclient_invocation_t *invocation = next(client), *none = NULL;
    lambdaclient_stream_t *stream = NULL, *second = NULL;
    lambdaclient_view_t payload = {NULL, 0};

    options.content_type = view("text/plain");
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_open(invocation, &options, &stream, NULL));

    /* The stream has taken the invocation over: it can be read, and nothing else. */
    CHECK_STATUS(LAMBDACLIENT_E_STREAM_OPEN, lambdaclient_respond(invocation, empty, empty, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_STREAM_OPEN, lambdaclient_fail(invocation, &failure, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_STREAM_OPEN, lambdaclient_fail_init(client, &failure, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_STREAM_OPEN, lambdaclient_stream_open(invocation, NULL, &second, NULL));
    CHECK(second == NULL);
    CHECK_STATUS(LAMBDACLIENT_E_INVOCATION_OUTSTANDING, lambdaclient_next(client, &none, NULL));
    lambdaclient_invocation_free(invocation);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_payload(invocation, &payload, NULL));
    CHECK(view_equals(payload, "hello"));

    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_write(stream, payload, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_write(stream, empty, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_flush(stream, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_write(stream, view(" world"), NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_finish(stream, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ALREADY_ANSWERED, lambdaclient_stream_finish(stream, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ALREADY_ANSWERED, lambdaclient_stream_write(stream, view("x"), NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ALREADY_ANSWERED, lambdaclient_stream_write(stream, empty, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ALREADY_ANSWERED, lambdaclient_stream_flush(stream, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ALREADY_ANSWERED, lambdaclient_stream_fail(stream, &failure, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ALREADY_ANSWERED, lambdaclient_respond(invocation, empty, empty, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_HANDLE_INVALID, lambdaclient_invocation_payload(invocation, &payload, NULL));

    /* The freed stream of an answered invocation leaves the next one alone. */
    invocation = next(client);
    lambdaclient_stream_free(stream);
    CHECK_STATUS(LAMBDACLIENT_E_HANDLE_INVALID, lambdaclient_stream_finish(stream, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_payload(invocation, &payload, NULL));
    CHECK(service_join() == 3);
    lambdaclient_close(client);
}

static void is_chunked(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    lambdaclient_t *client = open_at(service_start(steps, 2));
    lambdaclient_invocation_t *invocation = next(client);
    lambdaclient_stream_t *stream = stream_of(invocation);

    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_write(stream, view("hello"), NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_finish(stream, NULL));
    lambdaclient_stream_free(stream);
    CHECK(service_join() == 2);
    CHECK(strstr(service_last_request(), "POST /2018-06-01/runtime/invocation/id/response HTTP/1.1\r\n") !=
          NULL);
    CHECK(strstr(service_last_request(), "\r\nContent-Type: application/octet-stream\r\n") != NULL);
    CHECK(strstr(service_last_request(), "\r\nLambda-Runtime-Invocation-Id: attempt\r\n") != NULL);
    CHECK(strstr(service_last_request(), "\r\nLambda-Runtime-Function-Response-Mode: streaming\r\n") != NULL);
    CHECK(strstr(service_last_request(), "\r\n\r\n5\r\nhello\r\n0\r\n\r\n") != NULL);
    lambdaclient_close(client);
}

static void has_a_prelude(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    lambdaclient_t *client = open_at(service_start(steps, 2));
    lambdaclient_invocation_t *invocation = next(client);
    lambdaclient_stream_options_t options = LAMBDACLIENT_STREAM_OPTIONS_INIT;
    lambdaclient_prelude_t prelude = LAMBDACLIENT_PRELUDE_INIT;
    lambdaclient_pair_t headers[4];
    lambdaclient_view_t cookies[2];
    lambdaclient_stream_t *stream = NULL;
    const char *body;

    headers[0].name = view("Content-Type");
    headers[0].value = view("text/html; q=\"\xc3\xa9\"");
    headers[1].name = view("X-Twice");
    headers[1].value = view("a");
    headers[2].name = view("X-Empty");
    headers[2].value = empty;
    headers[3].name = view("x-twice");
    headers[3].value = view("b");
    cookies[0] = view("a=1");
    cookies[1] = view("b=2; Secure");
    prelude.status_code = 206;
    prelude.headers = headers;
    prelude.header_count = 4;
    prelude.cookies = cookies;
    prelude.cookie_count = 2;
    options.prelude = &prelude;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_open(invocation, &options, &stream, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_flush(stream, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_finish(stream, NULL));
    lambdaclient_stream_free(stream);
    CHECK(service_join() == 2);
    CHECK(strstr(service_last_request(),
                 "\r\nContent-Type: application/vnd.awslambda.http-integration-response\r\n") != NULL);
    body = strstr(service_last_request(), "{\"statusCode\":206,");
    CHECK(body != NULL);
    CHECK(strstr(body,
                 "\"headers\":{\"Content-Type\":\"text/html; q=\\u0022\\u00E9\\u0022\",\"X-Empty\":\"\"}") !=
          NULL);
    CHECK(strstr(body, "\"multiValueHeaders\":{\"X-Twice\":[\"a\",\"b\"]}") != NULL);
    CHECK(strstr(body, "\"cookies\":[\"a=1\",\"b=2; Secure\"]}") != NULL);
    /* The delimiter: eight NULs behind the JSON, then the chunk's end. */
    body += strlen(body);
    CHECK(memcmp(body, "\0\0\0\0\0\0\0\0\r\n0\r\n\r\n", 15) == 0);
    lambdaclient_close(client);
}

static void refuse_prelude(lambdaclient_invocation_t *invocation,
                           const lambdaclient_stream_options_t *options, int32_t expected,
                           const char *named) {
    lambdaclient_stream_t *stream = (lambdaclient_stream_t *)1;
    lambdaclient_error_t *error = NULL;
    CHECK_STATUS(expected, lambdaclient_stream_open(invocation, options, &stream, &error));
    CHECK(stream == NULL);
    CHECK(strstr(lambdaclient_error_message(error), named) != NULL);
    lambdaclient_error_free(error);
}

static void options_are_checked(void) {
    static const struct step steps[] = {{EVENT, CLOSE, 0}};
    static char large[17000];
    lambdaclient_t *client = open_at(service_start(steps, 1));
    lambdaclient_invocation_t *invocation = next(client);
    lambdaclient_stream_options_t options = LAMBDACLIENT_STREAM_OPTIONS_INIT;
    lambdaclient_prelude_t prelude = LAMBDACLIENT_PRELUDE_INIT;
    lambdaclient_pair_t header;
    lambdaclient_view_t cookie;
    const int32_t bad = LAMBDACLIENT_E_PRELUDE_INVALID;

    options.content_type = view("a\r\nb: c");
    refuse_prelude(invocation, &options, LAMBDACLIENT_E_CONTENT_TYPE_INVALID, "content type");
    options.prelude = &prelude;
    refuse_prelude(invocation, &options, LAMBDACLIENT_E_OPTION_INVALID, "options.content_type");
    options.content_type = empty;

    prelude.status_code = 99;
    refuse_prelude(invocation, &options, bad, "prelude.status_code");
    prelude.status_code = -1;
    refuse_prelude(invocation, &options, bad, "prelude.status_code");
    prelude.status_code = 0;
    prelude.header_count = 1;
    refuse_prelude(invocation, &options, LAMBDACLIENT_E_ARGUMENT_MISSING, "prelude.headers");
    prelude.header_count = UINT32_MAX;
    prelude.headers = &header;
    refuse_prelude(invocation, &options, bad, "prelude.headers");
    prelude.header_count = 1;
    header.name = view("a b");
    header.value = view("x");
    refuse_prelude(invocation, &options, bad, "prelude.headers.name");
    header.name = empty;
    refuse_prelude(invocation, &options, bad, "prelude.headers.name");
    header.name = view("a");
    header.value = view("x\r\ny: z");
    refuse_prelude(invocation, &options, bad, "prelude.headers.value");
    header.value = view("\xff");
    refuse_prelude(invocation, &options, LAMBDACLIENT_E_TEXT_INVALID, "prelude.headers.value");
    memset(large, 'x', sizeof large - 1);
    header.value = view(large);
    refuse_prelude(invocation, &options, bad, "bytes of JSON");
    header.value = empty;
    prelude.cookie_count = 1;
    refuse_prelude(invocation, &options, LAMBDACLIENT_E_ARGUMENT_MISSING, "prelude.cookies");
    prelude.cookies = &cookie;
    cookie = view("a\nb");
    refuse_prelude(invocation, &options, bad, "prelude.cookies");
    prelude.struct_size = 4;
    refuse_prelude(invocation, &options, LAMBDACLIENT_E_OPTION_INVALID, "prelude.struct_size");

    /* Nothing was taken over by what was refused. */
    CHECK(service_join() == 1);
    lambdaclient_stream_free(stream_of(invocation));
    lambdaclient_close(client);
}

static void fails_before_the_first_byte(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    lambdaclient_t *client = open_at(service_start(steps, 2));
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    lambdaclient_invocation_t *invocation = next(client);
    lambdaclient_stream_t *stream = stream_of(invocation);

    failure.type = view("Early");
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_fail(stream, &failure, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ALREADY_ANSWERED, lambdaclient_stream_fail(stream, &failure, NULL));
    lambdaclient_stream_free(stream);
    CHECK(service_join() == 2);
    CHECK(strstr(service_last_request(), "POST /2018-06-01/runtime/invocation/id/error HTTP/1.1\r\n") !=
          NULL);
    CHECK(strstr(service_last_request(), "\"errorType\":\"Early\"") != NULL);
    lambdaclient_close(client);
}

static void fails_midway(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    lambdaclient_t *client = open_at(service_start(steps, 2));
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    lambdaclient_invocation_t *invocation = next(client);
    lambdaclient_stream_t *stream = stream_of(invocation);

    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_write(stream, view("part"), NULL));
    failure.type = view("Late");
    failure.message = view("no \xff more");
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_fail(stream, &failure, NULL));
    lambdaclient_stream_free(stream);
    CHECK(service_join() == 2);
    CHECK(strstr(service_last_request(), "\r\n4\r\npart\r\n0\r\n") != NULL);
    CHECK(strstr(service_last_request(), "\r\nLambda-Runtime-Function-Error-Type: Function.Late\r\n") !=
          NULL);
    CHECK(strstr(service_last_request(), "\r\nLambda-Runtime-Function-Error-Body: ") != NULL);
    lambdaclient_close(client);
}

/* Freed halfway, with a piece sent: the caller gets the failure behind it, and the client goes on. */
static void freed_midway(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {ACCEPTED, STAY, 0}, {EVENT, CLOSE, 0}};
    lambdaclient_t *client = open_at(service_start(steps, 3));
    lambdaclient_invocation_t *invocation = next(client);
    lambdaclient_stream_t *stream = stream_of(invocation);
    lambdaclient_view_t payload = {NULL, 0};

    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_write(stream, view("part"), NULL));
    lambdaclient_stream_free(stream);
    CHECK_STATUS(LAMBDACLIENT_E_HANDLE_INVALID, lambdaclient_invocation_payload(invocation, &payload, NULL));
    CHECK(strstr(service_last_request(), "\r\n4\r\npart\r\n0\r\n") != NULL);
    CHECK(strstr(service_last_request(), "Function-Error-Type: Runtime.StreamAbandoned\r\n") != NULL);
    next(client);
    CHECK(service_join() == 3);
    lambdaclient_close(client);
}

/* Freed with nothing sent: a plain failure. */
static void freed_before_the_first_byte(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {ACCEPTED, STAY, 0}, {EVENT, CLOSE, 0}};
    lambdaclient_t *client = open_at(service_start(steps, 3));
    lambdaclient_stream_free(stream_of(next(client)));
    CHECK(strstr(service_last_request(), "POST /2018-06-01/runtime/invocation/id/error HTTP/1.1\r\n") !=
          NULL);
    CHECK(strstr(service_last_request(), "\"errorType\":\"Runtime.StreamAbandoned\"") != NULL);
    next(client);
    CHECK(service_join() == 3);
    lambdaclient_close(client);
}

/* Abandoned halfway: the connection ends without the last chunk, and the same event comes again. */
static void abandoned_midway(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {EVENT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    lambdaclient_t *client = open_at(service_start(steps, 3));
    lambdaclient_invocation_t *invocation = next(client);
    lambdaclient_stream_t *stream = stream_of(invocation);

    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_write(stream, view("part"), NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_abandon(invocation, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ALREADY_ANSWERED, lambdaclient_stream_write(stream, view("more"), NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ALREADY_ANSWERED, lambdaclient_abandon(invocation, NULL));
    lambdaclient_stream_free(stream);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_respond(next(client), view("{}"), empty, NULL));
    /* Three whole requests: two polls and the answer, but not the stream. */
    CHECK(service_join() == 3);
    lambdaclient_close(client);
}

static void service_gone_midway(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {NULL, RESET, 1}};
    lambdaclient_t *client = open_at(service_start(steps, 2));
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
    lambdaclient_invocation_t *invocation = next(client);
    lambdaclient_stream_t *stream = stream_of(invocation);
    lambdaclient_error_t *error = NULL;
    int32_t status;

    CHECK(service_join() == 1);
    /* The first write may still meet the dead connection as if it were open; then nothing listens any more.
     */
    status = lambdaclient_stream_write(stream, view("part"), NULL);
    while (status == LAMBDACLIENT_OK)
        status = lambdaclient_stream_write(stream, view("more"), &error);
    CHECK(status / 100 == LAMBDACLIENT_CATEGORY_TRANSPORT);
    if (error != NULL) {
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_error_describe(error, &info));
        CHECK(info.code == status);
        lambdaclient_error_free(error);
    }
    lambdaclient_stream_free(stream);
    lambdaclient_close(client);
}

static void service_answers_early(void) {
    static const struct step steps[] = {{EVENT, STAY, 0},
                                        {"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n", CLOSE, 1}};
    lambdaclient_t *client = open_at(service_start(steps, 2));
    lambdaclient_invocation_t *invocation = next(client);
    lambdaclient_stream_t *stream = stream_of(invocation);
    int32_t status;

    /* The answer came and the connection ended before anything was sent. The library may have seen that by
     * the first write or not; the second one meets either the answer or nobody. */
    CHECK(service_join() == 1);
    status = lambdaclient_stream_write(stream, view("part"), NULL);
    while (status == LAMBDACLIENT_OK)
        status = lambdaclient_stream_write(stream, view("more"), NULL);
    CHECK(status == LAMBDACLIENT_E_PAYLOAD_TOO_LARGE || status / 100 == LAMBDACLIENT_CATEGORY_TRANSPORT);
    lambdaclient_stream_free(stream);
    lambdaclient_close(client);
}

static void *park(void *client) {
    lambdaclient_invocation_t *none = NULL;
    CHECK_STATUS(LAMBDACLIENT_E_CANCELLED, lambdaclient_next(client, &none, NULL));
    return NULL;
}

/* Freeing a stream that has ended does not wait for a thread that waits for the next event meanwhile. */
static void freed_while_parked(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {ACCEPTED, STAY, 0}, {NULL, HOLD, 0}};
    lambdaclient_t *client = open_at(service_start(steps, 3));
    lambdaclient_stream_t *stream = stream_of(next(client));
    pthread_t thread;

    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_finish(stream, NULL));
    CHECK(pthread_create(&thread, NULL, park, client) == 0);
    service_wait_for_requests(3);
    lambdaclient_stream_free(stream);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(client, NULL));
    pthread_join(thread, NULL);
    lambdaclient_close(client);
    CHECK(service_join() == 3);
}

int main(void) {
    ends_well();
    is_chunked();
    has_a_prelude();
    options_are_checked();
    fails_before_the_first_byte();
    fails_midway();
    freed_midway();
    abandoned_midway();
    freed_before_the_first_byte();
    freed_while_parked();
    service_gone_midway();
    service_answers_early();
    return 0;
}
