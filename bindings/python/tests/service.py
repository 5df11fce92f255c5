"""A Runtime API under the test's control: it hands out events one by one and keeps what is posted."""

import queue
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List, Optional, Tuple


class Post:
    def __init__(self, path: str, headers: Dict[str, str], body: bytes) -> None:
        self.path = path
        self.headers = headers
        self.body = body


class Service:
    """next waits until the test gives it an event; a post is answered with 202 unless the test says otherwise."""

    def __init__(self) -> None:
        self.posts: "queue.Queue[Post]" = queue.Queue()
        self.parked = threading.Semaphore(0)
        self.answers: List[int] = []
        self._events: "queue.Queue[Tuple[int, Dict[str, str], bytes]]" = queue.Queue()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                service.parked.release()
                status, headers, body = service._events.get()
                self._send(status, headers, body)

            def do_POST(self) -> None:
                if self.headers.get("Transfer-Encoding") == "chunked":
                    body, trailers = self._chunks()
                else:
                    body, trailers = self.rfile.read(int(self.headers["Content-Length"])), {}
                status = service.answers.pop(0) if service.answers else 202
                service.posts.put(Post(self.path, {**dict(self.headers.items()), **trailers}, body))
                self._send(status, {}, b'{"status":"OK"}')

            def _chunks(self) -> Tuple[bytes, Dict[str, str]]:
                body = b""
                while True:
                    size = int(self.rfile.readline(), 16)
                    if size == 0:
                        break
                    body += self.rfile.read(size)
                    self.rfile.readline()
                trailers: Dict[str, str] = {}
                while True:
                    line = self.rfile.readline().decode().strip()
                    if not line:
                        return body, trailers
                    name, _, value = line.partition(":")
                    trailers[name] = value.strip()

            def _send(self, status: int, headers: Dict[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                # A client that was killed, or that broke a stream off, is part of many tests.
                if not isinstance(sys.exc_info()[1], ConnectionError):
                    super().handle_error(request, client_address)

        self._server = Server(("127.0.0.1", 0), Handler)
        self.endpoint = f"127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def give(self, body: bytes, headers: Optional[Dict[str, str]] = None, *, request_id: str = "id-1") -> None:
        """The next event."""
        self._events.put((200, {"Lambda-Runtime-Aws-Request-Id": request_id, **(headers or {})}, body))

    def refuse(self, status: int) -> None:
        """An answer to next that is no event."""
        self._events.put((status, {}, b"{}"))

    def posted(self) -> Post:
        return self.posts.get(timeout=10)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
