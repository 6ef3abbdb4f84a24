"""Journals of deletions for tests: the real one, in memory or in a file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from pathlib import Path

from tui.archive.journal import FileJournal, open_journal
from tui.models import ConversationKey
from tui.removal.plan import Removal, Whole
from tui.store import Store


async def in_memory() -> FileJournal:
    """An empty journal of amy's."""
    return open_journal(None, "amy@support")


def in_file(path: Path) -> Callable[[], Awaitable[FileJournal]]:
    """Opens amy's journal in a file, which outlives whoever opened it."""

    async def opening() -> FileJournal:
        return open_journal(path, "amy@support")

    return opening


async def remove(store: Store, key: ConversationKey, ids: Collection[str]) -> None:
    """Remove these messages of those that are loaded, at once."""
    messages = [message for message in store.histories.loaded(key) if message.key in ids]
    await store.removals.carry_out(Removal.of_messages(key, messages))


async def delete(store: Store, key: ConversationKey, *, with_messages: bool) -> None:
    """Delete a conversation as it is now, at once."""
    last = store.conversations.last_message(key)
    await store.removals.carry_out(Removal(key, Whole(with_messages, last.time if last else 0), 0))
