"""Saves the files of messages beside a page, each once, under safe names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from tui.client import RoamingClient
from tui.commands.printing import say
from tui.errors import NotSignedInError, RoamingError, TransportError
from tui.export import Entry, ExportError
from tui.export.telling import attachment_of
from tui.files.names import LONGEST, safe_name, shortened, suffix_of
from tui.files.saving import Target, new_file
from tui.i18n import _, ngettext
from tui.models import Attachment, ChatMessage, Kind

_WITH_FILES = frozenset({Kind.IMAGE, Kind.AUDIO, Kind.VIDEO, Kind.FILE})
_HEAD = 16


class Attachments:
    """The folder `NAME.files` beside a page. A file that is there stays as it is and is not fetched again."""

    def __init__(self, client: RoamingClient, page: Path) -> None:
        self._client = client
        self._folder = page.with_name(f"{page.stem}.files")
        self._saved: dict[str, str] | None = None
        self._missing = 0
        self._is_over = False

    async def fetch(self, entries: Sequence[Entry]) -> None:
        """Save what is not saved yet, and note at each message where its file is."""
        for entry in entries:
            if entry.kept.kind in _WITH_FILES:
                entry.file = await self._file(entry.message)

    def tell(self) -> None:
        """Say what could not be saved."""
        if self._missing:
            words = ngettext(
                "{count} file could not be fetched: the service has it no more, or did not answer",
                "{count} files could not be fetched: the service has them no more, or did not answer",
                self._missing,
            )
            say(words.format(count=self._missing))

    async def _file(self, message: ChatMessage) -> str:
        attachment = attachment_of(message.body)
        if attachment is None or not attachment.url or not message.id:
            return ""
        name = self._known().get(message.id)
        if name is None and not self._is_over:
            name = await self._fetched(message, attachment)
        self._missing += name is None
        return f"{self._folder.name}/{name}" if name else ""

    def _known(self) -> dict[str, str]:
        """The files that are there, by the ids that their names begin with. Raises ExportError."""
        if self._saved is None:
            try:
                self._folder.mkdir(mode=0o700, exist_ok=True)
                names = sorted(each.name for each in os.scandir(self._folder) if not each.name.endswith(".part"))
            except OSError as error:
                told = _("{path} cannot be written: {reason}.")
                raise ExportError(told.format(path=self._folder, reason=error.strerror)) from error
            self._saved = {name.partition("-")[0]: name for name in names}
        return self._saved

    async def _fetched(self, message: ChatMessage, attachment: Attachment) -> str | None:
        given = safe_name(attachment.filename, message.kind.value)
        name = shortened(f"{safe_name(message.id, '0')}-{given}", LONGEST)
        head = bytearray()
        try:
            with new_file(Target(self._folder, name, is_exact=True)) as file:

                def write(data: bytes) -> None:
                    file.part.write(data)
                    head.extend(data[: max(0, _HEAD - len(head))])

                await self._client.download(attachment, write)
                if not attachment.filename:
                    file.name += suffix_of(bytes(head))
        except (TransportError, NotSignedInError) as error:
            self._is_over = True  # the others would wait for the same in vain
            say(_("the files of messages are not fetched any more: {reason}").format(reason=str(error).rstrip(".")))
            return None
        except RoamingError:
            return None
        saved = self._known()[message.id] = Path(file.saved).name
        return saved
