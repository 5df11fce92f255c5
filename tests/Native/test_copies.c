/* Two copies of the library in one process, each with a runtime of its own: a handle of one is refused by the
 * other, for every kind of handle. The first argument is the library, the second where its copy goes. */
#define _GNU_SOURCE
#include <lambdaclient.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct copy {
    int32_t (*open)(const lambdaclient_options_t *, lambdaclient_t **, lambdaclient_error_t **);
    int32_t (*cancel)(lambdaclient_t *, lambdaclient_error_t **);
    int32_t (*describe)(const lambdaclient_error_t *, lambdaclient_error_info_t *);
    void (*free_error)(lambdaclient_error_t *);
    void (*close)(lambdaclient_t *);
};

static void require(int condition, const char *what) {
    if (!condition) {
        fprintf(stderr, "not so: %s\n", what);
        exit(1);
    }
}

static void copy_file(const char *from, const char *to) {
    static char bytes[65536];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    size_t count;
    require(in != NULL && out != NULL, "both files open");
    while ((count = fread(bytes, 1, sizeof bytes, in)) > 0)
        require(fwrite(bytes, 1, count, out) == count, "the copy is written");
    require(fclose(in) == 0 && fclose(out) == 0, "both files close");
}

static struct copy load(const char *path) {
    struct copy copy;
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    require(library != NULL, "the library loads");
    *(void **)&copy.open = dlsym(library, "lambdaclient_open");
    *(void **)&copy.cancel = dlsym(library, "lambdaclient_cancel");
    *(void **)&copy.describe = dlsym(library, "lambdaclient_error_describe");
    *(void **)&copy.free_error = dlsym(library, "lambdaclient_error_free");
    *(void **)&copy.close = dlsym(library, "lambdaclient_close");
    require(copy.open && copy.cancel && copy.describe && copy.free_error && copy.close,
            "its functions are there");
    return copy;
}

int main(int count, char **words) {
    lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT, wrong = LAMBDACLIENT_OPTIONS_INIT;
    lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
    struct copy copies[2];
    lambdaclient_t *clients[2][8];
    lambdaclient_error_t *errors[2][8];
    int i, j;

    require(count == 3, "two arguments: the library, and where its copy goes");
    copy_file(words[1], words[2]);
    copies[0] = load(words[1]);
    copies[1] = load(words[2]);
    require(copies[0].open != copies[1].open, "there are two copies");
    options.endpoint.data = (const uint8_t *)"127.0.0.1:9";
    options.endpoint.size = 11;
    wrong.endpoint.data = (const uint8_t *)"!";
    wrong.endpoint.size = 1;
    for (i = 0; i < 2; i++)
        for (j = 0; j < 8; j++) {
            require(copies[i].open(&options, &clients[i][j], NULL) == LAMBDACLIENT_OK, "a client opens");
            require(copies[i].open(&wrong, NULL, &errors[i][j]) != LAMBDACLIENT_OK, "an error is made");
        }
    for (i = 0; i < 2; i++)
        for (j = 0; j < 8; j++) {
            lambdaclient_error_t *error = NULL;
            require(copies[1 - i].cancel(clients[i][j], &error) == LAMBDACLIENT_E_HANDLE_INVALID,
                    "a client of the other copy is refused");
            copies[1 - i].free_error(error);
            require(copies[1 - i].describe(errors[i][j], &info) == LAMBDACLIENT_E_HANDLE_INVALID,
                    "an error of the other copy is refused");
            copies[1 - i].close(clients[i][j]);
            copies[1 - i].free_error(errors[i][j]);
            require(copies[i].cancel(clients[i][j], NULL) == LAMBDACLIENT_OK,
                    "its own copy knows the client still");
            require(copies[i].describe(errors[i][j], &info) == LAMBDACLIENT_OK, "and the error");
        }
    for (i = 0; i < 2; i++)
        for (j = 0; j < 8; j++) {
            copies[i].close(clients[i][j]);
            copies[i].free_error(errors[i][j]);
        }
    remove(words[2]);
    return 0;
}
