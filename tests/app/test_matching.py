"""What is found by a few letters, and in which order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.app.matching import Candidate, matching, strangers
from tui.models import ConversationKey, ConversationType
from tui.store.snapshots import ConversationItem

SINGLE, GROUP, ROOM = ConversationType.SINGLE, ConversationType.GROUP, ConversationType.ROOM

NAMES = {
    "lan.04": "兰兰",
    "alan": "alan",
    "240000000000001": "Wiki team",
    "240000000000002": "team 七楼 furniture",
    "LanParty": "ＬＡＮ party",
}


def item(id_: str, name: str, *marks: int) -> ConversationItem:
    type_ = GROUP if id_.isdecimal() else SINGLE
    return ConversationItem(ConversationKey(id_, type_), name, False, 0, None, marks=marks)


def found(typed: str, *items: ConversationItem) -> list[str]:
    candidates = [Candidate.of(each) for each in items or [item(id_, name) for id_, name in NAMES.items()]]
    return [each.key.id for each in matching(typed, candidates)]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("", list(NAMES)),
        ("lan", ["lan.04", "LanParty", "alan"]),
        ("ｌａｎ", ["lan.04", "LanParty", "alan"]),
        ("ALAN", ["alan"]),
        ("team", ["240000000000002", "240000000000001"]),
        ("team wiki", ["240000000000001"]),
        ("兰", ["lan.04"]),
        ("七楼", ["240000000000002"]),
        ("七具", []),
        ("wtm", ["240000000000001"]),
        ("0001", ["240000000000001"]),
        ("nobody", []),
    ],
)
def test_the_best_come_first(typed: str, ids: list[str]) -> None:
    assert found(typed) == ids


def test_a_mark_is_found_by_its_number() -> None:
    items = [item("ann", "ann", 3), item("bob", "bob", 4, 13), item("mark", "mark 4 me")]
    assert found("mark 4", *items) == ["mark", "bob"]
    assert found("mark 13", *items) == ["bob"]


@given(st.text(max_size=8), st.lists(st.text(max_size=12), max_size=6))
def test_whatever_is_typed_finds_only_what_is_there_once(typed: str, names: list[str]) -> None:
    items = [item(f"u{number}", name) for number, name in enumerate(names)]
    ids = found(typed, *items) if items else []
    assert len(ids) == len(set(ids))
    for number, name in enumerate(names):
        if typed and typed in name and typed.split() == [typed]:
            assert f"u{number}" in ids


def test_an_id_that_nobody_knows_may_be_of_any_kind() -> None:
    assert strangers(" Bob ", []) == [
        ConversationKey("bob", SINGLE),
        ConversationKey("Bob", GROUP),
        ConversationKey("Bob", ROOM),
    ]


def test_a_number_is_more_likely_a_group() -> None:
    assert [key.type for key in strangers("２４００", [])] == [GROUP, ROOM, SINGLE]
    assert strangers("２４００", [])[0].id == "2400"


def test_what_is_known_is_no_stranger() -> None:
    assert ConversationKey("bob", SINGLE) not in strangers("bob", [ConversationKey("bob", SINGLE)])


@pytest.mark.parametrize("typed", ["", "  ", "two words", "兰兰", "esc\x1b[2J", "line\nfeed"])
def test_what_can_be_no_id_is_offered_as_none(typed: str) -> None:
    assert strangers(typed, []) == []
