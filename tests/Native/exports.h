/* All exports as data, so that a test can walk through them; the table itself is generated from the exports.
 */
#ifndef EXPORTS_H
#define EXPORTS_H

#include <lambdaclient.h>

union argument {
    void *pointer;
    lambdaclient_view_t view;
    int32_t number;
};

enum argument_kind {
    CLIENT,
    INVOCATION,
    STREAM,
    ERROR,
    IN_STRUCT,
    OUT_STRUCT,
    OUT_HANDLE,
    OUT_ERROR,
    OUT_UNDELIVERED,
    OUT_VIEW,
    OUT_NUMBER,
    VIEW,
    NUMBER_IN,
    TEXT_IN
};

enum result_kind { STATUS, NUMBER, TEXT, BORROWED, NOTHING };

struct argument_description {
    enum argument_kind kind;
    int may_be_null;
    size_t size; /* of the struct that is pointed to, else 0 */
};

struct export_description {
    const char *name;
    /* Calls it; text receives what a function that gives text or a view gave. */
    int32_t (*call)(const union argument *arguments, const char **text);
    enum result_kind returns;
    size_t count;
    struct argument_description arguments[5];
};

#include "exports.inc"

#define EXPORT_COUNT (sizeof exports / sizeof *exports)

#endif
