/* Structs that begin with their size, what they say about the function, and the two facts of an error that
 * need no struct. */
#define _GNU_SOURCE
#include "check.h"
#include "service.h"

#define EVENT "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nContent-Length: 2\r\n\r\n{}"

/* A struct of a newer header: more behind the known fields. */
struct newer_function {
    lambdaclient_function_t known;
    uint64_t more[4];
};

static void a_newer_struct_is_filled_as_far_as_it_is_known(void) {
    struct newer_function function;
    lambdaclient_t *client = open_at("127.0.0.1:9");
    memset(&function, 0, sizeof function);
    memset(function.more, 0x5A, sizeof function.more);
    function.known.struct_size = sizeof function;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_describe_function(client, &function.known, NULL));
    CHECK(function.known.struct_size == sizeof function.known);
    CHECK(function.more[0] == 0x5A5A5A5A5A5A5A5Aull);
    lambdaclient_close(client);
}

/* A size that no header gives: too small, inside a field, or not whole words. */
static void a_size_that_no_header_gives_is_refused(void) {
    lambdaclient_t *client = open_at("127.0.0.1:9");
    struct newer_function function;
    uint32_t size;
    memset(&function, 0, sizeof function);
    for (size = 0; size <= sizeof function; size++) {
        const int is_given = size >= sizeof function.known && size % 8 == 0;
        function.known.struct_size = size;
        CHECK_STATUS(is_given ? LAMBDACLIENT_OK : LAMBDACLIENT_E_OPTION_INVALID,
                     lambdaclient_describe_function(client, &function.known, NULL));
    }
    lambdaclient_close(client);
}

static int32_t never(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                     lambdaclient_answer_t *answer) {
    (void)context, (void)client, (void)invocation, (void)answer;
    exit(1);
}

static void a_reserved_field_is_0_or_refused(void) {
    static const struct step steps[] = {{EVENT, HOLD, 0}};
    lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
    lambdaclient_run_options_t run = LAMBDACLIENT_RUN_OPTIONS_INIT;
    lambdaclient_log_details_t details = LAMBDACLIENT_LOG_DETAILS_INIT;
    lambdaclient_stream_options_t streamed = LAMBDACLIENT_STREAM_OPTIONS_INIT;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_stream_t *stream = NULL;
    lambdaclient_t *client = NULL;
    lambdaclient_error_t *error = NULL;

    options.endpoint = view(service_start(steps, 1));
    options.reserved = 1;
    CHECK_STATUS(LAMBDACLIENT_E_OPTION_INVALID, lambdaclient_open(&options, &client, &error));
    CHECK(strstr(lambdaclient_error_message(error), "options.reserved") != NULL);
    lambdaclient_error_free(error);
    options.reserved = 0;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_open(&options, &client, NULL));
    details.reserved = 7;
    CHECK_STATUS(LAMBDACLIENT_E_OPTION_INVALID,
                 lambdaclient_log(client, LAMBDACLIENT_LOG_ERROR, view("never written"), &details, NULL));
    run.handler = never;
    run.reserved = UINT32_MAX;
    CHECK_STATUS(LAMBDACLIENT_E_OPTION_INVALID, lambdaclient_run(client, &run, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    streamed.reserved = 1;
    CHECK_STATUS(LAMBDACLIENT_E_OPTION_INVALID,
                 lambdaclient_stream_open(invocation, &streamed, &stream, NULL));
    CHECK(stream == NULL);
    lambdaclient_close(client);
    service_join();
}

static void a_reset_leaves_the_size_alone(void) {
    static const lambdaclient_answer_t initial = LAMBDACLIENT_ANSWER_INIT;
    lambdaclient_answer_t answer;
    memset(&answer, 0x5A, sizeof answer);
    answer.struct_size = sizeof answer;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_reset(&answer));
    CHECK(memcmp(&answer, &initial, sizeof answer) == 0);
    answer.struct_size = 12;
    CHECK_STATUS(LAMBDACLIENT_E_OPTION_INVALID, lambdaclient_reset(&answer));
}

