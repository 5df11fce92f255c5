/* What a caller can do wrong: NULL, forged, stale and other handles, other threads, a forked child, dlclose.
 */
#define _GNU_SOURCE
#include "check.h"
#include "service.h"
#include "surroundings.h"

#include <dlfcn.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define EVENT "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nContent-Length: 2\r\n\r\n{}"

static const lambdaclient_view_t empty = {NULL, 0};

/* Every call with a client and an invocation that are not valid; NULL is told apart from a wrong handle. */
static void all_calls_with(void *handle) {
    const int32_t expected = handle == NULL ? LAMBDACLIENT_E_ARGUMENT_MISSING : LAMBDACLIENT_E_HANDLE_INVALID;
    lambdaclient_t *client = handle;
    lambdaclient_invocation_t *invocation = handle, *received = NULL;
    lambdaclient_error_t *error = handle;
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    lambdaclient_function_t function = LAMBDACLIENT_FUNCTION_INIT;
    lambdaclient_context_t context = LAMBDACLIENT_CONTEXT_INIT;
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
    lambdaclient_view_t payload = {(const uint8_t *)"x", 1};
    int64_t remaining = 1;

    received = (lambdaclient_invocation_t *)1;
    CHECK_STATUS(expected, lambdaclient_next(client, &received, NULL));
    CHECK(received == NULL);
    CHECK_STATUS(expected, lambdaclient_respond(invocation, empty, empty, NULL));
    CHECK_STATUS(expected, lambdaclient_fail(invocation, &failure, NULL));
    CHECK_STATUS(expected, lambdaclient_fail_init(client, &failure, NULL));
    CHECK_STATUS(expected, lambdaclient_describe_function(client, &function, NULL));
    CHECK_STATUS(expected, lambdaclient_cancel(client, NULL));
    CHECK_STATUS(expected, lambdaclient_invocation_payload(invocation, &payload, NULL));
    CHECK_STATUS(expected, lambdaclient_invocation_context(invocation, &context, NULL));
    CHECK_STATUS(expected, lambdaclient_invocation_remaining_ms(invocation, &remaining, NULL));
    CHECK(payload.data == NULL && payload.size == 0 && remaining == -1);
    CHECK_STATUS(expected, lambdaclient_error_describe(error, &info));
    CHECK(strcmp(lambdaclient_error_message(error),
                 handle == NULL ? "no error object was given" : "unknown") == 0);
    lambdaclient_close(client);
    lambdaclient_invocation_free(invocation);
    lambdaclient_error_free(error);
}

static void wrong_handles(void) {
    static const uintptr_t forged[] = {1,           2,           0x1000001,   0x2000001,
                                       0x100000001, 0x101000001, UINTPTR_MAX, 0xdeadbeef};
    lambdaclient_t *closed = open_at("127.0.0.1:9");
    lambdaclient_error_t *error = NULL;
    lambdaclient_t *none = NULL;
    size_t i;

    all_calls_with(NULL);
    all_calls_with(&i);
    for (i = 0; i < sizeof forged / sizeof *forged; i++)
        if (forged[i] != (uintptr_t)closed)
            all_calls_with((void *)forged[i]);
    lambdaclient_close(closed);
    all_calls_with(closed);
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_open(NULL, NULL, &error));
    CHECK_STATUS(LAMBDACLIENT_E_HANDLE_INVALID, lambdaclient_cancel((lambdaclient_t *)error, NULL));
    lambdaclient_close((lambdaclient_t *)error);
    CHECK(strstr(lambdaclient_error_message(error), "argument_missing") != NULL);
    lambdaclient_error_free(error);
    all_calls_with(error);
    CHECK(none == NULL);
}

/* A handle of a generation that its place has not reached yet must not reach the place's next use. */
static void handles_of_the_future(void) {
    lambdaclient_error_t *first = NULL, *second = NULL, *third = NULL;
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
    uintptr_t generations;

    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_open(NULL, NULL, &first));
    lambdaclient_error_free(first);
    for (generations = 0; generations < 4; generations++)
        lambdaclient_error_free((lambdaclient_error_t *)((uintptr_t)first + (generations << 32)));
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_open(NULL, NULL, &second));
    CHECK_STATUS(LAMBDACLIENT_E_HANDLE_INVALID, lambdaclient_cancel((lambdaclient_t *)&info, &third));
    CHECK(second != third);
    lambdaclient_error_free(third);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_error_describe(second, &info));
    CHECK(info.code == LAMBDACLIENT_E_ARGUMENT_MISSING);
    lambdaclient_error_free(second);
}

