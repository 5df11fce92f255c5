"""The life of a process, which the library runs: it calls the program's handler and hooks, and decides everything else.

No exception may reach the library's frames. Each function here that it calls catches what the program's raises: a handler's is
its answer, a hook's is reported and raised again by the run, and so is KeyboardInterrupt wherever it comes.
"""

import ctypes
import os
import threading
from typing import Any, Callable, Dict, Iterable, NamedTuple, Optional, Union, cast

from . import _abi, _failure
from ._abi import Code, LogLevel
from ._answer import Answer, AnswerPlace
from ._library import Bytes, library
from ._reader import Reader
from ._report import report
from ._signals import RunSignals, may_be_replaced
from .client import Client
from .errors import ApiError, FunctionError, told
from .invocation import Invocation
from .stream import Prelude, ResponseStream

Hook = Callable[[], Any]
Observer = Callable[[ApiError], Any]
RawHandler = Callable[[Invocation], "Union[Answer, StreamedResponse]"]

_TRACE_ID = "_X_AMZN_TRACE_ID"

# Counts the thread's use of the interpreter up, so that its state, and with it what threading.local holds, outlives a call.
_keep_thread_state = ctypes.pythonapi.PyGILState_Ensure


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


class Hooks(NamedTuple):
    """The program's functions besides its handler; None where there is none."""

    init: Optional[Hook] = None
    before_snapshot: Optional[Hook] = None
    after_restore: Optional[Hook] = None
    shutdown: Optional[Hook] = None
    on_error: Optional[Observer] = None


class _Poller:
    """One thread of the run, with its own client: what is kept between two events, because making it costs."""

    __slots__ = ("_run", "answer", "last_trace_id", "reader", "signals", "stream")

    def __init__(self, run: "Run", signals: RunSignals) -> None:
        self._run = run
        self.signals = signals
        # What the environment said before the first event belongs to none.
        self.last_trace_id: Optional[str] = ""
        self.reader = Reader()
        self.answer = AnswerPlace()
        self.stream: Optional[ResponseStream] = None

    def begin(self, address: int) -> None:
        """Makes way for the next answer where that is more than forgetting the last one."""
        if self.answer.address != address:
            self.answer = AnswerPlace(address)
        if self.stream is not None:
            self.stream.free()
            self.stream = None

    def fail(self, failure: BaseException) -> None:
        run = self._run
        if run.ends_with(failure):
            self.answer.write(failure)
        elif self.stream is not None and self.stream.has_ended and _failure.is_a(failure, ApiError):
            run.tell(cast(ApiError, failure))
        else:
            self.answer.write(failure)
            report(run.client, LogLevel.ERROR, "The handler failed", failure)

    def send_pieces(self, response: StreamedResponse, invocation: Invocation) -> None:
        self.stream = stream = invocation.stream(response.content_type, response.prelude)
        for piece in response.body:
            stream.write(piece)
        stream.finish()

    def set_trace_id(self, trace_id: Optional[str]) -> None:
        if trace_id is not None:
            os.environ[_TRACE_ID] = trace_id
        elif self.last_trace_id is not None:
            os.environ.pop(_TRACE_ID, None)
        self.last_trace_id = trace_id

    def end(self) -> None:
        if self.stream is not None:
            self.stream.free()


