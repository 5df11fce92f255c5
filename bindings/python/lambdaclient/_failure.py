"""Describes an exception as AWS's own Python runtime does: its class, its text, its frames as a traceback prints them.

Nothing that an exception does when it is looked at can prevent its report: what cannot be read of it is left out.
"""

import builtins
import ctypes
import json
import os
import traceback
from itertools import islice
from typing import Any, Callable, List, NamedTuple, Optional, Tuple, Type, TypeVar, cast

from . import _abi
from ._library import Arguments, clean
from .errors import FunctionError

T = TypeVar("T")

_PACKAGE = os.path.dirname(__file__) + os.sep
_OWN_FRAMES = (_PACKAGE, "<frozen importlib")
_MOST_FRAMES = 65536
# X-Ray gets what a header field holds. These keep the JSON far below the 1 MiB that the library reads.
_MOST_CAUSE_FRAMES = 50
_MOST_CAUSE_TEXT = 500
_MOST_RELATED = 10


class _NoGroup(BaseException):
    """For a Python before 3.11, which has no groups."""


_Group: Type[BaseException] = getattr(builtins, "BaseExceptionGroup", _NoGroup)


class Description(NamedTuple):
    """What is reported of an exception."""

    type: str
    message: str
    frames: List[str]
    json: Optional[str] = None
    cause: Optional[str] = None


def safely(get: Callable[[], T], otherwise: T) -> T:
    """The value of code that may be the function's own, and do anything."""
    try:
        return get()
    except KeyboardInterrupt:
        raise
    except BaseException:
        return otherwise


def text_of(value: Any, otherwise: str = "") -> str:
    """The text of anything. A subclass of str may change what its methods do, so it becomes a plain one."""
    return safely(lambda: str.__str__(value if issubclass(type(value), str) else str(value)), otherwise)


def is_a(exception: BaseException, kind: Type[BaseException]) -> bool:
    """Like isinstance, which also asks the exception."""
    return issubclass(type(exception), kind)


def _own(exception: BaseException, name: str) -> Optional[str]:
    value = safely(lambda: cast(object, getattr(exception, name)), None)
    return None if value is None else text_of(value)


def _frames(exception: BaseException) -> "List[traceback.FrameSummary]":
    """The function's own frames, without those of this package and of the import system."""
    frames: "List[traceback.FrameSummary]" = safely(lambda: list(traceback.extract_tb(exception.__traceback__)), [])
    return [frame for frame in frames if not frame.filename.startswith(_OWN_FRAMES)][-_MOST_FRAMES:]


def _formatted(frames: "List[traceback.FrameSummary]") -> List[str]:
    return safely(lambda: traceback.format_list(frames), [])


def _cause(name: str, message: str, frames: "List[traceback.FrameSummary]") -> Optional[str]:
    def cut(text: str) -> str:
        return clean(text[:_MOST_CAUSE_TEXT])

    last = frames[-_MOST_CAUSE_FRAMES:]
    stack = [{"path": cut(frame.filename), "line": frame.lineno or 0, "label": cut(frame.name)} for frame in last]
    cause = {
        "working_directory": cut(safely(os.getcwd, "")),
        "exceptions": [{"type": cut(name), "message": cut(message), "stack": stack}],
        "paths": sorted({cut(frame.filename) for frame in last}),
    }
    return safely(lambda: json.dumps(cause, ensure_ascii=False), None)


def _type_and_message(exception: BaseException) -> "tuple[str, str]":
    name = text_of(safely(lambda: type(exception).__name__, None) or "Error", "Error")
    if is_a(exception, FunctionError):
        return _own(exception, "type") or name, _own(exception, "message") or ""
    return name, text_of(exception, f"<{name} without a text>")


def describe(exception: BaseException) -> Description:
    """The failure that an exception is, for the caller of the function."""
    return safely(lambda: _describe(exception), Description("Error", "The exception cannot be described", []))


def _describe(exception: BaseException) -> Description:
    name, message = _type_and_message(exception)
    if not is_a(exception, FunctionError):
        frames = _frames(exception)
        return Description(name, message, _formatted(frames), cause=_cause(name, message, frames))
    body, cause = _own(exception, "json"), _own(exception, "cause")
    given: Any = safely(lambda: cast(FunctionError, exception).stack_trace, None)
    if given is not None:
        no_texts: List[str] = []
        texts = safely(lambda: [text_of(frame) for frame in given], no_texts)
        return Description(name, message, texts[:_MOST_FRAMES], body, cause)
    frames = _frames(exception)
    return Description(name, message, _formatted(frames), body, cause or _cause(name, message, frames))


def describe_for_log(exception: BaseException) -> Description:
    """The same for the function's log, which also gets the notes, the members of a group, and the exceptions that led here."""
    name, message, frames, _, _ = describe(exception)
    lines = _notes(exception) + [frame.rstrip("\n") for frame in frames]
    seen = {id(exception)}
    waiting = _related(exception)
    while waiting and len(seen) <= _MOST_RELATED:
        relation, other = waiting.pop(0)
        if id(other) in seen:
            continue
        seen.add(id(other))
        type_, text = _type_and_message(other)
        lines.append(f"{relation} {type_}: {text}")
        lines += _notes(other)
        lines += [frame.rstrip("\n") for frame in _formatted(_frames(other))]
        waiting[:0] = _related(other)
    return Description(name, message, lines[:_MOST_FRAMES])


def _related(exception: BaseException) -> "List[Tuple[str, BaseException]]":
    members = _listed(exception, "exceptions") if is_a(exception, _Group) else []
    related = [("With", member) for member in members if issubclass(type(member), BaseException)]
    earlier = _earlier(exception)
    return related if earlier is None else [*related, ("Caused by", earlier)]


def _notes(exception: BaseException) -> List[str]:
    return [text_of(note) for note in _listed(exception, "__notes__")]


def _listed(exception: BaseException, name: str) -> List[Any]:
    """What stands in an attribute that is a sequence; it may be missing, be something else, or have no end."""
    nothing: List[Any] = []
    return safely(lambda: list(islice(getattr(exception, name), _MOST_RELATED)), nothing)


def _earlier(exception: BaseException) -> Optional[BaseException]:
    def get() -> Optional[BaseException]:
        if exception.__cause__ is not None:
            return exception.__cause__
        return None if exception.__suppress_context__ else exception.__context__

    return safely(get, None)


def write(description: Description, arguments: Arguments) -> _abi.Failure:
    """The same for the library; valid as long as the arguments live."""
    frames = description.frames
    return _abi.Failure(
        struct_size=ctypes.sizeof(_abi.Failure),
        stack_trace_count=len(frames),
        type=arguments.view(description.type),
        message=arguments.view(description.message),
        stack_trace=arguments.views(frames) if frames else None,
        json=arguments.view(description.json),
        cause=arguments.view(description.cause),
    )
