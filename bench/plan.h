/* What to measure: the command line, understood. */
#pragma once

#include "stats.h"

#include <stdbool.h>
#include <stddef.h>

enum pin { PIN_ONE, PIN_TWO, PIN_NONE };

struct contender {
    char *name;
    const char *command;
    char **argv;              /* words within the allocation of the name */
    double *figures[FIGURES]; /* one value for each round */
};

struct plan {
    size_t runs;
    size_t invocations;
    size_t warmup;
    size_t payload;
    unsigned idle_ms;
    unsigned timeout_seconds;
    enum pin pin;
    bool start_only;
    bool verify;
    const char *json;
    struct contender *contenders; /* the first is the baseline */
    size_t count;
};

/* Prints what is wrong, or the help, and ends the program when there is nothing to measure. */
struct plan plan_parse(int argc, char **argv);
void plan_free(struct plan *plan);

const char *plan_pin_name(enum pin pin);

/* Some figures mean nothing under some plans. */
bool plan_measures(const struct plan *plan, enum figure figure);
