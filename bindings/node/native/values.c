#include "values.h"
#include <stdlib.h>
#include <string.h>

struct chunk {
    struct chunk *next;
    max_align_t bytes[];
};

void *arena_take(arena_t *arena, size_t size) {
    struct chunk *chunk = malloc(sizeof(*chunk) + size);
    if (chunk == NULL) {
        return NULL;
    }
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    return chunk->bytes;
}

void arena_clear(arena_t *arena) {
    while (arena->chunks != NULL) {
        struct chunk *chunk = arena->chunks;
        arena->chunks = chunk->next;
        free(chunk);
    }
}

napi_value undefined(napi_env env) {
    napi_value value = NULL;
    napi_get_undefined(env, &value);
    return value;
}

bool is_undefined(napi_env env, napi_value value) {
    napi_valuetype type;
    return napi_typeof(env, value, &type) != napi_ok || type == napi_undefined;
}

uint32_t number_of(napi_env env, napi_value value) {
    uint32_t number = 0;
    napi_get_value_uint32(env, value, &number);
    return number;
}

bool view_of(napi_env env, arena_t *arena, napi_value value, lambdaclient_view_t *view) {
    napi_valuetype type;
    memset(view, 0, sizeof(*view));
    if (napi_typeof(env, value, &type) != napi_ok || (type != napi_string && type != napi_object)) {
        return type == napi_undefined;
    }
    if (type == napi_object) {
        napi_typedarray_type kind;
        void *bytes = NULL;
        bool is_bytes = false;
        if (napi_is_typedarray(env, value, &is_bytes) != napi_ok || !is_bytes ||
            napi_get_typedarray_info(env, value, &kind, &view->size, &bytes, NULL, NULL) != napi_ok ||
            kind != napi_uint8_array) {
            return false;
        }
        view->data = bytes;
        return true;
    }
    char *text = NULL;
    if (napi_get_value_string_utf8(env, value, NULL, 0, &view->size) != napi_ok ||
        (text = arena_take(arena, view->size + 1)) == NULL ||
        napi_get_value_string_utf8(env, value, text, view->size + 1, &view->size) != napi_ok) {
        return false;
    }
    view->data = (const uint8_t *)text;
    return true;
}

static bool is_array(napi_env env, napi_value value, uint32_t *count) {
    bool is_one = false;
    return napi_is_array(env, value, &is_one) == napi_ok && is_one &&
           napi_get_array_length(env, value, count) == napi_ok;
}

static bool element_view(napi_env env, arena_t *arena, napi_value array, uint32_t i,
                         lambdaclient_view_t *view) {
    napi_handle_scope scope;
    napi_value element;
    if (napi_open_handle_scope(env, &scope) != napi_ok) {
        return false;
    }
    bool is_good = napi_get_element(env, array, i, &element) == napi_ok && view_of(env, arena, element, view);
    napi_close_handle_scope(env, scope);
    return is_good;
}

static lambdaclient_view_t *elements(napi_env env, arena_t *arena, napi_value array, uint32_t first,
                                     uint32_t count) {
    lambdaclient_view_t *views = arena_take(arena, sizeof(*views) * (count + 1));
    for (uint32_t i = 0; views != NULL && i < count; i++) {
        if (!element_view(env, arena, array, first + i, &views[i])) {
            return NULL;
        }
    }
    return views;
}

bool views_of(napi_env env, arena_t *arena, napi_value value, const lambdaclient_view_t **views,
              uint32_t *count) {
    return is_array(env, value, count) && (*views = elements(env, arena, value, 0, *count)) != NULL;
}

bool failure_of(napi_env env, arena_t *arena, napi_value value, lambdaclient_failure_t *failure) {
    enum { texts = 4 };
    uint32_t count = 0;
    *failure = (lambdaclient_failure_t)LAMBDACLIENT_FAILURE_INIT;
    if (!is_array(env, value, &count) || count < texts) {
        return false;
    }
    lambdaclient_view_t *views = elements(env, arena, value, 0, count);
    if (views == NULL) {
        return false;
    }
    failure->type = views[0];
    failure->message = views[1];
    failure->json = views[2];
    failure->cause = views[3];
    failure->stack_trace_count = count - texts;
    failure->stack_trace = count == texts ? NULL : views + texts;
    return true;
}

napi_value text_from(napi_env env, lambdaclient_view_t text) {
    napi_value value = NULL;
    if (text.data == NULL ||
        napi_create_string_utf8(env, (const char *)text.data, text.size, &value) != napi_ok) {
        return undefined(env);
    }
    return value;
}

napi_value handle_from(napi_env env, const void *handle) {
    napi_value value = NULL;
    napi_create_bigint_uint64(env, (uint64_t)(uintptr_t)handle, &value);
    return value;
}

