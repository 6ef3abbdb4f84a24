"""Archives for tests: the real one, in memory."""

from __future__ import annotations

from tui.archive import Archive, open_archive
from tui.protocol.viewpoint import Viewpoint

AMY = Viewpoint("amy", "roam_1", "http://127.0.0.1")


async def in_memory() -> Archive:
    """An empty archive of amy's."""
    return open_archive(None, AMY)
