"""What has happened since the user was here, as far as the history does not show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from tui.changes import Change
from tui.errors import ArchiveError
from tui.store.archive import Archive

MOST_TOLD = 500
"""Changes that are told at once; who was away for more of them looks into the conversations themselves."""

_SEEN = "changes seen"


class Changes:
    """Up to which change the user has looked at them is known after a restart."""

    def __init__(self, archive: Callable[[], Archive]) -> None:
        """`archive` raises ArchiveError while there is none."""
        self._archive = archive
        self._keep: Callable[[str, str], None] | None = None
        self._seen = 0
        self._new = 0

    @property
    def new_count(self) -> int:
        """How many were new when they were counted last."""
        return self._new

    def restore(self, notes: Mapping[str, str], keep: Callable[[str, str], None]) -> None:
        """Take over what was noted, by name; from now on, `keep` notes a text by its name."""
        self._keep = keep
        noted = notes.get(_SEEN, "")
        self._seen = int(noted) if noted.isdecimal() else 0

    async def latest(self) -> list[Change]:
        """The latest changes, newest first. Raises ArchiveError."""
        return await self._archive().changes(MOST_TOLD)

    async def count(self) -> None:
        """Count those that are new. Never raises a RoamingError: where none can be read, none is told of."""
        with suppress(ArchiveError):
            self._new = sum(map(self.is_new, await self.latest()))

    def is_new(self, change: Change) -> bool:
        """Whether it was noticed after the user looked last."""
        return change.number > self._seen

    def see(self, number: int) -> None:
        """The user has looked at the changes up to this one, which is the latest."""
        self._new = 0
        if number > self._seen:
            self._seen = number
            if self._keep is not None:
                self._keep(_SEEN, str(number))
