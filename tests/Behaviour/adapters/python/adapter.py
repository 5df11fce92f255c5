"""The adapter of Python to the behaviour suite: tests/Behaviour/README.md says what it has to do."""

import os
import signal
import sys
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

Action = Callable[[Invocation], Union[Answer, StreamedResponse]]
dropped: List[ResponseStream] = []


def context(invocation: Invocation) -> Response:
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


def raised(invocation: Invocation) -> Answer:
    raise ValueError(invocation.payload.decode())


def first_piece(invocation: Invocation, failure: Callable[[List[str]], Exception]) -> StreamedResponse:
    piece, *rest = lines_of(invocation)

    def pieces() -> Iterator[str]:
        yield piece
        raise failure(rest)

    return StreamedResponse(pieces())


def drop(invocation: Invocation) -> None:
    dropped.append(invocation.stream())
    dropped[-1].write(invocation.payload)


def lines_of(invocation: Invocation) -> List[str]:
    return invocation.payload.decode().splitlines()


def failure_of(lines: List[str]) -> FunctionError:
    return FunctionError(lines[0], lines[1], lines[2:])


def unfit(lines: List[str]) -> FunctionError:
    return FunctionError(lines[0], lines[1], lines[2:], cause="no JSON")


def actions_of(client: Client) -> Dict[str, Action]:
    def cancel(invocation: Invocation) -> bytes:
        client.cancel()
        return invocation.payload

    return {
        "echo": lambda invocation: invocation.payload,
        "size": lambda invocation: b"x" * int(invocation.payload),
        "context": context,
        "fail": lambda invocation: failure_of(lines_of(invocation)),
        "fail-cause": lambda invocation: unfit(lines_of(invocation)),
        "nothing": lambda invocation: None,
        "raise": raised,
        "stream": lambda invocation: StreamedResponse(lines_of(invocation)),
        "stream-fail": lambda invocation: first_piece(invocation, failure_of),
        "stream-raise": lambda invocation: first_piece(invocation, lambda rest: ValueError(rest[0])),
        "stream-drop": drop,
        "cancel": cancel,
    }


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
    if any(name not in actions for name in names):
        return 2

    def handler(invocation: Invocation) -> Union[Answer, StreamedResponse]:
        return actions[names.pop(0) if len(names) > 1 else names[0]](invocation)

    signal.signal(signal.SIGTERM, lambda *_: client.cancel())
    try:
        serve(handler, client, lambda error: say("run", error))
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
