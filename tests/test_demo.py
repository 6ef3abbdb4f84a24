"""The demo: what it shows before there is a service, and what becomes of it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.app.driving import asked, screen_text, until
from tests.journals import in_memory
from tests.server.first_screen import NOW, first_look
from tui.app.app import RoamApp
from tui.demo import demo, open_demo, open_known_archive
from tui.errors import TransportError
from tui.removal.rules import Rules
from tui.server.seed.first_screen import FILE, first_screen, written
from tui.store import Opened, Report, Store
from tui.store.snapshots import ConversationItem, HistorySnapshot, Phase
from tui.timeline.rows import MessageRow

DAY = 86_400_000
SQUARE = "Town square"
LAST = "Reading changes nothing: no read receipts"


class Local:
    """The demo, whose service comes when it `may_come`, or fails."""

    def __init__(self) -> None:
        now = time.time_ns() // 1_000_000
        self._open = open_demo(None, now, live=False)
        self.failure: TransportError | None = None
        self.may_come = asyncio.Event()
        self.is_begun = asyncio.Event()
        self.store = Store(
            self.open, open_known_archive(now), is_local=True, open_journal=in_memory, rules=Rules(grace_seconds=0)
        )

    async def open(self, report: Report) -> Opened:
        self.is_begun.set()
        await self.may_come.wait()
        if self.failure is not None:
            raise self.failure
        return await self._open(report)

    def first_history(self) -> HistorySnapshot:
        return self.store.histories.snapshot(self.store.conversations.snapshot().items[0].key)


@asynccontextmanager
async def looking(local: Local) -> AsyncIterator[Pilot[None]]:
    """The browser at the demo, as it is before the service comes."""
    app = RoamApp(local.store)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await asyncio.wait_for(local.is_begun.wait(), 20)
        assert LAST in screen_text(app)
        yield pilot


async def come(pilot: Pilot[None], local: Local) -> None:
    local.may_come.set()
    await until(pilot, lambda: screen_text(pilot.app).splitlines()[0] == " roam · mei · demo · ready")


async def test_generating_the_first_screen_again_changes_nothing() -> None:
    assert written(await first_look(NOW), NOW) == FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("now", [NOW - 1, NOW + 1, NOW + 11 * DAY + 7_654_321, NOW + 4_000 * DAY])
async def test_at_any_time_it_is_what_is_there_after_a_look_at_the_service(now: int) -> None:
    assert first_screen(now) == await first_look(now)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/St_Johns"])
async def test_nothing_is_seen_to_change_when_the_service_comes(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as changed:
        changed.setenv("TZ", zone)
        time.tzset()
        local = Local()
        async with looking(local) as pilot:
            drawn, listed, history = _seen(local, pilot)
            await come(pilot, local)
            await until(pilot, lambda: local.first_history().phase is Phase.READY)
            assert _seen(local, pilot) == (drawn, listed, history)
    time.tzset()


def _seen(local: Local, pilot: Pilot[None]) -> tuple[Any, ...]:
    """All but how the connection stands."""
    listed, history = local.store.conversations.snapshot(), local.first_history()
    assert history.coverage is not None
    coverage = replace(history.coverage, read_at=0)
    lines = screen_text(pilot.app).splitlines()[1:]
    return lines, [_shown(item) for item in listed.items], replace(history, phase=Phase.READY, coverage=coverage)


def _shown(item: ConversationItem) -> ConversationItem:
    """Without the service's own words, which a page of history has more of than the list."""
    assert item.last_message is not None
    return replace(item, last_message=replace(item.last_message, service={}))


async def test_a_pin_waits_for_the_service() -> None:
    local = Local()
    async with looking(local) as pilot:
        await pilot.press("p")
        await pilot.pause()
        assert local.store.conversations.snapshot().items[0].name != "roam"  # it has lost its place at once
        await come(pilot, local)
        await until(pilot, lambda: not any(item.pending for item in local.store.conversations.snapshot().items))
        guide = next(item for item in local.store.conversations.snapshot().items if item.name == "roam")
        assert not guide.is_pinned
        assert not pilot.app._notifications


async def test_a_removal_waits_for_the_service() -> None:
    local = Local()
    async with looking(local) as pilot:
        await pilot.press("enter", "d")
        await asked(pilot)
        await pilot.press("y")
        await come(pilot, local)
        await until(pilot, lambda: _messages(local.first_history()) == 7)
        assert LAST not in screen_text(pilot.app).split("Welcome to roam")[-1]


async def test_another_conversation_is_read_when_the_service_is_there() -> None:
    local = Local()
    async with looking(local) as pilot:
        await pilot.press("j")
        await until(pilot, lambda: LAST not in screen_text(pilot.app))
        await pilot.press("l", "pageup", "g")
        await come(pilot, local)
        await until(pilot, lambda: "Lan 陈岚 · direct chat · " in screen_text(pilot.app))
        await until(pilot, lambda: "older" not in screen_text(pilot.app).splitlines()[1])


async def test_a_service_that_does_not_come_is_told_of_and_leaves_what_was_known() -> None:
    local = Local()
    local.failure = TransportError("no memory is left")
    async with looking(local) as pilot:
        await pilot.press("p")
        local.may_come.set()
        await until(pilot, lambda: local.store.status.phase is Phase.FAILED)
        await until(pilot, lambda: bool(pilot.app._notifications))
        assert local.store.conversations.snapshot().items[0].is_pinned
        assert LAST in screen_text(pilot.app)


async def test_a_file_has_nothing_of_the_made_up_data(tmp_path: Path) -> None:
    payload = {"bodies": [{"type": "txt", "msg": "hi"}], "ext": {}}
    record = {"msg_id": "1", "timestamp": NOW, "direction": "outgoing", "from": "amy", "to": "bob"}
    path = tmp_path / "history.jsonl"
    path.write_text(json.dumps(record | {"chat_type": "chat", "payload": payload}) + "\n", encoding="utf-8")
    store = demo(path, live=False)
    await store.restore()
    assert store.account is None
    assert store.conversations.snapshot().items == ()
    await store.start()
    assert [item.key.id for item in store.conversations.snapshot().items] == ["bob"]
    assert await _own_hits(store) == 1
    await store.close()


async def test_who_looks_at_the_demo_finds_what_they_said_themselves() -> None:
    store = demo(None, live=False)
    await store.start()
    lan = next(item.key for item in store.conversations.snapshot().items if item.key.id == "lan.04")
    await store.histories.open(lan)
    assert await _own_hits(store) > 1
    await store.close()


async def test_an_archive_that_is_gone_with_the_program_is_not_counted() -> None:
    store = demo(None, live=False)
    await store.start()
    await store.histories.open(store.conversations.snapshot().items[0].key)
    assert store.archive_state.messages == 0
    await store.close()


async def _own_hits(store: Store) -> int:
    """How many messages from whoever looks at it are found in what was opened."""
    await store.histories.open(store.conversations.snapshot().items[0].key)
    await store.searching.search("from:me")
    return len(store.searching.snapshot().findings.hits)


def _messages(history: HistorySnapshot) -> int:
    return sum(isinstance(row, MessageRow) for row in history.rows)
