/* The functions of liblambdaclient, found when the package is loaded: its path is known only then. */
#ifndef LAMBDACLIENT_NODE_LIBRARY_H
#define LAMBDACLIENT_NODE_LIBRARY_H

#include <lambdaclient.h>
#include <stddef.h>

typedef struct library {
#define FUNCTION(name) __typeof__(&lambdaclient_##name) name;
#include "functions.inc"
#undef FUNCTION
} library_t;

/* Loads the library at a path; without success, writes the reason. Returns 1 or 0. */
int library_load(library_t *library, const char *path, char *reason, size_t size);

#endif
