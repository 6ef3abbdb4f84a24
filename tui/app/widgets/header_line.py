"""The top line: the program, whose conversations these are, and what it is doing."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from tui.app.glyphs import Glyphs
from tui.app.widgets.cells import LINE_CAP
from tui.i18n import _
from tui.store.service import Account
from tui.store.snapshots import ConversationsSnapshot, Phase, ServiceStatus
from tui.text import clean_line


class HeaderLine(Static):
    """One line, cut at the edge of the screen."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._between = glyphs.spell(" · ")

    def show(self, account: Account | None, status: ServiceStatus, conversations: ConversationsSnapshot) -> None:
        whose = clean_line(account.label[:LINE_CAP]) if account else ""
        parts = ["roam", whose, state_in_words(status, conversations.phase)]
        text = Content(" " + self._between.join(filter(None, parts)))
        if text != self.content:
            self.update(text, layout=False)


def state_in_words(status: ServiceStatus, reading: Phase) -> str:
    """What the connection is doing; once it stands, what reading the conversation list is doing."""
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
            return _("ready") if reading is Phase.READY else _reading_in_words(reading)


def _reading_in_words(phase: Phase) -> str:
    return _("conversations not read") if phase is Phase.FAILED else _("reading conversations")
