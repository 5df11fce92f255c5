#define _POSIX_C_SOURCE 200809L
#include "endless.h"
#include "requests.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LARGEST_REQUEST (64 * 1024)

static const char handed_out[] =
    "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nLambda-Runtime-Trace-Id: Root=1-5-6\r\n"
    "Lambda-Runtime-Client-Context: {\"custom\":{\"x\":\"y\"},\"env\":{\"x\":\"z\"}}\r\n"
    "Lambda-Runtime-Cognito-Identity: {\"cognitoIdentityId\":\"i\"}\r\nContent-Length: 2\r\n\r\n{}";
static const char accepted[] = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
static char endpoint[32];

static void *serve(void *argument) {
    const int connection = (int)(intptr_t)argument;
    const int on = 1;
    char *request = malloc(LARGEST_REQUEST + 1);
    size_t used = 0, length;

    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    while (request != NULL && used < LARGEST_REQUEST) {
        const ssize_t count = read(connection, request + used, LARGEST_REQUEST - used);
        if (count <= 0)
            break;
        used += (size_t)count;
        request[used] = '\0';
        /* An answer and the next poll may have arrived in one write. */
        while ((length = request_length(request, used)) > 0) {
            const char *answer = request[0] == 'G' ? handed_out : accepted;
            if (send(connection, answer, strlen(answer), MSG_NOSIGNAL) < 0)
                break;
            used -= length;
            memmove(request, request + length, used + 1);
        }
    }
    free(request);
    close(connection);
    return NULL;
}

static void *accept_all(void *argument) {
    const int listener = (int)(intptr_t)argument;
    for (;;) {
        const int connection = accept(listener, NULL, NULL);
        pthread_t thread;
        if (connection < 0)
            continue;
        if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)connection) == 0)
            pthread_detach(thread);
        else
            close(connection);
    }
    return NULL;
}

const char *endless_start(void) {
    struct sockaddr_in address = {0};
    socklen_t length = sizeof address;
    pthread_t thread;
    const int listener = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, length) != 0 ||
        listen(listener, 128) != 0 || getsockname(listener, (struct sockaddr *)&address, &length) != 0 ||
        pthread_create(&thread, NULL, accept_all, (void *)(intptr_t)listener) != 0) {
        perror("listen");
        exit(1);
    }
    pthread_detach(thread);
    snprintf(endpoint, sizeof endpoint, "127.0.0.1:%d", ntohs(address.sin_port));
    return endpoint;
}
