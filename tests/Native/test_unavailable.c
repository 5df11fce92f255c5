/* The DNNE flavour where .NET cannot be started: every export says so, and the error names what is wrong. The
 * first argument is a text that the sentence holds. */
#include "check.h"
#include "exports.h"

int main(int count, char **words) {
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
    lambdaclient_error_t *error = NULL;
    lambdaclient_t *client = (lambdaclient_t *)1;
    const char *message;
    size_t i, a, statuses = 0;

    CHECK(count == 2);
    CHECK_STATUS(LAMBDACLIENT_E_RUNTIME_UNAVAILABLE, lambdaclient_open(NULL, &client, &error));
    CHECK(client == NULL);
    CHECK(error != NULL);
    message = lambdaclient_error_message(error);
    printf("%s\n", message);
    CHECK(strstr(message, "runtime_unavailable: ") == message);
    CHECK(strstr(message, words[1]) != NULL);
    CHECK(strstr(message, "; install it ") != NULL);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_error_describe(error, &info));
    CHECK(info.code == LAMBDACLIENT_E_RUNTIME_UNAVAILABLE);
    CHECK(info.category == LAMBDACLIENT_CATEGORY_ENVIRONMENT);
    CHECK(info.delivery == LAMBDACLIENT_DELIVERY_NOT_SENT);
    CHECK(info.is_fatal == 1);
    CHECK(view_equals(info.name, "runtime_unavailable"));
    CHECK(view_equals(info.message, message));
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_error_describe(error, NULL));
    info.struct_size = 4;
    CHECK_STATUS(LAMBDACLIENT_E_OPTION_INVALID, lambdaclient_error_describe(error, &info));
    lambdaclient_error_free(error);
    CHECK(strcmp(lambdaclient_error_message(NULL), "no error object was given") == 0);

    CHECK(strcmp(lambdaclient_status_name(LAMBDACLIENT_E_RUNTIME_UNAVAILABLE), "runtime_unavailable") == 0);
    CHECK(strcmp(lambdaclient_status_category_name(LAMBDACLIENT_E_RUNTIME_UNAVAILABLE), "environment") == 0);
    CHECK(lambdaclient_status_is_fatal(LAMBDACLIENT_E_RUNTIME_UNAVAILABLE) == 1);
    CHECK(lambdaclient_status_is_fatal(LAMBDACLIENT_E_CONNECT_REFUSED) == 0);
    CHECK(strcmp(lambdaclient_version(), LAMBDACLIENT_VERSION) == 0);
    CHECK(lambdaclient_abi_version() == LAMBDACLIENT_ABI_VERSION);

    for (i = 0; i < EXPORT_COUNT; i++) {
        union argument arguments[sizeof exports->arguments / sizeof *exports->arguments];
        const char *text = NULL;
        lambdaclient_error_t *reported = NULL;
        memset(arguments, 0, sizeof arguments);
        for (a = 0; a < exports[i].count; a++)
            if (exports[i].arguments[a].kind == OUT_ERROR)
                arguments[a].pointer = &reported;
        if (exports[i].returns == STATUS) {
            CHECK_STATUS(LAMBDACLIENT_E_RUNTIME_UNAVAILABLE, exports[i].call(arguments, &text));
            statuses++;
        } else {
            exports[i].call(arguments, &text);
        }
        CHECK(reported == NULL || strcmp(lambdaclient_error_message(reported), message) == 0);
    }
    CHECK(statuses > 10);
    return 0;
}
