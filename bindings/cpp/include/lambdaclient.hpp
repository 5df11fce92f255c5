/*
 * lambdaclient.hpp: the C interface in C++17's clothes. Header only; link liblambdaclient.
 *
 *     auto client = lambdaclient::client::open();
 *     while (client) {
 *         auto invocation = client->next();
 *         if (!invocation)
 *             return std::fprintf(stderr, "%s\n", invocation.error().message()), 1;
 *         invocation->respond(invocation->payload());
 *     }
 *
 * What lambdaclient.h says holds here: statuses, threads, and how long a view is valid. What this header
 * adds:
 *
 * Ownership. client, invocation, stream and error own their handle: they can be moved and not copied, and
 * give it up when they are destroyed. An invocation that was not answered is given up, a stream that was not
 * ended is broken off. A moved-from object stands for nothing: its calls give ARGUMENT_MISSING.
 *
 * Errors. Nothing here throws, so it compiles with -fno-exceptions, too. What can fail returns a result<T>:
 * true in a condition when there is a value. Reading the value of a failure, or the error of a success, ends
 * the program with std::abort.
 *
 * Views. Bytes are a bytes_view (std::span is C++20's), text is a std::string_view; both are borrowed.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef LAMBDACLIENT_HPP
#define LAMBDACLIENT_HPP

#include <lambdaclient.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#if defined(__cpp_exceptions) && defined(__cpp_rtti) && __has_include(<cxxabi.h>)
#define LAMBDACLIENT_HPP_NAMES_CLASSES
#include <cxxabi.h>
#include <typeinfo>
#endif

namespace lambdaclient {

namespace detail {

template <typename Handler> class runner;

/* A handle that is given up by one function, once. */
template <typename T, void (*Free)(T *)> class owner {
  public:
    owner() noexcept = default;
    explicit owner(T *handle) noexcept : handle_(handle) {}
    owner(owner &&other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    owner &operator=(owner &&other) noexcept {
        if (this != &other) {
            Free(handle_);
            handle_ = std::exchange(other.handle_, nullptr);
        }
        return *this;
    }
    owner(const owner &) = delete;
    owner &operator=(const owner &) = delete;
    ~owner() { Free(handle_); }

    T *get() const noexcept { return handle_; }
    void release() noexcept { handle_ = nullptr; }

  private:
    T *handle_ = nullptr;
};

inline std::string_view text(lambdaclient_view_t view) noexcept {
    return {reinterpret_cast<const char *>(view.data), view.len};
}

inline lambdaclient_view_t view(std::string_view text) noexcept {
    return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()};
}

} // namespace detail

/* Borrowed bytes: a pointer and a length, as std::span<const std::uint8_t> of C++20. */
class bytes_view {
  public:
    constexpr bytes_view() noexcept = default;
    constexpr bytes_view(const std::uint8_t *data, std::size_t size) noexcept : data_(data), size_(size) {}
    bytes_view(std::string_view text) noexcept : bytes_view(detail::view(text)) {}
    bytes_view(const char *text) noexcept : bytes_view(std::string_view(text)) {}
    bytes_view(lambdaclient_view_t view) noexcept : data_(view.data), size_(view.len) {}

    /* Anything with contiguous bytes: std::string, std::vector<std::uint8_t>, std::array, std::span. */
    template <typename Container,
              typename = std::enable_if_t<
                  sizeof(*std::declval<const Container &>().data()) == 1 &&
                  std::is_convertible_v<decltype(std::declval<const Container &>().size()), std::size_t>>>
    bytes_view(const Container &container) noexcept
        : data_(reinterpret_cast<const std::uint8_t *>(container.data())), size_(container.size()) {}

    constexpr const std::uint8_t *data() const noexcept { return data_; }
    constexpr std::size_t size() const noexcept { return size_; }
    constexpr bool empty() const noexcept { return size_ == 0; }
    constexpr const std::uint8_t *begin() const noexcept { return data_; }
    constexpr const std::uint8_t *end() const noexcept { return data_ + size_; }
    constexpr std::uint8_t operator[](std::size_t at) const noexcept { return data_[at]; }

    /* The same bytes as characters. */
    std::string_view text() const noexcept { return {reinterpret_cast<const char *>(data_), size_}; }

    operator lambdaclient_view_t() const noexcept { return {data_, size_}; }

