"""Finds and loads liblambdaclient, and converts between Python's values and its views."""

import ctypes
import os
from pathlib import Path
from typing import Callable, Iterator, List, Optional, Union

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


class _Buffer(ctypes.Structure):
    """Py_buffer of CPython's stable ABI."""

    _fields_ = [
        ("buf", ctypes.c_void_p),
        ("obj", ctypes.c_void_p),
        ("len", ctypes.c_ssize_t),
        ("itemsize", ctypes.c_ssize_t),
        ("readonly", ctypes.c_int),
        ("ndim", ctypes.c_int),
        ("format", ctypes.c_void_p),
        ("shape", ctypes.c_void_p),
        ("strides", ctypes.c_void_p),
        ("suboffsets", ctypes.c_void_p),
        ("internal", ctypes.c_void_p),
    ]


_get_buffer = ctypes.pythonapi.PyObject_GetBuffer
_get_buffer.argtypes = [ctypes.py_object, ctypes.POINTER(_Buffer), ctypes.c_int]
_release_buffer = ctypes.pythonapi.PyBuffer_Release
_release_buffer.argtypes = [ctypes.POINTER(_Buffer)]
_release_buffer.restype = None


class _Borrowed:
    """The bytes of a bytearray, a memoryview or the like, where they are. They cannot be resized until this ends."""

    def __init__(self, value: object) -> None:
        self.buffer = _Buffer()
        _get_buffer(value, ctypes.byref(self.buffer), 0)

    def __del__(self) -> None:
        # Without an object it does nothing.
        _release_buffer(ctypes.byref(self.buffer))


def clean(text: str) -> str:
    """The text without lone surrogates, which have no UTF-8: each becomes U+FFFD, and a pair its character."""
    try:
        str.encode(text)
        return text
    except UnicodeEncodeError:
        return str.encode(text, "utf-16", "surrogatepass").decode("utf-16", "replace")


class Arguments:
    """Makes views for one call, and keeps what they point to alive as long as it lives itself. It copies no bytes."""

    def __init__(self) -> None:
        self._kept: List[object] = []

    def view(self, value: Optional[Bytes]) -> _abi.View:
        if value is None:
            return _abi.View(None, 0)
        if isinstance(value, str):
            value = str.encode(clean(value))
        elif not isinstance(value, bytes):
            try:
                borrowed = _Borrowed(value)
            except BufferError:  # Its bytes are not beside each other.
                value = memoryview(value).tobytes()
            else:
                self._kept.append(borrowed)
                return _abi.View(borrowed.buffer.buf, borrowed.buffer.len)
        self._kept.append(value)
        # No bytes are still an address, which says that the text is there.
        return _abi.View(ctypes.c_void_p.from_buffer(ctypes.c_char_p(value)), len(value))

    def views(self, values: List[str]) -> "ctypes.Array[_abi.View]":
        array = (_abi.View * len(values))(*[self.view(value) for value in values])
        self._kept.append(array)
        return array

    def pairs(self, values: "list[tuple[str, str]]") -> "ctypes.Array[_abi.Pair]":
        array = (_abi.Pair * len(values))(*[_abi.Pair(self.view(name), self.view(value)) for name, value in values])
        self._kept.append(array)
        return array


# Called for every event, and so without a detour: ctypes.string_at is a Python function, and gives bytes for text.
bytes_at: Callable[[int, int], bytes] = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.c_ssize_t)(
    ("PyBytes_FromStringAndSize", ctypes.pythonapi)
)
text_at: Callable[[int, int, bytes], str] = ctypes.PYFUNCTYPE(
    ctypes.py_object, ctypes.c_void_p, ctypes.c_ssize_t, ctypes.c_char_p
)(("PyUnicode_DecodeUTF8", ctypes.pythonapi))


def read_text(view: _abi.View) -> Optional[str]:
    """Text of the service's; a header field may hold bytes that are not UTF-8."""
    data = view.data
    return text_at(data, view.size, b"replace") if data else None
