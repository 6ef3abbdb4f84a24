"""What happens to the conversation list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import apsw

from tui.archive.conversations import ConversationTable
from tui.archive.listing import Listing
from tui.archive.messages import MessageTable
from tui.events import (
    ConversationRemoved,
    HistoryRead,
    ListRead,
    MarkChanged,
    MessageArrived,
    MessageChanged,
    NamesKnown,
    NewestKnown,
    PinChanged,
    ReadElsewhere,
)
from tui.last_messages import newest_shown, not_older, with_arrival, with_newest
from tui.models import ChatMessage, Conversation, ConversationKey, ConversationType
from tui.protocol.viewpoint import Viewpoint

COMMANDS = 10
"""Messages that are looked through for one that is not a command between apps."""


class ListFacts:
    """The list of one account. Every method is one step inside a transaction of the caller's."""

    def __init__(self, db: apsw.Connection) -> None:
        self._conversations = ConversationTable(db)
        self._listing = Listing(db)
        self._messages = MessageTable(db)

    def read(self, fact: ListRead) -> None:
        """A part of the list has come. It may not have the messages yet that arrived while it was on its way."""
        for conversation in fact.conversations:
            number = self._conversations.number(conversation.key)
            known = self._listing.get(number).conversation
            self._listing.put(number, self._not_older(number, conversation, known))
        if fact.all_keys is not None:
            self._listing.keep_only(fact.all_keys)

    def name(self, fact: NamesKnown) -> None:
        self._listing.put_names(fact.names)

    def follow(self, fact: PinChanged | ReadElsewhere | MarkChanged) -> None:
        """What the list says of a conversation has changed."""
        self._change(fact.key, fact.applied_to)

    def arrive(self, key: ConversationKey, facts: Iterable[MessageArrived]) -> None:
        """Messages list their conversation; chat rooms are in no list. Only those that are new change it."""
        if key.type is ConversationType.ROOM:
            return
        number = self._conversations.number(key)
        entry = self._listing.get(number)
        known = entry.conversation
        for fact in facts:
            known = with_arrival(known, fact.message, is_own=fact.is_own)
        if known is not entry.conversation or not entry.is_listed:
            self._listing.put(number, known)

    def read_page(self, fact: HistoryRead) -> None:
        """A page has come. One that may be the newest can have a later message than the list was told of."""
        run = fact.run
        may_be_newest = run.asked_from is None or run.reaches_newest
        message = newest_shown(reversed(run.messages)) if may_be_newest else None
        number = self._conversations.find(fact.key)
        if message is None or number is None:
            return
        entry = self._listing.get(number)
        known = entry.conversation
        if (new := with_newest(known, message)) is not known and self._has(number, message):
            self._listing.put(number, new, is_listed=entry.is_listed)

    def change(self, fact: MessageChanged) -> None:
        self._preview(fact.key, lambda last: fact.applied_to(last))

    def tell_newest(self, fact: NewestKnown) -> None:
        """The newest message is another one; without any, the conversation is in the list no more."""
        if fact.message is not None:
            self._change(fact.key, lambda known: replace(known, last_message=fact.message))
        elif (number := self._conversations.find(fact.key)) is not None:
            self._listing.put(number, replace(self._listing.get(number).conversation, last_message=None))
            self._listing.unlist([number])

    def remove(self, fact: ConversationRemoved) -> None:
        """A conversation leaves the list."""
        number = self._conversations.find(fact.key)
        if number is not None:
            self._listing.unlist([number])

    def drop_preview(self, key: ConversationKey, is_gone: Callable[[ChatMessage], bool], viewpoint: Viewpoint) -> None:
        """Where the last message is gone, the newest that is archived takes its place until the service tells."""

        def replaced(last: ChatMessage) -> ChatMessage | None:
            return self.newest(self._conversations.number(key), viewpoint) if is_gone(last) else last

        self._preview(key, replaced)

    def newest(self, number: int, viewpoint: Viewpoint) -> ChatMessage | None:
        """The newest archived message that is for people to read."""
        return newest_shown(
            stored.read(viewpoint) for stored in reversed(self._messages.before(number, None, COMMANDS))
        )

    def _change(self, key: ConversationKey, changed: Callable[[Conversation], Conversation]) -> None:
        """Change a conversation that is in the list."""
        number = self._conversations.find(key)
        if number is not None and (entry := self._listing.get(number)).is_listed:
            self._listing.put(number, changed(entry.conversation))

    def _preview(self, key: ConversationKey, changed: Callable[[ChatMessage], ChatMessage | None]) -> None:
        """Change the last message of a conversation, in the list or not."""
        number = self._conversations.find(key)
        if number is None:
            return
        entry = self._listing.get(number)
        last = entry.conversation.last_message
        if last is not None and (new := changed(last)) is not last:
            self._listing.put(number, replace(entry.conversation, last_message=new), is_listed=entry.is_listed)

    def _not_older(self, number: int, fetched: Conversation, known: Conversation) -> Conversation:
        """What was fetched; a later message that is archived, and so was not removed, stays the last one."""
        return not_older(fetched, known) if self._has(number, known.last_message) else fetched

    def _has(self, number: int, message: ChatMessage | None) -> bool:
        return message is not None and bool(message.id) and bool(self._messages.named(number, [message.id]))
