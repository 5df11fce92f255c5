//! The layout of the declarations as the Rust compiler sees it.
// Generated from src/Native by eng/HeaderGenerator.
use lambdaclient_sys::*;
use std::mem::{align_of, offset_of, size_of};

fn size_of_field<T, F>(_: fn(T) -> F) -> usize {
    size_of::<F>()
}

fn main() {
    println!("LAMBDACLIENT_VERSION {LAMBDACLIENT_VERSION}");
    println!("LAMBDACLIENT_ABI_VERSION {LAMBDACLIENT_ABI_VERSION}");
    println!("LAMBDACLIENT_OK {LAMBDACLIENT_OK}");
    println!("LAMBDACLIENT_E_ARGUMENT_MISSING {LAMBDACLIENT_E_ARGUMENT_MISSING}");
    println!("LAMBDACLIENT_E_OPTION_INVALID {LAMBDACLIENT_E_OPTION_INVALID}");
    println!("LAMBDACLIENT_E_CONTENT_TYPE_INVALID {LAMBDACLIENT_E_CONTENT_TYPE_INVALID}");
    println!("LAMBDACLIENT_E_USER_AGENT_INVALID {LAMBDACLIENT_E_USER_AGENT_INVALID}");
    println!("LAMBDACLIENT_E_TEXT_INVALID {LAMBDACLIENT_E_TEXT_INVALID}");
    println!("LAMBDACLIENT_E_HANDLE_INVALID {LAMBDACLIENT_E_HANDLE_INVALID}");
    println!("LAMBDACLIENT_E_PRELUDE_INVALID {LAMBDACLIENT_E_PRELUDE_INVALID}");
    println!("LAMBDACLIENT_E_CAUSE_INVALID {LAMBDACLIENT_E_CAUSE_INVALID}");
    println!("LAMBDACLIENT_E_HOOK_FAILED {LAMBDACLIENT_E_HOOK_FAILED}");
    println!("LAMBDACLIENT_E_ENDPOINT_MISSING {LAMBDACLIENT_E_ENDPOINT_MISSING}");
    println!("LAMBDACLIENT_E_ENDPOINT_INVALID {LAMBDACLIENT_E_ENDPOINT_INVALID}");
    println!("LAMBDACLIENT_E_RUNTIME_UNAVAILABLE {LAMBDACLIENT_E_RUNTIME_UNAVAILABLE}");
    println!("LAMBDACLIENT_E_CONNECT_REFUSED {LAMBDACLIENT_E_CONNECT_REFUSED}");
    println!("LAMBDACLIENT_E_CONNECT_TIMEOUT {LAMBDACLIENT_E_CONNECT_TIMEOUT}");
    println!("LAMBDACLIENT_E_CONNECT_FAILED {LAMBDACLIENT_E_CONNECT_FAILED}");
    println!("LAMBDACLIENT_E_CONNECTION_CLOSED {LAMBDACLIENT_E_CONNECTION_CLOSED}");
    println!("LAMBDACLIENT_E_CONNECTION_BROKEN {LAMBDACLIENT_E_CONNECTION_BROKEN}");
    println!("LAMBDACLIENT_E_REPLY_TRUNCATED {LAMBDACLIENT_E_REPLY_TRUNCATED}");
    println!("LAMBDACLIENT_E_ANSWER_TIMEOUT {LAMBDACLIENT_E_ANSWER_TIMEOUT}");
    println!("LAMBDACLIENT_E_STATUS_LINE_INVALID {LAMBDACLIENT_E_STATUS_LINE_INVALID}");
    println!("LAMBDACLIENT_E_FIELD_INVALID {LAMBDACLIENT_E_FIELD_INVALID}");
    println!("LAMBDACLIENT_E_FRAMING_INVALID {LAMBDACLIENT_E_FRAMING_INVALID}");
    println!("LAMBDACLIENT_E_CHUNK_INVALID {LAMBDACLIENT_E_CHUNK_INVALID}");
    println!("LAMBDACLIENT_E_INTERIM_INVALID {LAMBDACLIENT_E_INTERIM_INVALID}");
    println!("LAMBDACLIENT_E_STATUS_UNEXPECTED {LAMBDACLIENT_E_STATUS_UNEXPECTED}");
    println!("LAMBDACLIENT_E_REQUEST_ID_MISSING {LAMBDACLIENT_E_REQUEST_ID_MISSING}");
    println!("LAMBDACLIENT_E_REQUEST_ID_INVALID {LAMBDACLIENT_E_REQUEST_ID_INVALID}");
    println!("LAMBDACLIENT_E_REQUEST_ID_REJECTED {LAMBDACLIENT_E_REQUEST_ID_REJECTED}");
    println!("LAMBDACLIENT_E_INVOCATION_ID_REJECTED {LAMBDACLIENT_E_INVOCATION_ID_REJECTED}");
    println!("LAMBDACLIENT_E_RESPONSE_MODE_REJECTED {LAMBDACLIENT_E_RESPONSE_MODE_REJECTED}");
    println!("LAMBDACLIENT_E_REQUEST_TRUNCATED {LAMBDACLIENT_E_REQUEST_TRUNCATED}");
    println!("LAMBDACLIENT_E_STATE_TRANSITION_REJECTED {LAMBDACLIENT_E_STATE_TRANSITION_REJECTED}");
    println!("LAMBDACLIENT_E_INVOCATION_TIMED_OUT {LAMBDACLIENT_E_INVOCATION_TIMED_OUT}");
    println!("LAMBDACLIENT_E_PAYLOAD_TOO_LARGE {LAMBDACLIENT_E_PAYLOAD_TOO_LARGE}");
    println!("LAMBDACLIENT_E_REQUEST_REJECTED {LAMBDACLIENT_E_REQUEST_REJECTED}");
    println!("LAMBDACLIENT_E_CONTAINER_ERROR {LAMBDACLIENT_E_CONTAINER_ERROR}");
    println!("LAMBDACLIENT_E_SERVER_ERROR {LAMBDACLIENT_E_SERVER_ERROR}");
    println!("LAMBDACLIENT_E_ALREADY_ANSWERED {LAMBDACLIENT_E_ALREADY_ANSWERED}");
    println!("LAMBDACLIENT_E_INVOCATION_OUTSTANDING {LAMBDACLIENT_E_INVOCATION_OUTSTANDING}");
    println!("LAMBDACLIENT_E_CLIENT_BUSY {LAMBDACLIENT_E_CLIENT_BUSY}");
    println!("LAMBDACLIENT_E_CLIENT_CLOSED {LAMBDACLIENT_E_CLIENT_CLOSED}");
    println!("LAMBDACLIENT_E_INIT_ERROR_REPORTED {LAMBDACLIENT_E_INIT_ERROR_REPORTED}");
    println!("LAMBDACLIENT_E_FORKED_CHILD {LAMBDACLIENT_E_FORKED_CHILD}");
    println!("LAMBDACLIENT_E_STREAM_OPEN {LAMBDACLIENT_E_STREAM_OPEN}");
    println!("LAMBDACLIENT_E_HEAD_TOO_LARGE {LAMBDACLIENT_E_HEAD_TOO_LARGE}");
    println!("LAMBDACLIENT_E_BODY_TOO_LARGE {LAMBDACLIENT_E_BODY_TOO_LARGE}");
    println!("LAMBDACLIENT_E_CHUNK_OVERHEAD_TOO_LARGE {LAMBDACLIENT_E_CHUNK_OVERHEAD_TOO_LARGE}");
    println!("LAMBDACLIENT_E_CANCELLED {LAMBDACLIENT_E_CANCELLED}");
    println!("LAMBDACLIENT_E_INTERNAL_ERROR {LAMBDACLIENT_E_INTERNAL_ERROR}");
    println!("LAMBDACLIENT_E_OUT_OF_MEMORY {LAMBDACLIENT_E_OUT_OF_MEMORY}");
    println!("LAMBDACLIENT_CATEGORY_USAGE {LAMBDACLIENT_CATEGORY_USAGE}");
    println!("LAMBDACLIENT_CATEGORY_ENVIRONMENT {LAMBDACLIENT_CATEGORY_ENVIRONMENT}");
    println!("LAMBDACLIENT_CATEGORY_TRANSPORT {LAMBDACLIENT_CATEGORY_TRANSPORT}");
    println!("LAMBDACLIENT_CATEGORY_PROTOCOL {LAMBDACLIENT_CATEGORY_PROTOCOL}");
    println!("LAMBDACLIENT_CATEGORY_REJECTED {LAMBDACLIENT_CATEGORY_REJECTED}");
    println!("LAMBDACLIENT_CATEGORY_SERVER {LAMBDACLIENT_CATEGORY_SERVER}");
    println!("LAMBDACLIENT_CATEGORY_STATE {LAMBDACLIENT_CATEGORY_STATE}");
    println!("LAMBDACLIENT_CATEGORY_LIMIT {LAMBDACLIENT_CATEGORY_LIMIT}");
    println!("LAMBDACLIENT_CATEGORY_CANCELLED {LAMBDACLIENT_CATEGORY_CANCELLED}");
    println!("LAMBDACLIENT_CATEGORY_INTERNAL {LAMBDACLIENT_CATEGORY_INTERNAL}");
    println!("LAMBDACLIENT_DELIVERY_NOT_SENT {LAMBDACLIENT_DELIVERY_NOT_SENT}");
    println!("LAMBDACLIENT_DELIVERY_UNKNOWN {LAMBDACLIENT_DELIVERY_UNKNOWN}");
    println!("LAMBDACLIENT_DELIVERY_SENT {LAMBDACLIENT_DELIVERY_SENT}");
    println!("LAMBDACLIENT_ONE_WRITE_ON {LAMBDACLIENT_ONE_WRITE_ON}");
    println!("LAMBDACLIENT_ONE_WRITE_OFF {LAMBDACLIENT_ONE_WRITE_OFF}");
    println!("LAMBDACLIENT_ANSWER_NONE {LAMBDACLIENT_ANSWER_NONE}");
    println!("LAMBDACLIENT_ANSWER_RESPONSE {LAMBDACLIENT_ANSWER_RESPONSE}");
    println!("LAMBDACLIENT_ANSWER_FAILURE {LAMBDACLIENT_ANSWER_FAILURE}");
    println!("LAMBDACLIENT_LOG_TRACE {LAMBDACLIENT_LOG_TRACE}");
    println!("LAMBDACLIENT_LOG_DEBUG {LAMBDACLIENT_LOG_DEBUG}");
    println!("LAMBDACLIENT_LOG_INFO {LAMBDACLIENT_LOG_INFO}");
    println!("LAMBDACLIENT_LOG_WARN {LAMBDACLIENT_LOG_WARN}");
    println!("LAMBDACLIENT_LOG_ERROR {LAMBDACLIENT_LOG_ERROR}");
    println!("LAMBDACLIENT_LOG_FATAL {LAMBDACLIENT_LOG_FATAL}");
    println!(
        "lambdaclient_view_t {} {}",
        size_of::<lambdaclient_view_t>(),
        align_of::<lambdaclient_view_t>()
    );
    println!(
        "lambdaclient_view_t.data {} {}",
        offset_of!(lambdaclient_view_t, data),
        size_of_field(|it: lambdaclient_view_t| it.data)
    );
    println!(
        "lambdaclient_view_t.size {} {}",
        offset_of!(lambdaclient_view_t, size),
        size_of_field(|it: lambdaclient_view_t| it.size)
    );
    println!(
        "lambdaclient_options_t {} {}",
        size_of::<lambdaclient_options_t>(),
        align_of::<lambdaclient_options_t>()
    );
    println!(
        "lambdaclient_options_t.struct_size {} {}",
        offset_of!(lambdaclient_options_t, struct_size),
        size_of_field(|it: lambdaclient_options_t| it.struct_size)
    );
    println!(
        "lambdaclient_options_t.connect_timeout_ms {} {}",
        offset_of!(lambdaclient_options_t, connect_timeout_ms),
        size_of_field(|it: lambdaclient_options_t| it.connect_timeout_ms)
    );
    println!(
        "lambdaclient_options_t.max_event_bytes {} {}",
        offset_of!(lambdaclient_options_t, max_event_bytes),
        size_of_field(|it: lambdaclient_options_t| it.max_event_bytes)
    );
    println!(
        "lambdaclient_options_t.endpoint {} {}",
        offset_of!(lambdaclient_options_t, endpoint),
        size_of_field(|it: lambdaclient_options_t| it.endpoint)
    );
    println!(
        "lambdaclient_options_t.user_agent {} {}",
        offset_of!(lambdaclient_options_t, user_agent),
        size_of_field(|it: lambdaclient_options_t| it.user_agent)
    );
    println!(
        "lambdaclient_options_t.set_trace_variable {} {}",
        offset_of!(lambdaclient_options_t, set_trace_variable),
        size_of_field(|it: lambdaclient_options_t| it.set_trace_variable)
    );
    println!(
        "lambdaclient_options_t.keep_alive_s {} {}",
        offset_of!(lambdaclient_options_t, keep_alive_s),
        size_of_field(|it: lambdaclient_options_t| it.keep_alive_s)
    );
    println!(
        "lambdaclient_options_t.answer_timeout_ms {} {}",
        offset_of!(lambdaclient_options_t, answer_timeout_ms),
        size_of_field(|it: lambdaclient_options_t| it.answer_timeout_ms)
    );
    println!(
        "lambdaclient_options_t.one_write {} {}",
        offset_of!(lambdaclient_options_t, one_write),
        size_of_field(|it: lambdaclient_options_t| it.one_write)
    );
    println!(
        "lambdaclient_options_t.max_attempts {} {}",
        offset_of!(lambdaclient_options_t, max_attempts),
        size_of_field(|it: lambdaclient_options_t| it.max_attempts)
    );
    println!(
        "lambdaclient_options_t.reserved {} {}",
        offset_of!(lambdaclient_options_t, reserved),
        size_of_field(|it: lambdaclient_options_t| it.reserved)
    );
    println!(
        "lambdaclient_failure_t {} {}",
        size_of::<lambdaclient_failure_t>(),
        align_of::<lambdaclient_failure_t>()
    );
    println!(
        "lambdaclient_failure_t.struct_size {} {}",
        offset_of!(lambdaclient_failure_t, struct_size),
        size_of_field(|it: lambdaclient_failure_t| it.struct_size)
    );
    println!(
        "lambdaclient_failure_t.stack_trace_count {} {}",
        offset_of!(lambdaclient_failure_t, stack_trace_count),
        size_of_field(|it: lambdaclient_failure_t| it.stack_trace_count)
    );
    println!(
        "lambdaclient_failure_t.type {} {}",
        offset_of!(lambdaclient_failure_t, r#type),
        size_of_field(|it: lambdaclient_failure_t| it.r#type)
    );
    println!(
        "lambdaclient_failure_t.message {} {}",
        offset_of!(lambdaclient_failure_t, message),
        size_of_field(|it: lambdaclient_failure_t| it.message)
    );
    println!(
        "lambdaclient_failure_t.stack_trace {} {}",
        offset_of!(lambdaclient_failure_t, stack_trace),
        size_of_field(|it: lambdaclient_failure_t| it.stack_trace)
    );
    println!(
        "lambdaclient_failure_t.json {} {}",
        offset_of!(lambdaclient_failure_t, json),
        size_of_field(|it: lambdaclient_failure_t| it.json)
    );
    println!(
        "lambdaclient_failure_t.cause {} {}",
        offset_of!(lambdaclient_failure_t, cause),
        size_of_field(|it: lambdaclient_failure_t| it.cause)
    );
    println!(
        "lambdaclient_answer_t {} {}",
        size_of::<lambdaclient_answer_t>(),
        align_of::<lambdaclient_answer_t>()
    );
    println!(
        "lambdaclient_answer_t.struct_size {} {}",
        offset_of!(lambdaclient_answer_t, struct_size),
        size_of_field(|it: lambdaclient_answer_t| it.struct_size)
    );
    println!(
        "lambdaclient_answer_t.kind {} {}",
        offset_of!(lambdaclient_answer_t, kind),
        size_of_field(|it: lambdaclient_answer_t| it.kind)
    );
    println!(
        "lambdaclient_answer_t.payload {} {}",
        offset_of!(lambdaclient_answer_t, payload),
        size_of_field(|it: lambdaclient_answer_t| it.payload)
    );
    println!(
        "lambdaclient_answer_t.content_type {} {}",
        offset_of!(lambdaclient_answer_t, content_type),
        size_of_field(|it: lambdaclient_answer_t| it.content_type)
    );
    println!(
        "lambdaclient_answer_t.failure {} {}",
        offset_of!(lambdaclient_answer_t, failure),
        size_of_field(|it: lambdaclient_answer_t| it.failure)
    );
    println!(
        "lambdaclient_answer_t.release {} {}",
        offset_of!(lambdaclient_answer_t, release),
        size_of_field(|it: lambdaclient_answer_t| it.release)
    );
    println!(
        "lambdaclient_answer_t.release_context {} {}",
        offset_of!(lambdaclient_answer_t, release_context),
        size_of_field(|it: lambdaclient_answer_t| it.release_context)
    );
    println!(
        "lambdaclient_context_t {} {}",
        size_of::<lambdaclient_context_t>(),
        align_of::<lambdaclient_context_t>()
    );
    println!(
        "lambdaclient_context_t.struct_size {} {}",
        offset_of!(lambdaclient_context_t, struct_size),
        size_of_field(|it: lambdaclient_context_t| it.struct_size)
    );
    println!(
        "lambdaclient_context_t.reserved {} {}",
        offset_of!(lambdaclient_context_t, reserved),
        size_of_field(|it: lambdaclient_context_t| it.reserved)
    );
    println!(
        "lambdaclient_context_t.deadline_ms {} {}",
        offset_of!(lambdaclient_context_t, deadline_ms),
        size_of_field(|it: lambdaclient_context_t| it.deadline_ms)
    );
    println!(
        "lambdaclient_context_t.request_id {} {}",
        offset_of!(lambdaclient_context_t, request_id),
        size_of_field(|it: lambdaclient_context_t| it.request_id)
    );
    println!(
        "lambdaclient_context_t.invocation_id {} {}",
        offset_of!(lambdaclient_context_t, invocation_id),
        size_of_field(|it: lambdaclient_context_t| it.invocation_id)
    );
    println!(
        "lambdaclient_context_t.invoked_function_arn {} {}",
        offset_of!(lambdaclient_context_t, invoked_function_arn),
        size_of_field(|it: lambdaclient_context_t| it.invoked_function_arn)
    );
    println!(
        "lambdaclient_context_t.trace_id {} {}",
        offset_of!(lambdaclient_context_t, trace_id),
        size_of_field(|it: lambdaclient_context_t| it.trace_id)
    );
    println!(
        "lambdaclient_context_t.client_context {} {}",
        offset_of!(lambdaclient_context_t, client_context),
        size_of_field(|it: lambdaclient_context_t| it.client_context)
    );
    println!(
        "lambdaclient_context_t.cognito_identity {} {}",
        offset_of!(lambdaclient_context_t, cognito_identity),
        size_of_field(|it: lambdaclient_context_t| it.cognito_identity)
    );
    println!(
        "lambdaclient_context_t.tenant_id {} {}",
        offset_of!(lambdaclient_context_t, tenant_id),
        size_of_field(|it: lambdaclient_context_t| it.tenant_id)
    );
    println!(
        "lambdaclient_context_t.content_type {} {}",
        offset_of!(lambdaclient_context_t, content_type),
        size_of_field(|it: lambdaclient_context_t| it.content_type)
    );
    println!(
        "lambdaclient_error_info_t {} {}",
        size_of::<lambdaclient_error_info_t>(),
        align_of::<lambdaclient_error_info_t>()
    );
    println!(
        "lambdaclient_error_info_t.struct_size {} {}",
        offset_of!(lambdaclient_error_info_t, struct_size),
        size_of_field(|it: lambdaclient_error_info_t| it.struct_size)
    );
    println!(
        "lambdaclient_error_info_t.code {} {}",
        offset_of!(lambdaclient_error_info_t, code),
        size_of_field(|it: lambdaclient_error_info_t| it.code)
    );
    println!(
        "lambdaclient_error_info_t.category {} {}",
        offset_of!(lambdaclient_error_info_t, category),
        size_of_field(|it: lambdaclient_error_info_t| it.category)
    );
    println!(
        "lambdaclient_error_info_t.delivery {} {}",
        offset_of!(lambdaclient_error_info_t, delivery),
        size_of_field(|it: lambdaclient_error_info_t| it.delivery)
    );
    println!(
        "lambdaclient_error_info_t.is_fatal {} {}",
        offset_of!(lambdaclient_error_info_t, is_fatal),
        size_of_field(|it: lambdaclient_error_info_t| it.is_fatal)
    );
    println!(
        "lambdaclient_error_info_t.http_status {} {}",
        offset_of!(lambdaclient_error_info_t, http_status),
        size_of_field(|it: lambdaclient_error_info_t| it.http_status)
    );
    println!(
        "lambdaclient_error_info_t.system_error {} {}",
        offset_of!(lambdaclient_error_info_t, system_error),
        size_of_field(|it: lambdaclient_error_info_t| it.system_error)
    );
    println!(
        "lambdaclient_error_info_t.reserved {} {}",
        offset_of!(lambdaclient_error_info_t, reserved),
        size_of_field(|it: lambdaclient_error_info_t| it.reserved)
    );
    println!(
        "lambdaclient_error_info_t.name {} {}",
        offset_of!(lambdaclient_error_info_t, name),
        size_of_field(|it: lambdaclient_error_info_t| it.name)
    );
    println!(
        "lambdaclient_error_info_t.message {} {}",
        offset_of!(lambdaclient_error_info_t, message),
        size_of_field(|it: lambdaclient_error_info_t| it.message)
    );
    println!(
        "lambdaclient_error_info_t.service_error_type {} {}",
        offset_of!(lambdaclient_error_info_t, service_error_type),
        size_of_field(|it: lambdaclient_error_info_t| it.service_error_type)
    );
    println!(
        "lambdaclient_error_info_t.service_error_message {} {}",
        offset_of!(lambdaclient_error_info_t, service_error_message),
        size_of_field(|it: lambdaclient_error_info_t| it.service_error_message)
    );
    println!(
        "lambdaclient_run_options_t {} {}",
        size_of::<lambdaclient_run_options_t>(),
        align_of::<lambdaclient_run_options_t>()
    );
    println!(
        "lambdaclient_run_options_t.struct_size {} {}",
        offset_of!(lambdaclient_run_options_t, struct_size),
        size_of_field(|it: lambdaclient_run_options_t| it.struct_size)
    );
    println!(
        "lambdaclient_run_options_t.thread_count {} {}",
        offset_of!(lambdaclient_run_options_t, thread_count),
        size_of_field(|it: lambdaclient_run_options_t| it.thread_count)
    );
    println!(
        "lambdaclient_run_options_t.handler {} {}",
        offset_of!(lambdaclient_run_options_t, handler),
        size_of_field(|it: lambdaclient_run_options_t| it.handler)
    );
    println!(
        "lambdaclient_run_options_t.context {} {}",
        offset_of!(lambdaclient_run_options_t, context),
        size_of_field(|it: lambdaclient_run_options_t| it.context)
    );
    println!(
        "lambdaclient_run_options_t.finalizer {} {}",
        offset_of!(lambdaclient_run_options_t, finalizer),
        size_of_field(|it: lambdaclient_run_options_t| it.finalizer)
    );
    println!(
        "lambdaclient_run_options_t.init {} {}",
        offset_of!(lambdaclient_run_options_t, init),
        size_of_field(|it: lambdaclient_run_options_t| it.init)
    );
    println!(
        "lambdaclient_run_options_t.before_snapshot {} {}",
        offset_of!(lambdaclient_run_options_t, before_snapshot),
        size_of_field(|it: lambdaclient_run_options_t| it.before_snapshot)
    );
    println!(
        "lambdaclient_run_options_t.after_restore {} {}",
        offset_of!(lambdaclient_run_options_t, after_restore),
        size_of_field(|it: lambdaclient_run_options_t| it.after_restore)
    );
    println!(
        "lambdaclient_run_options_t.shutdown {} {}",
        offset_of!(lambdaclient_run_options_t, shutdown),
        size_of_field(|it: lambdaclient_run_options_t| it.shutdown)
    );
    println!(
        "lambdaclient_run_options_t.on_error {} {}",
        offset_of!(lambdaclient_run_options_t, on_error),
        size_of_field(|it: lambdaclient_run_options_t| it.on_error)
    );
    println!(
        "lambdaclient_run_options_t.force_thread_count {} {}",
        offset_of!(lambdaclient_run_options_t, force_thread_count),
        size_of_field(|it: lambdaclient_run_options_t| it.force_thread_count)
    );
    println!(
        "lambdaclient_run_options_t.reserved {} {}",
        offset_of!(lambdaclient_run_options_t, reserved),
        size_of_field(|it: lambdaclient_run_options_t| it.reserved)
    );
    println!(
        "lambdaclient_run_options_t.thread_stack_bytes {} {}",
        offset_of!(lambdaclient_run_options_t, thread_stack_bytes),
        size_of_field(|it: lambdaclient_run_options_t| it.thread_stack_bytes)
    );
    println!(
        "lambdaclient_run_options_t.thread_start {} {}",
        offset_of!(lambdaclient_run_options_t, thread_start),
        size_of_field(|it: lambdaclient_run_options_t| it.thread_start)
    );
    println!(
        "lambdaclient_function_t {} {}",
        size_of::<lambdaclient_function_t>(),
        align_of::<lambdaclient_function_t>()
    );
    println!(
        "lambdaclient_function_t.struct_size {} {}",
        offset_of!(lambdaclient_function_t, struct_size),
        size_of_field(|it: lambdaclient_function_t| it.struct_size)
    );
    println!(
        "lambdaclient_function_t.memory_mb {} {}",
        offset_of!(lambdaclient_function_t, memory_mb),
        size_of_field(|it: lambdaclient_function_t| it.memory_mb)
    );
    println!(
        "lambdaclient_function_t.name {} {}",
        offset_of!(lambdaclient_function_t, name),
        size_of_field(|it: lambdaclient_function_t| it.name)
    );
    println!(
        "lambdaclient_function_t.version {} {}",
        offset_of!(lambdaclient_function_t, version),
        size_of_field(|it: lambdaclient_function_t| it.version)
    );
    println!(
        "lambdaclient_function_t.log_group {} {}",
        offset_of!(lambdaclient_function_t, log_group),
        size_of_field(|it: lambdaclient_function_t| it.log_group)
    );
    println!(
        "lambdaclient_function_t.log_stream {} {}",
        offset_of!(lambdaclient_function_t, log_stream),
        size_of_field(|it: lambdaclient_function_t| it.log_stream)
    );
    println!(
        "lambdaclient_function_t.handler {} {}",
        offset_of!(lambdaclient_function_t, handler),
        size_of_field(|it: lambdaclient_function_t| it.handler)
    );
    println!(
        "lambdaclient_function_t.task_root {} {}",
        offset_of!(lambdaclient_function_t, task_root),
        size_of_field(|it: lambdaclient_function_t| it.task_root)
    );
    println!(
        "lambdaclient_function_t.log_level {} {}",
        offset_of!(lambdaclient_function_t, log_level),
        size_of_field(|it: lambdaclient_function_t| it.log_level)
    );
    println!(
        "lambdaclient_function_t.poller_count {} {}",
        offset_of!(lambdaclient_function_t, poller_count),
        size_of_field(|it: lambdaclient_function_t| it.poller_count)
    );
    println!(
        "lambdaclient_function_t.is_snap_start {} {}",
        offset_of!(lambdaclient_function_t, is_snap_start),
        size_of_field(|it: lambdaclient_function_t| it.is_snap_start)
    );
    println!(
        "lambdaclient_function_t.reserved {} {}",
        offset_of!(lambdaclient_function_t, reserved),
        size_of_field(|it: lambdaclient_function_t| it.reserved)
    );
    println!(
        "lambdaclient_function_t.endpoint {} {}",
        offset_of!(lambdaclient_function_t, endpoint),
        size_of_field(|it: lambdaclient_function_t| it.endpoint)
    );
    println!(
        "lambdaclient_pair_t {} {}",
        size_of::<lambdaclient_pair_t>(),
        align_of::<lambdaclient_pair_t>()
    );
    println!(
        "lambdaclient_pair_t.name {} {}",
        offset_of!(lambdaclient_pair_t, name),
        size_of_field(|it: lambdaclient_pair_t| it.name)
    );
    println!(
        "lambdaclient_pair_t.value {} {}",
        offset_of!(lambdaclient_pair_t, value),
        size_of_field(|it: lambdaclient_pair_t| it.value)
    );
    println!(
        "lambdaclient_log_details_t {} {}",
        size_of::<lambdaclient_log_details_t>(),
        align_of::<lambdaclient_log_details_t>()
    );
    println!(
        "lambdaclient_log_details_t.struct_size {} {}",
        offset_of!(lambdaclient_log_details_t, struct_size),
        size_of_field(|it: lambdaclient_log_details_t| it.struct_size)
    );
    println!(
        "lambdaclient_log_details_t.field_count {} {}",
        offset_of!(lambdaclient_log_details_t, field_count),
        size_of_field(|it: lambdaclient_log_details_t| it.field_count)
    );
    println!(
        "lambdaclient_log_details_t.fields {} {}",
        offset_of!(lambdaclient_log_details_t, fields),
        size_of_field(|it: lambdaclient_log_details_t| it.fields)
    );
    println!(
        "lambdaclient_log_details_t.failure {} {}",
        offset_of!(lambdaclient_log_details_t, failure),
        size_of_field(|it: lambdaclient_log_details_t| it.failure)
    );
    println!(
        "lambdaclient_log_details_t.of_last {} {}",
        offset_of!(lambdaclient_log_details_t, of_last),
        size_of_field(|it: lambdaclient_log_details_t| it.of_last)
    );
    println!(
        "lambdaclient_log_details_t.reserved {} {}",
        offset_of!(lambdaclient_log_details_t, reserved),
        size_of_field(|it: lambdaclient_log_details_t| it.reserved)
    );
    println!(
        "lambdaclient_prelude_t {} {}",
        size_of::<lambdaclient_prelude_t>(),
        align_of::<lambdaclient_prelude_t>()
    );
    println!(
        "lambdaclient_prelude_t.struct_size {} {}",
        offset_of!(lambdaclient_prelude_t, struct_size),
        size_of_field(|it: lambdaclient_prelude_t| it.struct_size)
    );
    println!(
        "lambdaclient_prelude_t.status_code {} {}",
        offset_of!(lambdaclient_prelude_t, status_code),
        size_of_field(|it: lambdaclient_prelude_t| it.status_code)
    );
    println!(
        "lambdaclient_prelude_t.header_count {} {}",
        offset_of!(lambdaclient_prelude_t, header_count),
        size_of_field(|it: lambdaclient_prelude_t| it.header_count)
    );
    println!(
        "lambdaclient_prelude_t.cookie_count {} {}",
        offset_of!(lambdaclient_prelude_t, cookie_count),
        size_of_field(|it: lambdaclient_prelude_t| it.cookie_count)
    );
    println!(
        "lambdaclient_prelude_t.headers {} {}",
        offset_of!(lambdaclient_prelude_t, headers),
        size_of_field(|it: lambdaclient_prelude_t| it.headers)
    );
    println!(
        "lambdaclient_prelude_t.cookies {} {}",
        offset_of!(lambdaclient_prelude_t, cookies),
        size_of_field(|it: lambdaclient_prelude_t| it.cookies)
    );
    println!(
        "lambdaclient_stream_options_t {} {}",
        size_of::<lambdaclient_stream_options_t>(),
        align_of::<lambdaclient_stream_options_t>()
    );
    println!(
        "lambdaclient_stream_options_t.struct_size {} {}",
        offset_of!(lambdaclient_stream_options_t, struct_size),
        size_of_field(|it: lambdaclient_stream_options_t| it.struct_size)
    );
    println!(
        "lambdaclient_stream_options_t.reserved {} {}",
        offset_of!(lambdaclient_stream_options_t, reserved),
        size_of_field(|it: lambdaclient_stream_options_t| it.reserved)
    );
    println!(
        "lambdaclient_stream_options_t.content_type {} {}",
        offset_of!(lambdaclient_stream_options_t, content_type),
        size_of_field(|it: lambdaclient_stream_options_t| it.content_type)
    );
    println!(
        "lambdaclient_stream_options_t.prelude {} {}",
        offset_of!(lambdaclient_stream_options_t, prelude),
        size_of_field(|it: lambdaclient_stream_options_t| it.prelude)
    );
    println!(
        "lambdaclient_client_context_t {} {}",
        size_of::<lambdaclient_client_context_t>(),
        align_of::<lambdaclient_client_context_t>()
    );
    println!(
        "lambdaclient_client_context_t.struct_size {} {}",
        offset_of!(lambdaclient_client_context_t, struct_size),
        size_of_field(|it: lambdaclient_client_context_t| it.struct_size)
    );
    println!(
        "lambdaclient_client_context_t.is_present {} {}",
        offset_of!(lambdaclient_client_context_t, is_present),
        size_of_field(|it: lambdaclient_client_context_t| it.is_present)
    );
    println!(
        "lambdaclient_client_context_t.custom_count {} {}",
        offset_of!(lambdaclient_client_context_t, custom_count),
        size_of_field(|it: lambdaclient_client_context_t| it.custom_count)
    );
    println!(
        "lambdaclient_client_context_t.env_count {} {}",
        offset_of!(lambdaclient_client_context_t, env_count),
        size_of_field(|it: lambdaclient_client_context_t| it.env_count)
    );
    println!(
        "lambdaclient_client_context_t.custom {} {}",
        offset_of!(lambdaclient_client_context_t, custom),
        size_of_field(|it: lambdaclient_client_context_t| it.custom)
    );
    println!(
        "lambdaclient_client_context_t.env {} {}",
        offset_of!(lambdaclient_client_context_t, env),
        size_of_field(|it: lambdaclient_client_context_t| it.env)
    );
    println!(
        "lambdaclient_client_context_t.installation_id {} {}",
        offset_of!(lambdaclient_client_context_t, installation_id),
        size_of_field(|it: lambdaclient_client_context_t| it.installation_id)
    );
    println!(
        "lambdaclient_client_context_t.app_title {} {}",
        offset_of!(lambdaclient_client_context_t, app_title),
        size_of_field(|it: lambdaclient_client_context_t| it.app_title)
    );
    println!(
        "lambdaclient_client_context_t.app_version_name {} {}",
        offset_of!(lambdaclient_client_context_t, app_version_name),
        size_of_field(|it: lambdaclient_client_context_t| it.app_version_name)
    );
    println!(
        "lambdaclient_client_context_t.app_version_code {} {}",
        offset_of!(lambdaclient_client_context_t, app_version_code),
        size_of_field(|it: lambdaclient_client_context_t| it.app_version_code)
    );
    println!(
        "lambdaclient_client_context_t.app_package_name {} {}",
        offset_of!(lambdaclient_client_context_t, app_package_name),
        size_of_field(|it: lambdaclient_client_context_t| it.app_package_name)
    );
    println!(
        "lambdaclient_cognito_identity_t {} {}",
        size_of::<lambdaclient_cognito_identity_t>(),
        align_of::<lambdaclient_cognito_identity_t>()
    );
    println!(
        "lambdaclient_cognito_identity_t.struct_size {} {}",
        offset_of!(lambdaclient_cognito_identity_t, struct_size),
        size_of_field(|it: lambdaclient_cognito_identity_t| it.struct_size)
    );
    println!(
        "lambdaclient_cognito_identity_t.is_present {} {}",
        offset_of!(lambdaclient_cognito_identity_t, is_present),
        size_of_field(|it: lambdaclient_cognito_identity_t| it.is_present)
    );
    println!(
        "lambdaclient_cognito_identity_t.identity_id {} {}",
        offset_of!(lambdaclient_cognito_identity_t, identity_id),
        size_of_field(|it: lambdaclient_cognito_identity_t| it.identity_id)
    );
    println!(
        "lambdaclient_cognito_identity_t.identity_pool_id {} {}",
        offset_of!(lambdaclient_cognito_identity_t, identity_pool_id),
        size_of_field(|it: lambdaclient_cognito_identity_t| it.identity_pool_id)
    );
}
