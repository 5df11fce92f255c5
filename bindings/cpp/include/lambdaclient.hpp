/*
 * lambdaclient.hpp: the C interface in C++17's clothes. Header only; link liblambdaclient.
 *
 *     int main() {
 *         auto client = lambdaclient::client::open();
 *         if (!client)
 *             return std::fprintf(stderr, "%s\n", client.error().message()), 1;
 *         const auto served = client->run([](lambdaclient::invocation &invocation) {
 *             return lambdaclient::answer::borrowed(invocation.payload());
 *         });
 *         return served ? 0 : 1;
 *     }
 *
 * What lambdaclient.h says holds here: statuses, threads, and how long a view is valid. What this header
 * adds:
 *
 * Ownership. client, invocation, stream and error own their handle: they can be moved and not copied, and
 * free it when they are destroyed. Where an invocation was not answered, its caller gets the failure
 * Runtime.NoAnswer; a stream that was not ended ends with Runtime.StreamAbandoned behind what was sent. A
 * moved-from object stands for nothing: its calls give ARGUMENT_MISSING.
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
#include <functional>
#include <optional>
#include <string>
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
class given;

/* A handle that is given up by one function, once, unless it is only lent. */
template <typename T, void (*Free)(T *)> class owner {
  public:
    owner() noexcept = default;
    explicit owner(T *handle, bool is_lent = false) noexcept : handle_(handle), is_lent_(is_lent) {}
    owner(owner &&other) noexcept
        : handle_(std::exchange(other.handle_, nullptr)), is_lent_(other.is_lent_) {}
    owner &operator=(owner &&other) noexcept {
        if (this != &other) {
            give_up();
            handle_ = std::exchange(other.handle_, nullptr);
            is_lent_ = other.is_lent_;
        }
        return *this;
    }
    owner(const owner &) = delete;
    owner &operator=(const owner &) = delete;
    ~owner() { give_up(); }

    T *get() const noexcept { return handle_; }

  private:
    void give_up() noexcept {
        if (!is_lent_)
            Free(handle_);
    }

    T *handle_ = nullptr;
    bool is_lent_ = false;
};

