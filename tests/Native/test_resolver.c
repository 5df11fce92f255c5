/* A resolver of our own in place of libc's: one that knows nothing, and one that takes its time. */
#define _GNU_SOURCE
#include "check.h"
#include "service.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>

#define EVENT "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nContent-Length: 2\r\n\r\n{}"

static sem_t asked, may_answer;
static int questions;
static int answer;

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **result) {
    struct {
        struct addrinfo info;
        struct sockaddr_in address;
    } * found;
    (void)node, (void)service, (void)hints;

    __atomic_add_fetch(&questions, 1, __ATOMIC_SEQ_CST);
    sem_post(&asked);
    sem_wait(&may_answer);
    if (answer != 0)
        return answer;
    found = calloc(1, sizeof *found);
    found->address.sin_family = AF_INET;
    found->address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    found->info.ai_family = AF_INET;
    found->info.ai_socktype = SOCK_STREAM;
    found->info.ai_addrlen = sizeof found->address;
    found->info.ai_addr = (struct sockaddr *)&found->address;
    *result = &found->info;
    return 0;
}

void freeaddrinfo(struct addrinfo *result) { free(result); }

static lambdaclient_t *open_named(const char *endpoint, uint32_t timeout_ms) {
    lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
    lambdaclient_t *client = NULL;

    options.endpoint = view(endpoint);
    options.connect_timeout_ms = timeout_ms;
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_open(&options, &client, NULL));
    return client;
}

static void unknown_name(void) {
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_error_t *error = NULL;
    lambdaclient_t *client = open_named("no.such.host:9001", 20000);

    answer = EAI_NONAME;
    sem_post(&may_answer);
    CHECK_STATUS(LAMBDACLIENT_E_CONNECT_FAILED, lambdaclient_next(client, &invocation, &error));
    CHECK(strstr(lambdaclient_error_message(error),
                 "the host name \"no.such.host\" could not be resolved (EAI_NONAME;") != NULL);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_error_describe(error, &info));
    CHECK(info.system_error == EAI_NONAME);
    CHECK(info.delivery == LAMBDACLIENT_DELIVERY_NOT_SENT);
    sem_wait(&asked);
    lambdaclient_error_free(error);
    lambdaclient_close(client);
}

/* The call ends with its limit; the resolver goes on, and what it finds serves the next call. */
static void slow_resolver(void) {
    static const struct step steps[] = {{EVENT, STAY, 0}};
    const int before = questions;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_t *client;
    char endpoint[64];

    answer = 0;
    snprintf(endpoint, sizeof endpoint, "somewhere%s", strchr(service_start(steps, 1), ':'));
    client = open_named(endpoint, 50);
    CHECK_STATUS(LAMBDACLIENT_E_CONNECT_TIMEOUT, lambdaclient_next(client, &invocation, NULL));
    CHECK_STATUS(LAMBDACLIENT_E_CONNECT_TIMEOUT, lambdaclient_next(client, &invocation, NULL));
    lambdaclient_close(client);
    sem_wait(&asked);
    sem_post(&may_answer);

    client = open_named(endpoint, 20000);
    sem_post(&may_answer);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_next(client, &invocation, NULL));
    CHECK(strstr(service_last_request(), "\r\nHost: somewhere:") != NULL);
    sem_wait(&asked);
    lambdaclient_close(client);
    CHECK(service_join() == 1);
    CHECK(questions == before + 2);
}

static void *poll_once(void *client) {
    lambdaclient_invocation_t *invocation = NULL;
    CHECK_STATUS(LAMBDACLIENT_E_CANCELLED, lambdaclient_next(client, &invocation, NULL));
    return NULL;
}

static void cancelled_while_resolving(void) {
    lambdaclient_t *client = open_named("somewhere:9001", 86400000);
    pthread_t poller;

    CHECK(pthread_create(&poller, NULL, poll_once, client) == 0);
    sem_wait(&asked);
    CHECK_STATUS(LAMBDACLIENT_OK, lambdaclient_cancel(client, NULL));
    pthread_join(poller, NULL);
    sem_post(&may_answer);
    lambdaclient_close(client);
}

static void numbers_need_no_resolver(void) {
    const int before = questions;
    lambdaclient_invocation_t *invocation = NULL;
    lambdaclient_t *client = open_at(service_refusing());

    CHECK_STATUS(LAMBDACLIENT_E_CONNECT_REFUSED, lambdaclient_next(client, &invocation, NULL));
    CHECK(questions == before);
    lambdaclient_close(client);
}

int main(void) {
    sem_init(&asked, 0, 0);
    sem_init(&may_answer, 0, 0);
    unknown_name();
    slow_resolver();
    cancelled_while_resolving();
    numbers_need_no_resolver();
    return 0;
}
