/* A service that behaves like Lambda's, and keeps account. It hands out numbered events one after the other,
 * and the same one again until it is answered. A poll after the last one is answered 500, which ends a
 * runtime. */
#ifndef JUDGE_H
#define JUDGE_H

#include <stddef.h>

struct judge_plan {
    size_t events;
    int is_cut_receiving;  /* 1: cuts the connection after `cut` bytes that come behind the first event */
    int is_cut_sending;    /* 1: the same for bytes that go out */
    size_t cut;            /* how many */
    int resets;            /* 1: a cut is a reset, not an end */
    int truncated_is_over; /* 1: an answer that is cut behind its head ends its event, as it may at AWS */
};

/* What became of an event. */
struct judge_event {
    unsigned handed_out, accepted;
    int is_failure, is_truncated;
    char error_type[64]; /* of the head or the trailers; empty where there is none */
    char body[4096];     /* of the accepted answer, chunks and all */
};

/* Starts it. The endpoint, host:port, stays valid until the next start. */
const char *judge_start(const struct judge_plan *plan);

/* Listens no more, and closes the connection before the next request; until judge_come_back. */
void judge_go_away(void);
void judge_come_back(void);

/* Ends it. What follows is valid from here to the next start. */
void judge_end(void);

/* What became of an event; they count from 1. */
const struct judge_event *judge_event(size_t number);

/* How many answers named an event that was over or never handed out. */
unsigned judge_refused(void);

/* How many init errors were reported. */
unsigned judge_init_errors(void);

/* The bytes that came and went between the first event and the end of the second one; and of those that went,
 * the reply to the first answer. */
size_t judge_received(void), judge_sent(void), judge_reply(void);

#endif