class Run:
    """One call of lambdaclient_run."""

    def __init__(self, handler: RawHandler, client: Client, hooks: Hooks, pollers: int) -> None:
        self._handler = handler
        self.client = client
        self.signals = RunSignals(client)
        self._hooks = hooks
        self._pollers: Dict[int, _Poller] = {}
        self._first = threading.get_ident()
        # Side by side, the handlers would overwrite each other's.
        self._sets_trace_id = 1 in (pollers, client.function.poller_count)
        self._raised: Optional[BaseException] = None
        self._failed: Optional[BaseException] = None
        self._options = _abi.RunOptions(
            struct_size=ctypes.sizeof(_abi.RunOptions),
            thread_count=pollers,
            handler=_abi.Handler(self._make_handler()),
            # Without it the library would log the error that the run raises.
            on_error=_abi.Observer(self._observe),
        )
        if hooks.init is not None:
            self._options.init = _abi.Hook(self._init)
        if hooks.before_snapshot is not None:
            self._options.before_snapshot = _abi.Hook(self._before_snapshot)
        if hooks.after_restore is not None:
            self._options.after_restore = _abi.Hook(self._after_restore)
        if hooks.shutdown is not None:
            self._options.shutdown = _abi.Hook(self._shutdown)

    def execute(self) -> None:
        error = ctypes.c_void_p()
        try:
            with self.signals:
                status = library.lambdaclient_run(
                    self.client._handle, ctypes.byref(self._options), ctypes.byref(error)
                )
        finally:
            for poller in self._pollers.values():
                poller.end()
            self.client._others.clear()
            # It refers to this object, and this object to it.
            del self._options
        self._end(status, error)

    def _end(self, status: int, error: ctypes.c_void_p) -> None:
        ended = None if status == 0 else ApiError(status, error)
        if self._raised is not None:
            raise self._raised
        if ended is not None:
            raise self._caused(ended)
        self.signals.end()

    def _caused(self, error: ApiError) -> ApiError:
        if error.code == Code.HOOK_FAILED:
            error.__cause__ = self._failed
        return error

    def ends_with(self, failure: BaseException) -> bool:
        """Whether what the program raised ends the run, which is what Ctrl-C and a signal handler that raises are for."""
        if failure is not self.signals.raised and not _failure.is_a(failure, KeyboardInterrupt):
            return False
        if self._raised is None:
            self._raised = failure
            self.client._stop()
        return True

    def tell(self, error: ApiError) -> None:
        """What the run survives, to the observer; to the function's log where there is none, as the library does."""
        if self._hooks.on_error is None:
            report(self.client, LogLevel.WARN, str(error), error.__cause__)
            return
        try:
            self._hooks.on_error(error)
        except BaseException as failure:
            if not self.ends_with(failure):
                report(self.client, LogLevel.ERROR, f"on_error failed for {error.name}", failure)

    # What the library calls. Nothing is done outside of a try: a signal handler of the program's may raise anywhere.

    def _make_handler(self) -> Callable[[object, int, int, int], int]:
        """One function without detours: a call of a Python function costs about a hundredth of what an event costs in C."""
        pollers, handler, sets_trace_id = self._pollers, self._handler, self._sets_trace_id

        def handle(_: object, client: int, handle: int, address: int) -> int:
            try:
                poller = pollers.get(client)
                if poller is None:
                    poller = self._begin(client)
                answer = poller.answer
                answer.forget()
                if answer.address != address or poller.stream is not None:
                    poller.begin(address)
                    answer = poller.answer
                signals = poller.signals
                try:
                    signals.is_open = True
                    reader = poller.reader
                    pointer = ctypes.c_void_p(handle)
                    if sets_trace_id:
                        trace_id = reader.trace_id(pointer)
                        if trace_id is not None or poller.last_trace_id is not None:
                            poller.set_trace_id(trace_id)
                    invocation = Invocation(pointer, reader)
                    value = handler(invocation)
                    # isinstance would ask the value, which may raise.
                    if issubclass(type(value), StreamedResponse):
                        poller.send_pieces(cast(StreamedResponse, value), invocation)
                    else:
                        answer.write(cast(Answer, value))
                    signals.is_open = False
                except BaseException as failure:
                    signals.is_open = False
                    poller.fail(failure)
                if may_be_replaced():
                    signals.listen_again()
                return 0
            except BaseException as failure:
                self._complain(failure)
                return 1

        return handle

    def _begin(self, client: int) -> _Poller:
        thread = threading.get_ident()
        if thread != self._first:
            _keep_thread_state()
            self.client._others[thread] = ctypes.c_void_p(client)
        poller = self._pollers[client] = _Poller(self, self._signals_here())
        return poller

    def _signals_here(self) -> RunSignals:
        return self.signals if threading.get_ident() == self._first else RunSignals(self.client)

    def _observe(self, _: object, error: int) -> None:
        try:
            survived = told(ctypes.c_void_p(error), is_borrowed=True)
            # A hook that Ctrl-C left has not failed.
            if survived is not None and not (survived.code == Code.HOOK_FAILED and self._raised is not None):
                self._call(self.tell, self._caused(survived))
        except BaseException as failure:
            self._complain(failure)

    def _init(self, *_: object) -> int:
        return self._step(self._hooks.init, self.client.fail_init, None)

    def _before_snapshot(self, *_: object) -> int:
        return self._step(self._hooks.before_snapshot, self.client.fail_init, "Runtime.BeforeSnapshotError")

    def _after_restore(self, *_: object) -> int:
        return self._step(self._hooks.after_restore, self.client.fail_restore, "Runtime.AfterRestoreError")

    def _shutdown(self, *_: object) -> int:
        return self._step(self._hooks.shutdown, None, None)

    def _step(
        self, hook: Optional[Hook], fail: Optional[Callable[[BaseException], None]], kind: Optional[str]
    ) -> int:
        try:
            try:
                if hook is not None:
                    self._call(hook)
                return 0
            except BaseException as failure:
                self._fail_step(failure, fail, kind)
        except BaseException as failure:
            self._complain(failure)
        return 1

    def _call(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Calls a function of the program's, which may have installed signal handlers and a descriptor for them."""
        signals = self._signals_here()
        signals.is_open = True
        try:
            function(*arguments)
        finally:
            signals.is_open = False
            signals.take()
            signals.listen_again()

    def _fail_step(
        self, failure: BaseException, fail: Optional[Callable[[BaseException], None]], kind: Optional[str]
    ) -> None:
        if self.ends_with(failure):
            return
        self._failed = failure
        if not _failure.is_a(failure, Exception):
            # SystemExit has a status for the process.
            self._raised = failure
        if fail is None:
            return
        try:
            fail(failure if kind is None else _typed(kind, failure))
        except ApiError as error:
            self.tell(error)

    def _complain(self, failure: BaseException) -> None:
        """For an exception that no rule above foresees, such as that of a signal handler between two of them."""
        report(self.client, LogLevel.ERROR, "The runtime failed", failure)


def _typed(kind: str, failure: BaseException) -> FunctionError:
    """The failure of a hook, with the type that AWS's own runtime gives it."""
    described = _failure.describe(failure)
    message = f"{described.type}: {described.message}"
    return FunctionError(kind, message, described.frames, cause=described.cause)
