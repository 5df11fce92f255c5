/*
 * HTTP stream: answers a function URL with a status, headers, a cookie and a page that comes in two pieces.
 * The prelude goes before the first piece; what reads it turns it into the HTTP response's own head.
 * Flushing sends the prelude at once, so that a browser sees the status while the page is still being made.
 */
#include <lambdaclient.h>
#include <stdio.h>
#include <string.h>

static lambdaclient_view_t text(const char *literal) {
    lambdaclient_view_t view;
    view.data = (const uint8_t *)literal;
    view.len = strlen(literal);
    return view;
}

static int32_t answer(lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                      lambdaclient_error_t **error) {
    lambdaclient_stream_options_t options = LAMBDACLIENT_STREAM_OPTIONS_INIT;
    lambdaclient_prelude_t prelude = LAMBDACLIENT_PRELUDE_INIT;
    lambdaclient_pair_t headers[2];
    lambdaclient_view_t cookie = text("seen=yes; Secure");
    lambdaclient_stream_t *stream = NULL;
    int32_t status;

    headers[0].name = text("Content-Type");
    headers[0].value = text("text/html; charset=utf-8");
    headers[1].name = text("Cache-Control");
    headers[1].value = text("no-store");
    prelude.status_code = 201;
    prelude.headers = headers;
    prelude.header_count = 2;
    prelude.cookies = &cookie;
    prelude.cookie_count = 1;
    options.prelude = &prelude;
    status = lambdaclient_stream_open(client, invocation, &options, &stream, error);
    if (status == LAMBDACLIENT_OK)
        status = lambdaclient_stream_flush(stream, error);
    if (status == LAMBDACLIENT_OK)
        status = lambdaclient_stream_write(stream, text("<!doctype html>\n"), error);
    if (status == LAMBDACLIENT_OK)
        status = lambdaclient_stream_write(stream, text("<p>Hello</p>\n"), error);
    if (status == LAMBDACLIENT_OK)
        status = lambdaclient_stream_finish(stream, error);
    lambdaclient_stream_free(stream);
    return status;
}

int main(void) {
    lambdaclient_t *client = NULL;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *error = NULL;
    int32_t status = lambdaclient_open(NULL, &client, &error);

    while (lambdaclient_status_is_recoverable(status) &&
           (status = lambdaclient_next(client, &invocation, &error)) == LAMBDACLIENT_OK) {
        status = answer(client, invocation, &error);
        if (status != LAMBDACLIENT_OK)
            fprintf(stderr, "%s\n", lambdaclient_error_message(error));
        lambdaclient_error_free(error);
        error = NULL;
        lambdaclient_invocation_free(invocation);
    }

    lambdaclient_error_free(error);
    lambdaclient_close(client);
    return 1;
}
