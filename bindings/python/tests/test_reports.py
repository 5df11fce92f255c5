"""Whatever a handler does, its event is handled once, its caller gets an answer, and the next event is served."""

import builtins
import json
import os
import subprocess
import sys
import unittest
from typing import Any, Callable, Iterator, List, Optional, cast

from lambdaclient import Answer, Client, FunctionError, Invocation, Response, StreamedResponse, serve
from service import Post
from support import LoopTest, ServiceTest


def _raising(name: str) -> Any:
    def method(*_: Any) -> Any:
        raise RuntimeError(name)

    return method


class Mute(Exception):
    __str__ = __repr__ = _raising("text")


class MuteByExit(Exception):
    def __str__(self) -> str:
        raise SystemExit(3)


class NoClass(Exception):
    __class__ = property(_raising("class"))  # type: ignore[assignment]


class OddText(str):
    encode = __getitem__ = __str__ = _raising("odd")


class Nameless(type):
    __name__ = property(_raising("name"))  # type: ignore[assignment]


class NamelessError(Exception, metaclass=Nameless):
    pass


class ChangedError(FunctionError):
    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)


def _circular() -> Exception:
    first, second = ValueError("first"), ValueError("second")
    first.__cause__, second.__cause__ = second, first
    return first


def _in_odd_file() -> Exception:
    """Its frame is in a file whose name is not UTF-8, as os.fsdecode gives it."""
    try:
        exec(compile("raise ValueError('odd file')", "/a\udcff.py", "exec"))
    except ValueError as failure:
        return failure
    raise AssertionError


def _deep() -> Exception:
    def recurse() -> None:
        recurse()

    try:
        recurse()
    except RecursionError as failure:
        return failure
    raise AssertionError


def _named(name: str) -> Exception:
    kind: Any = type(name, (Exception,), {})
    made: Exception = kind("m")
    return made


class OddNotes(Exception):
    __notes__ = property(_raising("notes"))


class OddCause(Exception):
    __cause__ = property(_raising("cause"))  # type: ignore[assignment]
    __context__ = property(_raising("context"))  # type: ignore[assignment]
    __suppress_context__ = property(_raising("suppress"))  # type: ignore[assignment]


def _group(*members: Exception) -> BaseException:
    """A group where Python has them, and else what stands first in it."""
    make: Any = getattr(builtins, "ExceptionGroup", None)
    return members[0] if make is None else cast(BaseException, make("several", list(members)))


FAILURES: "List[tuple[BaseException, str, str]]" = [
    (FunctionError("Own", "cause", [], cause="this is not JSON"), "Own", "cause"),
    (FunctionError("Own", "cause", [], cause='{"message": "\\ud800"}'), "Own", "cause"),
    (FunctionError("Own", "cause", [], cause="[" * 2_000_000), "Own", "cause"),
    (FunctionError("Own", "half \ud800 a pair"), "Own", "half \ufffd a pair"),
    (FunctionError("Own", "whole \ud83d\ude00 pair"), "Own", "whole \U0001f600 pair"),
    (ValueError("half \udfff"), "ValueError", "half \ufffd"),
    (ValueError("x" * 3_000_000), "ValueError", "x"),
    (ValueError("nul \0, control \x1b"), "ValueError", "nul "),
    (FunctionError(12, None, [1, None]), "12", ""),  # type: ignore[arg-type, list-item]
    (FunctionError("Own", "m", [], json="{"), "Own", "m"),
    (FunctionError("Own", OddText("odd")), "Own", "odd"),
    (Mute(), "Mute", "<Mute without a text>"),
    (MuteByExit(), "MuteByExit", "<MuteByExit without a text>"),
    (NoClass("m"), "NoClass", "m"),
    (NamelessError("m"), "Error", "m"),
    (ChangedError("Own", "m"), "ChangedError", ""),
    (SystemExit(1), "SystemExit", "1"),
    (GeneratorExit("g"), "GeneratorExit", "g"),
    (_circular(), "ValueError", "first"),
    (_named("Line\r\nX-Header: 1"), "Line", "m"),
    (_named("\u00fc" * 5000), "\u00fc", "m"),
    (_named(""), "Error", "m"),
    (OddNotes("m"), "OddNotes", "m"),
    (OddCause("m"), "OddCause", "m"),
    (_group(Mute(), NamelessError("m"), OddNotes()), "", ""),
    (_in_odd_file(), "ValueError", "odd file"),
    (_deep(), "RecursionError", "maximum recursion depth exceeded"),
]