inline std::string_view text(lambdaclient_view_t view) noexcept {
    return {reinterpret_cast<const char *>(view.data), view.size};
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
    bytes_view(lambdaclient_view_t view) noexcept : data_(view.data), size_(view.size) {}

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

    /* Shows an error object that stays another's. */
    static error lent(const lambdaclient_error_t *handle) noexcept {
        error shown(LAMBDACLIENT_OK, nullptr);
        shown.handle_ = detail::owner<lambdaclient_error_t, lambdaclient_error_free>(
            const_cast<lambdaclient_error_t *>(handle), true);
        shown.status_ = shown.info().code;
        return shown;
    }

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
            info.category = static_cast<std::uint32_t>(status_) / 100;
            info.is_fatal = is_fatal() ? 1U : 0U;
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

/* Why the function failed, for its caller. Text that is not UTF-8 is cleaned. */
struct failure {
    std::string type;                          /* a short name; empty means Error */
    std::string message;                       /* what happened, for a person */
    std::vector<std::string> stack_trace = {}; /* innermost first */
    std::string json = {};                     /* a body in place of all that; empty for none */
    std::string cause = {};                    /* what X-Ray shows, as JSON; empty for none */
};

/* How much a log event matters. */
enum class log_level : std::uint32_t {
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
    explicit prelude(std::uint32_t status_code = 200) noexcept : status_code_(status_code) {}

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
    std::uint32_t status_code_;
    std::vector<lambdaclient_pair_t> headers_;
    std::vector<lambdaclient_view_t> cookies_;
};

namespace detail {

/* A failure as the C interface takes it; borrows from the failure. */
class c_failure {
  public:
    explicit c_failure(const failure &failure) {
        frames_.reserve(failure.stack_trace.size());
        for (const auto &frame : failure.stack_trace)
            frames_.push_back(view(frame));
        value_.type = view(failure.type);
        value_.message = view(failure.message);
        value_.stack_trace = frames_.data();
        value_.stack_trace_count = static_cast<std::uint32_t>(frames_.size());
        value_.json = view(failure.json);
        value_.cause = view(failure.cause);
    }

    c_failure(const c_failure &) = delete;
    c_failure &operator=(const c_failure &) = delete;

    const lambdaclient_failure_t *get() const noexcept { return &value_; }

  private:
    std::vector<lambdaclient_view_t> frames_;
    lambdaclient_failure_t value_ = LAMBDACLIENT_FAILURE_INIT;
};

} // namespace detail

namespace detail {

/* The streams that a handler of this thread's run left: its answer tells how they end. */
class left_stream {
  public:
    left_stream() noexcept : outer_(std::exchange(present(), this)) {}
    left_stream(const left_stream &) = delete;
    left_stream &operator=(const left_stream &) = delete;
    ~left_stream() {
        present() = outer_;
        lambdaclient_stream_free(handle_);
    }

    lambdaclient_stream_t *take() noexcept { return std::exchange(handle_, nullptr); }

    static void leave(lambdaclient_stream_t *handle) noexcept {
        if (auto *const keeper = present(); keeper != nullptr && handle != nullptr)
            lambdaclient_stream_free(std::exchange(keeper->handle_, handle));
        else
            lambdaclient_stream_free(handle);
    }

  private:
    static left_stream *&present() noexcept {
        static thread_local left_stream *present = nullptr;
        return present;
    }

    left_stream *outer_;
    lambdaclient_stream_t *handle_ = nullptr;
};

} // namespace detail

/* What a handler gives: a response, a failure, or nothing where it answered itself. It owns its bytes. */
class answer {
  public:
    /* No answer: for the first turn, and where respond, fail or a stream answered. */
    answer() noexcept = default;

    /* A response, which is JSON. */
    answer(std::string payload) noexcept : answer(std::move(payload), std::string()) {}
    answer(std::vector<std::uint8_t> payload) noexcept : answer(std::move(payload), std::string()) {}
    answer(const char *payload) : answer(std::string(payload)) {}

    /* A response with a media type. */
    explicit answer(std::string payload, std::string content_type) noexcept
        : kind_(LAMBDACLIENT_ANSWER_RESPONSE), content_(std::move(payload)),
          content_type_(std::move(content_type)) {}
    explicit answer(std::vector<std::uint8_t> payload, std::string content_type) noexcept
        : kind_(LAMBDACLIENT_ANSWER_RESPONSE), content_(std::move(payload)),
          content_type_(std::move(content_type)) {}

    /* A failure. */
    answer(lambdaclient::failure failure) noexcept
        : kind_(LAMBDACLIENT_ANSWER_FAILURE), content_(std::move(failure)) {}

    /* A response whose bytes stay valid until it is delivered, such as the event's own: nothing is copied. */
    static answer borrowed(bytes_view payload, std::string content_type = {}) noexcept {
        answer response(std::string(), std::move(content_type));
        response.content_ = payload;
        return response;
    }

  private:
    friend class client;
    friend class detail::given;

    /* As the C interface takes it; borrows from this and from what holds its failure. */
    lambdaclient_answer_t c_answer(std::optional<detail::c_failure> &c_failure) const {
        lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
        answer.kind = static_cast<std::uint32_t>(kind_);
        answer.content_type = detail::view(content_type_);
        if (const auto *text = std::get_if<std::string>(&content_))
            answer.payload = bytes_view(*text);
        else if (const auto *bytes = std::get_if<std::vector<std::uint8_t>>(&content_))
            answer.payload = bytes_view(*bytes);
        else if (const auto *view = std::get_if<bytes_view>(&content_))
            answer.payload = *view;
        else if (const auto *failure = std::get_if<lambdaclient::failure>(&content_))
            answer.failure = c_failure.emplace(*failure).get();
        return answer;
    }

    std::int32_t kind_ = LAMBDACLIENT_ANSWER_NONE;
    std::variant<bytes_view, std::string, std::vector<std::uint8_t>, lambdaclient::failure> content_;
    std::string content_type_;
};

/* An answer that is sent piece by piece. Destroying one that was not ended ends it behind what was sent:
 * inside a handler of client::run with the failure that the handler gives or throws, else with
 * Runtime.StreamAbandoned. */
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
    detail::owner<lambdaclient_stream_t, detail::left_stream::leave> handle_;
};

