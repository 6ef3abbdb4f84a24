"""Where the reader was in each conversation, and the reader's bookmarks: known at once, and kept by the archive."""

from __future__ import annotations

from collections.abc import Mapping

from tui.models import ConversationKey
from tui.runs import Position
from tui.spots import Bookmark, Visit
from tui.store.archive import Archive


class Visits:
    """What was before this start is known from `restore` on; what is noted before that is kept from then on, too."""

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

    def seen(self, key: ConversationKey) -> Position | None:
        """The newest message that was seen when a conversation was last left; None: it was never read here."""
        visit = self._visits.get(key)
        return visit.seen if visit else None

    async def restore(self, archive: Archive) -> None:
        """Take over what an archive has kept, and give it what was noted before. Raises ArchiveError."""
        self._archive = archive
        for visit in self._visits.values():
            archive.keep_visit(visit)
        for bookmark in self._bookmarks.values():
            archive.keep_bookmark(bookmark)
        self._visits = {**{visit.conversation: visit for visit in await archive.visits()}, **self._visits}
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