static void the_function_says_where_its_service_is_and_what_it_asks_for(void) {
    static const struct {
        const char *type, *concurrency;
        uint32_t is_snap_start, poller_count;
    } environments[] = {{NULL, NULL, 0, 1},       {"snap-start", "", 1, 1},
                        {"on-demand", "1", 0, 1}, {"lambda-managed-instances", "64", 0, 64},
                        {NULL, "0", 0, 0},        {NULL, "many", 0, 0}};
    lambdaclient_function_t function = LAMBDACLIENT_FUNCTION_INIT;
    size_t i;
    for (i = 0; i < sizeof environments / sizeof *environments; i++) {
        lambdaclient_t *client;
        unsetenv("AWS_LAMBDA_INITIALIZATION_TYPE");
        unsetenv("AWS_LAMBDA_MAX_CONCURRENCY");
        if (environments[i].type != NULL)
            setenv("AWS_LAMBDA_INITIALIZATION_TYPE", environments[i].type, 1);
        if (environments[i].concurrency != NULL)
            setenv("AWS_LAMBDA_MAX_CONCURRENCY", environments[i].concurrency, 1);
        client = open_at("http://[::1]:9001/Shop/");
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_describe_function(client, &function, NULL));
        CHECK(view_equals(function.endpoint, "[::1]:9001/Shop"));
        CHECK(function.is_snap_start == environments[i].is_snap_start);
        CHECK(function.poller_count == environments[i].poller_count);
        lambdaclient_close(client);
    }
    unsetenv("AWS_LAMBDA_INITIALIZATION_TYPE");
    unsetenv("AWS_LAMBDA_MAX_CONCURRENCY");
}

static void an_error_says_its_status_and_delivery_without_a_struct(void) {
    lambdaclient_t *client = open_at(service_refusing());
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *error = NULL;
    CHECK_STATUS(LAMBDACLIENT_E_CONNECT_REFUSED, lambdaclient_next(client, &invocation, &error));
    CHECK_STATUS(LAMBDACLIENT_E_CONNECT_REFUSED, lambdaclient_error_status(error));
    CHECK(lambdaclient_error_delivery(error) == LAMBDACLIENT_DELIVERY_NOT_SENT);
    lambdaclient_error_free(error);
    CHECK_STATUS(LAMBDACLIENT_E_HANDLE_INVALID, lambdaclient_error_status(error));
    CHECK(lambdaclient_error_delivery(error) == LAMBDACLIENT_DELIVERY_UNKNOWN);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_error_status(NULL));
    CHECK(lambdaclient_error_delivery(NULL) == LAMBDACLIENT_DELIVERY_UNKNOWN);
    lambdaclient_close(client);
}

#define REFUSED "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"

static void as_many_attempts_are_made_as_chosen(void) {
    static const struct step refused[] = {{REFUSED, STAY, 0}, {REFUSED, STAY, 0}, {REFUSED, STAY, 0}};
    lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_t *client = NULL;
    size_t attempts;
    for (attempts = 1; attempts <= 3; attempts += 2) {
        options.endpoint = view(service_start(refused, attempts));
        options.max_attempts = (uint32_t)attempts;
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_open(&options, &client, NULL));
        CHECK_STATUS(LAMBDACLIENT_E_REQUEST_REJECTED,
                     lambdaclient_turn(client, NULL, &invocation, NULL, NULL));
        CHECK(service_join() == attempts);
        lambdaclient_close(client);
    }
    options.max_attempts = 1001;
    CHECK_STATUS(LAMBDACLIENT_E_OPTION_INVALID, lambdaclient_open(&options, &client, NULL));
}

int main(void) {
    a_newer_struct_is_filled_as_far_as_it_is_known();
    a_size_that_no_header_gives_is_refused();
    a_reserved_field_is_0_or_refused();
    a_reset_leaves_the_size_alone();
    the_function_says_where_its_service_is_and_what_it_asks_for();
    an_error_says_its_status_and_delivery_without_a_struct();
    as_many_attempts_are_made_as_chosen();
    return 0;
}
