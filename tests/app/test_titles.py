"""What the frames say."""

from __future__ import annotations

import pytest

from tui.app.glyphs import UNICODE
from tui.app.screens.titles import history_note, history_title
from tui.models import ConversationKey, ConversationType
from tui.runs import Coverage, Hole
from tui.store.snapshots import HistorySnapshot

BOB = ConversationKey("bob", ConversationType.SINGLE)
HOLE = Hole(1, 2)


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


@pytest.mark.parametrize(
    ("coverage", "words"),
    [
        (None, "2,000 loaded"),
        (Coverage(BOB, 19_252, has_oldest=True), "19,252 here, none missing"),
        (Coverage(BOB, 19_252, gaps=(HOLE,), has_oldest=True), "19,252 here, 1 gap"),
        (Coverage(BOB, 19_252, gaps=(HOLE, HOLE), has_oldest=True), "19,252 here, 2 gaps"),
        (Coverage(BOB, 50), "50 here, older not fetched"),
        (Coverage(BOB, 150, gaps=(HOLE, HOLE)), "150 here, 2 gaps, older not fetched"),
        (Coverage(BOB), ""),
    ],
)
def test_a_title_tells_how_much_is_here_and_what_is_missing(coverage: Coverage | None, words: str) -> None:
    snapshot = HistorySnapshot(BOB, "Bob", message_count=2_000, coverage=coverage)
    assert history_title(snapshot) == ("Bob", "direct chat", words)
