"""Runs a handler: python -m lambdaclient.bootstrap module.handler

Without an argument the environment variable _HANDLER names it, as in Lambda. What keeps the function from starting is reported
as an init error, with the types and texts of AWS's own Python runtime. The root logger writes to the function's log. Hooks for
SnapStart that the handler's module registers with AWS's package snapshot_restore_py run around the snapshot. A module that installs
a handler for SIGTERM gets the signal: the extension without which Lambda sends none is registered then.
"""

import os
import signal
import sys
from io import TextIOWrapper
from typing import Any, List, Optional, Tuple

from ._abi import LogLevel
from ._report import complain, report
from .client import Client
from .errors import ApiError, FunctionError
from .log_handler import install
from .runtime import Handler, run


def load(name: str) -> Handler:
    """Imports the function that a handler text names: "module.function", or "folder/module.function".

    Raises:
        FunctionError: Runtime.MalformedHandlerName, Runtime.ImportModuleError, Runtime.UserCodeSyntaxError or
            Runtime.HandlerNotFound. What the module itself raises goes through as it is.
    """
    module, dot, function = name.replace("/", ".").rpartition(".")
    if not dot or not module or not function:
        raise FunctionError("Runtime.MalformedHandlerName", f"Bad handler '{name}': use module.function", [])
    try:
        # Its frames are the interpreter's own, which keeps them out of the report; those of importlib are a file.
        __import__(module)
    except ImportError as failure:
        raise FunctionError("Runtime.ImportModuleError", f"Unable to import module '{module}': {failure}") from failure
    except SyntaxError as failure:
        where = f'  File "{failure.filename}" Line {failure.lineno}\n    {(failure.text or "").strip()}'
        raise FunctionError(
            "Runtime.UserCodeSyntaxError", f"Syntax error in module '{module}': {failure}", [where]
        ) from failure
    found = getattr(sys.modules[module], function, None)
    if not callable(found):
        raise FunctionError("Runtime.HandlerNotFound", f"Handler '{function}' missing on module '{module}'", [])
    handler: Handler = found
    return handler


def _handler_name(arguments: List[str], client: Client) -> str:
    if len(arguments) > 1:
        raise FunctionError("Runtime.MalformedHandlerName", "usage: python -m lambdaclient.bootstrap module.function", [])
    return arguments[0] if arguments else client.function.handler or ""


def _registered(name: str) -> "List[Tuple[Any, Any, Any]]":
    """The hooks that a handler registered with AWS's package for SnapStart, if it did."""
    get = getattr(sys.modules.get("snapshot_restore_py"), name, None)
    return list(get()) if get is not None else []


def _before_snapshot() -> None:
    for function, arguments, named in reversed(_registered("get_before_snapshot")):
        function(*arguments, **named)


def _after_restore() -> None:
    for function, arguments, named in _registered("get_after_restore"):
        function(*arguments, **named)


def _serve(client: Client, arguments: List[str]) -> int:
    try:
        handler = load(_handler_name(arguments, client))
    except KeyboardInterrupt:
        raise
    except BaseException as failure:
        report(client, LogLevel.FATAL, "The function cannot start", failure)
        client.fail_init(failure)
        return 1
    # Lambda sends SIGTERM only to a function with an extension.
    wants_sigterm = signal.getsignal(signal.SIGTERM) not in (signal.SIG_DFL, signal.SIG_IGN)
    run(
        handler,
        client,
        before_snapshot=_before_snapshot,
        after_restore=_after_restore,
        shutdown=_nothing if wants_sigterm else None,
    )
    return 0


def _nothing() -> None:
    """A shutdown hook for the sake of the extension that comes with it."""


def main(arguments: Optional[List[str]] = None) -> int:
    """Loads the handler and serves events; the process's exit status: 0 after SIGTERM, 130 after Ctrl-C, else 1."""
    # A log line that waits in a buffer is lost when the environment is frozen.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(line_buffering=True)
    root = os.environ.get("LAMBDA_TASK_ROOT")
    if root and root not in sys.path:
        sys.path.insert(0, root)
    try:
        with Client() as client:
            install(client)
            try:
                return _serve(client, sys.argv[1:] if arguments is None else arguments)
            except ApiError as error:
                report(client, LogLevel.FATAL, str(error), error.__cause__)
                return 1
    except ApiError as error:
        complain(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
