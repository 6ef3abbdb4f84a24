"""The texts of what was deleted with this program lately: the service cannot give them back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.app.screens.sheet import Sheet
from tui.i18n import _, ngettext
from tui.models import ConversationKey
from tui.runs import DeletedMessage
from tui.text import clean_line
from tui.timeline.rows import local_time
from tui.timeline.words import describe

MOST = 200
"""Messages that are shown; the archive has the others for as long."""

TEXT_CAP = 2_000
"""Characters of a text that are shown."""

NAME_CAP = 64
DAY_MS = 24 * 3600 * 1000


class RecentlyDeletedScreen(Sheet):
    """What was deleted last comes first."""

    def __init__(
        self, messages: Sequence[DeletedMessage], name_of: Callable[[ConversationKey], str], kept_days: int
    ) -> None:
        """`kept_days`: for how long they are kept."""
        super().__init__()
        self._messages = messages
        self._name_of = name_of
        self._kept_days = kept_days

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help", can_focus=False) as scroll:
            scroll.border_title = Content(_("Recently deleted"))
            scroll.border_subtitle = Content(_("Esc closes"))
            yield Static(Content("\n".join(self._lines())), markup=False)

    def _lines(self) -> Iterator[str]:
        if not self._messages:
            yield _("Nothing that was deleted with this program is kept.")
        for each in self._messages[:MOST]:
            yield from self._entry(each)
        if (others := len(self._messages) - MOST) > 0:
            words = ngettext("{count:,} older one is not shown.", "{count:,} older ones are not shown.", others)
            yield words.format(count=others)

    def _entry(self, deleted: DeletedMessage) -> Iterator[str]:
        message = deleted.message
        sent = local_time(message.time, None)
        goes = local_time(deleted.deleted_at + self._kept_days * DAY_MS, None)
        name, sender = (clean_line(each[:NAME_CAP]) for each in (self._name_of(deleted.key), message.sender))
        yield f"{name} · {sender} · {sent:%Y-%m-%d %H:%M}"
        yield describe(message, TEXT_CAP)
        yield _("goes for good on {day:%Y-%m-%d}").format(day=goes)
        yield ""