/* One event, to be answered exactly once. Where one of client::next is destroyed without an answer, its
 * caller gets the failure Runtime.NoAnswer; one of client::turn is answered by the next turn. */
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
    std::string_view client_context_custom(std::string_view name) const noexcept {
        lambdaclient_view_t value = {nullptr, 0};
        lambdaclient_invocation_client_context_custom(handle_.get(), detail::view(name), &value, nullptr);
        return detail::text(value);
    }

    /* A value of the client context's "env" by its name; empty where there is none. */
    std::string_view client_context_env(std::string_view name) const noexcept {
        lambdaclient_view_t value = {nullptr, 0};
        lambdaclient_invocation_client_context_env(handle_.get(), detail::view(name), &value, nullptr);
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
        const auto status = lambdaclient_respond(handle_.get(), payload, detail::view(content_type), &error);
        return detail::outcome(status, error);
    }

    /* Reports that it failed; see lambdaclient_fail(3). */
    result<void> fail(const failure &failure) noexcept {
        lambdaclient_error_t *error = nullptr;
        const auto status = lambdaclient_fail(handle_.get(), detail::c_failure(failure).get(), &error);
        return detail::outcome(status, error);
    }

    /* Gives it up: the service hands the same event out again. See lambdaclient_abandon(3). */
    result<void> abandon() noexcept {
        lambdaclient_error_t *error = nullptr;
        const auto status = lambdaclient_abandon(handle_.get(), &error);
        return detail::outcome(status, error);
    }

    /* Writes a log event that belongs to it; see lambdaclient_log(3). */
    result<void> log(log_level level, std::string_view message) noexcept {
        lambdaclient_error_t *error = nullptr;
        const auto status = lambdaclient_log(client_, static_cast<std::uint32_t>(level),
                                             detail::view(message), nullptr, &error);
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
    result<lambdaclient::stream> open_stream(const lambdaclient_stream_options_t &options) noexcept {
        lambdaclient_stream_t *stream = nullptr;
        lambdaclient_error_t *error = nullptr;
        const auto status = lambdaclient_stream_open(handle_.get(), &options, &stream, &error);
        return detail::outcome(status, error, lambdaclient::stream(stream));
    }

    template <typename Handler> friend class detail::runner;
    friend class client;

    /* One that the next turn or the run answers. */
    static invocation lent(lambdaclient_t *client, lambdaclient_invocation_t *handle) noexcept {
        invocation lent(client, nullptr);
        lent.handle_ = detail::owner<lambdaclient_invocation_t, lambdaclient_invocation_free>(handle, true);
        return lent;
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

/* An answer while the library reads it, and the stream that ends with it. */
class given {
  public:
    given(lambdaclient::answer answer, lambdaclient_stream_t *stream) noexcept
        : answer_(std::move(answer)), stream_(stream) {}
    given(const given &) = delete;
    given &operator=(const given &) = delete;
    ~given() { lambdaclient_stream_free(stream_); }

    /* Leaves an answer with the library, which frees it once it was delivered. */
    static lambdaclient_answer_t leave(lambdaclient::answer answer, lambdaclient_stream_t *stream) {
        auto *const kept = new given(std::move(answer), stream);
        auto filled = kept->answer_.c_answer(kept->failure_);
        filled.release = [](void *context) { delete static_cast<given *>(context); };
        filled.release_context = kept;
        return filled;
    }

  private:
    lambdaclient::answer answer_;
    std::optional<c_failure> failure_;
    lambdaclient_stream_t *stream_;
};

} // namespace detail

/* The life of a process around its handler: what may be left out, and is empty then. A hook that gives a
 * failure, or throws, ends the run with HOOK_FAILED. */
struct run_options {
    using hook = std::function<std::optional<failure>()>;

    /* How many events are handled side by side; 0 takes AWS_LAMBDA_MAX_CONCURRENCY. Without that variable one
     * poller runs, because the service would hand the same event to each, and the function's log says so. */
    std::uint32_t thread_count = 0;

    /* Whether thread_count pollers run also without it: for a local service that allows it. */
    bool force_thread_count = false;

    /* Prepares the function before the first event; its failure is the init error. */
    hook init = {};

    /* Runs before a snapshot of the process is taken, where it uses SnapStart; its failure is an init error.
     */
    hook before_snapshot = {};

    /* Runs after the snapshot was restored; its failure is the restore error. */
    hook after_restore = {};

    /* Runs once nothing is handled any more; its failure is logged. With it the service sends SIGTERM before
     * the end; the signal stays the program's, which waits for it and calls client::cancel. */
    hook shutdown = {};

    /* Called with each error that the run survives, on the thread it happened on. Must not throw. */
    std::function<void(const error &)> on_error = {};
};

namespace detail {

/* Runs a handler or a hook; what it throws is a failure, which is shown to a function first. */
template <typename Result, typename Show, typename Call> Result guarded(Show show, Call call) {
#if defined(__cpp_exceptions)
    std::optional<failure> failed;
    try {
        return call();
    } catch (const std::exception &thrown) {
        failed = failure{std::string(class_name(thrown).text()), thrown.what()};
    } catch (...) {
        failed = failure{"Error", "what was thrown is not a std::exception"};
    }
    show(*failed);
    return std::move(*failed);
#else
    static_cast<void>(show);
    return call();
#endif
}

/* Writes an event with a failure to the function's log. */
inline std::int32_t log_failure(lambdaclient_t *client, std::string_view message,
                                const lambdaclient_failure_t *failure,
                                lambdaclient_error_t **error) noexcept {
    lambdaclient_log_details_t details = LAMBDACLIENT_LOG_DETAILS_INIT;
    details.failure = failure;
    return lambdaclient_log(client, LAMBDACLIENT_LOG_ERROR, view(message), &details, error);
}

/* What stands between the C interface and the steps of a run. */
class steps {
  public:
    explicit steps(const run_options &options) noexcept : options_(options) {}

    lambdaclient_run_options_t c_options() noexcept {
        lambdaclient_run_options_t chosen = LAMBDACLIENT_RUN_OPTIONS_INIT;
        chosen.context = this;
        chosen.thread_count = options_.thread_count;
        chosen.force_thread_count = options_.force_thread_count ? 1 : 0;
        chosen.init = options_.init ? init : nullptr;
        chosen.before_snapshot = options_.before_snapshot ? before_snapshot : nullptr;
        chosen.after_restore = options_.after_restore ? after_restore : nullptr;
        chosen.shutdown = options_.shutdown ? shutdown : nullptr;
        chosen.on_error = options_.on_error ? observe : nullptr;
        return chosen;
    }

  private:
    using reporter = std::int32_t(lambdaclient_t *, const lambdaclient_failure_t *, lambdaclient_error_t **);

    static std::int32_t init(void *context, lambdaclient_t *client) noexcept {
        return of(context).step(of(context).options_.init, client, lambdaclient_fail_init);
    }
    static std::int32_t before_snapshot(void *context, lambdaclient_t *client) noexcept {
        return of(context).step(of(context).options_.before_snapshot, client, lambdaclient_fail_init);
    }
    static std::int32_t after_restore(void *context, lambdaclient_t *client) noexcept {
        return of(context).step(of(context).options_.after_restore, client, lambdaclient_fail_restore);
    }
    static std::int32_t shutdown(void *context, lambdaclient_t *client) noexcept {
        return of(context).step(of(context).options_.shutdown, client, log);
    }
    static void observe(void *context, const lambdaclient_error_t *error) noexcept {
        of(context).options_.on_error(error::lent(error));
    }

    static steps &of(void *context) noexcept { return *static_cast<steps *>(context); }

    static std::int32_t log(lambdaclient_t *client, const lambdaclient_failure_t *failure,
                            lambdaclient_error_t **error) noexcept {
        return log_failure(client, "the shutdown hook failed", failure, error);
    }

    std::int32_t step(const run_options::hook &hook, lambdaclient_t *client, reporter report) noexcept {
        const auto failed =
            guarded<std::optional<failure>>([](const failure &) {}, [&hook] { return hook(); });
        if (!failed)
            return LAMBDACLIENT_OK;
        lambdaclient_error_t *error = nullptr;
        const auto status = report(client, c_failure(*failed).get(), &error);
        const auto reported = outcome(status, error);
        if (!reported && options_.on_error)
            options_.on_error(reported.error());
        return LAMBDACLIENT_E_HOOK_FAILED;
    }

    const run_options &options_;
};

/* The same with a handler. */
template <typename Handler> class runner : public steps {
  public:
    runner(Handler &handler, const run_options &options) noexcept : steps(options), handler_(handler) {}

    lambdaclient_run_options_t c_options() noexcept {
        auto chosen = steps::c_options();
        chosen.handler = handle;
        return chosen;
    }

  private:
    static std::int32_t handle(void *context, lambdaclient_t *client, lambdaclient_invocation_t *handle,
                               lambdaclient_answer_t *answer) noexcept {
        auto &handler = static_cast<runner *>(static_cast<steps *>(context))->handler_;
        auto invocation = invocation::lent(client, handle);
        std::int32_t status = LAMBDACLIENT_OK;
        left_stream left;
        const auto log = [client](const failure &failed) {
            log_failure(client, "The handler failed", c_failure(failed).get(), nullptr);
        };
        auto given = guarded<lambdaclient::answer>(log, [&] { return call(handler, invocation, status); });
        *answer = given::leave(std::move(given), left.take());
        return status;
    }

    static lambdaclient::answer call(Handler &handler, lambdaclient::invocation &invocation,
                                     std::int32_t &status) {
        static_assert(std::is_invocable_v<Handler &, lambdaclient::invocation &>,
                      "a handler takes a lambdaclient::invocation &");
        using made = std::invoke_result_t<Handler &, lambdaclient::invocation &>;
        if constexpr (std::is_convertible_v<made, lambdaclient::answer>) {
            return handler(invocation);
        } else if constexpr (std::is_void_v<made>) {
            handler(invocation);
        } else {
            const auto outcome = handler(invocation);
            status = outcome ? LAMBDACLIENT_OK : outcome.error().status();
        }
        return {};
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

    /* How long a connection may be silent before TCP probes the service; UINT32_MAX turns the probes off. */
    std::uint32_t keep_alive_s = 0;

    /* How long the service may take to receive an answer and reply to it; UINT32_MAX waits as long as it
     * takes. */
    std::uint32_t answer_timeout_ms = 0;

    /* Whether an answer and the next poll leave in one write, also where LAMBDACLIENT_ONE_WRITE says else. */
    std::optional<bool> one_write = {};
};

/* What a turn gave. */
struct turn {
    /* Why the last answer was not taken, or may not have been; empty where it was. The loop goes on. */
    std::optional<error> undelivered;

    /* The next event, valid until the next turn, or why there is none. */
    result<invocation> next;
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
        chosen.keep_alive_s = options.keep_alive_s;
        chosen.answer_timeout_ms = options.answer_timeout_ms;
        if (options.one_write)
            chosen.one_write = *options.one_write ? LAMBDACLIENT_ONE_WRITE_ON : LAMBDACLIENT_ONE_WRITE_OFF;
        const auto status = lambdaclient_open(&chosen, &handle, &error);
        return detail::outcome(status, error, client(handle));
    }

    /* Delivers the answer to the last event and waits for the next one; see lambdaclient_turn(3). A whole
     * runtime is this call in a loop. */
    lambdaclient::turn turn(const answer &answer = {}) noexcept {
        std::optional<detail::c_failure> c_failure;
        lambdaclient_invocation_t *handle = nullptr;
        lambdaclient_error_t *undelivered = nullptr, *error = nullptr;
        const auto c_answer = answer.c_answer(c_failure);
        const auto status = lambdaclient_turn(handle_.get(), &c_answer, &handle, &undelivered, &error);
        auto next = detail::outcome(status, error, invocation::lent(handle_.get(), handle));
        if (undelivered == nullptr)
            return {std::nullopt, std::move(next)};
        lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
        lambdaclient_error_describe(undelivered, &info);
        return {lambdaclient::error(info.code, undelivered), std::move(next)};
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
        const auto status = lambdaclient_log(handle_.get(), static_cast<std::uint32_t>(level),
                                             detail::view(message), nullptr, &error);
        return detail::outcome(status, error);
    }

    /* Serves events with a handler until the client is cancelled or nothing can go on; see
     * lambdaclient_run(3). The handler takes an invocation & and returns an answer, or what becomes one
     * (text, bytes, a failure); or nothing or a result<void> where it answers itself. An exception of it
     * is logged and becomes the failure of the invocation, with its class for a type. With several threads
     * all of them call it. */
    template <typename Handler>
    result<void> run(Handler &&handler, const run_options &options = {}) noexcept {
        detail::runner<std::remove_reference_t<Handler>> runner(handler, options);
        const auto c_options = runner.c_options();
        lambdaclient_error_t *error = nullptr;
        const auto status = lambdaclient_run(handle_.get(), &c_options, &error);
        return detail::outcome(status, error);
    }

    /* Ends a parked next, turn or run, and every later one; from any thread. See lambdaclient_cancel(3). */
    result<void> cancel() noexcept {
        lambdaclient_error_t *error = nullptr;
        const auto status = lambdaclient_cancel(handle_.get(), &error);
        return detail::outcome(status, error);
    }

    /* What the environment says about the function; the views are valid as long as the client. */
    lambdaclient_function_t function() const noexcept {
        lambdaclient_function_t function = LAMBDACLIENT_FUNCTION_INIT;
        lambdaclient_describe_function(handle_.get(), &function, nullptr);
        return function;
    }

  private:
    explicit client(lambdaclient_t *handle) noexcept : handle_(handle) {}

    detail::owner<lambdaclient_t, lambdaclient_close> handle_;
};

} // namespace lambdaclient

#endif /* LAMBDACLIENT_HPP */
