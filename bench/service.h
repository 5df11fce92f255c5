/* The measuring side of the Runtime API: serves one subject, one event after another, over one connection at
 * a time. */
#pragma once

#include "request.h"
#include "subject.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct service {
    const struct subject *subject; /* its end also ends a wait for a connection */
    int listener;
    int connection;
    unsigned port;
    bool verify;
    bool closes; /* the last request asked for the end of its connection */

    char *input;
    size_t capacity;
    size_t received;
    size_t consumed; /* what the last request took of the received bytes */

    char *event; /* head and payload together, so that one send takes both */
    size_t event_length;
    char *payload;
    size_t payload_length;
    char *request_id;
    char *invocation_id;
    char *deadline;
    uint64_t serial;

    char reason[512]; /* why the last call returned false */
};

bool service_init(struct service *service, size_t payload_length, bool verify);
void service_free(struct service *service);

/* A run: listen on a new port, then for each invocation these four in this order, then stop. */
bool service_listen(struct service *service);
bool service_receive_next(struct service *service);
bool service_send_event(struct service *service);
bool service_receive_answer(struct service *service);
bool service_accept_answer(struct service *service);
void service_stop(struct service *service);