class ReportTest(LoopTest):
    def check(self, handler: Callable[[int, Any], Any], count: int) -> List[Post]:
        """Serves so many events that fail, and one that does not."""
        seen: List[int] = []

        def counting(event: int, context: Any) -> Any:
            seen.append(event)
            return "fine" if event == count else handler(event, context)

        for number in range(count + 1):
            self.service.give(str(number).encode(), request_id=f"id-{number}")
        posts = self.serve(counting, count + 1)
        self.assertEqual(seen, list(range(count + 1)), "each event is handled once")
        self.assertEqual(posts[-1].body, b'"fine"')
        return posts[:-1]

    def test_every_exception_is_reported_with_the_best_text_there_is(self) -> None:
        def handler(event: int, context: Any) -> None:
            raise FAILURES[event][0]

        posts = self.check(handler, len(FAILURES))
        for (failure, kind, text), post in zip(FAILURES, posts):
            with self.subTest(kind, text=text):
                said = json.loads(post.body)
                self.assertTrue(said["errorType"].startswith(kind), said["errorType"][:100])
                self.assertTrue(said["errorMessage"].startswith(text), said["errorMessage"][:100])
                self.assertTrue(post.path.endswith("/error"))

    @unittest.skipIf(not hasattr(builtins, "ExceptionGroup"), "SKIPPED, because this Python has no exception groups")
    def test_the_log_has_the_members_of_a_group_their_notes_and_their_causes(self) -> None:
        def handler(event: int, context: Any) -> None:
            inner = ValueError("inner")
            inner.__cause__ = KeyError("root")
            noted: Any = OSError("noted")
            noted.add_note("while it rained")
            group: Any = _group(cast(Exception, _group(inner)), noted)
            group.__context__ = group
            raise group

        self.check(handler, 1)
        (line,) = self.log.rstrip("\n").split("\n")
        told = line.split("\r")
        self.assertEqual(told[1], "ExceptionGroup: several (2 sub-exceptions)")
        wanted = ["With ExceptionGroup: several (1 sub-exception)", "With ValueError: inner", "Caused by KeyError: 'root'"]
        wanted += ["With OSError: noted", "while it rained"]
        self.assertEqual([text for text in (part.strip() for part in told) if text in wanted], wanted)

    def test_a_working_directory_that_is_gone_prevents_no_report(self) -> None:
        home = os.getcwd()
        gone = "/tmp/lambdaclient-gone"
        os.makedirs(gone, exist_ok=True)
        os.chdir(gone)
        os.rmdir(gone)
        try:
            posts = self.check(lambda event, context: 1 / 0, 1)
        finally:
            os.chdir(home)
        self.assertEqual(json.loads(posts[0].body)["errorType"], "ZeroDivisionError")

    def test_an_exception_before_and_after_the_first_piece(self) -> None:
        def handler(event: int, context: Any) -> Iterator[bytes]:
            if event == 1:
                yield b"piece"
            raise KeyError("\ud800" if event == 1 else "early")

        before, after = self.check(handler, 2)
        self.assertEqual((before.path.split("/")[-1], json.loads(before.body)["errorType"]), ("error", "KeyError"))
        self.assertEqual(after.body, b"piece")
        self.assertEqual(after.headers["Lambda-Runtime-Function-Error-Type"], "Function.KeyError")


class RawHandlerTest(LoopTest):
    def test_the_answers_of_a_raw_handler(self) -> None:
        answers: "List[Any]" = [
            b"\xff", "text", Response("a", "text/plain"), ValueError("given"), StreamedResponse([b"piece"]), 1, Response(cast(Any, 1)), None,
        ]
        for number in range(len(answers)):
            self.service.give(b"1", request_id=f"id-{number}")
        rest = list(answers)
        posts = self.serve(lambda invocation: rest.pop(0), len(answers), loop=serve)
        self.assertEqual([post.body for post in posts[:3]], [b"\xff", b"text", b"a"])
        self.assertEqual(posts[2].headers["Content-Type"], "text/plain")
        self.assertEqual(posts[4].body, b"piece")
        types = [json.loads(posts[i].body)["errorType"] for i in (3, 5, 6, 7)]
        self.assertEqual(types, ["ValueError", "TypeError", "TypeError", "Runtime.NoAnswer"])


    def test_a_buffer_that_was_an_answer_can_be_used_again(self) -> None:
        buffer = bytearray()

        def handler(invocation: Invocation) -> Answer:
            buffer.clear()
            buffer.extend(invocation.payload * 2)
            return buffer

        self.service.give(b"1", request_id="a")
        self.service.give(b"23", request_id="b")
        posts = self.serve(handler, 2, loop=serve)
        self.assertEqual([post.body for post in posts], [b"11", b"2323"])


