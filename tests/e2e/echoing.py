"""A server that gives back every secret it is sent, in the forms that a badly made or a hostile one may use."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote


def forms(secret: str) -> list[str]:
    """The secret as it is, cut in two, and as JSON, URLs and base64 write it."""
    data = secret.encode()
    half = len(secret) // 2
    return [
        secret,
        f"{secret[:half]}\n{secret[half:]}",
        quote(secret, safe=""),
        base64.b64encode(data).decode(),
        base64.b64encode(b"x" + data).decode(),
        base64.urlsafe_b64encode(b"xy" + data).decode(),
        data.hex(),
    ]


class _Echo(BaseHTTPRequestHandler):
    """Answers each request in the next of several ways, each with the secrets of the request in it."""

    protocol_version = "HTTP/1.1"
    turn = 0
    token = ""

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        if self.path.endswith("/token") and self.token:
            self.send(200, json.dumps({"access_token": self.token, "expires_in": 60}), {})
            return
        secrets = [self.headers.get("authorization", "").removeprefix("Bearer ")]
        if self.path.endswith("/token"):
            secrets = [json.loads(body)["password"]]
        said = " | ".join(form for secret in secrets for form in forms(secret))
        error = json.dumps({"error": said, "error_description": said})
        escaped = "".join(f"\\u{ord(char):04x}" for char in secrets[0])
        ways = [
            (401, error, {}),
            (403, error, {}),
            (400, f'{{"error_description": "{escaped}"}}', {}),
            (400, json.dumps({"error_description": "x" * 190 + secrets[0]}), {}),
            (500, f"<html>{said}", {"retry-after": "0"}),
            (302, "", {"location": f"http://127.0.0.1:9/{quote(secrets[0])}?token={quote(secrets[0])}"}),
            (302, "", {"location": f"http://[{quote(secrets[0])}"}),
            (200, f"<html>{said}", {}),
        ]
        type(self).turn += 1
        self.send(*ways[self.turn % len(ways)])

    def send(self, status: int, body: str, headers: dict[str, str]) -> None:
        data = body.encode()
        self.send_response_only(status)
        for name, value in {**headers, "content-length": str(len(data)), "content-type": "application/json"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_DELETE = do_PUT = answer  # noqa: N815  # the names that http.server looks for


@contextmanager
def echoing(token: str = "") -> Iterator[str]:
    """Run the server, giving its address; with a `token` it lets everybody sign in, and echoes after that."""
    handler = type("Echo", (_Echo,), {"turn": 0, "token": token})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
