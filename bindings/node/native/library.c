#include "library.h"
#include <dlfcn.h>
#include <stdio.h>

int library_load(library_t *library, const char *path, char *reason, size_t size) {
    void *loaded = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (loaded == NULL) {
        snprintf(reason, size, "%s", dlerror());
        return 0;
    }
#define FUNCTION(name)                                                                                       \
    if ((*(void **)&library->name = dlsym(loaded, "lambdaclient_" #name)) == NULL) {                         \
        snprintf(reason, size, "it has no lambdaclient_" #name "; install a newer liblambdaclient");         \
        return 0;                                                                                            \
    }
#include "functions.inc"
#undef FUNCTION
    if (library->abi_version() < LAMBDACLIENT_ABI_VERSION) {
        snprintf(reason, size, "it has ABI %d, and this package needs %d; install a newer liblambdaclient",
                 (int)library->abi_version(), LAMBDACLIENT_ABI_VERSION);
        return 0;
    }
    return 1;
}
