"""Finds out what a deletion would concern, before anybody is asked about it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from tui.errors import ArchiveError
from tui.models import ChatMessage, ConversationKey
from tui.removal.plan import Removal, UpTo, Whole
from tui.removal.preview import MOST_BY_IDS, Preview
from tui.runs import END, ArchivedPart, position
from tui.store.archive import Archive
from tui.store.conversations import Conversations
from tui.store.histories import Histories


@dataclass(frozen=True, slots=True)
class Previews:
    """Asks the archive and what is loaded, and never the service. `archive` raises ArchiveError where there is none."""

    histories: Histories
    conversations: Conversations
    archive: Callable[[], Archive]

    async def messages(self, key: ConversationKey, keys: Collection[str]) -> tuple[ChatMessage, ...]:
        """Those of these messages (`ChatMessage.key`) that are still here, loaded or archived, oldest first."""
        wanted = frozenset(keys)
        loaded = [message for message in self.histories.loaded(key) if message.key in wanted]
        missing = wanted.difference(message.key for message in loaded)
        archived = await self._archived(key, missing) if missing else ()
        return tuple(sorted([*loaded, *archived], key=position))

    async def gone(self, key: ConversationKey, ids: Collection[str]) -> frozenset[str]:
        """The ids of those of these messages that are here no more, neither loaded nor archived.

        None of them while the archive cannot be read: then nobody knows.
        """
        missing = frozenset(ids).difference(message.id for message in self.histories.loaded(key))
        try:
            archived = await self.archive().named(key, missing) if missing else ()
        except ArchiveError:
            return frozenset()
        return missing.difference(message.id for message in archived)

    async def of_messages(self, key: ConversationKey, keys: Collection[str]) -> Preview:
        """The removal of exactly those of these messages (`ChatMessage.key`) that are still here, loaded or archived.

        Raises RoamingError for one without an id, and where none is here any more.
        """
        messages = await self.messages(key, keys)
        removal = Removal.of_messages(key, messages)
        left = await self._part(key, END.time)
        return Preview(
            removal=removal,
            first=messages[0],
            last=messages[-1],
            not_loaded=len(messages) - len(removal.among(self.histories.loaded(key))),
            takes_newest=self._takes_newest(removal),
            empties=left.count <= len(messages) if left.is_complete else None,
        )

    async def up_to(self, key: ConversationKey, until: ChatMessage) -> Preview:
        """The removal of all messages at or before the time of one of them."""
        part = await self._part(key, until.time)
        removal = Removal(key, UpTo(until.time), part.count)
        whole = await self._part(key, END.time)
        messages = part.messages if part.is_complete and all(message.id for message in part.messages) else ()
        return Preview(
            removal=removal,
            first=part.first,
            last=part.last or until,
            not_loaded=part.count - len(removal.among(self.histories.loaded(key))),
            may_be_more=not part.is_complete,
            by_ids=Removal.of_messages(key, messages) if messages else None,
            takes_newest=self._takes_newest(removal),
            empties=part.count == whole.count if whole.is_complete else None,
        )

    async def of_conversation(self, key: ConversationKey, *, with_messages: bool) -> Preview:
        """The deletion of a conversation, and of its messages where `with_messages`."""
        part = await self._part(key, END.time)
        listed = self.conversations.last_message(key)
        newest = max((each.time for each in (part.last, listed) if each is not None), default=0)
        removal = Removal(key, Whole(with_messages, newest), part.count if with_messages else 0)
        if not with_messages:
            return Preview(removal, part.first, part.last or listed)
        return Preview(
            removal=removal,
            first=part.first,
            last=part.last or listed,
            not_loaded=part.count - len(self.histories.loaded(key)),
            may_be_more=not part.is_complete,
            takes_newest=True,
            empties=True,
        )

    async def _archived(self, key: ConversationKey, ids: Collection[str]) -> tuple[ChatMessage, ...]:
        try:
            return await self.archive().named(key, ids)
        except ArchiveError:
            return ()

    async def _part(self, key: ConversationKey, time: int) -> ArchivedPart:
        """What is archived up to a time; where nothing can be read of that, what is loaded, and perhaps more."""
        try:
            return await self.archive().up_to(key, time, MOST_BY_IDS)
        except ArchiveError:
            loaded = [message for message in self.histories.loaded(key) if message.time <= time]
            ends = (loaded[0], loaded[-1]) if loaded else (None, None)
            return ArchivedPart(len(loaded), *ends)

    def _takes_newest(self, removal: Removal) -> bool:
        last = self.conversations.last_message(removal.key)
        return last is not None and bool(removal.among([last]))
