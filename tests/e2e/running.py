"""The installed program: run to its end, or as a server that stops when the test does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

APP_KEY = "acme#support"
PASSWORD = "a-password-for-tests"
ROAM = (sys.executable, "-m", "tui")

_READY = re.compile(r"roam: serving (\S+) at http://(\S+):(\d+) \(live ws://\2:\3/websocket\)\n")


def clean_environment(home: Path, **variables: str) -> dict[str, str]:
    """This process's environment without any configuration of the user's."""
    without = ("ROAM_", "XDG_", "COLUMNS", "LINES")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(without)}
    places = {f"XDG_{kind.upper()}_HOME": str(home / kind) for kind in ("config", "state", "data")}
    return {**kept, "HOME": str(home), **places, "LC_ALL": "C.UTF-8", **variables}


def roam(*arguments: str, environment: Mapping[str, str], stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [*ROAM, *arguments], env=environment, input=stdin, capture_output=True, text=True, check=False, timeout=60
    )


@dataclass(frozen=True)
class Server:
    """A running `roam serve`."""

    rest_url: str
    port: int
    process: subprocess.Popen[str]

    def stop(self) -> int:
        """Ask it to end, as a supervisor does; returns its exit code."""
        self.process.terminate()
        return self.process.wait(20)


@contextmanager
def serving(database: str, environment: Mapping[str, str], port: int = 0, *options: str) -> Iterator[Server]:
    """Run `roam serve` until the block ends; it answers when the block begins."""
    command = [*ROAM, "serve", "--db", database, "--app-key", APP_KEY, "--port", str(port), *options]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            ready = _READY.fullmatch(line)
            assert ready, f"not ready but {line!r}"
            assert ready[1] == APP_KEY
            yield Server(f"http://{ready[2]}:{ready[3]}", int(ready[3]), process)
        finally:
            process.kill()
