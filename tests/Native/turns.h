/* Two events through lambdaclient_turn and through lambdaclient_run. What a test is about happens at the
 * first one; the second one is answered well. */
#ifndef TURNS_H
#define TURNS_H

#include "check.h"
#include "judge.h"

/* Handles the first event; gives what a handler of lambdaclient_run returns. */
typedef int32_t (*deed_t)(lambdaclient_t *client, lambdaclient_invocation_t *invocation,
                          lambdaclient_answer_t *answer);

#define DEED(name)                                                                                           \
    static int32_t name(lambdaclient_t *client, lambdaclient_invocation_t *invocation,                       \
                        lambdaclient_answer_t *answer)
#define UNUSED (void)client, (void)invocation, (void)answer

/* Plays a deed in both ways. Each event is handled once and answered once, the answer's release function is
 * called once, and the second answer is taken. What was reported of the first one is the status `reported`, 0
 * for nothing, and its caller gets a failure of the type, or a response where the type is NULL. */
void play(deed_t deed, int32_t reported, const char *type);

/* Only through lambdaclient_turn, or lambdaclient_run. */
void play_turn(deed_t deed, int32_t reported, const char *type);
void play_run(deed_t deed, int32_t reported, const char *type);

/* The release function of answers, and how often it has to be called still. */
void count_release(void *context);
void expect_release(lambdaclient_answer_t *answer);
int releases_missing(void);

/* The number of the event that an invocation is. */
size_t number_of(const lambdaclient_invocation_t *invocation);

#endif
