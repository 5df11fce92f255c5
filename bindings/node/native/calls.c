#include "calls.h"
#include <stdlib.h>
#include <string.h>

typedef struct call {
    job_t job;
    const struct waiting_call *kind;
    lane_t *lane;
    napi_deferred deferred;
    /* Keeps the bytes that the thread reads. */
    napi_ref bytes;
    arena_t arena;
    void *handle;
    lambdaclient_answer_t answer;
    lambdaclient_failure_t failure;
    lambdaclient_invocation_t *invocation;
    lambdaclient_error_t *undelivered;
    lambdaclient_error_t *error;
    int32_t status;
} call_t;

struct waiting_call {
    const char *name;
    int32_t (*make)(const library_t *library, lambdaclient_t *client, call_t *call);
};

void add_function(napi_env env, napi_value exports, const char *name, napi_callback function,
                  const void *data) {
    napi_value value;
    if (napi_create_function(env, name, NAPI_AUTO_LENGTH, function, (void *)data, &value) == napi_ok) {
        napi_set_named_property(env, exports, name, value);
    }
}

lane_t *lane_argument(napi_env env, napi_callback_info info, napi_value *arguments, void **data) {
    size_t count = most_arguments;
    void *lane = NULL;
    if (napi_get_cb_info(env, info, &count, arguments, NULL, data) != napi_ok ||
        napi_get_value_external(env, arguments[0], &lane) != napi_ok) {
        napi_throw_type_error(env, NULL, "expected a client");
        return NULL;
    }
    return lane;
}

bool answer_of(napi_env env, arena_t *arena, const napi_value *given, lambdaclient_answer_t *answer,
               lambdaclient_failure_t *failure) {
    *answer = (lambdaclient_answer_t)LAMBDACLIENT_ANSWER_INIT;
    bool is_good = true;
    if (!is_undefined(env, given[2])) {
        answer->kind = LAMBDACLIENT_ANSWER_FAILURE;
        answer->failure = failure;
        is_good = failure_of(env, arena, given[2], failure);
    } else if (!is_undefined(env, given[0])) {
        answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
        is_good = view_of(env, arena, given[0], &answer->payload) &&
                  view_of(env, arena, given[1], &answer->content_type);
    }
    if (!is_good) {
        napi_throw_type_error(env, NULL, "expected text, bytes or a failure");
    }
    return is_good;
}

void hand_on_exception(napi_env env) {
    bool is_pending = false;
    napi_value exception;
    if (napi_is_exception_pending(env, &is_pending) == napi_ok && is_pending &&
        napi_get_and_clear_last_exception(env, &exception) == napi_ok) {
        napi_fatal_exception(env, exception);
    }
}

/* Calls that wait: each is made on the lane's thread, and gives a promise. */

static void make_call(job_t *job, lane_t *lane) {
    call_t *call = (call_t *)job;
    call->status = call->kind->make(&lane->home->library, lane->client, call);
}

static void settle(napi_env env, call_t *call) {
    home_t *home = call->lane->home;
    napi_value undelivered = undelivered_from(env, home, call->undelivered);
    if (call->status != LAMBDACLIENT_OK) {
        fault_t fault;
        fault_of(&home->library, call->status, call->error, false, &fault);
        napi_reject_deferred(env, call->deferred, error_from(env, home, &fault, undelivered));
    } else if (call->invocation == NULL) {
        napi_resolve_deferred(env, call->deferred, undefined(env));
    } else {
        napi_value array, values[1 + invocation_values];
        values[0] = undelivered;
        invocation_from(env, &home->library, call->invocation, values + 1);
        napi_create_array_with_length(env, 1 + invocation_values, &array);
        for (uint32_t i = 0; i < 1 + invocation_values; i++) {
            napi_set_element(env, array, i, values[i]);
        }
        napi_resolve_deferred(env, call->deferred, array);
    }
    hand_on_exception(env);
}

static void end_call(napi_env env, message_t *message) {
    call_t *call = (call_t *)message;
    lane_t *lane = call->lane;
    if (env != NULL) {
        home_wait(env, lane->home, -1);
        if (call->bytes != NULL) {
            napi_delete_reference(env, call->bytes);
        }
        settle(env, call);
    } else {
        lane->home->library.error_free(call->undelivered);
        lane->home->library.error_free(call->error);
    }
    arena_clear(&call->arena);
    free(call);
    lane_release(lane);
}

