/*
 * The .NET runtime ignores SIGPIPE for the whole process when it starts. Nothing in this library needs that
 * (it sends with MSG_NOSIGNAL), and what becomes of SIGPIPE is the host's to say; so the linker gives the
 * runtime's calls of signal to this function (--wrap=signal), which leaves the signal alone.
 */
#include <signal.h>

typedef void (*handler)(int);

handler __real_signal(int number, handler action);
handler __wrap_signal(int number, handler action);

handler __wrap_signal(int number, handler action) {
    return number == SIGPIPE ? SIG_DFL : __real_signal(number, action);
}
