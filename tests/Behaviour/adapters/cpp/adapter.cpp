/*
 * The adapter of C++ to the behaviour suite: tests/Behaviour/README.md says what it has to do.
 */
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <lambdaclient.hpp>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

using lambdaclient::answer;
using lambdaclient::client;
using lambdaclient::invocation;
using std::string_view;

namespace {

/* Says why a call failed. */
void say(const char *operation, const lambdaclient::error &error) {
    static const char *const deliveries[] = {"not_sent", "unknown", "sent"};
    std::fprintf(stderr, "%s\n", error.message());
    std::printf("%s %s %s\n", operation, error.name(), deliveries[error.info().delivery]);
    std::fflush(stdout);
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
    return {std::string(lines[0]), std::string(lines[1]), {lines.begin() + 2, lines.end()}};
}

std::string line(const char *name, string_view value) {
    const auto begin = std::string(name);
    return value.empty() ? begin + '\n' : begin + '=' + std::string(value) + '\n';
}

std::string line(const char *name, std::int64_t value) {
    return line(name, string_view(value < 0 ? "" : std::to_string(value)));
}

answer echo(client &, invocation &invocation) { return answer::borrowed(invocation.payload()); }

answer size(client &, invocation &invocation) {
    return std::string(std::stoul(std::string(invocation.payload().text())), 'x');
}

answer context(client &, invocation &invocation) {
    const auto context = invocation.context();
    auto text = line("request_id", context.request_id) + line("invocation_id", context.invocation_id) +
                line("invoked_function_arn", context.invoked_function_arn) +
                line("trace_id", context.trace_id) + line("client_context", context.client_context) +
                line("cognito_identity", context.cognito_identity) + line("tenant_id", context.tenant_id) +
                line("content_type", context.content_type) + line("deadline_ms", context.deadline_ms) +
                line("remaining_ms", invocation.remaining_ms());
    return answer(std::move(text), "text/plain");
}

answer fail(client &, invocation &invocation) { return failure_of(split(invocation.payload().text(), '\n')); }

answer fail_with_a_bad_cause(client &, invocation &invocation) {
    auto failure = failure_of(split(invocation.payload().text(), '\n'));
    failure.cause = "no JSON";
    return failure;
}

answer nothing(client &, invocation &) { return {}; }

answer raise(client &, invocation &invocation) {
    throw std::runtime_error(std::string(invocation.payload().text()));
}

answer stream(client &, invocation &invocation) {
    auto stream = invocation.open_stream();
    if (!stream)
        return say("stream_open", stream.error()), answer();
    for (const auto piece : split(invocation.payload().text(), '\n'))
        if (const auto written = stream->write(piece); !written)
            return say("stream_write", written.error()), answer();
    if (const auto finished = stream->finish(); !finished)
        say("stream_finish", finished.error());
    return {};
}

/* Streams the first line of the event, and leaves the stream open; gives the other lines. */
std::vector<string_view> begin_stream(invocation &invocation) {
    auto lines = split(invocation.payload().text(), '\n');
    auto stream = invocation.open_stream();
    if (!stream)
        say("stream_open", stream.error());
    else if (const auto written = stream->write(lines.at(0)); !written)
        say("stream_write", written.error());
    lines.erase(lines.begin());
    return lines;
}

answer stream_fail(client &, invocation &invocation) { return failure_of(begin_stream(invocation)); }

answer stream_raise(client &, invocation &invocation) {
    throw std::runtime_error(std::string(begin_stream(invocation).at(0)));
}

answer stream_drop(client &, invocation &invocation) { return begin_stream(invocation), answer(); }

answer cancel(client &client, invocation &invocation) {
    static_cast<void>(client.cancel());
    return echo(client, invocation);
}

const std::map<string_view, answer (*)(client &, invocation &)> actions = {
    {"echo", echo},
    {"size", size},
    {"context", context},
    {"fail", fail},
    {"fail-cause", fail_with_a_bad_cause},
    {"nothing", nothing},
    {"raise", raise},
    {"stream", stream},
    {"stream-fail", stream_fail},
    {"stream-raise", stream_raise},
    {"stream-drop", stream_drop},
    {"cancel", cancel}};

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
        return say("open", client.error()), 1;
    if (const auto init_error = variable("BEHAVIOUR_INIT_ERROR"); init_error.data() != nullptr) {
        if (const auto failed = client->fail_init(failure_of(split(init_error, '\n'))); !failed)
            say("fail_init", failed.error());
        return 1;
    }
    const termination termination(signals, *client);

    auto names = split(variable("BEHAVIOUR_ACTIONS"), ',');
    if (names.empty())
        names.push_back("echo");
    std::size_t served = 0;
    lambdaclient::run_options life;
    life.on_error = [](const lambdaclient::error &error) { say("run", error); };
    const auto ended = client->run(
        [&](invocation &invocation) {
            const auto action = actions.find(names[served < names.size() ? served : names.size() - 1]);
            if (action == actions.end())
                std::_Exit(2);
            served++;
            return action->second(*client, invocation);
        },
        life);
    if (!ended)
        say("run", ended.error());
    return ended ? 0 : 1;
}
