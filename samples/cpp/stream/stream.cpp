/*
 * Stream: answers piece by piece; the event [pieces, bytes] says how many and how large, and a third number
 * after how many to fail. A write waits until the service takes it, so 200 MB need no more memory than one
 * piece. What was sent stays sent: a failure that the handler gives ends the stream behind it.
 */
#include <lambdaclient.hpp>

#include <cstdio>
#include <string>

struct order {
    unsigned long pieces = 0, bytes = 0;
    long fail_after = -1;
};

static lambdaclient::answer handle(lambdaclient::invocation &invocation) {
    order order;
    const std::string event(invocation.payload().text());
    if (std::sscanf(event.c_str(), "[%lu , %lu , %ld", &order.pieces, &order.bytes, &order.fail_after) < 2)
        return lambdaclient::failure{"UnreadableEvent", "The event is not [pieces, bytes]"};

    auto stream = invocation.open_stream();
    if (!stream)
        return lambdaclient::failure{"Stream", stream.error().message()};
    const std::string piece(order.bytes, '.');
    for (unsigned long sent = 0; sent < order.pieces; sent++) {
        if (static_cast<long>(sent) == order.fail_after)
            return lambdaclient::failure{"OutOfPieces", "No piece is left after " + std::to_string(sent)};
        if (const auto written = stream->write(piece); !written)
            return lambdaclient::failure{"Stream", written.error().message()};
    }
    if (const auto finished = stream->finish(); !finished)
        std::fprintf(stderr, "%s\n", finished.error().message());
    return {};
}

int main() {
    auto client = lambdaclient::client::open();
    if (!client) {
        std::fprintf(stderr, "%s\n", client.error().message());
        return 1;
    }
    const auto served = client->run(handle);
    if (!served)
        std::fprintf(stderr, "%s\n", served.error().message());
    return served ? 0 : 1;
}
