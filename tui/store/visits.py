"""Where the reader was in each conversation, and the reader's bookmarks: known at once, and kept by the archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tui.models import ConversationKey
from tui.spots import Bookmark, Visit
from tui.store.archive import Archive


class Visits:
    """What was before this start is known from `restore` on; what is noted before that is noted all the same."""

    def __init__(self) -> None:
        self._archive: Archive | None = None
        self._visits: dict[ConversationKey, Visit] = {}
        self._bookmarks: dict[str, Bookmark] = {}

    @property
    def bookmarks(self) -> Mapping[str, Bookmark]:
        """What the letters stand for, in their order."""
        return dict(sorted(self._bookmarks.items()))

    def of(self, key: ConversationKey) -> Visit | None:
        """How a conversation was left the last time, in this run or an earlier one; None: it was never read here."""
        return self._visits.get(key)

    async def restore(self, archive: Archive) -> None:
        """Take over what an archive has kept. Raises ArchiveError."""
        self._archive = archive
        kept: Iterable[Visit] = await archive.visits()
        self._visits = {**{visit.conversation: visit for visit in kept}, **self._visits}
        self._bookmarks = {**{each.letter: each for each in await archive.bookmarks()}, **self._bookmarks}

    def leave(self, visit: Visit) -> None:
        """Note how a conversation is left, now or for the time being."""
        if self._visits.get(visit.conversation) != visit:
            self._visits[visit.conversation] = visit
            if self._archive is not None:
                self._archive.keep_visit(visit)

    def bookmark(self, bookmark: Bookmark) -> None:
        """Let a letter stand for a message."""
        self._bookmarks[bookmark.letter] = bookmark
        if self._archive is not None:
            self._archive.keep_bookmark(bookmark)
