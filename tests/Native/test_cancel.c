/* What ends a turn from another thread: the first cancel ends the wait for an event, the second one an answer
 * too. */
#include "check.h"
#include "service.h"

#include <pthread.h>

#define EVENT "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nContent-Length: 2\r\n\r\n{}"
#define ACCEPTED "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"

static void count_release(void *count) { ++*(int *)count; }

/* A turn that answers the event in hand, on a thread of its own. */
struct turn {
    lambdaclient_t *client;
    int32_t status;
    lambdaclient_error_info_t undelivered;
    int released;
};

static void *answer(void *argument) {
    struct turn *turn = argument;
    lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *undelivered = NULL;
    answer.kind = LAMBDACLIENT_ANSWER_RESPONSE;
    answer.payload = view("answer");
    answer.release = count_release;
    answer.release_context = &turn->released;
    turn->status = lambdaclient_turn(turn->client, &answer, &invocation, &undelivered, NULL);
    CHECK(invocation == NULL && turn->released == 1);
    if (undelivered != NULL)
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_error_describe(undelivered, &turn->undelivered));
    lambdaclient_error_free(undelivered);
    return NULL;
}

/* The answer was accepted; the poll behind it ends. */
static void the_first_ends_a_poll(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {ACCEPTED, STAY, 0}, {NULL, HOLD, 0}};
    struct turn turn = {open_at(service_start(steps, 3)), 0, LAMBDACLIENT_ERROR_INFO_INIT, 0};
    lambdaclient_invocation_t *invocation = NULL;
    pthread_t thread;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_turn(turn.client, NULL, &invocation, NULL, NULL));
    CHECK(pthread_create(&thread, NULL, answer, &turn) == 0);
    service_wait_for_requests(3);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(turn.client, NULL));
    pthread_join(thread, NULL);
    CHECK_STATUS(LAMBDACLIENT_E_CANCELLED, turn.status);
    CHECK(turn.undelivered.code == 0);
    lambdaclient_close(turn.client);
    CHECK(service_join() == 3);
}

/* The service received the answer and does not reply: whether it acts on it is unknown. */
static void the_second_ends_an_answer(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {NULL, HOLD, 0}};
    struct turn turn = {open_at(service_start(steps, 2)), 0, LAMBDACLIENT_ERROR_INFO_INIT, 0};
    lambdaclient_invocation_t *invocation = NULL;
    pthread_t thread;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_turn(turn.client, NULL, &invocation, NULL, NULL));
    CHECK(pthread_create(&thread, NULL, answer, &turn) == 0);
    service_wait_for_requests(2);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(turn.client, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(turn.client, NULL));
    pthread_join(thread, NULL);
    CHECK_STATUS(LAMBDACLIENT_E_CANCELLED, turn.status);
    CHECK(turn.undelivered.delivery == LAMBDACLIENT_DELIVERY_UNKNOWN);
    lambdaclient_close(turn.client);
    CHECK(service_join() == 2);
}

int main(void) {
    the_first_ends_a_poll();
    the_second_ends_an_answer();
    return 0;
}
