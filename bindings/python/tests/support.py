"""What the tests share: each one has a service of its own and a time limit, behind which every thread's stack is shown."""

import faulthandler
import os
import subprocess
import sys
import threading
import unittest
from typing import Any, Callable, Dict, List, Optional

from lambdaclient import ApiError, Client, run
from output import captured_output
from service import Post, Service

TIME_LIMIT_S = 30


class ServiceTest(unittest.TestCase):
    def setUp(self) -> None:
        faulthandler.dump_traceback_later(TIME_LIMIT_S, exit=True)
        self.addCleanup(faulthandler.cancel_dump_traceback_later)
        self.service = self.make_service()
        self.addCleanup(self.service.close)

    def make_service(self) -> Service:
        return Service()

    def start(self, arguments: List[str], **environment: str) -> "subprocess.Popen[str]":
        """A Python process whose Runtime API is the test's service; killed at the end of the test."""
        every: Dict[str, Any] = {**os.environ, "AWS_LAMBDA_RUNTIME_API": self.service.endpoint, **environment}
        process = subprocess.Popen(
            [sys.executable, *arguments], env=every, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

        def end() -> None:
            process.kill()
            process.communicate()

        self.addCleanup(end)
        return process

    def wait_until_parked(self) -> None:
        self.assertTrue(self.service.parked.acquire(timeout=15), "nobody asked for an event")


class LoopTest(ServiceTest):
    """With a client, and a loop that ends when its events are posted."""

    def setUp(self) -> None:
        super().setUp()
        self.client = Client(self.service.endpoint)
        self.addCleanup(self.client.close)
        self.log = ""

    def serve(
        self, handler: Any, events: int = 1, on_error: Optional[Callable[[ApiError], Any]] = None, loop: Any = run
    ) -> List[Post]:
        """Serves some events, and ends the loop when they are posted."""
        posts: List[Post] = []

        def end() -> None:
            for _ in range(events):
                posts.append(self.service.posted())
            self.client.cancel()

        ender = threading.Thread(target=end)
        ender.start()
        with captured_output() as log:
            loop(handler, self.client, on_error)
            self.log = log()
        ender.join()
        return posts