void *handle_of(napi_env env, napi_value value) {
    uint64_t handle = 0;
    bool is_whole = false;
    napi_get_value_bigint_uint64(env, value, &handle, &is_whole);
    return (void *)(uintptr_t)handle;
}

static void keep(lambdaclient_view_t *text, char **place) {
    if (text->data != NULL) {
        memcpy(*place, text->data, text->size);
        text->data = (const uint8_t *)*place;
        *place += text->size;
    }
}

void fault_of(const library_t *library, int32_t status, lambdaclient_error_t *error, bool is_lent,
              fault_t *fault) {
    lambdaclient_error_info_t *info = &fault->info;
    *info = (lambdaclient_error_info_t)LAMBDACLIENT_ERROR_INFO_INIT;
    fault->texts = NULL;
    if (error == NULL || library->error_describe(error, info) != LAMBDACLIENT_OK) {
        info->code = status;
        info->name = info->message = library->text(library->status_name(status));
        info->is_fatal = library->status_is_fatal(status) == 1;
    }
    fault->category = library->status_category_name(info->code);
    fault->texts = malloc(info->name.size + info->message.size + info->service_error_type.size +
                          info->service_error_message.size + 1);
    if (fault->texts == NULL) {
        info->name = info->message = info->service_error_type = info->service_error_message =
            (lambdaclient_view_t){0, 0};
    } else {
        char *place = fault->texts;
        keep(&info->name, &place);
        keep(&info->message, &place);
        keep(&info->service_error_type, &place);
        keep(&info->service_error_message, &place);
    }
    if (!is_lent) {
        library->error_free(error);
    }
}

napi_value error_from(napi_env env, home_t *home, fault_t *fault, napi_value undelivered) {
    const lambdaclient_error_info_t *info = &fault->info;
    napi_value make, error = NULL, facts[10];
    napi_create_int32(env, info->code, &facts[0]);
    facts[1] = text_from(env, info->name);
    napi_create_string_utf8(env, fault->category, NAPI_AUTO_LENGTH, &facts[2]);
    napi_create_uint32(env, info->delivery, &facts[3]);
    napi_get_boolean(env, info->is_fatal == 1, &facts[4]);
    napi_create_uint32(env, info->http_status, &facts[5]);
    napi_create_int32(env, info->system_error, &facts[6]);
    facts[7] = text_from(env, info->message);
    facts[8] = text_from(env, info->service_error_type);
    facts[9] = text_from(env, info->service_error_message);
    free(fault->texts);
    napi_value arguments[11];
    memcpy(arguments, facts, sizeof(facts));
    arguments[10] = undelivered;
    if (napi_get_reference_value(env, home->make_error, &make) != napi_ok ||
        napi_call_function(env, undefined(env), make, 11, arguments, &error) != napi_ok) {
        return undefined(env);
    }
    return error;
}

napi_value undelivered_from(napi_env env, home_t *home, lambdaclient_error_t *error) {
    fault_t fault;
    if (error == NULL) {
        return undefined(env);
    }
    fault_of(&home->library, LAMBDACLIENT_E_INTERNAL_ERROR, error, false, &fault);
    return error_from(env, home, &fault, undefined(env));
}

bool succeeds(napi_env env, home_t *home, int32_t status, lambdaclient_error_t *error) {
    fault_t fault;
    if (status == LAMBDACLIENT_OK) {
        return true;
    }
    fault_of(&home->library, status, error, false, &fault);
    napi_throw(env, error_from(env, home, &fault, undefined(env)));
    return false;
}

void invocation_from(napi_env env, const library_t *library, lambdaclient_invocation_t *invocation,
                     napi_value *values) {
    lambdaclient_view_t payload = {0, 0};
    lambdaclient_context_t context = LAMBDACLIENT_CONTEXT_INIT;
    library->invocation_payload(invocation, &payload, NULL);
    library->invocation_context(invocation, &context, NULL);
    *values++ = handle_from(env, invocation);
    if (napi_create_buffer_copy(env, payload.size, payload.data, NULL, values) != napi_ok) {
        *values = undefined(env);
    }
    values++;
#define OF_INVOCATION
#define FLAG(name) napi_get_boolean(env, context.name == 1, values++);
#define NUMBER(name)                                                                                         \
    if (context.name < 0 || napi_create_double(env, (double)context.name, values) != napi_ok) {              \
        *values = undefined(env);                                                                            \
    }                                                                                                        \
    values++;
#define TEXT(name) *values++ = text_from(env, context.name);
#include "facts.inc"
#undef TEXT
#undef NUMBER
#undef FLAG
#undef OF_INVOCATION
}
