-- The C ABI of liblambdaclient for LuaJIT's ffi. Generated from src/Native by eng/HeaderGenerator.
local ffi = require("ffi")

ffi.cdef([[
typedef struct lambdaclient_t lambdaclient_t;
typedef struct lambdaclient_error_t lambdaclient_error_t;
typedef struct lambdaclient_invocation_t lambdaclient_invocation_t;
typedef struct lambdaclient_stream_t lambdaclient_stream_t;
typedef struct lambdaclient_view lambdaclient_view_t;
typedef struct lambdaclient_options lambdaclient_options_t;
typedef struct lambdaclient_failure lambdaclient_failure_t;
typedef struct lambdaclient_answer lambdaclient_answer_t;
typedef struct lambdaclient_context lambdaclient_context_t;
typedef struct lambdaclient_error_info lambdaclient_error_info_t;
typedef struct lambdaclient_run_options lambdaclient_run_options_t;
typedef struct lambdaclient_function lambdaclient_function_t;
typedef struct lambdaclient_pair lambdaclient_pair_t;
typedef struct lambdaclient_log_details lambdaclient_log_details_t;
typedef struct lambdaclient_prelude lambdaclient_prelude_t;
typedef struct lambdaclient_stream_options lambdaclient_stream_options_t;
typedef struct lambdaclient_client_context lambdaclient_client_context_t;
typedef struct lambdaclient_cognito_identity lambdaclient_cognito_identity_t;
typedef void (*lambdaclient_finalizer_t)(void *context);
typedef int32_t (*lambdaclient_handler_t)(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation, lambdaclient_answer_t *answer);
typedef int32_t (*lambdaclient_hook_t)(void *context, lambdaclient_t *client);
typedef void (*lambdaclient_observer_t)(void *context, const lambdaclient_error_t *error);
struct lambdaclient_view {
  const uint8_t *data;
  size_t size;
};
struct lambdaclient_options {
  uint32_t struct_size;
  uint32_t connect_timeout_ms;
  uint64_t max_event_bytes;
  lambdaclient_view_t endpoint;
  lambdaclient_view_t user_agent;
  uint32_t set_trace_variable;
  uint32_t keep_alive_s;
  uint32_t answer_timeout_ms;
  uint32_t one_write;
  uint32_t max_attempts;
  uint32_t reserved;
};
struct lambdaclient_failure {
  uint32_t struct_size;
  uint32_t stack_trace_count;
  lambdaclient_view_t type;
  lambdaclient_view_t message;
  const lambdaclient_view_t *stack_trace;
  lambdaclient_view_t json;
  lambdaclient_view_t cause;
};
struct lambdaclient_answer {
  uint32_t struct_size;
  uint32_t kind;
  lambdaclient_view_t payload;
  lambdaclient_view_t content_type;
  const lambdaclient_failure_t *failure;
  lambdaclient_finalizer_t release;
  void *release_context;
};
struct lambdaclient_context {
  uint32_t struct_size;
  uint32_t reserved;
  int64_t deadline_ms;
  lambdaclient_view_t request_id;
  lambdaclient_view_t invocation_id;
  lambdaclient_view_t invoked_function_arn;
  lambdaclient_view_t trace_id;
  lambdaclient_view_t client_context;
  lambdaclient_view_t cognito_identity;
  lambdaclient_view_t tenant_id;
  lambdaclient_view_t content_type;
};
struct lambdaclient_error_info {
  uint32_t struct_size;
  int32_t code;
  uint32_t category;
  uint32_t delivery;
  uint32_t is_fatal;
  uint32_t http_status;
  int32_t system_error;
  uint32_t reserved;
  lambdaclient_view_t name;
  lambdaclient_view_t message;
  lambdaclient_view_t service_error_type;
  lambdaclient_view_t service_error_message;
};
struct lambdaclient_run_options {
  uint32_t struct_size;
  uint32_t thread_count;
  lambdaclient_handler_t handler;
  void *context;
  lambdaclient_finalizer_t finalizer;
  lambdaclient_hook_t init;
  lambdaclient_hook_t before_snapshot;
  lambdaclient_hook_t after_restore;
  lambdaclient_hook_t shutdown;
  lambdaclient_observer_t on_error;
  uint32_t force_thread_count;
  uint32_t reserved;
  uint64_t thread_stack_bytes;
  lambdaclient_hook_t thread_start;
};
struct lambdaclient_function {
  uint32_t struct_size;
  uint32_t memory_mb;
  lambdaclient_view_t name;
  lambdaclient_view_t version;
  lambdaclient_view_t log_group;
  lambdaclient_view_t log_stream;
  lambdaclient_view_t handler;
  lambdaclient_view_t task_root;
  uint32_t log_level;
  uint32_t poller_count;
  uint32_t is_snap_start;
  uint32_t reserved;
  lambdaclient_view_t endpoint;
};
struct lambdaclient_pair {
  lambdaclient_view_t name;
  lambdaclient_view_t value;
};
struct lambdaclient_log_details {
  uint32_t struct_size;
  uint32_t field_count;
  const lambdaclient_pair_t *fields;
  const lambdaclient_failure_t *failure;
  uint32_t of_last;
  uint32_t reserved;
};
struct lambdaclient_prelude {
  uint32_t struct_size;
  uint32_t status_code;
  uint32_t header_count;
  uint32_t cookie_count;
  const lambdaclient_pair_t *headers;
  const lambdaclient_view_t *cookies;
};
struct lambdaclient_stream_options {
  uint32_t struct_size;
  uint32_t reserved;
  lambdaclient_view_t content_type;
  const lambdaclient_prelude_t *prelude;
};
struct lambdaclient_client_context {
  uint32_t struct_size;
  uint32_t is_present;
  uint32_t custom_count;
  uint32_t env_count;
  const lambdaclient_pair_t *custom;
  const lambdaclient_pair_t *env;
  lambdaclient_view_t installation_id;
  lambdaclient_view_t app_title;
  lambdaclient_view_t app_version_name;
  lambdaclient_view_t app_version_code;
  lambdaclient_view_t app_package_name;
};
struct lambdaclient_cognito_identity {
  uint32_t struct_size;
  uint32_t is_present;
  lambdaclient_view_t identity_id;
  lambdaclient_view_t identity_pool_id;
};
int32_t lambdaclient_open(const lambdaclient_options_t *options, lambdaclient_t **client, lambdaclient_error_t **error);
int32_t lambdaclient_turn(lambdaclient_t *client, const lambdaclient_answer_t *answer, lambdaclient_invocation_t **invocation, lambdaclient_error_t **undelivered, lambdaclient_error_t **error);
lambdaclient_view_t lambdaclient_text(const char *text);
int32_t lambdaclient_reset(void *structure);
void lambdaclient_close(lambdaclient_t *client);
int32_t lambdaclient_invocation_payload(const lambdaclient_invocation_t *invocation, lambdaclient_view_t *payload, lambdaclient_error_t **error);
int32_t lambdaclient_invocation_context(const lambdaclient_invocation_t *invocation, lambdaclient_context_t *context, lambdaclient_error_t **error);
int32_t lambdaclient_invocation_remaining_ms(const lambdaclient_invocation_t *invocation, int64_t *remaining_ms, lambdaclient_error_t **error);
void lambdaclient_invocation_free(lambdaclient_invocation_t *invocation);
int32_t lambdaclient_error_describe(const lambdaclient_error_t *error, lambdaclient_error_info_t *info);
const char *lambdaclient_error_message(const lambdaclient_error_t *error);
int32_t lambdaclient_error_status(const lambdaclient_error_t *error);
uint32_t lambdaclient_error_delivery(const lambdaclient_error_t *error);
void lambdaclient_error_free(lambdaclient_error_t *error);
int32_t lambdaclient_run(lambdaclient_t *client, const lambdaclient_run_options_t *options, lambdaclient_error_t **error);
int32_t lambdaclient_describe_function(lambdaclient_t *client, lambdaclient_function_t *function, lambdaclient_error_t **error);
int32_t lambdaclient_fail_init(lambdaclient_t *client, const lambdaclient_failure_t *failure, lambdaclient_error_t **error);
int32_t lambdaclient_restore_next(lambdaclient_t *client, lambdaclient_error_t **error);
int32_t lambdaclient_fail_restore(lambdaclient_t *client, const lambdaclient_failure_t *failure, lambdaclient_error_t **error);
int32_t lambdaclient_register_shutdown(lambdaclient_t *client, lambdaclient_error_t **error);
int32_t lambdaclient_cancel(lambdaclient_t *client, lambdaclient_error_t **error);
int32_t lambdaclient_log(lambdaclient_t *client, uint32_t level, lambdaclient_view_t message, const lambdaclient_log_details_t *details, lambdaclient_error_t **error);
int32_t lambdaclient_stream_open(lambdaclient_invocation_t *invocation, const lambdaclient_stream_options_t *options, lambdaclient_stream_t **stream, lambdaclient_error_t **error);
int32_t lambdaclient_stream_write(lambdaclient_stream_t *stream, lambdaclient_view_t data, lambdaclient_error_t **error);
int32_t lambdaclient_stream_flush(lambdaclient_stream_t *stream, lambdaclient_error_t **error);
int32_t lambdaclient_stream_finish(lambdaclient_stream_t *stream, lambdaclient_error_t **error);
int32_t lambdaclient_stream_fail(lambdaclient_stream_t *stream, const lambdaclient_failure_t *failure, lambdaclient_error_t **error);
void lambdaclient_stream_free(lambdaclient_stream_t *stream);
int32_t lambdaclient_next(lambdaclient_t *client, lambdaclient_invocation_t **invocation, lambdaclient_error_t **error);
int32_t lambdaclient_respond(lambdaclient_invocation_t *invocation, lambdaclient_view_t payload, lambdaclient_view_t content_type, lambdaclient_error_t **error);
int32_t lambdaclient_fail(lambdaclient_invocation_t *invocation, const lambdaclient_failure_t *failure, lambdaclient_error_t **error);
int32_t lambdaclient_abandon(lambdaclient_invocation_t *invocation, lambdaclient_error_t **error);
const char *lambdaclient_status_name(int32_t status);
int32_t lambdaclient_status_is_fatal(int32_t status);
const char *lambdaclient_status_category_name(int32_t status);
int32_t lambdaclient_invocation_header(const lambdaclient_invocation_t *invocation, lambdaclient_view_t name, lambdaclient_view_t *value, lambdaclient_error_t **error);
int32_t lambdaclient_invocation_client_context(const lambdaclient_invocation_t *invocation, lambdaclient_client_context_t *context, lambdaclient_error_t **error);
int32_t lambdaclient_invocation_client_context_custom(const lambdaclient_invocation_t *invocation, lambdaclient_view_t name, lambdaclient_view_t *value, lambdaclient_error_t **error);
int32_t lambdaclient_invocation_client_context_env(const lambdaclient_invocation_t *invocation, lambdaclient_view_t name, lambdaclient_view_t *value, lambdaclient_error_t **error);
int32_t lambdaclient_invocation_cognito_identity(const lambdaclient_invocation_t *invocation, lambdaclient_cognito_identity_t *identity, lambdaclient_error_t **error);
const char *lambdaclient_version(void);
int32_t lambdaclient_abi_version(void);
]])

