/* Random calls of a runtime in any order, each status against a model of the rules: every event comes once
 * unless it is abandoned, and is answered once. native-turn-random [calls [seed]] */
#include "turns.h"

#include <time.h>

#define EVENTS 200

static unsigned long long state, seed;
static long call;

/* What the model knows: one client, its invocation and its stream. */
static lambdaclient_t *client;
static lambdaclient_invocation_t *invocation;
static lambdaclient_stream_t *stream, *ended;
static int is_held, is_freed, is_streaming;
static size_t current;
static unsigned wanted[EVENTS + 1]; /* how often an event has to come */

/* xorshift64*: Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled". */
static unsigned below(unsigned limit) {
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (unsigned)((state * 2685821657736338717ULL) >> 33) % limit;
}

static void expect(int32_t expected, int32_t got, const char *name) {
    if (got == expected)
        return;
    fprintf(stderr, "seed %llu, call %ld: %s gave %s, not %s\n", seed, call, name,
            lambdaclient_status_name(got), lambdaclient_status_name(expected));
    exit(1);
}

/* What a call that answers gives. */
static int32_t if_answerable(void) {
    return is_held && is_streaming ? LAMBDACLIENT_E_STREAM_OPEN
           : is_held && !is_freed  ? LAMBDACLIENT_OK
           : is_freed              ? LAMBDACLIENT_E_HANDLE_INVALID
           : invocation == NULL    ? LAMBDACLIENT_E_ARGUMENT_MISSING
                                   : LAMBDACLIENT_E_ALREADY_ANSWERED;
}

static void settled(void) {
    is_held = is_streaming = 0;
    if (stream != NULL) {
        lambdaclient_stream_free(ended);
        ended = stream;
        stream = NULL;
    }
}

/* An event came, or the story is over. */
static int took(int32_t status, const char *name) {
    settled();
    is_freed = 0;
    if (current == EVENTS && wanted[current] == 0) {
        expect(LAMBDACLIENT_E_CONTAINER_ERROR, status, name);
        invocation = NULL;
        return 0;
    }
    expect(LAMBDACLIENT_OK, status, name);
    if (current == 0 || wanted[current] == 0)
        wanted[++current]++;
    wanted[current]--;
    CHECK(number_of(invocation) == current);
    is_held = 1;
    return 1;
}

static void describe(lambdaclient_failure_t *failure) {
    static const char *const causes[] = {NULL, "{half", "{\"message\":\"x\"}"};
    static const char *const bodies[] = {NULL, "{half", "{\"mine\":1}"};
    static const lambdaclient_failure_t empty = LAMBDACLIENT_FAILURE_INIT;
    *failure = empty;
    failure->type = view(below(2) ? "MyError" : "My\xff\r\nError");
    failure->cause = view(causes[below(3)]);
    failure->json = view(bodies[below(3)]);
    failure->stack_trace_count = below(8) == 0;
    if (below(8) == 0)
        failure->struct_size = below(8);
}

static void describe_answer(lambdaclient_answer_t *answer, lambdaclient_failure_t *failure) {
    static const lambdaclient_answer_t none = LAMBDACLIENT_ANSWER_INIT;
    *answer = none;
    answer->kind = below(4);
    answer->payload = view(below(2) ? "payload" : NULL);
    answer->content_type = view(below(4) ? "text/plain" : "a\r\nb");
    describe(failure);
    answer->failure = below(4) ? failure : NULL;
    expect_release(answer);
}

static int do_turn(void) {
    lambdaclient_failure_t failure;
    lambdaclient_answer_t answer;
    lambdaclient_error_t *undelivered = NULL;
    const int gives = below(4) > 0;
    int32_t status;
    if (gives)
        describe_answer(&answer, &failure);
    status = lambdaclient_turn(client, gives ? &answer : NULL, &invocation, &undelivered, NULL);
    lambdaclient_error_free(undelivered);
    CHECK(releases_missing() == 0);
    return took(status, "turn");
}

static int do_next(void) {
    const int refused = is_held && (!is_freed || is_streaming);
    lambdaclient_invocation_t *next = NULL;
    const int32_t status = lambdaclient_next(client, &next, NULL);
    if (refused) {
        expect(LAMBDACLIENT_E_INVOCATION_OUTSTANDING, status, "next");
        CHECK(next == NULL);
        return 1;
    }
    invocation = next;
    return took(status, "next");
}

static void do_respond(void) {
    const int fits = below(4) > 0;
    const int32_t expected = if_answerable();
    const int32_t got =
        lambdaclient_respond(invocation, view("x"), view(fits ? "text/plain" : "a\r\nb"), NULL);
    if (expected == LAMBDACLIENT_OK && !fits) {
        expect(LAMBDACLIENT_E_CONTENT_TYPE_INVALID, got, "respond");
        return;
    }
    expect(expected, got, "respond");
    if (got == LAMBDACLIENT_OK)
        settled();
}

static void do_fail(void) {
    const int32_t expected = if_answerable();
    lambdaclient_failure_t failure;
    int32_t got;
    describe(&failure);
    got = lambdaclient_fail(invocation, &failure, NULL);
    /* What is wrong with the failure may be said first. */
    if (got == LAMBDACLIENT_E_CAUSE_INVALID || got == LAMBDACLIENT_E_OPTION_INVALID ||
        (got == LAMBDACLIENT_E_ARGUMENT_MISSING && failure.stack_trace_count > 0))
        return;
    expect(expected, got, "fail");
    if (got == LAMBDACLIENT_OK)
        settled();
}

