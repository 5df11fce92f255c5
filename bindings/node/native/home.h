/*
 * What one JavaScript environment has: the main thread's, or a worker's. Threads reach it by messages.
 * Nothing is shared between environments.
 */
#ifndef LAMBDACLIENT_NODE_HOME_H
#define LAMBDACLIENT_NODE_HOME_H

#define NAPI_VERSION 8
#include "library.h"
#include <node_api.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

typedef struct lane lane_t;

typedef struct message {
    /* Called on the JavaScript thread; env is NULL where the environment has ended, and only memory can be
     * freed. */
    void (*deliver)(napi_env env, struct message *message);
} message_t;

typedef struct home {
    library_t library;
    atomic_int owners;
    napi_threadsafe_function messages;
    /* Makes an ApiError of its facts. */
    napi_ref make_error;
    /* How many threads JavaScript waits for; while there are any, the event loop is kept alive. */
    int waiting;
    pthread_mutex_t lock;
    pthread_cond_t thread_ended;
    int threads;
    bool is_over;
    lane_t *lanes;
} home_t;

home_t *home_open(napi_env env);

home_t *home_of(napi_env env);

void home_release(home_t *home);

/* Any thread. The message is delivered once. */
void home_post(home_t *home, message_t *message);

/* JavaScript waits for one thread more (1) or less (-1). */
void home_wait(napi_env env, home_t *home, int change);

/* Cancels all clients and waits until their threads have ended. An answer that is on its way has a second to
 * arrive. */
void home_stop(void *home);

#endif
