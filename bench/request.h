/* One HTTP/1.1 request head, read strictly: what a client under measurement sends must be right, not only
 * parseable. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct text {
    const char *at; /* NULL: absent */
    size_t length;
};

struct request {
    struct text method;
    struct text target;
    struct text invocation_id;
    size_t head_length;
    size_t body_length;
    const char *body;
    bool expects_continue;
    bool closes;
};

bool text_is(struct text text, const char *wanted);

/* Reads the head, which ends with an empty line. Returns NULL, or what is wrong with it. */
const char *request_parse(const char *head, size_t length, struct request *request);
