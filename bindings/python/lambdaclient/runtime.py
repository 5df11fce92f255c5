"""The loop: next, handler, answer, and again."""

import inspect
import json
import os
import random
import signal
import sys
import threading
import time
import traceback
from contextlib import contextmanager
from decimal import Decimal
from enum import Enum
from typing import Any, Callable, Generator, Iterable, Optional, cast

from ._abi import Category, Code, Delivery
from ._library import Bytes
from .client import Client
from .context import Context
from .errors import ApiError, FunctionError
from .invocation import Invocation
from .stream import Prelude

Handler = Callable[[Any, Context], Any]

_MAX_ATTEMPTS = 6
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


class _Move(Enum):
    STOP = 0
    AGAIN = 1
    POLL = 2


class LoopPolicy:
    """What a loop does about an error: the same as the loops of the library's other languages.

    A call is made again only where that can help and cannot do harm, at most 6 times in a row. Pauses double from 10 ms to 1 s,
    and each is shortened by up to a half at random, so that pollers spread out.
    """

    def __init__(self) -> None:
        self._failures = 0
        self.pause = 0.0

    def succeeded(self) -> None:
        self._failures = 0

    def after_next(self, error: ApiError) -> _Move:
        return _Move.STOP if error.is_fatal or error.code == Code.CANCELLED else self._count(error)

    def after_post(self, error: ApiError, answer: "_Answer") -> _Move:
        """What to do about an answer that was not taken; the answer itself may change."""
        if error.is_fatal:
            return _Move.STOP
        # Nothing left, so the invocation still waits: the same answer again, if it is not itself what cannot be sent.
        is_waiting = error.delivery == Delivery.NOT_SENT and error.category != Category.STATE
        if is_waiting and error.category != Category.USAGE and not answer.is_streamed:
            return self._count(error)
        _report(error)
        if not is_waiting or answer.is_failure:
            return _Move.POLL
        # A second run of whoever makes a stream could do its work twice.
        answer.replace(error)
        self.pause = 0.0
        return _Move.AGAIN

    def _count(self, error: ApiError) -> _Move:
        self._failures += 1
        if self._failures >= _MAX_ATTEMPTS:
            return _Move.STOP
        _report(error)
        self.pause = min(0.01 * 2 ** (self._failures - 1), 1.0) * (1 - random.random() / 2)
        return _Move.AGAIN


def _report(error: BaseException) -> None:
    print(f"lambdaclient: {error}", file=sys.stderr, flush=True)


def _show(failure: BaseException) -> None:
    """The function's log gets the whole traceback, as from AWS's runtime."""
    lines = traceback.format_exception(type(failure), failure, failure.__traceback__)
    print(f"[ERROR] {''.join(lines)}", file=sys.stderr, end="", flush=True)


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
        raise FunctionError("Runtime.MarshalError", f"Unable to marshal response: {failure}", []) from failure


class _Answer:
    """What became of an event: bytes, a stream, or a failure."""

    def __init__(self, handler: Handler, invocation: Invocation, client: Client) -> None:
        self._bytes = b""
        self._failure: Optional[Exception] = None
        self._stream: Optional[StreamedResponse] = None
        try:
            value: Any = handler(_parse(invocation), Context(invocation, client.function))
            if inspect.isgenerator(value):
                value = StreamedResponse(cast(Iterable[Bytes], value))
            if isinstance(value, StreamedResponse):
                self._stream = value
            else:
                self._bytes = _serialize(value)
        except Exception as failure:
            _show(failure)
            self.replace(failure)

    @property
    def is_streamed(self) -> bool:
        return self._stream is not None

    @property
    def is_failure(self) -> bool:
        return self._failure is not None

    def replace(self, failure: Exception) -> None:
        self._failure, self._stream = failure, None

    def send(self, invocation: Invocation) -> None:
        if self._failure is not None:
            invocation.fail(self._failure)
        elif self._stream is not None:
            _send_pieces(invocation, self._stream)
        else:
            invocation.respond(self._bytes)


def _send_pieces(invocation: Invocation, response: StreamedResponse) -> None:
    stream = invocation.stream(response.content_type, response.prelude)
    try:
        for piece in response.body:
            stream.write(piece)
        stream.finish()
    except ApiError as error:
        if error.delivery != Delivery.NOT_SENT:
            raise
        _report(error)
        stream.fail(error)
    except Exception as failure:
        _show(failure)
        stream.fail(failure)
    finally:
        stream.free()


def _set_trace_id(trace_id: Optional[str]) -> None:
    if trace_id is None:
        os.environ.pop(_TRACE_ID, None)
    else:
        os.environ[_TRACE_ID] = trace_id


def _leave_it_to_the_client(number: int, frame: object) -> None:
    """There only so that the signal is Python's; the client is cancelled by it."""


@contextmanager
def _ended_by_sigterm() -> Generator[None, None, None]:
    """A program without a handler of its own for SIGTERM ends in order: what is being handled is answered first."""
    is_ours = (
        threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    )
    if is_ours:
        signal.signal(signal.SIGTERM, _leave_it_to_the_client)
    try:
        yield
    finally:
        if is_ours:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


def run(handler: Handler, client: Optional[Client] = None) -> None:
    """Serves events with a handler until SIGTERM comes, the client is cancelled, or nothing can go on.

    An exception of the handler is reported to the caller of the function, and the next event is served. Before each handler runs,
    the environment variable _X_AMZN_TRACE_ID is set to the event's trace id, or removed where there is none.

    Args:
        handler: Called with the event, a JSON value, and its Context; its value, as JSON, is the answer. A generator, or a
            StreamedResponse, is sent piece by piece.
        client: The client, whose only user the loop is; None opens one.

    Raises:
        ApiError: What ended the loop; exit with a status other than 0 then.
    """
    if client is None:
        with Client() as opened:
            run(handler, opened)
        return
    policy = LoopPolicy()
    with _ended_by_sigterm():
        while True:
            try:
                invocation = client.next()
            except ApiError as error:
                if error.code == Code.CANCELLED:
                    return
                if policy.after_next(error) is _Move.STOP:
                    raise
                time.sleep(policy.pause)
                continue
            policy.succeeded()
            _set_trace_id(invocation.trace_id)
            with invocation:
                _deliver(_Answer(handler, invocation, client), invocation, policy)
            policy.succeeded()


def _deliver(answer: _Answer, invocation: Invocation, policy: LoopPolicy) -> None:
    while True:
        try:
            answer.send(invocation)
            return
        except ApiError as error:
            move = policy.after_post(error, answer)
            if move is _Move.STOP:
                raise
            if move is _Move.POLL:
                return
            time.sleep(policy.pause)
