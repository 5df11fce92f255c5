/* Random exports with random handles, right and wrong ones, from 8 threads at once, against a service that
 * answers everything: whatever overlaps, each call gives a known status, and none an internal error.
 *   native-random [calls [seed]] */
#define _GNU_SOURCE
#include "check.h"
#include "endless.h"
#include "exports.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#define THREADS 8
#define PLACES 6
#define KINDS 4

static _Atomic(void *) pool[KINDS][PLACES];
static const char *endpoint;
static long calls_each;
static unsigned long long seed;
static atomic_long succeeded;
static atomic_long to_release;

struct walker {
    unsigned long long state;
    unsigned place; /* of this call's handles: a client's own invocation and stream stand at its place */
    union {
        uint32_t struct_size;
        lambdaclient_options_t options;
        lambdaclient_run_options_t run;
        lambdaclient_answer_t answer;
        uint64_t aligned[64];
    } structs[5];
    lambdaclient_view_t view;
    int64_t number;
    void *handle;
    lambdaclient_error_t *error, *undelivered;
};

/* xorshift64*: Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled". */
static unsigned next_random(struct walker *walker, unsigned below) {
    walker->state ^= walker->state >> 12;
    walker->state ^= walker->state << 25;
    walker->state ^= walker->state >> 27;
    return (unsigned)((walker->state * 2685821657736338717ULL) >> 33) % below;
}