local abi = { VERSION = 1 }

-- What a call that failed returns, by name. The numbers never change; docs/errors.md explains each.
abi.codes = {
  ok = 0,
  argument_missing = 101,
  option_invalid = 102,
  content_type_invalid = 103,
  user_agent_invalid = 104,
  text_invalid = 105,
  handle_invalid = 106,
  prelude_invalid = 107,
  cause_invalid = 108,
  hook_failed = 109,
  endpoint_missing = 201,
  endpoint_invalid = 202,
  runtime_unavailable = 203,
  connect_refused = 301,
  connect_timeout = 302,
  connect_failed = 303,
  connection_closed = 304,
  connection_broken = 305,
  reply_truncated = 306,
  answer_timeout = 307,
  status_line_invalid = 401,
  field_invalid = 402,
  framing_invalid = 403,
  chunk_invalid = 404,
  interim_invalid = 405,
  status_unexpected = 406,
  request_id_missing = 407,
  request_id_invalid = 408,
  request_id_rejected = 501,
  invocation_id_rejected = 502,
  response_mode_rejected = 503,
  request_truncated = 504,
  state_transition_rejected = 505,
  invocation_timed_out = 506,
  payload_too_large = 507,
  request_rejected = 508,
  container_error = 601,
  server_error = 602,
  already_answered = 701,
  invocation_outstanding = 702,
  client_busy = 704,
  client_closed = 705,
  init_error_reported = 706,
  forked_child = 707,
  stream_open = 709,
  head_too_large = 801,
  body_too_large = 802,
  chunk_overhead_too_large = 803,
  cancelled = 901,
  internal_error = 1001,
  out_of_memory = 1002,
}

