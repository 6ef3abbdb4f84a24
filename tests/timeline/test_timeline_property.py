"""Whatever happens in whatever order: nothing is hidden, nothing comes back, and everything can be reached."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.timeline.model_world import World
from tui.runs import position
from tui.timeline.recalls import with_recalls
from tui.timeline.rows import MessageRow, RecallRow, Row, derive_rows
from tui.timeline.timeline import EdgeState, Request, Side

Step = tuple[str, int, int]

KINDS = (
    "send", "send", "send", "send skewed", "tell", "tell", "tell", "tell", "again", "newest", "newest", "oldest",
    "older", "newer", "up", "down", "gap", "gap", "answer", "answer", "answer", "answer", "extend", "extend", "trim",
    "remove", "delete", "delete", "edit", "edit", "expire", "cut", "recall", "connect", "disconnect", "restart",
)  # fmt: skip

numbers = st.integers(0, 7)
steps = st.lists(st.tuples(st.sampled_from(KINDS), numbers, numbers), min_size=10, max_size=60)


def take(world: World, step: Step) -> None:
    """One thing happens."""
    kind, one, two = step
    side = Side.OLDER if two % 2 else Side.NEWER
    size = 1 + one % 4
    match kind:
        case "send":
            world.send(one % 2, 0)
        case "send skewed":
            world.send(one % 2, two % 3)
        case "tell":
            world.tell(one)
        case "again":
            world.tell(one, again=True)
        case "newest" | "oldest":
            world.ask(Request(kind == "newest"), size)
        case "older" | "newer":
            world.ask_beyond(Side(kind), size)
        case "up" | "down":
            world.ask_around(two, size, up=kind == "up")
        case "gap":
            world.ask_in_gap(one, size, side)
        case "answer":
            world.answer(one)
        case "extend":
            world.extend(side, size)
        case "trim":
            world.trim(2 + one, side)
        case "remove":
            world.remove(one)
        case "delete":
            world.delete(one)
        case "edit":
            world.edit(one)
        case "expire":
            world.expire(1 + one % 3)
        case "cut" if one == two:
            world.cut(one, two % 3)
        case "recall":
            world.recall(one)
        case "connect":
            world.connect()
        case "disconnect":
            world.disconnect()
        case "restart" if one == two:
            world.restart()
        case _:
            pass


def check(world: World) -> None:
    """What holds after every step."""
    timeline = world.timeline
    places = [position(message) for message in timeline.messages]
    keys = [message.key for message in timeline.messages]
    assert places == sorted(places)
    assert len(set(keys)) == len(keys)
    assert timeline.gaps.keys() <= set(keys[1:])
    assert not timeline.attached or timeline.newer.state is EdgeState.END
    assert timeline.removed.isdisjoint(keys), "one that was removed came back"
    about_to_go = {message.key for kind, message in world.unsent if kind == "removed"}
    deleted = world.gone - {message.key for message in world.kept} - about_to_go
    assert deleted.isdisjoint(keys), "a deleted one came back"
    check_nothing_hidden(world)
    check_recalls(world)


def check_recalls(world: World) -> None:
    timeline = world.timeline
    recalled = [recall.place for recall in timeline.recalls]
    assert recalled == sorted(world.recalled)
    lines = with_recalls(derive_rows(timeline, UTC), timeline.recalls, UTC)
    assert [row for row in map(_bare, lines) if row is not None] == [_bare(row) for row in derive_rows(timeline, UTC)]
    assert sum(row.count for row in lines if isinstance(row, RecallRow)) <= len(recalled)


def _bare(row: Row) -> Row | None:
    """The row without what recalls change; None for their own."""
    if isinstance(row, MessageRow):
        return replace(row, continues=False)
    return None if isinstance(row, RecallRow) else row


def check_nothing_hidden(world: World) -> None:
    timeline = world.timeline
    in_transit = {message.key for kind, message in world.unsent if kind == "arrived"} | world.unlucky
    exist = {position(each) for each in world.kept if each.key not in in_transit}
    only_here = filter(world.archive.is_below_floor, world.archive.messages.values())
    archived = {position(each) for each in world.kept if each.key in world.archive.messages}
    archived |= {position(each) for each in only_here if each.key not in world.deleted}
    reachable = exist | archived
    for before, after in pairwise(timeline.messages):
        if after.key not in timeline.gaps:
            hidden = [place for place in reachable if position(before) < place < position(after)]
            assert not hidden, f"{hidden} between {before.id} and {after.id}"
    if not timeline.messages:
        return
    first, last = position(timeline.messages[0]), position(timeline.messages[-1])
    if timeline.older.state is EdgeState.END:
        assert not [place for place in reachable if place < first], "older than the oldest"
    if timeline.newer.state is EdgeState.END:
        assert not [place for place in archived if place > last], "newer in the archive"
    if timeline.attached and world.connected:
        assert not [place for place in exist if place > last], "newer than the newest"


def check_all_seen(world: World) -> None:
    """What holds once everything has been loaded."""
    shown = {message.key: message for message in world.timeline.messages}
    exist = {message.key: message for message in world.kept}
    assert exist.keys() - world.unlucky <= shown.keys()
    assert world.archive.messages.keys() - world.deleted <= shown.keys()


def check_truth(world: World) -> None:
    """What holds once everything has been read again: it is as the server has it, and older ones are only here."""
    timeline = world.timeline
    exist = {message.key: message for message in world.kept}
    for message in timeline.messages:
        if message.key in exist:
            assert message == exist[message.key]
        else:
            assert timeline.floor is not None
            assert position(message) < timeline.floor


def live_through(steps: Iterable[Step]) -> None:
    world = World()
    for step in steps:
        take(world, step)
        check(world)
    world.fill()
    check(world)
    check_all_seen(world)
    world.verify()
    check(world)
    check_truth(world)


@settings(max_examples=200)
@given(steps)
def test_nothing_is_hidden_and_nothing_comes_back(steps: list[Step]) -> None:
    live_through(steps)


@pytest.mark.parametrize("batch", range(8))
def test_nor_in_many_long_lives(batch: int) -> None:
    """The same over many more steps than the search above takes, which shrinks what it finds."""
    for seed in range(batch * 250, batch * 250 + 250):
        chance = random.Random(seed)
        live_through(
            (chance.choice(KINDS), chance.randrange(8), chance.randrange(8)) for _ in range(chance.randrange(20, 90))
        )
