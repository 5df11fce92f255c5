/* Who called: header fields by name, client context and identity decoded, and the trace id in the
 * environment. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"
#include "service.h"

#define EVENT(fields)                                                                                        \
    "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\n" fields "Content-Length: 2\r\n\r\n{}"
#define ACCEPTED "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"

static const lambdaclient_view_t empty = {NULL, 0};

static lambdaclient_t *open_with(const char *endpoint, uint32_t set_trace_variable) {
    lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
    lambdaclient_t *client = NULL;
    options.endpoint = view(endpoint);
    options.set_trace_variable = set_trace_variable;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_open(&options, &client, NULL));
    return client;
}

static lambdaclient_view_t header(const lambdaclient_invocation_t *invocation, const char *name) {
    lambdaclient_view_t value = {NULL, 0};
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_header(invocation, view(name), &value, NULL));
    return value;
}

static lambdaclient_view_t custom(const lambdaclient_invocation_t *invocation, const char *name) {
    lambdaclient_view_t value = {NULL, 0};
    CHECK_STATUS(LAMBDACLIENT_OK,
                 lambdaclient_invocation_client_context_custom(invocation, view(name), &value, NULL));
    return value;
}

static int is_absent(lambdaclient_view_t bytes) { return bytes.data == NULL && bytes.size == 0; }

static void everything_is_there(void) {
    static const struct step steps[] = {
        {EVENT("X-Other:  padded \t\r\nX-Empty:\r\nLambda-Runtime-Aws-Tenant-Id: blue\r\nX-Other: second\r\n"
               "Lambda-Runtime-Client-Context: "
               "{\"client\":{\"installation_id\":\"i\",\"app_title\":\"t\\u00e9\","
               "\"app_version_name\":\"1.0\",\"app_version_code\":7,\"app_package_name\":\"p\"},"
               "\"custom\":{\"b\":\"2\",\"a\":{\"n\":[1]},\"none\":\"\"},\"env\":{\"locale\":\"de\"}}\r\n"
               "Lambda-Runtime-Cognito-Identity: "
               "{\"cognitoIdentityId\":\"me\",\"cognitoIdentityPoolId\":\"pool\"}\r\n"),
         CLOSE, 0}};
    lambdaclient_t *client = open_with(service_start(steps, 1), 0);
    lambdaclient_client_context_t context = LAMBDACLIENT_CLIENT_CONTEXT_INIT;
    lambdaclient_cognito_identity_t identity = LAMBDACLIENT_COGNITO_IDENTITY_INIT;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_view_t value = {NULL, 0};

    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    CHECK(service_join() == 1);
    CHECK(view_equals(header(invocation, "x-OTHER"), "padded"));
    CHECK(view_equals(header(invocation, "Lambda-Runtime-Aws-Tenant-Id"), "blue"));
    CHECK(view_equals(header(invocation, "content-length"), "2"));
    CHECK(is_absent(header(invocation, "X-Empty")));
    CHECK(is_absent(header(invocation, "X-Othe")));
    CHECK(is_absent(header(invocation, "HTTP/1.1 200 OK")));
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING,
                 lambdaclient_invocation_header(invocation, empty, &value, NULL));

    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_client_context(invocation, &context, NULL));
    CHECK(context.is_present == 1 && context.struct_size == sizeof context);
    CHECK(view_equals(context.installation_id, "i") && view_equals(context.app_title, "t\xc3\xa9"));
    CHECK(view_equals(context.app_version_name, "1.0") && view_equals(context.app_version_code, "7"));
    CHECK(view_equals(context.app_package_name, "p"));
    CHECK(strcmp((const char *)context.app_package_name.data, "p") == 0);
    CHECK(context.custom_count == 3 && context.env_count == 1);
    CHECK(view_equals(context.custom[0].name, "b") && view_equals(context.custom[0].value, "2"));
    CHECK(view_equals(context.custom[1].name, "a") && view_equals(context.custom[1].value, "{\"n\":[1]}"));
    CHECK(view_equals(context.env[0].name, "locale") && view_equals(context.env[0].value, "de"));
    CHECK(view_equals(custom(invocation, "b"), "2"));
    CHECK(is_absent(custom(invocation, "B")) && is_absent(custom(invocation, "none")));
    CHECK_STATUS(LAMBDACLIENT_OK,
                 lambdaclient_invocation_client_context_env(invocation, view("locale"), &value, NULL));
    CHECK(view_equals(value, "de"));

    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_cognito_identity(invocation, &identity, NULL));
    CHECK(identity.is_present == 1);
    CHECK(view_equals(identity.identity_id, "me") && view_equals(identity.identity_pool_id, "pool"));
    lambdaclient_close(client);
}

/* What is absent or unreadable is no error, and nothing of one event is left in the next. */
static void nothing_is_there(void) {
    static const struct step steps[] = {
        {EVENT("Lambda-Runtime-Client-Context: {\"custom\":{\"a\":\"1\"}}\r\n"), STAY, 0},
        {ACCEPTED, STAY, 0},
        {EVENT("Lambda-Runtime-Client-Context: {\"custom\":\r\nLambda-Runtime-Cognito-Identity: []\r\n"),
         CLOSE, 0}};
    lambdaclient_t *client = open_with(service_start(steps, 3), 0);
    lambdaclient_client_context_t context = LAMBDACLIENT_CLIENT_CONTEXT_INIT;
    lambdaclient_cognito_identity_t identity = LAMBDACLIENT_COGNITO_IDENTITY_INIT;
    lambdaclient_invocation_t *invocation = NULL;

    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_client_context(invocation, &context, NULL));
    CHECK(context.is_present == 1 && context.custom_count == 1 && context.env == NULL);
    CHECK(is_absent(context.app_title));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_respond(invocation, empty, empty, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    CHECK(service_join() == 3);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_client_context(invocation, &context, NULL));
    CHECK(context.is_present == 0 && context.custom_count == 0 && context.custom == NULL);
    CHECK(is_absent(custom(invocation, "a")));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_cognito_identity(invocation, &identity, NULL));
    CHECK(identity.is_present == 0 && is_absent(identity.identity_id));
    lambdaclient_close(client);
}

