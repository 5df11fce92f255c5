/* The C++ face: what it owns and gives up, what a failure is, and that it says what the C interface says. */
#include <lambdaclient.hpp>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

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
#define SECOND "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: second\r\nContent-Length: 1\r\n\r\n2"
#define TOO_LARGE "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n"
#define ACCEPTED "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"

namespace lc = lambdaclient;

static_assert(!std::is_copy_constructible_v<lc::client> && std::is_nothrow_move_constructible_v<lc::client>);
static_assert(!std::is_copy_constructible_v<lc::invocation> && !std::is_copy_assignable_v<lc::invocation>);
static_assert(std::is_nothrow_move_assignable_v<lc::invocation>);
static_assert(std::is_nothrow_move_constructible_v<lc::answer> &&
              std::is_convertible_v<const char *, lc::answer>);
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
    CHECK(invocation.client_context_custom("a") == "1" && invocation.client_context_env("b") == "2");
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

/* What leaves its scope without an answer gets one: an invocation, a stream; an abandoned one comes again. */
static void scopes_answer() {
    static const step steps[] = {{EVENT, STAY, 0},    {ACCEPTED, STAY, 0}, {EVENT, STAY, 0},
                                 {ACCEPTED, STAY, 0}, {EVENT, STAY, 0},    {EVENT, STAY, 0},
                                 {ACCEPTED, CLOSE, 0}};
    auto client = open_at(service_start(steps, 7));
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
    auto abandoned = client.next();
    CHECK(abandoned && abandoned->abandon());
    auto invocation = client.next();
    CHECK(invocation && invocation->respond("{}"));
    CHECK(service_join() == 7);
    CHECK(std::strcmp(service_request_lines(), "GET /2018-06-01/runtime/invocation/next\n"
                                               "POST /2018-06-01/runtime/invocation/id/error\n"
                                               "GET /2018-06-01/runtime/invocation/next\n"
                                               "POST /2018-06-01/runtime/invocation/id/response\n"
                                               "GET /2018-06-01/runtime/invocation/next\n"
                                               "GET /2018-06-01/runtime/invocation/next\n"
                                               "POST /2018-06-01/runtime/invocation/id/response\n") == 0);
}

