#define _POSIX_C_SOURCE 200809L
#include "requests.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The value of a field of the head; NULL where there is none. */
static const char *field(const char *head, const char *end, const char *name) {
    const char *line = head;
    while ((line = strstr(line, "\r\n")) != NULL && line < end) {
        line += 2;
        if (strncasecmp(line, name, strlen(name)) == 0 && line[strlen(name)] == ':')
            return line + strlen(name) + 1;
    }
    return NULL;
}

/* The length of a chunked body with its trailers; 0 where it has not arrived whole. */
static size_t chunked_length(const char *body, const char *end) {
    const char *chunk = body;
    while (chunk < end) {
        char *line_end;
        const unsigned long size = strtoul(chunk, &line_end, 16);
        if (line_end == chunk || line_end + 2 > end)
            return 0;
        if (size == 0) {
            const char *last = strstr(line_end, "\r\n\r\n");
            return last == NULL ? 0 : (size_t)(last + 4 - body);
        }
        if ((size_t)(end - line_end) < 2 + size + 2)
            return 0;
        chunk = line_end + 2 + size + 2;
    }
    return 0;
}

size_t request_length(const char *bytes, size_t count) {
    const char *const end = strstr(bytes, "\r\n\r\n");
    const char *length;
    size_t head, body;
    if (end == NULL)
        return 0;
    head = (size_t)(end + 4 - bytes);
    if (field(bytes, end, "Transfer-Encoding") != NULL) {
        body = chunked_length(bytes + head, bytes + count);
        return body == 0 ? 0 : head + body;
    }
    length = field(bytes, end, "Content-Length");
    body = length == NULL ? 0 : strtoul(length, NULL, 10);
    return count < head + body ? 0 : head + body;
}
