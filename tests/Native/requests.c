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

static int chunks_are_whole(const char *chunk, const char *end) {
    while (chunk < end) {
        char *line_end;
        const unsigned long size = strtoul(chunk, &line_end, 16);
        if (line_end == chunk || line_end + 2 > end)
            return 0;
        if (size == 0)
            return strstr(line_end, "\r\n\r\n") != NULL;
        if ((size_t)(end - line_end) < 2 + size + 2)
            return 0;
        chunk = line_end + 2 + size + 2;
    }
    return 0;
}

int request_is_whole(const char *bytes, size_t count) {
    const char *const end = strstr(bytes, "\r\n\r\n");
    const char *length;
    if (end == NULL)
        return 0;
    if (field(bytes, end, "Transfer-Encoding") != NULL)
        return chunks_are_whole(end + 4, bytes + count);
    length = field(bytes, end, "Content-Length");
    return count >= (size_t)(end + 4 - bytes) + (length == NULL ? 0 : strtoul(length, NULL, 10));
}
