/*
 * Echo: a custom runtime in C++ without a handler: one call delivers the last answer and waits for the next
 * event. The event's bytes are answered from where they were received: nothing is copied.
 */
#include <lambdaclient.hpp>

#include <cstdio>

using lambdaclient::answer;

int main() {
    auto client = lambdaclient::client::open();
    if (!client) {
        std::fprintf(stderr, "%s\n", client.error().message());
        return 1;
    }
    auto turn = client->turn();
    while (turn.next) {
        turn = client->turn(answer::borrowed(turn.next->payload()));
        /* Too large, too late, or not delivered at all: the loop goes on. */
        if (turn.undelivered)
            std::fprintf(stderr, "%s\n", turn.undelivered->message());
    }
    std::fprintf(stderr, "%s\n", turn.next.error().message());
    return 1;
}
