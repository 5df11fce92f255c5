/* Runs each part of a test in a process of its own, so that the library's first call is really the first, and
 * what it reads of the environment is the part's own. */
#ifndef PARTS_H
#define PARTS_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static inline int run_parts(void (*const parts[])(void), size_t count) {
    size_t i;
    for (i = 0; i < count; i++) {
        int status = 0;
        const pid_t child = fork();
        if (child == 0) {
            parts[i]();
            exit(0);
        }
        if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) ||
            WEXITSTATUS(status) != 0) {
            fprintf(stderr, "part %d ended with wait status 0x%x\n", (int)i, (unsigned)status);
            return 1;
        }
    }
    return 0;
}

#endif
