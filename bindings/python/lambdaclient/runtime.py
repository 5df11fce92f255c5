"""A handler and the life of the process around it. What is done about an error is decided by the library, in its run."""

import inspect
import json
from contextlib import nullcontext
from decimal import Decimal
from typing import Any, Callable, ContextManager, Iterable, Optional, Union, cast

from ._failure import text_of
from ._library import Bytes
from ._run import Hook, Hooks, Observer, RawHandler, Run, StreamedResponse
from .client import Client
from .context import Context
from .errors import FunctionError
from .invocation import Invocation

Handler = Callable[[Any, Context], Any]


def _parse(invocation: Invocation) -> Any:
    try:
        return invocation.json()
    except (ValueError, RecursionError) as failure:
        raise FunctionError("Runtime.UnmarshalError", f"Unable to unmarshal input: {failure}", []) from failure


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal) and value.is_finite():
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


# json.dumps would make one for each answer.
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_plain).encode


def _serialize(value: Any) -> bytes:
    try:
        return _encode(value).encode()
    except (TypeError, ValueError, RecursionError) as failure:
        text = text_of(failure, type(failure).__name__)
        raise FunctionError("Runtime.MarshalError", f"Unable to marshal response: {text}", []) from failure


def run(
    handler: Handler,
    client: Optional[Client] = None,
    on_error: Optional[Observer] = None,
    *,
    init: Optional[Hook] = None,
    before_snapshot: Optional[Hook] = None,
    after_restore: Optional[Hook] = None,
    shutdown: Optional[Hook] = None,
    pollers: int = 0,
) -> None:
    """Serves events with a handler until SIGTERM comes, the client is cancelled, or nothing can go on.

    What the handler raises, SystemExit too, is logged and reported to the caller of the function, and the next event is served.
    Before each handler runs, the environment variable _X_AMZN_TRACE_ID is set to the event's trace id, or removed where there is
    none; not where events are handled side by side. SIGINT and SIGTERM end the run, on the main thread: the event in hand is
    answered first.

    Args:
        handler: Called with the event, a JSON value, and its Context; its value, as JSON, is the answer. A generator, or a
            StreamedResponse, is sent piece by piece.
        client: The client, which only the run uses; None opens one.
        on_error: Called with each error that the run survives, such as an answer that was not delivered, on the thread where it
            happened. None writes each to the function's log.
        init: Called before the first event. What it raises is reported as the init error.
        before_snapshot: Called before a snapshot of the process is taken, where the function uses SnapStart. What it raises is
            the init error Runtime.BeforeSnapshotError.
        after_restore: Called after the snapshot was restored: make connections and seeds here. What it raises is the restore error
            Runtime.AfterRestoreError.
        shutdown: Called last, however the run ends, if init succeeded. It registers an internal extension, without which Lambda
            sends no SIGTERM: 500 ms before SIGKILL.
        pollers: How many events are handled side by side, each on its own thread, at most 10000: a larger number than 1 only
            where the environment variable AWS_LAMBDA_MAX_CONCURRENCY is set. 0 takes the number that stands there, else 1.

    Raises:
        ApiError: What ended the run; exit with a status other than 0 then. HOOK_FAILED has the hook's exception as its __cause__.
            It is not logged before.
        BaseException: SystemExit of a hook; KeyboardInterrupt, and whatever else a signal handler raised, once the run has ended.
    """
    hooks = Hooks(init, before_snapshot, after_restore, shutdown, on_error)
    with _opened(client) as used:
        Run(_with_json(handler, used), used, hooks, pollers).execute()


def serve(
    handler: RawHandler,
    client: Optional[Client] = None,
    on_error: Optional[Observer] = None,
    *,
    init: Optional[Hook] = None,
    before_snapshot: Optional[Hook] = None,
    after_restore: Optional[Hook] = None,
    shutdown: Optional[Hook] = None,
    pollers: int = 0,
) -> None:
    """Like run, with a handler that is called with the Invocation, and decides about the bytes itself.

    Args:
        handler: Gives the answer: bytes or text, which is JSON; a Response with a media type; a StreamedResponse; an exception, which
            is its failure; or None where the invocation's own methods answered.
        client: As for run, and so are the others.

    Raises:
        ApiError: What ended the run; exit with a status other than 0 then.
        BaseException: As for run.
    """
    hooks = Hooks(init, before_snapshot, after_restore, shutdown, on_error)
    with _opened(client) as used:
        Run(handler, used, hooks, pollers).execute()


def _opened(client: Optional[Client]) -> "ContextManager[Client]":
    """A client of the caller's stays open."""
    if client is None:
        return Client()
    return nullcontext(client)


def _with_json(handler: Handler, client: Client) -> RawHandler:
    function = client.function

    def handle(invocation: Invocation) -> "Union[bytes, StreamedResponse]":
        value: Any = handler(_parse(invocation), Context(invocation, function))
        if inspect.isgenerator(value):
            return StreamedResponse(cast(Iterable[Bytes], value))
        return cast(StreamedResponse, value) if issubclass(type(value), StreamedResponse) else _serialize(value)

    return handle
