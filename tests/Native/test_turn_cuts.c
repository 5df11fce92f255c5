/* A connection that is cut at every byte of an answer, of the poll behind it, and of both replies. No event
 * is handled twice, none is answered twice, each caller gets an answer, and what the turn says of it is true.
 */
#include "turns.h"

static lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
static const char *what;

/* What one turn said of the first answer. */
struct said {
    int32_t code, delivery;
};

static struct said say(lambdaclient_error_t *undelivered) {
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
    struct said said;
    if (undelivered != NULL)
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_error_describe(undelivered, &info));
    said.code = info.code;
    said.delivery = info.delivery;
    lambdaclient_error_free(undelivered);
    return said;
}

/* Two events, of which the first is answered over a connection that is cut. */
static struct said serve(const struct judge_plan *plan, uint32_t one_write, int fails) {
    lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
    lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
    lambdaclient_t *client = NULL;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *undelivered = NULL;
    struct said said;

    options.endpoint = view(judge_start(plan));
    options.one_write = one_write;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_open(&options, &client, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_turn(client, NULL, &invocation, NULL, NULL));
    CHECK(number_of(invocation) == 1);
    answer.kind = fails ? LAMBDACLIENT_ANSWER_FAILURE : LAMBDACLIENT_ANSWER_RESPONSE;
    answer.failure = &failure;
    /* The event's own bytes, which have to outlive the poll behind them. */
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_payload(invocation, &answer.payload, NULL));
    expect_release(&answer);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_turn(client, &answer, &invocation, &undelivered, NULL));
    said = say(undelivered);
    CHECK(number_of(invocation) == 2);
    answer.kind = LAMBDACLIENT_ANSWER_RESPONSE;
    answer.payload = view("second");
    expect_release(&answer);
    CHECK_STATUS(LAMBDACLIENT_E_CONTAINER_ERROR,
                 lambdaclient_turn(client, &answer, &invocation, &undelivered, NULL));
    CHECK(undelivered == NULL);
    CHECK(releases_missing() == 0);
    lambdaclient_close(client);
    judge_end();
    return said;
}

static void check(const struct judge_plan *plan, struct said said, int fails) {
    const struct judge_event *first = judge_event(1), *second = judge_event(2);
    const int is_true = said.code == 0 ? first->accepted == 1 && !first->is_truncated
                                       : said.delivery == LAMBDACLIENT_DELIVERY_UNKNOWN;
    const int is_answered = first->accepted == 1 && second->accepted == 1 && judge_refused() == 0 &&
                            strcmp(second->body, "second") == 0 &&
                            (first->is_truncated || first->is_failure == fails) &&
                            (fails || first->is_truncated || strcmp(first->body, "{\"event\":1}") == 0);
    if (!is_true || !is_answered) {
        fprintf(stderr, "%s, cut at byte %zu: said %s, delivery %d; answered %u and %u times, refused %u\n",
                what, plan->cut, lambdaclient_status_name(said.code), (int)said.delivery, first->accepted,
                second->accepted, judge_refused());
        exit(1);
    }
}

/* Bytes on their way to the service: what did not arrive whole is sent again, unless a part of it counts. */
static void cut_what_comes(uint32_t one_write, int fails, int resets, int truncated_is_over) {
    struct judge_plan plan = {2, 0, 0, 0, 0, 0};
    size_t length;
    serve(&plan, one_write, fails);
    length = judge_received();
    plan.is_cut_receiving = 1;
    plan.resets = resets;
    plan.truncated_is_over = truncated_is_over;
    for (plan.cut = 0; plan.cut < length; plan.cut++)
        check(&plan, serve(&plan, one_write, fails), fails);
}

/* Bytes on their way back: an answer whose reply came is delivered, whatever becomes of the poll. */
static void cut_what_goes(uint32_t one_write, int fails, int resets) {
    struct judge_plan plan = {2, 0, 0, 0, 0, 0};
    size_t length, reply;
    serve(&plan, one_write, fails);
    length = judge_sent();
    reply = judge_reply();
    plan.is_cut_sending = 1;
    plan.resets = resets;
    for (plan.cut = 0; plan.cut < length; plan.cut++) {
        const struct said said = serve(&plan, one_write, fails);
        check(&plan, said, fails);
        /* A reset can take away what was sent before it. */
        if (!resets)
            CHECK((said.code == 0) == (plan.cut >= reply));
    }
}

int main(void) {
    uint32_t one_write;
    int fails, resets;
    failure.type = view("MyError");
    for (one_write = LAMBDACLIENT_ONE_WRITE_ON; one_write <= LAMBDACLIENT_ONE_WRITE_OFF; one_write++)
        for (resets = 0; resets < 2; resets++)
            for (fails = 0; fails < 2 - resets; fails++) {
                what = "to the service";
                cut_what_comes(one_write, fails, resets, 0);
                what = "to the service, where a part counts";
                cut_what_comes(one_write, fails, resets, 1);
                what = "from the service";
                cut_what_goes(one_write, fails, resets);
            }
    return 0;
}
