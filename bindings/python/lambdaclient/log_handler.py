"""What a program writes through Python's logging, as lines of the function's log."""

import logging
import os
import sys
from typing import Dict, Optional

from ._abi import LogLevel
from ._failure import text_of
from .client import Client
from .errors import ApiError

_LEVELS = (
    (logging.CRITICAL, LogLevel.FATAL),
    (logging.ERROR, LogLevel.ERROR),
    (logging.WARNING, LogLevel.WARN),
    (logging.INFO, LogLevel.INFO),
    (logging.DEBUG, LogLevel.DEBUG),
)
_OWN_NAMES = {"TRACE": logging.DEBUG - 5, "WARN": logging.WARNING, "FATAL": logging.CRITICAL}
_EVERY_RECORD_HAS = frozenset(logging.LogRecord("", 0, "", 0, "", (), None).__dict__) | {"message", "asctime"}
_MOST_FIELDS = 1000


class LogHandler(logging.Handler):
    """Writes log records in the format that the function's configuration says, text or JSON, with the request id.

    The name of the logger, and what a record got by `extra`, are properties of a line of JSON. An exception is part of the line, with
    its frames. A record that comes when the client is closed goes to standard error as a plain line. Any thread.

    Args:
        client: The client whose invocations the records belong to.
    """

    def __init__(self, client: Client) -> None:
        super().__init__()
        self._client = client

    def emit(self, record: logging.LogRecord) -> None:
        try:
            raised = record.exc_info[1] if record.exc_info else None
            self._client.log(_level(record.levelno), record.getMessage(), _fields(record), raised)
        except ApiError:
            print(self.format(record), file=sys.stderr)
        except Exception:
            self.handleError(record)


def _level(number: int) -> LogLevel:
    for least, level in _LEVELS:
        if number >= least:
            return level
    return LogLevel.TRACE


def _fields(record: logging.LogRecord) -> Dict[str, str]:
    more = [(name, value) for name, value in record.__dict__.items() if name not in _EVERY_RECORD_HAS]
    return {"logger": record.name, **{name: text_of(value) for name, value in more[:_MOST_FIELDS]}}


def _configured_level() -> Optional[int]:
    """The least level that the function's configuration asks for, as logging has it; None where it says nothing."""
    name = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
    level = _OWN_NAMES.get(name, logging.getLevelName(name))
    return level if isinstance(level, int) else None


def install(client: Client) -> None:
    """Gives the root logger a LogHandler, and the configured level; a program that has set it up itself is left alone."""
    root = logging.getLogger()
    if root.handlers:
        return
    root.addHandler(LogHandler(client))
    level = _configured_level()
    if level is not None:
        root.setLevel(level)
