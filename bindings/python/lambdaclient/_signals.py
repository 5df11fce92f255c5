"""Lets SIGINT and SIGTERM end a call that is parked in the library on the main thread.

Python runs its signal handlers between two bytecodes of the main thread, and there is none while that thread waits inside
C. But the interpreter's own handler writes the signal's number to the wakeup descriptor at once; a thread reads it there and
cancels the clients. The parked call returns, and Python's handler runs: KeyboardInterrupt, or whatever the program chose.
A signal for which the program has no Python handler never comes here.

A forked child has the descriptor and the handlers of its parent: a signal to the child would end the parent. So both are undone
in the child, and signals wait until they are.
"""

import os
import signal
import sys
import threading
import weakref
from types import FrameType
from typing import TYPE_CHECKING, Any, Dict, List, Optional

if TYPE_CHECKING:
    from .client import Client

_ENDING = frozenset({int(signal.SIGINT), int(signal.SIGTERM)})


class _Watch:
    def __init__(self) -> None:
        self._clients: "weakref.WeakSet[Client]" = weakref.WeakSet()
        self._lock = threading.Lock()
        self._read, self.write = os.pipe()
        # The interpreter refuses a descriptor that could block its signal handler.
        os.set_blocking(self.write, False)
        threading.Thread(target=self._run, name="lambdaclient-signals", daemon=True).start()

    def add(self, client: "Client") -> None:
        with self._lock:
            self._clients.add(client)

    def forget(self) -> None:
        """The descriptor is another one's again, so that every client has to come back."""
        with self._lock:
            for client in self._clients:
                client._watch = None

    def leave(self) -> None:
        """In a forked child, which has no such thread."""
        previous = signal.set_wakeup_fd(-1)
        if previous != self.write:
            signal.set_wakeup_fd(previous)
        os.close(self._read)
        os.close(self.write)

    def _run(self) -> None:
        while True:
            if _ENDING.isdisjoint(os.read(self._read, 64)):
                continue
            with self._lock:
                clients = list(self._clients)
            for client in clients:
                client._cancel_for_signal()


_watch: Optional[_Watch] = None
_forking = threading.local()


def _leave_it_to_the_client(number: int, frame: object) -> None:
    """Installed only so that Python handles the signal. The client is cancelled by it."""


_ELSEWHERE = -2


def _install(watch: _Watch) -> int:
    return signal.set_wakeup_fd(watch.write, warn_on_full_buffer=False)


def may_be_replaced() -> bool:
    """Whether something may have installed another descriptor: asyncio does, and leaves none. To look costs two system calls."""
    return "asyncio" in sys.modules


def listen(client: "Client") -> int:
    """From here on, SIGINT and SIGTERM cancel the client, if this is the main thread; gives what to hand to stop_listening."""
    global _watch
    watch = _watch
    if watch is not None and client._watch is watch and not may_be_replaced():
        return _ELSEWHERE
    if threading.get_ident() != threading.main_thread().ident:
        return _ELSEWHERE
    if watch is None:
        watch = _watch = _Watch()
    if client._watch is not watch:
        watch.add(client)
        client._watch = watch
    return _install(watch)


def stop_listening(previous: int) -> None:
    # Keep our descriptor unless another one was installed, so that a signal between two calls ends the next one.
    if previous >= 0 and _watch is not None and previous != _watch.write:
        signal.set_wakeup_fd(previous)
        _watch.forget()


class RunSignals:
    """SIGINT and SIGTERM while the library's run calls into Python, which are Python's to handle as ever.

    Python would run their handlers where the first bytecode comes: at the entry of a function that the library calls, where no
    exception can be caught. So they wait until the program's own code runs, or until the run has ended. A program without a
    handler for SIGTERM gets one, so that the signal cancels the client.

    Args:
        client: The client of the run. Each of its threads makes its own; on any but the main one it does nothing.
    """

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._previous: Dict[int, Any] = {}
        self._waiting: List[int] = []
        self._is_main = threading.get_ident() == threading.main_thread().ident
        self._listened = _ELSEWHERE
        self.raised: Optional[BaseException] = None
        """What a handler raised in the program's code, which may have caught it."""
        self.is_open = False
        """Whether the program's code runs."""

    def __enter__(self) -> "RunSignals":
        global _run
        self._listened = listen(self._client)
        self.take()
        if self._is_main and _watch is not None:
            _run = self
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()
        stop_listening(self._listened)

    def take(self) -> None:
        """Takes both signals, also where the program has installed another handler since."""
        if not self._is_main:
            return
        for number in _ENDING:
            handler = signal.getsignal(number)
            if handler == signal.SIG_DFL and number == signal.SIGTERM:
                handler = _leave_it_to_the_client
            if callable(handler) and handler != self._handle:
                self._previous[number] = handler
                signal.signal(number, self._handle)

    def leave(self) -> None:
        """Gives them back; also in a forked child."""
        global _run
        if self._is_main:
            _run = None
        for number, handler in self._previous.items():
            # What the program has installed in between stays.
            if signal.getsignal(number) == self._handle:
                signal.signal(number, signal.SIG_DFL if handler is _leave_it_to_the_client else handler)

    def listen_again(self) -> None:
        """Behind the program's code, where may_be_replaced."""
        if self._is_main and _watch is not None:
            _install(_watch)

    def end(self) -> None:
        """Handles what waited. Raises what a handler raises."""
        waiting, self._waiting = self._waiting, []
        for number in waiting:
            self._previous[number](number, None)

    def _handle(self, number: int, frame: Optional[FrameType]) -> None:
        if not self.is_open:
            self._waiting.append(number)
            return
        try:
            self._previous[number](number, frame)
        except BaseException as failure:
            self.raised = failure
            raise


_run: Optional[RunSignals] = None


def _before_fork() -> None:
    _forking.mask = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)


def _after_fork_in_parent() -> None:
    signal.pthread_sigmask(signal.SIG_SETMASK, _forking.mask)


def _after_fork_in_child() -> None:
    global _watch
    try:
        if _watch is not None:
            _watch.leave()
            _watch = None
        if _run is not None:
            _run.leave()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, _forking.mask)


os.register_at_fork(
    before=_before_fork, after_in_parent=_after_fork_in_parent, after_in_child=_after_fork_in_child
)
