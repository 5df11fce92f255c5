/* A host that allows its process too little: the first call says so, and the host goes on. Each case is a
 * child of its own, forked before the library is used. */
#define _GNU_SOURCE
#include "check.h"
#include "surroundings.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CANNOT 77

static int limit_addresses(void) {
    const struct rlimit limit = {(rlim_t)900 << 20, (rlim_t)900 << 20};
    return setrlimit(RLIMIT_AS, &limit) == 0;
}

/* What a container's profile can do: the call fails, and nothing else is wrong. */
static int forbid_signal_actions(void) {
    struct sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigaction, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog filter = {sizeof rules / sizeof *rules, rules};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

/* Every kind of call answers, as often as it is asked. */
static void expect_unavailable(const char *reason) {
    lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
    int i;
    options.endpoint = view("127.0.0.1:9");
    CHECK(strcmp(lambdaclient_version(), LAMBDACLIENT_VERSION) == 0);
    CHECK(lambdaclient_abi_version() == LAMBDACLIENT_ABI_VERSION);
    for (i = 0; i < 3; i++) {
        lambdaclient_t *client = (lambdaclient_t *)&options;
        lambdaclient_error_t *error = NULL;
        CHECK_STATUS(LAMBDACLIENT_E_RUNTIME_UNAVAILABLE, lambdaclient_open(&options, &client, &error));
        CHECK(client == NULL);
        CHECK(strstr(lambdaclient_error_message(error), reason) != NULL);
        CHECK(strncmp(lambdaclient_error_message(error), "runtime_unavailable: ", 21) == 0);
        CHECK_STATUS(LAMBDACLIENT_E_RUNTIME_UNAVAILABLE, lambdaclient_error_status(error));
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_error_describe(error, &info));
        CHECK(info.is_fatal == 1 && info.delivery == LAMBDACLIENT_DELIVERY_NOT_SENT);
        CHECK_STATUS(LAMBDACLIENT_E_RUNTIME_UNAVAILABLE, lambdaclient_cancel(client, NULL));
        lambdaclient_error_free(error);
        lambdaclient_close(client);
    }
}

static int in_child(int (*restrict_host)(void), const char *reason) {
    char told[256];
    int descriptors[2], status;
    ssize_t count;
    pid_t child;
    CHECK(pipe(descriptors) == 0);
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        CHECK(dup2(descriptors[1], STDERR_FILENO) == STDERR_FILENO);
        if (!restrict_host())
            _exit(CANNOT);
        expect_unavailable(reason);
        _exit(0);
    }
    close(descriptors[1]);
    count = read(descriptors[0], told, sizeof told - 1);
    close(descriptors[0]);
    CHECK(waitpid(child, &status, 0) == child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == CANNOT)
        return 0;
    if (count != 0)
        fprintf(stderr, "standard error of the host: %.*s\n", (int)count, told);
    CHECK(count == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return 1;
}

int main(void) {
    if (is_left_out_in_qemu("limits", "qemu does not limit the memory of its program"))
        return 0;
    CHECK(in_child(limit_addresses, "address space cannot be reserved"));
    if (!in_child(forbid_signal_actions, "rt_sigaction is refused"))
        puts("SKIPPED, because this system takes no filter of system calls");
    return 0;
}
