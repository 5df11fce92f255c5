/*
 * aws/lambda-runtime/runtime.h: a handler that was written for aws-lambda-cpp, over liblambdaclient. Put this
 * folder before that library's on the include path, link lambdaclient in its place, and change nothing.
 *
 * It has what a handler uses: invocation_request, invocation_response and run_handler. It has neither the
 * class runtime, whose place lambdaclient.hpp takes, nor its logging. It needs C++17, and libcurl no more.
 *
 * What differs: a handler that throws does not end the process; its caller gets the exception as an error,
 * and the next event is served. Where AWS_LAMBDA_MAX_CONCURRENCY is set, the handler is called by so many
 * threads at once.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef LAMBDACLIENT_AWS_LAMBDA_RUNTIME_H
#define LAMBDACLIENT_AWS_LAMBDA_RUNTIME_H

#include <lambdaclient.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace aws {
namespace lambda_runtime {

/* An event and what the service says about it. It owns its text; what is absent is empty. */
struct invocation_request {
    std::string payload;
    std::string request_id;
    std::string xray_trace_id;
    std::string client_context;   /* JSON, as it was sent */
    std::string cognito_identity; /* JSON, as it was sent */
    std::string function_arn;

    /* When the service ends the invocation; the clock's epoch where it does not say. */
    std::chrono::time_point<std::chrono::system_clock> deadline;

    /* How long it is until the deadline; below 0 once it has passed. */
    std::chrono::milliseconds get_time_remaining() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(deadline -
                                                                     std::chrono::system_clock::now());
    }
};

/* What a handler makes of an event. */
class invocation_response {
  public:
    /* A body of the handler's own; that of a failure is JSON. */
    invocation_response(std::string const &payload, std::string const &content_type, bool success)
        : payload_(payload), content_type_(content_type), is_success_(success) {}

    /* An answer and its media type. */
    static invocation_response success(std::string payload, std::string content_type) {
        invocation_response response;
        response.payload_ = std::move(payload);
        response.content_type_ = std::move(content_type);
        response.is_success_ = true;
        return response;
    }

    /* A failure as its caller shall see it: a message for a person, and a short name. */
    static invocation_response failure(std::string const &error_message, std::string const &error_type) {
        invocation_response response;
        response.payload_ = "{\"errorMessage\":" + quoted(error_message) +
                            ",\"errorType\":" + quoted(error_type) + ",\"stackTrace\":[]}";
        response.content_type_ = "application/json";
        response.error_type_ = error_type;
        return response;
    }

    std::string const &get_payload() const { return payload_; }
    std::string const &get_content_type() const { return content_type_; }
    bool is_success() const { return is_success_; }

    /* The same for lambdaclient::client::run. */
    lambdaclient::answer answer() && {
        if (is_success_)
            return lambdaclient::answer(std::move(payload_), std::move(content_type_));
        lambdaclient::failure failure;
        failure.type = std::move(error_type_);
        failure.json = std::move(payload_);
        return failure;
    }

  private:
    invocation_response() = default;

    static std::string quoted(std::string const &text) {
        static const char digits[] = "0123456789abcdef";
        std::string json = "\"";
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\')
                (json += '\\') += c;
            else if (byte < 0x20)
                ((json += "\\u00") += digits[byte >> 4]) += digits[byte & 15];
            else
                json += c;
        }
        return json += '"';
    }

    std::string payload_;
    std::string content_type_;
    std::string error_type_;
    bool is_success_ = false;
};

namespace detail {

inline invocation_request request_of(lambdaclient::invocation const &invocation) {
    using namespace std::chrono;
    const auto context = invocation.context();
    invocation_request request;
    request.payload = invocation.payload().text();
    request.request_id = context.request_id;
    request.xray_trace_id = context.trace_id;
    request.client_context = context.client_context;
    request.cognito_identity = context.cognito_identity;
    request.function_arn = context.invoked_function_arn;
    if (context.deadline_ms >= 0)
        request.deadline += milliseconds(context.deadline_ms);
    return request;
}

} // namespace detail

/* Serves events with a handler, and returns when nothing can go on; standard error says why. The environment
 * variable _X_AMZN_TRACE_ID follows the event, as long as there is one thread. */
inline void run_handler(std::function<invocation_response(invocation_request const &)> const &handler) {
    lambdaclient::options options;
    options.set_trace_variable = true;
    auto client = lambdaclient::client::open(options);
    if (!client) {
        std::fprintf(stderr, "%s\n", client.error().message());
        return;
    }
    lambdaclient::run_options life;
    life.on_error = [](lambdaclient::error const &error) { std::fprintf(stderr, "%s\n", error.message()); };
    const auto ended = client->run(
        [&handler](lambdaclient::invocation &invocation) {
            return handler(detail::request_of(invocation)).answer();
        },
        life);
    if (!ended)
        std::fprintf(stderr, "%s\n", ended.error().message());
}

} // namespace lambda_runtime
} // namespace aws

#endif /* LAMBDACLIENT_AWS_LAMBDA_RUNTIME_H */
