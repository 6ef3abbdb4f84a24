"""The line that says why nothing works at all, or not as it should, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from tui.app.glyphs import UNICODE, Glyphs
from tui.app.widgets.cells import LINE_CAP
from tui.app.widgets.dates import day_and_hour
from tui.i18n import _
from tui.store.snapshots import Outage, Phase, ServiceStatus
from tui.text import clean_line
from tui.timeline.rows import local_time

MARGIN = 1
"""Cells left free at both ends of its lines, as its stylesheet says."""


class Banner(Static):
    """Not there unless there is no connection to the service, or it takes a password to go on.

    Of several wordings it shows the longest that fits into one line.
    """

    def __init__(self, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._is_offline = False
        self._wordings: Sequence[str] = ()

    def show(self, status: ServiceStatus, outage: Outage | None = None, read_at: int = 0) -> None:
        """Say what is wrong. `read_at`: when the service was last heard of, in ms since 1970; 0: nothing is archived.

        Once offline, it stays while it is tried again: whatever is below would move at every try.
        """
        if self._is_offline and status.phase in (Phase.WAITING, Phase.LOADING):
            return
        self._is_offline = outage is not None and read_at > 0
        wordings = trouble_in_words(status, outage, read_at, datetime.now().astimezone())
        self._wordings = [self._glyphs.spell(words) for words in wordings]
        self.display = bool(wordings)
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        if self._wordings:
            room = self.app.size.width - 2 * MARGIN
            words = next((each for each in self._wordings if cell_len(each) <= room), self._wordings[-1])
            if self.content != Content(words):
                self.update(Content(words))


def trouble_in_words(status: ServiceStatus, outage: Outage | None, read_at: int, now: datetime) -> Sequence[str]:
    """What is wrong, and what goes on nevertheless, from the longest wording to the shortest; none if nothing is."""
    reason = _clean(status.detail)
    if status.phase is Phase.SIGNED_OUT:
        return (_("Not signed in: {reason}. Press r to sign in.").format(reason=reason),)
    if outage is not None and read_at > 0:
        return _outage_in_words(outage, day_and_hour(local_time(read_at, now.tzinfo), now))
    if status.phase is Phase.FAILED:
        return (_("Could not start: {reason}. Press r to try again.").format(reason=reason),)
    return ()


def _outage_in_words(outage: Outage, time: str) -> Sequence[str]:
    """Why it is offline is left out only where it is tried again anyway."""
    wordings: Sequence[str]
    if outage.is_retried:
        wordings = (
            _("Offline: what is shown was last heard of on {time}. Trying again… ({reason})"),
            _("Offline, as of {time}. Trying again… ({reason})"),
            _("Offline, as of {time}. Trying again…"),
        )
    else:
        wordings = (
            _("Offline: what is shown was last heard of on {time}. Press r to try again. ({reason})"),
            _("Offline, as of {time}. r tries again. ({reason})"),
        )
    return [words.format(time=time, reason=_clean(outage.reason)) for words in wordings]


def _clean(reason: str) -> str:
    return clean_line(reason[:LINE_CAP]).rstrip(".")
