/* The C++ face: what it owns and gives up, what a failure is, and that it says what the C interface says. */
#include <lambdaclient.hpp>

#include <array>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>

extern "C" {
#include "service.h"
}

#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            std::fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition);                   \
            std::exit(1);                                                                                    \
        }                                                                                                    \
    } while (0)

#define EVENT                                                                                                \
    "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nX-Other: value\r\n"                             \
    "Lambda-Runtime-Client-Context: {\"custom\":{\"a\":\"1\"},\"env\":{\"b\":\"2\"}}\r\n"                    \
    "Lambda-Runtime-Cognito-Identity: {\"cognitoIdentityId\":\"me\"}\r\nContent-Length: 5\r\n\r\nhello"
#define ACCEPTED "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"

namespace lc = lambdaclient;

static_assert(!std::is_copy_constructible_v<lc::client> && std::is_nothrow_move_constructible_v<lc::client>);
static_assert(!std::is_copy_constructible_v<lc::invocation> && !std::is_copy_assignable_v<lc::invocation>);
static_assert(std::is_nothrow_move_assignable_v<lc::invocation>);
static_assert(!std::is_copy_constructible_v<lc::stream> && !std::is_copy_constructible_v<lc::error>);
static_assert(std::is_constructible_v<lc::bytes_view, std::string> &&
              std::is_constructible_v<lc::bytes_view, std::vector<std::uint8_t>> &&
              std::is_constructible_v<lc::bytes_view, std::array<std::byte, 3>> &&
              !std::is_constructible_v<lc::bytes_view, std::vector<int>>);

static lc::client open_at(const char *endpoint) {
    lc::options options;
    options.endpoint = endpoint;
    auto opened = lc::client::open(options);
    CHECK(opened);
    return std::move(opened).value();
}

