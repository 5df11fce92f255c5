"""The C ABI of liblambdaclient as ctypes takes it. Generated from src/Native by eng/HeaderGenerator."""

import ctypes
from enum import IntEnum
from typing import Any, Dict, List, Tuple

VERSION = "0.1.0"
ABI_VERSION = 1

class Code(IntEnum):
    """What a call that failed returns. The numbers never change; docs/errors.md explains each."""

    ARGUMENT_MISSING = 101
    OPTION_INVALID = 102
    CONTENT_TYPE_INVALID = 103
    USER_AGENT_INVALID = 104
    TEXT_INVALID = 105
    HANDLE_INVALID = 106
    PRELUDE_INVALID = 107
    CAUSE_INVALID = 108
    HOOK_FAILED = 109
    ENDPOINT_MISSING = 201
    ENDPOINT_INVALID = 202
    RUNTIME_UNAVAILABLE = 203
    CONNECT_REFUSED = 301
    CONNECT_TIMEOUT = 302
    CONNECT_FAILED = 303
    CONNECTION_CLOSED = 304
    CONNECTION_BROKEN = 305
    REPLY_TRUNCATED = 306
    ANSWER_TIMEOUT = 307
    STATUS_LINE_INVALID = 401
    FIELD_INVALID = 402
    FRAMING_INVALID = 403
    CHUNK_INVALID = 404
    INTERIM_INVALID = 405
    STATUS_UNEXPECTED = 406
    REQUEST_ID_MISSING = 407
    REQUEST_ID_INVALID = 408
    REQUEST_ID_REJECTED = 501
    INVOCATION_ID_REJECTED = 502
    RESPONSE_MODE_REJECTED = 503
    REQUEST_TRUNCATED = 504
    STATE_TRANSITION_REJECTED = 505
    INVOCATION_TIMED_OUT = 506
    PAYLOAD_TOO_LARGE = 507
    REQUEST_REJECTED = 508
    CONTAINER_ERROR = 601
    SERVER_ERROR = 602
    ALREADY_ANSWERED = 701
    INVOCATION_OUTSTANDING = 702
    CLIENT_BUSY = 704
    CLIENT_CLOSED = 705
    INIT_ERROR_REPORTED = 706
    FORKED_CHILD = 707
    STREAM_OPEN = 709
    HEAD_TOO_LARGE = 801
    BODY_TOO_LARGE = 802
    CHUNK_OVERHEAD_TOO_LARGE = 803
    CANCELLED = 901
    INTERNAL_ERROR = 1001
    OUT_OF_MEMORY = 1002


class Category(IntEnum):
    """The kind of thing that went wrong."""

    USAGE = 1
    ENVIRONMENT = 2
    TRANSPORT = 3
    PROTOCOL = 4
    REJECTED = 5
    SERVER = 6
    STATE = 7
    LIMIT = 8
    CANCELLED = 9
    INTERNAL = 10


class Delivery(IntEnum):
    """What became of the request of a call that failed."""

    NOT_SENT = 0
    UNKNOWN = 1
    SENT = 2


class LogLevel(IntEnum):
    """How much a log event matters."""

    TRACE = 1
    DEBUG = 2
    INFO = 3
    WARN = 4
    ERROR = 5
    FATAL = 6


ONE_WRITE_ON = 1
ONE_WRITE_OFF = 2
ANSWER_NONE = 0
ANSWER_RESPONSE = 1
ANSWER_FAILURE = 2

Finalizer = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
Handler = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
Hook = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p)
Observer = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)


class View(ctypes.Structure):
    _fields_ = [
        ("data", ctypes.c_void_p),
        ("size", ctypes.c_size_t),
    ]


