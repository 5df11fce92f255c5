#define _GNU_SOURCE
#include "request.h"

#include <string.h>
#include <strings.h>

struct seen {
    int hosts;
    int lengths;
};

bool text_is(struct text text, const char *wanted) {
    return text.length == strlen(wanted) && memcmp(text.at, wanted, text.length) == 0;
}

static bool same_word(struct text text, const char *wanted) {
    return text.length == strlen(wanted) && strncasecmp(text.at, wanted, text.length) == 0;
}

static bool is_token(struct text text) {
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c <= ' ' || c >= 127 || strchr("\"(),/:;<=>?@[\\]{}", c) != NULL) {
            return false;
        }
    }
    return text.length > 0;
}

static bool has_control(struct text text) {
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if ((c < ' ' && c != '\t') || c == 127) {
            return true;
        }
    }
    return false;
}

static struct text trimmed(struct text text) {
    while (text.length > 0 && (*text.at == ' ' || *text.at == '\t')) {
        text.at++;
        text.length--;
    }
    while (text.length > 0 && (text.at[text.length - 1] == ' ' || text.at[text.length - 1] == '\t')) {
        text.length--;
    }
    return text;
}

/* The text up to the separator, which is skipped; absent when there is no separator. */
static struct text cut(struct text *rest, const char *separator) {
    size_t width = strlen(separator);
    const char *end = memmem(rest->at, rest->length, separator, width);
    if (end == NULL) {
        return (struct text){0};
    }
    struct text before = {rest->at, (size_t)(end - rest->at)};
    rest->at = end + width;
    rest->length -= before.length + width;
    return before;
}

static bool parse_length(struct text value, size_t *length) {
    if (value.length == 0 || value.length > 15) {
        return false;
    }
    *length = 0;
    for (size_t i = 0; i < value.length; i++) {
        if (value.at[i] < '0' || value.at[i] > '9') {
            return false;
        }
        *length = *length * 10 + (size_t)(value.at[i] - '0');
    }
    return true;
}

static const char *parse_header(struct text line, struct request *request, struct seen *seen) {
    struct text name = cut(&line, ":");
    struct text value = trimmed(line);
    if (name.at == NULL || !is_token(name)) {
        return "a header line without a proper name";
    }
    if (has_control(value)) {
        return "a control character in a header value";
    }
    if (same_word(name, "Host")) {
        seen->hosts++;
    } else if (same_word(name, "Content-Length")) {
        seen->lengths++;
        if (!parse_length(value, &request->body_length)) {
            return "a Content-Length that is not a number";
        }
    } else if (same_word(name, "Transfer-Encoding")) {
        return "a chunked request body, which this service does not read: send a Content-Length";
    } else if (same_word(name, "Expect")) {
        if (!same_word(value, "100-continue")) {
            return "an unknown Expect value";
        }
        request->expects_continue = true;
    } else if (same_word(name, "Connection")) {
        request->closes = same_word(value, "close");
    } else if (same_word(name, "Lambda-Runtime-Invocation-Id")) {
        request->invocation_id = value;
    }
    return NULL;
}

const char *request_parse(const char *head, size_t length, struct request *request) {
    *request = (struct request){.head_length = length, .body = head + length};
    struct text rest = {head, length};
    struct text line = cut(&rest, "\r\n");
    request->method = cut(&line, " ");
    request->target = cut(&line, " ");
    if (request->target.at == NULL || !is_token(request->method) || has_control(request->target) ||
        !text_is(line, "HTTP/1.1")) {
        return "not an HTTP/1.1 request line";
    }

    struct seen seen = {0};
    while ((line = cut(&rest, "\r\n")).length > 0) {
        const char *wrong = parse_header(line, request, &seen);
        if (wrong != NULL) {
            return wrong;
        }
    }
    if (seen.hosts != 1) {
        return "not exactly one Host header";
    }
    if (seen.lengths > 1) {
        return "more than one Content-Length";
    }
    if (text_is(request->method, "POST") && seen.lengths == 0) {
        return "a POST without Content-Length";
    }
    return NULL;
}
