/* The calls of a client, for JavaScript. */
#ifndef LAMBDACLIENT_NODE_CALLS_H
#define LAMBDACLIENT_NODE_CALLS_H

#include "lane.h"

enum { most_arguments = 8 };

/* Fills the arguments, with undefined where none was given; returns the lane that is the first. */
lane_t *lane_argument(napi_env env, napi_callback_info info, napi_value *arguments, void **data);

/* What a handler or a program gave: a failure, a payload, or nothing. Returns false and throws where it is
 * neither. */
bool answer_of(napi_env env, arena_t *arena, const napi_value *payload_type_failure,
               lambdaclient_answer_t *answer, lambdaclient_failure_t *failure);

/* Adds the functions that make a call at once or on the lane's thread, and those of a run. */
void add_calls(napi_env env, napi_value exports);
void add_run(napi_env env, napi_value exports);

void add_function(napi_env env, napi_value exports, const char *name, napi_callback function,
                  const void *data);

/* Passes an exception on that a function of JavaScript's has left. */
void hand_on_exception(napi_env env);

#endif
