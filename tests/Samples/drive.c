/* threads: runs the sample against a service that asks for four pollers and hands out nothing before four
 * polls wait at the same time; then each gets its own event, and has to give it back. terminate: takes the
 * sample's extension and its poll, and sends SIGTERM, as Lambda does to a runtime with an extension. */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define POLLERS 4

static void require(int condition, const char *what) {
    if (!condition) {
        fprintf(stderr, "not so: %s\n", what);
        exit(1);
    }
}

/* Reads until a text has come; gives what was read, ended by a NUL. */
static const char *read_until(int connection, const char *wanted) {
    static char bytes[8192];
    size_t used = 0;
    bytes[0] = '\0';
    while (strstr(bytes, wanted) == NULL) {
        const ssize_t count = read(connection, bytes + used, sizeof bytes - 1 - used);
        require(count > 0, wanted);
        used += (size_t)count;
        bytes[used] = '\0';
    }
    return bytes;
}

/* Starts the sample with a listening socket as its Runtime API. */
static pid_t start(const char *sample, const char *concurrency, int *listener) {
    struct sockaddr_in address = {0};
    socklen_t length = sizeof address;
    char text[64];
    pid_t child;

    *listener = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    require(bind(*listener, (struct sockaddr *)&address, length) == 0 && listen(*listener, POLLERS) == 0 &&
                getsockname(*listener, (struct sockaddr *)&address, &length) == 0,
            "a listening socket");
    snprintf(text, sizeof text, "127.0.0.1:%d", ntohs(address.sin_port));
    setenv("AWS_LAMBDA_RUNTIME_API", text, 1);
    if (concurrency != NULL)
        setenv("AWS_LAMBDA_MAX_CONCURRENCY", concurrency, 1);
    child = fork();
    require(child >= 0, "fork");
    if (child == 0) {
        execl(sample, sample, (char *)NULL);
        _exit(127);
    }
    return child;
}

static int accept_poll(int listener) {
    const int connection = accept(listener, NULL, NULL);
    require(strncmp(read_until(connection, "\r\n\r\n"), "GET ", 4) == 0, "a poll");
    return connection;
}

static void threads(pid_t child, int listener) {
    int connections[POLLERS];
    int i;
    for (i = 0; i < POLLERS; i++)
        connections[i] = accept_poll(listener);
    for (i = 0; i < POLLERS; i++)
        require(dprintf(connections[i],
                        "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id-%d\r\nContent-Length: "
                        "8\r\n\r\nevent %02d",
                        i, i) > 0,
                "an event");
    for (i = 0; i < POLLERS; i++) {
        char expected[32], path[64];
        const char *answer;
        snprintf(expected, sizeof expected, "\r\n\r\nevent %02d", i);
        snprintf(path, sizeof path, "POST /2018-06-01/runtime/invocation/id-%d/response ", i);
        answer = read_until(connections[i], expected);
        require(strncmp(answer, path, strlen(path)) == 0, "an answer to its own event");
    }
    kill(child, SIGKILL);
    waitpid(child, &i, 0);
}

static void terminate(pid_t child, int listener) {
    static const char registered[] =
        "HTTP/1.1 200 OK\r\nLambda-Extension-Identifier: one\r\nContent-Length: 2\r\n\r\n{}";
    const int extension = accept(listener, NULL, NULL);
    int status = 0;
    require(strstr(read_until(extension, "\"events\""), "POST /2020-01-01/extension/register ") != NULL,
            "an extension, without which Lambda sends no SIGTERM");
    require(send(extension, registered, sizeof registered - 1, MSG_NOSIGNAL) > 0, "a registration");
    accept_poll(listener);
    kill(child, SIGTERM);
    require(waitpid(child, &status, 0) == child, "the end of the sample");
    require(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status 0");
}

int main(int count, char **words) {
    int listener = -1;
    pid_t child;
    require(count == 3, "two arguments: threads or terminate, and the sample");
    child = start(words[2], strcmp(words[1], "threads") == 0 ? "4" : NULL, &listener);
    if (strcmp(words[1], "threads") == 0)
        threads(child, listener);
    else
        terminate(child, listener);
    return 0;
}