static void missing_outputs(void) {
    static const struct step steps[] = {{EVENT, CLOSE, 0}};
    lambdaclient_t *client = open_at(service_start(steps, 1));
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_view_t broken = {NULL, 1};
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;

    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_next(client, NULL, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_invocation_payload(invocation, NULL, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_invocation_context(invocation, NULL, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING,
                 lambdaclient_invocation_remaining_ms(invocation, NULL, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_describe_function(client, NULL, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_fail(invocation, NULL, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_respond(invocation, broken, empty, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_respond(invocation, empty, broken, NULL));
    failure.stack_trace_count = 1;
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_fail(invocation, &failure, NULL));
    service_join();
    lambdaclient_close(client);
}

struct parked {
    lambdaclient_t *client;
    int32_t status;
};

static void *park(void *argument) {
    struct parked *parked = argument;
    lambdaclient_invocation_t *invocation = NULL;
    parked->status = lambdaclient_next(parked->client, &invocation, NULL);
    return NULL;
}

static void other_threads(int close_instead) {
    static const struct step steps[] = {{NULL, HOLD, 0}};
    struct parked parked = {NULL, -1};
    lambdaclient_invocation_t *invocation = NULL;
    pthread_attr_t small_stack;
    pthread_t thread;
    const char *endpoint = service_start(steps, 1);

    parked.client = open_at(endpoint);
    pthread_attr_init(&small_stack);
    pthread_attr_setstacksize(&small_stack, small_stack_size());
    CHECK(pthread_create(&thread, &small_stack, park, &parked) == 0);
    service_wait_for_requests(1);
    if (close_instead)
        lambdaclient_close(parked.client);
    else
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(parked.client, NULL));
    pthread_join(thread, NULL);
    CHECK(parked.status == LAMBDACLIENT_E_CANCELLED);
    CHECK_STATUS(close_instead ? LAMBDACLIENT_E_HANDLE_INVALID : LAMBDACLIENT_E_CANCELLED,
                 lambdaclient_next(parked.client, &invocation, NULL));
    lambdaclient_close(parked.client);

    service_join();
    pthread_attr_destroy(&small_stack);
}

static void forked_child(void) {
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_t *client;
    int status = 0;
    pid_t child;
    if (is_left_out_in_qemu(__func__, QEMU_HIDES_FORKS))
        return;
    client = open_at("127.0.0.1:9");
    child = fork();
    if (child == 0) {
        lambdaclient_error_t *error = (lambdaclient_error_t *)1;
        const int refused = lambdaclient_next(client, &invocation, &error) == LAMBDACLIENT_E_FORKED_CHILD &&
                            strstr(lambdaclient_error_message(error), "forked_child: ") != NULL &&
                            lambdaclient_open(NULL, &client, NULL) == LAMBDACLIENT_E_FORKED_CHILD &&
                            lambdaclient_version() != NULL;
        lambdaclient_close(client);
        _exit(refused ? 0 : 1);
    }
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    lambdaclient_close(client);
}

/* An event that is larger than the memory there is: the error has an object all the same, and the program
 * goes on. */
static void out_of_memory(void) {
#ifdef __SANITIZE_ADDRESS__
    printf("skipped, because AddressSanitizer needs the memory itself: %s\n", __func__);
#else
    const struct rlimit little = {256 * 1024 * 1024, RLIM_INFINITY};
    const struct rlimit unlimited = {RLIM_INFINITY, RLIM_INFINITY};
    static const struct step steps[] = {
        {"HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nContent-Length: 500000000\r\n\r\n", HOLD,
         0}};
    lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *error = NULL;
    lambdaclient_t *client = NULL;
    int i;

    if (is_left_out_in_qemu(__func__, "qemu does not limit the memory of its program"))
        return;
    options.endpoint = view(service_start(steps, 1));
    options.max_event_bytes = 512 * 1024 * 1024;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_open(&options, &client, NULL));
    CHECK(setrlimit(RLIMIT_DATA, &little) == 0);
    CHECK_STATUS(LAMBDACLIENT_E_OUT_OF_MEMORY, lambdaclient_next(client, &invocation, &error));
    CHECK(setrlimit(RLIMIT_DATA, &unlimited) == 0);
    for (i = 0; i < 2; i++) {
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_error_describe(error, &info));
        CHECK(info.code == LAMBDACLIENT_E_OUT_OF_MEMORY && info.category == LAMBDACLIENT_CATEGORY_INTERNAL);
        CHECK(info.delivery == LAMBDACLIENT_DELIVERY_UNKNOWN && info.is_fatal == 1);
        CHECK(view_equals(info.message, lambdaclient_error_message(error)));
        CHECK(strstr(lambdaclient_error_message(error), "out_of_memory: ") != NULL);
        lambdaclient_error_free(error);
    }
    CHECK_STATUS(LAMBDACLIENT_E_HANDLE_INVALID, lambdaclient_cancel((lambdaclient_t *)error, NULL));
    lambdaclient_close(client);
    service_join();
#endif
}

static void unloading(void) {
    void *library = dlopen("liblambdaclient.so.0", RTLD_NOW | RTLD_NOLOAD);
    lambdaclient_t *client;
    CHECK(library != NULL);
    dlclose(library);
    dlclose(library);
    client = open_at("127.0.0.1:9");
    lambdaclient_close(client);
}

int main(void) {
    wrong_handles();
    handles_of_the_future();
    missing_outputs();
    other_threads(0);
    other_threads(1);
    forked_child();
    out_of_memory();
    unloading();
    return 0;
}