static napi_value begin_call(napi_env env, napi_callback_info info) {
    void *kind = NULL;
    napi_value arguments[most_arguments], promise;
    napi_valuetype type;
    lane_t *lane = lane_argument(env, info, arguments, &kind);
    call_t *call = lane == NULL ? NULL : calloc(1, sizeof(*call));
    if (call == NULL) {
        return NULL;
    }
    call->job.message.deliver = end_call;
    call->job.work = make_call;
    call->kind = kind;
    call->lane = lane;
    call->handle = is_undefined(env, arguments[1]) ? NULL : handle_of(env, arguments[1]);
    if (!answer_of(env, &call->arena, &arguments[2], &call->answer, &call->failure) ||
        napi_create_promise(env, &call->deferred, &promise) != napi_ok) {
        arena_clear(&call->arena);
        free(call);
        return NULL;
    }
    if (napi_typeof(env, arguments[2], &type) == napi_ok && type == napi_object) {
        napi_create_reference(env, arguments[2], 1, &call->bytes);
    }
    atomic_fetch_add(&lane->owners, 1);
    home_wait(env, lane->home, 1);
    int32_t refusal = lane_submit(lane, &call->job);
    if (refusal != LAMBDACLIENT_OK) {
        call->status = refusal;
        end_call(env, &call->job.message);
    }
    return promise;
}

static int32_t turn(const library_t *library, lambdaclient_t *client, call_t *call) {
    return library->turn(client, &call->answer, &call->invocation, &call->undelivered, &call->error);
}

static int32_t next(const library_t *library, lambdaclient_t *client, call_t *call) {
    return library->next(client, &call->invocation, &call->error);
}

static int32_t respond(const library_t *library, lambdaclient_t *client, call_t *call) {
    (void)client;
    return library->respond(call->handle, call->answer.payload, call->answer.content_type, &call->error);
}

static int32_t fail(const library_t *library, lambdaclient_t *client, call_t *call) {
    (void)client;
    return library->fail(call->handle, call->answer.failure, &call->error);
}

static int32_t fail_init(const library_t *library, lambdaclient_t *client, call_t *call) {
    return library->fail_init(client, call->answer.failure, &call->error);
}

static int32_t restore_next(const library_t *library, lambdaclient_t *client, call_t *call) {
    return library->restore_next(client, &call->error);
}

static int32_t fail_restore(const library_t *library, lambdaclient_t *client, call_t *call) {
    return library->fail_restore(client, call->answer.failure, &call->error);
}

static int32_t stream_write(const library_t *library, lambdaclient_t *client, call_t *call) {
    (void)client;
    return library->stream_write(call->handle, call->answer.payload, &call->error);
}

static int32_t stream_flush(const library_t *library, lambdaclient_t *client, call_t *call) {
    (void)client;
    return library->stream_flush(call->handle, &call->error);
}

static int32_t stream_finish(const library_t *library, lambdaclient_t *client, call_t *call) {
    (void)client;
    return library->stream_finish(call->handle, &call->error);
}

static int32_t stream_fail(const library_t *library, lambdaclient_t *client, call_t *call) {
    (void)client;
    return library->stream_fail(call->handle, call->answer.failure, &call->error);
}

static int32_t stream_free(const library_t *library, lambdaclient_t *client, call_t *call) {
    (void)client;
    library->stream_free(call->handle);
    return LAMBDACLIENT_OK;
}

static const struct waiting_call waiting_calls[] = {
    {"turn", turn},
    {"next", next},
    {"respond", respond},
    {"fail", fail},
    {"failInit", fail_init},
    {"restoreNext", restore_next},
    {"failRestore", fail_restore},
    {"streamWrite", stream_write},
    {"streamFlush", stream_flush},
    {"streamFinish", stream_finish},
    {"streamFail", stream_fail},
    {"streamFree", stream_free},
};

/* Calls that do not wait. */

static void on_object_end(napi_env env, void *lane, void *hint) {
    (void)env, (void)hint;
    lane_end(lane);
    lane_release(lane);
}

static void read_number(napi_env env, napi_value options, uint32_t i, double *number) {
    napi_value element;
    *number = 0;
    if (napi_get_element(env, options, i, &element) == napi_ok) {
        napi_get_value_double(env, element, number);
    }
}

