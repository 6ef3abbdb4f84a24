"""The words for how the live connection stands."""

from __future__ import annotations

import pytest

from tui.app.widgets.header_line import live_in_words
from tui.live import CONNECTING, LIVE, OFF, LivePhase, LiveStatus

NOW = 1_000.0
STATES = [
    (OFF, "ready"),
    (CONNECTING, "connecting"),
    (LIVE, "live"),
    (LiveStatus(LivePhase.OFFLINE, again_at=1_011_001), "offline, again in 12 s"),
    (LiveStatus(LivePhase.OFFLINE, again_at=990_000), "offline, again in 0 s"),
    (LiveStatus(LivePhase.ENDED, type=206), "signed in elsewhere"),
    (LiveStatus(LivePhase.ENDED, type=216), "not live: the password was changed"),
    (LiveStatus(LivePhase.ENDED, type=57), "not live: refused (57)"),
]


@pytest.mark.parametrize(("status", "words"), STATES, ids=lambda value: value if isinstance(value, str) else "")
def test_each_state_has_its_words(status: LiveStatus, words: str) -> None:
    assert live_in_words(status, NOW) == words
