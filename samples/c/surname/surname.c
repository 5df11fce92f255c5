/*
 * surname: answers a first name with a surname, and fails for anybody but John.
 * The failure has a type and a message of the function, which its caller sees.
 * The JSON reader is only as good as this sample needs; use a JSON library in your handler.
 */
#include <lambdaclient.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const lambdaclient_failure_t invalid_name = {.struct_size = sizeof(lambdaclient_failure_t),
                                                    .type = LAMBDACLIENT_TEXT("InvalidNameError"),
                                                    .message = LAMBDACLIENT_TEXT("Invalid first name")};

static int equals(lambdaclient_view_t view, const char *literal) {
    return view.size == strlen(literal) && memcmp(view.data, literal, view.size) == 0;
}

static size_t skip_blanks(lambdaclient_view_t json, size_t at) {
    while (at < json.size && strchr(" \t\r\n", json.data[at]) != NULL && json.data[at] != '\0')
        at++;
    return at;
}

/* The text of a field, without its quotes; {NULL, 0} if it is missing. Escapes are not decoded. */
static lambdaclient_view_t field(lambdaclient_view_t json, const char *quoted_name) {
    const size_t name_len = strlen(quoted_name);
    lambdaclient_view_t value = {NULL, 0};
    size_t at, end;

    for (at = 0; at + name_len < json.size; at++) {
        if (memcmp(json.data + at, quoted_name, name_len) != 0)
            continue;
        end = skip_blanks(json, at + name_len);
        if (end >= json.size || json.data[end] != ':')
            continue;
        end = skip_blanks(json, end + 1);
        if (end >= json.size || json.data[end] != '"')
            return value;
        value.data = json.data + end + 1;
        while (end + 1 + value.size < json.size && value.data[value.size] != '"')
            value.size++;
        return value;
    }
    return value;
}

static lambdaclient_answer_t handle(const lambdaclient_invocation_t *invocation) {
    lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
    lambdaclient_view_t event = {NULL, 0};

    lambdaclient_invocation_payload(invocation, &event, NULL);
    if (equals(field(event, "\"name\""), "John")) {
        answer.kind = LAMBDACLIENT_ANSWER_RESPONSE;
        answer.payload = lambdaclient_text("{\"surname\":\"Doe\"}");
    } else {
        answer.kind = LAMBDACLIENT_ANSWER_FAILURE;
        answer.failure = &invalid_name;
    }
    return answer;
}

/* Prints an error, and frees it. */
static void report(lambdaclient_error_t *error) {
    if (error != NULL)
        fprintf(stderr, "%s\n", lambdaclient_error_message(error));
    lambdaclient_error_free(error);
}

int main(void) {
    lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
    lambdaclient_t *client = NULL;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *undelivered = NULL, *error = NULL;

    if (lambdaclient_open(NULL, &client, &error) != LAMBDACLIENT_OK) {
        report(error);
        return EXIT_FAILURE;
    }
    while (lambdaclient_turn(client, &answer, &invocation, &undelivered, &error) == LAMBDACLIENT_OK) {
        report(undelivered);
        answer = handle(invocation);
    }
    report(undelivered);
    report(error);
    lambdaclient_close(client);
    return EXIT_FAILURE;
}
