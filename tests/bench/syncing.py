"""What is measured of `roam sync --all`: how fast it fetches, and whether its memory grows with what it has fetched."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.corpus import Served
from tests.bench.driver import PATIENCE, Driven, EndedError, StuckError
from tests.bench.measures import Measures
from tests.bench.programs import Program
from tests.e2e.running import ROAM

SHARES = (0.25, 0.5)
"""Of all messages, after which memory is looked at; and once more at the end."""

_FETCHED = re.compile(r"([\d,]+) messages · ")
_DONE = re.compile(r"([\d,]+) new messages; (\d+) of \2 conversations are complete")
_LINE = 400
"""Characters of the latest output that are looked at."""


def syncing(name: str, served: Served, home: Path) -> Program:
    """Fetch all that an account has into a new archive, at a terminal; the time is that of the whole command."""

    def measure() -> Measures:
        command = [*ROAM, "sync", "--all"]
        with TemporaryDirectory(dir=home) as fresh, Driven(command, served.environment(Path(fresh))) as sync:
            memory = _memory(sync, served.messages)
            text = sync.output.text
            taken = sync.output.last - sync.started
        done = _DONE.search(text)
        if done is None or _count(done[1]) != served.messages:
            raise StuckError(f"not everything was fetched:\n{text[-2000:]}")
        return {"messages a second": served.messages / taken, **memory}

    return Program(name, measure)


def _memory(sync: Driven, messages: int) -> Measures:
    """How much memory it has after `SHARES` of the messages and when it has ended, and what work that took."""
    found: Measures = {}
    memory = busy = 0.0
    with suppress(EndedError):
        while True:
            if not sync.read(PATIENCE):
                raise StuckError("it went quiet")
            memory, busy = sync.memory() / 1e6 or memory, sync.cpu() or busy
            fetched = max(map(_count, _FETCHED.findall(sync.output.text[-_LINE:])), default=0)
            for share in SHARES:
                if fetched >= share * messages:
                    found.setdefault(f"memory at {share:.0%}, MB", memory)
    return found | {"memory, MB": memory, "CPU for 1,000 messages": busy / messages * 1e6}


def _count(text: str) -> int:
    return int(text.replace(",", ""))
