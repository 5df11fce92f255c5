"""One event, to be answered exactly once."""

import ctypes
import json
from types import TracebackType
from typing import Any, Optional, Type

from . import _abi
from . import _failure
from ._library import Arguments, Bytes, library, read_text
from ._reader import Facts, Reader
from .errors import check
from .stream import Prelude, ResponseStream


class Invocation:
    """One event, to be answered exactly once: by the next turn, or by respond, fail or a stream.

    What is read of it is copied, and stays valid; what was not read before the answer cannot be read after it (ApiError,
    HANDLE_INVALID), except the payload. As a context manager it reports an exception that leaves the block, and raises it again. Where the block
    ends without an answer, the next turn or next reports the failure Runtime.NoAnswer. One thread at a time for each client.

    Attributes:
        payload: The event, exactly as the caller of the function sent it.
    """

    __slots__ = ("_facts", "_handle", "_is_streamed", "_reader", "payload")

    def __init__(self, handle: ctypes.c_void_p, reader: Reader) -> None:
        self._handle: Optional[ctypes.c_void_p] = handle
        self._reader = reader
        self._is_streamed = False
        self._facts: Optional[Facts] = None
        self.payload = reader.payload(handle)

    def json(self) -> Any:
        """The event as a JSON value. Raises ValueError where it is none."""
        return json.loads(self.payload)

    def _said(self) -> Facts:
        facts = self._facts
        if facts is None:
            facts = self._facts = self._reader.facts(self._handle)
        return facts

    @property
    def request_id(self) -> str:
        """The request id."""
        return self._said().request_id

    @property
    def invocation_id(self) -> Optional[str]:
        """The id of this attempt; the library echoes it with the answer."""
        return self._said().invocation_id

    @property
    def deadline_ms(self) -> Optional[int]:
        """The deadline in milliseconds since 1970-01-01 UTC; None where the service sent none."""
        return self._said().deadline_ms

    @property
    def invoked_function_arn(self) -> Optional[str]:
        """The ARN by which the function was invoked."""
        return self._said().invoked_function_arn

    @property
    def trace_id(self) -> Optional[str]:
        """The X-Ray trace header."""
        return self._said().trace_id

    @property
    def client_context(self) -> Optional[str]:
        """The client context as it was sent: JSON."""
        return self._said().client_context

    @property
    def cognito_identity(self) -> Optional[str]:
        """The Cognito identity as it was sent: JSON."""
        return self._said().cognito_identity

    @property
    def tenant_id(self) -> Optional[str]:
        """The tenant of a tenant-isolated function."""
        return self._said().tenant_id

    @property
    def content_type(self) -> Optional[str]:
        """The media type of the event."""
        return self._said().content_type

    def header(self, name: str) -> Optional[str]:
        """The value of any header field of the event, its name in any case; None where there is none."""
        arguments, view, error = Arguments(), _abi.View(), ctypes.c_void_p()
        status = library.lambdaclient_invocation_header(
            self._handle, arguments.view(name), ctypes.byref(view), ctypes.byref(error)
        )
        check(status, error)
        return read_text(view)

    def remaining_ms(self) -> Optional[int]:
        """Milliseconds until the deadline, never below 0; None where the service sent none."""
        remaining, error = ctypes.c_int64(), ctypes.c_void_p()
        status = library.lambdaclient_invocation_remaining_ms(
            self._handle, ctypes.byref(remaining), ctypes.byref(error)
        )
        check(status, error)
        return None if remaining.value < 0 else remaining.value

    def respond(self, payload: Bytes, content_type: Optional[str] = None) -> None:
        """Answers the invocation, which is consumed unless the error's delivery is NOT_SENT.

        Args:
            payload: The answer: bytes as they are, text as UTF-8.
            content_type: Its media type, 1 to 256 printable ASCII characters; None means application/json.

        Raises:
            ApiError: PAYLOAD_TOO_LARGE (the caller was told; no failure may be reported), INVOCATION_TIMED_OUT and the other
                5xx codes, the 3xx codes, ALREADY_ANSWERED or HANDLE_INVALID (it was answered), CONTENT_TYPE_INVALID.
        """
        arguments, error = Arguments(), ctypes.c_void_p()
        status = library.lambdaclient_respond(
            self._handle, arguments.view(payload), arguments.view(content_type), ctypes.byref(error)
        )
        check(status, error)

    def fail(self, failure: BaseException) -> None:
        """Reports that the invocation failed; it is consumed unless the error's delivery is NOT_SENT.

        Args:
            failure: A FunctionError as it is; of any other exception its class, its text and its frames.

        Raises:
            ApiError: As respond.
        """
        arguments, error = Arguments(), ctypes.c_void_p()
        described = _failure.write(_failure.describe(failure), arguments)
        check(library.lambdaclient_fail(self._handle, ctypes.byref(described), ctypes.byref(error)), error)

    def stream(self, content_type: Optional[str] = None, prelude: Optional[Prelude] = None) -> ResponseStream:
        """Begins to answer piece by piece; nothing is sent yet. Only the stream can answer from now on.

        Args:
            content_type: The media type of the whole answer; None means application/octet-stream.
            prelude: The status, headers and cookies of an HTTP response, which go before the first bytes.

        Raises:
            ApiError: ALREADY_ANSWERED, STREAM_OPEN, PRELUDE_INVALID, CONTENT_TYPE_INVALID.
        """
        arguments, error, stream = Arguments(), ctypes.c_void_p(), ctypes.c_void_p()
        described = None if prelude is None else prelude._write(arguments)
        options = _abi.StreamOptions(
            struct_size=ctypes.sizeof(_abi.StreamOptions),
            content_type=arguments.view(content_type),
            prelude=None if described is None else ctypes.pointer(described),
        )
        status = library.lambdaclient_stream_open(
            self._handle, ctypes.byref(options), ctypes.byref(stream), ctypes.byref(error)
        )
        check(status, error)
        self._is_streamed = True
        return ResponseStream(stream)

    def abandon(self) -> None:
        """Gives the invocation up without an answer, on purpose: the service hands out the same event again.

        Raises:
            ApiError: ALREADY_ANSWERED, HANDLE_INVALID, CLIENT_BUSY.
        """
        error = ctypes.c_void_p()
        check(library.lambdaclient_abandon(self._handle, ctypes.byref(error)), error)

    def free(self) -> None:
        """Frees the invocation. Where it was not answered, the next turn or next reports the failure Runtime.NoAnswer."""
        handle, self._handle = self._handle, None
        library.lambdaclient_invocation_free(handle)

    def __enter__(self) -> "Invocation":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        exception: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        try:
            if isinstance(exception, Exception) and not self._is_streamed and self._is_unanswered():
                self.fail(exception)
        finally:
            self.free()

    def _is_unanswered(self) -> bool:
        """The library knows: what was answered can no longer be read."""
        remaining = ctypes.c_int64()
        status: int = library.lambdaclient_invocation_remaining_ms(self._handle, ctypes.byref(remaining), None)
        return status == 0
