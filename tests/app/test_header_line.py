"""The top line: what is said first, and what is left out where there is no room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.app.driving import Running, screen_text
from tui.app.glyphs import ASCII, UNICODE
from tui.app.widgets.header_line import HeaderLine, header, state_in_words
from tui.live import LIVE, OFF, LivePhase, LiveStatus
from tui.store import Account
from tui.store.snapshots import ArchiveState, ConversationsSnapshot, Phase, ServiceStatus

FULL = ArchiveState(111_621)
BROKEN = ArchiveState(111_621, "the disk is full")


@pytest.mark.parametrize(
    ("width", "archive", "line"),
    [
        (80, ArchiveState(), " roam · amy@support · live"),
        (80, FULL, " roam · amy@support · live" + 38 * " " + "archive 111,621"),
        (45, FULL, " roam · amy@support · live   archive 111,621"),
        (44, FULL, " roam · amy@support · live"),
        (20, FULL, " roam · amy@suppor…"),
        (80, BROKEN, " roam · amy@support · live" + 16 * " " + "archive not written: the disk is full"),
        (60, BROKEN, " roam · amy@support · live · archive not written: the disk…"),
        (50, BROKEN, " roam · live · archive not written: the disk is …"),
        (30, BROKEN, " roam · live · archive not w…"),
    ],
)
def test_the_line_at_every_width(width: int, archive: ArchiveState, line: str) -> None:
    assert header("amy@support", "live", archive, width, UNICODE) == line


def test_before_anybody_is_known_nobody_is_named() -> None:
    assert header("", "starting", ArchiveState(), 80, UNICODE) == " roam · starting"


def test_in_ascii_the_demo_is_named_in_ascii() -> None:
    assert header("mei · demo", "live", ArchiveState(), 80, ASCII) == " roam - mei - demo - live"


def test_a_reason_from_outside_does_nothing_to_the_terminal() -> None:
    assert "\x1b" not in header("amy", "live", ArchiveState(1, "\x1b[2J"), 80, UNICODE)


@given(st.text(max_size=30), st.text(max_size=30), st.integers(1, 120), st.booleans())
def test_it_never_takes_more_than_the_screen(whose: str, state: str, width: int, broken: bool) -> None:
    for glyphs in (UNICODE, ASCII):
        line = header(whose, state, BROKEN if broken else FULL, width, glyphs)
        assert cell_len(line) < max(width, 2)


async def test_it_follows_the_width_of_the_screen(running: Running) -> None:
    async with running(80, 24) as pilot:
        line = pilot.app.screen.query_one(HeaderLine)
        account = Account("amy", "acme#support", "amy@support")
        line.show(account, ServiceStatus(Phase.READY), ConversationsSnapshot((), Phase.READY), LIVE, FULL)
        for columns, ends in [(80, "archive 111,621"), (120, "archive 111,621"), (40, "live")]:
            await pilot.resize_terminal(columns, 24)
            await pilot.pause()
            top = screen_text(pilot.app).splitlines()[0]
            assert top.endswith(ends)
            assert len(top) == columns - 1 or ends == "live"


OFFLINE = LiveStatus(LivePhase.OFFLINE, again_at=0)


@pytest.mark.parametrize(
    ("reading", "live", "words"),
    [
        (Phase.LOADING, OFF, "not connected"),
        (Phase.FAILED, OFFLINE, "not connected"),
        (Phase.READY, LIVE, "not connected"),
        (Phase.READY, OFFLINE, "offline, again in 0 s"),
    ],
)
def test_without_an_answer_the_words_stay_while_it_is_tried_again(reading: Phase, live: LiveStatus, words: str) -> None:
    assert state_in_words(ServiceStatus(Phase.READY), reading, live, is_offline=True) == words
