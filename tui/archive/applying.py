"""Which parts of the archive a fact concerns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import apsw

from tui.archive.deleted import KEEP_DELETED_DAYS, DeletedTable
from tui.archive.history_facts import HistoryFacts
from tui.archive.list_facts import ListFacts
from tui.archive.noticing import Noticing
from tui.archive.properties import Properties
from tui.archive.transactions import writing
from tui.events import (
    ConnectionBegan,
    ConversationRemoved,
    Fact,
    HistoryRead,
    ListRead,
    MarkChanged,
    MessageArrived,
    MessageChanged,
    MessagesCut,
    MessagesFound,
    MessagesRemoved,
    NamesKnown,
    NewestKnown,
    PinChanged,
    ReadElsewhere,
)
from tui.models import ConversationKey
from tui.protocol.viewpoint import Viewpoint

NOTHING = NamesKnown({})
"""A fact that says nothing."""


def _arrivals_of(fact: Fact) -> ConversationKey | None:
    """The conversation that a message arrived in; None for anything else that happened."""
    return fact.key if isinstance(fact, MessageArrived) else None


class Facts:
    """Writes facts to the archive. Repeats do no harm."""

    def __init__(self, db: apsw.Connection, writer: int, keep_deleted_days: int = KEEP_DELETED_DAYS) -> None:
        """`writer` tells this program from others that write to the same file."""
        self._db = db
        self._version = db.pragma("data_version")
        self._deleted = DeletedTable(db, keep_deleted_days)
        self._histories = HistoryFacts(db, writer, self._deleted)
        self._list = ListFacts(db)
        self._noticing = Noticing(db)
        self._properties = Properties(db)

    def write(self, facts: Iterable[Fact], now: int, viewpoint: Viewpoint) -> None:
        """Take over what happened, in order: all of it or, when it raises, none. `now` is in ms since 1970.

        Names of nobody are written to find out whether that can be done: nothing has been heard then.
        """
        with writing(self._db), self._histories.changing():
            self._look_for_others(now)
            heard_at = self._properties.heard_at
            for arrivals, some in groupby(facts, key=_arrivals_of):
                if arrivals is not None:
                    self._arrive(arrivals, [fact for fact in some if isinstance(fact, MessageArrived)], now)
                    heard_at = now
                    continue
                for fact in some:
                    self._apply(fact, now, viewpoint)
                    if fact != NOTHING:
                        heard_at = now
            self._properties.heard_at = heard_at

    def forget_deleted(self, now: int) -> None:
        """Let go of what was deleted so long ago (`now` in ms since 1970) that it is not kept any more."""
        if self._deleted.has_old(now):  # most starts have nothing to write
            with writing(self._db):
                self._deleted.purge(now)

    def _look_for_others(self, now: int) -> None:
        """Find out whether other programs have written to the file since the last time."""
        version = self._db.pragma("data_version")
        if version != self._version:
            self._version = version
            self._histories.others_wrote(now)

    def _arrive(self, key: ConversationKey, facts: Sequence[MessageArrived], now: int) -> None:
        """Messages that came to a conversation one after the other."""
        new = self._histories.arrive(key, [fact.message for fact in facts], now)
        by_key = {fact.message.key: fact for fact in facts}  # one may have come twice
        arrived = [fact for name, fact in by_key.items() if name in new]
        self._noticing.before_arrivals(key, arrived, now)
        self._list.arrive(key, arrived)

    def _apply(self, fact: Fact, now: int, viewpoint: Viewpoint) -> None:
        self._noticing.before(fact, now, viewpoint)
        match fact:
            case HistoryRead():
                rows = self._histories.read(fact, now)
                gone = {row.place.name for row in rows}
                if gone:
                    self._list.drop_preview(fact.key, lambda last: last.id in gone, viewpoint)
                self._noticing.after_page(fact, rows, now)
                self._list.read_page(fact)
            case MessageChanged():
                self._histories.change(fact, viewpoint)
                self._list.change(fact)
            case MessagesRemoved():
                self._histories.remove(fact, now)
                self._list.drop_preview(fact.key, lambda last: last.id in fact.ids, viewpoint)
            case MessagesCut():
                self._histories.cut(fact, now)
                self._list.drop_preview(fact.key, lambda last: last.time <= fact.until, viewpoint)
            case ConversationRemoved():
                if fact.with_messages:
                    self._histories.remove_all(fact, now)
                    self._list.drop_preview(fact.key, lambda _: True, viewpoint)
                self._list.remove(fact)
            case MessagesFound():
                self._histories.find(fact, now)
            case ConnectionBegan():
                self._histories.connect(fact)
            case _:
                self._apply_to_list(fact)

    def _apply_to_list(self, fact: Fact) -> None:
        match fact:
            case ListRead():
                self._list.read(fact)
            case NamesKnown():
                self._list.name(fact)
            case NewestKnown():
                self._list.tell_newest(fact)
            case PinChanged() | ReadElsewhere() | MarkChanged():
                self._list.follow(fact)
            case _:
                pass  # an uncertain history: the page that is asked for because of it will tell
