/* A scripted service on the loopback interface: what it sends is exactly what the script says, malformed
 * bytes included. */
#ifndef SERVICE_H
#define SERVICE_H

#include <stddef.h>

enum ending {
    STAY,  /* wait for the next request on this connection */
    CLOSE, /* close it */
    RESET, /* reset it */
    HOLD   /* wait until the client closes it */
};

struct step {
    const char *send;   /* what to send; NULL for nothing */
    enum ending ending; /* what to do then */
    int before_request; /* 1: do it without waiting for a request */
};

/* Starts a service that walks through the steps, over as many connections as they need; then it listens no
 * more. */
/* The endpoint, host:port, stays valid until service_join. */
const char *service_start(const struct step *steps, size_t count);

/* Waits until this many whole requests were received. */
void service_wait_for_requests(size_t count);

/* Waits until every step was done, and gives how many whole requests were received. */
size_t service_join(void);

/* The last request, whole, ended by a NUL. Valid after service_join. */
const char *service_last_request(void);

/* The first line of each request, with a line end each, without the version of HTTP. Valid after
 * service_join. */
const char *service_request_lines(void);

/* An endpoint at which nothing listens. */
const char *service_refusing(void);

#endif
