/*
 * lambdaclient_run with functions of JavaScript's. Its threads call the functions below, which post a message
 * and wait until JavaScript gives an answer; meanwhile they make the calls of the invocation.
 */
#include "calls.h"
#include <stdlib.h>

enum { step_event, step_init, step_before_snapshot, step_after_restore, step_shutdown, step_error };

typedef struct run {
    job_t job;
    lane_t *first;
    lane_t *lanes;
    pthread_mutex_t lock;
    napi_deferred deferred;
    napi_ref deliver;
    lambdaclient_run_options_t options;
    int32_t status;
    lambdaclient_error_t *error;
    /* The event loop is kept alive while a poller may still bring an event: always, if there may be several
     * pollers. */
    bool has_one_poller;
    int in_hand;
    bool waits;
} run_t;

typedef struct told {
    message_t message;
    run_t *run;
    fault_t fault;
} told_t;

/* On the run's threads. */

static lane_t *lane_of(run_t *run, lambdaclient_t *client) {
    lane_t *lane = run->lanes;
    pthread_mutex_lock(&run->lock);
    while (lane != NULL && lane->client != client) {
        lane = lane->next_of_run;
    }
    if (lane == NULL && (lane = lane_new(run->first->home, client, false)) != NULL) {
        lane->run = run;
        /* Its thread is inside the library until a handler is called. */
        lane->job = &run->job;
        lane->next_of_run = run->first->next_of_run;
        run->first->next_of_run = lane;
    }
    pthread_mutex_unlock(&run->lock);
    return lane;
}

/* Returns 0 where the environment ends first. */
static int wait_for_javascript(lane_t *lane, int step, lambdaclient_invocation_t *invocation) {
    lane->step = step;
    lane->invocation = invocation;
    job_t *outer = lane_enter(lane);
    home_post(lane->home, &lane->message);
    int is_settled = lane_serve(lane);
    lane_leave(lane, outer);
    return is_settled;
}

static void deliver_step(napi_env env, message_t *message);

static int32_t on_event(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                        lambdaclient_answer_t *answer) {
    lane_t *lane = lane_of(context, client);
    if (lane == NULL) {
        return LAMBDACLIENT_E_OUT_OF_MEMORY;
    }
    lane->message.deliver = deliver_step;
    if (!wait_for_javascript(lane, step_event, invocation)) {
        return lane->home->library.abandon(invocation, NULL);
    }
    *answer = lane->answer;
    return LAMBDACLIENT_OK;
}

static int32_t on_step(void *context, int step) {
    lane_t *lane = ((run_t *)context)->first;
    lane->message.deliver = deliver_step;
    return wait_for_javascript(lane, step, NULL) ? lane->result : LAMBDACLIENT_E_CLIENT_CLOSED;
}

static int32_t on_init(void *context, lambdaclient_t *client) {
    (void)client;
    return on_step(context, step_init);
}

static int32_t on_before_snapshot(void *context, lambdaclient_t *client) {
    (void)client;
    return on_step(context, step_before_snapshot);
}

static int32_t on_after_restore(void *context, lambdaclient_t *client) {
    (void)client;
    return on_step(context, step_after_restore);
}

static int32_t on_shutdown(void *context, lambdaclient_t *client) {
    (void)client;
    return on_step(context, step_shutdown);
}

static void deliver_error(napi_env env, message_t *message);

static void on_error(void *context, const lambdaclient_error_t *error) {
    run_t *run = context;
    told_t *told = calloc(1, sizeof(*told));
    if (told != NULL) {
        told->message.deliver = deliver_error;
        told->run = run;
        fault_of(&run->first->home->library, LAMBDACLIENT_E_INTERNAL_ERROR, (lambdaclient_error_t *)error,
                 true, &told->fault);
        home_post(run->first->home, &told->message);
    }
}

static void serve_events(job_t *job, lane_t *lane) {
    run_t *run = (run_t *)job;
    run->status = lane->home->library.run(lane->client, &run->options, &run->error);
}

/* On the JavaScript thread. */

static void count(napi_env env, run_t *run, int change) {
    run->in_hand += change;
    bool waits = run->in_hand == 0 || !run->has_one_poller;
    if (waits != run->waits) {
        run->waits = waits;
        home_wait(env, run->first->home, waits ? 1 : -1);
    }
}

static void call(napi_env env, run_t *run, napi_value *arguments, size_t number) {
    napi_value function;
    if (napi_get_reference_value(env, run->deliver, &function) == napi_ok) {
        napi_call_function(env, undefined(env), function, number, arguments, NULL);
        hand_on_exception(env);
    }
}

static void on_lane_object_end(napi_env env, void *lane, void *hint) {
    (void)env, (void)hint;
    lane_release(lane);
}

static void know(napi_env env, lane_t *lane) {
    napi_value object;
    atomic_fetch_add(&lane->owners, 1);
    if (napi_create_external(env, lane, on_lane_object_end, NULL, &object) == napi_ok) {
        napi_create_reference(env, object, 1, &lane->object);
    }
}

static void deliver_step(napi_env env, message_t *message) {
    lane_t *lane = (lane_t *)((char *)message - offsetof(lane_t, message));
    napi_value arguments[2 + invocation_values];
    size_t number = 2;
    if (env == NULL) {
        return;
    }
    if (lane->object == NULL) {
        know(env, lane);
    }
    lane->is_in_hand = true;
    count(env, lane->run, 1);
    napi_create_int32(env, lane->step, &arguments[0]);
    napi_get_reference_value(env, lane->object, &arguments[1]);
    if (lane->step == step_event) {
        invocation_from(env, &lane->home->library, lane->invocation, arguments + 2);
        number += invocation_values;
    }
    call(env, lane->run, arguments, number);
}

