"""The client: asks for events and answers them."""

import ctypes
import threading
from functools import cached_property
from types import TracebackType
from typing import Dict, List, Mapping, NamedTuple, Optional, Type

from . import _abi
from . import _failure
from ._answer import Answer, AnswerPlace
from ._library import Arguments, library, read_text
from ._reader import Reader
from ._signals import listen, stop_listening
from .errors import ApiError, check, told
from .invocation import Invocation

_turn = library.lambdaclient_turn


class Function(NamedTuple):
    """What the environment said about the function when the client was opened; None where it said nothing.

    Attributes:
        poller_count: How many events the service hands out side by side; 1 on an ordinary function, 0 where the environment
            variable AWS_LAMBDA_MAX_CONCURRENCY is not a number from 1 to 10000.
        is_snap_start: Whether a loop in your own hands calls restore_next once, after its init.
    """

    name: Optional[str]
    version: Optional[str]
    memory_mb: Optional[int]
    log_group: Optional[str]
    log_stream: Optional[str]
    handler: Optional[str]
    task_root: Optional[str]
    poller_count: int
    is_snap_start: bool


class Turn(NamedTuple):
    """What a turn gave.

    Attributes:
        invocation: The next invocation.
        undelivered: Why the answer was not taken, or may not have been (see its delivery); None where it was. It is worth a log
            line, and the loop goes on.
    """

    invocation: Invocation
    undelivered: Optional[ApiError]


class _TurnStructs:
    """What a turn reads and fills, made once: ctypes takes longer to make it than to call."""

    __slots__ = ("answer", "error", "references", "undelivered")

    def __init__(self) -> None:
        self.answer = AnswerPlace()
        self.undelivered, self.error = ctypes.c_void_p(), ctypes.c_void_p()
        self.references = ctypes.byref(self.undelivered), ctypes.byref(self.error)


