#define _POSIX_C_SOURCE 200809L
#include "service.h"
#include "requests.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LARGEST_REQUEST (64 * 1024)

static const struct step *script;
static size_t script_count;
static int listener;
static char endpoint[32];
static char request[LARGEST_REQUEST + 1];
static char unread[LARGEST_REQUEST + 1];
static size_t unread_count;
static size_t requests;
static char lines[4096];
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t received = PTHREAD_COND_INITIALIZER;
static pthread_t thread;

static int listen_anywhere(void) {
    struct sockaddr_in address = {0};
    socklen_t length = sizeof address;
    const int descriptor = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (descriptor < 0 || bind(descriptor, (struct sockaddr *)&address, length) != 0 ||
        listen(descriptor, 16) != 0 || getsockname(descriptor, (struct sockaddr *)&address, &length) != 0) {
        perror("listen");
        exit(1);
    }
    snprintf(endpoint, sizeof endpoint, "127.0.0.1:%d", ntohs(address.sin_port));
    return descriptor;
}

/* Takes one whole request out of what was read; 0 where none is there. */
static int take_request(void) {
    const size_t length = request_length(unread, unread_count), known = strlen(lines);
    if (length == 0)
        return 0;
    memcpy(request, unread, length);
    request[length] = '\0';
    unread_count -= length;
    memmove(unread, unread + length, unread_count + 1);
    snprintf(lines + known, sizeof lines - known, "%.*s\n", (int)(strstr(request, " HTTP/1.1") - request),
             request);
    pthread_mutex_lock(&gate);
    requests++;
    pthread_cond_broadcast(&received);
    pthread_mutex_unlock(&gate);
    return 1;
}

/* Reads one request, also where two arrive in one write; 0 when the client closed the connection instead. */
static int read_request(int connection) {
    while (!take_request()) {
        const ssize_t count = read(connection, unread + unread_count, LARGEST_REQUEST - unread_count);
        if (count <= 0)
            return 0;
        unread_count += (size_t)count;
        unread[unread_count] = '\0';
    }
    return 1;
}

static void end_connection(int connection, enum ending ending) {
    const struct linger reset = {1, 0};
    while (ending == HOLD && read(connection, unread, LARGEST_REQUEST) > 0)
        ;
    if (ending == RESET)
        setsockopt(connection, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(connection);
}

static void *walk(void *unused) {
    size_t done = 0;
    (void)unused;
    while (done < script_count) {
        const int on = 1;
        const int connection = accept(listener, NULL, NULL);
        enum ending ending = STAY;
        setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        unread_count = 0;
        while (done < script_count && ending == STAY) {
            const struct step *step = &script[done];
            if (!step->before_request && !read_request(connection)) {
                ending = CLOSE;
                break;
            }
            if (step->send != NULL && send(connection, step->send, strlen(step->send), MSG_NOSIGNAL) < 0)
                perror("send");
            ending = step->ending;
            done++;
        }
        end_connection(connection, ending);
    }
    close(listener);
    return NULL;
}

const char *service_start(const struct step *steps, size_t count) {
    script = steps;
    script_count = count;
    requests = 0;
    request[0] = '\0';
    lines[0] = '\0';
    listener = listen_anywhere();
    if (pthread_create(&thread, NULL, walk, NULL) != 0)
        exit(1);
    return endpoint;
}

void service_wait_for_requests(size_t count) {
    pthread_mutex_lock(&gate);
    while (requests < count)
        pthread_cond_wait(&received, &gate);
    pthread_mutex_unlock(&gate);
}

size_t service_join(void) {
    pthread_join(thread, NULL);
    return requests;
}

const char *service_last_request(void) { return request; }

const char *service_request_lines(void) { return lines; }

const char *service_refusing(void) {
    close(listen_anywhere());
    return endpoint;
}
