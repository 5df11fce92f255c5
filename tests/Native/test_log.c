/* lambdaclient_log: what a line looks like, and where it goes. */
#define _GNU_SOURCE
#include "check.h"
#include "endless.h"
#include "parts.h"

static char line[1024];
static int descriptors[2];

/* What is written to standard output from here on can be read. */
static void capture(void) {
    CHECK(pipe(descriptors) == 0);
    CHECK(dup2(descriptors[1], STDOUT_FILENO) == STDOUT_FILENO);
}

static const char *captured(void) {
    const ssize_t count = read(descriptors[0], line, sizeof line - 1);
    CHECK(count >= 0);
    line[count] = '\0';
    return line;
}

static void a_line_of_text(void) {
    lambdaclient_t *client;
    lambdaclient_invocation_t *invocation = NULL;
    capture();
    client = open_at(endless_start());
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK,
                 lambdaclient_log(client, LAMBDACLIENT_LOG_DEBUG, view("below the level"), NULL, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK,
                 lambdaclient_log(client, LAMBDACLIENT_LOG_INFO, view("two\nlines \xc3\xa9"), NULL, NULL));
    /* 2026-01-02T03:04:05.678Z, then what belongs to it. */
    CHECK(strlen(captured()) > 24 && line[4] == '-' && line[10] == 'T' && line[19] == '.' && line[23] == 'Z');
    CHECK(strcmp(line + 24, "\tid\tINFO\ttwo\rlines \xc3\xa9\n") == 0);
    lambdaclient_close(client);
}

static void a_line_of_json(void) {
    lambdaclient_log_details_t details = LAMBDACLIENT_LOG_DETAILS_INIT;
    lambdaclient_function_t function = LAMBDACLIENT_FUNCTION_INIT;
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    lambdaclient_pair_t fields[2];
    lambdaclient_t *client;
    setenv("AWS_LAMBDA_LOG_FORMAT", "JSON", 1);
    setenv("AWS_LAMBDA_LOG_LEVEL", "TRACE", 1);
    capture();
    client = open_at(endless_start());
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_describe_function(client, &function, NULL));
    CHECK(function.log_level == LAMBDACLIENT_LOG_TRACE);
    fields[0].name = view("seats");
    fields[0].value = view("12");
    fields[1].name = view("message");
    fields[1].value = view("a name that is taken");
    failure.type = view("SeatError");
    failure.message = view("no \"more\"");
    details.fields = fields;
    details.field_count = 2;
    details.failure = &failure;
    CHECK_STATUS(LAMBDACLIENT_OK,
                 lambdaclient_log(client, LAMBDACLIENT_LOG_WARN, view("full"), &details, NULL));
    CHECK(strstr(captured(), "\"level\":\"WARN\"") != NULL);
    CHECK(strstr(line,
                 "\"message\":\"full\",\"errorType\":\"SeatError\",\"errorMessage\":\"no \\\"more\\\"\"") !=
          NULL);
    CHECK(strstr(line, "\"seats\":\"12\"}\n") != NULL);
    CHECK(strstr(line, "taken") == NULL && strstr(line, "requestId") == NULL);
    lambdaclient_close(client);
}

/* A frame of the telemetry descriptor: its mark, the length of the line, the time, the line. */
static void a_frame(void) {
    char number[16];
    lambdaclient_t *client;
    CHECK(pipe(descriptors) == 0);
    snprintf(number, sizeof number, "%d", descriptors[1]);
    setenv("_LAMBDA_TELEMETRY_LOG_FD", number, 1);
    client = open_at(endless_start());
    CHECK_STATUS(LAMBDACLIENT_OK,
                 lambdaclient_log(client, LAMBDACLIENT_LOG_ERROR, view("framed"), NULL, NULL));
    captured();
    CHECK((unsigned char)line[0] == 0xa5 && line[1] == 0x5a);
    CHECK(memcmp(line + 16, "20", 2) == 0 && strstr(line + 16, "ERROR\tframed") != NULL);
    lambdaclient_close(client);
}

