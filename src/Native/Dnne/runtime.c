/*
 * The native half of the DNNE flavour. DNNE's functions start the installed .NET when the first of them is
 * called, and end the process where that fails; managed code in a forked child can break its parent.
 */
#define NETHOST_USE_AS_STATIC
#include <dlfcn.h>
#include <dnne.h>
#include <errno.h>
#include <hostfxr.h>
#include <lambdaclient.h>
#include <limits.h>
#include <nethost.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* DNNE keeps paths in buffers of 512 bytes; the longest name behind the folder has 34. */
#define FOLDER_BYTES 470

#include "../Entry/entry.inc"

static pthread_once_t claim_once = PTHREAD_ONCE_INIT;
static volatile char *owned_page;
static const void *image_base;
static char image[FOLDER_BYTES], host_said[REASON_BYTES];

int32_t managed_start(char *reason, int32_t length);

/* A page that the kernel clears in a forked child; without one, children are not recognised. */
static void claim(void) {
    char *page = mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED || madvise(page, 1, MADV_WIPEONFORK) != 0)
        return;
    *page = 1;
    owned_page = page;
}

static void begin(void) { pthread_once(&claim_once, claim); }

static int is_forked_child(void) {
    begin();
    return owned_page != NULL && *owned_page == 0;
}

static void explain_code(const char *what, int code) {
    char text[2 * REASON_BYTES];
    snprintf(text, sizeof text, "%s, 0x%08x %s", what, (unsigned)code, host_said);
    explain(text);
}

/* What the host of .NET would otherwise write to standard error. */
static void listen(const char *text) {
    const size_t used = strlen(host_said);
    snprintf(host_said + used, sizeof host_said - used, "%s ", text);
}

/* DNNE ends the process here where it cannot find a managed function; the start comes back instead. */
static jmp_buf *failed;
static int failed_code;
void dnne_abort(enum failure_type type, int error_code) {
    (void)type;
    if (failed == NULL)
        abort();
    failed_code = error_code;
    longjmp(*failed, 1);
}

/* DNNE asks where this library is, and looks beside it. It gets the file's own path, whatever links lead to
 * it and whatever the working directory is. */
int __real_dladdr(const void *address, Dl_info *info);
int __wrap_dladdr(const void *address, Dl_info *info);
int __wrap_dladdr(const void *address, Dl_info *info) {
    const int found = __real_dladdr(address, info);
    if (found != 0 && info->dli_fbase == image_base)
        info->dli_fname = image;
    return found;
}

/* The path of a file beside the library; NULL, with a reason, where it cannot be read. */
static const char *beside(const char *name) {
    static char path[FOLDER_BYTES + 64];
    char text[sizeof path + 128];
    snprintf(path, sizeof path, "%.*s%s", (int)(strrchr(image, '/') + 1 - image), image, name);
    if (access(path, R_OK) == 0)
        return path;
    snprintf(text, sizeof text, "%s: %s", path, strerror(errno));
    explain(text);
    return NULL;
}

static int find_files(void) {
    char path[PATH_MAX];
    Dl_info info;
    if (__real_dladdr(&unavailable, &info) == 0 || realpath(info.dli_fname, path) == NULL) {
        explain("the library's own file cannot be found");
        return 0;
    }
    if (strlen(path) >= sizeof image) {
        explain("the path of the library is longer than 469 bytes");
        return 0;
    }
    strcpy(image, path);
    image_base = info.dli_fbase;
    return beside("liblambdaclient.runtimeconfig.json") != NULL && beside("LambdaClient.dll") != NULL &&
           beside("liblambdaclient.dll") != NULL;
}

/* The host of .NET, with the functions that DNNE takes for granted. */
static void *find_host(void) {
    static const char *const names[] = {
        "hostfxr_initialize_for_dotnet_command_line", "hostfxr_initialize_for_runtime_config",
        "hostfxr_get_runtime_delegate", "hostfxr_close", "hostfxr_set_error_writer"};
    struct get_hostfxr_parameters parameters = {sizeof parameters, beside("liblambdaclient.dll"), NULL};
    char path[FOLDER_BYTES];
    size_t size = sizeof path, i;
    void *host;
    const int code = get_hostfxr_path(path, &size, &parameters);
    if (code != 0) {
        explain_code("no .NET is installed where it is looked for", code);
        return NULL;
    }
    host = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
    for (i = 0; host != NULL && i < sizeof names / sizeof *names; i++)
        if (dlsym(host, names[i]) == NULL)
            host = NULL;
    if (host == NULL)
        explain(dlerror());
    return host;
}

static int load(void) {
    jmp_buf here;
    char reason[REASON_BYTES] = "";
    int code = try_preload_runtime();
    if (code != 0) {
        explain_code("its host refused", code);
        return 0;
    }
    failed = &here;
    if (setjmp(here) != 0)
        explain_code("liblambdaclient.dll or its deps.json cannot be used", failed_code);
    else if (managed_start(reason, sizeof reason) != 0)
        explain(reason);
    else
        is_started = 1;
    failed = NULL;
    return is_started;
}

/* What the kernel keeps of a signal's action, as it keeps it: the C library would add a flag of its own. */
struct action {
    unsigned char bytes[64];
};

static void action_of(int number, struct action *action) {
    memset(action, 0, sizeof *action);
    syscall(SYS_rt_sigaction, number, NULL, action, (size_t)8);
}

/* The runtime takes signals that are the program's to handle. It needs SIGSEGV, SIGFPE and a real-time one;
 * the others go back. */
static void start(void) {
    struct action before[32], after;
    hostfxr_set_error_writer_fn set_writer;
    hostfxr_error_writer_fn writer;
    void *host;
    int number;

    if (!find_files() || (host = find_host()) == NULL)
        return;
    for (number = 1; number < 32; number++)
        action_of(number, &before[number]);
    *(void **)&set_writer = dlsym(host, "hostfxr_set_error_writer");
    writer = set_writer(listen);
    load();
    set_writer(writer);
    for (number = 1; number < 32; number++) {
        action_of(number, &after);
        if (number != SIGSEGV && number != SIGFPE && memcmp(&before[number], &after, sizeof after) != 0)
            syscall(SYS_rt_sigaction, number, &before[number], NULL, (size_t)8);
    }
}
