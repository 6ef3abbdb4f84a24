"""Showing pictures in the terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from tui.app.acts.desk import Desk
from tui.app.acts.saving import Saving
from tui.app.room import is_too_small
from tui.errors import RoamingError
from tui.i18n import _
from tui.images.decoding import can_decode, decode
from tui.models import ChatMessage, ImageBody
from tui.preferences import Images


class Previewing:
    """Fetches a picture, has it decoded, and shows it; nothing of it is kept."""

    def __init__(self, desk: Desk, saving: Saving, images: Images, environment: Mapping[str, str]) -> None:
        self._desk = desk
        self._saving = saving
        is_usual = not (environment.get("SSH_CONNECTION") or environment.get("NO_COLOR"))
        self.is_wanted = images is Images.ON or (images is Images.AUTO and is_usual and can_decode())
        """Whether pictures are shown here: the user wants that, or it is usual."""

    def is_for(self, message: ChatMessage) -> bool:
        """Whether this message is shown here: a picture, where that is wanted and there is room for it."""
        return self.is_wanted and isinstance(message.body, ImageBody) and not is_too_small(self._desk.app.size)

    async def show(self, message: ChatMessage) -> bool:
        """Show the picture until the user has seen it; returns whether it is to be opened by another program.

        Raises RoamingError where it cannot be fetched or decoded. Must be awaited in a worker.
        """
        if not can_decode():
            raise RoamingError(_("To show pictures here, install roam with its extra: roamtui[images]."))
        from tui.app.screens.preview import PreviewScreen, picture_room

        folder = await asyncio.to_thread(TemporaryDirectory, prefix="roam-")
        try:
            path = await self._saving.save(message, Path(folder.name))
            pixels = await decode(path, *picture_room(self._desk.app.size))
        finally:
            await asyncio.shield(asyncio.to_thread(folder.cleanup))
        return await self._desk.app.push_screen_wait(PreviewScreen(path.name, pixels))
