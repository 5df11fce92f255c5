/* Opening: what an endpoint and options may be, and what a refusal says. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

static void expect_refusal(const lambdaclient_options_t *options, int32_t expected, const char *named) {
    lambdaclient_t *client = (lambdaclient_t *)1;
    lambdaclient_error_t *error = NULL;
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;

    CHECK_STATUS(expected, lambdaclient_open(options, &client, &error));
    CHECK(client == NULL);
    CHECK(error != NULL);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_error_describe(error, &info));
    CHECK(info.code == expected);
    CHECK(info.category == (uint32_t)expected / 100);
    CHECK(info.is_fatal == (uint32_t)lambdaclient_status_is_fatal(expected));
    CHECK(info.delivery == LAMBDACLIENT_DELIVERY_NOT_SENT);
    CHECK(view_equals(info.name, lambdaclient_status_name(expected)));
    CHECK(info.message.data[info.message.size] == '\0');
    CHECK(strcmp((const char *)info.message.data, lambdaclient_error_message(error)) == 0);
    CHECK(strstr(lambdaclient_error_message(error), named) != NULL);
    lambdaclient_error_free(error);
    CHECK(strcmp(lambdaclient_error_message(error), "unknown") == 0);

    CHECK_STATUS(expected, lambdaclient_open(options, &client, NULL));
}

static void endpoint_in_environment(void) {
    static const char *const malformed[] = {"host",       "host:",          "host:0",        "host:99999",
                                            "::1:9001",   "https://host:1", "http://h:1/x?", "user@host:9001",
                                            "host:9001 ", "h\x01st:9001",   "127.0.0.1:+1"};
    static const char *const accepted[] = {"127.0.0.1:9001", "[::1]:9001", "http://localhost:8080",
                                           "host_name.x:1", "http://localhost:5050/Shop/"};
    size_t i;

    unsetenv("AWS_LAMBDA_RUNTIME_API");
    expect_refusal(NULL, LAMBDACLIENT_E_ENDPOINT_MISSING, "(AWS_LAMBDA_RUNTIME_API is not set)");
    setenv("AWS_LAMBDA_RUNTIME_API", "", 1);
    expect_refusal(NULL, LAMBDACLIENT_E_ENDPOINT_MISSING, "AWS_LAMBDA_RUNTIME_API");
    for (i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        setenv("AWS_LAMBDA_RUNTIME_API", malformed[i], 1);
        expect_refusal(NULL, LAMBDACLIENT_E_ENDPOINT_INVALID, "host:port");
    }
    for (i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        lambdaclient_t *client = NULL;
        setenv("AWS_LAMBDA_RUNTIME_API", accepted[i], 1);
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_open(NULL, &client, NULL));
        CHECK(client != NULL);
        lambdaclient_close(client);
    }
}

static void options(void) {
    lambdaclient_options_t chosen = LAMBDACLIENT_OPTIONS_INIT;
    struct {
        lambdaclient_options_t known;
        uint64_t unknown;
    } newer = {LAMBDACLIENT_OPTIONS_INIT, 0};
    lambdaclient_t *client = NULL;

    unsetenv("AWS_LAMBDA_RUNTIME_API");
    chosen.endpoint = view("127.0.0.1:9001");
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_open(&chosen, &client, NULL));
    lambdaclient_close(client);

    chosen.user_agent = view("two\r\nlines");
    expect_refusal(&chosen, LAMBDACLIENT_E_USER_AGENT_INVALID, "options.user_agent is \"two??lines\"");
    chosen.user_agent = view("\xff");
    expect_refusal(&chosen, LAMBDACLIENT_E_TEXT_INVALID, "options.user_agent");
    chosen.user_agent = view(NULL);
    chosen.user_agent.size = 3;
    expect_refusal(&chosen, LAMBDACLIENT_E_ARGUMENT_MISSING, "options.user_agent");
    chosen.user_agent.size = 0;
    chosen.max_event_bytes = UINT64_MAX;
    expect_refusal(&chosen, LAMBDACLIENT_E_OPTION_INVALID,
                   "options.max_event_bytes is \"18446744073709551615\"");
    chosen.max_event_bytes = 0;
    chosen.connect_timeout_ms = UINT32_MAX;
    expect_refusal(&chosen, LAMBDACLIENT_E_OPTION_INVALID, "options.connect_timeout_ms is \"4294967295\"");
    chosen.connect_timeout_ms = 0;
    chosen.keep_alive_s = 32768;
    expect_refusal(&chosen, LAMBDACLIENT_E_OPTION_INVALID, "options.keep_alive_s is \"32768\"");
    chosen.keep_alive_s = UINT32_MAX;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_open(&chosen, &client, NULL));
    lambdaclient_close(client);
    chosen.keep_alive_s = 0;
    chosen.endpoint = view("localhost");
    expect_refusal(&chosen, LAMBDACLIENT_E_ENDPOINT_INVALID, "options.endpoint is \"localhost\"");
    chosen.endpoint = view("127.0.0.1:9001");
    chosen.struct_size = 0;
    expect_refusal(&chosen, LAMBDACLIENT_E_OPTION_INVALID, "struct_size");

    newer.known.struct_size = sizeof newer;
    newer.known.endpoint = view("127.0.0.1:9001");
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_open(&newer.known, &client, NULL));
    lambdaclient_close(client);
    newer.unknown = 1;
    expect_refusal(&newer.known, LAMBDACLIENT_E_OPTION_INVALID,
                   "fields set that this version of the library does not know");

    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_open(NULL, NULL, NULL));
}

static void function_configuration(void) {
    lambdaclient_options_t chosen = LAMBDACLIENT_OPTIONS_INIT;
    lambdaclient_function_t function = LAMBDACLIENT_FUNCTION_INIT;
    lambdaclient_t *client = NULL;

    setenv("AWS_LAMBDA_FUNCTION_NAME",
           "gr\xc3\xb6\xc3\x9f"
           "e",
           1);
    setenv("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST", 1);
    setenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512", 1);
    setenv("_HANDLER", "", 1);
    chosen.endpoint = view("127.0.0.1:9001");
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_open(&chosen, &client, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_describe_function(client, &function, NULL));
    CHECK(function.memory_mb == 512);
    CHECK(view_equals(function.name, "gr\xc3\xb6\xc3\x9f"
                                     "e"));
    CHECK(view_equals(function.version, "$LATEST"));
    CHECK(function.handler.data == NULL && function.handler.size == 0);
    lambdaclient_close(client);
}

/* One status of each category: its name is that of the constant. */
static void statuses(void) {
    static const struct {
        int32_t category;
        int32_t status;
        const char *name;
    } known[] = {{LAMBDACLIENT_CATEGORY_USAGE, LAMBDACLIENT_E_HANDLE_INVALID, "usage"},
                 {LAMBDACLIENT_CATEGORY_ENVIRONMENT, LAMBDACLIENT_E_ENDPOINT_MISSING, "environment"},
                 {LAMBDACLIENT_CATEGORY_TRANSPORT, LAMBDACLIENT_E_CONNECT_REFUSED, "transport"},
                 {LAMBDACLIENT_CATEGORY_PROTOCOL, LAMBDACLIENT_E_CHUNK_INVALID, "protocol"},
                 {LAMBDACLIENT_CATEGORY_REJECTED, LAMBDACLIENT_E_PAYLOAD_TOO_LARGE, "rejected"},
                 {LAMBDACLIENT_CATEGORY_SERVER, LAMBDACLIENT_E_CONTAINER_ERROR, "server"},
                 {LAMBDACLIENT_CATEGORY_STATE, LAMBDACLIENT_E_STREAM_OPEN, "state"},
                 {LAMBDACLIENT_CATEGORY_LIMIT, LAMBDACLIENT_E_BODY_TOO_LARGE, "limit"},
                 {LAMBDACLIENT_CATEGORY_CANCELLED, LAMBDACLIENT_E_CANCELLED, "cancelled"},
                 {LAMBDACLIENT_CATEGORY_INTERNAL, LAMBDACLIENT_E_OUT_OF_MEMORY, "internal"}};
    static const int32_t none[] = {INT32_MIN, -1, 1, 100, 199, 1100, INT32_MAX};
    size_t i;

    for (i = 0; i < sizeof known / sizeof *known; i++) {
        CHECK(known[i].status / 100 == known[i].category);
        CHECK(strcmp(lambdaclient_status_category_name(known[i].status), known[i].name) == 0);
    }
    CHECK(strcmp(lambdaclient_status_category_name(LAMBDACLIENT_OK), "ok") == 0);
    CHECK(lambdaclient_status_is_fatal(LAMBDACLIENT_OK) == 0);
    CHECK(lambdaclient_status_is_fatal(LAMBDACLIENT_E_CONTAINER_ERROR) == 1);
    CHECK(lambdaclient_status_is_fatal(LAMBDACLIENT_E_CONNECT_REFUSED) == 0);
    for (i = 0; i < sizeof none / sizeof *none; i++) {
        CHECK(strcmp(lambdaclient_status_name(none[i]), "unknown") == 0);
        CHECK(strcmp(lambdaclient_status_category_name(none[i]), "unknown") == 0);
        CHECK(lambdaclient_status_is_fatal(none[i]) == -1);
    }
}

int main(void) {
    CHECK(strcmp(lambdaclient_version(), LAMBDACLIENT_VERSION) == 0);
    CHECK(lambdaclient_abi_version() == LAMBDACLIENT_ABI_VERSION);
    CHECK(strcmp(lambdaclient_status_name(0), "ok") == 0);
    statuses();
    endpoint_in_environment();
    options();
    function_configuration();
    return 0;
}