/* The same memory is used again and again: a million events do not make the environment grow. */
static void the_trace_variable(void) {
    static const struct step steps[] = {
        {EVENT("Lambda-Runtime-Trace-Id: Root=1;Sampled=1\r\n"), STAY, 0},
        {ACCEPTED, STAY, 0},
        {EVENT("Lambda-Runtime-Trace-Id: Root=2\r\n"), STAY, 0},
        {ACCEPTED, STAY, 0},
        {EVENT(""), STAY, 0},
        {ACCEPTED, STAY, 0},
        {EVENT("Lambda-Runtime-Trace-Id: Root=3;Parent=0123456789abcdef;Sampled=0;Lineage=a:1|b:2\r\n"),
         CLOSE, 0}};
    static const char *const expected[] = {"Root=1;Sampled=1", "Root=2", NULL,
                                           "Root=3;Parent=0123456789abcdef;Sampled=0;Lineage=a:1|b:2"};
    lambdaclient_t *client;
    lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
    size_t i;

    setenv("_X_AMZN_TRACE_ID", "before", 1);
    client = open_with(service_start(steps, 7), 1);
    CHECK(strcmp(getenv("_X_AMZN_TRACE_ID"), "before") == 0);
    for (i = 0; i < 4; i++) {
        lambdaclient_invocation_t *invocation = NULL;
        const char *value;
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
        value = getenv("_X_AMZN_TRACE_ID");
        CHECK(expected[i] == NULL ? value == NULL : value != NULL && strcmp(value, expected[i]) == 0);
        if (i == 0)
            setenv("_X_AMZN_TRACE_ID", "somebody else's", 1);
        if (i < 3)
            CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_respond(invocation, empty, empty, NULL));
    }
    CHECK(service_join() == 7);
    lambdaclient_close(client);
    CHECK(strcmp(getenv("_X_AMZN_TRACE_ID"), expected[3]) == 0);

    options.set_trace_variable = 2;
    CHECK_STATUS(LAMBDACLIENT_E_OPTION_INVALID, lambdaclient_open(&options, &client, NULL));
}

static void the_environment_is_left_alone(void) {
    static const struct step steps[] = {{EVENT("Lambda-Runtime-Trace-Id: Root=1\r\n"), CLOSE, 0}};
    lambdaclient_t *client = open_with(service_start(steps, 1), 0);
    lambdaclient_invocation_t *invocation = NULL;
    setenv("_X_AMZN_TRACE_ID", "mine", 1);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    CHECK(service_join() == 1);
    CHECK(strcmp(getenv("_X_AMZN_TRACE_ID"), "mine") == 0);
    lambdaclient_close(client);
}

int main(void) {
    everything_is_there();
    nothing_is_there();
    the_environment_is_left_alone();
    the_trace_variable();
    return 0;
}