static void turns() {
    static const step steps[] = {{EVENT, STAY, 0},     {ACCEPTED, STAY, 0}, {SECOND, STAY, 0},
                                 {TOO_LARGE, STAY, 0}, {EVENT, STAY, 0},    {ACCEPTED, CLOSE, 0}};
    auto client = open_at(service_start(steps, 6));
    auto turn = client.turn();
    CHECK(turn.next && !turn.undelivered && turn.next->payload().text() == "hello");
    turn = client.turn(lc::answer::borrowed(turn.next->payload(), "text/plain"));
    CHECK(turn.next && !turn.undelivered && turn.next->payload().text() == "2");
    turn = client.turn(std::vector<std::uint8_t>(3, 'x'));
    CHECK(turn.next && turn.undelivered->status() == LAMBDACLIENT_E_PAYLOAD_TOO_LARGE);
    CHECK(client.cancel());
    turn = client.turn(lc::failure{"Odd", "it is odd"});
    CHECK(!turn.undelivered && turn.next.error().status() == LAMBDACLIENT_E_CANCELLED);
    CHECK(service_join() == 6);
    CHECK(std::strstr(service_last_request(), "\"errorMessage\":\"it is odd\"") != nullptr);
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

/* The post that a handler's answer to an event becomes. A run before it shows that the handler is called
 * once, and that the next event is served. */
template <typename Handler> static std::string post_of(Handler handler) {
    static const step steps[] = {
        {EVENT, STAY, 0}, {ACCEPTED, STAY, 0}, {SECOND, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    using given = decltype(handler(std::declval<lc::invocation &>()));
    int events = 0;
    auto client = open_at(service_start(steps, 4));
    CHECK(client.run([&](lc::invocation &invocation) -> given {
        if (++events == 1)
            return handler(invocation);
        CHECK(client.cancel() && invocation.respond(invocation.payload()));
        return given();
    }));
    CHECK(events == 2 && service_join() == 4);
    CHECK(std::strstr(service_last_request(), "invocation/second/response") != nullptr);

    client = open_at(service_start(steps, 2));
    CHECK(client.run([&](lc::invocation &invocation) -> given {
        CHECK(client.cancel());
        return handler(invocation);
    }));
    client = open_at("127.0.0.1:9");
    CHECK(service_join() == 2);
    return service_last_request();
}

static bool holds(const std::string &text, const char *part) { return text.find(part) != text.npos; }

static void answers_of_a_handler() {
    CHECK(holds(post_of([](lc::invocation &) { return lc::answer(std::string("text"), "text/plain"); }),
                "text/plain"));
    CHECK(holds(post_of([](lc::invocation &) { return std::string("bytes"); }), "\r\n\r\nbytes"));
    CHECK(holds(post_of([](lc::invocation &event) { return lc::answer::borrowed(event.payload()); }),
                "\r\n\r\nhello"));
    CHECK(holds(post_of([](lc::invocation &) {}), "\"errorType\":\"Runtime.NoAnswer\""));
}

/* The caller hears of a failure whatever is wrong with it, and the event is not handed out again. */
static void failures_that_cannot_be_sent_as_they_are() {
    const auto post_of_failure = [](const lc::failure &failure) {
        return post_of([&failure](lc::invocation &) { return lc::answer(failure); });
    };
    CHECK(holds(post_of_failure({"Odd", "it is odd", {}, {}, "no JSON"}), "\"errorType\":\"Odd\""));
    CHECK(holds(post_of_failure({"Odd", "it is odd", {}, "no JSON"}), "\"errorMessage\":\"it is odd\""));
    CHECK(holds(post_of_failure({"a\r\nb\xff", "it is \xff odd"}), "it is \\uFFFD odd"));
}

static void streams_that_their_handler_leaves() {
    const auto dropped = post_of([](lc::invocation &invocation) {
        auto stream = invocation.open_stream();
        CHECK(stream && stream->write("part"));
    });
    CHECK(holds(dropped, "\r\n4\r\npart\r\n0\r\n"));
    CHECK(holds(dropped, "Lambda-Runtime-Function-Error-Type: Runtime.StreamAbandoned\r\n"));
    const auto failed = post_of([](lc::invocation &invocation) -> lc::answer {
        auto stream = invocation.open_stream();
        CHECK(stream && stream->write("part"));
        return lc::failure{"Odd", "it is odd"};
    });
    CHECK(holds(failed, "\r\n4\r\npart\r\n0\r\nLambda-Runtime-Function-Error-Type: Function.Odd\r\n"));
    CHECK(holds(post_of([](lc::invocation &invocation) { CHECK(invocation.open_stream()); }),
                "\"errorType\":\"Runtime.StreamAbandoned\""));
}

/* The poll and the answer meet a service that is away; the handler runs once. */
static void a_service_that_is_away() {
    static const step steps[] = {{nullptr, CLOSE, 0}, {nullptr, CLOSE, 0}, {EVENT, STAY, 0},
                                 {nullptr, CLOSE, 0}, {EVENT, STAY, 0},    {ACCEPTED, STAY, 0},
                                 {SECOND, STAY, 0},   {ACCEPTED, CLOSE, 0}};
    auto client = open_at(service_start(steps, 8));
    std::vector<std::string> told, served;
    lc::run_options life;
    life.on_error = [&](const lc::error &error) { told.push_back(error.name()); };
    const auto ended = client.run(
        [&](lc::invocation &invocation) -> lc::answer {
            served.emplace_back(invocation.payload().text());
            if (served.size() == 2)
                CHECK(client.cancel());
            return "the answer";
        },
        life);
    CHECK(ended && service_join() == 8);
    CHECK((served == std::vector<std::string>{"hello", "2"}));
    CHECK(told.size() >= 2);
}

/* The service listens on one connection: a second poller would wait for ever. */
static void an_ordinary_function_has_one_poller() {
    static const step steps[] = {
        {EVENT, STAY, 0}, {ACCEPTED, STAY, 0}, {SECOND, STAY, 0}, {ACCEPTED, CLOSE, 0}};
    auto client = open_at(service_start(steps, 4));
    std::atomic<int> events = 0;
    lc::run_options life;
    life.thread_count = 8;
    CHECK(client.run(
        [&](lc::invocation &) {
            if (++events == 2)
                CHECK(client.cancel());
            return "{}";
        },
        life));
    CHECK(events == 2 && service_join() == 4);
}

/* A run that is cancelled before its first event registers no extension, and still ends its life in order. */
static void hooks() {
    auto client = open_at("127.0.0.1:9");
    std::string order;
    lc::run_options life;
    life.init = [&]() -> std::optional<lc::failure> {
        order += "init ";
        CHECK(client.cancel());
        return std::nullopt;
    };
    life.shutdown = [&]() -> std::optional<lc::failure> {
        order += "shutdown";
        return std::nullopt;
    };
    CHECK(client.run([](lc::invocation &) {}, life));
    CHECK(order == "init shutdown");
}

static void an_init_hook_that_fails() {
    static const step steps[] = {{ACCEPTED, CLOSE, 0}};
    auto client = open_at(service_start(steps, 1));
    lc::run_options life;
    life.init = [] { return lc::failure{"Full", "no seats"}; };
    const auto ended = client.run([](lc::invocation &) {}, life);
    CHECK(!ended && ended.error().status() == LAMBDACLIENT_E_HOOK_FAILED);
    CHECK(service_join() == 1);
    CHECK(holds(service_last_request(), "POST /2018-06-01/runtime/init/error "));
    CHECK(holds(service_last_request(), "\"errorMessage\":\"no seats\",\"errorType\":\"Full\""));
}

#if defined(__cpp_exceptions)
static void exceptions() {
    CHECK(holds(post_of([](lc::invocation &) { throw std::runtime_error("out of seats"); }),
                "\"errorMessage\":\"out of seats\",\"errorType\":\"std::runtime_error\""));
    CHECK(holds(post_of([](lc::invocation &) { throw 7; }), "\"errorType\":\"Error\""));
    const auto before = post_of([](lc::invocation &invocation) {
        auto stream = invocation.open_stream();
        CHECK(stream);
        throw std::runtime_error("out of seats");
    });
    CHECK(holds(before, "/error ") && holds(before, "\"errorType\":\"std::runtime_error\""));
    const auto behind = post_of([](lc::invocation &invocation) {
        auto stream = invocation.open_stream();
        CHECK(stream && stream->write("part"));
        throw std::runtime_error("out of seats");
    });
    /* {"errorMessage":"out of seats","errorType":"std::runtime_error","stackTrace":[]}, in base64. */
    CHECK(holds(behind,
                "\r\n4\r\npart\r\n0\r\nLambda-Runtime-Function-Error-Type: Function.Runtimeerror\r\n"
                "Lambda-Runtime-Function-Error-Body: eyJlcnJvck1lc3NhZ2UiOiJvdXQgb2Ygc2VhdHMiLCJlcnJvclR5"
                "cGUiOiJzdGQ6OnJ1bnRpbWVfZXJyb3IiLCJzdGFja1RyYWNlIjpbXX0=\r\n"));

    static const step steps[] = {{ACCEPTED, CLOSE, 0}};
    auto client = open_at(service_start(steps, 1));
    lc::run_options life;
    life.init = []() -> std::optional<lc::failure> { throw std::runtime_error("no seats"); };
    CHECK(!client.run([](lc::invocation &) {}, life) && service_join() == 1);
    CHECK(holds(service_last_request(), "\"errorType\":\"std::runtime_error\""));
}
#else
static void exceptions() {}
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
    scopes_answer();
    turns();
    moved_from();
    an_init_error();
    cancelled_from_another_thread();
    a_run();
    answers_of_a_handler();
    failures_that_cannot_be_sent_as_they_are();
    streams_that_their_handler_leaves();
    a_service_that_is_away();
    an_ordinary_function_has_one_poller();
    hooks();
    an_init_hook_that_fails();
    exceptions();
    errors_of_opening();
    return 0;
}
