"""The life of a process around a handler: hooks, SnapStart, the shutdown, pollers side by side."""

import json
import signal
import subprocess
from typing import Any, Dict, List, Tuple

from service import Service
from support import ServiceTest

EVERY_HOOK = """
from lambdaclient import run

def say(name):
    return lambda: print(name, flush=True)

hooks = {name: say(name) for name in ("init", "before_snapshot", "after_restore", "shutdown")}
try:
    run(lambda event, context: say("handler")(), **hooks)
finally:
    print("returned")
"""
FAILING_HOOK = """
import os
from lambdaclient import run

def fail():
    raise LookupError("no tea")

def shutdown():
    print("shut down", flush=True)

hooks = {"shutdown": shutdown}
hooks[os.environ["FAILS"]] = fail
run(lambda event, context: event, **hooks)
"""


class ProcessTest(ServiceTest):
    def ended(self, process: "subprocess.Popen[str]") -> Tuple[int, str, str]:
        output, errors = process.communicate(timeout=10)
        return process.returncode, output, errors


class LifeTest(ProcessTest):
    def test_hooks_run_in_their_order_and_a_shutdown_hook_registers_an_extension(self) -> None:
        process = self.start(["-c", EVERY_HOOK])
        self.wait_until_parked()
        self.service.give(b"1")
        self.service.posted()
        self.wait_until_parked()
        process.terminate()
        self.assertEqual(self.ended(process), (0, "init\nhandler\nshutdown\nreturned\n", ""))
        self.assertIn("extension/register", self.service.calls)

    def test_a_snapshot_has_hooks_around_it(self) -> None:
        process = self.start(["-c", EVERY_HOOK], AWS_LAMBDA_INITIALIZATION_TYPE="snap-start")
        self.wait_until_parked()
        process.terminate()
        self.assertEqual(
            self.ended(process), (0, "init\nbefore_snapshot\nafter_restore\nshutdown\nreturned\n", "")
        )
        self.assertEqual(self.service.calls[0], "runtime/restore/next")

    def test_without_a_shutdown_hook_there_is_no_extension(self) -> None:
        process = self.start(["-c", "from lambdaclient import run\nrun(lambda event, context: event, init=lambda: None)"])
        self.wait_until_parked()
        process.terminate()
        self.assertEqual(self.ended(process)[0], 0)
        self.assertEqual(self.service.calls, ["runtime/invocation/next"])

    def test_a_hook_that_fails_is_reported_and_raised_once(self) -> None:
        for name, path, kind, text, says in (
            ("init", "init/error", "LookupError", "no tea", ""),
            ("before_snapshot", "init/error", "Runtime.BeforeSnapshotError", "LookupError: no tea", "shut down\n"),
            ("after_restore", "restore/error", "Runtime.AfterRestoreError", "LookupError: no tea", "shut down\n"),
        ):
            with self.subTest(name):
                process = self.start(["-c", FAILING_HOOK], AWS_LAMBDA_INITIALIZATION_TYPE="snap-start", FAILS=name)
                post = self.service.posted()
                self.assertEqual(post.path, f"/2018-06-01/runtime/{path}")
                reported = json.loads(post.body)
                self.assertEqual((reported["errorType"], reported["errorMessage"]), (kind, text))
                self.assertIn("in fail", reported["stackTrace"][0])
                status, output, errors = self.ended(process)
                self.assertEqual((status, output), (1, says))
                self.assertEqual((errors.count("LookupError: no tea"), errors.count("ApiError: hook_failed")), (1, 1))

    def test_a_shutdown_hook_that_fails_is_raised(self) -> None:
        process = self.start(["-c", FAILING_HOOK], FAILS="shutdown")
        self.wait_until_parked()
        process.terminate()
        status, output, errors = self.ended(process)
        self.assertEqual((status, output), (1, ""))
        self.assertEqual(errors.count("LookupError: no tea"), 1)

    def test_a_shutdown_hook_that_fails_behind_a_fatal_error_is_logged(self) -> None:
        process = self.start(["-c", FAILING_HOOK], FAILS="shutdown", AWS_LAMBDA_LOG_FORMAT="JSON")
        self.service.refuse(500)
        status, output, errors = self.ended(process)
        self.assertEqual(status, 1)
        self.assertIn("container_error", errors)
        self.assertEqual([json.loads(line)["errorType"] for line in output.splitlines()], ["LookupError"])

    def test_a_fatal_error_is_said_once(self) -> None:
        for is_answer in (False, True):
            with self.subTest(is_answer=is_answer):
                process = self.start(["-c", "from lambdaclient import run\nrun(lambda event, context: event)"])
                self.wait_until_parked()
                if is_answer:
                    self.service.answers = [500]
                    self.service.give(b"1")
                else:
                    self.service.refuse(500)
                status, output, errors = self.ended(process)
                self.assertEqual((status, (output + errors).count("container_error: ")), (1, 1), output + errors)

    def test_an_init_hook_that_exits_is_reported_and_exits(self) -> None:
        process = self.start(
            ["-c", "import sys\nfrom lambdaclient import run\nrun(lambda event, context: event, init=lambda: sys.exit(3))"]
        )
        self.assertEqual(json.loads(self.service.posted().body)["errorType"], "SystemExit")
        self.assertEqual(self.ended(process), (3, "", ""))


