/* lambdaclient-bench: rounds of runs. In a run one subject is started, served its events, measured and ended.
 */
#define _GNU_SOURCE
#include "clock.h"
#include "plan.h"
#include "report.h"
#include "service.h"
#include "subject.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void wait_ms(unsigned milliseconds) {
    struct timespec time = {.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000L};
    nanosleep(&time, NULL);
}

/* One run's place to measure into. */
struct run {
    const struct plan *plan;
    struct service *service;
    struct subject *subject;
    double *latencies;
    double figures[FIGURES];
    size_t answered;
};

/* Both marks, the end of the warm-up and the end of the run, are taken when an answer has come and its
 * acceptance has not been sent: between them lie whole invocations. */
static bool run_invocations(struct run *run) {
    const struct plan *plan = run->plan;
    size_t total = plan->warmup + plan->invocations;
    double mark = 0, cpu_mark = 0;
    while (run->answered < total) {
        if (run->answered > 0 && !service_receive_next(run->service)) {
            return false;
        }
        if (plan->idle_ms > 0) {
            wait_ms(plan->idle_ms);
        }
        double sent = now_us();
        if (!service_send_event(run->service) || !service_receive_answer(run->service)) {
            return false;
        }
        double received = now_us();
        if (run->answered >= plan->warmup) {
            run->latencies[run->answered - plan->warmup] = received - sent;
        }
        run->answered++;
        if (run->answered == plan->warmup) {
            cpu_mark = subject_cpu_us(run->subject);
            mark = now_us();
        } else if (run->answered == total) {
            run->figures[WALL] = (received - mark) / (double)plan->invocations;
            run->figures[CPU] = (subject_cpu_us(run->subject) - cpu_mark) / (double)plan->invocations;
            run->figures[PEAK] = subject_peak_kib(run->subject);
        }
        if (!service_accept_answer(run->service)) {
            return false;
        }
    }
    run->figures[P50] = stats_percentile(run->latencies, plan->invocations, 50);
    run->figures[P99] = stats_percentile(run->latencies, plan->invocations, 99);
    return true;
}

static bool run_subject(struct run *run, const struct contender *contender, int core) {
    char endpoint[32];
    snprintf(endpoint, sizeof endpoint, "127.0.0.1:%u", run->service->port);
    setenv("AWS_LAMBDA_RUNTIME_API", endpoint, 1);
    if (!subject_start(run->subject, contender->argv, core, run->service->reason,
                       sizeof run->service->reason)) {
        return false;
    }
    run->service->subject = run->subject;
    bool good = service_receive_next(run->service);
    run->figures[START] = now_us() - run->subject->started_us;
    if (good && run->plan->start_only) {
        run->figures[CPU] = subject_cpu_us(run->subject);
        run->figures[PEAK] = subject_peak_kib(run->subject);
    } else if (good) {
        good = run_invocations(run);
    }
    service_stop(run->service);
    subject_end(run->subject);
    run->figures[SWITCHES] =
        (double)run->subject->usage.ru_nvcsw / (double)(run->plan->warmup + run->plan->invocations);
    return good;
}

static void report_failure(const struct run *run, const struct contender *contender) {
    char end[64] = "it never ran";
    if (run->subject->pid != 0) {
        subject_describe_end(run->subject, end, sizeof end);
    }
    fprintf(stderr, "lambdaclient-bench: %s failed after %zu invocations: %s; %s\n", contender->name,
            run->answered, run->service->reason, end);
}

static void set_environment(void) {
    static const char *const variables[][2] = {
        {"AWS_LAMBDA_FUNCTION_NAME", "bench"},
        {"AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"},
        {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"},
        {"AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/bench"},
        {"AWS_LAMBDA_LOG_STREAM_NAME", "bench"},
        {"AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"},
        {"AWS_REGION", "us-east-1"},
        {"_HANDLER", "bench"},
        {"LAMBDA_TASK_ROOT", "."},
    };
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        setenv(variables[i][0], variables[i][1], 1);
    }
}

/* Puts this program on the last core it may use. Returns the subject's core: -1 is the same. */
static int pin_service(enum pin pin) {
    cpu_set_t allowed;
    sched_getaffinity(0, sizeof allowed, &allowed);
    int last = -1, before = -1;
    for (int core = 0; core < CPU_SETSIZE; core++) {
        if (CPU_ISSET((size_t)core, &allowed)) {
            before = last;
            last = core;
        }
    }
    if (pin == PIN_NONE) {
        return -1;
    }
    if (pin == PIN_TWO && before < 0) {
        fprintf(stderr, "lambdaclient-bench: --pin two needs two cores\n");
        exit(2);
    }
    CPU_ZERO(&allowed);
    CPU_SET((size_t)last, &allowed);
    sched_setaffinity(0, sizeof allowed, &allowed);
    return pin == PIN_TWO ? before : -1;
}

static bool measure(const struct plan *plan, struct service *service, double *latencies, int core) {
    /* A start is only measured with the files in the page cache: the first round fills it. */
    size_t unmeasured = plan->start_only ? 1 : 0;
    for (size_t round = 0; round < plan->runs + unmeasured; round++) {
        for (size_t turn = 0; turn < plan->count; turn++) {
            struct contender *contender = &plan->contenders[(round + turn) % plan->count];
            struct subject subject = {0};
            struct run run = {.plan = plan, .service = service, .subject = &subject, .latencies = latencies};
            if (!service_listen(service) || !run_subject(&run, contender, core)) {
                report_failure(&run, contender);
                return false;
            }
            for (int figure = 0; figure < FIGURES && round >= unmeasured; figure++) {
                contender->figures[figure][round - unmeasured] = run.figures[figure];
            }
        }
    }
    return true;
}

static bool measure_and_report(const struct plan *plan) {
    struct service service;
    double *latencies = calloc(plan->invocations, sizeof *latencies);
    bool good = service_init(&service, plan->payload, plan->verify) && latencies != NULL;
    if (!good) {
        fprintf(stderr, "lambdaclient-bench: out of memory\n");
    } else {
        set_environment();
        int core = pin_service(plan->pin);
        subject_limit_time(plan->timeout_seconds);
        report_header(plan);
        good = measure(plan, &service, latencies, core);
    }
    if (good) {
        report_table(plan);
        if (plan->json != NULL && !report_json(plan)) {
            fprintf(stderr, "lambdaclient-bench: cannot write %s\n", plan->json);
            good = false;
        }
    }
    service_free(&service);
    free(latencies);
    return good;
}

int main(int argc, char **argv) {
    struct plan plan = plan_parse(argc, argv);
    bool good = measure_and_report(&plan);
    plan_free(&plan);
    return good ? 0 : 1;
}
