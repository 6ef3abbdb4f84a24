"""The service's operations on the files of messages."""

from __future__ import annotations

import tui.client.arguments as check
import tui.client.downloads as downloads
from tui.client.calling import Caller
from tui.client.downloads import MAX_DOWNLOAD, Destination, ResumableFile
from tui.errors import ArgumentError, BrokenFileError
from tui.i18n import _
from tui.models import Attachment, ChatMessage, CombineBody, Kind
from tui.protocol.combined import MAX_LEVEL, read_combined


class FileCalls(Caller):
    """Files as they are, and those that hold messages."""

    async def download(
        self,
        message: ChatMessage | Attachment,
        destination: Destination,
        *,
        thumbnail: bool = False,
        max_bytes: int = MAX_DOWNLOAD,
    ) -> int:
        """Write a message's file, or its thumbnail, to `destination` as it arrives; return its size in bytes.

        The token and the file's secret go to the service only, not where it redirects to. Raises ServiceError of type
        222 (no permission), 223 (expired), 200 (gone), ProtocolError for more than `max_bytes`. After an error part of
        the file may have been written.
        """
        self._rest.session.require()
        attachment = downloads.attachment_of(message)
        limit = check.whole("max_bytes", max_bytes, range(1, 2**63))
        url, secret = attachment.url, attachment.secret
        if check.flag("thumbnail", thumbnail):
            url, secret = attachment.thumbnail_url, attachment.thumbnail_secret
        return await downloads.download(self._rest, downloads.file_address(url), secret, destination, max_bytes=limit)

    async def complete_download(
        self, message: ChatMessage | Attachment, file: ResumableFile, *, max_bytes: int = MAX_DOWNLOAD
    ) -> int:
        """As `download`, going on where an earlier try of the same file ended; returns the size of all of it.

        Where the service does not give the rest alone, the file begins anew. After an error what has come is kept.
        """
        self._rest.session.require()
        attachment = downloads.attachment_of(message)
        limit = check.whole("max_bytes", max_bytes, range(1, 2**63))
        url = downloads.file_address(attachment.url)
        return await downloads.complete(self._rest, url, attachment.secret, file, max_bytes=limit)

    async def download_combined(self, message: ChatMessage | Attachment) -> tuple[ChatMessage, ...]:
        """The messages that a combined message holds, in their order (section 9).

        Raises BrokenFileError (type 203) for a damaged file or one nested too deep, ServiceError of type 200 when the
        service does not give it; its cause says why.
        """
        self._rest.session.require()
        if isinstance(message, ChatMessage) and not isinstance(message.body, CombineBody):
            raise ArgumentError("message", message.kind.value, Kind.COMBINE.value)
        if (
            isinstance(message, ChatMessage)
            and isinstance(message.body, CombineBody)
            and message.body.level > MAX_LEVEL
        ):
            raise BrokenFileError(_("The forwarded messages are nested too deep to be shown."))
        data = await downloads.download_for_reading(self._rest, downloads.attachment_of(message))
        return read_combined(data, await self._viewpoint())
