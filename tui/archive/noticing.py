"""What a fact changes that nobody would see in the history afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import apsw

from tui.archive.changes import ChangeLog, Noticed
from tui.archive.conversations import ConversationTable
from tui.archive.listing import Listing
from tui.archive.messages import MessageTable, Row
from tui.archive.properties import Properties
from tui.changes import ChangeKind
from tui.events import (
    ConversationRemoved,
    Fact,
    HistoryRead,
    ListRead,
    MessageArrived,
    MessageChanged,
    MessagesCut,
    MessagesRemoved,
    PinChanged,
)
from tui.models import ChatMessage, Conversation, ConversationKey, ConversationType
from tui.protocol.viewpoint import Viewpoint
from tui.runs import Position


class Noticing:
    """Compares facts with what is archived. Always inside a transaction of the caller's.

    What the user did with this program is not noted, nor a conversation that is new because it is the first time that
    the list is read.
    """

    def __init__(self, db: apsw.Connection) -> None:
        self._log = ChangeLog(db)
        self._conversations = ConversationTable(db)
        self._listing = Listing(db)
        self._messages = MessageTable(db)
        self._properties = Properties(db)

    def before(self, fact: Fact, now: int, viewpoint: Viewpoint) -> None:
        """Note what a fact is about to change; `now` is in ms since 1970."""
        match fact:
            case ListRead():
                self._read_list(fact, now)
            case MessagesRemoved(is_own=False):
                self._removed(fact, now)
            case MessagesCut(is_own=False):
                self._cut(fact, now)
            case MessageChanged():
                self._edited(fact.key, [fact.message], now, viewpoint)
            case HistoryRead():
                self._edited(fact.key, fact.run.messages, now, viewpoint)
            case PinChanged(is_own=False):
                self._pinned(fact.key, fact.is_pinned, now)
            case ConversationRemoved(is_own=False):
                self._left(fact.key, now)
            case _:
                pass

    def after_page(self, fact: HistoryRead, gone: Sequence[Row], now: int) -> None:
        """Note what a page did not have any more, and that it does not reach to what was archived before."""
        history = self._conversations.history_of(fact.key)
        self._add(history.number, _of_messages(ChangeKind.GONE, gone), now)
        if not fact.run.reaches_newest or not fact.run.messages:
            return
        before = self._messages.place_before(history.number, fact.run.first)
        is_kept = before is not None and (history.floor is None or before >= history.floor)
        if before is not None and is_kept and self._log.is_open(history.number, before):
            self._add(history.number, [Noticed(ChangeKind.GAP, before)], now)

    def before_arrivals(self, key: ConversationKey, facts: Sequence[MessageArrived], now: int) -> None:
        """Note a conversation that comes into the list because of a message."""
        if key.type is not ConversationType.ROOM and facts and self._properties.list_was_read:
            number = self._conversations.number(key)
            if not self._listing.get(number).is_listed:
                self._add(number, [Noticed(ChangeKind.CAME)], now)

    def _read_list(self, fact: ListRead, now: int) -> None:
        if self._properties.list_was_read:
            for conversation in fact.conversations:
                number = self._conversations.number(conversation.key)
                self._add(number, self._listed(number, conversation), now)
        if fact.all_keys is None:
            return
        if self._properties.list_was_read:
            for key in self._listing.keys() - fact.all_keys:
                self._left(key, now)
        self._properties.list_was_read = True

    def _listed(self, number: int, conversation: Conversation) -> Iterator[Noticed]:
        entry = self._listing.get(number)
        if not entry.is_listed:
            yield Noticed(ChangeKind.CAME)
        elif entry.conversation.is_pinned != conversation.is_pinned:
            yield Noticed(ChangeKind.PINNED if conversation.is_pinned else ChangeKind.UNPINNED)

    def _pinned(self, key: ConversationKey, is_pinned: bool, now: int) -> None:
        number = self._conversations.find(key)
        if number is None:
            return
        entry = self._listing.get(number)
        if entry.is_listed and entry.conversation.is_pinned != is_pinned:
            self._add(number, [Noticed(ChangeKind.PINNED if is_pinned else ChangeKind.UNPINNED)], now)

    def _left(self, key: ConversationKey, now: int) -> None:
        number = self._conversations.find(key)
        if number is not None and self._listing.get(number).is_listed:
            self._add(number, [Noticed(ChangeKind.LEFT)], now)

    def _removed(self, fact: MessagesRemoved, now: int) -> None:
        number = self._conversations.find(fact.key)
        if number is None:
            return
        kind = ChangeKind.RECALLED if fact.recalled_by else ChangeKind.REMOVED
        self._add(number, _of_messages(kind, self._messages.rows(number, fact.ids), fact.recalled_by), now)

    def _cut(self, fact: MessagesCut, now: int) -> None:
        number = self._conversations.find(fact.key)
        if number is None:
            return
        count = len(self._messages.until(number, fact.until))
        last = self._messages.place_before(number, Position(fact.until + 1, 0))
        if count:
            self._add(number, [Noticed(ChangeKind.REMOVED, last, count=count)], now)

    def _edited(self, key: ConversationKey, messages: Sequence[ChatMessage], now: int, viewpoint: Viewpoint) -> None:
        number = self._conversations.find(key)
        if number is None:
            return
        for at, message in self._messages.newly_edited(number, messages, viewpoint):
            who = message.edited.operator if message.edited else ""
            self._add(number, [Noticed(ChangeKind.EDITED, at, who or message.sender)], now)

    def _add(self, conversation: int, noticed: Iterable[Noticed], now: int) -> None:
        for each in noticed:
            self._log.add(conversation, each, now)


def _of_messages(kind: ChangeKind, rows: Sequence[Row], who: str = "") -> Iterator[Noticed]:
    """All of them as one change, at the last of them; none where there is no message."""
    if rows:
        senders = {row.sender for row in rows}
        author = senders.pop() if len(senders) == 1 else ""
        yield Noticed(kind, max(row.place for row in rows), who or author, len(rows))
