/*
 * Stream: answers piece by piece; the event [pieces, bytes] says how many and how large, and a third number
 * after how many to fail. A write waits until the service takes it, so 200 MB need no more memory than one
 * piece. What was sent stays sent: a failure follows it, and the function's caller sees both.
 */
#include <lambdaclient.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct order {
    unsigned long pieces, bytes, fail_after;
};

static int read_order(lambdaclient_view_t event, struct order *order) {
    char text[64];
    if (event.len >= sizeof text)
        return 0;
    memcpy(text, event.data, event.len);
    text[event.len] = '\0';
    order->fail_after = (unsigned long)-1;
    return sscanf(text, "[%lu , %lu , %lu", &order->pieces, &order->bytes, &order->fail_after) >= 2;
}

static int32_t send_pieces(lambdaclient_stream_t *stream, const struct order *order,
                           lambdaclient_error_t **error) {
    static const char type[] = "OutOfPieces";
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    lambdaclient_view_t piece;
    uint8_t *bytes = malloc(order->bytes == 0 ? 1 : order->bytes);
    int32_t status = bytes == NULL ? LAMBDACLIENT_E_OUT_OF_MEMORY : LAMBDACLIENT_OK;
    unsigned long sent;

    piece.data = bytes;
    piece.len = order->bytes;
    if (bytes != NULL)
        memset(bytes, '.', order->bytes);
    for (sent = 0; status == LAMBDACLIENT_OK && sent < order->pieces && sent != order->fail_after; sent++)
        status = lambdaclient_stream_write(stream, piece, error);
    free(bytes);
    if (status != LAMBDACLIENT_OK || sent == order->pieces)
        return status == LAMBDACLIENT_OK ? lambdaclient_stream_finish(stream, error) : status;
    failure.type.data = (const uint8_t *)type;
    failure.type.len = sizeof type - 1;
    return lambdaclient_stream_fail(stream, &failure, error);
}

static int32_t answer(lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                      lambdaclient_error_t **error) {
    lambdaclient_failure_t unreadable = LAMBDACLIENT_FAILURE_INIT;
    lambdaclient_stream_t *stream = NULL;
    lambdaclient_view_t event = {NULL, 0};
    struct order order;
    int32_t status = lambdaclient_invocation_payload(invocation, &event, error);

    if (status != LAMBDACLIENT_OK)
        return status;
    if (!read_order(event, &order))
        return lambdaclient_fail(client, invocation, &unreadable, error);
    status = lambdaclient_stream_open(client, invocation, NULL, &stream, error);
    if (status == LAMBDACLIENT_OK)
        status = send_pieces(stream, &order, error);
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
