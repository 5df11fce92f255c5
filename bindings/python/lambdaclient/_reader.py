"""Reads an invocation: what it says is copied out of the library's memory."""

import ctypes
from typing import NamedTuple, Optional

from . import _abi
from ._library import bytes_at, library, read_text, text_at
from .errors import ApiError

Handle = Optional[ctypes.c_void_p]

# Looked up again, so that they have no declared arguments: what is passed here is ctypes' own, and needs no conversion.
_payload_of = library["lambdaclient_invocation_payload"]
_context_of = library["lambdaclient_invocation_context"]


class Facts(NamedTuple):
    """What the service says about an invocation besides its payload."""

    request_id: str
    invocation_id: Optional[str]
    deadline_ms: Optional[int]
    invoked_function_arn: Optional[str]
    trace_id: Optional[str]
    client_context: Optional[str]
    cognito_identity: Optional[str]
    tenant_id: Optional[str]
    content_type: Optional[str]


class Reader:
    """The structs that the library fills for each event, made once for each client, which one thread at a time uses.

    Each read asks the library anew, so nothing is read of an invocation that is over: ApiError, HANDLE_INVALID.
    """

    __slots__ = (
        "_context",
        "_context_reference",
        "_error",
        "_error_reference",
        "_texts",
        "_trace_id",
        "_view",
        "_view_reference",
    )

    def __init__(self) -> None:
        self._view = _abi.View()
        self._error = ctypes.c_void_p()
        self._context = context = _abi.Context(struct_size=ctypes.sizeof(_abi.Context))
        self._view_reference = ctypes.byref(self._view)
        self._error_reference = ctypes.byref(self._error)
        self._context_reference = ctypes.byref(context)
        # Each look at a field of a struct would make another object.
        self._trace_id = context.trace_id
        self._texts = (
            context.request_id,
            context.invocation_id,
            context.invoked_function_arn,
            self._trace_id,
            context.client_context,
            context.cognito_identity,
            context.tenant_id,
            context.content_type,
        )

    def payload(self, invocation: Handle) -> bytes:
        status = _payload_of(invocation, self._view_reference, self._error_reference)
        if status != 0:
            raise ApiError(status, self._error)
        view = self._view
        return bytes_at(view.data, view.size) if view.size else b""

    def trace_id(self, invocation: Handle) -> Optional[str]:
        """It alone: a loop needs it for every event, and copying costs."""
        status = _context_of(invocation, self._context_reference, self._error_reference)
        if status != 0:
            raise ApiError(status, self._error)
        view = self._trace_id
        return text_at(view.data, view.size, b"replace") if view.size else None

    def facts(self, invocation: Handle) -> Facts:
        status = _context_of(invocation, self._context_reference, self._error_reference)
        if status != 0:
            raise ApiError(status, self._error)
        request_id, invocation_id, arn, trace_id, client_context, identity, tenant_id, content_type = self._texts
        deadline_ms = self._context.deadline_ms
        return Facts(
            read_text(request_id) or "",
            read_text(invocation_id),
            None if deadline_ms < 0 else deadline_ms,
            read_text(arn),
            read_text(trace_id),
            read_text(client_context),
            read_text(identity),
            read_text(tenant_id),
            read_text(content_type),
        )
