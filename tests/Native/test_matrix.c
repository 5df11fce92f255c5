/* Every export with everything that can be wrong about each of its arguments, from the generated table: NULL,
 * zero length, stale, forged and other handles, after close, on a stack of 64 KB, during another call, in a
 * forked child. The one export that calls back is re-entered in test_run.c. */
#define _GNU_SOURCE
#include "check.h"
#include "exports.h"
#include "service.h"
#include "surroundings.h"

#include <pthread.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#define EVENT "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nContent-Length: 2\r\n\r\n{}"
#define STRUCT_BYTES 512
#define MAX_ARGUMENTS 5

/* Handles of each kind. */
struct handles {
    void *client, *invocation, *stream, *error;
};

static struct handles valid; /* a client with an invocation; and a stream, of another client */
static struct handles stale;
static lambdaclient_t *streaming;
static size_t checks;

/* What the arguments of one call point to. */
struct memory {
    union {
        uint32_t struct_size;
        lambdaclient_run_options_t run;
        uint64_t aligned[STRUCT_BYTES / sizeof(uint64_t)];
    } structs[MAX_ARGUMENTS];
    void *handle;
    lambdaclient_error_t *error, *undelivered;
    lambdaclient_view_t view;
    int64_t number;
};

static void *handle_of(const struct handles *handles, enum argument_kind kind) {
    return kind == CLIENT       ? handles->client
           : kind == INVOCATION ? handles->invocation
           : kind == STREAM     ? handles->stream
                                : handles->error;
}

static int32_t never_called(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                            lambdaclient_answer_t *answer) {
    (void)context, (void)client, (void)invocation, (void)answer;
    exit(1);
}

static void fill(const struct export_description *export, const struct handles *handles,
                 struct memory *memory, union argument *arguments) {
    static char text[] = "text";
    size_t i;
    memset(memory, 0, sizeof *memory);
    memory->handle = memory;
    memory->view = view("x");
    memory->number = 1;
    for (i = 0; i < export->count; i++) {
        const struct argument_description *argument = &export->arguments[i];
        switch (argument->kind) {
        case CLIENT:
        case INVOCATION:
        case STREAM:
        case ERROR:
            arguments[i].pointer = handle_of(handles, argument->kind);
            break;
        case IN_STRUCT:
        case OUT_STRUCT:
            CHECK(argument->size <= STRUCT_BYTES);
            memory->structs[i].struct_size = (uint32_t)argument->size;
            if (strcmp(export->name, "lambdaclient_run") == 0)
                memory->structs[i].run.handler = never_called;
            arguments[i].pointer = &memory->structs[i];
            break;
        case OUT_HANDLE:
            arguments[i].pointer = &memory->handle;
            break;
        case OUT_ERROR:
            arguments[i].pointer = &memory->error;
            break;
        case OUT_UNDELIVERED:
            arguments[i].pointer = &memory->undelivered;
            break;
        case OUT_VIEW:
            arguments[i].pointer = &memory->view;
            break;
        case OUT_NUMBER:
            arguments[i].pointer = &memory->number;
            break;
        case VIEW:
            arguments[i].view = view("x");
            break;
        case NUMBER_IN:
            arguments[i].number = LAMBDACLIENT_LOG_TRACE;
            break;
        case TEXT_IN:
            arguments[i].pointer = text;
            break;
        }
    }
}

/* Nothing that was refused may leave something behind: outputs are cleared, and the error tells the same. */
static void check_outputs(const struct export_description *export, const union argument *arguments,
                          struct memory *memory, int32_t status) {
    size_t i;
    for (i = 0; i < export->count; i++) {
        const enum argument_kind kind = export->arguments[i].kind;
        if (arguments[i].pointer == NULL)
            continue;
        CHECK(kind != OUT_HANDLE || memory->handle == NULL);
        CHECK(kind != OUT_VIEW || (memory->view.data == NULL && memory->view.size == 0));
        CHECK(kind != OUT_NUMBER || memory->number == -1);
        if (kind == OUT_ERROR) {
            lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
            CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_error_describe(memory->error, &info));
            CHECK(info.code == status && info.delivery == LAMBDACLIENT_DELIVERY_NOT_SENT);
            lambdaclient_error_free(memory->error);
            memory->error = NULL;
        }
    }
}

