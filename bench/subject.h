/* The program under measurement: started without a shell, watched, accounted for and ended. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <time.h>

struct subject {
    pid_t pid;
    clockid_t cpu_clock;
    double started_us; /* when it was about to be started, by now_us */
    bool ended_itself; /* before this program signalled it */
    int status;        /* as wait4 gives it; valid after subject_end */
    struct rusage usage;
};

/* Pass core -1 to inherit the caller's cores. The caller's cores are the same before and after. */
bool subject_start(struct subject *subject, char *const argv[], int core, char *reason, size_t reason_size);

bool subject_has_ended(const struct subject *subject);

/* CPU time of all its threads since its start, and its highest resident memory. They need a subject that
 * still runs. */
double subject_cpu_us(const struct subject *subject);
double subject_peak_kib(const struct subject *subject);

/* Lets it end by itself for a moment, then SIGTERM, then SIGKILL to its process group; always reaps. */
void subject_end(struct subject *subject);

/* "exit status 3", "ended by signal 11", "it had to be ended" */
void subject_describe_end(const struct subject *subject, char *text, size_t size);

/* After this many seconds, or on SIGINT or SIGTERM, the running subject is killed and this program exits
 * with 1. */
void subject_limit_time(unsigned seconds);
