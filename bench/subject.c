#define _GNU_SOURCE
#include "subject.h"

#include "clock.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* The process group that must not outlive this program. */
static volatile sig_atomic_t live_group;

static void give_up(int signal) {
    if (live_group != 0) {
        kill(-live_group, SIGKILL);
    }
    static const char late[] = "lambdaclient-bench: the time limit is reached (--timeout)\n";
    static const char stopped[] = "lambdaclient-bench: interrupted\n";
    ssize_t ignored =
        signal == SIGALRM ? write(2, late, sizeof late - 1) : write(2, stopped, sizeof stopped - 1);
    (void)ignored;
    _exit(1);
}

static sigset_t limiting_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGALRM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

void subject_limit_time(unsigned seconds) {
    struct sigaction action = {.sa_handler = give_up, .sa_mask = limiting_signals()};
    sigaction(SIGALRM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    alarm(seconds);
}

/* posix_spawn, not fork: copying this program's page tables would be measured as the subject's start. */
static int spawn(pid_t *pid, char *const argv[], const sigset_t *mask) {
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, mask);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
    int error = posix_spawnp(pid, argv[0], &files, &attributes, argv, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return error;
}

bool subject_start(struct subject *subject, char *const argv[], int core, char *reason, size_t reason_size) {
    *subject = (struct subject){0};
    cpu_set_t own, wanted;
    sched_getaffinity(0, sizeof own, &own);
    wanted = own;
    if (core >= 0) {
        CPU_ZERO(&wanted);
        CPU_SET((size_t)core, &wanted);
    }

    /* The subject inherits the cores. The signals wait until live_group is set. */
    sigset_t limiting = limiting_signals(), mask;
    sigprocmask(SIG_BLOCK, &limiting, &mask);
    sched_setaffinity(0, sizeof wanted, &wanted);
    subject->started_us = now_us();
    int error = spawn(&subject->pid, argv, &mask);
    live_group = error == 0 ? subject->pid : 0;
    sched_setaffinity(0, sizeof own, &own);
    sigprocmask(SIG_SETMASK, &mask, NULL);

    if (error == 0) {
        error = clock_getcpuclockid(subject->pid, &subject->cpu_clock);
        if (error != 0) {
            subject_end(subject);
        }
    }
    if (error != 0) {
        snprintf(reason, reason_size, "cannot start %s: %s", argv[0], strerror(error));
    }
    return error == 0;
}

bool subject_has_ended(const struct subject *subject) {
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)subject->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != 0;
}

double subject_cpu_us(const struct subject *subject) {
    struct timespec used = {0};
    clock_gettime(subject->cpu_clock, &used);
    return (double)used.tv_sec * 1e6 + (double)used.tv_nsec / 1e3;
}

/* Not wait4's ru_maxrss, which survives exec and so starts at this program's own size. */
double subject_peak_kib(const struct subject *subject) {
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/status", (int)subject->pid);
    FILE *status = fopen(path, "re");
    double peak = 0;
    while (status != NULL && fgets(line, sizeof line, status) != NULL) {
        if (strncmp(line, "VmHWM:", 6) == 0) {
            peak = strtod(line + 6, NULL);
            break;
        }
    }
    if (status != NULL) {
        fclose(status);
    }
    return peak;
}

static bool ends_within(const struct subject *subject, int milliseconds) {
    for (int waited = 0; waited < milliseconds; waited++) {
        if (subject_has_ended(subject)) {
            return true;
        }
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    return subject_has_ended(subject);
}

void subject_end(struct subject *subject) {
    subject->ended_itself = ends_within(subject, 100);
    if (!subject->ended_itself) {
        kill(-subject->pid, SIGTERM);
        ends_within(subject, 2000);
    }
    /* Whatever it started ends with it. It is not reaped yet, so the number of its group cannot mean another
     * one. */
    kill(-subject->pid, SIGKILL);
    live_group = 0;
    while (wait4(subject->pid, &subject->status, 0, &subject->usage) < 0 && errno == EINTR) {
    }
}

void subject_describe_end(const struct subject *subject, char *text, size_t size) {
    if (!subject->ended_itself) {
        snprintf(text, size, "it had to be ended");
    } else if (WIFSIGNALED(subject->status)) {
        snprintf(text, size, "ended by signal %d", WTERMSIG(subject->status));
    } else {
        snprintf(text, size, "exit status %d", WEXITSTATUS(subject->status));
    }
}