  private:
    const std::uint8_t *data_ = nullptr;
    std::size_t size_ = 0;
};

/* Why a call failed. Any thread may read it, as long as none moves or destroys it meanwhile. */
class error {
  public:
    /* Takes over an error object of the C interface; NULL where there is none. */
    error(std::int32_t status, lambdaclient_error_t *handle) noexcept : status_(status), handle_(handle) {}

    /* LAMBDACLIENT_E_... */
    std::int32_t status() const noexcept { return status_; }

    /* The status's name, such as "connect_refused". */
    const char *name() const noexcept { return lambdaclient_status_name(status_); }

    /* One sentence: what happened, to which thing, and the next step. Valid as long as the error. */
    const char *message() const noexcept {
        return handle_.get() != nullptr ? lambdaclient_error_message(handle_.get()) : name();
    }

    /* Whether the runtime has to stop and exit with a status other than 0. */
    bool is_fatal() const noexcept { return lambdaclient_status_is_fatal(status_) != 0; }

    /* All facts; the views are valid as long as the error. */
    lambdaclient_error_info_t info() const noexcept {
        lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
        if (lambdaclient_error_describe(handle_.get(), &info) != LAMBDACLIENT_OK) {
            /* An object of the process that was forked, which a child cannot read. */
            info.code = status_;
            info.category = status_ / 100;
            info.is_fatal = is_fatal() ? 1 : 0;
        }
        return info;
    }

    /* Whether a result that was to be sent cannot have reached the service, so that it may be sent again. */
    bool is_not_sent() const noexcept { return info().delivery == LAMBDACLIENT_DELIVERY_NOT_SENT; }

  private:
    std::int32_t status_;
    detail::owner<lambdaclient_error_t, lambdaclient_error_free> handle_;
};