static void what_is_wrong_is_told(void) {
    lambdaclient_log_details_t details = LAMBDACLIENT_LOG_DETAILS_INIT;
    lambdaclient_t *client = open_at(endless_start());
    CHECK_STATUS(LAMBDACLIENT_E_OPTION_INVALID, lambdaclient_log(client, 0, view("x"), NULL, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_OPTION_INVALID, lambdaclient_log(client, 7, view("x"), NULL, NULL));
    details.field_count = 1;
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING,
                 lambdaclient_log(client, LAMBDACLIENT_LOG_INFO, view("x"), &details, NULL));
    details.field_count = 1025;
    CHECK_STATUS(LAMBDACLIENT_E_OPTION_INVALID,
                 lambdaclient_log(client, LAMBDACLIENT_LOG_INFO, view("x"), &details, NULL));
    details.field_count = 0;
    details.of_last = 2;
    CHECK_STATUS(LAMBDACLIENT_E_OPTION_INVALID,
                 lambdaclient_log(client, LAMBDACLIENT_LOG_INFO, view("x"), &details, NULL));
    lambdaclient_close(client);
}

/* Bytes that are no text, in every text of a line; a NUL, an escape sequence and a C1 control among them. */
static void fill_with_any_bytes(lambdaclient_log_details_t *details, lambdaclient_failure_t *failure) {
    static lambdaclient_pair_t field;
    static lambdaclient_view_t frame;
    const lambdaclient_view_t bytes = {(const uint8_t *)"\xff\xed\xa0\x80\0\x1b[2J\xc2\x9b\x7f\t\xc3", 14};
    frame = field.name = field.value = bytes;
    failure->type = failure->message = bytes;
    failure->stack_trace = &frame;
    failure->stack_trace_count = 1;
    failure->cause = view("no JSON, and no part of a line");
    details->fields = &field;
    details->field_count = 1;
    details->failure = failure;
}

static void any_bytes_are_logged_in(const char *format, const char *expected, int count) {
    lambdaclient_log_details_t details = LAMBDACLIENT_LOG_DETAILS_INIT;
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    lambdaclient_t *client;
    const char *place;
    fill_with_any_bytes(&details, &failure);
    setenv("AWS_LAMBDA_LOG_FORMAT", format, 1);
    capture();
    client = open_at(endless_start());
    CHECK_STATUS(LAMBDACLIENT_OK,
                 lambdaclient_log(client, LAMBDACLIENT_LOG_INFO, failure.type, &details, NULL));
    CHECK(strlen(captured()) > 0 && strchr(line, '\n') == line + strlen(line) - 1);
    for (place = line; (place = strstr(place, expected)) != NULL; place++)
        count--;
    CHECK(count == 0);
    CHECK(strpbrk(line, "\x1b\x7f\xff") == NULL);
    lambdaclient_close(client);
}

static void any_bytes_are_logged_as_text(void) {
    any_bytes_are_logged_in("Text",
                            "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd[2J"
                            "\xef\xbf\xbd\xef\xbf\xbd\t\xef\xbf\xbd",
                            4);
}

static void any_bytes_are_logged_as_json(void) {
    any_bytes_are_logged_in("JSON",
                            "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\\u0000\\u001B[2J\\u009B\\u007F"
                            "\\t\xef\xbf\xbd",
                            6);
}

/* Nobody reads any more: the line is lost, and the program lives on. */
static void a_closed_output_is_no_error(void) {
    lambdaclient_t *client = open_at(endless_start());
    CHECK(close(STDOUT_FILENO) == 0);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_log(client, LAMBDACLIENT_LOG_INFO, view("lost"), NULL, NULL));
    lambdaclient_close(client);
}

/* A pipe without a reader raises SIGPIPE, whose default action would end the host. */
static void a_broken_pipe_does_not_end_the_program(void) {
    lambdaclient_t *client;
    capture();
    CHECK(close(descriptors[0]) == 0);
    client = open_at(endless_start());
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_log(client, LAMBDACLIENT_LOG_INFO, view("lost"), NULL, NULL));
    lambdaclient_close(client);
}

int main(void) {
    static void (*const parts[])(void) = {a_line_of_text,
                                          a_line_of_json,
                                          a_frame,
                                          any_bytes_are_logged_as_text,
                                          any_bytes_are_logged_as_json,
                                          what_is_wrong_is_told,
                                          a_closed_output_is_no_error,
                                          a_broken_pipe_does_not_end_the_program};
    return run_parts(parts, sizeof parts / sizeof *parts);
}
