/* What a host finds as it was after the library has worked in its process: descriptors, environment, locale,
 * directory, mask, output; and what the library bears with: little address space, few descriptors, a SIGSEGV
 * handler of the host's that comes late, many short-lived threads. */
#define _GNU_SOURCE
#include "check.h"
#include "endless.h"
#include "parts.h"
#include "service.h"
#include "surroundings.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define EVENT "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nContent-Length: 2\r\n\r\n{}"
#define ACCEPTED "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"

extern char **environ;

static void serve(lambdaclient_t *client, size_t events) {
    const lambdaclient_view_t as_json = {NULL, 0};
    while (events-- > 0) {
        lambdaclient_invocation_t *invocation = NULL;
        lambdaclient_view_t payload = {NULL, 0};
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_invocation_payload(invocation, &payload, NULL));
        CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_respond(invocation, payload, as_json, NULL));
    }
}

/* An invocation, and a failure of each kind that leaves something to clean up. */
static void work(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    lambdaclient_invocation_t *none = NULL;
    lambdaclient_error_t *error = NULL;
    lambdaclient_t *client = open_at(service_start(steps, 2));
    serve(client, 1);
    CHECK(service_join() == 2);
    CHECK_STATUS(LAMBDACLIENT_E_CONNECT_REFUSED, lambdaclient_next(client, &none, &error));
    lambdaclient_error_free(error);
    lambdaclient_close(client);
}

/* The open descriptors but the one that reads the list, each with what it is. */
static void list_descriptors(char *list, size_t size) {
    DIR *folder = opendir("/proc/self/fd");
    const struct dirent *entry;
    CHECK(folder != NULL);
    list[0] = '\0';
    while ((entry = readdir(folder)) != NULL) {
        char path[300], target[200];
        ssize_t length;
        const size_t used = strlen(list);
        if (entry->d_name[0] == '.' || atoi(entry->d_name) == dirfd(folder))
            continue;
        snprintf(path, sizeof path, "/proc/self/fd/%s", entry->d_name);
        length = readlink(path, target, sizeof target);
        snprintf(list + used, size - used, "%s=%.*s\n", entry->d_name, (int)(length < 0 ? 0 : length),
                 target);
    }
    closedir(folder);
}

static size_t list_environment(char *list, size_t size) {
    size_t i, used = 0;
    list[0] = '\0';
    for (i = 0; environ[i] != NULL && used < size; i++)
        used += (size_t)snprintf(list + used, size - used, "%s\n", environ[i]);
    return i;
}

static void descriptors_are_given_back(void) {
    char before[4096], after[4096];
    if (is_left_out("descriptors", ".NET keeps its files and pipes open"))
        return;
    list_descriptors(before, sizeof before);
    work();
    list_descriptors(after, sizeof after);
    if (strcmp(before, after) != 0)
        fprintf(stderr, "before:\n%s\nafter:\n%s\n", before, after);
    CHECK(strcmp(before, after) == 0);
}

static void the_surroundings_stay(void) {
    static char before[65536], after[65536];
    char folder_before[4096], folder_after[4096];
    char locale_before[256];
    char **const table = environ;
    sigset_t blocked_before, blocked_after;
    const mode_t mask = umask(022);

    CHECK(list_environment(before, sizeof before) > 0);
    snprintf(locale_before, sizeof locale_before, "%s", setlocale(LC_ALL, NULL));
    CHECK(getcwd(folder_before, sizeof folder_before) != NULL);
    pthread_sigmask(SIG_SETMASK, NULL, &blocked_before);
    work();
    pthread_sigmask(SIG_SETMASK, NULL, &blocked_after);
    list_environment(after, sizeof after);
    CHECK(environ == table && strcmp(before, after) == 0);
    CHECK(strcmp(locale_before, setlocale(LC_ALL, NULL)) == 0);
    CHECK(getcwd(folder_after, sizeof folder_after) != NULL && strcmp(folder_before, folder_after) == 0);
    CHECK(umask(mask) == 022);
    CHECK(memcmp(&blocked_before, &blocked_after, sizeof blocked_before) == 0);
}

