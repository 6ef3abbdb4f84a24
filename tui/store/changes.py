"""What has happened since the user was here, as far as the history does not show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tui.changes import Change
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

    def restore(self, notes: Mapping[str, str], keep: Callable[[str, str], None]) -> None:
        """Take over what was noted, by name; from now on, `keep` notes a text by its name."""
        self._keep = keep
        noted = notes.get(_SEEN, "")
        self._seen = int(noted) if noted.isdecimal() else 0

    async def latest(self) -> list[Change]:
        """The latest changes, newest first. Raises ArchiveError."""
        return await self._archive().changes(MOST_TOLD)

    def is_new(self, change: Change) -> bool:
        """Whether it was noticed after the user looked last."""
        return change.number > self._seen

    def see(self, number: int) -> None:
        """The user has looked at the changes up to this one."""
        if number > self._seen:
            self._seen = number
            if self._keep is not None:
                self._keep(_SEEN, str(number))
