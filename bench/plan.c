#define _GNU_SOURCE
#include "plan.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const pin_names[] = {[PIN_ONE] = "one", [PIN_TWO] = "two", [PIN_NONE] = "none"};

static const char usage[] =
    "usage: lambdaclient-bench [options] NAME=COMMAND [NAME=COMMAND ...]\n"
    "Measures programs that speak the AWS Lambda Runtime API. The first is the baseline of the ratios.\n"
    "Commands are split on blanks and run without a shell.\n"
    "\n"
    "  --runs N          rounds, each with one run of every command (9)\n"
    "  --invocations N   measured invocations per run (20000)\n"
    "  --warmup N        invocations before them, at least 1 (2000)\n"
    "  --payload BYTES   size of event and answer (128)\n"
    "  --idle-ms N       wait this long before each event (0)\n"
    "  --pin HOW         one: service and command on one core; two: a core each; none (one)\n"
    "  --start-only      measure only the start, up to the first poll\n"
    "  --verify          compare every byte of every answer\n"
    "  --json FILE       also write the figures there\n"
    "  --timeout S       end everything after this many seconds (300)\n";

const char *plan_pin_name(enum pin pin) { return pin_names[pin]; }

static _Noreturn void reject(const char *what, const char *value) {
    fprintf(stderr, "lambdaclient-bench: %s: %s\n(--help shows the options)\n", what, value);
    exit(2);
}

static size_t parse_number(const char *option, const char *text, size_t least, size_t most) {
    char *end;
    unsigned long long value = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || value < least || value > most) {
        char what[128];
        snprintf(what, sizeof what, "--%s wants a number from %zu to %zu, not", option, least, most);
        reject(what, text);
    }
    return (size_t)value;
}

static enum pin parse_pin(const char *text) {
    for (size_t i = 0; i < sizeof pin_names / sizeof *pin_names; i++) {
        if (strcmp(text, pin_names[i]) == 0) {
            return (enum pin)i;
        }
    }
    reject("--pin wants one, two or none, not", text);
}

static void *allocate(size_t count, size_t size) {
    void *memory = calloc(count, size);
    if (memory == NULL) {
        reject("out of memory", "too many invocations, runs or commands");
    }
    return memory;
}

static struct contender parse_contender(const char *text, size_t runs) {
    char *name = strdup(text);
    char *equals = name == NULL ? NULL : strchr(name, '=');
    if (equals == NULL || equals == name) {
        reject("not NAME=COMMAND", text);
    }
    *equals = '\0';
    struct contender contender = {.name = name, .command = text + (equals - name) + 1};

    contender.argv = allocate(strlen(equals + 1) / 2 + 2, sizeof(char *));
    size_t words = 0;
    for (char *word = strtok(equals + 1, " \t"); word != NULL; word = strtok(NULL, " \t")) {
        contender.argv[words++] = word;
    }
    if (words == 0) {
        reject("no command after the name", text);
    }
    for (int figure = 0; figure < FIGURES; figure++) {
        contender.figures[figure] = allocate(runs, sizeof(double));
    }
    return contender;
}

static void parse_options(struct plan *plan, int argc, char **argv) {
    static const struct option options[] = {
        {"runs", required_argument, NULL, 'r'},    {"invocations", required_argument, NULL, 'n'},
        {"warmup", required_argument, NULL, 'w'},  {"payload", required_argument, NULL, 'p'},
        {"idle-ms", required_argument, NULL, 'i'}, {"pin", required_argument, NULL, 'c'},
        {"start-only", no_argument, NULL, 's'},    {"verify", no_argument, NULL, 'v'},
        {"json", required_argument, NULL, 'j'},    {"timeout", required_argument, NULL, 't'},
        {"help", no_argument, NULL, 'h'},          {0},
    };
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'r':
            plan->runs = parse_number("runs", optarg, 1, 10000);
            break;
        case 'n':
            plan->invocations = parse_number("invocations", optarg, 1, 100000000);
            break;
        case 'w':
            plan->warmup = parse_number("warmup", optarg, 1, 100000000);
            break;
        case 'p':
            plan->payload = parse_number("payload", optarg, 0, 1 << 30);
            break;
        case 'i':
            plan->idle_ms = (unsigned)parse_number("idle-ms", optarg, 0, 60000);
            break;
        case 'c':
            plan->pin = parse_pin(optarg);
            break;
        case 's':
            plan->start_only = true;
            break;
        case 'v':
            plan->verify = true;
            break;
        case 'j':
            plan->json = optarg;
            break;
        case 't':
            plan->timeout_seconds = (unsigned)parse_number("timeout", optarg, 1, 86400);
            break;
        case 'h':
            fputs(usage, stdout);
            exit(0);
        default:
            reject("options", "see above");
        }
    }
}

struct plan plan_parse(int argc, char **argv) {
    struct plan plan = {.runs = 9,
                        .invocations = 20000,
                        .warmup = 2000,
                        .payload = 128,
                        .timeout_seconds = 300,
                        .pin = PIN_ONE};
    parse_options(&plan, argc, argv);
    if (optind == argc) {
        reject("nothing to measure", "no NAME=COMMAND");
    }
    plan.count = (size_t)(argc - optind);
    plan.contenders = allocate(plan.count, sizeof *plan.contenders);
    for (size_t i = 0; i < plan.count; i++) {
        plan.contenders[i] = parse_contender(argv[(size_t)optind + i], plan.runs);
    }

    size_t idle_ms =
        plan.start_only ? 0 : plan.idle_ms * (plan.invocations + plan.warmup) * plan.runs * plan.count;
    if (idle_ms / 1000 > plan.timeout_seconds) {
        char seconds[64];
        snprintf(seconds, sizeof seconds, "%zu s; fewer --invocations, or more --timeout", idle_ms / 1000);
        reject("the idle time alone would take", seconds);
    }
    return plan;
}

void plan_free(struct plan *plan) {
    for (size_t i = 0; i < plan->count; i++) {
        struct contender *contender = &plan->contenders[i];
        for (int figure = 0; figure < FIGURES; figure++) {
            free(contender->figures[figure]);
        }
        free(contender->argv);
        free(contender->name);
    }
    free(plan->contenders);
}

bool plan_measures(const struct plan *plan, enum figure figure) {
    if (plan->start_only) {
        return figure == START || figure == CPU || figure == PEAK;
    }
    return figure != WALL || plan->idle_ms == 0;
}