-- What became of the request of a call that failed.
abi.deliveries = {
  [0] = "not_sent",
  [1] = "unknown",
  [2] = "sent",
}

-- How much a log event matters.
abi.levels = {
  trace = 1,
  debug = 2,
  info = 3,
  warn = 4,
  error = 5,
  fatal = 6,
}

-- The values of fields that choose one of several things.
abi.choices = {
  one_write_on = 1,
  one_write_off = 2,
  answer_none = 0,
  answer_response = 1,
  answer_failure = 2,
}

-- The fields of each struct, in order.
abi.structs = {
  lambdaclient_view_t = { "data", "size" },
  lambdaclient_options_t = { "struct_size", "connect_timeout_ms", "max_event_bytes", "endpoint", "user_agent", "set_trace_variable", "keep_alive_s", "answer_timeout_ms", "one_write", "max_attempts", "reserved" },
  lambdaclient_failure_t = { "struct_size", "stack_trace_count", "type", "message", "stack_trace", "json", "cause" },
  lambdaclient_answer_t = { "struct_size", "kind", "payload", "content_type", "failure", "release", "release_context" },
  lambdaclient_context_t = { "struct_size", "reserved", "deadline_ms", "request_id", "invocation_id", "invoked_function_arn", "trace_id", "client_context", "cognito_identity", "tenant_id", "content_type" },
  lambdaclient_error_info_t = { "struct_size", "code", "category", "delivery", "is_fatal", "http_status", "system_error", "reserved", "name", "message", "service_error_type", "service_error_message" },
  lambdaclient_run_options_t = { "struct_size", "thread_count", "handler", "context", "finalizer", "init", "before_snapshot", "after_restore", "shutdown", "on_error", "force_thread_count", "reserved", "thread_stack_bytes", "thread_start" },
  lambdaclient_function_t = { "struct_size", "memory_mb", "name", "version", "log_group", "log_stream", "handler", "task_root", "log_level", "poller_count", "is_snap_start", "reserved", "endpoint" },
  lambdaclient_pair_t = { "name", "value" },
  lambdaclient_log_details_t = { "struct_size", "field_count", "fields", "failure", "of_last", "reserved" },
  lambdaclient_prelude_t = { "struct_size", "status_code", "header_count", "cookie_count", "headers", "cookies" },
  lambdaclient_stream_options_t = { "struct_size", "reserved", "content_type", "prelude" },
  lambdaclient_client_context_t = { "struct_size", "is_present", "custom_count", "env_count", "custom", "env", "installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name" },
  lambdaclient_cognito_identity_t = { "struct_size", "is_present", "identity_id", "identity_pool_id" },
}

return abi
