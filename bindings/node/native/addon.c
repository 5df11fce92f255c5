/* The Node-API addon of the package lambdaclient: the module that Node.js loads, once for each environment.
 */
#include "calls.h"
#include <stdlib.h>

/* (path of liblambdaclient, function that makes an ApiError): throws where the library cannot be used. */
static napi_value load(napi_env env, napi_callback_info info) {
    size_t count = 2;
    napi_value arguments[2];
    char path[4096], reason[1024];
    home_t *home = home_of(env);
    napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
    if (napi_get_value_string_utf8(env, arguments[0], path, sizeof(path), NULL) != napi_ok ||
        napi_create_reference(env, arguments[1], 1, &home->make_error) != napi_ok) {
        napi_throw_type_error(env, NULL, "expected a path and a function");
    } else if (!library_load(&home->library, path, reason, sizeof(reason))) {
        napi_delete_reference(env, home->make_error);
        napi_throw_error(env, NULL, reason);
    }
    return NULL;
}

/* Cancels all clients, and waits for their threads. */
static napi_value stop(napi_env env, napi_callback_info info) {
    (void)info;
    home_stop(home_of(env));
    return NULL;
}

NAPI_MODULE_INIT() {
    if (home_open(env) == NULL) {
        napi_throw_error(env, NULL, "out of memory");
        return NULL;
    }
    add_function(env, exports, "load", load, NULL);
    add_function(env, exports, "stop", stop, NULL);
    add_calls(env, exports);
    add_run(env, exports);
    return exports;
}
