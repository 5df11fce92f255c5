"""The loop: a turn, the handler, and again. What the loop does about an error is decided by the library, in the turn."""

import inspect
import json
import os
from decimal import Decimal
from typing import Any, Callable, Iterable, Optional, Union, cast

from ._abi import Code, LogLevel
from ._failure import is_a, text_of
from ._library import Bytes
from ._report import report
from ._signals import TakesSigterm
from .client import Answer, Client, PreparedAnswer
from .context import Context
from .errors import ApiError, FunctionError
from .invocation import Invocation
from .stream import Prelude, ResponseStream

Handler = Callable[[Any, Context], Any]
RawHandler = Callable[[Invocation], "Union[Answer, StreamedResponse]"]
Observer = Callable[[ApiError], Any]

_TRACE_ID = "_X_AMZN_TRACE_ID"


class StreamedResponse:
    """What a handler returns to have its answer sent piece by piece. A generator is streamed without it.

    Args:
        body: The pieces, sent one by one as they come: bytes as they are, text as UTF-8.
        content_type: The media type of the whole answer; None means application/octet-stream.
        prelude: The status, headers and cookies of an HTTP response.
    """

    def __init__(
        self, body: Iterable[Bytes], content_type: Optional[str] = None, prelude: Optional[Prelude] = None
    ) -> None:
        self.body = body
        self.content_type = content_type
        self.prelude = prelude


def _parse(invocation: Invocation) -> Any:
    try:
        return invocation.json()
    except (ValueError, RecursionError) as failure:
        raise FunctionError("Runtime.UnmarshalError", f"Unable to unmarshal input: {failure}", []) from failure


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal) and value.is_finite():
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def _serialize(value: Any) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain).encode()
    except (TypeError, ValueError, RecursionError) as failure:
        text = text_of(failure, type(failure).__name__)
        raise FunctionError("Runtime.MarshalError", f"Unable to marshal response: {text}", []) from failure


def _set_trace_id(trace_id: Optional[str]) -> None:
    if trace_id is None:
        os.environ.pop(_TRACE_ID, None)
    else:
        os.environ[_TRACE_ID] = trace_id


class _Loop:
    def __init__(self, handler: RawHandler, client: Client, on_error: Optional[Observer]) -> None:
        self._handler = handler
        self._client = client
        self._on_error = on_error
        self._stream: Optional[ResponseStream] = None

    def run(self) -> None:
        nothing = PreparedAnswer(None)
        answer = nothing
        request_id = ""
        while True:
            try:
                invocation, undelivered = self._client._turn(answer)
            except ApiError as error:
                self._tell(error.undelivered, request_id)
                if error.code == Code.CANCELLED:
                    return
                raise
            finally:
                # The handler may use its buffer again.
                answer = nothing
                self._free_stream()
            self._tell(undelivered, request_id)
            request_id = invocation.request_id
            _set_trace_id(invocation.trace_id)
            answer = self._answer(invocation)

    def _answer(self, invocation: Invocation) -> PreparedAnswer:
        try:
            value = self._handler(invocation)
            if not isinstance(value, StreamedResponse):
                return PreparedAnswer(value)
            self._send_pieces(value, invocation)
            return PreparedAnswer(None)
        except KeyboardInterrupt:
            raise
        except BaseException as failure:
            if self._stream is not None and self._stream.has_ended and is_a(failure, ApiError):
                self._tell(cast(ApiError, failure), invocation.request_id)
                return PreparedAnswer(None)
            report(self._client, LogLevel.ERROR, "The handler failed", failure)
            return PreparedAnswer(failure)

    def _send_pieces(self, response: StreamedResponse, invocation: Invocation) -> None:
        self._stream = stream = invocation.stream(response.content_type, response.prelude)
        for piece in response.body:
            stream.write(piece)
        stream.finish()

    def _free_stream(self) -> None:
        """After the turn, which ends a stream that the handler left open with the handler's failure."""
        if self._stream is not None:
            self._stream.free()
            self._stream = None

    def _tell(self, error: Optional[ApiError], request_id: str) -> None:
        if error is None:
            return
        if self._on_error is None:
            message = f"The answer to {request_id} was not delivered: {error}"
            report(self._client, LogLevel.ERROR, message, of_last=True)
            return
        try:
            self._on_error(error)
        except KeyboardInterrupt:
            raise
        except BaseException as failure:
            report(self._client, LogLevel.ERROR, f"on_error failed for {error.name}", failure, of_last=True)


def run(handler: Handler, client: Optional[Client] = None, on_error: Optional[Observer] = None) -> None:
    """Serves events with a handler until SIGTERM comes, the client is cancelled, or nothing can go on.

    What the handler raises, SystemExit too, is logged and reported to the caller of the function, and the next event is served.
    Before each handler runs, the environment variable _X_AMZN_TRACE_ID is set to the event's trace id, or removed where there is
    none.

    Args:
        handler: Called with the event, a JSON value, and its Context; its value, as JSON, is the answer. A generator, or a
            StreamedResponse, is sent piece by piece.
        client: The client, whose only user the loop is; None opens one.
        on_error: Called with each error that kept an answer from its caller, which the loop survives; None logs it.

    Raises:
        ApiError: What ended the loop; exit with a status other than 0 then.
    """
    if client is None:
        with Client() as opened:
            run(handler, opened, on_error)
        return
    function = client.function

    def handle(invocation: Invocation) -> "Union[bytes, StreamedResponse]":
        value: Any = handler(_parse(invocation), Context(invocation, function))
        if inspect.isgenerator(value):
            return StreamedResponse(cast(Iterable[Bytes], value))
        return value if isinstance(value, StreamedResponse) else _serialize(value)

    serve(handle, client, on_error)


def serve(handler: RawHandler, client: Optional[Client] = None, on_error: Optional[Observer] = None) -> None:
    """Like run, with a handler that is called with the Invocation, and decides about the bytes itself.

    Args:
        handler: Gives the answer: bytes or text, which is JSON; a Response with a media type; a StreamedResponse; an exception, which
            is its failure; or None where the invocation's own methods answered.
        client: As for run.
        on_error: As for run.

    Raises:
        ApiError: What ended the loop; exit with a status other than 0 then.
    """
    if client is None:
        with Client() as opened:
            serve(handler, opened, on_error)
        return
    with TakesSigterm():
        _Loop(handler, client, on_error).run()
