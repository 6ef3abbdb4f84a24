"""Sends a removal for a plain command, by the account's journal of deletions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tui.archive.journal import FileJournal, open_journal
from tui.commands.recording import RecordingClient
from tui.config import Connection, journal_file
from tui.events import Event
from tui.removal.outcome import Outcome
from tui.removal.plan import Removal
from tui.removal.sending import Sender


@contextmanager
def opened_journal(connection: Connection) -> Iterator[FileJournal]:
    """The account's journal of deletions, made if need be. Raises JournalError where it cannot be written."""
    path = journal_file(connection.app_key, connection.user, connection.rest_url)
    journal = open_journal(path, connection.label)
    try:
        yield journal
    finally:
        journal.close()


@dataclass(slots=True)
class Deed:
    """One removal, at once and without a way back; the archive follows."""

    client: RecordingClient
    journal: FileJournal
    _number: int | None = field(default=None, init=False)

    async def carry_out(self, removal: Removal) -> Outcome:
        """Send it, and return what became of it. Raises JournalError where it cannot be taken down: nothing is sent."""
        self._number = self.journal.confirm(removal)
        return await Sender(lambda: self.client, self.journal, self._apply).send(self._number, removal)

    def outcome(self) -> Outcome | None:
        """How far it came that was interrupted, as the journal has it; None where nothing was sent."""
        if self._number is None:
            return None
        entry = self.journal.entry(self._number)
        return Outcome(entry.number, entry.removal, entry.state, entry.results)

    async def _apply(self, event: Event) -> None:
        await self.client.take_over(event)
