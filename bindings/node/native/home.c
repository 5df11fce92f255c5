#include "home.h"
#include "lane.h"
#include <stdlib.h>
#include <time.h>

static void on_message(napi_env env, napi_value function, void *context, void *message) {
    (void)function, (void)context;
    ((message_t *)message)->deliver(env, message);
}

static void on_instance_end(napi_env env, void *home, void *hint) {
    (void)env, (void)hint;
    home_release(home);
}

home_t *home_open(napi_env env) {
    home_t *home = calloc(1, sizeof(*home));
    napi_value name;
    if (home == NULL) {
        return NULL;
    }
    atomic_init(&home->owners, 1);
    pthread_mutex_init(&home->lock, NULL);
    pthread_cond_init(&home->thread_ended, NULL);
    /* Hooks run in reverse order, so the threads end before what they send messages through. */
    if (napi_create_string_utf8(env, "lambdaclient", NAPI_AUTO_LENGTH, &name) != napi_ok ||
        napi_create_threadsafe_function(env, NULL, NULL, name, 0, 1, NULL, NULL, NULL, on_message,
                                        &home->messages) != napi_ok ||
        napi_unref_threadsafe_function(env, home->messages) != napi_ok ||
        napi_add_env_cleanup_hook(env, home_stop, home) != napi_ok ||
        napi_set_instance_data(env, home, on_instance_end, NULL) != napi_ok) {
        free(home);
        return NULL;
    }
    return home;
}

home_t *home_of(napi_env env) {
    void *home = NULL;
    napi_get_instance_data(env, &home);
    return home;
}

void home_release(home_t *home) {
    if (atomic_fetch_sub(&home->owners, 1) == 1) {
        pthread_cond_destroy(&home->thread_ended);
        pthread_mutex_destroy(&home->lock);
        free(home);
    }
}

void home_post(home_t *home, message_t *message) {
    if (napi_call_threadsafe_function(home->messages, message, napi_tsfn_nonblocking) != napi_ok) {
        message->deliver(NULL, message);
    }
}

void home_wait(napi_env env, home_t *home, int change) {
    int before = home->waiting;
    home->waiting += change;
    if (before == 0) {
        napi_ref_threadsafe_function(env, home->messages);
    } else if (home->waiting == 0) {
        napi_unref_threadsafe_function(env, home->messages);
    }
}

static void cancel_all(home_t *home) {
    for (lane_t *lane = home->lanes; lane != NULL; lane = lane->next) {
        home->library.cancel(lane->client, NULL);
        lane_end(lane);
    }
}

void home_stop(void *stopped) {
    enum { patience_s = 1 };
    home_t *home = stopped;
    struct timespec end;
    int waited = 0;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += patience_s;
    pthread_mutex_lock(&home->lock);
    home->is_over = true;
    cancel_all(home);
    while (home->threads > 0 && waited == 0) {
        waited = pthread_cond_timedwait(&home->thread_ended, &home->lock, &end);
    }
    if (home->threads > 0) {
        cancel_all(home);
    }
    while (home->threads > 0) {
        pthread_cond_wait(&home->thread_ended, &home->lock);
    }
    pthread_mutex_unlock(&home->lock);
}
