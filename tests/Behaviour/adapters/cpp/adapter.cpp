/*
 * The adapter of C++ to the behaviour suite: tests/Behaviour/README.md says what it has to do.
 */
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <lambdaclient.hpp>
#include <map>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

using lambdaclient::client;
using lambdaclient::invocation;
using std::string_view;

namespace {

/* Says how a call went, unless it went well; whether the runtime can go on. */
template <typename T> bool went(const char *operation, const lambdaclient::result<T> &result) {
    static const char *const deliveries[] = {"not_sent", "unknown", "sent"};
    if (result)
        return true;
    const auto &error = result.error();
    std::fprintf(stderr, "%s\n", error.message());
    std::printf("%s %s %s\n", operation, error.name(), deliveries[error.info().delivery]);
    std::fflush(stdout);
    return !error.is_fatal();
}

std::vector<string_view> split(string_view text, char separator) {
    std::vector<string_view> parts;
    while (!text.empty()) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end == string_view::npos ? text.size() : end + 1);
    }
    return parts;
}

lambdaclient::failure failure_of(std::vector<string_view> lines) {
    lines.resize(lines.size() < 2 ? 2 : lines.size());
    return {lines[0], lines[1], {lines.begin() + 2, lines.end()}};
}

std::string line(const char *name, string_view value) {
    const auto begin = std::string(name);
    return value.empty() ? begin + '\n' : begin + '=' + std::string(value) + '\n';
}

std::string line(const char *name, std::int64_t value) {
    return line(name, string_view(value < 0 ? "" : std::to_string(value)));
}

bool echo(client &, invocation &invocation) {
    return went("respond", invocation.respond(invocation.payload()));
}

bool size(client &, invocation &invocation) {
    const auto count = std::stoul(std::string(invocation.payload().text()));
    return went("respond", invocation.respond(std::string(count, 'x')));
}

bool context(client &, invocation &invocation) {
    const auto context = invocation.context();
    const auto text =
        line("request_id", context.request_id) + line("invocation_id", context.invocation_id) +
        line("invoked_function_arn", context.invoked_function_arn) + line("trace_id", context.trace_id) +
        line("client_context", context.client_context) + line("cognito_identity", context.cognito_identity) +
        line("tenant_id", context.tenant_id) + line("content_type", context.content_type) +
        line("deadline_ms", context.deadline_ms) + line("remaining_ms", invocation.remaining_ms());
    return went("respond", invocation.respond(text, "text/plain"));
}

bool fail(client &, invocation &invocation) {
    return went("fail", invocation.fail(failure_of(split(invocation.payload().text(), '\n'))));
}

bool stream(client &, invocation &invocation) {
    auto stream = invocation.open_stream();
    if (!stream)
        return went("stream_open", stream);
    for (const auto piece : split(invocation.payload().text(), '\n'))
        if (const auto written = stream->write(piece); !written)
            return went("stream_write", written);
    return went("stream_finish", stream->finish());
}

bool stream_fail(client &, invocation &invocation) {
    auto lines = split(invocation.payload().text(), '\n');
    auto stream = invocation.open_stream();
    if (!stream)
        return went("stream_open", stream);
    if (const auto written = stream->write(lines.at(0)); !written)
        return went("stream_write", written);
    lines.erase(lines.begin());
    return went("stream_fail", stream->fail(failure_of(lines)));
}

bool cancel(client &client, invocation &invocation) { return client.cancel() && echo(client, invocation); }

const std::map<string_view, bool (*)(client &, invocation &)> actions = {
    {"echo", echo},     {"size", size},     {"context", context},        {"fail", fail},
    {"stream", stream}, {"cancel", cancel}, {"stream-fail", stream_fail}};

string_view variable(const char *name) {
    const char *const value = std::getenv(name);
    return value == nullptr ? string_view() : string_view(value);
}

/* Cancels a client at SIGTERM, which every thread has to block. */
class termination {
  public:
    termination(const sigset_t &signals, client &client)
        : waiter_([signals, &client] {
              int number = 0;
              sigwait(&signals, &number);
              static_cast<void>(client.cancel());
          }) {}

    ~termination() {
        kill(getpid(), SIGTERM);
        waiter_.join();
    }

  private:
    std::thread waiter_;
};

sigset_t block_sigterm() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

} // namespace

int main() {
    /* Before any thread is made, so that none but the one that waits for it gets it. */
    const auto signals = block_sigterm();
    auto client = lambdaclient::client::open();
    if (!client)
        return went("open", client), 1;
    if (const auto init_error = variable("BEHAVIOUR_INIT_ERROR"); init_error.data() != nullptr)
        return went("fail_init", client->fail_init(failure_of(split(init_error, '\n')))), 1;
    const termination termination(signals, *client);

    auto names = split(variable("BEHAVIOUR_ACTIONS"), ',');
    if (names.empty())
        names.push_back("echo");
    for (std::size_t served = 0;;) {
        auto invocation = client->next();
        if (!invocation) {
            const auto status = invocation.error().status();
            if (!went("next", invocation) || status == LAMBDACLIENT_E_CONNECT_REFUSED)
                return 1;
            if (status == LAMBDACLIENT_E_CANCELLED)
                return 0;
            continue;
        }
        const auto action = actions.find(names[served < names.size() ? served : names.size() - 1]);
        if (action == actions.end())
            return 2;
        if (!action->second(*client, *invocation))
            return 1;
        served++;
    }
}
