"""What a report of a failure says, and what it keeps to itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tui.app.crash import report

NOW = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)


def fail() -> None:
    try:
        int("a name")
    except ValueError as error:
        secret = "a token\x1b[2J"
        raise RuntimeError(secret) from error


def failure() -> Exception:
    with pytest.raises(RuntimeError) as caught:
        fail()
    return caught.value


def test_it_names_kinds_and_places_and_no_words() -> None:
    text = report(failure(), {"TERM": "xterm\x1b[2J"}, NOW)
    assert "2026-11-03T12:00:00+00:00, TERM=xterm␛[2J\n" in text
    assert text.index("builtins.RuntimeError\n") < text.index("builtins.ValueError\n")
    assert text.count("tests/app/test_crash.py:") == 3
    assert text.count(" in fail\n") == 2
    assert "a token" not in text
    assert "a name" not in text


def test_the_words_are_added_when_asked_for_and_cleaned() -> None:
    assert "builtins.RuntimeError: a token␛[2J\n" in report(failure(), {"ROAM_DEBUG": "1"}, NOW)
    assert "a token" not in report(failure(), {"ROAM_DEBUG": "0"}, NOW)


def test_errors_that_come_from_each_other_end() -> None:
    first, second = ValueError("one"), ValueError("two")
    first.__cause__, second.__cause__ = second, first
    assert report(first, {}, NOW).count("builtins.ValueError\n") == 2