class Options(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("connect_timeout_ms", ctypes.c_uint32),
        ("max_event_bytes", ctypes.c_uint64),
        ("endpoint", View),
        ("user_agent", View),
        ("set_trace_variable", ctypes.c_uint32),
        ("keep_alive_s", ctypes.c_uint32),
        ("answer_timeout_ms", ctypes.c_uint32),
        ("one_write", ctypes.c_uint32),
        ("max_attempts", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class Failure(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("stack_trace_count", ctypes.c_uint32),
        ("type", View),
        ("message", View),
        ("stack_trace", ctypes.POINTER(View)),
        ("json", View),
        ("cause", View),
    ]


class Answer(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("kind", ctypes.c_uint32),
        ("payload", View),
        ("content_type", View),
        ("failure", ctypes.POINTER(Failure)),
        ("release", Finalizer),
        ("release_context", ctypes.c_void_p),
    ]


class Context(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("deadline_ms", ctypes.c_int64),
        ("request_id", View),
        ("invocation_id", View),
        ("invoked_function_arn", View),
        ("trace_id", View),
        ("client_context", View),
        ("cognito_identity", View),
        ("tenant_id", View),
        ("content_type", View),
    ]


class ErrorInfo(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("code", ctypes.c_int32),
        ("category", ctypes.c_uint32),
        ("delivery", ctypes.c_uint32),
        ("is_fatal", ctypes.c_uint32),
        ("http_status", ctypes.c_uint32),
        ("system_error", ctypes.c_int32),
        ("reserved", ctypes.c_uint32),
        ("name", View),
        ("message", View),
        ("service_error_type", View),
        ("service_error_message", View),
    ]


class RunOptions(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("thread_count", ctypes.c_uint32),
        ("handler", Handler),
        ("context", ctypes.c_void_p),
        ("finalizer", Finalizer),
        ("init", Hook),
        ("before_snapshot", Hook),
        ("after_restore", Hook),
        ("shutdown", Hook),
        ("on_error", Observer),
        ("force_thread_count", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("thread_stack_bytes", ctypes.c_uint64),
        ("thread_start", Hook),
    ]


class Function(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("memory_mb", ctypes.c_uint32),
        ("name", View),
        ("version", View),
        ("log_group", View),
        ("log_stream", View),
        ("handler", View),
        ("task_root", View),
        ("log_level", ctypes.c_uint32),
        ("poller_count", ctypes.c_uint32),
        ("is_snap_start", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("endpoint", View),
    ]


class Pair(ctypes.Structure):
    _fields_ = [
        ("name", View),
        ("value", View),
    ]


class LogDetails(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("field_count", ctypes.c_uint32),
        ("fields", ctypes.POINTER(Pair)),
        ("failure", ctypes.POINTER(Failure)),
        ("of_last", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class Prelude(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("status_code", ctypes.c_uint32),
        ("header_count", ctypes.c_uint32),
        ("cookie_count", ctypes.c_uint32),
        ("headers", ctypes.POINTER(Pair)),
        ("cookies", ctypes.POINTER(View)),
    ]


class StreamOptions(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("content_type", View),
        ("prelude", ctypes.POINTER(Prelude)),
    ]


class ClientContext(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("is_present", ctypes.c_uint32),
        ("custom_count", ctypes.c_uint32),
        ("env_count", ctypes.c_uint32),
        ("custom", ctypes.POINTER(Pair)),
        ("env", ctypes.POINTER(Pair)),
        ("installation_id", View),
        ("app_title", View),
        ("app_version_name", View),
        ("app_version_code", View),
        ("app_package_name", View),
    ]


class CognitoIdentity(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("is_present", ctypes.c_uint32),
        ("identity_id", View),
        ("identity_pool_id", View),
    ]


STRUCTS: Dict[str, Any] = {
    "lambdaclient_view_t": View,
    "lambdaclient_options_t": Options,
    "lambdaclient_failure_t": Failure,
    "lambdaclient_answer_t": Answer,
    "lambdaclient_context_t": Context,
    "lambdaclient_error_info_t": ErrorInfo,
    "lambdaclient_run_options_t": RunOptions,
    "lambdaclient_function_t": Function,
    "lambdaclient_pair_t": Pair,
    "lambdaclient_log_details_t": LogDetails,
    "lambdaclient_prelude_t": Prelude,
    "lambdaclient_stream_options_t": StreamOptions,
    "lambdaclient_client_context_t": ClientContext,
    "lambdaclient_cognito_identity_t": CognitoIdentity,
}

FUNCTIONS: List[Tuple[str, Any, List[Any]]] = [
    ("lambdaclient_open", ctypes.c_int32, [ctypes.POINTER(Options), ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_turn", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Answer), ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_text", View, [ctypes.c_char_p]),
    ("lambdaclient_reset", ctypes.c_int32, [ctypes.c_void_p]),
    ("lambdaclient_close", None, [ctypes.c_void_p]),
    ("lambdaclient_invocation_payload", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(View), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_invocation_context", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Context), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_invocation_remaining_ms", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ctypes.c_int64), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_invocation_free", None, [ctypes.c_void_p]),
    ("lambdaclient_error_describe", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ErrorInfo)]),
    ("lambdaclient_error_message", ctypes.c_char_p, [ctypes.c_void_p]),
    ("lambdaclient_error_status", ctypes.c_int32, [ctypes.c_void_p]),
    ("lambdaclient_error_delivery", ctypes.c_uint32, [ctypes.c_void_p]),
    ("lambdaclient_error_free", None, [ctypes.c_void_p]),
    ("lambdaclient_run", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(RunOptions), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_describe_function", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Function), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_fail_init", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Failure), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_restore_next", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_fail_restore", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Failure), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_register_shutdown", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_cancel", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_log", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint32, View, ctypes.POINTER(LogDetails), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_stream_open", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(StreamOptions), ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_stream_write", ctypes.c_int32, [ctypes.c_void_p, View, ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_stream_flush", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_stream_finish", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_stream_fail", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Failure), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_stream_free", None, [ctypes.c_void_p]),
    ("lambdaclient_next", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_respond", ctypes.c_int32, [ctypes.c_void_p, View, View, ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_fail", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Failure), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_abandon", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_status_name", ctypes.c_char_p, [ctypes.c_int32]),
    ("lambdaclient_status_is_fatal", ctypes.c_int32, [ctypes.c_int32]),
    ("lambdaclient_status_category_name", ctypes.c_char_p, [ctypes.c_int32]),
    ("lambdaclient_invocation_header", ctypes.c_int32, [ctypes.c_void_p, View, ctypes.POINTER(View), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_invocation_client_context", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ClientContext), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_invocation_client_context_custom", ctypes.c_int32, [ctypes.c_void_p, View, ctypes.POINTER(View), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_invocation_client_context_env", ctypes.c_int32, [ctypes.c_void_p, View, ctypes.POINTER(View), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_invocation_cognito_identity", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(CognitoIdentity), ctypes.POINTER(ctypes.c_void_p)]),
    ("lambdaclient_version", ctypes.c_char_p, []),
    ("lambdaclient_abi_version", ctypes.c_int32, []),
]
