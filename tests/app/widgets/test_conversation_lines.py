"""A conversation's two lines: widths, times, counts, and texts that mean harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.model_service import START, message
from tui.app.glyphs import ASCII, UNICODE
from tui.app.widgets.conversation_lines import entry_lines
from tui.models import ConversationKey, ConversationType
from tui.store.snapshots import ConversationItem

NOW = datetime.fromtimestamp(START / 1000, UTC)
BOB = ConversationItem(ConversationKey("bob", ConversationType.SINGLE), "bob", False, 0, message(0))


def drawn(item: ConversationItem, width: int = 24) -> list[str]:
    return ["".join(piece.text for piece in line) for line in entry_lines(item, width, NOW, UNICODE)]


def test_name_and_time_above_last_message_and_unread_count() -> None:
    assert drawn(replace(BOB, unread_count=2)) == ["  bob              06:13", "  message 0            2"]


def test_a_pin_is_drawn_in_front() -> None:
    assert drawn(replace(BOB, is_pinned=True))[0] == "▴ bob              06:13"


def test_a_group_says_who_spoke() -> None:
    group = replace(BOB, key=ConversationKey("g", ConversationType.GROUP))
    assert drawn(group)[1] == "# bob: message 0        "


def test_a_conversation_without_messages_has_no_time() -> None:
    assert drawn(replace(BOB, last_message=None)) == ["  bob                   ", "  no messages           "]


def test_a_change_on_its_way_stands_where_the_time_was() -> None:
    assert drawn(replace(BOB, pending=True))[0].endswith(" saving")


def test_a_sign_before_the_count_tells_that_messages_expire() -> None:
    expiring = replace(BOB, expiring=True, unread_count=2)
    assert drawn(expiring) == ["  bob              06:13", "  message 0          ◷ 2"]
    assert drawn(replace(expiring, unread_count=0))[1] == "  message 0            ◷"
    assert "".join(piece.text for piece in entry_lines(expiring, 24, NOW, ASCII)[1]) == "  message 0          ! 2"


def test_more_than_99_unread_are_not_counted_out() -> None:
    assert drawn(replace(BOB, unread_count=100))[1].endswith(" 99+")


def test_of_a_long_id_both_ends_are_left() -> None:
    group = ConversationKey("252233994698755", ConversationType.GROUP)
    unnamed = replace(BOB, key=group, name=group.id)
    assert drawn(unnamed, width=20)[0] == "  252233…98755 06:13"
    assert drawn(replace(unnamed, name="252233994698755 or so"), width=20)[0] == "  25223399469… 06:13"
    assert drawn(unnamed, width=24)[0] == "  252233994698755  06:13"


def test_long_chinese_names_are_cut_between_characters() -> None:
    assert drawn(replace(BOB, name="那部电影的导演是谁呢"), width=20)[0] == "  那部电影的…  06:13"


@given(
    name=st.text(max_size=40),
    text=st.text(max_size=80),
    width=st.integers(1, 60),
    unread=st.integers(0, 1000),
    pinned=st.booleans(),
    expiring=st.booleans(),
)
def test_both_lines_are_exactly_as_wide_as_asked(
    name: str, text: str, width: int, unread: int, pinned: bool, expiring: bool
) -> None:
    last = message(1, sender=name, text=text)
    item = replace(BOB, name=name, last_message=last, unread_count=unread, is_pinned=pinned, expiring=expiring)
    for glyphs in (UNICODE, ASCII):
        for line in entry_lines(item, width, NOW, glyphs):
            assert sum(cell_len(piece.text) for piece in line) == width


def test_nothing_that_a_terminal_obeys_is_left() -> None:
    hostile = "\x1b[2J\x9b31m\x07\u202eevil\n\ttext"
    lines = drawn(replace(BOB, name=hostile, last_message=message(1, text=hostile)), 60)
    assert not set("\x1b\x9b\x07\u202e\n\t") & set("".join(lines))
