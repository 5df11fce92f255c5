/*
 * What the .NET runtime does to its whole process when it starts, and a guest must not. The linker gives the
 * runtime's calls to these functions (--wrap).
 */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <sys/random.h>

typedef void (*handler)(int);

handler __real_signal(int number, handler action);
handler __wrap_signal(int number, handler action);
int32_t __wrap_SystemNative_GetNonCryptographicallySecureRandomBytes(uint8_t *bytes, int32_t count);

/*
 * It ignores SIGPIPE. Nothing in this library needs that (it sends with MSG_NOSIGNAL), and what becomes of
 * SIGPIPE is the host's to say.
 */
handler __wrap_signal(int number, handler action) {
    return number == SIGPIPE ? SIG_DFL : __real_signal(number, action);
}

/* It opens /dev/urandom, for the seed of its hashes, and never closes it. */
int32_t __wrap_SystemNative_GetNonCryptographicallySecureRandomBytes(uint8_t *bytes, int32_t count) {
    while (count > 0) {
        const ssize_t got = getrandom(bytes, (size_t)count, 0);
        if (got > 0) {
            bytes += got;
            count -= (int32_t)got;
        } else if (errno != EINTR) {
            return -1;
        }
    }
    return 0;
}