SIDE_BY_SIDE = """
import logging, os, threading
from lambdaclient import Client, LogHandler, run

together = threading.Barrier(3)
own = threading.local()

def handler(event, context):
    own.events = getattr(own, "events", 0) + 1
    together.wait(10)
    logging.error("event %s", event)
    return [event, own.events, context.trace_id, "_X_AMZN_TRACE_ID" in os.environ]

with Client() as client:
    logging.getLogger().addHandler(LogHandler(client))
    run(handler, client, shutdown=lambda: print("shut down", flush=True))
print("returned")
"""


SIDE_BY_SIDE_WITH_WORKERS = """
import multiprocessing, threading
from lambdaclient import run

together = threading.Barrier(3)
fork = multiprocessing.get_context("fork")

def work(number):
    return number * number if number else multiprocessing.Event().wait()

def handler(event, context):
    together.wait(10)
    process = fork.Process(target=work, args=(0,))
    process.start()
    process.terminate()
    process.join()
    with fork.Pool(2) as pool:
        return [process.exitcode, *pool.map(work, [1, 2])]

run(handler)
print("returned")
"""


class PollersTest(ProcessTest):
    def make_service(self) -> Service:
        return Service(is_concurrent=True)

    def test_events_are_handled_side_by_side_on_threads_that_stay(self) -> None:
        process = self.start(["-c", SIDE_BY_SIDE], AWS_LAMBDA_MAX_CONCURRENCY="3", AWS_LAMBDA_LOG_FORMAT="JSON")
        for turn in (1, 2):
            for _ in range(3):
                self.wait_until_parked()
            answers: List[Any] = []
            for number in range(3):
                self.service.give(b"%d" % number, {"Lambda-Runtime-Trace-Id": "Root=1"}, request_id=f"id-{number}")
            for _ in range(3):
                answers.append(json.loads(self.service.posted().body))
            self.assertEqual(sorted(answers), [[number, turn, "Root=1", False] for number in range(3)])
        for _ in range(3):
            self.wait_until_parked()
        process.send_signal(signal.SIGTERM)
        status, output, errors = self.ended(process)
        self.assertEqual((status, errors), (0, ""))
        lines = output.splitlines()
        self.assertEqual(lines[-2:], ["shut down", "returned"])
        events: List[Dict[str, Any]] = [json.loads(line) for line in lines[:-2]]
        # Each line has the id of its own thread's event.
        self.assertEqual(
            sorted((line["message"], line["requestId"]) for line in events),
            sorted((f"event {number}", f"id-{number}") for number in range(3) for _ in range(2)),
        )

    def test_errors_are_told_on_the_threads_where_they_happen(self) -> None:
        code = SIDE_BY_SIDE.replace("shutdown=", "on_error=lambda error: print(error.name, flush=True), shutdown=")
        process = self.start(["-c", code], AWS_LAMBDA_MAX_CONCURRENCY="3", AWS_LAMBDA_LOG_LEVEL="FATAL")
        self.service.answers = [413] * 3
        for _ in range(2):
            for _ in range(3):
                self.wait_until_parked()
            for number in range(3):
                self.service.give(b"1", request_id=f"id-{number}")
            for _ in range(3):
                self.service.posted()
        for _ in range(3):
            self.wait_until_parked()
        process.terminate()
        self.assertEqual(self.ended(process), (0, "payload_too_large\n" * 3 + "shut down\nreturned\n", ""))

    def test_each_of_them_may_have_worker_processes(self) -> None:
        process = self.start(["-c", SIDE_BY_SIDE_WITH_WORKERS], AWS_LAMBDA_MAX_CONCURRENCY="3")
        for _ in range(2):
            for _ in range(3):
                self.wait_until_parked()
            for number in range(3):
                self.service.give(b"1", request_id=f"id-{number}")
            self.assertEqual([json.loads(self.service.posted().body) for _ in range(3)], [[-15, 1, 4]] * 3)
        for _ in range(3):
            self.wait_until_parked()
        process.terminate()
        self.assertEqual(self.ended(process), (0, "returned\n", ""))

    def test_more_pollers_than_the_service_asks_for_are_one(self) -> None:
        code = "from lambdaclient import run\nrun(lambda event, context: event, pollers=4)"
        process = self.start(["-c", code])
        self.wait_until_parked()
        self.service.give(b"1")
        self.service.posted()
        process.terminate()
        _, output, _ = self.ended(process)
        self.assertIn("AWS_LAMBDA_MAX_CONCURRENCY", output)

    def test_a_number_of_pollers_that_is_none(self) -> None:
        process = self.start(["-c", "from lambdaclient import run\nrun(print, pollers=10001)"])
        status, _, errors = self.ended(process)
        self.assertEqual(status, 1)
        self.assertIn("option_invalid", errors)
