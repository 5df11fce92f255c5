/* Where an HTTP/1.1 request ends. */
#ifndef REQUESTS_H
#define REQUESTS_H

#include <stddef.h>

/* The length of the first whole request among bytes, which a NUL follows: with Content-Length, chunked, or
 * without a body. 0 where it has not arrived whole. */
size_t request_length(const char *bytes, size_t count);

#endif
