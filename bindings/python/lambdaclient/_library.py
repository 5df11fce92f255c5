"""Finds and loads liblambdaclient, and converts between Python's values and its views."""

import ctypes
import os
from pathlib import Path
from typing import Iterator, List, Optional, Union

from . import _abi

Bytes = Union[bytes, bytearray, memoryview, str]
"""What can be sent: bytes as they are, text as UTF-8."""

_NAME = "liblambdaclient.so.0"


def _candidates() -> Iterator[str]:
    folder = os.environ.get("LAMBDACLIENT_LIB_DIR")
    if folder:
        yield str(Path(folder) / _NAME)
        return
    beside = Path(__file__).with_name(_NAME)
    if beside.exists():
        yield str(beside)
    yield _NAME


def _load() -> ctypes.CDLL:
    failures: List[str] = []
    for path in _candidates():
        try:
            library = ctypes.CDLL(path)
        except OSError as failure:
            failures.append(str(failure))
            continue
        _declare(library, path)
        return library
    raise ImportError(
        f"{_NAME} cannot be loaded ({'; '.join(failures)}); set LAMBDACLIENT_LIB_DIR to its folder, put it beside "
        "the package, or put its folder on LD_LIBRARY_PATH"
    )


def _declare(library: ctypes.CDLL, path: str) -> None:
    library.lambdaclient_abi_version.restype = ctypes.c_int32
    found = library.lambdaclient_abi_version()
    if found < _abi.ABI_VERSION:
        raise ImportError(
            f"{path} has ABI {found}, and this package needs {_abi.ABI_VERSION}; install a newer liblambdaclient"
        )
    for name, result, arguments in _abi.FUNCTIONS:
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments


library = _load()


class Arguments:
    """Makes views for one call, and keeps what they point to alive as long as it lives itself."""

    def __init__(self) -> None:
        self._kept: List[object] = []

    def view(self, value: Optional[Bytes]) -> _abi.View:
        if value is None:
            return _abi.View(None, 0)
        if isinstance(value, str):
            # A lone surrogate has no UTF-8; what a person is to read is worth more than a refusal.
            value = value.encode("utf-8", "replace")
        elif not isinstance(value, bytes):
            value = memoryview(value).tobytes()
        self._kept.append(value)
        # No bytes are still an address, which says that the text is there.
        return _abi.View(ctypes.cast(ctypes.c_char_p(value), ctypes.c_void_p), len(value))

    def views(self, values: List[str]) -> "ctypes.Array[_abi.View]":
        array = (_abi.View * len(values))(*[self.view(value) for value in values])
        self._kept.append(array)
        return array

    def pairs(self, values: "list[tuple[str, str]]") -> "ctypes.Array[_abi.Pair]":
        array = (_abi.Pair * len(values))(*[_abi.Pair(self.view(name), self.view(value)) for name, value in values])
        self._kept.append(array)
        return array


def read_bytes(view: _abi.View) -> bytes:
    return ctypes.string_at(view.data, view.len) if view.data else b""


def read_text(view: _abi.View) -> Optional[str]:
    """Text of the service's; a header field may hold bytes that are no UTF-8."""
    return read_bytes(view).decode("utf-8", "replace") if view.data else None
