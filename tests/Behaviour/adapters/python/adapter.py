"""The adapter of Python to the behaviour suite: tests/Behaviour/README.md says what it has to do."""

import os
import signal
import sys
import threading
from functools import partial
from typing import Callable, Dict, Iterator, List, Union

from lambdaclient import (
    Answer,
    ApiError,
    Client,
    FunctionError,
    Invocation,
    Response,
    ResponseStream,
    StreamedResponse,
    serve,
)

Action = Callable[[Invocation, bytes], Union[Answer, StreamedResponse]]
dropped: List[ResponseStream] = []
together = threading.Barrier(int(os.environ.get("AWS_LAMBDA_MAX_CONCURRENCY") or 1))

# The event names its action in its first line.
TOLD = "told"


def context(invocation: Invocation, _: bytes) -> Response:
    fields = {
        "request_id": invocation.request_id,
        "invocation_id": invocation.invocation_id,
        "invoked_function_arn": invocation.invoked_function_arn,
        "trace_id": invocation.trace_id,
        "client_context": invocation.client_context,
        "cognito_identity": invocation.cognito_identity,
        "tenant_id": invocation.tenant_id,
        "content_type": invocation.content_type,
        "deadline_ms": invocation.deadline_ms,
        "remaining_ms": invocation.remaining_ms(),
    }
    lines = [name if value is None else f"{name}={value}" for name, value in fields.items()]
    return Response("".join(line + "\n" for line in lines), "text/plain")


def raised(invocation: Invocation, event: bytes) -> Answer:
    raise ValueError(event.decode())


class Unreadable(BaseException):
    def __str__(self) -> str:
        raise self


def raised_oddly(invocation: Invocation, event: bytes) -> Answer:
    raise Unreadable


def first_piece(event: bytes, failure: Callable[[List[str]], Exception]) -> StreamedResponse:
    piece, *rest = lines_of(event)

    def pieces() -> Iterator[str]:
        yield piece
        raise failure(rest)

    return StreamedResponse(pieces())


def drop(invocation: Invocation, event: bytes) -> None:
    dropped.append(invocation.stream())
    dropped[-1].write(event)


def twice(invocation: Invocation, event: bytes) -> bytes:
    invocation.respond(event)
    return event


def gather(invocation: Invocation, event: bytes) -> bytes:
    together.wait()
    return event


def hang(invocation: Invocation, event: bytes) -> bytes:
    while True:
        signal.pause()


def lines_of(event: bytes) -> List[str]:
    return event.decode().splitlines()


def failure_of(lines: List[str]) -> FunctionError:
    return FunctionError(lines[0], lines[1], lines[2:])


def unfit(lines: List[str]) -> FunctionError:
    return FunctionError(lines[0], lines[1], lines[2:], cause="no JSON")


def actions_of(client: Client) -> Dict[str, Action]:
    def cancel(_: Invocation, event: bytes) -> bytes:
        client.cancel()
        return event

    return {
        "echo": lambda _, event: event,
        "size": lambda _, event: b"x" * int(event),
        "context": context,
        "fail": lambda _, event: failure_of(lines_of(event)),
        "fail-cause": lambda _, event: unfit(lines_of(event)),
        "fail-huge": lambda *_: FunctionError("Huge", "x" * (3 << 20)),
        "fail-bytes": lambda *_: FunctionError("Odd", "before \udcff\udcfe behind"),
        "fail-half": lambda *_: FunctionError("Odd", "before \ud800 behind"),
        "raise-odd": raised_oddly,
        "twice": twice,
        "gather": gather,
        "hang": hang,
        "nothing": lambda *_: None,
        "raise": raised,
        "stream": lambda _, event: StreamedResponse(lines_of(event)),
        "stream-fail": lambda _, event: first_piece(event, failure_of),
        "stream-raise": lambda _, event: first_piece(event, lambda rest: ValueError(rest[0])),
        "stream-drop": drop,
        "cancel": cancel,
    }


def hooks() -> Dict[str, Callable[[], None]]:
    chosen = [name.split("=") for name in filter(None, os.environ.get("BEHAVIOUR_HOOKS", "").split(","))]
    return {name: partial(hook, name, *how) for name, *how in chosen}


def hook(name: str, how: str = "") -> None:
    print("hook", name, flush=True)
    if how == "fail":
        raise FunctionError("HookBroke", f"{name} broke")
    if how == "raise":
        raise ValueError(f"{name} broke")


def say(operation: str, error: ApiError) -> None:
    print(error, file=sys.stderr)
    print(operation, error.name, error.delivery.name.lower(), flush=True)


def play(client: Client) -> int:
    init_error = os.environ.get("BEHAVIOUR_INIT_ERROR")
    if init_error is not None:
        try:
            client.fail_init(failure_of(init_error.split("\n")))
        except ApiError as error:
            say("fail_init", error)
        return 1
    actions = actions_of(client)
    names = (os.environ.get("BEHAVIOUR_ACTIONS") or "echo").split(",")
    if any(name not in actions for name in names if name != TOLD):
        return 2

    def handler(invocation: Invocation) -> Union[Answer, StreamedResponse]:
        name, event = names.pop(0) if len(names) > 1 else names[0], invocation.payload
        if name == TOLD:
            first, event = event.split(b"\n", 1)
            name = first.decode()
        return actions[name](invocation, event)

    on_error = None if os.environ.get("BEHAVIOUR_ERRORS") else lambda error: say("run", error)
    pollers = int(os.environ.get("BEHAVIOUR_POLLERS") or 0)
    try:
        serve(handler, client, on_error, pollers=pollers, **hooks())
    except ApiError as error:
        say("run", error)
        return 1
    return 0


def main() -> int:
    try:
        client = Client()
    except ApiError as error:
        say("open", error)
        return 1
    with client:
        return play(client)


sys.exit(main())