/* Calls with arguments that must be refused, once with a place for the error and once without. */
static void refuse(const struct export_description *export, union argument *arguments, struct memory *memory,
                   int32_t expected, const char *what) {
    int with_error;
    for (with_error = 1; with_error >= 0; with_error--) {
        const char *text = NULL;
        int32_t got;
        if (export->count > 0 && export->arguments[export->count - 1].kind == OUT_ERROR && !with_error)
            arguments[export->count - 1].pointer = NULL;
        got = export->call(arguments, &text);
        checks++;
        CHECK(export->returns != TEXT || text != NULL);
        if (export->returns != STATUS)
            continue;
        if (got != expected) {
            fprintf(stderr, "%s with %s gave %s, not %s\n", export->name, what, lambdaclient_status_name(got),
                    lambdaclient_status_name(expected));
            exit(1);
        }
        check_outputs(export, arguments, memory, got);
        memory->handle = memory;
    }
}

static void wrong_handle(const struct export_description *export, size_t i, void *handle, int32_t expected,
                         const char *what) {
    struct memory memory;
    union argument arguments[MAX_ARGUMENTS];
    fill(export, &valid, &memory, arguments);
    arguments[i].pointer = handle;
    refuse(export, arguments, &memory, expected, what);
}

static void wrong_handles(const struct export_description *export, size_t i) {
    static const uintptr_t forged[] = {1,           2,           0x1000001,   0x2000001,   0x3000001,
                                       0x4000001,   0x5000001,   0x100000001, 0x101000001, 0xFF01000001,
                                       UINTPTR_MAX, 0x80000000u, 0xdeadbeef};
    const enum argument_kind kind = export->arguments[i].kind;
    enum argument_kind other;
    size_t j;

    wrong_handle(export, i, NULL,
                 export->arguments[i].may_be_null ? LAMBDACLIENT_OK : LAMBDACLIENT_E_ARGUMENT_MISSING,
                 "NULL");
    wrong_handle(export, i, handle_of(&stale, kind), LAMBDACLIENT_E_HANDLE_INVALID, "a stale handle");
    wrong_handle(export, i, &j, LAMBDACLIENT_E_HANDLE_INVALID, "an address");
    for (other = CLIENT; other <= ERROR; other++)
        if (other != kind)
            wrong_handle(export, i, handle_of(&valid, other), LAMBDACLIENT_E_HANDLE_INVALID,
                         "another kind's handle");
    for (j = 0; j < sizeof forged / sizeof *forged; j++)
        if ((void *)forged[j] != handle_of(&valid, kind))
            wrong_handle(export, i, (void *)forged[j], LAMBDACLIENT_E_HANDLE_INVALID, "a forged handle");
}

static void wrong_struct(const struct export_description *export, size_t i) {
    static const uint32_t sizes[] = {0, 4, 7, 4097, UINT32_MAX};
    struct memory memory;
    union argument arguments[MAX_ARGUMENTS];
    size_t j;

    /* An answer is never refused: its caller gets a failure instead; test_turn_answers.c has that. */
    if (strcmp(export->name, "lambdaclient_turn") == 0)
        return;
    if (!export->arguments[i].may_be_null) {
        fill(export, &valid, &memory, arguments);
        arguments[i].pointer = NULL;
        refuse(export, arguments, &memory, LAMBDACLIENT_E_ARGUMENT_MISSING, "NULL for a struct");
    }
    for (j = 0; j < sizeof sizes / sizeof *sizes; j++) {
        fill(export, &valid, &memory, arguments);
        memory.structs[i].struct_size = sizes[j];
        refuse(export, arguments, &memory, LAMBDACLIENT_E_OPTION_INVALID, "a wrong struct_size");
    }
}

