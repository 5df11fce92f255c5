"""python -m lambdaclient.bootstrap: a process, its init errors, and the context object."""

import json
import tempfile
from pathlib import Path
from typing import Any, Dict

from support import ServiceTest


class BootstrapTest(ServiceTest):
    def setUp(self) -> None:
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def bootstrap(self, code: str, *arguments: str, **environment: str) -> Any:
        (self.root / "main.py").write_text(code)
        return self.start(
            ["-m", "lambdaclient.bootstrap", *arguments], LAMBDA_TASK_ROOT=str(self.root), **environment
        )

    def init_error(self, code: str, *arguments: str, **environment: str) -> Dict[str, Any]:
        process = self.bootstrap(code, *arguments, **environment)
        post = self.service.posted()
        self.assertEqual(post.path, "/2018-06-01/runtime/init/error")
        self.assertEqual(process.wait(10), 1)
        said: Dict[str, Any] = json.loads(post.body)
        self.assertEqual(post.headers["Lambda-Runtime-Function-Error-Type"].split(".")[-1], said["errorType"].split(".")[-1])
        return said

    def test_what_keeps_a_function_from_starting_is_an_init_error(self) -> None:
        for code, handler, kind, text in (
            ("", "absent.handler", "Runtime.ImportModuleError", "Unable to import module 'absent': No module named 'absent'"),
            ("import absent", "main.handler", "Runtime.ImportModuleError", "No module named 'absent'"),
            ("", "main.handler", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'main'"),
            ("handler = 1", "main.handler", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'main'"),
            ("def (", "main.handler", "Runtime.UserCodeSyntaxError", "Syntax error in module 'main'"),
            ("", "main", "Runtime.MalformedHandlerName", "Bad handler 'main'"),
            ("", "", "Runtime.MalformedHandlerName", "Bad handler ''"),
            ("raise OSError('disk')", "main.handler", "OSError", "disk"),
        ):
            with self.subTest(kind, handler=handler, code=code):
                said = self.init_error(code, handler)
                self.assertEqual(said["errorType"], kind)
                self.assertIn(text, said["errorMessage"])
        self.assertEqual(len(said["stackTrace"]), 1)
        self.assertIn(f'File "{self.root}/main.py", line 1, in <module>', said["stackTrace"][0])

    def test_the_handler_of_the_environment_in_a_folder(self) -> None:
        (self.root / "package").mkdir()
        (self.root / "package/inner.py").write_text("def handler(event, context): return event + 1")
        process = self.start(["-m", "lambdaclient.bootstrap"], LAMBDA_TASK_ROOT=str(self.root), _HANDLER="package/inner.handler")
        self.service.give(b"1")
        self.assertEqual(self.service.posted().body, b"2")
        process.terminate()
        self.assertEqual(process.wait(10), 0)

    def test_the_context_has_the_attributes_of_aws(self) -> None:
        code = """
def handler(event, context):
    names = ("aws_request_id invoked_function_arn function_name function_version memory_limit_in_mb log_group_name "
             "log_stream_name tenant_id").split()
    client = context.client_context
    print("seen")
    return {
        **{name: getattr(context, name) for name in names},
        "identity": vars(context.identity),
        "client": client and {"client": client.client and vars(client.client), "custom": client.custom, "env": client.env},
        "remaining": context.get_remaining_time_in_millis(),
    }
"""
        process = self.bootstrap(
            code,
            "main.handler",
            AWS_LAMBDA_FUNCTION_NAME="f",
            AWS_LAMBDA_FUNCTION_VERSION="$LATEST",
            AWS_LAMBDA_FUNCTION_MEMORY_SIZE="128",
            AWS_LAMBDA_LOG_GROUP_NAME="/aws/lambda/f",
            AWS_LAMBDA_LOG_STREAM_NAME="s",
        )
        client = {"client": {"installation_id": "i", "app_title": "t"}, "custom": {"a": 1}, "env": {"locale": "de"}}
        self.service.give(
            b"{}",
            {
                "Lambda-Runtime-Deadline-Ms": "99999999999999",
                "Lambda-Runtime-Invoked-Function-Arn": "arn:1",
                "Lambda-Runtime-Client-Context": json.dumps(client),
                "Lambda-Runtime-Cognito-Identity": '{"cognitoIdentityId": "x", "cognitoIdentityPoolId": "y"}',
                "Lambda-Runtime-Aws-Tenant-Id": "tenant",
            },
        )
        said = json.loads(self.service.posted().body)
        self.assertGreater(said.pop("remaining"), 1000)
        app = {name: None for name in ("app_version_name", "app_version_code", "app_package_name")}
        self.assertEqual(
            said,
            {
                "aws_request_id": "id-1",
                "invoked_function_arn": "arn:1",
                "function_name": "f",
                "function_version": "$LATEST",
                "memory_limit_in_mb": "128",
                "log_group_name": "/aws/lambda/f",
                "log_stream_name": "s",
                "tenant_id": "tenant",
                "identity": {"cognito_identity_id": "x", "cognito_identity_pool_id": "y"},
                "client": {**client, "client": {"installation_id": "i", "app_title": "t", **app}},
            },
        )
        # A line of the function's log does not wait in a buffer.
        assert process.stdout is not None
        self.assertEqual(process.stdout.readline(), "seen\n")
        for broken in ("{", "[]", '"x"', "{}"):
            self.service.give(b"{}", {"Lambda-Runtime-Client-Context": broken, "Lambda-Runtime-Cognito-Identity": broken})
            said = json.loads(self.service.posted().body)
            self.assertEqual(said["identity"], {"cognito_identity_id": None, "cognito_identity_pool_id": None})
            self.assertEqual(said["remaining"], 0)

    def test_a_process_without_an_endpoint_says_so(self) -> None:
        process = self.bootstrap("", "main.handler", AWS_LAMBDA_RUNTIME_API="")
        _, errors = process.communicate(timeout=10)
        self.assertEqual(process.returncode, 1)
        self.assertIn("endpoint_missing", errors)

    def test_a_handler_that_exits_has_failed_and_the_runtime_goes_on(self) -> None:
        process = self.bootstrap(
            "import sys\ndef handler(event, context): return event if event == 2 else sys.exit(7)", "main.handler"
        )
        self.service.give(b"1", request_id="a")
        self.service.give(b"2", request_id="b")
        said = json.loads(self.service.posted().body)
        self.assertEqual((said["errorType"], said["errorMessage"]), ("SystemExit", "7"))
        self.assertEqual(self.service.posted().body, b"2")
        process.terminate()
        self.assertEqual(process.wait(10), 0)

    def test_a_failure_is_one_event_of_the_log_in_its_format(self) -> None:
        output, errors = self.logged(
            "def handler(event, context):\n"
            "    try:\n"
            "        {}['tea']\n"
            "    except KeyError as failure:\n"
            "        raise ValueError('no tea') from failure\n",
            AWS_LAMBDA_LOG_FORMAT="JSON",
        )
        self.assertEqual(errors, "")
        line = json.loads(output)
        self.assertEqual(
            (line["level"], line["requestId"], line["errorType"], line["errorMessage"]),
            ("ERROR", "id-1", "ValueError", "no tea"),
        )
        self.assertIn("in handler", line["stackTrace"][0])
        self.assertIn("Caused by KeyError: 'tea'", line["stackTrace"])
        self.assertNotIn("lambdaclient", "".join(line["stackTrace"]))

    def test_a_fatal_error_is_one_event_of_the_log(self) -> None:
        for is_answer in (False, True):
            with self.subTest(is_answer=is_answer):
                process = self.bootstrap("def handler(event, context): pass", "main.handler", AWS_LAMBDA_LOG_FORMAT="JSON")
                self.wait_until_parked()
                if is_answer:
                    self.service.answers = [500]
                    self.service.give(b"1")
                else:
                    self.service.refuse(500)
                output, errors = process.communicate(timeout=10)
                line = json.loads(output)
                self.assertEqual((process.returncode, line["level"], errors), (1, "FATAL", ""))
                self.assertIn("container_error: ", line["message"])

    def test_hooks_of_the_package_for_snapshots_run_around_one(self) -> None:
        (self.root / "snapshot_restore_py.py").write_text(
            "before, after = [], []\n"
            "def register_before_snapshot(f, *a, **k): before.append((f, a, k))\n"
            "def register_after_restore(f, *a, **k): after.append((f, a, k))\n"
            "def get_before_snapshot(): return before\n"
            "def get_after_restore(): return after\n"
        )
        code = """
import snapshot_restore_py as hooks
for number in (1, 2):
    hooks.register_before_snapshot(print, "before", number, flush=True)
    hooks.register_after_restore(print, "after", number, flush=True)
def handler(event, context): pass
"""
        process = self.bootstrap(code, "main.handler", AWS_LAMBDA_INITIALIZATION_TYPE="snap-start")
        self.wait_until_parked()
        process.terminate()
        self.assertEqual(process.communicate(timeout=10), ("before 2\nbefore 1\nafter 1\nafter 2\n", ""))
        self.assertEqual(self.service.calls, ["runtime/restore/next", "runtime/invocation/next"])
        code += "hooks.register_after_restore(lambda: 1 / 0)\n"
        process = self.bootstrap(code, "main.handler", AWS_LAMBDA_INITIALIZATION_TYPE="snap-start", AWS_LAMBDA_LOG_FORMAT="JSON")
        post = self.service.posted()
        self.assertEqual(post.path, "/2018-06-01/runtime/restore/error")
        self.assertEqual(json.loads(post.body)["errorType"], "Runtime.AfterRestoreError")
        output, errors = process.communicate(timeout=10)
        line = json.loads(output.splitlines()[-1])
        self.assertEqual((process.returncode, line["level"], line["errorType"], errors), (1, "FATAL", "ZeroDivisionError", ""))

    def test_a_module_with_a_handler_for_sigterm_gets_the_signal(self) -> None:
        code = "import signal, sys\ndef handler(event, context): pass\ndef stop(*_):\n    print('bye')\n    sys.exit()\n"
        process = self.bootstrap(code + "signal.signal(signal.SIGTERM, stop)\n", "main.handler")
        self.wait_until_parked()
        self.assertIn("extension/register", self.service.calls)
        process.terminate()
        self.assertEqual(process.communicate(timeout=10), ("bye\n", ""))
        self.assertEqual(process.returncode, 0)
        self.service.calls.clear()
        process = self.bootstrap(code, "main.handler")
        self.wait_until_parked()
        self.assertEqual(self.service.calls, ["runtime/invocation/next"])

    def test_an_init_error_is_one_event_of_the_log(self) -> None:
        process = self.bootstrap("raise OSError('disk')", "main.handler", AWS_LAMBDA_LOG_FORMAT="JSON")
        self.service.posted()
        output, errors = process.communicate(timeout=10)
        line = json.loads(output)
        self.assertEqual((line["level"], line["errorType"], errors), ("FATAL", "OSError", ""))

    def logged(self, code: str, **environment: str) -> "tuple[str, str]":
        """What a bootstrap with this code wrote while it handled one event: to standard output, and to standard error."""
        process = self.bootstrap(code, "main.handler", **environment)
        self.wait_until_parked()
        self.service.give(b"1")
        self.service.posted()
        self.wait_until_parked()
        process.terminate()
        output, errors = process.communicate(timeout=10)
        return output, errors

    def test_log_records_are_lines_with_the_request_id(self) -> None:
        output, errors = self.logged(
            "import logging\n"
            "def handler(event, context):\n"
            "    logging.getLogger('shop').warning('low on %s', 'tea')\n"
            "    logging.info('below the level of the root logger')\n"
        )
        self.assertRegex(output + errors, r"\tid-1\tWARN\tlow on tea\n")
        self.assertNotIn("below", output + errors)

    def test_log_records_are_json_where_the_function_is_configured_so(self) -> None:
        output, errors = self.logged(
            "import logging\n"
            "def handler(event, context):\n"
            "    logging.debug('low', extra={'item': 7})\n"
            "    try:\n"
            "        raise KeyError('tea')\n"
            "    except KeyError:\n"
            "        logging.exception('gone')\n",
            AWS_LAMBDA_LOG_FORMAT="JSON",
            AWS_LAMBDA_LOG_LEVEL="DEBUG",
        )
        low, gone = [json.loads(line) for line in (output + errors).splitlines()]
        self.assertEqual(
            (low["level"], low["message"], low["item"], low["logger"], low["requestId"]),
            ("DEBUG", "low", "7", "root", "id-1"),
        )
        self.assertEqual((gone["level"], gone["errorType"]), ("ERROR", "KeyError"))
        self.assertIn("in handler", gone["stackTrace"][0])

    def test_another_thread_writes_to_the_log_while_next_is_parked(self) -> None:
        process = self.bootstrap(
            "import logging, sys, threading\n"
            "def write():\n"
            "    sys.stdin.readline()\n"
            "    logging.error('from behind')\n"
            "    print('written', flush=True)\n"
            "def handler(event, context):\n"
            "    threading.Thread(target=write, daemon=True).start()\n",
            "main.handler",
        )
        self.wait_until_parked()
        self.service.give(b"1")
        self.service.posted()
        self.wait_until_parked()
        process.stdin.write("go\n")
        process.stdin.flush()
        lines = [process.stdout.readline(), process.stdout.readline()]
        # The poll leaves with the answer, whose reply may still be on its way.
        self.assertRegex(lines[0], r"\t(-|id-1)\tERROR\tfrom behind\n$")
        self.assertEqual(lines[1], "written\n")
        process.terminate()
        self.assertNotIn("from behind", process.communicate(timeout=10)[1])

    def test_a_program_that_set_logging_up_itself_is_left_alone(self) -> None:
        output, errors = self.logged(
            "import logging, sys\n"
            "root = logging.getLogger()\n"
            "root.handlers[:] = []\n"
            "logging.basicConfig(stream=sys.stdout, format='own: %(message)s')\n"
            "def handler(event, context):\n"
            "    logging.warning('tea')\n"
        )
        self.assertEqual(output, "own: tea\n")
