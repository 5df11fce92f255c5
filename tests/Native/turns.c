#define _POSIX_C_SOURCE 200809L
#include "turns.h"

static const struct judge_plan two_events = {2, 0, 0, 0, 0, 0};
static deed_t played;
static unsigned handled[3];
static int32_t reported_first;
static int missing;

void count_release(void *context) {
    CHECK(context == &missing);
    missing--;
}

void expect_release(lambdaclient_answer_t *answer) {
    answer->release = count_release;
    answer->release_context = &missing;
    missing++;
}

int releases_missing(void) { return missing; }

size_t number_of(const lambdaclient_invocation_t *invocation) {
    lambdaclient_view_t payload = {NULL, 0};
    char text[32];
    size_t number = 0;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_payload(invocation, &payload, NULL));
    CHECK(payload.size < sizeof text);
    memcpy(text, payload.data, payload.size);
    text[payload.size] = '\0';
    CHECK(sscanf(text, "{\"event\":%zu}", &number) == 1);
    return number;
}

static int32_t handle(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                      lambdaclient_answer_t *answer) {
    const size_t number = number_of(invocation);
    (void)context;
    CHECK(number == 1 || number == 2);
    handled[number]++;
    expect_release(answer);
    if (number == 1)
        return played(client, invocation, answer);
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    answer->payload = view("second");
    return 0;
}

/* Keeps what is reported of the first event's answer, and nothing about the end. */
static void report(void *context, const lambdaclient_error_t *error) {
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
    (void)context;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_error_describe(error, &info));
    if (handled[2] == 0 && reported_first == 0)
        reported_first = info.code;
}

static lambdaclient_t *begin(deed_t deed) {
    played = deed;
    memset(handled, 0, sizeof handled);
    reported_first = 0;
    missing = 0;
    return open_at(judge_start(&two_events));
}

static void end(int32_t reported, const char *type, const char *way) {
    const struct judge_event *first = judge_event(1), *second = judge_event(2);
    judge_end();
    if (reported_first != reported || strcmp(first->error_type, type == NULL ? "" : type) != 0)
        fprintf(stderr, "%s: reported %s, answered %s, %s\n", way, lambdaclient_status_name(reported_first),
                first->error_type[0] == 0 ? "with a response" : first->error_type, first->body);
    CHECK(reported_first == reported);
    CHECK(handled[1] == 1 && first->handed_out == 1 && first->accepted == 1);
    CHECK(strcmp(first->error_type, type == NULL ? "" : type) == 0);
    CHECK(handled[2] == 1 && second->handed_out == 1 && second->accepted == 1);
    CHECK(!second->is_failure && strcmp(second->body, "second") == 0);
    CHECK(judge_refused() == 0);
    CHECK(missing == 0);
}

void play_turn(deed_t deed, int32_t reported, const char *type) {
    lambdaclient_t *client = begin(deed);
    lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *undelivered = NULL;
    int32_t status;
    while ((status = lambdaclient_turn(client, &answer, &invocation, &undelivered, NULL)) ==
           LAMBDACLIENT_OK) {
        const lambdaclient_answer_t none = LAMBDACLIENT_ANSWER_INIT;
        if (undelivered != NULL)
            report(NULL, undelivered);
        lambdaclient_error_free(undelivered);
        answer = none;
        handle(NULL, client, invocation, &answer);
    }
    CHECK_STATUS(LAMBDACLIENT_E_CONTAINER_ERROR, status);
    CHECK(undelivered == NULL);
    lambdaclient_close(client);
    end(reported, type, "turn");
}

void play_run(deed_t deed, int32_t reported, const char *type) {
    lambdaclient_t *client = begin(deed);
    lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    options.handler = handle;
    options.on_error = report;
    CHECK_STATUS(LAMBDACLIENT_E_CONTAINER_ERROR, lambdaclient_run(client, &options, NULL));
    lambdaclient_close(client);
    end(reported, type, "run");
}

void play(deed_t deed, int32_t reported, const char *type) {
    play_turn(deed, reported, type);
    play_run(deed, reported, type);
}
