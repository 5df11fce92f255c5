/*
 * http_stream: answers a function URL with a status, headers, a cookie and a page in two pieces.
 * The prelude goes before the first piece; Lambda makes the head of the HTTP response of it.
 * A flush sends the prelude at once, so that a browser sees the status while the page is still being made.
 */
#include <lambdaclient.h>
#include <stdio.h>
#include <stdlib.h>

static const lambdaclient_pair_t headers[] = {
    {LAMBDACLIENT_TEXT("Content-Type"), LAMBDACLIENT_TEXT("text/html; charset=utf-8")},
    {LAMBDACLIENT_TEXT("Cache-Control"), LAMBDACLIENT_TEXT("no-store")}};
static const lambdaclient_view_t cookie = LAMBDACLIENT_TEXT("seen=yes; Secure");

/* Prints an error, and frees it. */
static void report(lambdaclient_error_t *error) {
    if (error != NULL)
        fprintf(stderr, "%s\n", lambdaclient_error_message(error));
    lambdaclient_error_free(error);
}

static void answer(lambdaclient_invocation_t *invocation) {
    lambdaclient_stream_options_t options = LAMBDACLIENT_STREAM_OPTIONS_INIT;
    lambdaclient_prelude_t prelude = LAMBDACLIENT_PRELUDE_INIT;
    lambdaclient_stream_t *stream = NULL;
    lambdaclient_error_t *error = NULL;
    int32_t status;

    prelude.status_code = 201;
    prelude.headers = headers;
    prelude.header_count = 2;
    prelude.cookies = &cookie;
    prelude.cookie_count = 1;
    options.prelude = &prelude;
    status = lambdaclient_stream_open(invocation, &options, &stream, &error);
    if (status == LAMBDACLIENT_OK)
        status = lambdaclient_stream_flush(stream, &error);
    if (status == LAMBDACLIENT_OK)
        status = lambdaclient_stream_write(stream, lambdaclient_text("<!doctype html>\n"), &error);
    if (status == LAMBDACLIENT_OK)
        status = lambdaclient_stream_write(stream, lambdaclient_text("<p>Hello</p>\n"), &error);
    if (status == LAMBDACLIENT_OK)
        status = lambdaclient_stream_finish(stream, &error);
    report(error);
    lambdaclient_stream_free(stream);
}

int main(void) {
    lambdaclient_t *client = NULL;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *undelivered = NULL, *error = NULL;

    if (lambdaclient_open(NULL, &client, &error) != LAMBDACLIENT_OK) {
        report(error);
        return EXIT_FAILURE;
    }
    /* The stream answers, so there is no answer for the turn to deliver. */
    while (lambdaclient_turn(client, NULL, &invocation, &undelivered, &error) == LAMBDACLIENT_OK) {
        report(undelivered);
        answer(invocation);
    }
    report(undelivered);
    report(error);
    lambdaclient_close(client);
    return EXIT_FAILURE;
}
