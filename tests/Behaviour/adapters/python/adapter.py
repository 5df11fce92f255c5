"""The adapter of Python to the behaviour suite: tests/Behaviour/README.md says what it has to do."""

import os
import signal
import sys
from typing import Callable, List

from lambdaclient import ApiError, Client, Code, FunctionError, Invocation


class Adapter:
    """Plays the actions; `operation` is the call that is being made, for what is said when it fails."""

    def __init__(self) -> None:
        self.operation = "open"
        self.client = Client()

    def echo(self, invocation: Invocation) -> None:
        self.respond(invocation, invocation.payload)

    def size(self, invocation: Invocation) -> None:
        self.respond(invocation, b"x" * int(invocation.payload))

    def context(self, invocation: Invocation) -> None:
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
        self.operation = "respond"
        invocation.respond("".join(line + "\n" for line in lines).encode(), "text/plain")

    def fail(self, invocation: Invocation) -> None:
        self.operation = "fail"
        invocation.fail(failure(lines_of(invocation)))

    def stream(self, invocation: Invocation) -> None:
        self.operation = "stream_open"
        with invocation.stream() as stream:
            self.operation = "stream_write"
            for line in lines_of(invocation):
                stream.write(line.encode())
            # The end of the block is what finishes the stream.
            self.operation = "stream_finish"

    def stream_fail(self, invocation: Invocation) -> None:
        piece, *lines = lines_of(invocation)
        self.operation = "stream_open"
        stream = invocation.stream()
        self.operation = "stream_write"
        stream.write(piece.encode())
        self.operation = "stream_fail"
        stream.fail(failure(lines))

    def cancel(self, invocation: Invocation) -> None:
        self.client.cancel()
        self.echo(invocation)

    def respond(self, invocation: Invocation, payload: bytes) -> None:
        self.operation = "respond"
        invocation.respond(payload)

    def serve(self, actions: "List[Action]") -> int:
        served = 0
        while True:
            try:
                self.operation = "next"
                with self.client.next() as invocation:
                    action = actions[min(served, len(actions) - 1)]
                    served += 1
                    action(self, invocation)
            except ApiError as error:
                say(self.operation, error)
                if self.operation == "next" and error.code == Code.CANCELLED:
                    return 0
                if error.is_fatal or (self.operation == "next" and error.code == Code.CONNECT_REFUSED):
                    return 1


Action = Callable[[Adapter, Invocation], None]

ACTIONS = {
    "echo": Adapter.echo,
    "size": Adapter.size,
    "context": Adapter.context,
    "fail": Adapter.fail,
    "stream": Adapter.stream,
    "stream-fail": Adapter.stream_fail,
    "cancel": Adapter.cancel,
}


def say(operation: str, error: ApiError) -> None:
    print(error, file=sys.stderr)
    print(operation, error.name, error.delivery.name.lower(), flush=True)


def lines_of(invocation: Invocation) -> List[str]:
    return invocation.payload.decode().splitlines()


def failure(lines: List[str]) -> FunctionError:
    return FunctionError(lines[0], lines[1], lines[2:])


def main() -> int:
    try:
        adapter = Adapter()
    except ApiError as error:
        say("open", error)
        return 1
    with adapter.client:
        init_error = os.environ.get("BEHAVIOUR_INIT_ERROR")
        if init_error is not None:
            try:
                adapter.client.fail_init(failure(init_error.split("\n")))
            except ApiError as error:
                say("fail_init", error)
            return 1
        signal.signal(signal.SIGTERM, lambda *_: adapter.client.cancel())
        names = os.environ.get("BEHAVIOUR_ACTIONS") or "echo"
        if any(name not in ACTIONS for name in names.split(",")):
            return 2
        return adapter.serve([ACTIONS[name] for name in names.split(",")])


sys.exit(main())
