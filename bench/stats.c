#include "stats.h"

#include <stdlib.h>
#include <string.h>

const struct figure_name figure_names[FIGURES] = {
    [START] = {"start_us", "start to first next received, us", 0},
    [WALL] = {"wall_us", "wall time per invocation, us", 2},
    [P50] = {"p50_us", "event sent to answer received, p50, us", 2},
    [P99] = {"p99_us", "event sent to answer received, p99, us", 2},
    [CPU] = {"cpu_us", "CPU time of the subject per invocation, us", 2},
    [SWITCHES] = {"switches", "voluntary context switches per invocation", 2},
    [PEAK] = {"peak_kib", "peak resident memory, KiB", 0},
};

static int compare(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

double stats_percentile(double *values, size_t count, double percent) {
    qsort(values, count, sizeof *values, compare);
    size_t rank = (size_t)((double)count * percent / 100.0);
    return values[rank < count ? rank : count - 1];
}

struct spread stats_spread(const double *values, size_t count) {
    double *sorted = malloc(count * sizeof *sorted);
    if (sorted == NULL) {
        abort();
    }
    memcpy(sorted, values, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare);
    struct spread spread = {sorted[0], (sorted[(count - 1) / 2] + sorted[count / 2]) / 2, sorted[count - 1]};
    free(sorted);
    return spread;
}

struct spread stats_ratio(const double *values, const double *base, size_t count) {
    double *ratios = malloc(count * sizeof *ratios);
    if (ratios == NULL) {
        abort();
    }
    for (size_t i = 0; i < count; i++) {
        ratios[i] = base[i] > 0 ? values[i] / base[i] : 0;
    }
    struct spread spread = stats_spread(ratios, count);
    free(ratios);
    return spread;
}
