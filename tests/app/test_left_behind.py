"""The next start tells what has become of a deletion that an end of the program interrupted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.driving import Backend, screen_text, settle, until
from tests.archives import in_memory
from tests.journals import in_file
from tests.model_service import ModelService, message
from tui.app.app import RoamApp
from tui.removal.plan import Removal
from tui.store import Store


@pytest.mark.parametrize(
    ("was_begun", "said", "left"),
    [(False, "bob: not removed,", 2), (True, "bob: removed: 1", 1)],
)
async def test_what_was_left_behind_is_told(
    backend: Backend, service: ModelService, tmp_path: Path, was_begun: bool, said: str, left: int
) -> None:
    bob = service.talk("bob", [message(1), message(2)])
    journal = await in_file(tmp_path / "amy.journal")()
    number = journal.confirm(Removal.of_messages(bob, [message(1)]))
    if was_begun:
        journal.begin(number)
    journal.close()
    app = RoamApp(Store(backend.open, in_memory, open_journal=in_file(tmp_path / "amy.journal")))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await until(pilot, lambda: said in " ".join(screen_text(app).split()))
    assert len(service.messages[bob]) == left
