"""The line that says why nothing works at all, and what can be done about it."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from tui.i18n import _
from tui.store.snapshots import Phase, ServiceStatus
from tui.text import clean_line


class Banner(Static):
    """Not there unless starting has failed."""

    def show(self, status: ServiceStatus) -> None:
        failed = status.phase is Phase.FAILED
        self.display = failed
        if failed:
            sentence = _("Could not start: {reason}. Press r to try again.")
            self.update(Content(sentence.format(reason=clean_line(status.detail).rstrip("."))))
