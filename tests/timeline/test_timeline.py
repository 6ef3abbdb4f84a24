"""A timeline is a stretch of the server's history without holes, whatever pages come and messages go."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.model_service import history_page, message
from tui.models import ChatMessage, ConversationType, HistoryPage, UnreadableBody
from tui.timeline.timeline import Edge, EdgeState, Side, Timeline, newest, oldest

CAP = 9

Step = tuple[str, int]


def ids(timeline: Timeline) -> list[int]:
    return [int(each.id) for each in timeline.messages]


def load(timeline: Timeline, server: list[ChatMessage], side: Side, size: int) -> Timeline:
    if timeline.edge(side).state is EdgeState.END:
        return timeline
    direction = "up" if side is Side.OLDER else "down"
    page = history_page(server, timeline.edge(side).cursor, size, direction)
    return timeline.extended(side, page).trimmed(CAP, side.opposite)


steps = st.lists(st.tuples(st.sampled_from(["older", "newer", "remove", "gone", "refresh", "post"]), st.integers(1, 6)))


@given(count=st.integers(0, 30), size=st.integers(1, 7), at_newest=st.booleans(), steps=steps)
def test_no_hole_and_no_message_twice(count: int, size: int, at_newest: bool, steps: list[Step]) -> None:
    server = [message(number) for number in range(1, count + 1)]
    unseen: set[int] = set()  # removed elsewhere: may still be shown until a page covers them
    timeline = (
        newest(history_page(server, None, size)) if at_newest else oldest(history_page(server, None, size, "down"))
    )
    attached = at_newest
    for step, amount in steps:
        match step:
            case "older" | "newer":
                timeline = load(timeline, server, Side(step), size)
            case "remove":
                victims = {each.id for each in timeline.messages[::amount]}
                server = [each for each in server if each.id not in victims]
                timeline = timeline.without(victims)
            case "gone":
                unseen |= {int(each.id) for each in server[::amount]}
                server = [each for each in server if int(each.id) not in unseen]
            case "refresh" if timeline.newer.state is EdgeState.END:
                timeline = timeline.refreshed(history_page(server, None, size)).trimmed(CAP, Side.OLDER)
                attached = True
            case "post" if timeline.newer.state is not EdgeState.END or not attached:
                count += 1
                server = [*server, message(count)]
            case _:
                continue
        shown = [each for each in ids(timeline) if each not in unseen]
        assert len(set(ids(timeline))) == len(timeline.messages)
        assert ids(timeline) == sorted(ids(timeline))
        if shown:
            assert shown == [int(each.id) for each in server if shown[0] <= int(each.id) <= shown[-1]]
        if timeline.older.state is EdgeState.END and shown:
            assert shown[0] == int(server[0].id)


@given(count=st.integers(0, 40), size=st.integers(1, 7))
def test_scrolling_to_both_ends_sees_every_message(count: int, size: int) -> None:
    server = [message(number) for number in range(1, count + 1)]
    timeline = newest(history_page(server, None, size))
    seen = set(ids(timeline))
    for side in (Side.OLDER, Side.NEWER):
        for _ in range(count + 2):
            timeline = load(timeline, server, side, size)
            seen |= set(ids(timeline))
        assert timeline.edge(side).state is EdgeState.END
    assert seen == set(range(1, count + 1))
    assert ids(timeline) == list(range(1, count + 1))[-len(timeline.messages) :] or not count


def test_a_refresh_drops_what_was_removed_elsewhere() -> None:
    server = [message(number) for number in range(1, 11)]
    timeline = newest(history_page(server, None, 6))
    del server[7]  # message 8
    assert ids(timeline.refreshed(history_page(server, None, 4))) == [5, 6, 7, 9, 10]


def test_a_refresh_that_meets_nothing_known_keeps_only_the_page() -> None:
    timeline = newest(history_page([message(number) for number in range(1, 4)], None, 3))
    later = [message(number) for number in range(1, 20)]
    refreshed = timeline.refreshed(history_page(later, None, 3))
    assert ids(refreshed) == [17, 18, 19]
    assert refreshed.older == Edge(EdgeState.MORE, "17")


def test_a_cursor_that_leads_nowhere_ends_the_history() -> None:
    timeline = newest(HistoryPage((message(2),), "2", is_last=False))
    again = timeline.extended(Side.OLDER, HistoryPage((message(2),), "2", is_last=False))
    assert again.older.state is EdgeState.END


def test_the_cursor_of_a_removed_message_moves_to_one_that_is_left() -> None:
    timeline = newest(history_page([message(number) for number in range(1, 9)], None, 4))
    assert timeline.older.cursor == "5"
    assert timeline.without({"5", "6"}).older.cursor == "7"


def test_a_message_without_an_id_is_never_a_cursor() -> None:
    broken = ChatMessage("", ConversationType.SINGLE, "", "", 0, UnreadableBody("cut off"), position="p")
    timeline = Timeline(messages=(message(1), message(2), broken, message(4)))
    trimmed = timeline.trimmed(2, Side.OLDER)
    assert [each.key for each in trimmed.messages] == ["unreadable-p", "4"]
    assert trimmed.older.cursor == "4"
