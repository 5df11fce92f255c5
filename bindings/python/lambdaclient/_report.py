"""Tells of failures in the function's log."""

import sys
from typing import Optional

from . import _failure
from ._abi import LogLevel
from .client import Client


def report(
    client: Client, level: LogLevel, message: str, failure: Optional[BaseException] = None, of_last: bool = False
) -> None:
    """One event; to standard error where the log does not take it. It never raises."""
    try:
        client.log(level, message, failure=failure, of_last=of_last)
    except Exception as refusal:
        complain(f"{message} ({'' if failure is None else _failure.describe(failure).message}; {refusal})")


def complain(message: str) -> None:
    """A line for what has no client to log with; where there is no standard error, nothing."""
    _failure.safely(lambda: print(f"lambdaclient: {message}", file=sys.stderr, flush=True), None)
