"""A way to the service on which requests meet with accidents."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Fault(Enum):
    """What happens to a request."""

    NONE = auto()
    REFUSED = auto()
    """It is answered no."""
    DROPPED = auto()
    """The connection ends before it has reached the service."""
    LOST = auto()
    """The service does it, and the answer is lost."""
    SILENCE = auto()
    """Nothing happens until the way is closed."""


class Way:
    """What passes on the way: every request as `DELETE /path`; `fault` decides about each, given what passed before."""

    def __init__(self, target_port: int, fault: Callable[[str, list[str]], Fault]) -> None:
        self.target_port = target_port
        self.fault = fault
        self.passed: list[str] = []
        self.is_silent = threading.Event()
        self.is_closed = threading.Event()
        self.url = ""


@contextmanager
def way_to(port: int, fault: Callable[[str, list[str]], Fault]) -> Iterator[Way]:
    """A proxy to the server on `port` of this machine."""
    way = Way(port, fault)

    class Handler(_Handler):
        shared = way

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        way.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield way
        finally:
            way.is_closed.set()
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    shared: Way

    def do_GET(self) -> None:
        request = f"{self.command} {self.path}"
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        fault = self.shared.fault(request, self.shared.passed)
        self.shared.passed.append(request)
        self.close_connection = True
        match fault:
            case Fault.REFUSED:
                self._answer(403, b'{"error":"forbidden_op","error_description":"not today"}')
            case Fault.SILENCE:
                self.shared.is_silent.set()
                self.shared.is_closed.wait()
            case Fault.NONE | Fault.LOST:
                status, content = self._forward(body)
                if fault is Fault.NONE:
                    self._answer(status, content)

    do_POST = do_DELETE = do_PUT = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Requests are in `passed`."""

    def _forward(self, body: bytes) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.shared.target_port)
        kept = {name: self.headers[name] for name in ("authorization", "content-type") if name in self.headers}
        connection.request(self.command, self.path, body, kept)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content

    def _answer(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
