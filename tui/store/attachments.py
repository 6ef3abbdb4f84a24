"""The files of messages: fetched from the service when they are wanted, and kept where the caller says."""

from __future__ import annotations

from collections.abc import Callable

from tui.errors import RoamingError
from tui.i18n import _
from tui.models import ChatMessage
from tui.store.service import ResumableFile, Service


class Attachments:
    """Asks the service for files; nothing of them is archived."""

    def __init__(self, service: Callable[[], Service]) -> None:
        self._service = service

    async def fetch(self, message: ChatMessage, file: ResumableFile) -> int:
        """Fetch what `file` lacks of the message's file; returns its whole size in bytes.

        Raises RoamingError, also for a file that has expired; what has come by then can be gone on from.
        """
        attachment = message.attachment
        if attachment is None or not attachment.url:
            raise RoamingError(_("This message has no file."))
        return await self._service().complete_download(message, file)