static void wrong_view(const struct export_description *export, size_t i) {
    struct memory memory;
    union argument arguments[MAX_ARGUMENTS];
    size_t j;

    fill(export, &valid, &memory, arguments);
    arguments[i].view.data = NULL;
    arguments[i].view.size = 5;
    refuse(export, arguments, &memory, LAMBDACLIENT_E_ARGUMENT_MISSING, "NULL with a length");
    fill(export, &valid, &memory, arguments);
    arguments[i].view.size = SIZE_MAX;
    refuse(export, arguments, &memory, LAMBDACLIENT_E_OPTION_INVALID, "a length of SIZE_MAX");

    /* No bytes are no reason to look at a handle less closely. */
    for (j = 0; j < 2; j++) {
        fill(export, &stale, &memory, arguments);
        arguments[i].view.size = 0;
        if (j == 1)
            arguments[i].view.data = NULL;
        refuse(export, arguments, &memory, LAMBDACLIENT_E_HANDLE_INVALID, "zero length and a stale handle");
    }
}

static void wrong_output(const struct export_description *export, size_t i) {
    struct memory memory;
    union argument arguments[MAX_ARGUMENTS];
    fill(export, &valid, &memory, arguments);
    arguments[i].pointer = NULL;
    refuse(export, arguments, &memory, LAMBDACLIENT_E_ARGUMENT_MISSING, "NULL for an output");
}

static void any_number(const struct export_description *export, size_t i) {
    static const int32_t numbers[] = {INT32_MIN, -1, 0, 1, 101, 1002, 99999, INT32_MAX};
    size_t j;
    for (j = 0; j < sizeof numbers / sizeof *numbers; j++) {
        struct memory memory;
        union argument arguments[MAX_ARGUMENTS];
        const char *text = NULL;
        int32_t got;
        fill(export, &valid, &memory, arguments);
        arguments[i].number = numbers[j];
        got = export->call(arguments, &text);
        CHECK(export->returns == TEXT     ? text != NULL
              : export->returns == STATUS ? got == LAMBDACLIENT_OK || got == LAMBDACLIENT_E_OPTION_INVALID
                                          : (got >= -1 && got <= 1));
        lambdaclient_error_free(memory.error);
        checks++;
    }
}

/* Gives a view of the text that was passed; NULL and no text give an absent one. */
static void any_text(const struct export_description *export, size_t i) {
    static char *const texts[] = {NULL, "", "text"};
    size_t j;
    CHECK(export->returns == BORROWED);
    for (j = 0; j < sizeof texts / sizeof *texts; j++) {
        union argument arguments[MAX_ARGUMENTS];
        const char *data = "";
        arguments[i].pointer = texts[j];
        CHECK(export->call(arguments, &data) == 0);
        CHECK(data == (texts[j] == NULL || texts[j][0] == '\0' ? NULL : texts[j]));
        checks++;
    }
}

static void *every_argument(void *unused) {
    size_t e, i;
    (void)unused;
    for (e = 0; e < EXPORT_COUNT; e++) {
        const struct export_description *export = &exports[e];
        for (i = 0; i < export->count; i++) {
            switch (export->arguments[i].kind) {
            case CLIENT:
            case INVOCATION:
            case STREAM:
            case ERROR:
                wrong_handles(export, i);
                break;
            case IN_STRUCT:
            case OUT_STRUCT:
                wrong_struct(export, i);
                break;
            case VIEW:
                wrong_view(export, i);
                break;
            case OUT_HANDLE:
            case OUT_VIEW:
            case OUT_NUMBER:
                wrong_output(export, i);
                break;
            case NUMBER_IN:
                any_number(export, i);
                break;
            case OUT_ERROR:
                /* May be NULL: each refusal above was called so, too. */
                CHECK(export->arguments[i].may_be_null && i + 1 == export->count);
                break;
            case OUT_UNDELIVERED:
                CHECK(export->arguments[i].may_be_null);
                break;
            case TEXT_IN:
                any_text(export, i);
                break;
            }
        }
    }
    return NULL;
}

