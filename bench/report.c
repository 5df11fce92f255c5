#define _GNU_SOURCE
#include "report.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

static void read_cpu_model(char *model, size_t size) {
    snprintf(model, size, "unknown CPU");
    FILE *file = fopen("/proc/cpuinfo", "re");
    char line[512];
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        char *value = strchr(line, ':');
        if (strncmp(line, "model name", 10) == 0 && value != NULL) {
            snprintf(model, size, "%.*s", (int)strcspn(value + 2, "\n"), value + 2);
            break;
        }
    }
    if (file != NULL) {
        fclose(file);
    }
}

void report_header(const struct plan *plan) {
    char model[256];
    struct utsname system;
    read_cpu_model(model, sizeof model);
    uname(&system);
    printf("%ld cores, %s %s %s, %s\n", sysconf(_SC_NPROCESSORS_ONLN), system.sysname, system.release,
           system.machine, model);
    printf("%zu rounds, pin %s", plan->runs, plan_pin_name(plan->pin));
    if (plan->start_only) {
        printf(", start only\n");
    } else {
        printf(", %zu + %zu invocations of %zu bytes, idle %u ms%s\n", plan->warmup, plan->invocations,
               plan->payload, plan->idle_ms, plan->verify ? ", verified" : "");
    }
    fflush(stdout);
}

static const char *title_of(const struct plan *plan, enum figure figure) {
    if (plan->start_only && figure == CPU) {
        return "CPU time of the subject until its first next, us";
    }
    return figure_names[figure].title;
}

static struct spread ratio_of(const struct plan *plan, const struct contender *contender,
                              enum figure figure) {
    return stats_ratio(contender->figures[figure], plan->contenders[0].figures[figure], plan->runs);
}

void report_table(const struct plan *plan) {
    int width = 8;
    for (size_t i = 0; i < plan->count; i++) {
        int length = (int)strlen(plan->contenders[i].name);
        width = length > width ? length : width;
    }
    for (enum figure figure = 0; figure < FIGURES; figure++) {
        if (!plan_measures(plan, figure)) {
            continue;
        }
        printf("\n%s\n  %-*s %10s %10s %10s   x %-*s %7s %7s\n", title_of(plan, figure), width, "", "min",
               "median", "max", width, plan->contenders[0].name, "", "");
        for (size_t i = 0; i < plan->count; i++) {
            const struct contender *contender = &plan->contenders[i];
            struct spread spread = stats_spread(contender->figures[figure], plan->runs);
            int decimals = figure_names[figure].decimals;
            printf("  %-*s %10.*f %10.*f %10.*f", width, contender->name, decimals, spread.least, decimals,
                   spread.median, decimals, spread.most);
            if (i > 0) {
                struct spread ratio = ratio_of(plan, contender, figure);
                printf("   %7.3f %7.3f %7.3f", ratio.least, ratio.median, ratio.most);
            }
            printf("\n");
        }
    }
}

static void write_text(FILE *file, const char *text) {
    fputc('"', file);
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') {
            fprintf(file, "\\%c", c);
        } else if (c < ' ') {
            fprintf(file, "\\u%04x", c);
        } else {
            fputc(c, file);
        }
    }
    fputc('"', file);
}

static void write_spread(FILE *file, struct spread spread) {
    fprintf(file, "{\"min\": %.4f, \"median\": %.4f, \"max\": %.4f}", spread.least, spread.median,
            spread.most);
}

static void write_figure(FILE *file, const struct plan *plan, const struct contender *contender,
                         enum figure figure) {
    fprintf(file, "\"%s\": {\"spread\": ", figure_names[figure].key);
    write_spread(file, stats_spread(contender->figures[figure], plan->runs));
    fprintf(file, ", \"ratio\": ");
    write_spread(file, ratio_of(plan, contender, figure));
    fprintf(file, ", \"runs\": [");
    for (size_t run = 0; run < plan->runs; run++) {
        fprintf(file, "%s%.4f", run == 0 ? "" : ", ", contender->figures[figure][run]);
    }
    fprintf(file, "]}");
}

bool report_json(const struct plan *plan) {
    FILE *file = fopen(plan->json, "we");
    if (file == NULL) {
        return false;
    }
    char model[256];
    struct utsname system;
    read_cpu_model(model, sizeof model);
    uname(&system);
    fprintf(file, "{\n  \"machine\": {\"cores\": %ld, \"kernel\": ", sysconf(_SC_NPROCESSORS_ONLN));
    write_text(file, system.release);
    fprintf(file, ", \"cpu\": ");
    write_text(file, model);
    fprintf(file,
            "},\n  \"plan\": {\"runs\": %zu, \"invocations\": %zu, \"warmup\": %zu, \"payload_bytes\": %zu, "
            "\"idle_ms\": %u, \"pin\": \"%s\", \"start_only\": %s, \"verify\": %s},\n  \"subjects\": [",
            plan->runs, plan->invocations, plan->warmup, plan->payload, plan->idle_ms,
            plan_pin_name(plan->pin), plan->start_only ? "true" : "false", plan->verify ? "true" : "false");
    for (size_t i = 0; i < plan->count; i++) {
        fprintf(file, "%s\n    {\"name\": ", i == 0 ? "" : ",");
        write_text(file, plan->contenders[i].name);
        fprintf(file, ", \"command\": ");
        write_text(file, plan->contenders[i].command);
        fprintf(file, ", \"figures\": {");
        const char *separator = "";
        for (enum figure figure = 0; figure < FIGURES; figure++) {
            if (plan_measures(plan, figure)) {
                fprintf(file, "%s\n      ", separator);
                write_figure(file, plan, &plan->contenders[i], figure);
                separator = ",";
            }
        }
        fprintf(file, "}}");
    }
    fprintf(file, "]\n}\n");
    bool written = ferror(file) == 0;
    return fclose(file) == 0 && written;
}