/* (endpoint, userAgent, [connectTimeoutMs, maxEventBytes, keepAliveS, answerTimeoutMs, oneWrite]) */
static napi_value open_client(napi_env env, napi_callback_info info) {
    size_t count = 3;
    napi_value arguments[3], object = NULL;
    arena_t arena = {0};
    double numbers[5];
    home_t *home = home_of(env);
    lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
    lambdaclient_t *client = NULL;
    lambdaclient_error_t *error = NULL;
    napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
    if (!view_of(env, &arena, arguments[0], &options.endpoint) ||
        !view_of(env, &arena, arguments[1], &options.user_agent)) {
        napi_throw_type_error(env, NULL, "expected endpoint and userAgent to be texts");
        arena_clear(&arena);
        return NULL;
    }
    for (uint32_t i = 0; i < 5; i++) {
        read_number(env, arguments[2], i, &numbers[i]);
    }
    options.connect_timeout_ms = (uint32_t)numbers[0];
    options.max_event_bytes = (uint64_t)numbers[1];
    options.keep_alive_s = (uint32_t)numbers[2];
    options.answer_timeout_ms = (uint32_t)numbers[3];
    options.one_write = (uint32_t)numbers[4];
    int32_t status = home->library.open(&options, &client, &error);
    arena_clear(&arena);
    if (!succeeds(env, home, status, error)) {
        return NULL;
    }
    lane_t *lane = lane_new(home, client, true);
    if (lane == NULL) {
        home->library.close(client);
        succeeds(env, home, LAMBDACLIENT_E_OUT_OF_MEMORY, NULL);
        return NULL;
    }
    if (napi_create_external(env, lane, on_object_end, NULL, &object) != napi_ok) {
        lane_release(lane);
    }
    return object;
}

static napi_value close_client(napi_env env, napi_callback_info info) {
    napi_value arguments[most_arguments];
    lane_t *lane = lane_argument(env, info, arguments, NULL);
    if (lane != NULL) {
        lane->home->library.close(lane->client);
        lane_end(lane);
    }
    return NULL;
}

static napi_value cancel(napi_env env, napi_callback_info info) {
    napi_value arguments[most_arguments];
    lane_t *lane = lane_argument(env, info, arguments, NULL);
    lambdaclient_error_t *error = NULL;
    if (lane != NULL) {
        int32_t status = lane->home->library.cancel(lane->client, &error);
        succeeds(env, lane->home, status, error);
    }
    return NULL;
}

static napi_value describe_function(napi_env env, napi_callback_info info) {
    napi_value arguments[most_arguments], array = NULL, value;
    lane_t *lane = lane_argument(env, info, arguments, NULL);
    lambdaclient_function_t function = LAMBDACLIENT_FUNCTION_INIT;
    lambdaclient_error_t *error = NULL;
    uint32_t i = 0;
    if (lane == NULL) {
        return NULL;
    }
    int32_t status = lane->home->library.describe_function(lane->client, &function, &error);
    if (!succeeds(env, lane->home, status, error)) {
        return NULL;
    }
    napi_create_array(env, &array);
#define OF_FUNCTION
#define FLAG(name)                                                                                           \
    napi_get_boolean(env, function.name == 1, &value);                                                       \
    napi_set_element(env, array, i++, value);
#define NUMBER(name)                                                                                         \
    if (function.name == 0 || napi_create_double(env, (double)function.name, &value) != napi_ok) {           \
        value = undefined(env);                                                                              \
    }                                                                                                        \
    napi_set_element(env, array, i++, value);
#define TEXT(name) napi_set_element(env, array, i++, text_from(env, function.name));
#include "facts.inc"
#undef TEXT
#undef NUMBER
#undef FLAG
#undef OF_FUNCTION
    return array;
}

static bool pairs_of(napi_env env, arena_t *arena, napi_value value, const lambdaclient_pair_t **pairs,
                     uint32_t *count) {
    const lambdaclient_view_t *views;
    lambdaclient_pair_t *made;
    *pairs = NULL;
    *count = 0;
    if (is_undefined(env, value)) {
        return true;
    }
    if (!views_of(env, arena, value, &views, count) ||
        (made = arena_take(arena, sizeof(*made) * (*count / 2 + 1))) == NULL) {
        return false;
    }
    *count /= 2;
    for (uint32_t i = 0; i < *count; i++) {
        made[i] = (lambdaclient_pair_t){views[2 * i], views[2 * i + 1]};
    }
    *pairs = *count == 0 ? NULL : made;
    return true;
}

/* (client, level, message, [name, value, ...], failure, ofLast) */
static napi_value write_log(napi_env env, napi_callback_info info) {
    napi_value arguments[most_arguments];
    arena_t arena = {0};
    lane_t *lane = lane_argument(env, info, arguments, NULL);
    lambdaclient_log_details_t details = LAMBDACLIENT_LOG_DETAILS_INIT;
    lambdaclient_failure_t failure;
    lambdaclient_view_t message;
    lambdaclient_error_t *error = NULL;
    bool is_of_last = false;
    if (lane == NULL) {
        return NULL;
    }
    bool has_failure = !is_undefined(env, arguments[4]);
    napi_get_value_bool(env, arguments[5], &is_of_last);
    if (view_of(env, &arena, arguments[2], &message) &&
        pairs_of(env, &arena, arguments[3], &details.fields, &details.field_count) &&
        (!has_failure || failure_of(env, &arena, arguments[4], &failure))) {
        details.failure = has_failure ? &failure : NULL;
        details.of_last = is_of_last ? 1 : 0;
        int32_t status =
            lane->home->library.log(lane->client, number_of(env, arguments[1]), message, &details, &error);
        succeeds(env, lane->home, status, error);
    } else {
        napi_throw_type_error(env, NULL, "expected texts");
    }
    arena_clear(&arena);
    return NULL;
}

