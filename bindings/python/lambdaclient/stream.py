"""An answer that is sent piece by piece."""

import ctypes
from contextlib import suppress
from types import TracebackType
from typing import Mapping, Optional, Sequence, Tuple, Type, Union

from . import _abi
from . import _failure
from ._abi import Delivery
from ._library import Arguments, Bytes, library
from .errors import ApiError

Headers = Union[Mapping[str, str], Sequence[Tuple[str, str]]]


class Prelude:
    """What a streamed answer says about itself as an HTTP response; function URLs and API Gateway read it.

    Args:
        status_code: The HTTP status, from 100 to 599.
        headers: The header fields: a mapping, or pairs where a name has several values.
        cookies: The values of Set-Cookie fields. Everything together has at most 16 KB.
    """

    def __init__(
        self, status_code: int = 200, headers: Headers = (), cookies: Sequence[str] = ()
    ) -> None:
        self.status_code = status_code
        self.headers = list(headers.items() if isinstance(headers, Mapping) else headers)
        self.cookies = list(cookies)

    def _write(self, arguments: Arguments) -> _abi.Prelude:
        return _abi.Prelude(
            struct_size=ctypes.sizeof(_abi.Prelude),
            status_code=self.status_code,
            header_count=len(self.headers),
            cookie_count=len(self.cookies),
            headers=arguments.pairs(self.headers) if self.headers else None,
            cookies=arguments.views(self.cookies) if self.cookies else None,
        )


class ResponseStream:
    """The answer of one invocation, sent while it is made; from Invocation.stream.

    As a context manager it is finished at the end of the block, and failed where the block raises an exception, which is raised
    again. Nothing is buffered: a slow caller slows the writer down. One thread at a time for each client.
    """

    def __init__(self, handle: ctypes.c_void_p) -> None:
        self._handle: Optional[ctypes.c_void_p] = handle
        self._has_ended = False

    def _check(self, status: int, error: ctypes.c_void_p) -> None:
        if status == 0:
            return
        failure = ApiError(status, error)
        self._has_ended = self._has_ended or failure.delivery != Delivery.NOT_SENT
        raise failure

    def write(self, data: Bytes) -> int:
        """Sends bytes (text as UTF-8), and waits until the operating system took them all; gives their number.

        Raises:
            ApiError: The service went away (the 3xx codes), the invocation timed out, the answer is too large, or the stream
                has ended. Unless its delivery is NOT_SENT, the stream has ended.
        """
        arguments, error = Arguments(), ctypes.c_void_p()
        view = arguments.view(data)
        self._check(library.lambdaclient_stream_write(self._handle, view, ctypes.byref(error)), error)
        return int(view.size)

    def flush(self) -> None:
        """Begins the stream if nothing was sent yet; does nothing else, because no bytes wait here. Raises as write."""
        error = ctypes.c_void_p()
        self._check(library.lambdaclient_stream_flush(self._handle, ctypes.byref(error)), error)

    def finish(self) -> None:
        """Ends the stream with success, and waits for the service's answer. Raises as write."""
        error = ctypes.c_void_p()
        self._check(library.lambdaclient_stream_finish(self._handle, ctypes.byref(error)), error)
        self._has_ended = True

    def fail(self, failure: BaseException) -> None:
        """Ends the stream with a failure, which its caller gets behind what was sent. Raises as write."""
        arguments, error = Arguments(), ctypes.c_void_p()
        described = _failure.write(_failure.describe(failure), arguments)
        self._check(library.lambdaclient_stream_fail(self._handle, ctypes.byref(described), ctypes.byref(error)), error)
        self._has_ended = True

    @property
    def has_ended(self) -> bool:
        """Whether nothing more can be sent: it was finished or failed, or the service went away or answered before the end."""
        return self._has_ended

    def free(self) -> None:
        """Frees the stream. One that was neither finished nor failed ends with the failure Runtime.StreamAbandoned."""
        handle, self._handle = self._handle, None
        library.lambdaclient_stream_free(handle)

    def __enter__(self) -> "ResponseStream":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        exception: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        try:
            if exception is None:
                self.finish()
            elif isinstance(exception, ApiError):
                # Mostly this stream's own, which has ended with it; then there is nothing to add to it.
                with suppress(ApiError):
                    self.fail(exception)
            elif isinstance(exception, Exception):
                self.fail(exception)
        finally:
            self.free()

    def __del__(self) -> None:
        self.free()
