/* The smallest test harness that names what failed: a check that is not true ends the program with its text.
 */
#ifndef CHECK_H
#define CHECK_H

#include <lambdaclient.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition);                        \
            exit(1);                                                                                         \
        }                                                                                                    \
    } while (0)

/* A status, compared by name so that a failure can be read. */
#define CHECK_STATUS(expected, call)                                                                         \
    do {                                                                                                     \
        const int32_t got = (call);                                                                          \
        if (got != (expected)) {                                                                             \
            fprintf(stderr, "%s:%d: %s gave %s, not %s\n", __FILE__, __LINE__, #call,                        \
                    lambdaclient_status_name(got), lambdaclient_status_name(expected));                      \
            exit(1);                                                                                         \
        }                                                                                                    \
    } while (0)

static inline lambdaclient_view_t view(const char *text) {
    lambdaclient_view_t result;
    result.data = (const uint8_t *)text;
    result.size = text == NULL ? 0 : strlen(text);
    return result;
}

static inline int view_equals(lambdaclient_view_t bytes, const char *text) {
    return bytes.size == strlen(text) && (bytes.size == 0 || memcmp(bytes.data, text, bytes.size) == 0);
}

/* A client of an endpoint, all else by default. */
static inline lambdaclient_t *open_at(const char *endpoint) {
    lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
    lambdaclient_t *client = NULL;
    options.endpoint = view(endpoint);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_open(&options, &client, NULL));
    return client;
}

#endif
