"""The loop: what becomes of a handler's value or exception, and of errors of the service."""

import json
import os
from decimal import Decimal
from typing import Any, List

from lambdaclient import ApiError, Client, Code, Context, FunctionError, Prelude, StreamedResponse, run
from output import captured_output
from support import LoopTest


class RuntimeTest(LoopTest):
    def test_values_become_json(self) -> None:
        values = [None, True, 1, "gr\u00fcn", {"a": [1, {}]}, Decimal("1.5")]
        for value in values:
            self.service.give(json.dumps("gr\u00fcn").encode())
        rest = list(values)
        posts = self.serve(lambda event, context: rest.pop(0), len(values))
        self.assertEqual([json.loads(post.body) for post in posts], [None, True, 1, "gr\u00fcn", {"a": [1, {}]}, 1.5])
        self.assertEqual(posts[3].body, '"gr\u00fcn"'.encode())

    def test_what_is_no_json_is_reported(self) -> None:
        circle: List[Any] = []
        circle.append(circle)
        deep: List[Any] = []
        for _ in range(100_000):
            deep = [deep]
        values = [object(), b"bytes", float("nan"), circle, "\ud800", deep, {1, 2}]
        for _ in values:
            self.service.give(b"1")
        rest = list(values)
        for post in self.serve(lambda event, context: rest.pop(0), len(values)):
            reported = json.loads(post.body)
            self.assertEqual(reported["errorType"], "Runtime.MarshalError")
            self.assertIn("Unable to marshal response: ", reported["errorMessage"])

    def test_an_event_that_is_no_json_never_reaches_the_handler(self) -> None:
        events = [b"", b"{", b"\xff", b"[" * 100_000]
        for event in events:
            self.service.give(event)
        for post in self.serve(lambda event, context: self.fail("called"), len(events)):
            self.assertEqual(json.loads(post.body)["errorType"], "Runtime.UnmarshalError")

    def test_an_exception_is_reported_and_logged_and_the_next_event_is_served(self) -> None:
        class OddError(Exception):
            def __str__(self) -> str:
                raise RuntimeError("no text")

        failures = [ValueError("gr\u00fcn"), OddError(), FunctionError("Own.Type", "m", []), RecursionError(), MemoryError()]
        for _ in failures:
            self.service.give(b"1")
        self.service.give(b"2")
        rest = list(failures)

        def handler(event: int, context: Context) -> int:
            if event == 1:
                raise rest.pop(0)
            return event

        posts = self.serve(handler, len(failures) + 1)
        said = [json.loads(post.body) for post in posts[:-1]]
        self.assertEqual(
            [one["errorType"] for one in said], ["ValueError", "OddError", "Own.Type", "RecursionError", "MemoryError"]
        )
        self.assertEqual(said[0]["errorMessage"], "gr\u00fcn")
        self.assertEqual(len(said[0]["stackTrace"]), 1, "only the function's own frames")
        self.assertEqual(said[1]["errorMessage"], "<OddError without a text>")
        self.assertEqual(posts[-1].body, b"2")
        lines = self.log.rstrip("\n").split("\n")
        self.assertEqual(len(lines), len(failures), "one event for each")
        self.assertRegex(lines[0], r"\tid-1\tERROR\tThe handler failed\rValueError: gr\u00fcn\r")
        self.assertIn("in handler", lines[0])
        self.assertNotIn("lambdaclient/", self.log)

    def test_the_trace_id_is_set_and_removed(self) -> None:
        self.service.give(b"1", {"Lambda-Runtime-Trace-Id": "Root=1"})
        self.service.give(b"2")
        posts = self.serve(lambda event, context: os.environ.get("_X_AMZN_TRACE_ID"), 2)
        self.assertEqual([post.body for post in posts], [b'"Root=1"', b"null"])

    def test_a_generator_is_streamed_and_one_that_raises_fails_behind_what_was_sent(self) -> None:
        def handler(event: int, context: Context) -> Any:
            yield b"ab"
            if event == 2:
                raise KeyError("k")
            yield "cd"

        self.service.give(b"1")
        self.service.give(b"2")
        self.service.give(b"1")
        posts = self.serve(handler, 3)
        self.assertEqual([post.body for post in posts], [b"abcd", b"ab", b"abcd"])
        self.assertEqual(posts[1].headers["Lambda-Runtime-Function-Error-Type"], "Function.KeyError")

    def test_a_piece_that_is_no_bytes_and_a_prelude_that_http_refuses(self) -> None:
        answers = [StreamedResponse([b"ab", 1]), StreamedResponse([b"ab"], prelude=Prelude(99))]  # type: ignore[list-item]
        self.service.give(b"1")
        self.service.give(b"2")
        posts = self.serve(lambda event, context: answers.pop(0), 2)
        self.assertEqual(posts[0].headers["Lambda-Runtime-Function-Error-Type"], "Function.TypeError")
        self.assertIn("prelude", json.loads(posts[1].body)["errorMessage"])

    def test_a_refused_answer_is_not_the_end(self) -> None:
        self.service.answers = [413, 410, 202]
        for number in range(1, 4):
            self.service.give(b"1", request_id=f"id-{number}")
        self.assertEqual([post.body for post in self.serve(lambda event, context: event, 3)], [b"1"] * 3)
        lines = self.log.rstrip("\n").split("\n")
        self.assertEqual(len(lines), 2)
        self.assertIn("\tWARN\tpayload_too_large: ", lines[0])
        self.assertIn("\tWARN\tinvocation_timed_out: ", lines[1])
        # The event is the invocation's of which it tells, though the client holds the next one.
        self.assertEqual([line.split("\t")[1] for line in lines], ["id-1", "id-2"])

    def test_an_observer_gets_what_the_log_would_and_may_fail(self) -> None:
        self.service.answers = [413, 202]
        self.service.give(b"1")
        self.service.give(b"2")
        seen: List[ApiError] = []

        def observe(error: ApiError) -> None:
            seen.append(error)
            raise SystemExit("observer")

        posts = self.serve(lambda event, context: event, 2, observe)
        self.assertEqual([post.body for post in posts], [b"1", b"2"])
        self.assertEqual([error.code for error in seen], [Code.PAYLOAD_TOO_LARGE])
        self.assertRegex(self.log, r"ERROR\ton_error failed for payload_too_large\rSystemExit: observer")

    def test_a_fatal_error_ends_the_loop(self) -> None:
        self.service.refuse(500)
        with self.assertRaises(ApiError) as caught:
            run(lambda event, context: event, self.client)
        self.assertTrue(caught.exception.is_fatal)

    def test_a_service_that_stays_away_ends_the_loop(self) -> None:
        self.service.close()
        with captured_output(), self.assertRaises(ApiError) as caught:
            run(lambda event, context: event, self.client)
        self.assertEqual(caught.exception.code, Code.CONNECT_REFUSED)

    def test_how_many_failures_in_a_row_end_the_run_is_an_option(self) -> None:
        self.service.close()
        for attempts in (1, 3):
            survived: List[ApiError] = []
            with Client(self.service.endpoint, max_attempts=attempts) as client, self.assertRaises(ApiError):
                run(lambda event, context: event, client, survived.append)
            self.assertEqual([error.code for error in survived], [Code.CONNECT_REFUSED] * (attempts - 1))

    def test_a_service_that_is_away_for_a_while_gets_the_answer_and_the_handler_runs_once(self) -> None:
        events: List[int] = []

        def handler(event: int, context: Context) -> int:
            events.append(event)
            if event == 1:
                self.service.go_away(3)
            return event

        self.service.give(b"1", request_id="a")
        self.service.give(b"2", request_id="b")
        posts = self.serve(handler, 2)
        self.assertEqual([post.body for post in posts], [b"1", b"2"])
        self.assertEqual(events, [1, 2])
