/* Streams of pieces through the library, against a raw writer of chunks: both in this process, round after
 * round. */
#define _GNU_SOURCE
#include "clock.h"
#include "stats.h"

#include <arpa/inet.h>
#include <lambdaclient.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define ROUNDS 9
#define TOTAL ((size_t)256 * 1024 * 1024)
#define CALL "/2018-06-01/runtime/invocation/"

static const char event[] =
    "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 1\r\nContent-Length: 2\r\n\r\n{}";
static const char accepted[] = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
static const char last_chunk[] = "0\r\n\r\n";

struct cost {
    double wall, cpu;
};

static _Noreturn void fail(const char *what) {
    perror(what);
    exit(1);
}

static void send_text(int connection, const char *text) {
    if (send(connection, text, strlen(text), MSG_NOSIGNAL) != (ssize_t)strlen(text)) {
        fail("send");
    }
}

/* Gives an event to whatever comes first on a connection, and accepts the answer when its last chunk has
 * come. */
static void serve(int connection) {
    static char buffer[1024 * 1024];
    const size_t end = strlen(last_chunk);
    char tail[sizeof last_chunk] = "";
    ssize_t count = recv(connection, buffer, sizeof buffer, 0);
    if (count > 0) {
        send_text(connection, event);
    }
    while ((count = recv(connection, buffer, sizeof buffer, 0)) > 0) {
        size_t kept = (size_t)count >= end ? 0 : end - (size_t)count;
        memmove(tail, tail + end - kept, kept);
        memcpy(tail + kept, buffer + (size_t)count - (end - kept), end - kept);
        if (memcmp(tail, last_chunk, end) == 0) {
            send_text(connection, accepted);
        }
    }
    close(connection);
}

static struct sockaddr_in listen_in_child(pid_t *child) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(listener, (struct sockaddr *)&address, length) != 0 || listen(listener, 1) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &length) != 0) {
        fail("listen");
    }
    *child = fork();
    if (*child == 0) {
        for (;;) {
            serve(accept(listener, NULL, NULL));
        }
    }
    close(listener);
    return address;
}

static struct cost now(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (struct cost){now_us(), (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 +
                                       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec)};
}

static struct cost since(struct cost start) {
    struct cost end = now();
    return (struct cost){end.wall - start.wall, end.cpu - start.cpu};
}

static void send_all(int connection, struct iovec *parts, size_t count) {
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = count};
    while (message.msg_iovlen > 0) {
        ssize_t sent = sendmsg(connection, &message, MSG_NOSIGNAL);
        if (sent < 0) {
            fail("sendmsg");
        }
        size_t left = (size_t)sent;
        while (message.msg_iovlen > 0 && left >= message.msg_iov->iov_len) {
            left -= message.msg_iov->iov_len;
            message.msg_iov++;
            message.msg_iovlen--;
        }
        if (message.msg_iovlen > 0) {
            message.msg_iov->iov_base = (char *)message.msg_iov->iov_base + left;
            message.msg_iov->iov_len -= left;
        }
    }
}

static struct cost write_raw(const struct sockaddr_in *address, char *piece, size_t size) {
    char reply[512], head[32];
    int on = 1;
    int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(connection, (const struct sockaddr *)address, sizeof *address) != 0 ||
        setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) {
        fail("connect");
    }
    send_text(connection, "GET " CALL "next HTTP/1.1\r\n\r\n");
    if (recv(connection, reply, sizeof reply, 0) <= 0) {
        fail("recv");
    }
    struct cost start = now();
    send_text(connection, "POST " CALL "1/response HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (size_t sent = 0; sent < TOTAL; sent += size) {
        int length = snprintf(head, sizeof head, "%zx\r\n", size);
        struct iovec parts[] = {{head, (size_t)length}, {piece, size}, {"\r\n", 2}};
        send_all(connection, parts, 3);
    }
    send_text(connection, last_chunk);
    if (recv(connection, reply, sizeof reply, 0) <= 0) {
        fail("recv");
    }
    struct cost cost = since(start);
    close(connection);
    return cost;
}

static struct cost write_stream(const struct sockaddr_in *address, char *piece, size_t size) {
    char endpoint[64];
    lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
    lambdaclient_t *client = NULL;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_stream_t *stream = NULL;
    int length = snprintf(endpoint, sizeof endpoint, "127.0.0.1:%u", ntohs(address->sin_port));
    options.endpoint = (lambdaclient_view_t){(const uint8_t *)endpoint, (size_t)length};
    if (lambdaclient_open(&options, &client, NULL) != LAMBDACLIENT_OK ||
        lambdaclient_next(client, &invocation, NULL) != LAMBDACLIENT_OK) {
        fail("no event");
    }
    struct cost start = now();
    int32_t status = lambdaclient_stream_open(invocation, NULL, &stream, NULL);
    lambdaclient_view_t data = {(const uint8_t *)piece, size};
    for (size_t sent = 0; sent < TOTAL && status == LAMBDACLIENT_OK; sent += size) {
        status = lambdaclient_stream_write(stream, data, NULL);
    }
    if (status != LAMBDACLIENT_OK || lambdaclient_stream_finish(stream, NULL) != LAMBDACLIENT_OK) {
        fail("the stream broke");
    }
    struct cost cost = since(start);
    lambdaclient_stream_free(stream);
    lambdaclient_invocation_free(invocation);
    lambdaclient_close(client);
    return cost;
}

static void measure(const struct sockaddr_in *address, char *piece, size_t size) {
    double raw[ROUNDS], ours[ROUNDS], raw_cpu[ROUNDS], our_cpu[ROUNDS];
    for (size_t round = 0; round < ROUNDS; round++) {
        struct cost stream, plain;
        if (round % 2 == 0) {
            plain = write_raw(address, piece, size);
            stream = write_stream(address, piece, size);
        } else {
            stream = write_stream(address, piece, size);
            plain = write_raw(address, piece, size);
        }
        raw[round] = (double)TOTAL / plain.wall;
        ours[round] = (double)TOTAL / stream.wall;
        raw_cpu[round] = plain.cpu;
        our_cpu[round] = stream.cpu;
    }
    struct spread speed = stats_ratio(ours, raw, ROUNDS), cpu = stats_ratio(our_cpu, raw_cpu, ROUNDS);
    printf("%7zu  %6.0f %6.0f   %5.2f %5.2f %5.2f   %5.2f %5.2f %5.2f\n", size,
           stats_spread(raw, ROUNDS).median, stats_spread(ours, ROUNDS).median, speed.least, speed.median,
           speed.most, cpu.least, cpu.median, cpu.most);
}

int main(void) {
    static const size_t sizes[] = {4 * 1024, 64 * 1024, 1024 * 1024};
    char *piece = calloc(1, 1024 * 1024);
    pid_t child;
    struct sockaddr_in address = listen_in_child(&child);
    if (piece == NULL || child < 0) {
        fail("start");
    }
    printf("  piece     MB/s   MB/s   x raw, min median max   CPU x raw, min median max\n");
    printf("  bytes      raw    ours\n");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        measure(&address, piece, sizes[i]);
    }
    kill(child, SIGTERM);
    free(piece);
    return 0;
}
