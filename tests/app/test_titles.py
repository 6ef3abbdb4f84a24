"""What the frames say."""

from __future__ import annotations

import pytest

from tui.app.glyphs import UNICODE
from tui.app.screens.titles import history_note
from tui.models import ConversationKey, ConversationType
from tui.store.snapshots import HistorySnapshot

BOB = ConversationKey("bob", ConversationType.SINGLE)


@pytest.mark.parametrize(
    ("reaches_newest", "below", "note"),
    [
        (True, 0, ()),
        (True, 1_204, ("1,204 newer below ↓",)),
        (False, 1_204, ("1,204+ newer below ↓",)),
    ],
)
def test_what_is_below_is_counted_as_far_as_it_is_loaded(reaches_newest: bool, below: int, note: tuple[str]) -> None:
    snapshot = HistorySnapshot(BOB, "bob", message_count=2_000, reaches_newest=reaches_newest)
    assert history_note(snapshot, below, UNICODE) == note
