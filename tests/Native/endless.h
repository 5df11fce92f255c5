/* A service that hands out events without end, to any number of connections, and takes every answer. */
#ifndef ENDLESS_H
#define ENDLESS_H

/* Starts it; the endpoint, host:port, stays valid for the life of the process, and so does the service. */
const char *endless_start(void);

#endif
