"""Describes an exception as AWS's own Python runtime does: its class, its text, its frames as a traceback prints them."""

import ctypes
import json
import os
import traceback
from typing import List

from . import _abi
from ._library import Arguments
from .errors import FunctionError

_PACKAGE = os.path.dirname(__file__) + os.sep


def _message(exception: BaseException) -> str:
    try:
        return str(exception)
    except Exception:  # A __str__ of the function's own may do anything.
        return f"<{type(exception).__name__} without a text>"


def _frames(exception: BaseException) -> "List[traceback.FrameSummary]":
    """The frames from the outermost one of the function itself on."""
    frames = traceback.extract_tb(exception.__traceback__)
    for i, frame in enumerate(frames):
        if not frame.filename.startswith((_PACKAGE, "<frozen importlib")):
            return list(frames[i:])
    return []


def _cause(name: str, message: str, frames: "List[traceback.FrameSummary]") -> str:
    stack = [{"path": frame.filename, "line": frame.lineno or 0, "label": frame.name} for frame in frames]
    exceptions = [{"type": name, "message": message, "stack": stack}]
    paths = sorted({frame.filename for frame in frames})
    return json.dumps({"working_directory": os.getcwd(), "exceptions": exceptions, "paths": paths})


def describe(exception: BaseException) -> FunctionError:
    """The failure that an exception is."""
    own = exception if isinstance(exception, FunctionError) else None
    if own is not None and own.stack_trace is not None:
        return own
    name = type(exception).__name__ if own is None else own.type
    message = _message(exception) if own is None else own.message
    frames = _frames(exception)
    return FunctionError(
        name,
        message,
        traceback.format_list(frames),
        json=own.json if own is not None else None,
        cause=(own.cause if own is not None else None) or _cause(name, message, frames),
    )


def write(exception: BaseException, arguments: Arguments) -> _abi.Failure:
    """The same for the library; valid as long as the arguments live."""
    failure = describe(exception)
    frames = (failure.stack_trace or [])[:65536]
    return _abi.Failure(
        struct_size=ctypes.sizeof(_abi.Failure),
        stack_trace_count=len(frames),
        type=arguments.view(failure.type),
        message=arguments.view(failure.message),
        stack_trace=arguments.views(frames) if frames else None,
        json=arguments.view(failure.json),
        cause=arguments.view(failure.cause),
    )
