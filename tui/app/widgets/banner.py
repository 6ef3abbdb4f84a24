"""The line that says why nothing works at all, and what can be done about it."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from tui.app.widgets.cells import LINE_CAP
from tui.i18n import _
from tui.store.snapshots import Phase, ServiceStatus
from tui.text import clean_line

_SENTENCES = {
    Phase.FAILED: _("Could not start: {reason}. Press r to try again."),
    Phase.SIGNED_OUT: _("Not signed in: {reason}. Press r to sign in."),
}


class Banner(Static):
    """Not there unless starting has failed, or it takes a password to go on."""

    def show(self, status: ServiceStatus) -> None:
        sentence = _SENTENCES.get(status.phase)
        self.display = sentence is not None
        if sentence is not None:
            self.update(Content(sentence.format(reason=clean_line(status.detail[:LINE_CAP]).rstrip("."))))
