"""Keys typed faster than the screen changes, in a real terminal: nothing is destroyed by them, and nothing breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.running import ROAM, clean_environment
from tests.e2e.terminal import Terminal

DOWN, ENTER, CTRL_C = "\x1b[B", "\r", "\x03"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Terminal]:
    """The demo, reading its first conversation."""
    with Terminal([*ROAM, "demo"], columns=120, rows=36, environment=clean_environment(tmp_path)) as terminal:
        terminal.see(r"Conversations · \d+")
        terminal.see(r"\d+ here")
        terminal.press(ENTER)
        terminal.see("┏━ (?!Conversations)")
        terminal.settle()
        yield terminal


HASTY = [
    "dy",
    "d" + DOWN + ENTER,
    "dddyyy",
    ENTER + "g",
    ENTER + "gdy",
    "Dm",
    "Dr",
    "DDDmmm",
    "D" + DOWN + DOWN + ENTER + ENTER,
    "Dnn",
    ENTER + "d" + ENTER + "y",
    "hello d world y, D my r",
]


def test_what_is_typed_at_once_confirms_nothing(demo: Terminal) -> None:
    before = _told(demo)
    for keys in HASTY:
        demo.press(keys)
        demo.settle(0.2)
        demo.press("n")  # no to what may be asked now
        demo.settle(0.1)
        demo.press("\x1b")  # nor is anything written
        demo.settle(0.2)
        demo.press("hhKKKKlG")  # and back to where it began, from what may be open, too
        demo.until(lambda: _told(demo) == before, f"{keys!r} changed something")
        demo.settle(0.1)
    demo.press(CTRL_C)
    assert demo.wait() == 0


def test_two_answers_at_once_are_one(demo: Terminal) -> None:
    for keys in ("nn", "rr"):
        demo.press("D")
        demo.see("Delete the conversation")
        demo.settle()
        demo.press(keys)
        demo.settle()
    demo.press("z")
    demo.see("not deleted")
    demo.press("z")
    demo.see("There is no deletion that could be undone")
    demo.press(CTRL_C)
    assert demo.wait() == 0


def _told(terminal: Terminal) -> list[str]:
    """How many conversations are listed, which of them is read, and how many messages of it are loaded."""
    found = re.search(r"Conversations · (\d+).*┏━ (\S.*\S) · (\d+) here, [^━]*━", terminal.text)
    return list(found.groups()) if found else []
