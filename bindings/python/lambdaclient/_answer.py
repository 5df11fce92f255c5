"""Writes a handler's answer as the library takes it."""

import ctypes
from typing import NamedTuple, Optional, Union, cast

from . import _abi
from . import _failure
from ._library import Arguments, Bytes


class Response(NamedTuple):
    """A response with a media type, 1 to 256 printable ASCII characters; None means application/json."""

    payload: Bytes
    content_type: Optional[str] = None


Answer = Union[None, Bytes, Response, BaseException]
"""What a handler gives for an invocation: a response, or the exception that is its failure. None is no answer."""


class _Bytes(ctypes.Structure):
    """A view of which ctypes takes the address of bytes by itself, and keeps them alive."""

    _fields_ = [("data", ctypes.c_char_p), ("size", ctypes.c_size_t)]


class AnswerPlace:
    """An answer's struct, written again for each event. It borrows what it is given until it is cleared.

    Args:
        address: Where the library reads it; None makes one.
    """

    __slots__ = ("_answer", "_arguments", "_payload", "address", "reference")

    def __init__(self, address: Optional[int] = None) -> None:
        if address is None:
            self._answer = _abi.Answer(struct_size=ctypes.sizeof(_abi.Answer))
        else:
            self._answer = _abi.Answer.from_address(address)
        self._arguments: Optional[Arguments] = None
        self.address = ctypes.addressof(self._answer)
        self.reference = ctypes.byref(self._answer)
        self._payload = _Bytes.from_address(self.address + _abi.Answer.payload.offset)

    def write(self, answer: Answer) -> None:
        """Raises TypeError for what is not an answer; then there is none."""
        if type(answer) is bytes:
            self._payload.data = answer
            self._payload.size = len(answer)
            self._answer.kind = _abi.ANSWER_RESPONSE
        elif answer is None:
            self._answer.kind = _abi.ANSWER_NONE
        else:
            self._write(answer)

    def _write(self, answer: Union[Bytes, Response, BaseException]) -> None:
        arguments = Arguments()
        # isinstance would ask the answer, which may raise.
        if issubclass(type(answer), BaseException):
            described = _failure.write(_failure.describe(cast(BaseException, answer)), arguments)
            self._answer.failure = ctypes.pointer(described)
            self._answer.kind = _abi.ANSWER_FAILURE
        else:
            response = answer if isinstance(answer, Response) else Response(cast(Bytes, answer))
            payload, content_type = arguments.view(response.payload), arguments.view(response.content_type)
            self._answer.payload, self._answer.content_type = payload, content_type
            self._answer.kind = _abi.ANSWER_RESPONSE
        self._arguments = arguments

    def clear(self) -> None:
        """There is no answer, and the bytes of the last one may change."""
        self._answer.kind = _abi.ANSWER_NONE
        if self._arguments is not None:
            self._answer.content_type = _abi.View()
            self._answer.failure = None
        self.forget()

    def forget(self) -> None:
        """The same, where the library has cleared the struct itself."""
        self._payload.data = None
        self._arguments = None
