"""One file of a message on its way into a folder."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2s
from pathlib import Path

from tui.files.names import attachment_name, suffix_of
from tui.files.resuming import PartialFile
from tui.models import Attachment, ChatMessage
from tui.store.attachments import Attachments


class Transfer:
    """Counts what comes. `total` are the bytes of the whole file, 0 when unknown."""

    def __init__(self, message: ChatMessage, attachment: Attachment, progressed: Callable[[], None]) -> None:
        self.name = attachment_name(attachment.filename, message.kind.value, message.id)
        self.total = max(attachment.size, 0)
        self.so_far = 0
        self._message = message
        self._attachment = attachment
        self._progressed = progressed

    async def run(self, attachments: Attachments, folder: Path) -> Path:
        """Fetch the file, beginning where an earlier try ended; returns its path. Raises RoamingError."""
        address = self._attachment.url.partition("?")[0]
        mark = blake2s(address.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
        async with PartialFile(folder, self.name, mark) as part:
            await attachments.fetch(self._message, _Counted(part, self))
            suffix = "" if self._attachment.filename else suffix_of(await part.head())
            return await part.finish(self.name + suffix)

    def has(self, size: int) -> None:
        """`size` bytes of the file are here."""
        self.so_far = size
        self._progressed()


class _Counted:
    """A partial file whose transfer is told of its size."""

    def __init__(self, part: PartialFile, transfer: Transfer) -> None:
        self._part = part
        self._transfer = transfer

    async def size(self) -> int:
        size = await self._part.size()
        self._transfer.has(size)
        return size

    async def clear(self) -> None:
        await self._part.clear()
        self._transfer.has(0)

    async def append(self, data: bytes) -> None:
        await self._part.append(data)
        self._transfer.has(self._transfer.so_far + len(data))
