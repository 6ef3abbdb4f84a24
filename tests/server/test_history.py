"""Pages of history: their order, cursors and filters, also where much was removed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from tests.server.worlds import GROUP, NOON, Caller, Filled, ids_of, in_group, service_of, sign_in, text
from tui.models import Json
from tui.protocol.records import Record
from tui.server.conversations import find
from tui.server.history import (
    MOST_LOOKED_AT,
    Position,
    Seat,
    Window,
    place_of,
    read_page,
    remove_by_ids,
    remove_by_time,
)

QUEUE = f"{GROUP}@conference.easemob.com"
TALK = [
    in_group(number, "bob" if number % 3 else "carol", kind="img" if number % 4 == 0 else "txt") for number in range(90)
]
IDS = [record.id for record in TALK]


async def alice_of(filled: Filled, records: Sequence[Record]) -> Caller:
    return await sign_in(filled(*records), "alice")


async def test_both_directions_give_everything_once(filled: Filled) -> None:
    alice = await alice_of(filled, TALK)
    assert await alice.walk(QUEUE, pull_number=50) == IDS[::-1]
    assert await alice.walk(QUEUE, pull_number=7, is_positive=True) == IDS


@pytest.mark.parametrize("start", [-1, None, "", "-1"])
async def test_these_starts_mean_the_end(filled: Filled, start: Json) -> None:
    alice = await alice_of(filled, TALK)
    assert ids_of(await alice.page(QUEUE, start=start, pull_number=2)) == IDS[:-3:-1]
    assert ids_of(await alice.page(QUEUE, start=start, pull_number=2, is_positive=True)) == IDS[:2]


@pytest.mark.parametrize(
    ("asked", "given"), [(None, 20), (0, 20), ("20", 20), (1, 1), (51, 50), (10**30, 50), (-3, 20)]
)
async def test_page_sizes_are_cut(filled: Filled, asked: Json, given: int) -> None:
    alice = await alice_of(filled, TALK)
    assert len(ids_of(await alice.page(QUEUE, pull_number=asked))) == given


async def test_the_cursor_itself_is_not_in_the_page_and_need_not_be_an_id_of_it(filled: Filled) -> None:
    alice = await alice_of(filled, TALK[:40:2])
    assert ids_of(await alice.page(QUEUE, start=IDS[4], pull_number=2)) == [IDS[2], IDS[0]]
    assert ids_of(await alice.page(QUEUE, start=IDS[5], pull_number=2)) == [IDS[4], IDS[2]]
    assert ids_of(await alice.page(QUEUE, start=IDS[5], pull_number=2, is_positive=True)) == [IDS[6], IDS[8]]
    assert ids_of(await alice.page(QUEUE, start=1, pull_number=2)) == []
    assert ids_of(await alice.page(QUEUE, start="18446744073709551615", pull_number=1)) == [IDS[38]]


async def test_filters_narrow_what_comes(filled: Filled) -> None:
    alice = await alice_of(filled, TALK)
    images = [record.id for record in TALK if record.kind == "img"]
    carols = [record.id for record in TALK if record.sender == "carol"]
    assert await alice.walk(QUEUE, msgType="img", is_positive=True) == images
    assert await alice.walk(QUEUE, msgType="img,txt,video") == IDS[::-1]
    assert await alice.walk(QUEUE, userId="carol", is_positive=True) == carols
    assert await alice.walk(QUEUE, userId="carol", msgType="img,audio") == [i for i in reversed(carols) if i in images]
    times = {"startTime": NOON + 10_000, "endTime": NOON + 12_000}
    assert await alice.walk(QUEUE, **times, is_positive=True) == IDS[10:13]
    assert await alice.walk(QUEUE, startTime=-(10**400), endTime=10**400) == IDS[::-1]
    assert await alice.walk(QUEUE, startTime=10**400) == []
    assert await alice.walk(QUEUE, startTime=NOON + 10_000.5, endTime=NOON + 11_999.5) == [IDS[11]]


async def test_the_sender_is_not_asked_for_in_single_chats(filled: Filled) -> None:
    alice = await sign_in(filled(text(1, "alice", "bob"), text(2, "bob", "alice")), "alice")
    assert await alice.walk("bob@easemob.com", userId="carol") == ["1002", "1001"]


@pytest.mark.parametrize(
    "members",
    [
        {"start": "1x"},
        {"start": "18446744073709551616"},
        {"pull_number": "many"},
        {"queue": "bob"},
        {"queue": "@easemob.com"},
        {"msgType": 3},
        {"startTime": "soon"},
    ],
    ids=str,
)
async def test_what_cannot_be_read_is_refused(filled: Filled, members: dict[str, Json]) -> None:
    alice = await alice_of(filled, TALK)
    body = {"queue": QUEUE, **members}
    answer = await alice.ask("POST", "users/{me}/messageroaming", body=body)
    assert (answer.status_code, answer.json()["error"]) == (400, "illegal_argument")


async def test_no_history_for_those_who_are_not_in_the_group(filled: Filled) -> None:
    service = filled(*TALK)
    dave = await sign_in(service, "dave")
    answer = await dave.ask("POST", "users/{me}/messageroaming", body={"queue": QUEUE})
    assert answer.status_code == 400
    assert "are not members of this group" in answer.json()["error_description"]
    assert await dave.walk("nobody@easemob.com") == []


def seat_of(connection: Connection) -> Seat:
    seat = find(connection, "alice", "group", GROUP)
    assert seat is not None
    return seat


def everything(connection: Connection, window: Window, size: int) -> list[str]:
    """A whole walk, page by page, without HTTP."""
    seat = seat_of(connection)
    found: list[str] = []
    start: Position | None = None
    while True:
        page = read_page(connection, seat, window, start, size)
        found += [record.id for record in page.records]
        if page.after is None:
            return found
        start = place_of(connection, seat.channel, page.after)


numbers = st.sets(st.integers(0, 59))


@settings(max_examples=40)
@given(
    times=st.lists(st.integers(1, 12), min_size=60, max_size=60),
    gone=numbers,
    until=st.none() | st.integers(0, 12),
    now=st.integers(0, 12),
    window=st.builds(
        Window,
        upwards=st.booleans(),
        kinds=st.sampled_from([(), ("img",), ("img", "txt"), ("loc",)]),
        sender=st.sampled_from([None, "bob", "carol"]),
        since=st.integers(0, 12),
        until=st.integers(0, 12),
    ),
    size=st.integers(1, 50),
)
def test_any_walk_gives_what_is_left_in_order(
    times: list[int], gone: set[int], until: int | None, now: int, window: Window, size: int
) -> None:
    records = [replace(record, time=time) for record, time in zip(TALK, times, strict=False)]
    with closing(service_of(*records)) as service, service.database.writing() as connection:
        remove_by_ids(connection, seat_of(connection), [records[number].id for number in gone])
        if until is not None:
            remove_by_time(connection, seat_of(connection), until, now)
        found = everything(connection, window, size)
    left = [
        record
        for number, record in enumerate(records)
        if number not in gone
        and record.time > (until or 0)
        and window.since <= record.time <= window.until
        and record.sender in (window.sender, record.sender if window.sender is None else None)
        and (not window.kinds or record.kind in window.kinds)
    ]
    left.sort(key=lambda record: (record.time, int(record.id)), reverse=window.upwards)
    assert found == [record.id for record in left]


def test_a_page_looks_at_no_more_than_so_many_removed_messages(filled: Filled) -> None:
    count = MOST_LOOKED_AT * 2
    service = filled(*(in_group(number, "bob") for number in range(count + 1)))
    with service.database.writing() as connection:
        remove_by_ids(connection, seat_of(connection), [str(1000 + number) for number in range(1, count + 1)])
        page = read_page(connection, seat_of(connection), Window(), None, 20)
        assert (page.records, page.after) == ((), str(1000 + count - MOST_LOOKED_AT + 1))
        assert everything(connection, Window(), 20) == ["1000"]
