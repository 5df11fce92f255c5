/* Where an HTTP/1.1 request ends. */
#ifndef REQUESTS_H
#define REQUESTS_H

#include <stddef.h>

/* Whether bytes, which a NUL follows, are a whole request: with Content-Length, chunked, or without a body.
 */
int request_is_whole(const char *bytes, size_t count);

#endif
