/*
 * Echo: the life of a custom runtime in C++: open, next, respond. The event's bytes are answered from where
 * they were received: nothing is copied.
 */
#include <lambdaclient.hpp>

#include <cstdio>

int main() {
    auto client = lambdaclient::client::open();
    while (client) {
        auto invocation = client->next();
        if (!invocation) {
            std::fprintf(stderr, "%s\n", invocation.error().message());
            return 1;
        }
        /* Too large, too late, or not delivered at all: that answer is lost, and the next event may be
         * served. */
        if (const auto sent = invocation->respond(invocation->payload()); !sent)
            std::fprintf(stderr, "%s\n", sent.error().message());
    }
    std::fprintf(stderr, "%s\n", client.error().message());
    return 1;
}
