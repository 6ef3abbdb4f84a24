"""The top line: the program, whose conversations these are, and what it is doing."""

from __future__ import annotations

import math
import time

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from tui.app.glyphs import Glyphs
from tui.app.widgets.cells import LINE_CAP
from tui.i18n import _
from tui.live import OFF, LivePhase, LiveStatus
from tui.store.service import Account
from tui.store.snapshots import ConversationsSnapshot, Phase, ServiceStatus
from tui.text import clean_line


class HeaderLine(Static):
    """One line, cut at the edge of the screen."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._between = glyphs.spell(" · ")
        self._clock: Timer | None = None

    def show(
        self,
        account: Account | None,
        status: ServiceStatus,
        conversations: ConversationsSnapshot,
        live: LiveStatus = OFF,
    ) -> None:
        """Say who is signed in and how the connections stand; while one is waited for, the seconds are counted."""
        self._facts = (account, status, conversations, live)
        self._draw()
        is_counting = live.phase is LivePhase.OFFLINE
        if is_counting and self._clock is None:
            self._clock = self.set_interval(1, self._draw)
        elif not is_counting and self._clock is not None:
            self._clock.stop()
            self._clock = None

    def _draw(self) -> None:
        account, status, conversations, live = self._facts
        whose = clean_line(account.label[:LINE_CAP]) if account else ""
        parts = ["roam", whose, state_in_words(status, conversations.phase, live)]
        text = Content(" " + self._between.join(filter(None, parts)))
        if text != self.content:
            self.update(text, layout=False)


def state_in_words(status: ServiceStatus, reading: Phase, live: LiveStatus = OFF) -> str:
    """What the connection is doing; once it stands, what reading the list is doing, and then the live connection."""
    match status.phase:
        case Phase.WAITING:
            return _("starting")
        case Phase.LOADING:
            share = "" if status.progress is None else _(" {percent} %").format(percent=int(status.progress * 100))
            return clean_line(status.detail[:LINE_CAP] or _("starting")) + share
        case Phase.FAILED:
            return _("not connected")
        case Phase.SIGNED_OUT:
            return _("not signed in")
        case Phase.READY:
            return live_in_words(live, time.time()) if reading is Phase.READY else _reading_in_words(reading)


def live_in_words(live: LiveStatus, now: float) -> str:
    """How the live connection stands; `now` is in seconds since 1970."""
    match live.phase:
        case LivePhase.OFF:
            return _("ready")
        case LivePhase.CONNECTING:
            return _("connecting")
        case LivePhase.LIVE:
            return _("live")
        case LivePhase.OFFLINE:
            seconds = max(0, math.ceil(live.again_at / 1000 - now))
            return _("offline, again in {seconds} s").format(seconds=seconds)
        case LivePhase.ENDED:
            words = _ENDED.get(live.type)
            return words or _("not live: refused ({type})").format(type=live.type)


_ENDED = {
    28: _("not live: the token is not valid"),
    56: _("not live: the token has expired"),
    206: _("signed in elsewhere"),
    207: _("not live: the account was removed"),
    216: _("not live: the password was changed"),
    217: _("not live: put out by another device"),
}


def _reading_in_words(phase: Phase) -> str:
    return _("conversations not read") if phase is Phase.FAILED else _("reading conversations")