static int is_one_of(const char *name, const char *const *names, size_t count) {
    size_t i;
    for (i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return 1;
    return 0;
}

/* Half of the calls are those of a runtime at work; what ends a client is rare, or nothing else would happen.
 */
static const struct export_description *pick(struct walker *walker) {
    static const char *const work[] = {"lambdaclient_next",          "lambdaclient_respond",
                                       "lambdaclient_turn",          "lambdaclient_turn",
                                       "lambdaclient_abandon",       "lambdaclient_invocation_free",
                                       "lambdaclient_stream_open",   "lambdaclient_stream_write",
                                       "lambdaclient_stream_finish", "lambdaclient_fail"};
    static const char *const rare[] = {"lambdaclient_close", "lambdaclient_cancel", "lambdaclient_run",
                                       "lambdaclient_fail_init", "lambdaclient_fail_restore"};
    const int wants_work = next_random(walker, 2) == 0;
    for (;;) {
        const struct export_description *export = &exports[next_random(walker, EXPORT_COUNT)];
        if (wants_work && !is_one_of(export->name, work, sizeof work / sizeof *work))
            continue;
        if (is_one_of(export->name, rare, sizeof rare / sizeof *rare) && next_random(walker, 256) != 0)
            continue;
        return export;
    }
}

static void *random_handle(struct walker *walker, unsigned kind) {
    const unsigned odd = next_random(walker, 16);
    if (odd == 0)
        return NULL;
    if (odd == 1)
        return (void *)(uintptr_t)(0x100000001ULL * next_random(walker, 64) +
                                   0x1000000ULL * next_random(walker, 6));
    if (odd == 2)
        kind = next_random(walker, KINDS);
    return atomic_load(&pool[kind][walker->place]);
}

static void release(unsigned kind, void *handle) {
    if (kind == CLIENT)
        lambdaclient_close(handle);
    else if (kind == INVOCATION)
        lambdaclient_invocation_free(handle);
    else if (kind == STREAM)
        lambdaclient_stream_free(handle);
    else
        lambdaclient_error_free(handle);
}

static void keep(struct walker *walker, unsigned kind, void *handle) {
    release(kind, atomic_exchange(&pool[kind][walker->place], handle));
}

static void count_release(void *unused) {
    (void)unused;
    atomic_fetch_sub(&to_release, 1);
}

/* Answers, or does not, and soon ends the run: a run for ever would be the last call of its thread. */
static int32_t answer_a_few(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                            lambdaclient_answer_t *answer) {
    static atomic_uint calls;
    const unsigned call = atomic_fetch_add(&calls, 1);
    (void)context;
    if (call % 4 == 0)
        lambdaclient_cancel(client, NULL);
    if (call % 3 == 0)
        return (int32_t)call;
    if (call % 3 == 1)
        return lambdaclient_respond(invocation, view("x"), view(NULL), NULL);
    answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    answer->payload = view("x");
    answer->release = count_release;
    atomic_fetch_add(&to_release, 1);
    return 0;
}

static void fill(struct walker *walker, const struct export_description *export, union argument *arguments) {
    static char text[] = "text";
    size_t i;
    walker->handle = NULL;
    walker->error = walker->undelivered = NULL;
    walker->place = next_random(walker, PLACES);
    for (i = 0; i < export->count; i++) {
        const struct argument_description *argument = &export->arguments[i];
        switch (argument->kind) {
        case CLIENT:
        case INVOCATION:
        case STREAM:
        case ERROR:
            arguments[i].pointer = random_handle(walker, argument->kind);
            break;
        case IN_STRUCT:
        case OUT_STRUCT:
            memset(&walker->structs[i], 0, argument->size);
            walker->structs[i].struct_size = (uint32_t)argument->size;
            if (strcmp(export->name, "lambdaclient_open") == 0)
                walker->structs[i].options.endpoint = view(endpoint);
            if (strcmp(export->name, "lambdaclient_run") == 0) {
                walker->structs[i].run.handler = answer_a_few;
                walker->structs[i].run.thread_count = 1 + next_random(walker, 3);
                walker->structs[i].run.force_thread_count = next_random(walker, 2);
            }
            if (strcmp(export->name, "lambdaclient_turn") == 0) {
                walker->structs[i].answer.kind = next_random(walker, 4);
                walker->structs[i].answer.release = count_release;
                atomic_fetch_add(&to_release, 1);
            }
            arguments[i].pointer = &walker->structs[i];
            break;
        case OUT_HANDLE:
            arguments[i].pointer = &walker->handle;
            break;
        case OUT_ERROR:
            arguments[i].pointer = next_random(walker, 4) == 0 ? &walker->error : NULL;
            break;
        case OUT_UNDELIVERED:
            arguments[i].pointer = next_random(walker, 4) == 0 ? &walker->undelivered : NULL;
            break;
        case OUT_VIEW:
            arguments[i].pointer = &walker->view;
            break;
        case OUT_NUMBER:
            arguments[i].pointer = &walker->number;
            break;
        case VIEW:
            arguments[i].view = next_random(walker, 4) == 0 ? view(NULL) : view("x");
            break;
        case NUMBER_IN:
            arguments[i].number = (int32_t)next_random(walker, next_random(walker, 2) == 0 ? 8 : 1100);
            break;
        case TEXT_IN:
            arguments[i].pointer = next_random(walker, 2) == 0 ? NULL : text;
            break;
        }
    }
}

static void *walk(void *argument) {
    struct walker walker = {0};
    long i;
    walker.state = seed + 0x9E3779B97F4A7C15ULL * (unsigned long long)((uintptr_t)argument + 1);
    for (i = 0; i < calls_each; i++) {
        const struct export_description *export = pick(&walker);
        union argument arguments[5];
        const char *text = NULL;
        int32_t got;
        fill(&walker, export, arguments);
        got = export->call(arguments, &text);
        CHECK(export->returns != TEXT || text != NULL);
        if (export->returns == STATUS) {
            CHECK(strcmp(lambdaclient_status_name(got), "unknown") != 0);
            CHECK(got != LAMBDACLIENT_E_INTERNAL_ERROR && got != LAMBDACLIENT_E_OUT_OF_MEMORY);
            CHECK(got != LAMBDACLIENT_OK || walker.error == NULL);
            if (got == LAMBDACLIENT_OK)
                atomic_fetch_add(&succeeded, 1);
        }
        if (walker.error != NULL)
            keep(&walker, ERROR, walker.error);
        if (walker.undelivered != NULL)
            keep(&walker, ERROR, walker.undelivered);
        if (walker.handle != NULL)
            keep(&walker,
                 strcmp(export->name, "lambdaclient_open") == 0          ? CLIENT
                 : strcmp(export->name, "lambdaclient_stream_open") == 0 ? STREAM
                                                                         : INVOCATION,
                 walker.handle);
    }
    return NULL;
}

int main(int count, char **words) {
    pthread_t threads[THREADS];
    const long calls = count > 1 ? atol(words[1]) : 40000;
    uintptr_t i;
    unsigned kind;

    seed = count > 2 ? strtoull(words[2], NULL, 10) : (unsigned long long)time(NULL);
    printf("%ld calls, seed %llu\n", calls, seed);
    fflush(stdout);
    calls_each = calls / THREADS;
    endpoint = endless_start();
    for (i = 0; i < PLACES; i++) {
        lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
        lambdaclient_t *client = NULL;
        options.endpoint = view(endpoint);
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_open(&options, &client, NULL));
        atomic_store(&pool[CLIENT][i], client);
    }
    for (i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, walk, (void *)i) == 0);
    for (i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (kind = KINDS; kind-- > 0;)
        for (i = 0; i < PLACES; i++)
            release(kind, atomic_load(&pool[kind][i]));
    printf("%ld succeeded\n", atomic_load(&succeeded));
    CHECK(atomic_load(&to_release) == 0);
    CHECK(atomic_load(&succeeded) > calls / 100);
    return 0;
}
