/* Compiles, unless a name is defined: then it is a misuse that the compiler has to refuse. */
#include <lambdaclient.hpp>

#include <string>
#include <vector>

namespace lc = lambdaclient;

lc::invocation second_owner_of_an_invocation(lc::invocation &invocation) {
#ifdef COPIED_INVOCATION
    return invocation;
#else
    return std::move(invocation);
#endif
}

lc::client second_owner_of_a_client(lc::client &client) {
#ifdef COPIED_CLIENT
    return client;
#else
    return std::move(client);
#endif
}

lc::stream second_owner_of_a_stream(lc::stream &stream) {
#ifdef COPIED_STREAM
    return stream;
#else
    return std::move(stream);
#endif
}

bool failure_without_a_look(lc::invocation &invocation) {
#ifdef IGNORED_FAILURE
    invocation.respond("{}");
    return true;
#else
    return invocation.respond("{}").has_value();
#endif
}

bool outcome_as_a_number(lc::client &client) {
#ifdef OUTCOME_AS_A_NUMBER
    return client.cancel() + 1;
#else
    return static_cast<bool>(client.cancel());
#endif
}

lc::bytes_view bytes_of_what_has_none(const std::vector<char> &letters, const std::vector<int> &numbers) {
    static_cast<void>(numbers);
#ifdef BYTES_OF_NUMBERS
    return lc::bytes_view(numbers);
#else
    return lc::bytes_view(letters);
#endif
}

void payload_that_is_changed(const lc::invocation &invocation) {
#ifdef CHANGED_PAYLOAD
    invocation.payload().data()[0] = 0;
#else
    static_cast<void>(invocation.payload().data());
#endif
}

void handler_that_is_no_handler(lc::client &client) {
#ifdef HANDLER_OF_TEXT
    static_cast<void>(client.run([](std::string &) {}));
#else
    static_cast<void>(client.run([](lc::invocation &) {}));
#endif
}

lc::answer failure_that_looks_like_a_response() {
#ifdef TWO_TEXTS
    return {"EmptyEvent", "There is nothing to answer"};
#else
    return lc::failure{"EmptyEvent", "There is nothing to answer"};
#endif
}