/* A value, or why there is none. */
template <typename T> class [[nodiscard]] result {
  public:
    result(T value) noexcept : content_(std::in_place_index<0>, std::move(value)) {}
    result(lambdaclient::error error) noexcept : content_(std::in_place_index<1>, std::move(error)) {}

    bool has_value() const noexcept { return content_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    T &value() &noexcept { return *checked(std::get_if<0>(&content_)); }
    const T &value() const &noexcept { return *checked(std::get_if<0>(&content_)); }
    T &&value() &&noexcept { return std::move(*checked(std::get_if<0>(&content_))); }
    T &operator*() &noexcept { return value(); }
    const T &operator*() const &noexcept { return value(); }
    T &&operator*() &&noexcept { return std::move(*this).value(); }
    T *operator->() noexcept { return checked(std::get_if<0>(&content_)); }
    const T *operator->() const noexcept { return checked(std::get_if<0>(&content_)); }

    const lambdaclient::error &error() const &noexcept { return *checked(std::get_if<1>(&content_)); }
    lambdaclient::error &&error() &&noexcept { return std::move(*checked(std::get_if<1>(&content_))); }

  private:
    template <typename Pointer> static Pointer checked(Pointer pointer) noexcept {
        if (pointer == nullptr)
            std::abort();
        return pointer;
    }

    std::variant<T, lambdaclient::error> content_;
};

/* Success, or why not. */
template <> class [[nodiscard]] result<void> {
  public:
    result() noexcept = default;
    result(lambdaclient::error error) noexcept : error_(std::move(error)) {}

    bool has_value() const noexcept { return !error_.has_value(); }
    explicit operator bool() const noexcept { return has_value(); }

    const lambdaclient::error &error() const &noexcept {
        if (!error_.has_value())
            std::abort();
        return *error_;
    }
    lambdaclient::error &&error() &&noexcept {
        if (!error_.has_value())
            std::abort();
        return std::move(*error_);
    }

  private:
    std::optional<lambdaclient::error> error_;
};

namespace detail {

inline result<void> outcome(std::int32_t status, lambdaclient_error_t *error) noexcept {
    if (status == LAMBDACLIENT_OK)
        return {};
    return lambdaclient::error(status, error);
}

template <typename T> result<T> outcome(std::int32_t status, lambdaclient_error_t *error, T value) noexcept {
    if (status == LAMBDACLIENT_OK)
        return value;
    return lambdaclient::error(status, error);
}

} // namespace detail

/* Why the function failed, as its caller shall see it; UTF-8, read during the call only. */
struct failure {
    std::string_view type;                          /* a short name; empty means Error */
    std::string_view message;                       /* what happened, for a person */
    std::vector<std::string_view> stack_trace = {}; /* innermost first */
    std::string_view json = {};                     /* a body in place of all that; empty for none */
    std::string_view cause = {};                    /* what X-Ray shows, as JSON; empty for none */
};

/* How much a log event matters. */
enum class log_level : std::int32_t {
    trace = LAMBDACLIENT_LOG_TRACE,
    debug = LAMBDACLIENT_LOG_DEBUG,
    info = LAMBDACLIENT_LOG_INFO,
    warn = LAMBDACLIENT_LOG_WARN,
    error = LAMBDACLIENT_LOG_ERROR,
    fatal = LAMBDACLIENT_LOG_FATAL
};

/* What the service says about an invocation; the views are valid until it is answered. */
struct context {
    std::int64_t deadline_ms; /* since 1970-01-01 UTC; -1 where there is none */
    std::string_view request_id;
    std::string_view invocation_id;
    std::string_view invoked_function_arn;
    std::string_view trace_id;
    std::string_view client_context;   /* JSON, as it was sent */
    std::string_view cognito_identity; /* JSON, as it was sent */
    std::string_view tenant_id;
    std::string_view content_type;
};

/* The status, headers and cookies of a streamed HTTP response. Its texts are borrowed until the stream is
 * opened. */
class prelude {
  public:
    explicit prelude(std::int32_t status_code = 200) noexcept : status_code_(status_code) {}

    /* Adds a header field; a name that is added more than once has several values. */
    prelude &header(std::string_view name, std::string_view value) {
        headers_.push_back({detail::view(name), detail::view(value)});
        return *this;
    }

    /* Adds the value of a Set-Cookie field. */
    prelude &cookie(std::string_view value) {
        cookies_.push_back(detail::view(value));
        return *this;
    }

    lambdaclient_prelude_t c_prelude() const noexcept {
        lambdaclient_prelude_t prelude = LAMBDACLIENT_PRELUDE_INIT;
        prelude.status_code = status_code_;
        prelude.header_count = static_cast<std::uint32_t>(headers_.size());
        prelude.headers = headers_.data();
        prelude.cookie_count = static_cast<std::uint32_t>(cookies_.size());
        prelude.cookies = cookies_.data();
        return prelude;
    }

  private:
    std::int32_t status_code_;
    std::vector<lambdaclient_pair_t> headers_;
    std::vector<lambdaclient_view_t> cookies_;
};

namespace detail {

/* A failure as the C interface takes it, for the length of one call. */
class c_failure {
  public:
    explicit c_failure(const failure &failure) {
        frames_.reserve(failure.stack_trace.size());
        for (const auto frame : failure.stack_trace)
            frames_.push_back(view(frame));
        value_.type = view(failure.type);
        value_.message = view(failure.message);
        value_.stack_trace = frames_.data();
        value_.stack_trace_count = static_cast<std::uint32_t>(frames_.size());
        value_.json = view(failure.json);
        value_.cause = view(failure.cause);
    }

    const lambdaclient_failure_t *get() const noexcept { return &value_; }

  private:
    std::vector<lambdaclient_view_t> frames_;
    lambdaclient_failure_t value_ = LAMBDACLIENT_FAILURE_INIT;
};

} // namespace detail

/* An answer that is sent piece by piece. Destroying one that was not ended breaks it off. */
class stream {
  public:
    explicit stream(lambdaclient_stream_t *handle) noexcept : handle_(handle) {}

    /* Sends bytes, and waits until the operating system took them; see lambdaclient_stream_write(3). */
    result<void> write(bytes_view data) noexcept {
        lambdaclient_error_t *error = nullptr;
        const auto status = lambdaclient_stream_write(handle_.get(), data, &error);
        return detail::outcome(status, error);
    }

    /* Begins the stream if nothing was sent yet; see lambdaclient_stream_flush(3). */
    result<void> flush() noexcept {
        lambdaclient_error_t *error = nullptr;
        const auto status = lambdaclient_stream_flush(handle_.get(), &error);
        return detail::outcome(status, error);
    }

    /* Ends the stream with success; see lambdaclient_stream_finish(3). */
    result<void> finish() noexcept {
        lambdaclient_error_t *error = nullptr;
        const auto status = lambdaclient_stream_finish(handle_.get(), &error);
        return detail::outcome(status, error);
    }

    /* Ends the stream with a failure; see lambdaclient_stream_fail(3). */
    result<void> fail(const failure &failure) noexcept {
        lambdaclient_error_t *error = nullptr;
        const auto status = lambdaclient_stream_fail(handle_.get(), detail::c_failure(failure).get(), &error);
        return detail::outcome(status, error);
    }

  private:
    detail::owner<lambdaclient_stream_t, lambdaclient_stream_free> handle_;
};

/* One event, to be answered exactly once. Destroying one that was not answered gives it up. */
class invocation {
  public:
    invocation(lambdaclient_t *client, lambdaclient_invocation_t *handle) noexcept
        : client_(client), handle_(handle) {}

    /* The event, valid until it is answered; empty once it was. */
    bytes_view payload() const noexcept {
        lambdaclient_view_t payload = {nullptr, 0};
        lambdaclient_invocation_payload(handle_.get(), &payload, nullptr);
        return payload;
    }

    /* Everything that the service says about it but its payload; empty once it was answered. */
    lambdaclient::context context() const noexcept {
        lambdaclient_context_t context = LAMBDACLIENT_CONTEXT_INIT;
        context.deadline_ms = -1;
        lambdaclient_invocation_context(handle_.get(), &context, nullptr);
        return {context.deadline_ms,
                detail::text(context.request_id),
                detail::text(context.invocation_id),
                detail::text(context.invoked_function_arn),
                detail::text(context.trace_id),
                detail::text(context.client_context),
                detail::text(context.cognito_identity),
                detail::text(context.tenant_id),
                detail::text(context.content_type)};
    }

    /* The client context, decoded; see lambdaclient_invocation_client_context(3). */
    lambdaclient_client_context_t client_context() const noexcept {
        lambdaclient_client_context_t context = LAMBDACLIENT_CLIENT_CONTEXT_INIT;
        lambdaclient_invocation_client_context(handle_.get(), &context, nullptr);
        return context;
    }

    /* The Cognito identity, decoded; see lambdaclient_invocation_cognito_identity(3). */
    lambdaclient_cognito_identity_t cognito_identity() const noexcept {
        lambdaclient_cognito_identity_t identity = LAMBDACLIENT_COGNITO_IDENTITY_INIT;
        lambdaclient_invocation_cognito_identity(handle_.get(), &identity, nullptr);
        return identity;
    }

    /* The value of any header field, by its name in any case; empty where there is none. */
    std::string_view header(std::string_view name) const noexcept {
        lambdaclient_view_t value = {nullptr, 0};
        lambdaclient_invocation_header(handle_.get(), detail::view(name), &value, nullptr);
        return detail::text(value);
    }

    /* A value of the client context's "custom" by its name; empty where there is none. */
    std::string_view client_custom(std::string_view name) const noexcept {
        lambdaclient_view_t value = {nullptr, 0};
        lambdaclient_invocation_client_custom(handle_.get(), detail::view(name), &value, nullptr);
        return detail::text(value);
    }

    /* A value of the client context's "env" by its name; empty where there is none. */
    std::string_view client_env(std::string_view name) const noexcept {
        lambdaclient_view_t value = {nullptr, 0};
        lambdaclient_invocation_client_env(handle_.get(), detail::view(name), &value, nullptr);
        return detail::text(value);
    }

    /* Milliseconds until the deadline, never below 0; -1 where there is none. */
    std::int64_t remaining_ms() const noexcept {
        std::int64_t remaining = -1;
        lambdaclient_invocation_remaining_ms(handle_.get(), &remaining, nullptr);
        return remaining;
    }

    /* Answers it; an empty content type means application/json. See lambdaclient_respond(3). */
    result<void> respond(bytes_view payload, std::string_view content_type = {}) noexcept {
        lambdaclient_error_t *error = nullptr;
        const auto status =
            lambdaclient_respond(client_, handle_.get(), payload, detail::view(content_type), &error);
        return detail::outcome(status, error);
    }

    /* Reports that it failed; see lambdaclient_fail(3). */
    result<void> fail(const failure &failure) noexcept {
        lambdaclient_error_t *error = nullptr;
        const auto status =
            lambdaclient_fail(client_, handle_.get(), detail::c_failure(failure).get(), &error);
        return detail::outcome(status, error);
    }

    /* Writes a log event that belongs to it; see lambdaclient_log(3). */
    result<void> log(log_level level, std::string_view message) noexcept {
        lambdaclient_error_t *error = nullptr;
        const auto status = lambdaclient_log(client_, static_cast<std::int32_t>(level), detail::view(message),
                                             nullptr, &error);
        return detail::outcome(status, error);
    }

    /* Begins to answer it piece by piece; an empty content type means application/octet-stream. */
    result<lambdaclient::stream> open_stream(std::string_view content_type = {}) noexcept {
        lambdaclient_stream_options_t options = LAMBDACLIENT_STREAM_OPTIONS_INIT;
        options.content_type = detail::view(content_type);
        return open_stream(options);
    }

    /* Begins to answer it piece by piece, as an HTTP response. */
    result<lambdaclient::stream> open_stream(const prelude &prelude) noexcept {
        lambdaclient_stream_options_t options = LAMBDACLIENT_STREAM_OPTIONS_INIT;
        const auto c_prelude = prelude.c_prelude();
        options.prelude = &c_prelude;
        return open_stream(options);
    }

  private:
    template <typename Handler> friend class detail::runner;

    result<lambdaclient::stream> open_stream(const lambdaclient_stream_options_t &options) noexcept {
        lambdaclient_stream_t *stream = nullptr;
        lambdaclient_error_t *error = nullptr;
        const auto status = lambdaclient_stream_open(client_, handle_.get(), &options, &stream, &error);
        return detail::outcome(status, error, lambdaclient::stream(stream));
    }

    lambdaclient_t *client_;
    detail::owner<lambdaclient_invocation_t, lambdaclient_invocation_free> handle_;
};

namespace detail {

#if defined(__cpp_exceptions)
/* The class of an exception, as the source writes it; std::exception where the compiler does not tell. */
class class_name {
  public:
#if defined(LAMBDACLIENT_HPP_NAMES_CLASSES)
    explicit class_name(const std::exception &thrown) noexcept
        : text_(abi::__cxa_demangle(typeid(thrown).name(), nullptr, nullptr, nullptr)) {}
#else
    explicit class_name(const std::exception &) noexcept {}
#endif
    class_name(const class_name &) = delete;
    class_name &operator=(const class_name &) = delete;
    ~class_name() { std::free(text_); }
    std::string_view text() const noexcept { return text_ ? text_ : "std::exception"; }

  private:
    char *text_ = nullptr;
};
#endif

/* What stands between the C interface and a handler. */
template <typename Handler> class runner {
  public:
    explicit runner(Handler &handler) noexcept : handler_(handler) {}

    static std::int32_t handle(void *context, lambdaclient_t *client, lambdaclient_invocation_t *handle) {
        lambdaclient::invocation invocation(client, handle);
        const auto status = static_cast<runner *>(context)->guarded(invocation);
        /* The run answers what the handler left; giving it up would hide it. */
        invocation.handle_.release();
        return status;
    }

  private:
#if defined(__cpp_exceptions)
    std::int32_t guarded(lambdaclient::invocation &invocation) noexcept {
        try {
            return call(invocation);
        } catch (const std::exception &thrown) {
            const class_name name(thrown);
            return invocation.fail({name.text(), thrown.what()}) ? 0 : LAMBDACLIENT_E_HOOK_FAILED;
        } catch (...) {
            return invocation.fail({"Error", "the handler threw what is no std::exception"})
                       ? 0
                       : LAMBDACLIENT_E_HOOK_FAILED;
        }
    }
#else
    std::int32_t guarded(lambdaclient::invocation &invocation) { return call(invocation); }
#endif

    std::int32_t call(lambdaclient::invocation &invocation) {
        if constexpr (std::is_void_v<std::invoke_result_t<Handler &, lambdaclient::invocation &>>) {
            handler_(invocation);
            return LAMBDACLIENT_OK;
        } else {
            const auto outcome = handler_(invocation);
            return outcome ? LAMBDACLIENT_OK : outcome.error().status();
        }
    }

    Handler &handler_;
};

} // namespace detail

/* What can be chosen when a client is opened; 0 and an empty text take the default. See
 * lambdaclient_options_t. */
struct options {
    std::string_view endpoint = {};
    std::string_view user_agent = {};
    std::uint32_t connect_timeout_ms = 0;
    std::uint64_t max_event_bytes = 0;
    bool set_trace_variable = false;
};

/* A client of the Runtime API: asks for events and answers them. One thread at a time; cancel comes from any.
 */
class client {
  public:
    /* Opens a client; nothing is sent or connected yet. See lambdaclient_open(3). */
    static result<client> open(const lambdaclient::options &options = {}) noexcept {
        lambdaclient_options_t chosen = LAMBDACLIENT_OPTIONS_INIT;
        lambdaclient_t *handle = nullptr;
        lambdaclient_error_t *error = nullptr;
        chosen.endpoint = detail::view(options.endpoint);
        chosen.user_agent = detail::view(options.user_agent);
        chosen.connect_timeout_ms = options.connect_timeout_ms;
        chosen.max_event_bytes = options.max_event_bytes;
        chosen.set_trace_variable = options.set_trace_variable ? 1 : 0;
        const auto status = lambdaclient_open(&chosen, &handle, &error);
        return detail::outcome(status, error, client(handle));
    }

    /* Waits for the next event; see lambdaclient_next(3). The invocation must not outlive the client. */
    result<invocation> next() noexcept {
        lambdaclient_invocation_t *handle = nullptr;
        lambdaclient_error_t *error = nullptr;
        const auto status = lambdaclient_next(handle_.get(), &handle, &error);
        return detail::outcome(status, error, invocation(handle_.get(), handle));
    }

    /* Reports that the function could not start; see lambdaclient_fail_init(3). */
    result<void> fail_init(const failure &failure) noexcept {
        lambdaclient_error_t *error = nullptr;
        const auto status = lambdaclient_fail_init(handle_.get(), detail::c_failure(failure).get(), &error);
        return detail::outcome(status, error);
    }

    /* Waits until a snapshot of the process was taken and restored; see lambdaclient_restore_next(3). */
    result<void> restore_next() noexcept {
        lambdaclient_error_t *error = nullptr;
        const auto status = lambdaclient_restore_next(handle_.get(), &error);
        return detail::outcome(status, error);
    }

    /* Reports that the function could not go on after it was restored; see lambdaclient_fail_restore(3). */
    result<void> fail_restore(const failure &failure) noexcept {
        lambdaclient_error_t *error = nullptr;
        const auto status =
            lambdaclient_fail_restore(handle_.get(), detail::c_failure(failure).get(), &error);
        return detail::outcome(status, error);
    }

    /* Writes a log event; see lambdaclient_log(3). */
    result<void> log(log_level level, std::string_view message) noexcept {
        lambdaclient_error_t *error = nullptr;
        const auto status = lambdaclient_log(handle_.get(), static_cast<std::int32_t>(level),
                                             detail::view(message), nullptr, &error);
        return detail::outcome(status, error);
    }

    /* Serves events with a handler until the client is cancelled or nothing can go on; see
     * lambdaclient_run(3). The handler takes an invocation & and returns nothing or a result<void>; with more
     * than one thread, it is called by all of them. An exception of it becomes the error of the invocation,
     * with its class for a type.
     */
    template <typename Handler> result<void> run(Handler &&handler, std::uint32_t thread_count = 0) noexcept {
        detail::runner<std::remove_reference_t<Handler>> runner(handler);
        lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
        lambdaclient_error_t *error = nullptr;
        options.handler = runner.handle;
        options.context = &runner;
        options.thread_count = thread_count;
        const auto status = lambdaclient_run(handle_.get(), &options, &error);
        return detail::outcome(status, error);
    }

    /* Ends a parked next, and every later one; from any thread. See lambdaclient_cancel(3). */
    result<void> cancel() noexcept {
        lambdaclient_error_t *error = nullptr;
        const auto status = lambdaclient_cancel(handle_.get(), &error);
        return detail::outcome(status, error);
    }

    /* What the environment says about the function; the views are valid as long as the client. */
    lambdaclient_function_t function() const noexcept {
        lambdaclient_function_t function = LAMBDACLIENT_FUNCTION_INIT;
        lambdaclient_function(handle_.get(), &function, nullptr);
        return function;
    }

  private:
    explicit client(lambdaclient_t *handle) noexcept : handle_(handle) {}

    detail::owner<lambdaclient_t, lambdaclient_close> handle_;
};

} // namespace lambdaclient

#endif /* LAMBDACLIENT_HPP */
