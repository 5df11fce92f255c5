"""Signals, with processes: they end a parked next, and what is being handled is answered first."""

import json
import signal
import subprocess

from support import ServiceTest

HANDLER = """
import sys
from lambdaclient import run
print(run(lambda event, context: event))
"""
OWN_LOOP = """
import sys
from lambdaclient import Client, ApiError
with Client() as client:
    try:
        while True:
            with client.next() as invocation:
                invocation.respond(invocation.payload)
    except KeyboardInterrupt:
        print("interrupted")
    except ApiError as error:
        print(error.name)
"""
SLOW = """
import sys
from lambdaclient import run
def handler(event, context):
    print("begun", flush=True)
    return sys.stdin.readline()
run(handler)
"""


ALARM = """
import signal, sys
from lambdaclient import run
def ring(*_):
    raise TimeoutError("too late")
signal.signal(signal.SIGALRM, ring)
run(lambda event, context: event)
"""


class SignalTest(ServiceTest):
    def program(self, code: str) -> "subprocess.Popen[str]":
        return self.start(["-c", code])

    def serve_one(self) -> None:
        """One event goes through, and next is parked again."""
        self.wait_until_parked()
        self.service.give(b"1")
        self.assertEqual(self.service.posted().body, b"1")
        self.wait_until_parked()

    def end_of(self, process: "subprocess.Popen[str]") -> "tuple[int, str]":
        output, _ = process.communicate(timeout=10)
        return process.returncode, output

    def test_sigterm_ends_a_parked_runtime_in_order(self) -> None:
        for code in (HANDLER, "import sys\nsys.argv = ['', 'json.dumps']\nfrom lambdaclient.bootstrap import main\nsys.exit(main())"):
            process = self.program(code)
            self.wait_until_parked()
            process.send_signal(signal.SIGTERM)
            self.assertEqual(self.end_of(process)[0], 0)

    def test_sigterm_after_an_event(self) -> None:
        process = self.program(HANDLER)
        self.serve_one()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.end_of(process), (0, "None\n"))

    def test_ctrl_c_raises_in_a_parked_next(self) -> None:
        process = self.program(OWN_LOOP)
        self.serve_one()
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.end_of(process), (0, "interrupted\n"))

    def test_ctrl_c_ends_a_bootstrap_with_130(self) -> None:
        process = self.start(["-m", "lambdaclient.bootstrap", "operator.mul"])
        self.wait_until_parked()
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.end_of(process)[0], 130)

    def test_sigterm_without_a_handler_kills_a_loop_of_ones_own_as_it_does_any_program(self) -> None:
        process = self.program(OWN_LOOP)
        self.serve_one()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.end_of(process)[0], -signal.SIGTERM)

    def test_a_handler_of_the_programs_own_runs(self) -> None:
        process = self.program("import signal, sys\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(7))\n" + HANDLER)
        self.serve_one()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.end_of(process)[0], 7)

    def test_a_handler_that_raises_nothing_leaves_the_end_to_the_cancelled_client(self) -> None:
        process = self.program("import signal\nsignal.signal(signal.SIGTERM, lambda *_: print('asked'))\n" + OWN_LOOP)
        self.serve_one()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.end_of(process), (0, "asked\ncancelled\n"))

    def test_what_is_being_handled_is_answered_first(self) -> None:
        process = self.program(SLOW)
        self.wait_until_parked()
        self.service.give(b"1")
        assert process.stdout is not None and process.stdin is not None
        self.assertEqual(process.stdout.readline(), "begun\n")
        process.send_signal(signal.SIGTERM)
        process.stdin.write("late\n")
        process.stdin.flush()
        self.assertEqual(self.service.posted().body, b'"late\\n"')
        self.assertEqual(process.wait(10), 0)

    def test_ctrl_c_in_a_handler_answers_its_event_and_is_raised_behind_the_run(self) -> None:
        process = self.program(SLOW.replace("run(handler)", "run(handler, shutdown=lambda: print('shut down'))"))
        self.wait_until_parked()
        self.service.give(b"1")
        assert process.stdout is not None
        self.assertEqual(process.stdout.readline(), "begun\n")
        process.send_signal(signal.SIGINT)
        self.assertEqual(json.loads(self.service.posted().body)["errorType"], "KeyboardInterrupt")
        output, errors = process.communicate(timeout=10)
        self.assertEqual((process.returncode, output), (-signal.SIGINT, "shut down\n"))
        self.assertEqual(errors.count("KeyboardInterrupt"), 1)

    def test_ctrl_c_in_a_parked_run_lets_the_shutdown_hook_run(self) -> None:
        process = self.program(
            "from lambdaclient import run\nrun(lambda event, context: event, shutdown=lambda: print('shut down'))"
        )
        self.serve_one()
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.end_of(process), (-signal.SIGINT, "shut down\n"))

    def test_a_handler_of_the_programs_own_that_raises_ends_the_run_wherever_it_comes(self) -> None:
        own = "import signal, sys\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(7))\n"
        hook = "run(handler, shutdown=lambda: print('shut down'))"
        process = self.program(own + SLOW.replace("run(handler)", hook))
        self.wait_until_parked()
        self.service.give(b"1")
        assert process.stdout is not None
        self.assertEqual(process.stdout.readline(), "begun\n")
        process.send_signal(signal.SIGTERM)
        self.assertEqual(json.loads(self.service.posted().body)["errorType"], "SystemExit")
        self.assertEqual(self.end_of(process), (7, "shut down\n"))
        process = self.program(own + SLOW.replace("run(handler)", hook))
        self.wait_until_parked()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.end_of(process), (7, "shut down\n"))

    def test_a_handler_that_init_installs_counts(self) -> None:
        process = self.program(
            "import signal, sys\nfrom lambdaclient import run\n"
            "run(print, init=lambda: signal.signal(signal.SIGTERM, lambda *_: sys.exit(7)), shutdown=lambda: print('shut down'))"
        )
        self.wait_until_parked()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.end_of(process), (7, "shut down\n"))

    def test_a_signal_that_raises_while_the_run_is_parked_costs_the_next_event_and_no_other(self) -> None:
        process = self.program(ALARM)
        self.serve_one()
        process.send_signal(signal.SIGALRM)
        self.service.give(b"2", request_id="id-2")
        self.assertTrue(json.loads(self.service.posted().body)["errorType"].startswith("Runtime."))
        self.service.give(b"3", request_id="id-3")
        self.assertEqual(self.service.posted().body, b"3")
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.end_of(process)[0], 0)

    def test_other_signals_change_nothing(self) -> None:
        process = self.program("import signal\nsignal.signal(signal.SIGUSR1, lambda *_: None)\n" + HANDLER)
        self.serve_one()
        process.send_signal(signal.SIGUSR1)
        self.service.give(b"1")
        self.assertEqual(self.service.posted().body, b"1")
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.end_of(process)[0], 0)

    def test_an_event_loop_in_the_handler_takes_nothing_away(self) -> None:
        process = self.program(
            "import asyncio, signal\n"
            "async def pause():\n"
            "    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR2, lambda: None)\n"
            "    await asyncio.sleep(0)\n"
            "from lambdaclient import run\n"
            "def handler(event, context):\n"
            "    asyncio.run(pause())\n"
            "    return event\n"
            "run(handler)\n"
        )
        self.serve_one()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.end_of(process)[0], 0)
