"""A Runtime API under the test's control: it hands out events one by one and keeps what is posted."""

import queue
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List, Optional, Set, Tuple

Reply = Tuple[int, Dict[str, str], bytes]


class Post:
    def __init__(self, path: str, headers: Dict[str, str], body: bytes) -> None:
        self.path = path
        self.headers = headers
        self.body = body


class Service:
    """next waits until the test gives it an event; a post is answered with 202 unless the test says otherwise.

    Like the real one it hands out an event again until it is answered, and takes the requests of a connection one after the other,
    also where two of them come in one write. A snapshot is taken and restored at once; an extension is registered, and hears nothing.

    Args:
        is_concurrent: Whether each poll gets another event, as on Lambda Managed Instances.
    """

    def __init__(self, is_concurrent: bool = False) -> None:
        self.calls: List[str] = []
        """The paths of all requests, without their versions, in the order they came."""
        self.replies = threading.Event()
        """While it is clear, nobody is told that a post came."""
        self.replies.set()
        self._is_concurrent = is_concurrent
        self.posts: "queue.Queue[Post]" = queue.Queue()
        self.parked = threading.Semaphore(0)
        self.answers: List[int] = []
        self._changed = threading.Condition()
        self._closed = threading.Event()
        self._events: List[Reply] = []
        self._unanswered: Optional[Reply] = None
        self._last_poll = 0
        self._refusals = 0
        self._connections: Set[socket.socket] = set()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self) -> None:
                super().setup()
                service._connections.add(self.connection)

            def finish(self) -> None:
                service._connections.discard(self.connection)
                super().finish()

            def do_GET(self) -> None:
                service.calls.append(self.path.split("/", 2)[2])
                if self.path.endswith("/extension/event/next"):
                    service._closed.wait()
                    self.close_connection = True
                    return
                reply: Optional[Reply] = (200, {}, b"{}") if self.path.endswith("/restore/next") else service._next()
                if reply is None:
                    self.close_connection = True
                else:
                    self._send(*reply)

            def do_POST(self) -> None:
                if self.headers.get("Transfer-Encoding") == "chunked":
                    body, trailers = self._chunks()
                else:
                    body, trailers = self.rfile.read(int(self.headers["Content-Length"])), {}
                service.calls.append(self.path.split("/", 2)[2])
                if self.path.endswith("/extension/register"):
                    self._send(200, {"Lambda-Extension-Identifier": "extension-1"}, b"{}")
                    return
                service._unanswered = None
                status = service.answers.pop(0) if service.answers else 202
                service.posts.put(Post(self.path, {**dict(self.headers.items()), **trailers}, body))
                service.replies.wait()
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

            def verify_request(self, request: Any, client_address: Any) -> bool:
                service._refusals -= 1
                return service._refusals < 0

            def handle_error(self, request: Any, client_address: Any) -> None:
                # A client that was killed, or that broke a stream off, is part of many tests.
                if not isinstance(sys.exc_info()[1], (ConnectionError, ValueError)):
                    super().handle_error(request, client_address)

        self._server = Server(("127.0.0.1", 0), Handler)
        self.endpoint = f"127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def give(self, body: bytes, headers: Optional[Dict[str, str]] = None, *, request_id: str = "id-1") -> None:
        """The next event."""
        self._put((200, {"Lambda-Runtime-Aws-Request-Id": request_id, **(headers or {})}, body))

    def refuse(self, status: int) -> None:
        """An answer to next that is no event."""
        self._put((status, {}, b"{}"))

    def go_away(self, connections: int) -> None:
        """Closes all connections, and as many new ones as soon as they come."""
        self._refusals = connections
        for connection in list(self._connections):
            connection.shutdown(socket.SHUT_RDWR)

    def posted(self) -> Post:
        return self.posts.get(timeout=10)

    def close(self) -> None:
        self._closed.set()
        self.replies.set()
        self._server.shutdown()
        self._server.server_close()

    def _put(self, reply: Reply) -> None:
        with self._changed:
            self._events.append(reply)
            self._changed.notify_all()

    def _next(self) -> Optional[Reply]:
        """The unanswered event, or else the next one; nothing for a poll that another one came after."""
        with self._changed:
            self._last_poll += 1
            poll = self._last_poll
            self._changed.notify_all()
            if self._unanswered is None:
                self.parked.release()
                if self._is_concurrent:
                    self._changed.wait_for(lambda: bool(self._events))
                    return self._events.pop(0)
                self._changed.wait_for(lambda: bool(self._events) or poll != self._last_poll)
                if poll != self._last_poll:
                    return None
                reply = self._events.pop(0)
                if reply[0] != 200:
                    return reply
                self._unanswered = reply
            return self._unanswered
