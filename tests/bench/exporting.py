"""What is measured of `roam export`: how fast it writes an archive out, and whether its memory grows with it."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.archived import KEY, Archived
from tests.bench.measures import Measures
from tests.bench.programs import Program
from tests.e2e.running import ROAM

FORMATS = ("text", "jsonl", "records", "markdown", "html")
BETWEEN_LOOKS = 0.01
"""Seconds."""


def exporting(name: str, kept: Archived, home: Path) -> Program:
    """The archive's only conversation in every form; the time is that of the whole command."""

    def measure() -> Measures:
        with TemporaryDirectory(dir=home) as folder:
            found = [_exported(form, kept, home, Path(folder)) for form in FORMATS]
        return {key: value for measured in found for key, value in measured.items()}

    return Program(name, measure)


def _exported(form: str, kept: Archived, home: Path, folder: Path) -> Measures:
    file = folder / f"exported-{form}"
    command = [*ROAM, "export", KEY.id, "--format", form, "--output", str(file)]
    begun = time.perf_counter()
    with subprocess.Popen(command, env=kept.environment(home), stdout=subprocess.DEVNULL) as running:
        peak = 0.0
        while not (ended := os.wait4(running.pid, os.WNOHANG))[0]:
            peak = _peak(running.pid) or peak
            time.sleep(BETWEEN_LOOKS)
        _pid, status, used = ended
        taken = time.perf_counter() - begun
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise RuntimeError(f"the export ended with {running.returncode}")
    return {
        f"{form}, messages a second": kept.size / taken,
        f"{form}, CPU for 1,000 messages": (used.ru_utime + used.ru_stime) / kept.size * 1e6,
        f"{form}, memory, MB": peak,
    }


def _peak(process: int) -> float:
    """The most memory (MB) that a program has had so far, 0 for one that has ended.

    What is told of it at its end is of no use: that counts what the process was before it became the program, a copy of
    this one.
    """
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"^VmHWM:\s*(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else 0.0
