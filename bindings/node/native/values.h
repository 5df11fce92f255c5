/* Between JavaScript's values and the library's. */
#ifndef LAMBDACLIENT_NODE_VALUES_H
#define LAMBDACLIENT_NODE_VALUES_H

#include "home.h"

/* Memory that is freed together. */
typedef struct arena {
    struct chunk *chunks;
} arena_t;

void *arena_take(arena_t *arena, size_t size);

void arena_clear(arena_t *arena);

enum {
#define FLAG(name) +1
#define NUMBER(name) +1
#define TEXT(name) +1
    invocation_facts = 0
#define OF_INVOCATION
#include "facts.inc"
#undef OF_INVOCATION
#undef TEXT
#undef NUMBER
#undef FLAG
    ,
    /* The handle, the payload and the facts. */
    invocation_values = 2 + invocation_facts
};

/* Text as UTF-8, the bytes of a Uint8Array where they are, nothing for undefined. Returns false for anything
 * else. */
bool view_of(napi_env env, arena_t *arena, napi_value value, lambdaclient_view_t *view);

/* An array of type, message, json, cause, and the frames; false for anything else. */
bool failure_of(napi_env env, arena_t *arena, napi_value value, lambdaclient_failure_t *failure);

/* An array of texts; false for anything else. */
bool views_of(napi_env env, arena_t *arena, napi_value value, const lambdaclient_view_t **views,
              uint32_t *count);

bool is_undefined(napi_env env, napi_value value);

uint32_t number_of(napi_env env, napi_value value);

napi_value undefined(napi_env env);

napi_value text_from(napi_env env, lambdaclient_view_t text);

napi_value handle_from(napi_env env, const void *handle);

void *handle_of(napi_env env, napi_value value);

/* The facts of an error, by value. */
typedef struct fault {
    lambdaclient_error_info_t info;
    const char *category;
    char *texts;
} fault_t;

/* Takes what an error says, which is freed then unless the library lends it; error may be NULL. */
void fault_of(const library_t *library, int32_t status, lambdaclient_error_t *error, bool is_lent,
              fault_t *fault);

/* An ApiError; frees the facts. */
napi_value error_from(napi_env env, home_t *home, fault_t *fault, napi_value undelivered);

/* An ApiError, or undefined where there is no error. */
napi_value undelivered_from(napi_env env, home_t *home, lambdaclient_error_t *error);

/* Throws the error of a status other than 0. Returns whether there is none. */
bool succeeds(napi_env env, home_t *home, int32_t status, lambdaclient_error_t *error);

/* What JavaScript needs of an invocation. */
void invocation_from(napi_env env, const library_t *library, lambdaclient_invocation_t *invocation,
                     napi_value *values);

#endif