/* (client, invocation, name) */
static napi_value header(napi_env env, napi_callback_info info) {
    napi_value arguments[most_arguments], text = NULL;
    arena_t arena = {0};
    lane_t *lane = lane_argument(env, info, arguments, NULL);
    lambdaclient_view_t name, value;
    lambdaclient_error_t *error = NULL;
    if (lane == NULL) {
        return NULL;
    }
    if (!view_of(env, &arena, arguments[2], &name)) {
        napi_throw_type_error(env, NULL, "expected a name");
    } else {
        int32_t status =
            lane->home->library.invocation_header(handle_of(env, arguments[1]), name, &value, &error);
        text = succeeds(env, lane->home, status, error) ? text_from(env, value) : NULL;
    }
    arena_clear(&arena);
    return text;
}

static napi_value abandon(napi_env env, napi_callback_info info) {
    napi_value arguments[most_arguments];
    lane_t *lane = lane_argument(env, info, arguments, NULL);
    lambdaclient_error_t *error = NULL;
    if (lane != NULL) {
        int32_t status = lane->home->library.abandon(handle_of(env, arguments[1]), &error);
        succeeds(env, lane->home, status, error);
    }
    return NULL;
}

static napi_value free_invocation(napi_env env, napi_callback_info info) {
    napi_value arguments[most_arguments];
    lane_t *lane = lane_argument(env, info, arguments, NULL);
    if (lane != NULL) {
        lane->home->library.invocation_free(handle_of(env, arguments[1]));
    }
    return NULL;
}

/* (client, invocation, contentType, statusCode or undefined without a prelude, [name, value, ...], [cookie,
 * ...]) */
static napi_value open_stream(napi_env env, napi_callback_info info) {
    napi_value arguments[most_arguments], handle = NULL;
    arena_t arena = {0};
    lane_t *lane = lane_argument(env, info, arguments, NULL);
    lambdaclient_stream_options_t options = LAMBDACLIENT_STREAM_OPTIONS_INIT;
    lambdaclient_prelude_t prelude = LAMBDACLIENT_PRELUDE_INIT;
    lambdaclient_stream_t *stream = NULL;
    lambdaclient_error_t *error = NULL;
    if (lane == NULL) {
        return NULL;
    }
    bool is_good = view_of(env, &arena, arguments[2], &options.content_type);
    if (!is_undefined(env, arguments[3])) {
        options.prelude = &prelude;
        prelude.status_code = number_of(env, arguments[3]);
        is_good = is_good && pairs_of(env, &arena, arguments[4], &prelude.headers, &prelude.header_count) &&
                  views_of(env, &arena, arguments[5], &prelude.cookies, &prelude.cookie_count);
    }
    if (!is_good) {
        napi_throw_type_error(env, NULL, "expected texts");
    } else {
        int32_t status =
            lane->home->library.stream_open(handle_of(env, arguments[1]), &options, &stream, &error);
        handle = succeeds(env, lane->home, status, error) ? handle_from(env, stream) : NULL;
    }
    arena_clear(&arena);
    return handle;
}

/* Frees a stream that a turn has ended. */
static napi_value release_stream(napi_env env, napi_callback_info info) {
    napi_value arguments[most_arguments];
    lane_t *lane = lane_argument(env, info, arguments, NULL);
    if (lane != NULL) {
        lane->home->library.stream_free(handle_of(env, arguments[1]));
    }
    return NULL;
}

void add_calls(napi_env env, napi_value exports) {
    for (size_t i = 0; i < sizeof(waiting_calls) / sizeof(*waiting_calls); i++) {
        add_function(env, exports, waiting_calls[i].name, begin_call, &waiting_calls[i]);
    }
    add_function(env, exports, "open", open_client, NULL);
    add_function(env, exports, "close", close_client, NULL);
    add_function(env, exports, "cancel", cancel, NULL);
    add_function(env, exports, "describeFunction", describe_function, NULL);
    add_function(env, exports, "log", write_log, NULL);
    add_function(env, exports, "header", header, NULL);
    add_function(env, exports, "abandon", abandon, NULL);
    add_function(env, exports, "freeInvocation", free_invocation, NULL);
    add_function(env, exports, "openStream", open_stream, NULL);
    add_function(env, exports, "releaseStream", release_stream, NULL);
}
