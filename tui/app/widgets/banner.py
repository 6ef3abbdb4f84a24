"""The line that says why nothing works at all, or not as it should, and what can be done about it."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content
from textual.widgets import Static

from tui.app.glyphs import UNICODE, Glyphs
from tui.app.widgets.cells import LINE_CAP
from tui.app.widgets.dates import day_and_hour
from tui.i18n import _
from tui.store.snapshots import Phase, ServiceStatus
from tui.text import clean_line
from tui.timeline.rows import local_time


class Banner(Static):
    """Not there unless there is no connection to the service, or it takes a password to go on."""

    def __init__(self, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._is_offline = False

    def show(self, status: ServiceStatus, read_at: int = 0) -> None:
        """Say what is wrong. `read_at`: when the service was last heard of, in ms since 1970; 0: nothing is archived.

        Once offline, it stays while it is tried again: whatever is below would move at every try.
        """
        if self._is_offline and status.phase in (Phase.WAITING, Phase.LOADING):
            return
        self._is_offline = status.phase is Phase.FAILED and read_at > 0
        sentence = trouble_in_words(status, read_at, datetime.now().astimezone())
        self.display = bool(sentence)
        if sentence:
            self.update(Content(self._glyphs.spell(sentence)))


def trouble_in_words(status: ServiceStatus, read_at: int, now: datetime) -> str:
    """What is wrong, and what goes on nevertheless; '' while nothing is wrong."""
    reason = clean_line(status.detail[:LINE_CAP]).rstrip(".")
    match status.phase:
        case Phase.FAILED if read_at > 0:
            at = day_and_hour(local_time(read_at, now.tzinfo), now)
            sentence = _("Offline: what is shown was last heard of on {time}. Trying again… ({reason})")
            return sentence.format(time=at, reason=reason)
        case Phase.FAILED:
            return _("Could not start: {reason}. Press r to try again.").format(reason=reason)
        case Phase.SIGNED_OUT:
            return _("Not signed in: {reason}. Press r to sign in.").format(reason=reason)
        case _:
            return ""
