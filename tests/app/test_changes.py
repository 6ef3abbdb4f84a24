"""What happened since the user was here, as it is told and gone to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.driving import Backend, Running, screen_text, settle, until
from tests.archives import in_file
from tests.model_service import START, ModelService, message
from tui.app.app import RoamApp
from tui.app.change_words import in_words
from tui.app.screens.changes import ChangesScreen
from tui.app.widgets.conversation_list import ConversationList
from tui.changes import Change, ChangeKind
from tui.events import MessagesRemoved, PinChanged
from tui.models import ConversationKey, ConversationType
from tui.runs import Position
from tui.store import Store

BOB = ConversationKey("bob", ConversationType.SINGLE)
NOW = datetime.fromtimestamp(START / 1000, UTC)


def change(kind: ChangeKind, count: int = 1, who: str = "") -> Change:
    place = None if kind in (ChangeKind.PINNED, ChangeKind.CAME) else Position(START, 1)
    return Change(1, START, kind, BOB, place, who, count)


def is_drawn(pilot: Pilot[None], words: str) -> bool:
    return words in screen_text(pilot.app)


def are_told(pilot: Pilot[None]) -> bool:
    return isinstance(pilot.app.screen, ChangesScreen)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (change(ChangeKind.RECALLED, who="eve"), "Eve E. recalled a message of Mon 06:13."),
        (change(ChangeKind.EDITED, who="\x1b[2Jx"), "␛[2Jx edited a message of Mon 06:13."),
        (change(ChangeKind.REMOVED), "A message of Mon 06:13 was deleted on another device."),
        (change(ChangeKind.REMOVED, 1200), "1,200 messages up to Mon 06:13 were deleted on another device."),
        (change(ChangeKind.PINNED), "Pinned on another device."),
    ],
)
def test_changes_are_told_in_sentences(told: Change, words: str) -> None:
    assert in_words(told, lambda key: "Eve E." if key.id == "eve" else key.id, NOW) == words


@pytest.mark.parametrize("kind", ChangeKind)
def test_every_kind_has_its_words(kind: ChangeKind) -> None:
    words = in_words(change(kind, who="eve"), lambda key: key.id, NOW)
    assert words.endswith(".")
    assert "{" not in words


async def test_what_is_told_is_gone_to(running: Running, service: ModelService, store: Store) -> None:
    service.talk("ann", [message(900)])
    service.talk("bob", [message(number) for number in range(1, 200)])
    async with running(80, 24) as pilot:
        await pilot.press("j")
        await settle(pilot)
        await pilot.press("k")
        store.apply(PinChanged(ConversationKey("ann", ConversationType.SINGLE), True, 7))
        store.apply(MessagesRemoved(BOB, frozenset({"160"}), recalled_by="bob"))
        await pilot.press("c")
        await until(pilot, partial(are_told, pilot))
        await settle(pilot)
        drawn = screen_text(pilot.app)
        assert drawn.index("bob recalled a message of") < drawn.index("Pinned on another device.")
        await pilot.press("enter")
        await settle(pilot)
        drawn = screen_text(pilot.app)
        assert "bob · direct chat" in drawn
        assert "message 159" in drawn or "message 161" in drawn
        assert "message 160" not in drawn


async def test_what_was_told_is_new_no_more(backend: Backend, service: ModelService, tmp_path: Path) -> None:
    service.talk("ann", [message(900)])
    service.talk("bob", [message(1)])
    for expected in ("", "Pinned on another device", "Nothing new since"):
        async with RoamApp(Store(backend.open, in_file(tmp_path / "a.db"))).run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            if expected.startswith("Pinned"):
                await until(pilot, partial(is_drawn, pilot, "c: 1 change"))
            if expected:
                await pilot.press("c")
                await until(pilot, partial(are_told, pilot))
                await settle(pilot)
                drawn = screen_text(pilot.app)
                assert expected in drawn
                assert ("Nothing new" in drawn) == (expected == "Nothing new since")
                await pilot.press("G", "enter")
                await settle(pilot)
                assert pilot.app.screen.query_one(ConversationList).cursor_key == BOB
        service.conversations[BOB] = replace(service.conversations[BOB], is_pinned=True, pinned_time=START)


async def test_where_nothing_has_happened_that_is_said(running: Running, service: ModelService) -> None:
    service.talk("ann", [message(900)])
    async with running() as pilot:
        await pilot.press("c")
        await settle(pilot)
        await until(pilot, partial(is_drawn, pilot, "No recalls, edits"))
        assert not are_told(pilot), "it takes no screen to say so"
