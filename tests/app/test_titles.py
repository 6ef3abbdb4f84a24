"""What the frames say."""

from __future__ import annotations

import pytest

from tui.app.glyphs import UNICODE
from tui.app.screens.titles import history_note, history_title, list_note, list_title
from tui.app.widgets.history.marks import MarkedCount
from tui.models import ConversationKey, ConversationType
from tui.runs import Coverage, Hole
from tui.store.snapshots import ConversationItem, ConversationsSnapshot, HistorySnapshot, Phase
from tui.timeline.edges import EdgeState, Side
from tui.timeline.rows import EdgeRow

BOB = ConversationKey("bob", ConversationType.SINGLE)
HOLE = Hole(1, 2)


def listed(*items: ConversationItem, phase: Phase = Phase.READY) -> ConversationsSnapshot:
    return ConversationsSnapshot(items, phase)


def item(*, listed: bool = True, expiring: bool = False) -> ConversationItem:
    return ConversationItem(BOB, "bob", False, 0, None, listed=listed, expiring=expiring)


def test_the_title_counts_what_the_service_lists() -> None:
    assert list_title(listed(item(), item(), item(listed=False))) == ("Conversations", "2")
    assert list_title(listed(item(listed=False))) == ("Conversations", "")


def test_the_note_tells_of_messages_that_expire_and_what_to_do() -> None:
    assert list_note(listed(item(expiring=True), item())) == ("roam sync: 1 expires soon",)
    assert list_note(listed(*3 * [item(expiring=True)])) == ("roam sync: 3 expire soon",)
    assert list_note(listed(item())) == ()


def test_the_note_tells_of_changes_to_look_at() -> None:
    assert list_note(listed(item()), 1) == ("c: 1 change",)
    assert list_note(listed(item(expiring=True)), 12) == ("roam sync: 1 expires soon", "c: 12 changes")


def test_a_list_that_may_be_old_says_so_before_anything_else() -> None:
    assert list_note(listed(item(expiring=True), phase=Phase.FAILED)) == ("not up to date", "r reads again")
    assert list_note(listed(phase=Phase.FAILED)) == ()


@pytest.mark.parametrize(
    ("marked", "note"),
    [
        (MarkedCount(3), "3 marked"),
        (MarkedCount(3, 1), "3 marked, 1 off screen"),
        (MarkedCount(1, 0, in_range=True), "marking a range: 1 · V ends it"),
        (MarkedCount(12, 3, in_range=True), "marking a range: 12 · V ends it · 3 off screen"),
        (MarkedCount(5, in_range=True, is_partial=True), "marking what is loaded: 5 · V ends it"),
    ],
)
def test_what_is_marked_is_counted_and_a_range_says_how_it_ends(marked: MarkedCount, note: str) -> None:
    snapshot = HistorySnapshot(BOB, "bob", message_count=20)
    assert " · ".join(filter(None, history_note(snapshot, 0, UNICODE, marked))) == note


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
    assert history_title(snapshot) == ("Bob", "direct chat", "bob", words)


def test_an_id_is_told_once() -> None:
    assert history_title(HistorySnapshot(BOB, "bob")) == ("bob", "direct chat", "")


@pytest.mark.parametrize(
    ("coverage", "words"),
    [
        (Coverage(BOB, 19_252, has_oldest=True), "19,252 here"),
        (Coverage(BOB, 19_252, gaps=(HOLE,), has_oldest=True), "19,252 here, 1 gap"),
        (Coverage(BOB), ""),
    ],
)
def test_without_a_network_nobody_knows_that_none_is_missing(coverage: Coverage, words: str) -> None:
    rows = (EdgeRow("older", Side.OLDER, EdgeState.END), EdgeRow("newer", Side.NEWER, EdgeState.OFFLINE))
    snapshot = HistorySnapshot(BOB, "Bob", rows, message_count=2_000, coverage=coverage)
    assert history_title(snapshot) == ("Bob", "direct chat", "bob", words)