/* A closed client takes its invocation along; its stream is still to be freed, and says so. */
static void after_close(void) {
    static const struct step steps[] = {{EVENT, CLOSE, 0}};
    lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
    struct handles closed = {NULL, NULL, NULL, NULL};
    size_t e;

    options.endpoint = view(service_start(steps, 1));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_open(&options, (lambdaclient_t **)&closed.client, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK,
                 lambdaclient_next(closed.client, (lambdaclient_invocation_t **)&closed.invocation, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_open(closed.invocation, NULL,
                                                           (lambdaclient_stream_t **)&closed.stream, NULL));
    lambdaclient_close(closed.client);
    CHECK(service_join() == 1);
    closed.error = stale.error;
    for (e = 0; e < EXPORT_COUNT; e++) {
        const struct export_description *export = &exports[e];
        struct memory memory;
        union argument arguments[MAX_ARGUMENTS];
        if (export->count == 0 || export->arguments[0].kind > ERROR || export->returns != STATUS)
            continue;
        fill(export, &closed, &memory, arguments);
        refuse(export, arguments, &memory,
               export->arguments[0].kind == STREAM ? LAMBDACLIENT_E_CLIENT_CLOSED
                                                   : LAMBDACLIENT_E_HANDLE_INVALID,
               "a closed client");
    }
    lambdaclient_stream_free(closed.stream);
    lambdaclient_stream_free(closed.stream);
    stale.client = closed.client;
    stale.invocation = closed.invocation;
    stale.stream = closed.stream;
}

static void *park(void *client) {
    lambdaclient_invocation_t *none = NULL;
    CHECK_STATUS(LAMBDACLIENT_E_CANCELLED, lambdaclient_next(client, &none, NULL));
    return NULL;
}

/* While one thread waits inside a client, every other call of it is refused, but those that may come from any
 * thread. */
static void during_another_call(void) {
    static const struct step steps[] = {{NULL, HOLD, 0}};
    static const char *const any_thread[] = {"lambdaclient_describe_function", "lambdaclient_cancel",
                                             "lambdaclient_close", "lambdaclient_log",
                                             "lambdaclient_register_shutdown"};
    lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
    struct handles busy = valid;
    pthread_t thread;
    size_t e, i;

    options.endpoint = view(service_start(steps, 1));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_open(&options, (lambdaclient_t **)&busy.client, NULL));
    CHECK(pthread_create(&thread, NULL, park, busy.client) == 0);
    service_wait_for_requests(1);
    for (e = 0; e < EXPORT_COUNT; e++) {
        const struct export_description *export = &exports[e];
        struct memory memory;
        union argument arguments[MAX_ARGUMENTS];
        int is_any = 0;
        for (i = 0; i < sizeof any_thread / sizeof *any_thread; i++)
            is_any |= strcmp(export->name, any_thread[i]) == 0;
        if (export->count == 0 || export->arguments[0].kind != CLIENT || is_any)
            continue;
        fill(export, &busy, &memory, arguments);
        refuse(export, arguments, &memory, LAMBDACLIENT_E_CLIENT_BUSY, "another thread inside");
    }
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(busy.client, NULL));
    pthread_join(thread, NULL);
    lambdaclient_close(busy.client);
    service_join();
}

