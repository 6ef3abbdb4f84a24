"""The local service in a process of its own, on a real socket."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = """
import sys
from tui.server.service import Service
from tui.server.serving import serve
service = Service.create(sys.argv[1], sys.argv[2])
serve(service, on_ready=lambda host, port: print(host, port, flush=True))
service.close()
print("closed", flush=True)
"""


class Running:
    """A served database; `rest` and `live` are the addresses of its two ends."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self._process = process
        self._output = process.stdout
        host, port = self._output.readline().split()
        self.rest = f"http://{host}:{port}"
        self.live = f"ws://{host}:{port}/websocket"

    def stop(self, number: signal.Signals) -> tuple[int, str]:
        """Send a signal; the exit code, and what was printed after being ready."""
        self._process.send_signal(number)
        rest = self._output.read()
        return self._process.wait(20), rest


@contextmanager
def running(folder: Path, app_key: str) -> Iterator[Running]:
    """Serve the database `folder`/service.db until the block ends."""
    command = [sys.executable, "-c", PROGRAM, database_url(folder), app_key]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            yield Running(process)
        finally:
            process.kill()


def database_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'service.db'}"
