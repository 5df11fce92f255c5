/*
 * The native half of the ahead-of-time flavour. Its runtime starts inside the first call of an export, and
 * ends the process (abort) where the host allows it too little: here the start comes back instead.
 */
#include <errno.h>
#include <lambdaclient.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "entry.inc"

/* What the collector reserves at the start (Aot.props says how much), and what else does. */
#define RESERVED_BYTES ((size_t)REGION_RANGE + ((size_t)64 << 20))

void __real_abort(void) __attribute__((noreturn));
void __wrap_abort(void) __attribute__((noreturn));

static jmp_buf failed;
static volatile int is_starting;
static pthread_t starter;

/* The linker gives the runtime's calls of abort to this function (--wrap). */
void __wrap_abort(void) {
    if (is_starting && pthread_equal(pthread_self(), starter)) {
        is_starting = 0;
        longjmp(failed, 1);
    }
    __real_abort();
}

/* What the runtime prints then is in the error. */
void __real__Z18PalPrintFatalErrorPKc(const char *text);
void __wrap__Z18PalPrintFatalErrorPKc(const char *text);
void __wrap__Z18PalPrintFatalErrorPKc(const char *text) {
    if (!is_starting)
        __real__Z18PalPrintFatalErrorPKc(text);
}

static void begin(void) { pthread_once(&start_once, start); }

/* Managed code recognises a child, which it has to do after a callback too. */
static int is_forked_child(void) { return 0; }

/* Why the start failed, found out afterwards, so that a start that succeeds pays nothing for it. */
static void explain_start(void) {
    char reason[REASON_BYTES], action[64];
    struct rlimit limit = {0, 0};
    void *reserved =
        mmap(NULL, RESERVED_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    const int error = errno;
    if (syscall(SYS_rt_sigaction, SIGSEGV, NULL, action, (size_t)8) != 0) {
        snprintf(reason, sizeof reason, "the system call rt_sigaction is refused: %s", strerror(errno));
    } else if (reserved == MAP_FAILED) {
        getrlimit(RLIMIT_AS, &limit);
        snprintf(reason, sizeof reason,
                 "%zu MiB of address space cannot be reserved: %s; the limit (ulimit -v) is %llu KiB",
                 RESERVED_BYTES >> 20, strerror(error), (unsigned long long)limit.rlim_cur >> 10);
    } else {
        snprintf(reason, sizeof reason, "a limit on memory, threads or system calls stops its start");
    }
    if (reserved != MAP_FAILED)
        munmap(reserved, RESERVED_BYTES);
    explain(reason);
}

static void start(void) {
    starter = pthread_self();
    is_starting = 1;
    if (setjmp(failed) == 0) {
        managed_lambdaclient_abi_version();
        is_started = 1;
    } else {
        explain_start();
    }
    is_starting = 0;
}
