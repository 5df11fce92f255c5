"""Lets SIGINT and SIGTERM end a call that is parked in the library on the main thread.

Python runs its signal handlers between two bytecodes of the main thread, and there is none while that thread waits inside
C. But the interpreter's own handler writes the signal's number to the wakeup descriptor at once; a thread reads it there and
cancels the clients. The parked call returns, and Python's handler runs: KeyboardInterrupt, or whatever the program chose.
A signal for which the program has no Python handler never comes here.
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

    def _run(self) -> None:
        while True:
            if _ENDING.isdisjoint(os.read(self._read, 64)):
                continue
            with self._lock:
                clients = list(self._clients)
            for client in clients:
                client._cancel_quietly()


_watch: Optional[_Watch] = None


class EndedBySignals:
    """While it is entered on the main thread, SIGINT and SIGTERM cancel the client."""

    def __init__(self, client: "Client") -> None:
        global _watch
        self._is_main = threading.current_thread() is threading.main_thread()
        if self._is_main:
            if _watch is None:
                _watch = _Watch()
            _watch.add(client)

    def __enter__(self) -> None:
        if self._is_main and _watch is not None:
            self._previous = signal.set_wakeup_fd(_watch.write, warn_on_full_buffer=False)

    def __exit__(self, *_: object) -> None:
        # What nobody else wants stays ours, so that a signal that comes between two calls ends the next one.
        if self._is_main and _watch is not None and self._previous not in (-1, _watch.write):
            signal.set_wakeup_fd(self._previous)
