"""The top line: the program, whose conversations these are, what it is doing, and how much of them is archived."""

from __future__ import annotations

import math
import time

from rich.cells import cell_len
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from tui.app.glyphs import Glyphs
from tui.app.widgets.cells import LINE_CAP, fit
from tui.i18n import _
from tui.live import OFF, LivePhase, LiveStatus
from tui.store.service import Account
from tui.store.snapshots import ArchiveState, ConversationsSnapshot, Phase, ServiceStatus
from tui.text import clean_line

_Facts = tuple[Account | None, ServiceStatus, ConversationsSnapshot, LiveStatus, ArchiveState, bool]

NO_ARCHIVE = ArchiveState()

MARGIN = 1
"""Cells left free at both ends of the line."""


class HeaderLine(Static):
    """One line, as wide as the screen."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._facts: _Facts = (None, ServiceStatus(), ConversationsSnapshot(), OFF, NO_ARCHIVE, False)
        self._clock: Timer | None = None

    def show(
        self,
        account: Account | None,
        status: ServiceStatus,
        conversations: ConversationsSnapshot,
        live: LiveStatus = OFF,
        archive: ArchiveState = NO_ARCHIVE,
        *,
        is_offline: bool = False,
    ) -> None:
        """Say who is signed in and how things stand; while the connection is waited for, the seconds are counted."""
        self._facts = (account, status, conversations, live, archive, is_offline)
        self._draw()
        is_counting = live.phase is LivePhase.OFFLINE
        if is_counting and self._clock is None:
            self._clock = self.set_interval(1, self._draw)
        elif not is_counting and self._clock is not None:
            self._clock.stop()
            self._clock = None

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        account, status, conversations, live, archive, is_offline = self._facts
        whose = clean_line(account.label[:LINE_CAP]) if account else ""
        state = state_in_words(status, conversations.phase, live, is_offline=is_offline)
        width = self.size.width or self.app.size.width  # before there is a layout
        text = Content(header(whose, state, archive, width, self._glyphs))
        if text != self.content:
            self.update(text, layout=False)


def header(whose: str, state: str, archive: ArchiveState, width: int, glyphs: Glyphs) -> str:
    """The line in `width` cells. How much is archived stands at the right, where there is room for it.

    That nothing can be archived is said in any case: then it is told whose conversations these are only where there is
    room for both, and what does not fit of the reason is cut off.
    """
    between, room = glyphs.spell(" · "), width - 2 * MARGIN
    whose = glyphs.spell(whose)
    left = between.join(filter(None, ("roam", whose, state)))
    right = glyphs.spell(archive_in_words(archive))
    if archive.reason and cell_len(left + between + _not_written("")) > room:
        left = between.join(("roam", state))
    free = room - cell_len(left + right)
    if right and free >= cell_len(between):
        left += " " * free + right
    elif archive.reason:
        left += between + right
    return " " * MARGIN + fit(left, room, glyphs.ellipsis)


def archive_in_words(archive: ArchiveState) -> str:
    """How the archive stands; '' while there is nothing in it."""
    if archive.reason:
        return _not_written(clean_line(archive.reason[:LINE_CAP]).rstrip("."))
    return _("archive {count}").format(count=f"{archive.messages:,}") if archive.messages else ""


def _not_written(reason: str) -> str:
    return _("archive not written: {reason}").format(reason=reason)


def state_in_words(status: ServiceStatus, reading: Phase, live: LiveStatus = OFF, *, is_offline: bool = False) -> str:
    """What the connection is doing; once it stands, what reading the list is doing, and then the live connection.

    `is_offline`: nobody has answered the last call, which is said all the while it is tried again.
    """
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
            return _ready_in_words(reading, live, is_offline)


def _ready_in_words(reading: Phase, live: LiveStatus, is_offline: bool) -> str:
    is_waited_for = live.phase in (LivePhase.OFFLINE, LivePhase.CONNECTING)
    if is_offline and not (reading is Phase.READY and is_waited_for):
        return _("not connected")
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
