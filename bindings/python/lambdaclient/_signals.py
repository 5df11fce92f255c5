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
import threading
import weakref
from typing import TYPE_CHECKING, Optional

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
                client._cancel_quietly()


_watch: Optional[_Watch] = None
_forking = threading.local()


def _leave_it_to_the_client(number: int, frame: object) -> None:
    """Installed only so that Python handles the signal. The client is cancelled by it."""


class TakesSigterm:
    """While it is entered, SIGTERM is Python's, so that it cancels the clients; a handler of the program's own stays."""

    def __enter__(self) -> None:
        is_main = threading.current_thread() is threading.main_thread()
        self._is_ours = is_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
        if self._is_ours:
            signal.signal(signal.SIGTERM, _leave_it_to_the_client)

    def __exit__(self, *_: object) -> None:
        # A child that was forked in between has it undone already.
        if self._is_ours and signal.getsignal(signal.SIGTERM) is _leave_it_to_the_client:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


class EndedBySignals:
    """While it is entered on the main thread, SIGINT and SIGTERM cancel the client."""

    def __init__(self, client: "Client") -> None:
        global _watch
        self._is_main = threading.get_ident() == threading.main_thread().ident
        if self._is_main and (_watch is None or client._watch is not _watch):
            if _watch is None:
                _watch = _Watch()
            _watch.add(client)
            client._watch = _watch

    def __enter__(self) -> None:
        if self._is_main and _watch is not None:
            self._previous = signal.set_wakeup_fd(_watch.write, warn_on_full_buffer=False)

    def __exit__(self, *_: object) -> None:
        # Keep our descriptor unless another one was installed, so that a signal between two calls ends the next one.
        if self._is_main and _watch is not None and self._previous not in (-1, _watch.write):
            signal.set_wakeup_fd(self._previous)


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
        if signal.getsignal(signal.SIGTERM) is _leave_it_to_the_client:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, _forking.mask)


os.register_at_fork(
    before=_before_fork, after_in_parent=_after_fork_in_parent, after_in_child=_after_fork_in_child
)