static void do_abandon(void) {
    const int32_t expected = is_held && is_streaming ? LAMBDACLIENT_OK : if_answerable();
    expect(expected, lambdaclient_abandon(invocation, NULL), "abandon");
    if (expected == LAMBDACLIENT_OK) {
        wanted[current]++;
        settled();
    }
}

static void do_free(void) {
    lambdaclient_invocation_free(invocation);
    if (is_held && !is_streaming)
        is_freed = 1;
}

static void do_open(void) {
    const int32_t expected = if_answerable();
    lambdaclient_stream_t *opened = NULL;
    expect(expected, lambdaclient_stream_open(invocation, NULL, &opened, NULL), "stream_open");
    CHECK((opened != NULL) == (expected == LAMBDACLIENT_OK));
    if (opened != NULL) {
        stream = opened;
        is_streaming = 1;
    }
}

/* A call of the stream that is open, or of one that has ended. */
static void do_piece(void) {
    lambdaclient_stream_t *const one = stream != NULL ? stream : ended;
    const int32_t expected = one == NULL     ? LAMBDACLIENT_E_ARGUMENT_MISSING
                             : one == stream ? LAMBDACLIENT_OK
                                             : LAMBDACLIENT_E_ALREADY_ANSWERED;
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    switch (below(5)) {
    case 0:
    case 1:
        expect(expected, lambdaclient_stream_write(one, view(below(2) ? "piece" : NULL), NULL),
               "stream_write");
        break;
    case 2:
        expect(expected, lambdaclient_stream_flush(one, NULL), "stream_flush");
        break;
    case 3:
        expect(expected, lambdaclient_stream_finish(one, NULL), "stream_finish");
        if (expected == LAMBDACLIENT_OK)
            settled();
        break;
    default:
        expect(expected, lambdaclient_stream_fail(one, &failure, NULL), "stream_fail");
        if (expected == LAMBDACLIENT_OK)
            settled();
    }
}

static void do_stream_free(void) {
    if (stream == NULL) {
        lambdaclient_stream_free(ended);
        ended = NULL;
        return;
    }
    lambdaclient_stream_free(stream);
    stream = NULL;
    settled();
}

static void do_fail_init(void) {
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    if (is_held)
        expect(is_streaming ? LAMBDACLIENT_E_STREAM_OPEN : LAMBDACLIENT_E_INVOCATION_OUTSTANDING,
               lambdaclient_fail_init(client, &failure, NULL), "fail_init");
}

static void do_read(void) {
    lambdaclient_context_t context = LAMBDACLIENT_CONTEXT_INIT;
    expect(is_held && !is_freed ? LAMBDACLIENT_OK
           : invocation == NULL ? LAMBDACLIENT_E_ARGUMENT_MISSING
                                : LAMBDACLIENT_E_HANDLE_INVALID,
           lambdaclient_invocation_context(invocation, &context, NULL), "invocation_context");
}

/* One call; 0 where the story is over. */
static int step(void) {
    switch (below(14)) {
    case 0:
    case 1:
    case 2:
        return do_turn();
    case 3:
        return do_next();
    case 4:
        do_respond();
        return 1;
    case 5:
        do_fail();
        return 1;
    case 6:
        if (below(4) == 0)
            do_abandon();
        return 1;
    case 7:
        do_free();
        return 1;
    case 8:
        do_open();
        return 1;
    case 9:
    case 10:
        do_piece();
        return 1;
    case 11:
        do_stream_free();
        return 1;
    case 12:
        do_fail_init();
        return 1;
    default:
        do_read();
        return 1;
    }
}

static void play_a_story(void) {
    static const struct judge_plan plan = {EVENTS, 0, 0, 0, 0, 0};
    unsigned comes[EVENTS + 1] = {0};
    size_t number;
    client = open_at(judge_start(&plan));
    invocation = NULL;
    stream = ended = NULL;
    is_held = is_freed = is_streaming = 0;
    current = 0;
    memset(wanted, 0, sizeof wanted);
    do {
        const size_t before = current;
        const unsigned wanted_before = wanted[current];
        call++;
        if (!step())
            break;
        /* An event that came is one that is wanted no more, or the next one. */
        comes[current] += current != before || wanted[current] < wanted_before;
    } while (1);
    lambdaclient_stream_free(ended);
    lambdaclient_close(client);
    judge_end();
    for (number = 1; number <= EVENTS; number++) {
        const struct judge_event *event = judge_event(number);
        if (event->accepted != 1 || event->handed_out != comes[number]) {
            fprintf(stderr, "seed %llu, call %ld: event %zu came %u times, handed out %u, answered %u\n",
                    seed, call, number, comes[number], event->handed_out, event->accepted);
            exit(1);
        }
    }
    CHECK(judge_refused() == 0 && judge_init_errors() == 0);
}

int main(int count, char **words) {
    const long calls = count > 1 ? atol(words[1]) : 20000;
    seed = count > 2 ? strtoull(words[2], NULL, 10) : (unsigned long long)time(NULL);
    printf("%ld calls, seed %llu\n", calls, seed);
    fflush(stdout);
    state = seed * 2685821657736338717ULL + 1;
    while (call < calls)
        play_a_story();
    printf("%ld calls made\n", call);
    return 0;
}