static void deliver_error(napi_env env, message_t *message) {
    told_t *told = (told_t *)message;
    napi_value arguments[3];
    if (env == NULL) {
        free(told->fault.texts);
    } else {
        napi_create_int32(env, step_error, &arguments[0]);
        arguments[1] = undefined(env);
        arguments[2] = error_from(env, told->run->first->home, &told->fault, undefined(env));
        call(env, told->run, arguments, 3);
    }
    free(told);
}

static void leave_lanes(napi_env env, run_t *run) {
    lane_t *following;
    for (lane_t *lane = run->lanes; lane != NULL; lane = following) {
        following = lane->next_of_run;
        lane->run = NULL;
        lane->next_of_run = NULL;
        if (env != NULL && lane->object != NULL) {
            napi_delete_reference(env, lane->object);
            lane->object = NULL;
        }
        if (!lane->owns_client) {
            lane_end(lane);
        }
        lane_release(lane);
    }
}

static void end_run(napi_env env, message_t *message) {
    run_t *run = (run_t *)message;
    home_t *home = run->first->home;
    if (env == NULL) {
        home->library.error_free(run->error);
    } else {
        if (run->waits) {
            home_wait(env, home, -1);
        }
        napi_delete_reference(env, run->deliver);
        if (run->status == LAMBDACLIENT_OK) {
            napi_resolve_deferred(env, run->deferred, undefined(env));
        } else {
            fault_t fault;
            fault_of(&home->library, run->status, run->error, false, &fault);
            napi_reject_deferred(env, run->deferred, error_from(env, home, &fault, undefined(env)));
        }
    }
    leave_lanes(env, run);
    pthread_mutex_destroy(&run->lock);
    free(run);
}

/* (client, deliver, threadCount, force, steps as bits, observes errors, has one poller) */
static napi_value begin_run(napi_env env, napi_callback_info info) {
    napi_value arguments[most_arguments], promise;
    bool is_forced = false, observes = false, has_one_poller = false;
    lane_t *lane = lane_argument(env, info, arguments, NULL);
    run_t *run = lane == NULL ? NULL : calloc(1, sizeof(*run));
    if (run == NULL) {
        return NULL;
    }
    uint32_t steps = number_of(env, arguments[4]);
    napi_get_value_bool(env, arguments[3], &is_forced);
    napi_get_value_bool(env, arguments[5], &observes);
    napi_get_value_bool(env, arguments[6], &has_one_poller);
    run->options = (lambdaclient_run_options_t)LAMBDACLIENT_RUN_OPTIONS_INIT;
    run->options.thread_count = number_of(env, arguments[2]);
    run->options.force_thread_count = is_forced ? 1 : 0;
    run->options.handler = on_event;
    run->options.context = run;
    run->options.init = steps & 1 << step_init ? on_init : NULL;
    run->options.before_snapshot = steps & 1 << step_before_snapshot ? on_before_snapshot : NULL;
    run->options.after_restore = steps & 1 << step_after_restore ? on_after_restore : NULL;
    run->options.shutdown = steps & 1 << step_shutdown ? on_shutdown : NULL;
    run->options.on_error = observes ? on_error : NULL;
    if (napi_create_reference(env, arguments[1], 1, &run->deliver) != napi_ok ||
        napi_create_promise(env, &run->deferred, &promise) != napi_ok) {
        free(run);
        return NULL;
    }
    pthread_mutex_init(&run->lock, NULL);
    run->job.message.deliver = end_run;
    run->job.work = serve_events;
    run->first = run->lanes = lane;
    run->has_one_poller = has_one_poller;
    atomic_fetch_add(&lane->owners, 1);
    if (lane->run != NULL) {
        run->status = LAMBDACLIENT_E_CLIENT_BUSY;
        run->lanes = NULL;
        end_run(env, &run->job.message);
        lane_release(lane);
        return promise;
    }
    lane->run = run;
    napi_create_reference(env, arguments[0], 1, &lane->object);
    count(env, run, 0);
    int32_t refusal = lane_submit(lane, &run->job);
    if (refusal != LAMBDACLIENT_OK) {
        run->status = refusal;
        end_run(env, &run->job.message);
    }
    return promise;
}

static void end_step(napi_env env, lane_t *lane) {
    lane->is_in_hand = false;
    count(env, lane->run, -1);
    lane_settle(lane);
}

/* (client, payload, contentType, failure): the answer of the invocation in hand. */
static napi_value answer(napi_env env, napi_callback_info info) {
    napi_value arguments[most_arguments];
    lane_t *lane = lane_argument(env, info, arguments, NULL);
    if (lane == NULL || !lane->is_in_hand) {
        return NULL;
    }
    arena_clear(&lane->arena);
    if (answer_of(env, &lane->arena, &arguments[1], &lane->answer, &lane->failure)) {
        end_step(env, lane);
    }
    return NULL;
}

/* (client, has succeeded): the end of a step. */
static napi_value settle_step(napi_env env, napi_callback_info info) {
    napi_value arguments[most_arguments];
    lane_t *lane = lane_argument(env, info, arguments, NULL);
    bool has_succeeded = false;
    if (lane == NULL || !lane->is_in_hand) {
        return NULL;
    }
    napi_get_value_bool(env, arguments[1], &has_succeeded);
    lane->result = has_succeeded ? LAMBDACLIENT_OK : LAMBDACLIENT_E_HOOK_FAILED;
    end_step(env, lane);
    return NULL;
}

void add_run(napi_env env, napi_value exports) {
    add_function(env, exports, "run", begin_run, NULL);
    add_function(env, exports, "answer", answer, NULL);
    add_function(env, exports, "settleStep", settle_step, NULL);
}
