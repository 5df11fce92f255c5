/*
 * Surname: an event with a first name is answered with a surname, and anybody but John gets an error.
 * It shows a failure of the function itself: a type and a message of its own, as the caller will see them.
 * The reading of JSON is only as good as this sample needs; take a JSON library for your handler.
 */
#include <lambdaclient.h>
#include <stdio.h>
#include <string.h>

static lambdaclient_view_t text(const char *literal) {
    lambdaclient_view_t view;
    view.data = (const uint8_t *)literal;
    view.len = strlen(literal);
    return view;
}

static int equals(lambdaclient_view_t view, const char *literal) {
    return view.len == strlen(literal) && memcmp(view.data, literal, view.len) == 0;
}

static size_t skip_blanks(lambdaclient_view_t json, size_t at) {
    while (at < json.len && strchr(" \t\r\n", json.data[at]) != NULL && json.data[at] != '\0')
        at++;
    return at;
}

/* The text of a field, without its quotes; {NULL, 0} where there is none. Escapes are not decoded. */
static lambdaclient_view_t field(lambdaclient_view_t json, const char *quoted_name) {
    const size_t name_len = strlen(quoted_name);
    lambdaclient_view_t value = {NULL, 0};
    size_t at, end;

    for (at = 0; at + name_len < json.len; at++) {
        if (memcmp(json.data + at, quoted_name, name_len) != 0)
            continue;
        end = skip_blanks(json, at + name_len);
        if (end >= json.len || json.data[end] != ':')
            continue;
        end = skip_blanks(json, end + 1);
        if (end >= json.len || json.data[end] != '"')
            return value;
        value.data = json.data + end + 1;
        while (end + 1 + value.len < json.len && value.data[value.len] != '"')
            value.len++;
        return value;
    }
    return value;
}

static int32_t handle(lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                      lambdaclient_error_t **error) {
    const lambdaclient_view_t as_json = {NULL, 0};
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    lambdaclient_view_t event = {NULL, 0};
    const int32_t status = lambdaclient_invocation_payload(invocation, &event, error);

    if (status != LAMBDACLIENT_OK)
        return status;
    if (equals(field(event, "\"name\""), "John"))
        return lambdaclient_respond(client, invocation, text("{\"surname\":\"Doe\"}"), as_json, error);

    failure.type = text("InvalidNameError");
    failure.message = text("Invalid first name");
    return lambdaclient_fail(client, invocation, &failure, error);
}

int main(void) {
    lambdaclient_t *client = NULL;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *error = NULL;
    int32_t status = lambdaclient_open(NULL, &client, &error);

    while (status == LAMBDACLIENT_OK &&
           (status = lambdaclient_next(client, &invocation, &error)) == LAMBDACLIENT_OK) {
        status = handle(client, invocation, &error);
        if (status != LAMBDACLIENT_OK && !lambdaclient_status_is_fatal(status)) {
            /* Too large, too late, or not delivered at all: this answer is lost, and the next event may be
             * served. */
            fprintf(stderr, "%s\n", lambdaclient_error_message(error));
            lambdaclient_error_free(error);
            error = NULL;
            status = LAMBDACLIENT_OK;
        }
        lambdaclient_invocation_free(invocation);
    }

    fprintf(stderr, "%s\n",
            error != NULL ? lambdaclient_error_message(error) : lambdaclient_status_name(status));
    lambdaclient_error_free(error);
    lambdaclient_close(client);
    return 1;
}
