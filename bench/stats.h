/* What a run measures, and what many runs say together. */
#pragma once

#include <stddef.h>

enum figure { START, WALL, P50, P99, CPU, SWITCHES, PEAK, FIGURES };

struct figure_name {
    const char *key; /* in the JSON file */
    const char *title;
    int decimals;
};

extern const struct figure_name figure_names[FIGURES];

struct spread {
    double least;
    double median;
    double most;
};

/* Sorts the values. */
double stats_percentile(double *values, size_t count, double percent);

struct spread stats_spread(const double *values, size_t count);

/* The spread of values[i] / base[i]: each run against the baseline's run of the same round. */
struct spread stats_ratio(const double *values, const double *base, size_t count);
