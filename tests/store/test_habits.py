"""What is remembered of how the user goes about an account's conversations."""

from __future__ import annotations

import json

from tui.store.habits import LONGEST_SEARCH, SEARCHES, Habits


def restored(notes: dict[str, str]) -> Habits:
    habits = Habits()
    habits.restore(notes, notes.__setitem__)
    return habits


def test_searches_come_back_latest_first_and_each_once() -> None:
    notes: dict[str, str] = {}
    habits = restored(notes)
    for text in ("tea", "cup", " tea ", "", "  "):
        habits.searched(text)
    assert habits.searches == ("tea", "cup")
    assert restored(notes).searches == ("tea", "cup")


def test_only_so_many_searches_are_remembered_and_none_that_is_too_long() -> None:
    notes: dict[str, str] = {}
    habits = restored(notes)
    for number in range(SEARCHES + 50):
        habits.searched(f"tea {number}")
    habits.searched("x" * (LONGEST_SEARCH + 1))
    assert len(habits.searches) == SEARCHES
    assert habits.searches[0] == f"tea {SEARCHES + 49}"
    assert len(restored(notes).searches) == SEARCHES


def test_what_was_searched_before_the_archive_was_open_is_kept_and_comes_first() -> None:
    habits = Habits()
    habits.searched("cup")
    habits.restore({"searches": '["tea", "cup"]'}, lambda _name, _value: None)
    assert habits.searches == ("cup", "tea")


def test_forgotten_searches_are_gone_from_the_disk() -> None:
    notes: dict[str, str] = {}
    habits = restored(notes)
    habits.searched("tea")
    habits.forget_searches()
    assert habits.searches == ()
    assert not any("tea" in value for value in notes.values())


def test_notes_of_a_later_version_do_no_harm() -> None:
    for value in ("{", "7", "null", json.dumps({"a": 1}), '[{"text": "tea"}]'):
        assert restored({"searches": value, "recent conversations": value, "list order": value}).recent == ()