class OwnLoopTest(ServiceTest):
    def serve(self, handle: Callable[[Invocation], Answer]) -> Post:
        """What is posted for an event that is handled so; the next one is answered."""
        with Client(self.service.endpoint) as client:
            self.service.give(b"1", request_id="a")
            self.service.give(b"2", request_id="b")
            answer = handle(client.turn().invocation)
            invocation = client.turn(answer).invocation
            self.assertEqual(invocation.payload, b"2")
            invocation.respond(b"fine")
        post = self.service.posted()
        self.assertEqual(self.service.posted().body, b"fine")
        return post

    def test_nothing_answered(self) -> None:
        self.assertEqual(json.loads(self.serve(lambda invocation: None).body)["errorType"], "Runtime.NoAnswer")

    def test_a_stream_that_is_dropped_after_the_first_piece(self) -> None:
        def handle(invocation: Invocation) -> Answer:
            stream = invocation.stream()
            stream.write(b"piece")
            return None

        post = self.serve(handle)
        self.assertEqual(post.body, b"piece")
        self.assertEqual(post.headers["Lambda-Runtime-Function-Error-Type"], "Runtime.StreamAbandoned")

    def test_a_stream_that_is_left_open_ends_with_the_answers_failure(self) -> None:
        kept: "List[Any]" = []

        def handle(invocation: Invocation) -> Answer:
            kept.append(invocation.stream())
            kept[0].write(b"piece")
            return ValueError("gone")

        post = self.serve(handle)
        self.assertEqual(post.body, b"piece")
        self.assertEqual(post.headers["Lambda-Runtime-Function-Error-Type"], "Function.ValueError")

    def test_bytes_of_every_kind_are_sent_from_where_they_are(self) -> None:
        kinds: "List[tuple[Any, bytes]]" = [
            (bytearray(b"ab"), b"ab"),
            (memoryview(b"abcd")[1:3], b"bc"),
            (memoryview(b"abcd")[::2], b"ac"),
            ("gr\u00fcn \ud800", "gr\u00fcn \ufffd".encode()),
            (b"", b""),
        ]
        for answer, expected in kinds:
            given: Answer = answer
            self.assertEqual(self.serve(lambda invocation: given).body, expected)

    def test_an_answer_that_is_not_bytes_is_a_type_error_and_nothing_is_lost(self) -> None:
        with Client(self.service.endpoint) as client:
            self.service.give(b"1")
            client.turn()
            with self.assertRaises(TypeError):
                client.turn(1)  # type: ignore[arg-type]
            self.service.give(b"2")
            client.turn(b"1")
        self.assertEqual(self.service.posted().body, b"1")


WORKERS = """
import multiprocessing
from lambdaclient import run

def work(number):
    if number < 0:
        multiprocessing.Event().wait()
    return number * number

def handler(event, context):
    process = multiprocessing.get_context("fork").Process(target=work, args=(-1,))
    process.start()
    process.terminate()
    process.join()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return [process.exitcode, *pool.map(work, [1, 2])]

run(handler)
print("ended")
"""


class WorkersTest(ServiceTest):
    def test_the_end_of_worker_processes_is_not_the_end_of_the_runtime(self) -> None:
        process: "Optional[subprocess.Popen[str]]" = self.start(["-c", WORKERS])
        for number in range(3):
            self.service.give(b"1", request_id=f"id-{number}")
            self.assertEqual(json.loads(self.service.posted().body), [-15, 1, 4])
        assert process is not None
        self.wait_until_parked()
        process.terminate()
        self.assertEqual(process.communicate(timeout=10), ("ended\n", ""))
        self.assertEqual(process.returncode, 0)

    def test_a_forked_child_that_returns_ends_and_answers_nothing(self) -> None:
        code = (
            "import os\n"
            "from lambdaclient import run\n"
            "def handler(event, context):\n"
            "    child = os.fork()\n"
            "    return child and os.waitpid(child, 0)[1] >> 8\n"
            "run(handler, shutdown=lambda: print('shut down', os.getpid() == parent, flush=True))\n"
        )
        process = self.start(["-c", "import os\nparent = os.getpid()\n" + code])
        for number in range(2):
            self.service.give(b"1", request_id=f"id-{number}")
            self.assertEqual(self.service.posted().body, b"1")
        self.wait_until_parked()
        process.terminate()
        output, errors = process.communicate(timeout=10)
        self.assertEqual((process.returncode, output), (0, "shut down True\n"))
        self.assertEqual(errors.count("forked_child"), 2)
