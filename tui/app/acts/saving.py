"""Saving the files of messages: several at once, with their progress, and stopped when the user says so."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk
from tui.app.acts.selected import selected_messages
from tui.app.acts.transfer import Transfer
from tui.errors import RoamingError
from tui.i18n import _, ngettext
from tui.models import Attachment, ChatMessage, CombineBody
from tui.timeline.words import file_size

AT_ONCE = 3
"""Files that are fetched at the same time; the others wait for their turn."""

TOLD_EVERY = 0.25
"""Seconds between two words about the progress."""


class Saving:
    """Saves each file once at a time; what has come of one that is stopped is kept, and gone on from the next time."""

    def __init__(self, desk: Desk, folder: Path | None) -> None:
        """`folder`: where files are saved; None: where the program was started."""
        self._desk = desk
        self._folder = folder or Path()
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._transfers: dict[str, Transfer] = {}
        self._tasks: dict[str, asyncio.Task[Any] | None] = {}
        self._told_at = 0.0

    def acts(self) -> Acts:
        return {
            "save": Act(self._save_selected, self._is_reading, self._has_files),
            "stop": Act(self.stop, self._is_saving),
        }

    async def save(self, message: ChatMessage, folder: Path | None = None) -> Path:
        """Save the message's file and return its path; `stop` cancels the task that waits for it.

        In `folder`; None: where files of messages are saved. Raises RoamingError, also where the file is on its way
        already.
        """
        attachment = saveable(message)
        if attachment is None:
            raise RoamingError(_("This message has no file."))
        if message.key in self._transfers:
            raise RoamingError(_("This file is being saved already."))
        self._transfers[message.key] = transfer = Transfer(message, attachment, self._progressed)
        self._tasks[message.key] = asyncio.current_task()
        try:
            self._tell()
            async with self._turns:
                return await transfer.run(self._desk.store.attachments, _absolute(folder or self._folder))
        finally:
            del self._transfers[message.key], self._tasks[message.key]
            self._tell()

    def stop(self) -> None:
        """Stop all that are on their way."""
        for task in self._tasks.values():
            if task is not None:
                task.cancel()
        self._desk.say(
            _("Stopped. What has come is kept, and the rest is fetched when you save it again."), "information"
        )

    def _save_selected(self) -> None:
        messages = selected_messages(self._desk)
        files = [message for message in messages if saveable(message)]
        for message in files:
            self._desk.run(self._save_and_tell(message))
        if not files:
            words = ngettext("This message has no file.", "None of these {count} messages has a file.", len(messages))
            self._desk.say(words.format(count=len(messages)))

    async def _save_and_tell(self, message: ChatMessage) -> None:
        path = await self.save(message)
        self._desk.say(_("Saved as {path}.").format(path=path), "information")

    def _progressed(self) -> None:
        now = time.monotonic()
        if now - self._told_at >= TOLD_EVERY:
            self._told_at = now
            self._tell()

    def _tell(self) -> None:
        self._desk.announce(progress_in_words(list(self._transfers.values())))

    def _is_reading(self) -> bool:
        return self._desk.panes.reading

    def _is_saving(self) -> bool:
        return bool(self._transfers)

    def _has_files(self) -> bool:
        return any(saveable(message) for message in selected_messages(self._desk))


def _absolute(folder: Path) -> Path:
    try:
        return folder.absolute()
    except OSError:
        raise RoamingError(_("The folder where roam was started is not there any more.")) from None


def saveable(message: ChatMessage) -> Attachment | None:
    """The file that a message is sent for; what a combined message keeps its messages in is none."""
    return None if isinstance(message.body, CombineBody) else message.attachment


def progress_in_words(transfers: Sequence[Transfer]) -> str:
    """How far they have come together; '' for none."""
    if not transfers:
        return ""
    so_far, total = (sum(sizes) for sizes in zip(*((each.so_far, each.total) for each in transfers), strict=True))
    if not all(each.total for each in transfers):
        how_far = file_size(so_far)
    else:
        share = min(so_far / total, 1.0)
        how_far = _("{percent:.0%} of {size}").format(percent=share, size=file_size(total))
    words = ngettext("saving {name}: {how_far}", "saving {count} files: {how_far}", len(transfers))
    return words.format(name=transfers[0].name, count=len(transfers), how_far=how_far)
