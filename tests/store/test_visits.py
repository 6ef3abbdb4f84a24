"""Where the reader was, and the bookmarks: known again after a restart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.archives import in_memory, settled
from tests.model_service import message
from tests.store.world import BOB, World
from tests.timeline.notation import parse, place
from tui.models import ConversationKey, ConversationType
from tui.runs import END, START, Position, position
from tui.spots import Bookmark, Spot, Visit
from tui.timeline.rows import GapRow, MessageRow, NewRow, VisitRow, derive_rows
from tui.timeline.visit_line import with_visit_line

TEAM = ConversationKey("240000000000001", ConversationType.GROUP)
PLACES = st.one_of(
    st.sampled_from([START, END]),
    st.builds(Position, st.integers(-(2**60), 2**60), st.integers(1, 2**64 - 2)),
    st.builds(Position, st.integers(0, 2**60), st.just(0), st.text(st.characters(codec="utf-8"), min_size=1)),
)


async def test_what_was_noted_is_there_after_a_restart(world: World) -> None:
    first = await world.online()
    left = Visit(BOB, place("9"), Spot(BOB, place("5"), -3))
    first.store.visits.leave(Visit(BOB, place("8")))
    first.store.visits.leave(left)
    first.store.visits.leave(Visit(TEAM, place("7")))
    marked = Bookmark("a", TEAM, place("3"), "said something")
    first.store.visits.bookmark(Bookmark("z", BOB, place("1")))
    first.store.visits.bookmark(Bookmark("a", BOB, place("2")))
    first.store.visits.bookmark(marked)
    await first.close()
    second = await world.offline()
    assert second.store.visits.of(BOB) == left
    assert second.store.visits.of(TEAM) == Visit(TEAM, place("7"))
    assert list(second.store.visits.bookmarks.values()) == [marked, Bookmark("z", BOB, place("1"))]
    assert second.store.visits.of(ConversationKey("ann", ConversationType.SINGLE)) is None


@given(seen=PLACES, at=st.one_of(st.none(), PLACES), line=st.integers(-1000, 1000))
async def test_any_place_is_kept_as_it_is(seen: Position, at: Position | None, line: int) -> None:
    archive = await in_memory()
    visit = Visit(BOB, seen, None if at is None else Spot(BOB, at, line))
    archive.keep_visit(visit)
    assert await archive.visits() == [visit]
    await archive.aclose()


async def test_what_came_since_the_last_visit_stands_below_a_line(world: World) -> None:
    world.talk(*range(1, 11))
    first = await world.online()
    await first.open()
    first.store.visits.leave(Visit(BOB, position(message(10))))
    await first.close()
    world.talk(11, 12)
    second = await world.online()
    await second.open()
    rows = second.snapshot().rows
    at = next(at for at, row in enumerate(rows) if isinstance(row, VisitRow))
    assert rows[at + 1].key == "11"
    second.link.send(message(13))
    await settled()
    kinds = [type(row) for row in second.snapshot().rows]
    assert kinds.index(VisitRow) < kinds.index(NewRow)


def looks(text: str, seen: str, own_id: str = "") -> str:
    rows = with_visit_line(derive_rows(parse(text)), place(seen), own_id)
    told = (
        "line" if isinstance(row, VisitRow) else row.key
        for row in rows
        if isinstance(row, MessageRow | VisitRow | GapRow)
    )
    return " ".join(told)


def test_the_line_stands_only_where_it_is_certain() -> None:
    assert looks("[ 1 2 3 4 ]", "2") == "1 2 line 3 4"
    assert looks(".. 3 4 ]", "2") == "3 4"
    assert looks("[ 3 4 ]", "2") == "line 3 4"
    assert looks("[ 1 2 ]", "2") == "1 2"
    assert looks("[ 1 2 ~ 8 9 ]", "2") == "1 2 line gap-8 8 9"
    assert looks("[ 1 2 3 ]", "1", own_id="bob") == "1 2 3"


def test_the_first_message_below_the_line_has_a_heading() -> None:
    rows = with_visit_line(derive_rows(parse("[ 1 2 3 ]")), place("1"), "")
    below = rows[[isinstance(row, VisitRow) for row in rows].index(True) + 1]
    assert isinstance(below, MessageRow)
    assert not below.continues
