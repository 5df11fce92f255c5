/*
 * Stream: answers piece by piece; the event [pieces, bytes] says how many and how large, and a third number
 * after how many to fail. A write waits until the service takes it, so 200 MB need no more memory than one
 * piece. What leaves its scope early, such as a stream whose write failed, is given up by itself.
 */
#include <lambdaclient.hpp>

#include <cstdio>
#include <string>

struct order {
    unsigned long pieces = 0, bytes = 0;
    long fail_after = -1;
};

static lambdaclient::result<void> answer(lambdaclient::invocation &invocation) {
    order order;
    const std::string event(invocation.payload().text());
    if (std::sscanf(event.c_str(), "[%lu , %lu , %ld", &order.pieces, &order.bytes, &order.fail_after) < 2)
        return invocation.fail({"UnreadableEvent", "The event is not [pieces, bytes]"});

    auto stream = invocation.open_stream();
    if (!stream)
        return std::move(stream).error();
    const std::string piece(order.bytes, '.');
    for (unsigned long sent = 0; sent < order.pieces; sent++) {
        if (static_cast<long>(sent) == order.fail_after)
            return stream->fail({"OutOfPieces", "No piece is left after " + std::to_string(sent)});
        if (auto written = stream->write(piece); !written)
            return written;
    }
    return stream->finish();
}

int main() {
    auto client = lambdaclient::client::open();
    while (client) {
        auto invocation = client->next();
        if (!invocation) {
            std::fprintf(stderr, "%s\n", invocation.error().message());
            return 1;
        }
        if (const auto sent = answer(*invocation); !sent)
            std::fprintf(stderr, "%s\n", sent.error().message());
    }
    std::fprintf(stderr, "%s\n", client.error().message());
    return 1;
}