static void an_answer() {
    static const step steps[] = {{EVENT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    auto client = open_at(service_start(steps, 2));
    auto next = client.next();
    CHECK(next);
    auto invocation = std::move(next).value();

    CHECK(invocation.payload().text() == "hello" && invocation.payload().size() == 5);
    CHECK(invocation.context().request_id == "id" && invocation.context().deadline_ms == -1);
    CHECK(invocation.remaining_ms() == -1);
    CHECK(invocation.header("x-other") == "value" && invocation.header("x-none").empty());
    CHECK(invocation.client_custom("a") == "1" && invocation.client_env("b") == "2");
    CHECK(invocation.client_context().custom_count == 1 && invocation.cognito_identity().is_present == 1);

    const auto outstanding = client.next();
    CHECK(!outstanding && outstanding.error().status() == LAMBDACLIENT_E_INVOCATION_OUTSTANDING);
    CHECK(outstanding.error().is_not_sent() && !outstanding.error().is_fatal());
    CHECK(std::strcmp(outstanding.error().name(), "invocation_outstanding") == 0);
    CHECK(std::strstr(outstanding.error().message(), "invocation_outstanding") != nullptr);

    CHECK(invocation.respond(std::string("answer"), "text/plain"));
    const auto again = invocation.respond("again");
    CHECK(!again && again.error().status() == LAMBDACLIENT_E_ALREADY_ANSWERED);
    CHECK(invocation.payload().empty());
    CHECK(service_join() == 2);
    CHECK(std::strstr(service_last_request(), "\r\nContent-Type: text/plain\r\n") != nullptr);
    CHECK(std::strstr(service_last_request(), "\r\n\r\nanswer") != nullptr);
}

static void a_failure() {
    static const step steps[] = {{EVENT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    auto client = open_at(service_start(steps, 2));
    auto invocation = client.next();
    CHECK(invocation);
    CHECK(invocation->fail({"Odd", "it is odd", {"main.cpp:1", "start.cpp:2"}}));
    CHECK(service_join() == 2);
    CHECK(std::strstr(service_last_request(), "\"stackTrace\":[\"main.cpp:1\",\"start.cpp:2\"]") != nullptr);
}

static void a_stream() {
    static const step steps[] = {{EVENT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    auto client = open_at(service_start(steps, 2));
    auto invocation = client.next();
    CHECK(invocation);
    auto stream =
        invocation->open_stream(lc::prelude(201).header("X-A", "1").header("X-A", "2").cookie("c=3"));
    CHECK(stream);
    CHECK(!invocation->open_stream());
    CHECK(stream->flush() && stream->write("piece") && stream->finish());
    CHECK(stream->finish().error().status() == LAMBDACLIENT_E_ALREADY_ANSWERED);
    CHECK(service_join() == 2);
    CHECK(std::strstr(service_last_request(), "{\"statusCode\":201,\"headers\":{},"
                                              "\"multiValueHeaders\":{\"X-A\":[\"1\",\"2\"]},"
                                              "\"cookies\":[\"c=3\"]}") != nullptr);
}

/* What leaves its scope is given up: the stream broken off, the invocation abandoned, the client closed. */
static void scopes_give_up() {
    static const step steps[] = {{EVENT, STAY, 0}, {EVENT, STAY, 0}, {EVENT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    auto client = open_at(service_start(steps, 4));
    {
        auto invocation = client.next();
        CHECK(invocation);
    }
    {
        auto invocation = client.next();
        CHECK(invocation);
        auto stream = invocation->open_stream("text/plain");
        CHECK(stream && stream->write("part"));
    }
    auto invocation = client.next();
    CHECK(invocation && invocation->respond("{}"));
    CHECK(service_join() == 4);
}

static void moved_from() {
    auto client = open_at("127.0.0.1:9");
    auto other = std::move(client);
    CHECK(client.next().error().status() == LAMBDACLIENT_E_ARGUMENT_MISSING);
    CHECK(other.next().error().status() == LAMBDACLIENT_E_CONNECT_REFUSED);
    client = std::move(other);
    CHECK(client.cancel());
    CHECK(client.next().error().status() == LAMBDACLIENT_E_CANCELLED);
    CHECK(client.function().struct_size == sizeof(lambdaclient_function_t));
}

static void an_init_error() {
    static const step steps[] = {{ACCEPTED, CLOSE, 0}};
    auto client = open_at(service_start(steps, 1));
    CHECK(client.fail_init({"Runtime.NoConfig", "no configuration"}));
    CHECK(client.next().error().is_fatal());
    CHECK(service_join() == 1);
}

static void cancelled_from_another_thread() {
    static const step steps[] = {{nullptr, HOLD, 0}};
    auto client = open_at(service_start(steps, 1));
    std::thread parked([&client] { CHECK(client.next().error().status() == LAMBDACLIENT_E_CANCELLED); });
    service_wait_for_requests(1);
    CHECK(client.cancel());
    parked.join();
    client = open_at("127.0.0.1:9");
    service_join();
}

static void a_run() {
    static const step steps[] = {
        {EVENT, STAY, 0}, {ACCEPTED, STAY, 0}, {EVENT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    auto client = open_at(service_start(steps, 4));
    int events = 0;
    const auto ended = client.run([&](lc::invocation &invocation) -> lc::result<void> {
        CHECK(invocation.log(lc::log_level::trace, "below the level"));
        if (++events == 2)
            CHECK(client.cancel());
        return events == 1 ? invocation.respond("first") : invocation.respond("second", "bad\ntype");
    });
    CHECK(ended && events == 2);
    CHECK(service_join() == 4);
    CHECK(std::strstr(service_last_request(), "(content_type_invalid) without an answer") != nullptr);
    CHECK(client.run([](lc::invocation &) {}));
}

#if defined(__cpp_exceptions)
static void a_handler_that_throws() {
    static const step steps[] = {{EVENT, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    auto client = open_at(service_start(steps, 2));
    CHECK(client.run([&](lc::invocation &) {
        CHECK(client.cancel());
        throw std::runtime_error("out of seats");
    }));
    CHECK(service_join() == 2);
    CHECK(std::strstr(service_last_request(),
                      "\"errorMessage\":\"out of seats\",\"errorType\":\"std::runtime_error\"") != nullptr);
}
#else
static void a_handler_that_throws() {}
#endif

static void errors_of_opening() {
    lc::options options;
    options.endpoint = "nowhere";
    const auto opened = lc::client::open(options);
    CHECK(!opened && opened.error().info().category == LAMBDACLIENT_CATEGORY_ENVIRONMENT);
    CHECK(opened.error().is_fatal());
}

int main() {
    an_answer();
    a_failure();
    a_stream();
    scopes_give_up();
    moved_from();
    an_init_error();
    cancelled_from_another_thread();
    a_run();
    a_handler_that_throws();
    errors_of_opening();
    return 0;
}
