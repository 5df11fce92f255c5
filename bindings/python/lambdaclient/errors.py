"""What can go wrong: with the service or the use of the client (ApiError), and in the function itself (FunctionError)."""

import ctypes
from enum import IntEnum
from typing import List, Optional, Sequence, Type

from . import _abi
from ._abi import Category, Code, Delivery
from ._library import library, read_text


def _named(names: Type[IntEnum], number: int) -> int:
    try:
        return names(number)
    except ValueError:
        return number


def _delivery(number: int) -> Delivery:
    try:
        return Delivery(number)
    except ValueError:  # The library is newer; then nothing can be relied on.
        return Delivery.UNKNOWN


class ApiError(Exception):
    """A call of the client that failed. Its text names the thing, the value and the next step.

    Immutable in use, and safe on any thread.

    Attributes:
        code: The stable number of the failure, a Code; a plain int where the library is newer than this package.
        name: The code's name, such as "connect_refused".
        category: The kind of thing that went wrong, a Category: the hundreds of the code.
        delivery: What became of the request; only after Delivery.NOT_SENT may a result be sent again.
        is_fatal: Whether the runtime has to stop and exit with a status other than 0.
        http_status: The HTTP status of the service's answer, or 0.
        system_error: The operating system's error number (errno), or 0.
        service_error_type: The service's errorType, or None.
        service_error_message: The service's errorMessage, or None.
        undelivered: From Client.turn: why the answer was not taken, or may not have been; None where it was.
    """

    code: int
    name: str
    category: int
    delivery: Delivery
    is_fatal: bool
    http_status: int
    system_error: int
    service_error_type: Optional[str]
    service_error_message: Optional[str]
    undelivered: "Optional[ApiError]" = None

    def __init__(self, status: int, error: ctypes.c_void_p, is_borrowed: bool = False) -> None:
        """Takes the error object over, and frees it unless it is borrowed."""
        info = _abi.ErrorInfo(struct_size=ctypes.sizeof(_abi.ErrorInfo))
        described = bool(error) and library.lambdaclient_error_describe(error, ctypes.byref(info)) == 0
        self.code = _named(Code, status)
        self.name = library.lambdaclient_status_name(status).decode()
        category = info.category if described else status // 100
        self.category = _named(Category, category)
        self.delivery = _delivery(info.delivery) if described else Delivery.NOT_SENT
        self.is_fatal = library.lambdaclient_status_is_fatal(status) != 0
        self.http_status = info.http_status
        self.system_error = info.system_error
        self.service_error_type = read_text(info.service_error_type)
        self.service_error_message = read_text(info.service_error_message)
        message = read_text(info.message) if described else None
        if not is_borrowed:
            library.lambdaclient_error_free(error)
        super().__init__(message or self.name)


class FunctionError(Exception):
    """A failure of the function itself, as its caller is to see it; raise it in a handler, or pass it to a fail method.

    Args:
        type: A short name, such as "InvalidNameError".
        message: What happened, for a person; cut at 65536 characters.
        stack_trace: The frames, a text each; None takes those of the exception where it was raised.
        json: A body of your own in place of all that, sent exactly as it is: JSON below 1 MiB.
        cause: What X-Ray shows of the failure, as JSON of at most 1 MiB.
    """

    def __init__(
        self,
        type: str,
        message: str = "",
        stack_trace: Optional[Sequence[str]] = None,
        *,
        json: Optional[str] = None,
        cause: Optional[str] = None,
    ) -> None:
        super().__init__(message)
        self.type = type
        self.message = message
        self.stack_trace: Optional[List[str]] = None if stack_trace is None else list(stack_trace)
        self.json = json
        self.cause = cause


def told(error: ctypes.c_void_p, is_borrowed: bool = False) -> Optional[ApiError]:
    """The error that a place received beside the status of its call; None where there is none."""
    return ApiError(library.lambdaclient_error_status(error), error, is_borrowed) if error else None


def check(status: int, error: ctypes.c_void_p) -> None:
    """Raises the error of a call that did not return 0."""
    if status != 0:
        raise ApiError(status, error)