static void nothing_is_printed(void) {
    char printed[256];
    int ends[2], out, err;
    ssize_t count;
    CHECK(pipe(ends) == 0 && fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0);
    CHECK((out = dup(STDOUT_FILENO)) >= 0 && (err = dup(STDERR_FILENO)) >= 0);
    CHECK(dup2(ends[1], STDOUT_FILENO) >= 0 && dup2(ends[1], STDERR_FILENO) >= 0);
    work();
    CHECK(dup2(out, STDOUT_FILENO) >= 0 && dup2(err, STDERR_FILENO) >= 0 && close(ends[1]) == 0);
    count = read(ends[0], printed, sizeof printed);
    if (count > 0)
        fprintf(stderr, "printed: %.*s\n", (int)count, printed);
    /* .NET can still have a copy of the pipe, which then does not end. */
    CHECK(count == 0 || (count == -1 && errno == EAGAIN));
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
static void little_address_space_is_enough(void) {
    printf("skipped, because a sanitizer reserves more address space than the limit: little address space\n");
}
#else
static void little_address_space_is_enough(void) {
    const struct rlimit limit = {1500UL * 1024 * 1024, 1500UL * 1024 * 1024};
    if (is_left_out("little address space", ".NET reserves more"))
        return;
    CHECK(setrlimit(RLIMIT_AS, &limit) == 0);
    work();
}
#endif

static void sixteen_descriptors_are_enough(void) {
    const struct rlimit limit = {16, 16};
    if (is_left_out("sixteen descriptors", ".NET opens more"))
        return;
    CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    work();
}

static void no_descriptor_is_a_status(void) {
    struct rlimit usual, limit;
    lambdaclient_invocation_t *none = NULL;
    lambdaclient_t *client = open_at("127.0.0.1:9");
    if (is_left_out("no descriptor", ".NET opens its files when they are first needed"))
        return;
    CHECK(getrlimit(RLIMIT_NOFILE, &usual) == 0);
    limit = usual;
    limit.rlim_cur = 3;
    CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    CHECK_STATUS(LAMBDACLIENT_E_CONNECT_FAILED, lambdaclient_next(client, &none, NULL));
    CHECK(setrlimit(RLIMIT_NOFILE, &usual) == 0);
    lambdaclient_close(client);
}

static void on_fault(int number) { _exit(100 + number); }

/* The handler takes away the runtime's own, which turns a fault into an exception: no call may need it. */
static void a_late_handler_of_faults_is_borne(void) {
    lambdaclient_t *client = open_at(endless_start());
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    CHECK(signal(SIGSEGV, on_fault) != SIG_ERR);
    serve(client, 10);
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_next(client, NULL, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_next(NULL, &invocation, NULL));
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_fail(invocation, NULL, NULL));
    failure.stack_trace_count = 3;
    CHECK_STATUS(LAMBDACLIENT_E_ARGUMENT_MISSING, lambdaclient_fail(invocation, &failure, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_HANDLE_INVALID,
                 lambdaclient_invocation_payload((void *)client, &failure.type, NULL));
    lambdaclient_close(client);
    CHECK(signal(SIGSEGV, SIG_DFL) == on_fault);
}

static void *serve_once(void *client) {
    serve(client, 1);
    return NULL;
}

static long resident_kilobytes(void) {
    long kilobytes = 0;
    char text[256];
    FILE *file = fopen("/proc/self/status", "r");
    CHECK(file != NULL);
    while (fgets(text, sizeof text, file) != NULL)
        if (sscanf(text, "VmRSS: %ld", &kilobytes) == 1)
            break;
    fclose(file);
    CHECK(kilobytes > 0);
    return kilobytes;
}

static void threads_leave_nothing_behind(void) {
    lambdaclient_t *client = open_at(endless_start());
    pthread_t thread;
    long before = 0;
    int i;
    if (is_left_out_in_qemu(__func__, "it would measure the memory of qemu"))
        return;
    for (i = 0; i < 3000; i++) {
        CHECK(pthread_create(&thread, NULL, serve_once, client) == 0);
        pthread_join(thread, NULL);
        if (i == 1000)
            before = resident_kilobytes();
    }
    printf("2000 threads: %ld KB more resident\n", resident_kilobytes() - before);
#if !defined(__SANITIZE_ADDRESS__)
    CHECK(resident_kilobytes() - before < 1024);
#endif
    lambdaclient_close(client);
}

int main(void) {
    static void (*const parts[])(void) = {
        descriptors_are_given_back,        the_surroundings_stay,          nothing_is_printed,
        little_address_space_is_enough,    sixteen_descriptors_are_enough, no_descriptor_is_a_status,
        a_late_handler_of_faults_is_borne, threads_leave_nothing_behind};
    return run_parts(parts, sizeof parts / sizeof *parts);
}
