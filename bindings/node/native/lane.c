#include "lane.h"
#include <stdlib.h>

lane_t *lane_new(home_t *home, lambdaclient_t *client, bool owns_client) {
    lane_t *lane = calloc(1, sizeof(*lane));
    if (lane == NULL) {
        return NULL;
    }
    lane->home = home;
    atomic_fetch_add(&home->owners, 1);
    lane->client = client;
    lane->owns_client = owns_client;
    atomic_init(&lane->owners, 1);
    pthread_mutex_init(&lane->lock, NULL);
    pthread_cond_init(&lane->wake, NULL);
    pthread_mutex_lock(&home->lock);
    lane->is_over = home->is_over;
    lane->next = home->lanes;
    home->lanes = lane;
    pthread_mutex_unlock(&home->lock);
    return lane;
}

void lane_release(lane_t *lane) {
    home_t *home = lane->home;
    if (atomic_fetch_sub(&lane->owners, 1) != 1) {
        return;
    }
    pthread_mutex_lock(&home->lock);
    for (lane_t **place = &home->lanes; *place != NULL; place = &(*place)->next) {
        if (*place == lane) {
            *place = lane->next;
            break;
        }
    }
    pthread_mutex_unlock(&home->lock);
    if (lane->owns_client) {
        home->library.close(lane->client);
    }
    arena_clear(&lane->arena);
    pthread_cond_destroy(&lane->wake);
    pthread_mutex_destroy(&lane->lock);
    free(lane);
    home_release(home);
}

void lane_end(lane_t *lane) {
    pthread_mutex_lock(&lane->lock);
    lane->is_over = true;
    pthread_mutex_unlock(&lane->lock);
    pthread_cond_signal(&lane->wake);
}

int lane_serve(lane_t *lane) {
    for (;;) {
        pthread_mutex_lock(&lane->lock);
        while (lane->job == NULL && !lane->is_settled && !lane->is_over) {
            pthread_cond_wait(&lane->wake, &lane->lock);
        }
        job_t *job = lane->job;
        bool is_settled = lane->is_settled;
        lane->is_settled = is_settled && job != NULL;
        pthread_mutex_unlock(&lane->lock);
        if (job == NULL) {
            return is_settled;
        }
        job->work(job, lane);
        pthread_mutex_lock(&lane->lock);
        lane->job = NULL;
        pthread_mutex_unlock(&lane->lock);
        home_post(lane->home, &job->message);
    }
}

static void set_job(lane_t *lane, job_t *job) {
    pthread_mutex_lock(&lane->lock);
    lane->job = job;
    pthread_mutex_unlock(&lane->lock);
}

job_t *lane_enter(lane_t *lane) {
    job_t *outer = lane->job;
    set_job(lane, NULL);
    return outer;
}

void lane_leave(lane_t *lane, job_t *outer) { set_job(lane, outer); }

void lane_settle(lane_t *lane) {
    pthread_mutex_lock(&lane->lock);
    lane->is_settled = true;
    /* Behind the lock, or the thread would wake up only to wait for it. */
    pthread_mutex_unlock(&lane->lock);
    pthread_cond_signal(&lane->wake);
}

static void *serve_until_end(void *served) {
    lane_t *lane = served;
    home_t *home = lane->home;
    lane_serve(lane);
    atomic_fetch_add(&home->owners, 1);
    lane_release(lane);
    pthread_mutex_lock(&home->lock);
    home->threads--;
    pthread_cond_signal(&home->thread_ended);
    pthread_mutex_unlock(&home->lock);
    home_release(home);
    return NULL;
}

static bool start(lane_t *lane) {
    pthread_t thread;
    pthread_attr_t detached;
    if (pthread_attr_init(&detached) != 0) {
        return false;
    }
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    atomic_fetch_add(&lane->owners, 1);
    pthread_mutex_lock(&lane->home->lock);
    bool is_started = pthread_create(&thread, &detached, serve_until_end, lane) == 0;
    lane->home->threads += is_started ? 1 : 0;
    pthread_mutex_unlock(&lane->home->lock);
    pthread_attr_destroy(&detached);
    if (is_started) {
        pthread_setname_np(thread, "lambdaclient");
    } else {
        lane_release(lane);
    }
    return is_started;
}

int32_t lane_submit(lane_t *lane, job_t *job) {
    int32_t status = LAMBDACLIENT_OK;
    pthread_mutex_lock(&lane->lock);
    if (lane->is_over) {
        status = LAMBDACLIENT_E_CLIENT_CLOSED;
    } else if (lane->job != NULL) {
        status = LAMBDACLIENT_E_CLIENT_BUSY;
    } else {
        lane->job = job;
    }
    pthread_mutex_unlock(&lane->lock);
    pthread_cond_signal(&lane->wake);
    if (status != LAMBDACLIENT_OK || lane->has_thread || !lane->owns_client) {
        return status;
    }
    lane->has_thread = start(lane);
    if (!lane->has_thread) {
        set_job(lane, NULL);
        return LAMBDACLIENT_E_OUT_OF_MEMORY;
    }
    return status;
}
