/*
 * stream: answers piece by piece. The event [pieces, bytes] says how many and how large; a third number says
 * after how many to fail. A write blocks until the operating system has taken the piece, so 200 MB need the
 * memory of one piece. What was sent stays sent: a failure follows it, and the function's caller sees both.
 */
#include <lambdaclient.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct order {
    unsigned long pieces, bytes, fail_after;
};

static const lambdaclient_failure_t unreadable = LAMBDACLIENT_FAILURE_INIT;
static const lambdaclient_failure_t out_of_pieces = {.struct_size = sizeof(lambdaclient_failure_t),
                                                     .type = LAMBDACLIENT_TEXT("OutOfPieces")};

/* Prints an error, and frees it. */
static void report(lambdaclient_error_t *error) {
    if (error != NULL)
        fprintf(stderr, "%s\n", lambdaclient_error_message(error));
    lambdaclient_error_free(error);
}

static int read_order(lambdaclient_view_t event, struct order *order) {
    char text[64];
    if (event.size >= sizeof text)
        return 0;
    memcpy(text, event.data, event.size);
    text[event.size] = '\0';
    order->fail_after = (unsigned long)-1;
    return sscanf(text, "[%lu , %lu , %lu", &order->pieces, &order->bytes, &order->fail_after) >= 2;
}

static int32_t send_pieces(lambdaclient_stream_t *stream, const struct order *order,
                           lambdaclient_error_t **error) {
    lambdaclient_view_t piece = {NULL, order->bytes};
    uint8_t *bytes = malloc(order->bytes == 0 ? 1 : order->bytes);
    int32_t status = bytes == NULL ? LAMBDACLIENT_E_OUT_OF_MEMORY : LAMBDACLIENT_OK;
    unsigned long sent;

    piece.data = bytes;
    if (bytes != NULL)
        memset(bytes, '.', order->bytes);
    for (sent = 0; status == LAMBDACLIENT_OK && sent < order->pieces && sent != order->fail_after; sent++)
        status = lambdaclient_stream_write(stream, piece, error);
    free(bytes);
    if (status != LAMBDACLIENT_OK)
        return status;
    return sent == order->pieces ? lambdaclient_stream_finish(stream, error)
                                 : lambdaclient_stream_fail(stream, &out_of_pieces, error);
}

/* Streams the answer, and gives none for the turn to deliver, unless the event cannot be read. */
static lambdaclient_answer_t handle(lambdaclient_invocation_t *invocation) {
    lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
    lambdaclient_stream_t *stream = NULL;
    lambdaclient_error_t *error = NULL;
    lambdaclient_view_t event = {NULL, 0};
    struct order order;

    lambdaclient_invocation_payload(invocation, &event, NULL);
    if (!read_order(event, &order)) {
        answer.kind = LAMBDACLIENT_ANSWER_FAILURE;
        answer.failure = &unreadable;
        return answer;
    }
    if (lambdaclient_stream_open(invocation, NULL, &stream, &error) == LAMBDACLIENT_OK)
        send_pieces(stream, &order, &error);
    report(error);
    /* Also ends a stream that was not finished, with the failure Runtime.StreamAbandoned. */
    lambdaclient_stream_free(stream);
    return answer;
}

int main(void) {
    lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
    lambdaclient_t *client = NULL;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *undelivered = NULL, *error = NULL;

    if (lambdaclient_open(NULL, &client, &error) != LAMBDACLIENT_OK) {
        report(error);
        return EXIT_FAILURE;
    }
    while (lambdaclient_turn(client, &answer, &invocation, &undelivered, &error) == LAMBDACLIENT_OK) {
        report(undelivered);
        answer = handle(invocation);
    }
    report(undelivered);
    report(error);
    lambdaclient_close(client);
    return EXIT_FAILURE;
}