class Client:
    """A client of the Runtime API, over one connection. Nothing is sent or connected before the first call.

    One thread at a time; only cancel and close may come from another one. Open a client for each concurrent poller. On the main
    thread, SIGINT and SIGTERM end a parked turn or next, where Python has a handler for them: Ctrl-C raises KeyboardInterrupt as ever.

    Args:
        endpoint: host:port, [ipv6]:port or http://host:port, with or without a path; None takes the environment
            variable AWS_LAMBDA_RUNTIME_API.
        connect_timeout_ms: How long to wait for a connection, in milliseconds, at most 86400000; 0 means 1000. Waiting for an
            event has no limit.
        max_event_bytes: The largest event that is taken, in bytes, at most 536870912; 0 means 7340032 (7 MiB).
        user_agent: The User-Agent of every request, 1 to 128 printable ASCII characters; None means lambdaclient/VERSION.
        answer_timeout_ms: How long the service may take to receive an answer and reply to it, in milliseconds; 0 means until five
            seconds after the invocation's deadline, and 4294967295 as long as it takes.
        keep_alive_s: How long a connection may be silent before TCP probes the service, in seconds, at most 32767; 0 means 60, and
            4294967295 turns the probes off.
        one_write: Whether a turn sends an answer and the next poll in one write; None means yes, unless the environment variable
            LAMBDACLIENT_ONE_WRITE is 0.
        max_attempts: How many failures in a row end a turn or a run, at most 1000; 0 means 6, and 1 retries nothing.

    Raises:
        ApiError: ENDPOINT_MISSING, ENDPOINT_INVALID, OPTION_INVALID, USER_AGENT_INVALID.
    """

    def __init__(
        self,
        endpoint: Optional[str] = None,
        *,
        connect_timeout_ms: int = 0,
        max_event_bytes: int = 0,
        user_agent: Optional[str] = None,
        answer_timeout_ms: int = 0,
        keep_alive_s: int = 0,
        one_write: Optional[bool] = None,
        max_attempts: int = 0,
    ) -> None:
        self._handle: Optional[ctypes.c_void_p] = None
        self._watch: object = None
        # A signal handler may come in between, on the thread that cancels.
        self._cancelling = threading.RLock()
        self._cancels = self._asked = self._signalled = 0
        self._reader = Reader()
        self._spare: List[_TurnStructs] = []
        # Threads of a run that have a client of the library's.
        self._others: Dict[int, ctypes.c_void_p] = {}
        arguments, error, client = Arguments(), ctypes.c_void_p(), ctypes.c_void_p()
        options = _abi.Options(
            struct_size=ctypes.sizeof(_abi.Options),
            connect_timeout_ms=_within(connect_timeout_ms, 32, "connect_timeout_ms"),
            max_event_bytes=_within(max_event_bytes, 64, "max_event_bytes"),
            endpoint=arguments.view(endpoint),
            user_agent=arguments.view(user_agent),
            answer_timeout_ms=_within(answer_timeout_ms, 32, "answer_timeout_ms"),
            keep_alive_s=_within(keep_alive_s, 32, "keep_alive_s"),
            max_attempts=_within(max_attempts, 32, "max_attempts"),
            one_write=0 if one_write is None else _abi.ONE_WRITE_ON if one_write else _abi.ONE_WRITE_OFF,
        )
        check(library.lambdaclient_open(ctypes.byref(options), ctypes.byref(client), ctypes.byref(error)), error)
        self._handle = client

    def turn(self, answer: Answer = None) -> Turn:
        """Delivers the answer to the invocation of the last turn, and waits for the next one, for as long as it takes.

        A whole runtime is this call in a loop. An answer of which nothing was taken is sent again, and the wait is begun again, after
        pauses; what cannot be sent is replaced by a failure that says why. Every invocation gets an answer. Other threads run
        meanwhile. The answer's bytes are read where they are, and must not change.

        Args:
            answer: What the handler gave: bytes or text, which is JSON; a Response; the exception that it raised. None for the first
                turn, and where respond, fail or a stream answered. An exception ends a stream that was left open.

        Raises:
            ApiError: Why there is no next event: CANCELLED, or else one after which the program exits with a status other than 0. Its
                undelivered says why the answer was not taken.
        """
        # A thread that calls against the rules, while another one is inside, must not write into its structs.
        used = self._spare.pop() if self._spare else _TurnStructs()
        invocation = ctypes.c_void_p()
        try:
            used.answer.write(answer)
            previous = listen(self)
            try:
                status = _turn(self._handle, used.answer.reference, ctypes.byref(invocation), *used.references)
            finally:
                stop_listening(previous)
            lost = told(used.undelivered)
            if status == 0:
                return Turn(Invocation(invocation, self._reader), lost)
            failure = ApiError(status, used.error)
            failure.undelivered = lost
            raise failure
        finally:
            used.answer.clear()
            self._spare.append(used)

    def next(self) -> Invocation:
        """Waits for the next event, for as long as it takes: one step of a turn, without its second attempts.

        Raises:
            ApiError: CONNECT_REFUSED and the other 3xx codes, CANCELLED, INVOCATION_OUTSTANDING (answer the previous one
                first), the 5xx, 6xx and 4xx codes.
        """
        invocation, error = ctypes.c_void_p(), ctypes.c_void_p()
        previous = listen(self)
        try:
            status = library.lambdaclient_next(self._handle, ctypes.byref(invocation), ctypes.byref(error))
        finally:
            stop_listening(previous)
        check(status, error)
        return Invocation(invocation, self._reader)

    @cached_property
    def function(self) -> Function:
        """What the environment said about the function."""
        function, error = _abi.Function(struct_size=ctypes.sizeof(_abi.Function)), ctypes.c_void_p()
        check(library.lambdaclient_describe_function(self._handle, ctypes.byref(function), ctypes.byref(error)), error)
        return Function(
            name=read_text(function.name),
            version=read_text(function.version),
            memory_mb=function.memory_mb or None,
            log_group=read_text(function.log_group),
            log_stream=read_text(function.log_stream),
            handler=read_text(function.handler),
            task_root=read_text(function.task_root),
            poller_count=function.poller_count,
            is_snap_start=function.is_snap_start != 0,
        )

    def fail_init(self, failure: BaseException) -> None:
        """Reports that the function could not start; exit with a status other than 0 then. Raises as Invocation.fail."""
        arguments, error = Arguments(), ctypes.c_void_p()
        described = _failure.write(_failure.describe(failure), arguments)
        check(library.lambdaclient_fail_init(self._handle, ctypes.byref(described), ctypes.byref(error)), error)

    def restore_next(self) -> None:
        """Waits until a snapshot of this process was taken and restored, where the function uses SnapStart.

        Raises:
            ApiError: The 5xx codes (it does not use SnapStart), the 3xx codes, CANCELLED.
        """
        error = ctypes.c_void_p()
        previous = listen(self)
        try:
            status = library.lambdaclient_restore_next(self._handle, ctypes.byref(error))
        finally:
            stop_listening(previous)
        check(status, error)

    def fail_restore(self, failure: BaseException) -> None:
        """Reports that the function could not go on after it was restored; exit with a status other than 0 then."""
        arguments, error = Arguments(), ctypes.c_void_p()
        described = _failure.write(_failure.describe(failure), arguments)
        check(library.lambdaclient_fail_restore(self._handle, ctypes.byref(described), ctypes.byref(error)), error)

    def register_shutdown(self) -> None:
        """Asks Lambda to send SIGTERM, 500 ms before SIGKILL, which it does only where an extension is registered.

        Call it once, during the init of the function, with a loop in your own hands: run does it where it has a shutdown hook. The
        signal stays the program's, and ends a parked turn on the main thread where Python has a handler for it. Any thread.

        Raises:
            ApiError: The 5xx codes (after the first event, or without the Extensions API), the 3xx codes, CANCELLED. The function
                works without the signal.
        """
        error = ctypes.c_void_p()
        check(library.lambdaclient_register_shutdown(self._handle, ctypes.byref(error)), error)

    def log(
        self,
        level: int,
        message: str,
        fields: Optional[Mapping[str, str]] = None,
        failure: Optional[BaseException] = None,
        of_last: bool = False,
    ) -> None:
        """Writes a log event in the format and from the level that the function's configuration says.

        Args:
            level: A LogLevel.
            message: What happened, for a person.
            fields: More properties of a line of JSON, at most 1024; lines of text leave them out.
            failure: What went wrong; its type, message and frames are part of the line.
            of_last: Whether it tells of the invocation before the one in hand, as what a turn says about its answer does.

        Raises:
            ApiError: OPTION_INVALID (level).
        """
        arguments, error = Arguments(), ctypes.c_void_p()
        pairs = [(_failure.text_of(name), _failure.text_of(value)) for name, value in (fields or {}).items()]
        described = None if failure is None else _failure.write(_failure.describe_for_log(failure), arguments)
        details = _abi.LogDetails(
            struct_size=ctypes.sizeof(_abi.LogDetails),
            field_count=len(pairs),
            fields=arguments.pairs(pairs) if pairs else None,
            failure=None if described is None else ctypes.pointer(described),
            of_last=of_last,
        )
        handle = self._others.get(threading.get_ident(), self._handle)
        status = library.lambdaclient_log(
            handle, level, arguments.view(_failure.text_of(message)), ctypes.byref(details), ctypes.byref(error)
        )
        check(status, error)

    def cancel(self) -> None:
        """Ends a parked turn or next, and makes every later one raise CANCELLED; what is being handled can still be answered.

        Any thread, any number of times. The second time also ends the wait for the reply to an answer. A signal that has cancelled
        the client already does not count, so a handler of it may call this.
        """
        error = ctypes.c_void_p()
        with self._cancelling:
            self._asked += 1
            self._cancel_to(self._asked, error)

    def _cancel_for_signal(self) -> None:
        with self._cancelling:
            self._signalled += 1
            self._cancel_to(self._signalled, None)

    def _stop(self) -> None:
        """Cancels once, whatever else does: a second time would end an answer on its way."""
        with self._cancelling:
            self._cancel_to(1, None)

    def _cancel_to(self, times: int, error: Optional[ctypes.c_void_p]) -> None:
        """One signal comes on several ways: to the watch, to the program's handler, and as an exception of it."""
        while self._cancels < times:
            self._cancels += 1
            status = library.lambdaclient_cancel(self._handle, None if error is None else ctypes.byref(error))
            if error is not None:
                check(status, error)

    def close(self) -> None:
        """Closes the client, and frees its invocation. Any thread, any number of times."""
        handle, self._handle = self._handle, None
        library.lambdaclient_close(handle)

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        exception: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


def _within(value: int, bits: int, name: str) -> int:
    """Ctypes would cut a number to its field's width without a word."""
    if not 0 <= value < 1 << bits:
        raise ValueError(f"{name} is {value}; use a number from 0 to {(1 << bits) - 1}")
    return value
