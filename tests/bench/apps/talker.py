"""A local server on loopback where somebody talks: `python -m tests.bench.apps.talker DATABASE SENDER TO`.

For each line "FIRST COUNT RATE" on standard input, `COUNT` messages are sent, numbered from `FIRST`, `RATE` a second;
then standard output says how many seconds that took.
"""

from __future__ import annotations

import sys
import threading
import time

from tests.e2e.running import APP_KEY
from tui.server.service import Service
from tui.server.serving import serve

PAUSE = 0.02
"""Seconds between two bursts."""

MOST_AT_ONCE = 500
"""Messages in one transaction, where the machine cannot keep up: others want to read and write meanwhile."""

_BEFORE = "the number is too far to the right to be seen in the list:"


def main(database: str, sender: str, to: str) -> None:
    service = Service.create(database, APP_KEY)
    talking = threading.Thread(target=_obey, args=(service, sender, to), daemon=True)
    talking.start()
    try:
        serve(service, on_ready=lambda host, port: print(f"http://{host}:{port}", flush=True))
    finally:
        service.close()


def _obey(service: Service, sender: str, to: str) -> None:
    for line in sys.stdin:
        first, count, rate = map(int, line.split())
        begun = time.perf_counter()
        said = 0
        while said < count:
            owed = min(int((time.perf_counter() - begun) * rate), said + MOST_AT_ONCE, count)
            service.say_all([(sender, to, f"{_BEFORE} №{first + each} ", "chat") for each in range(said, owed)])
            said = owed
            time.sleep(PAUSE)
        print(f"{time.perf_counter() - begun:.3f}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
