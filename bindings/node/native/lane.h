/*
 * A client and the thread that makes its waiting calls, one at a time, so that the event loop goes on. Inside
 * a run, the thread that called the handler makes the calls of that invocation.
 */
#ifndef LAMBDACLIENT_NODE_LANE_H
#define LAMBDACLIENT_NODE_LANE_H

#include "home.h"
#include "values.h"

typedef struct job {
    message_t message;
    /* Called on the lane's thread, then the message is posted. */
    void (*work)(struct job *job, lane_t *lane);
} job_t;

struct run;

struct lane {
    home_t *home;
    lane_t *next;
    lambdaclient_t *client;
    bool owns_client;
    /* The JavaScript object, the thread, and the run. */
    atomic_int owners;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    /* The call in progress: while there is one, another one is refused. */
    job_t *job;
    bool has_thread;
    bool is_over;

    /* Of a run: the step that waits for JavaScript, and what JavaScript gives for it. */
    struct run *run;
    lane_t *next_of_run;
    message_t message;
    int step;
    bool is_in_hand;
    lambdaclient_invocation_t *invocation;
    napi_ref object;
    bool is_settled;
    int32_t result;
    arena_t arena;
    lambdaclient_answer_t answer;
    lambdaclient_failure_t failure;
};

/* A lane for a client; NULL without memory. */
lane_t *lane_new(home_t *home, lambdaclient_t *client, bool owns_client);

void lane_release(lane_t *lane);

/* The lane accepts nothing more, and its thread ends. */
void lane_end(lane_t *lane);

/* Has the lane's thread do a job. Returns 0, CLIENT_BUSY, CLIENT_CLOSED or OUT_OF_MEMORY. */
int32_t lane_submit(lane_t *lane, job_t *job);

/* On the thread of a run: accepts jobs from now on; does them until the step is settled (1) or the lane has
 * ended (0). */
job_t *lane_enter(lane_t *lane);
int lane_serve(lane_t *lane);
void lane_leave(lane_t *lane, job_t *outer);

/* Ends the step, once the job in progress is done. */
void lane_settle(lane_t *lane);

#endif
