"""Speak the AWS Lambda Runtime API from Python, through liblambdaclient.

A handler:                                  A runtime of one's own:

    from lambdaclient import run                from lambdaclient import Client

    def handler(event, context):                with Client() as client:
        return {"hello": event["name"]}             answer = None
                                                    while True:
    run(handler)                                        invocation, undelivered = client.turn(answer)
                                                        answer = invocation.payload
"""

from ._abi import VERSION as __version__
from ._abi import Category, Code, Delivery, LogLevel
from ._answer import Answer, Response
from ._run import Hook, Observer, RawHandler, StreamedResponse
from .client import Client, Function, Turn
from .context import Context
from .errors import ApiError, FunctionError
from .invocation import Invocation
from .log_handler import LogHandler
from .runtime import Handler, run, serve
from .stream import Prelude, ResponseStream

__all__ = [
    "Answer",
    "ApiError",
    "Category",
    "Client",
    "Code",
    "Context",
    "Delivery",
    "Function",
    "FunctionError",
    "Handler",
    "Hook",
    "Invocation",
    "LogHandler",
    "LogLevel",
    "Observer",
    "Prelude",
    "RawHandler",
    "Response",
    "ResponseStream",
    "StreamedResponse",
    "Turn",
    "__version__",
    "run",
    "serve",
]