static int is_the_error_of_a_forked_child(lambdaclient_error_t *error) {
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
    int is_told, i;
    lambdaclient_error_free(error);
    is_told = lambdaclient_error_describe(error, &info) == LAMBDACLIENT_OK &&
              info.code == LAMBDACLIENT_E_FORKED_CHILD && info.category == LAMBDACLIENT_CATEGORY_STATE &&
              info.delivery == LAMBDACLIENT_DELIVERY_NOT_SENT && info.is_fatal == 1 &&
              view_equals(info.name, "forked_child") &&
              view_equals(info.message, lambdaclient_error_message(error)) &&
              strncmp(lambdaclient_error_message(error), "forked_child: ", 14) == 0;
    for (i = 0; i < 8; i += 4) {
        info.struct_size = (uint32_t)i;
        is_told &= lambdaclient_error_describe(error, &info) == LAMBDACLIENT_E_OPTION_INVALID;
    }
    return is_told && lambdaclient_error_describe(error, NULL) == LAMBDACLIENT_E_ARGUMENT_MISSING;
}

static void in_a_forked_child(void) {
    int status = 0;
    pid_t child;
    if (is_left_out_in_qemu(__func__, QEMU_HIDES_FORKS))
        return;
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        size_t e;
        for (e = 0; e < EXPORT_COUNT; e++) {
            struct memory memory;
            union argument arguments[MAX_ARGUMENTS];
            const char *text = NULL;
            int32_t got;
            fill(&exports[e], &valid, &memory, arguments);
            memory.error = (lambdaclient_error_t *)1;
            got = exports[e].call(arguments, &text);
            if (exports[e].returns == STATUS && got != LAMBDACLIENT_E_FORKED_CHILD)
                _exit(1);
            if (exports[e].returns == TEXT && text == NULL)
                _exit(2);
            if (exports[e].count > 0 && exports[e].arguments[exports[e].count - 1].kind == OUT_ERROR &&
                !is_the_error_of_a_forked_child(memory.error))
                _exit(3);
        }
        _exit(strcmp(lambdaclient_status_name(LAMBDACLIENT_E_FORKED_CHILD), "forked_child") == 0 ? 0 : 4);
    }
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* Two clients get an event each over one service; then everything is as it was, whatever the calls were. */
static void still_valid(void) {
    lambdaclient_view_t payload = {NULL, 0};
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_payload(valid.invocation, &payload, NULL));
    CHECK(view_equals(payload, "{}"));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_stream_write(valid.stream, view(NULL), NULL));
    CHECK(strstr(lambdaclient_error_message(valid.error), "argument_missing") != NULL);
}

int main(void) {
    static const struct step steps[] = {{EVENT, CLOSE, 0}, {EVENT, CLOSE, 0}};
    lambdaclient_invocation_t *streamed = NULL;
    const char *endpoint = service_start(steps, 2);
    pthread_attr_t small_stack;
    pthread_t thread;

    valid.client = open_at(endpoint);
    streaming = open_at(endpoint);
    CHECK_STATUS(LAMBDACLIENT_OK,
                 lambdaclient_next(valid.client, (lambdaclient_invocation_t **)&valid.invocation, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(streaming, &streamed, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK,
                 lambdaclient_stream_open(streamed, NULL, (lambdaclient_stream_t **)&valid.stream, NULL));
    CHECK(service_join() == 2);
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING,
                 lambdaclient_open(NULL, NULL, (lambdaclient_error_t **)&stale.error));
    lambdaclient_error_free(stale.error);
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING,
                 lambdaclient_open(NULL, NULL, (lambdaclient_error_t **)&valid.error));

    after_close();
    every_argument(NULL);
    still_valid();
    pthread_attr_init(&small_stack);
    CHECK(pthread_attr_setstacksize(&small_stack, small_stack_size()) == 0);
    CHECK(pthread_create(&thread, &small_stack, every_argument, NULL) == 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&small_stack);
    during_another_call();
    in_a_forked_child();
    still_valid();

    lambdaclient_error_free(valid.error);
    lambdaclient_stream_free(valid.stream);
    lambdaclient_close(streaming);
    lambdaclient_close(valid.client);
    printf("%zu exports, %zu refused calls\n", EXPORT_COUNT, checks);
    return 0;
}
