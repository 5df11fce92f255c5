/* What the machine of a test decides. */
#ifndef SURROUNDINGS_H
#define SURROUNDINGS_H

#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

/* qemu's emulation of one program accepts MADV_WIPEONFORK and ignores it. */
#define QEMU_HIDES_FORKS "qemu hides from the library that its process was forked"

/* Whether a part is left out, and says so, because qemu runs the program instead of the processor. */
static inline int is_left_out_in_qemu(const char *part, const char *why) {
#ifdef LAMBDACLIENT_EMULATED
    printf("skipped, because %s: %s\n", why, part);
    return 1;
#else
    (void)part;
    (void)why;
    return 0;
#endif
}

/* A time that is ample on a processor, and in qemu, which is ten times slower. */
static inline long long ample_ms(long long milliseconds) {
#ifdef LAMBDACLIENT_EMULATED
    return milliseconds * 10;
#else
    return milliseconds;
#endif
}

/* The 64 KiB that the header promises to be enough, or what the machine needs for any thread: 128 KiB on
 * arm64. */
static inline size_t small_stack_size(void) {
    const long least = sysconf(_SC_THREAD_STACK_MIN);
    return least > 64 * 1024 ? (size_t)least : 64 * 1024;
}

#endif
