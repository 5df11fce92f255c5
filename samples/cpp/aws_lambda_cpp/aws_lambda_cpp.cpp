/*
 * aws-lambda-cpp: a handler for that library, without a change. It tells how long a text is, fails on one
 * that is too long, with a type of its own, and throws on what is no text; its caller gets an error each
 * time.
 */
#include <aws/lambda-runtime/runtime.h>

#include <stdexcept>

using namespace aws::lambda_runtime;

static invocation_response tell_length(invocation_request const &request) {
    if (request.payload.size() < 2 || request.payload.front() != '"')
        throw std::invalid_argument("the event is no text");
    const auto length = request.payload.size() - 2;
    if (length > 10)
        return invocation_response::failure("A text of \"" + std::to_string(length) + "\"", "TooLong");
    if (request.get_time_remaining().count() <= 0 || request.function_arn.empty())
        return invocation_response("{\"late\":true}", "application/json", false);
    return invocation_response::success(std::to_string(length), "text/plain");
}

int main() {
    run_handler(tell_length);
    return 0;
}
