"""One database for many threads, up to its end."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tui.server.database import ClosedError, Database
from tui.server.schema import setting


@pytest.mark.parametrize(("place", "kind"), [("memory", "reading"), ("memory", "writing"), ("file", "writing")])
def test_closing_waits_for_a_transaction_that_has_begun(place: str, kind: str, tmp_path: Path) -> None:
    database = Database("sqlite://" if place == "memory" else f"sqlite:///{tmp_path / 'service.db'}")
    begun, go_on = threading.Event(), threading.Event()
    counts: list[int] = []

    def work() -> None:
        with database.reading() if kind == "reading" else database.writing() as connection:
            begun.set()
            go_on.wait(10)
            counts.append(connection.scalar(select(func.count()).select_from(setting)) or 0)

    worker = threading.Thread(target=work)
    closer = threading.Thread(target=database.close)
    worker.start()
    assert begun.wait(10)
    closer.start()
    closer.join(0.2)
    assert closer.is_alive()
    go_on.set()
    worker.join(10)
    closer.join(10)
    assert counts == [0]
    assert not closer.is_alive()


def test_nothing_begins_after_closing() -> None:
    database = Database("sqlite://")
    database.close()
    database.close()
    with pytest.raises(ClosedError), database.reading():
        pass
    with pytest.raises(ClosedError), database.writing():
        pass
