/* A host that loads the library itself, unloads it, and loads it again, while threads that used it live on.
 * It is not linked to it: the file is the first argument. */
#define _GNU_SOURCE
#include <lambdaclient.h>

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int32_t (*open_function)(const lambdaclient_options_t *, lambdaclient_t **, lambdaclient_error_t **);
typedef void (*close_function)(lambdaclient_t *);
typedef const char *(*version_function)(void);

static pthread_barrier_t used, unloaded;

static void require(int condition, const char *what) {
    if (!condition) {
        fprintf(stderr, "not so: %s\n", what);
        exit(1);
    }
}

static void *find(void *library, const char *name) {
    void *symbol = dlsym(library, name);
    require(symbol != NULL, name);
    return symbol;
}

static void use(void *library) {
    lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
    lambdaclient_t *client = NULL;
    open_function open;
    close_function close;
    version_function version;
    *(void **)&open = find(library, "lambdaclient_open");
    *(void **)&close = find(library, "lambdaclient_close");
    *(void **)&version = find(library, "lambdaclient_version");
    options.endpoint.data = (const uint8_t *)"127.0.0.1:9";
    options.endpoint.size = 11;
    require(strcmp(version(), LAMBDACLIENT_VERSION) == 0, "the version");
    require(open(&options, &client, NULL) == LAMBDACLIENT_OK, "an open client");
    close(client);
}

/* Ends, and runs what the library hung on its end, after the library was unloaded. */
static void *live_on(void *library) {
    use(library);
    pthread_barrier_wait(&used);
    pthread_barrier_wait(&unloaded);
    return NULL;
}

int main(int count, char **words) {
    pthread_t thread;
    void *library;
    int i;
    require(count == 2, "one argument, the library");
    pthread_barrier_init(&used, NULL, 2);
    pthread_barrier_init(&unloaded, NULL, 2);
    for (i = 0; i < 10; i++) {
        library = dlopen(words[1], RTLD_NOW | RTLD_LOCAL);
        require(library != NULL, "a loaded library");
        require(pthread_create(&thread, NULL, live_on, library) == 0, "a thread");
        pthread_barrier_wait(&used);
        use(library);
        require(dlclose(library) == 0, "an unloaded library");
        pthread_barrier_wait(&unloaded);
        pthread_join(thread, NULL);
    }
    return 0;
}
