"""The client: what is read of an event, the ways to answer it, and the errors."""

import json
import os
import threading
from itertools import permutations
from typing import Any, Callable, List, Optional, Tuple
from unittest import mock

from lambdaclient import ApiError, Category, Client, Code, Delivery, FunctionError, LogLevel, Prelude
from lambdaclient._library import Bytes
from support import ServiceTest


class ClientTest(ServiceTest):
    def setUp(self) -> None:
        super().setUp()
        self.client = Client(self.service.endpoint)
        self.addCleanup(self.client.close)

    def assert_raises(self, code: Code, call: Callable[..., Any], *arguments: Any) -> ApiError:
        with self.assertRaises(ApiError) as caught:
            call(*arguments)
        self.assertEqual(caught.exception.code, code, caught.exception)
        return caught.exception

    def test_an_event_with_every_header_and_bytes_of_any_kind(self) -> None:
        payload = bytes(range(256)) * 3
        headers = {
            "Lambda-Runtime-Deadline-Ms": "1800000000000",
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-west-1:1:function:f",
            "Lambda-Runtime-Trace-Id": "Root=1;Sampled=0",
            "Lambda-Runtime-Client-Context": '{"custom":{"a":"b"}}',
            "Lambda-Runtime-Cognito-Identity": '{"cognitoIdentityId":"x"}',
            "Content-Type": "text/plain",
            "X-Other": "gr\u00fcn".encode("utf-8").decode("latin-1"),
        }
        self.service.give(payload, headers, request_id="a-b-c")
        with self.client.next() as invocation:
            self.assertEqual(invocation.payload, payload)
            self.assertEqual(invocation.request_id, "a-b-c")
            self.assertEqual(invocation.deadline_ms, 1800000000000)
            self.assertEqual(invocation.invoked_function_arn, "arn:aws:lambda:eu-west-1:1:function:f")
            self.assertEqual(invocation.trace_id, "Root=1;Sampled=0")
            self.assertEqual(invocation.client_context, '{"custom":{"a":"b"}}')
            self.assertEqual(invocation.cognito_identity, '{"cognitoIdentityId":"x"}')
            self.assertEqual(invocation.content_type, "text/plain")
            self.assertEqual(invocation.header("x-other"), "gr\u00fcn")
            self.assertIsNone(invocation.header("x-absent"))
            self.assertGreaterEqual(invocation.remaining_ms() or 0, 0)
            invocation.respond(payload, "application/octet-stream")
        post = self.service.posted()
        self.assertEqual((post.path, post.body), ("/2018-06-01/runtime/invocation/a-b-c/response", payload))
        self.assertEqual(post.headers["Content-Type"], "application/octet-stream")
        # What was read stays readable.
        self.assertEqual((invocation.payload, invocation.request_id), (payload, "a-b-c"))

    def test_an_event_without_any_header_but_its_id(self) -> None:
        self.service.give(b"")
        with self.client.next() as invocation:
            self.assertEqual(invocation.payload, b"")
            absent = ("deadline_ms", "invoked_function_arn", "trace_id", "client_context", "cognito_identity", "tenant_id")
            self.assertEqual([getattr(invocation, name) for name in absent], [None] * len(absent))
            self.assertIsNone(invocation.remaining_ms())
            invocation.respond("")
        self.assertEqual(self.service.posted().body, b"")

    def test_answers_of_every_kind_of_bytes(self) -> None:
        answers: List[Tuple[Bytes, bytes]] = [
            ("gr\u00fcn\0", "gr\u00fcn\0".encode()),
            (bytearray(b"\0\xff"), b"\0\xff"),
            (memoryview(b"abcd")[1:3], b"bc"),
            (b"x" * 5_000_000, b"x" * 5_000_000),
        ]
        for answer, expected in answers:
            self.service.give(b"1")
            with self.client.next() as invocation:
                invocation.respond(answer)
            self.assertEqual(self.service.posted().body, expected)

    def test_a_second_answer_and_a_next_before_the_first_are_named_errors(self) -> None:
        self.service.give(b"1")
        invocation = self.client.next()
        error = self.assert_raises(Code.INVOCATION_OUTSTANDING, self.client.next)
        self.assertEqual((error.name, error.category, error.is_fatal), ("invocation_outstanding", Category.STATE, False))
        invocation.respond(b"1")
        answers: List[Callable[[], None]] = [lambda: invocation.respond(b"2"), lambda: invocation.fail(ValueError())]
        for again in answers:
            with self.assertRaises(ApiError) as caught:
                again()
            self.assertIn(caught.exception.code, (Code.ALREADY_ANSWERED, Code.HANDLE_INVALID))
        self.assert_raises(Code.HANDLE_INVALID, lambda: invocation.request_id)
        self.assertEqual(invocation.payload, b"1")

    def test_a_failure_has_type_message_and_frames(self) -> None:
        self.service.give(b"1")
        self.client.next().fail(FunctionError("NotFound", "gr\u00fcn \ud800", ["a", "b"]))
        post = self.service.posted()
        self.assertEqual(post.headers["Lambda-Runtime-Function-Error-Type"], "Function.NotFound")
        self.assertEqual(
            json.loads(post.body), {"errorType": "NotFound", "errorMessage": "gr\u00fcn \ufffd", "stackTrace": ["a", "b"]}
        )

    def test_an_own_body_goes_as_it_is_and_the_cause_of_an_exception_for_x_ray(self) -> None:
        self.service.give(b"1")
        self.client.next().fail(FunctionError("T", json='{"own": 1}'))
        self.assertEqual(self.service.posted().body, b'{"own": 1}')
        self.service.give(b"1")
        with self.assertRaises(KeyError), self.client.next():
            raise KeyError("k")
        post = self.service.posted()
        cause = json.loads(post.headers["Lambda-Runtime-Function-XRay-Error-Cause"])
        self.assertEqual(cause["exceptions"][0]["type"], "KeyError")
        self.assertEqual(cause["exceptions"][0]["stack"][0]["path"], __file__)
        frames = json.loads(post.body)["stackTrace"]
        self.assertEqual(len(frames), 1)
        self.assertRegex(frames[0], r'^  File ".*test_client.py", line \d+, in test_.*\n    raise KeyError\("k"\)\n$')

    def test_an_invocation_that_is_left_without_an_answer_fails_and_one_that_is_abandoned_comes_again(self) -> None:
        self.service.give(b"1")
        with self.client.next():
            pass
        self.service.give(b"2")
        with self.client.next() as invocation:
            self.assertEqual(json.loads(self.service.posted().body)["errorType"], "Runtime.NoAnswer")
            invocation.abandon()
        with self.client.next() as invocation:
            self.assertEqual(invocation.payload, b"2")
            invocation.respond(b"3")
        self.assertEqual(self.service.posted().body, b"3")

    def test_a_refused_answer_tells_what_became_of_it(self) -> None:
        self.service.give(b"1")
        self.service.answers = [413]
        error = self.assert_raises(Code.PAYLOAD_TOO_LARGE, self.client.next().respond, b"1")
        self.assertEqual((error.delivery, error.http_status, error.is_fatal), (Delivery.SENT, 413, False))

    def test_a_service_that_is_away(self) -> None:
        self.service.close()
        error = self.assert_raises(Code.CONNECT_REFUSED, self.client.next)
        self.assertEqual((error.category, error.delivery), (Category.TRANSPORT, Delivery.NOT_SENT))
        self.assertGreater(error.system_error, 0)
        self.assertIn(self.service.endpoint, str(error))

    def test_options_out_of_range(self) -> None:
        self.assert_raises(Code.ENDPOINT_INVALID, Client, "nowhere")
        self.assert_raises(Code.USER_AGENT_INVALID, lambda: Client("a:1", user_agent="a\r\nb"))
        self.assert_raises(Code.OPTION_INVALID, lambda: Client("a:1", connect_timeout_ms=86400001))
        self.assert_raises(Code.OPTION_INVALID, lambda: Client("a:1", max_attempts=1001))
        for number in (-1, 1 << 32):
            with self.assertRaisesRegex(ValueError, "connect_timeout_ms"):
                Client("a:1", connect_timeout_ms=number)

    def test_a_cancel_from_another_thread_ends_a_parked_next_and_every_later_one(self) -> None:
        def cancel() -> None:
            self.wait_until_parked()
            self.client.cancel()

        canceller = threading.Thread(target=cancel)
        canceller.start()
        self.assert_raises(Code.CANCELLED, self.client.next)
        canceller.join()
        self.assert_raises(Code.CANCELLED, self.client.next)
        self.client.close()
        self.client.close()
        self.assert_raises(Code.ARGUMENT_MISSING, self.client.next)

    def answered_after(self, *cancels: str, is_replied: bool) -> Optional[ApiError]:
        """Why an answer was not delivered, if these calls came while it waited for its reply."""
        ended: List[ApiError] = []
        with Client(self.service.endpoint) as client:
            self.service.give(b"1")
            client.turn()
            self.service.replies.clear()
            turn = threading.Thread(target=lambda: ended.append(self.assert_raises(Code.CANCELLED, client.turn, b"2")))
            turn.start()
            self.assertEqual(self.service.posted().body, b"2")
            for name in cancels:
                getattr(client, name)()
            if is_replied:
                self.service.replies.set()
            turn.join()
            self.service.replies.set()
        return ended[0].undelivered

    def test_a_signal_is_one_cancel_on_however_many_ways_it_comes(self) -> None:
        for order in permutations(["_cancel_for_signal", "cancel", "_stop"]):
            with self.subTest(order):
                self.assertIsNone(self.answered_after(*order, is_replied=True))

    def test_a_second_cancel_or_signal_gives_the_reply_up(self) -> None:
        for order in (["cancel", "cancel"], ["_cancel_for_signal", "_cancel_for_signal"]):
            with self.subTest(order):
                undelivered = self.answered_after(*order, is_replied=False)
                assert undelivered is not None
                self.assertEqual((undelivered.code, undelivered.delivery), (Code.CANCELLED, Delivery.UNKNOWN))

    def test_other_threads_run_while_next_is_parked_and_none_may_enter(self) -> None:
        waiter = threading.Thread(target=lambda: self.client.next().respond(b"1"))
        waiter.start()
        self.wait_until_parked()
        self.assert_raises(Code.CLIENT_BUSY, self.client.next)
        self.service.give(b"1")
        waiter.join(10)
        self.assertEqual(self.service.posted().body, b"1")

    def test_an_init_error_and_what_may_follow_it(self) -> None:
        self.client.fail_init(FunctionError("Runtime.NoGreeting", "none"))
        post = self.service.posted()
        self.assertEqual(post.path, "/2018-06-01/runtime/init/error")
        self.assertEqual(json.loads(post.body)["errorType"], "Runtime.NoGreeting")
        self.assertTrue(self.assert_raises(Code.INIT_ERROR_REPORTED, self.client.next).is_fatal)

    def test_a_stream_with_a_prelude(self) -> None:
        self.service.give(b"1")
        prelude = Prelude(201, [("Content-Type", "text/html"), ("A", "1"), ("A", "2")], ["c=d"])
        with self.client.next() as invocation, invocation.stream(prelude=prelude) as stream:
            stream.flush()
            self.assertEqual(stream.write("gr\u00fcn"), 5)
            stream.write(b"\0")
        post = self.service.posted()
        head, _, body = post.body.partition(b"\0" * 8)
        said = json.loads(head)
        self.assertEqual((said["statusCode"], said["cookies"]), (201, ["c=d"]))
        self.assertEqual(body, "gr\u00fcn\0".encode())
        self.assertEqual(post.headers["Lambda-Runtime-Function-Response-Mode"], "streaming")

    def test_a_prelude_takes_a_mapping_of_headers(self) -> None:
        self.service.give(b"1")
        with self.client.next() as invocation, invocation.stream(prelude=Prelude(headers={"A": "1", "B": "2"})) as stream:
            stream.flush()
        said = json.loads(self.service.posted().body.partition(b"\0" * 8)[0])
        self.assertEqual(said["headers"], {"A": "1", "B": "2"})

    def test_a_stream_that_fails_midway_and_one_that_is_ended_twice(self) -> None:
        self.service.give(b"1")
        with self.assertRaises(ZeroDivisionError), self.client.next() as invocation, invocation.stream() as stream:
            stream.write(b"ab")
            raise ZeroDivisionError("gone")
        post = self.service.posted()
        self.assertEqual((post.body, post.headers["Lambda-Runtime-Function-Error-Type"]), (b"ab", "Function.ZeroDivisionError"))
        self.service.give(b"2")
        stream = self.client.next().stream("text/plain")
        stream.finish()
        self.assert_raises(Code.ALREADY_ANSWERED, stream.finish)
        self.assert_raises(Code.ALREADY_ANSWERED, stream.write, b"1")
        stream.free()

    def test_an_invocation_being_streamed_is_answered_by_its_stream_alone(self) -> None:
        self.service.give(b"1")
        invocation = self.client.next()
        stream = invocation.stream()
        self.assert_raises(Code.STREAM_OPEN, invocation.respond, b"1")
        stream.finish()
        self.assert_raises(Code.PRELUDE_INVALID, self.stream_with, Prelude(99))
        self.assert_raises(Code.PRELUDE_INVALID, self.stream_with, Prelude(200, [("a b", "c")]))

    def stream_with(self, prelude: Prelude) -> None:
        self.service.give(b"1")
        with self.client.next() as invocation:
            invocation.stream(prelude=prelude)

    def test_an_extension_is_registered_for_sigterm(self) -> None:
        self.client.register_shutdown()
        self.client.register_shutdown()
        self.assertEqual(self.service.calls.count("extension/register"), 1)
        self.service.give(b"1")
        self.client.next().respond(b"1")

    def test_what_the_environment_asks_of_a_loop(self) -> None:
        self.assertEqual((self.client.function.poller_count, self.client.function.is_snap_start), (1, False))
        asked = {"AWS_LAMBDA_MAX_CONCURRENCY": "4", "AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start"}
        with mock.patch.dict(os.environ, asked), Client(self.service.endpoint) as client:
            self.assertEqual((client.function.poller_count, client.function.is_snap_start), (4, True))

    def test_a_log_level_that_is_none(self) -> None:
        self.assert_raises(Code.OPTION_INVALID, self.client.log, 7, "x")
        self.client.log(LogLevel.TRACE, "below the least level")
