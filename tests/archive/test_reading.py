"""Reading page by page, from any place and in both directions."""

from __future__ import annotations

import pytest

from tests.archive.core import Core
from tests.archive.samples import BOB, at, message, messages, page_up, place
from tui.events import MessageArrived, MessagesRemoved
from tui.models import ChatMessage, ConversationKey, ConversationType
from tui.runs import Coverage, Hole, Position, Stretch


@pytest.fixture
def archive() -> Core:
    """1 to 3 at the floor, then a gap, then 7 to 9."""
    archive = Core()
    archive.write(page_up(messages(1, 2, 3), last=True), page_up(messages(7, 8, 9)))
    return archive


def keys(stretch: Stretch) -> list[str]:
    return [each.key for each in stretch.messages]


def test_the_newest_and_on_from_them(archive: Core) -> None:
    newest = archive.reader.older(BOB, None, 2)
    assert (keys(newest), dict(newest.gaps), newest.joins, newest.is_last) == (["8", "9"], {}, True, False)
    on = archive.reader.older(BOB, place(8), 2)
    assert (keys(on), dict(on.gaps), on.joins, on.is_last) == (["3", "7"], {"7": "7"}, True, False)
    rest = archive.reader.older(BOB, place(3), 2)
    assert (keys(rest), dict(rest.gaps), rest.joins, rest.is_last) == (["1", "2"], {}, True, True)
    assert archive.reader.older(BOB, place(1), 2) == Stretch(floor=place(1))


def test_the_oldest_and_on_from_them(archive: Core) -> None:
    oldest = archive.reader.newer(BOB, None, 2)
    assert (keys(oldest), dict(oldest.gaps), oldest.joins, oldest.is_last) == (["1", "2"], {}, True, False)
    on = archive.reader.newer(BOB, place(2), 2)
    assert (keys(on), dict(on.gaps), on.joins, on.is_last) == (["3", "7"], {"7": "7"}, True, False)
    rest = archive.reader.newer(BOB, place(7), 2)
    assert (keys(rest), dict(rest.gaps), rest.joins, rest.is_last) == (["8", "9"], {}, True, True)
    assert archive.reader.newer(BOB, place(9), 2) == Stretch(floor=place(1))


def test_across_a_gap_nothing_joins(archive: Core) -> None:
    assert not archive.reader.older(BOB, place(7), 2).joins
    assert not archive.reader.newer(BOB, place(3), 2).joins
    assert archive.reader.newer(BOB, place(3), 2).gaps == {"7": "7"}


def test_a_place_that_is_not_archived_joins_nothing(archive: Core) -> None:
    assert not archive.reader.older(BOB, place(5), 2).joins
    assert not archive.reader.older(BOB, place(12), 2).joins
    assert not archive.reader.newer(BOB, place(5), 2).joins


def test_the_place_of_a_removed_message_joins_its_neighbours(archive: Core) -> None:
    archive.write(MessagesRemoved(BOB, frozenset({"2", "8"})))
    assert archive.reader.older(BOB, place(2), 2).joins
    assert archive.reader.newer(BOB, place(8), 2).joins


def test_below_the_floor_all_joins() -> None:
    archive = Core()
    archive.write(page_up(messages(1, 2)), page_up(messages(5, 6)), page_up(messages(9), last=True))
    assert archive.reader.older(BOB, place(5), 2).joins
    assert archive.reader.newer(BOB, place(2), 2).joins
    assert archive.reader.newer(BOB, place(6), 2).joins


@pytest.mark.parametrize(
    ("time", "found", "is_last"),
    [
        (at(2), ["1", "2", "3"], True),
        (at(1.5), ["1", "2", "3"], True),
        (at(5), ["2", "3", "7", "8"], False),
        (at(0), ["1", "2"], True),
        (at(30), ["8", "9"], False),
    ],
)
def test_around_a_time(archive: Core, time: int, found: list[str], is_last: bool) -> None:
    stretch = archive.reader.around(BOB, time, 2)
    assert (keys(stretch), stretch.is_last) == (found, is_last)
    assert set(stretch.gaps) == {"7"} & set(found)


def test_coverage(archive: Core) -> None:
    archive.now = at(100)
    assert archive.coverage() == Coverage(BOB, 6, at(1), at(9), (Hole(at(3), at(7)),), has_oldest=True, read_at=at(0))
    archive.write(page_up(messages(3, 4, 5, 6), before=7))
    assert archive.coverage() == Coverage(BOB, 9, at(1), at(9), (), has_oldest=True, read_at=at(100))


def test_coverage_is_of_whom_it_was_asked(archive: Core) -> None:
    carol = ConversationKey("carol", ConversationType.SINGLE)
    assert archive.reader.coverages([carol]) == {carol: Coverage(carol)}
    assert list(archive.reader.coverages(None)) == [BOB]


def test_ids_beyond_the_signed_numbers_sort_as_they_are() -> None:
    archive = Core()
    ids = (1, 2**63 - 1, 2**63, 2**64 - 1)
    found = tuple(message(number, time=at(1)) for number in ids)
    archive.write(page_up(found, last=True))
    assert [each.id for each in archive.messages()] == list(map(str, ids))
    last = archive.reader.older(BOB, Position(at(1), 2**64 - 1), 1)
    assert keys(last) == [str(2**63)]


def test_a_long_history_reads_the_same_in_any_portions() -> None:
    archive = Core()
    numbers = range(1, 48)
    archive.write(*(MessageArrived(BOB, message(number), is_own=False) for number in numbers))
    found: list[ChatMessage] = []
    before = None
    while not (stretch := archive.reader.older(BOB, before, 7)).is_last:
        found[:0] = stretch.messages
        before = place(int(stretch.messages[0].id))
    assert [each.id for each in (*stretch.messages, *found)] == list(map(str, numbers))


@pytest.mark.parametrize("limit", [1, 2, 4, 100])
def test_messages_as_they_are_kept_are_those_that_are_read(archive: Core, limit: int) -> None:
    found: list[ChatMessage] = []
    gaps: list[Position] = []
    after: Position | None = None
    while True:
        sheet = archive.reader.kept(BOB, after, limit)
        found += [each.read(sheet.viewpoint) for each in sheet.messages]
        gaps += sorted(sheet.gaps)
        assert sheet.floor == place(1)
        if sheet.is_last:
            break
        after = sheet.messages[-1].place
    assert tuple(found) == archive.messages()
    assert gaps == [place(7)]


def test_nothing_is_kept_of_what_was_never_heard_of(archive: Core) -> None:
    sheet = archive.reader.kept(ConversationKey("nobody", ConversationType.SINGLE), None, 9)
    assert (sheet.messages, sheet.is_last) == ((), True)
