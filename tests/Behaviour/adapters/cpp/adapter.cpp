/*
 * The adapter of C++ to the behaviour suite: tests/Behaviour/README.md says what it has to do.
 */
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <lambdaclient.hpp>
#include <map>
#include <mutex>
#include <optional>
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

answer echo(client &, invocation &, string_view event) { return answer::borrowed(event); }

answer size(client &, invocation &, string_view event) {
    return std::string(std::stoul(std::string(event)), 'x');
}

answer context(client &, invocation &invocation, string_view) {
    const auto context = invocation.context();
    auto text = line("request_id", context.request_id) + line("invocation_id", context.invocation_id) +
                line("invoked_function_arn", context.invoked_function_arn) +
                line("trace_id", context.trace_id) + line("client_context", context.client_context) +
                line("cognito_identity", context.cognito_identity) + line("tenant_id", context.tenant_id) +
                line("content_type", context.content_type) + line("deadline_ms", context.deadline_ms) +
                line("remaining_ms", invocation.remaining_ms());
    return answer(std::move(text), "text/plain");
}

answer fail(client &, invocation &, string_view event) { return failure_of(split(event, '\n')); }

answer fail_with_a_bad_cause(client &, invocation &, string_view event) {
    auto failure = failure_of(split(event, '\n'));
    failure.cause = "no JSON";
    return failure;
}

answer nothing(client &, invocation &, string_view) { return {}; }

answer fail_hugely(client &, invocation &, string_view) {
    return lambdaclient::failure{"Huge", std::string(3 << 20, 'x')};
}

answer fail_in_bytes(client &, invocation &, string_view) {
    return lambdaclient::failure{"Odd", "before \xff\xfe behind"};
}

answer fail_with_half_a_pair(client &, invocation &, string_view) {
    return lambdaclient::failure{"Odd", "before \xed\xa0\x80 behind"};
}

answer raise(client &, invocation &, string_view event) { throw std::runtime_error(std::string(event)); }

answer raise_oddly(client &, invocation &, string_view) { throw 7; }

answer twice(client &client, invocation &invocation, string_view event) {
    static_cast<void>(invocation.respond(event));
    return echo(client, invocation, event);
}

answer hang(client &, invocation &, string_view) {
    for (;;)
        pause();
}

/* Waits for the handlers of the other events. */
answer gather(client &client, invocation &invocation, string_view event) {
    static std::mutex gate;
    static std::condition_variable changed;
    static int here = 0;
    std::unique_lock<std::mutex> lock(gate);
    here++;
    changed.notify_all();
    changed.wait(lock, [] { return here >= std::atoi(std::getenv("AWS_LAMBDA_MAX_CONCURRENCY")); });
    return echo(client, invocation, event);
}

answer stream(client &, invocation &invocation, string_view event) {
    auto stream = invocation.open_stream();
    if (!stream)
        return say("stream_open", stream.error()), answer();
    for (const auto piece : split(event, '\n'))
        if (const auto written = stream->write(piece); !written)
            return say("stream_write", written.error()), answer();
    if (const auto finished = stream->finish(); !finished)
        say("stream_finish", finished.error());
    return {};
}

/* Streams the first line of the event, and leaves the stream open; gives the other lines. */
std::vector<string_view> begin_stream(invocation &invocation, string_view event) {
    auto lines = split(event, '\n');
    auto stream = invocation.open_stream();
    if (!stream)
        say("stream_open", stream.error());
    else if (const auto written = stream->write(lines.at(0)); !written)
        say("stream_write", written.error());
    lines.erase(lines.begin());
    return lines;
}

answer stream_fail(client &, invocation &invocation, string_view event) {
    return failure_of(begin_stream(invocation, event));
}

answer stream_raise(client &, invocation &invocation, string_view event) {
    throw std::runtime_error(std::string(begin_stream(invocation, event).at(0)));
}

answer stream_drop(client &, invocation &invocation, string_view event) {
    return begin_stream(invocation, event), answer();
}

answer cancel(client &client, invocation &invocation, string_view event) {
    static_cast<void>(client.cancel());
    return echo(client, invocation, event);
}

const std::map<string_view, answer (*)(client &, invocation &, string_view)> actions = {
    {"echo", echo},
    {"size", size},
    {"context", context},
    {"fail", fail},
    {"fail-cause", fail_with_a_bad_cause},
    {"fail-huge", fail_hugely},
    {"fail-bytes", fail_in_bytes},
    {"fail-half", fail_with_half_a_pair},
    {"raise-odd", raise_oddly},
    {"twice", twice},
    {"hang", hang},
    {"gather", gather},
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

/* Does an action with an event; "told" is the action that the event's first line names, with the other lines.
 */
answer act(client &client, invocation &invocation, string_view name) {
    auto event = invocation.payload().text();
    if (name == "told") {
        const auto end = event.find('\n');
        name = event.substr(0, end);
        event.remove_prefix(end == string_view::npos ? event.size() : end + 1);
    }
    const auto action = actions.find(name);
    if (action == actions.end())
        std::_Exit(2);
    return action->second(client, invocation, event);
}

/* The hook of a name, if BEHAVIOUR_HOOKS has it, and what it says behind the name: "=fail" or "=raise". */
lambdaclient::run_options::hook hook(const char *name) {
    for (const auto chosen : split(variable("BEHAVIOUR_HOOKS"), ',')) {
        const auto how = chosen.find('=');
        if (chosen.substr(0, how) == name)
            return [name, broken = how == string_view::npos
                                       ? ""
                                       : chosen.substr(how)]() -> std::optional<lambdaclient::failure> {
                std::printf("hook %s\n", name);
                std::fflush(stdout);
                const auto message = std::string(name) + " broke";
                if (broken == "=raise")
                    throw std::runtime_error(message);
                if (broken == "=fail")
                    return lambdaclient::failure{"HookBroke", message};
                return std::nullopt;
            };
    }
    return {};
}

lambdaclient::run_options choose() {
    lambdaclient::run_options life;
    life.thread_count =
        static_cast<std::uint32_t>(std::atoi(std::string(variable("BEHAVIOUR_POLLERS")).c_str()));
    life.init = hook("init");
    life.before_snapshot = hook("before_snapshot");
    life.after_restore = hook("after_restore");
    life.shutdown = hook("shutdown");
    if (variable("BEHAVIOUR_ERRORS").empty())
        life.on_error = [](const lambdaclient::error &error) { say("run", error); };
    return life;
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
    std::atomic<std::size_t> served = 0;
    const auto ended = client->run(
        [&](invocation &invocation) {
            const auto at = served++;
            return act(*client, invocation, names[at < names.size() ? at : names.size() - 1]);
        },
        choose());
    if (!ended)
        say("run", ended.error());
    return ended ? 0 : 1;
}
