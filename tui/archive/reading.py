"""What the archive tells: messages with the gaps between them, how much there is, and the list."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, tzinfo

import apsw

from tui.archive.changes import ChangeLog
from tui.archive.conversations import ConversationTable, History
from tui.archive.kept import Sheet, kept_after
from tui.archive.list_facts import ListFacts
from tui.archive.listing import Listing
from tui.archive.messages import MessageTable, Stored
from tui.archive.properties import Properties
from tui.archive.spans import Span, SpanTable
from tui.archive.transactions import reading
from tui.changes import Change
from tui.models import ConversationKey
from tui.protocol.viewpoint import Viewpoint
from tui.runs import END, START, ArchivedList, Coverage, Hole, Position, Stretch
from tui.timeline.months import days_of


class Reader:
    """Answers questions, each as of one moment. `viewpoint` is from where messages are looked at."""

    def __init__(self, db: apsw.Connection, viewpoint: Viewpoint) -> None:
        self.viewpoint = viewpoint
        self._db = db
        self._changes = ChangeLog(db)
        self._conversations = ConversationTable(db)
        self._listing = Listing(db)
        self._list = ListFacts(db)
        self._messages = MessageTable(db)
        self._properties = Properties(db)
        self._spans = SpanTable(db)

    def older(self, key: ConversationKey, before: Position | None, limit: int) -> Stretch:
        """At most `limit` messages right before a place (None: the newest of all)."""
        with reading(self._db):
            history = self._conversations.history(key)
            if history is None:
                return Stretch()
            found = self._messages.before(history.number, before, limit + 1)
            beyond, found = found[:-limit], found[-limit:]
            joins = not found or before is None or self._joined(history, found[-1].place, before)
            return self._stretch(history, beyond, found, joins=joins)

    def newer(self, key: ConversationKey, after: Position | None, limit: int) -> Stretch:
        """At most `limit` messages right after a place (None: the oldest of all)."""
        with reading(self._db):
            history = self._conversations.history(key)
            if history is None:
                return Stretch()
            found = self._messages.after(history.number, after, limit + 1)
            beyond, found = found[limit:], found[:limit]
            joins = not found or after is None or self._joined(history, after, found[0].place)
            return replace(self._stretch(history, [], found, joins=joins, after=after), is_last=not beyond)

    def around(self, key: ConversationKey, time: int, limit: int) -> Stretch:
        """At most `limit` messages from the first at or after a time (ms since 1970), and as many right before it.

        `is_last` is about what is older, as after `older`.
        """
        at = Position(time, 0)
        with reading(self._db):
            history = self._conversations.history(key)
            if history is None:
                return Stretch()
            found = self._messages.before(history.number, at, limit + 1)
            beyond, found = found[:-limit], found[-limit:]
            found += self._messages.since(history.number, at, limit)
            return self._stretch(history, beyond, found)

    def place_of(self, key: ConversationKey, message_key: str) -> Position | None:
        """Where the message with this key is; None where it is not here."""
        with reading(self._db):
            history = self._conversations.history(key)
            return next(iter(self._messages.places(history.number, [message_key])), None) if history else None

    def kept(self, key: ConversationKey, after: Position | None, limit: int) -> Sheet:
        """At most `limit` messages right after a place (None: the oldest of all), as they are kept."""
        with reading(self._db):
            history = self._conversations.history(key)
            if history is None:
                return Sheet(viewpoint=self.viewpoint)
            found = kept_after(self._db, history.number, after, limit + 1)
            shown = found[:limit]
            places = [each.place for each in shown]
            spans = self._spans.beginning(history.number, after or START, places[-1]) if places else []
            gaps = frozenset(places[bisect_left(places, span.first)] for span in _open(spans, history))
            return Sheet(shown, gaps, len(found) <= limit, history.floor, self.viewpoint)

    def coverages(self, keys: Collection[ConversationKey] | None) -> dict[ConversationKey, Coverage]:
        """How much is archived of these conversations; None: of all whose history was ever seen."""
        with reading(self._db):
            if keys is None:
                seen = [each for each in self._conversations.histories() if each.message_count or each.read_at]
                return {history.key: self._coverage(history) for history in seen}
            histories = {key: self._conversations.history(key) for key in keys}
            return {key: self._coverage(history) if history else Coverage(key) for key, history in histories.items()}

    def days(self, key: ConversationKey, month: date, zone: tzinfo | None) -> dict[date, int]:
        """How many messages each day of a month has, of those that have any; days are those of `zone` (None: here)."""
        with reading(self._db):
            history = self._conversations.history(key)
            if history is None:
                return {}
            days = days_of(month, zone)
            counts = {day: self._messages.count(history.number, first, end) for day, first, end in days}
            return {day: count for day, count in counts.items() if count}

    def changes(self, limit: int) -> list[Change]:
        """At most `limit` changes that the histories do not show, newest first."""
        with reading(self._db):
            return self._changes.latest(limit)

    def listed(self) -> ArchivedList:
        """The list as it was known last, and what fell off it of which there are messages."""
        with reading(self._db):
            entries = [entry for entry in self._listing.all() if entry.is_listed or entry.message_count]
            conversations = []
            for entry in entries:
                conversation = entry.conversation
                if conversation.last_message is None and not entry.is_listed:
                    conversation = replace(conversation, last_message=self._list.newest(entry.number, self.viewpoint))
                conversations.append(conversation)
            unlisted = frozenset(entry.conversation.key for entry in entries if not entry.is_listed)
            return ArchivedList(
                tuple(conversations), unlisted, self._listing.names(), self._properties.heard_at, self._properties.notes
            )

    def _stretch(
        self,
        history: History,
        beyond: Sequence[Stored],
        found: Sequence[Stored],
        *,
        joins: bool = True,
        after: Position | None = None,
    ) -> Stretch:
        """The messages in `found`, which come after those in `beyond`, or else after a place."""
        messages = tuple(stored.read(self.viewpoint) for stored in found)
        before = beyond[-1].place if beyond else after or START
        places = [stored.place for stored in found]
        spans = self._spans.beginning(history.number, before, places[-1]) if found else []
        gaps = {messages[bisect_left(places, span.first)].key: span.cursor for span in _open(spans, history)}
        recalls = self._changes.recalls(history.number, history.cut)
        return Stretch(messages, gaps, joins, not beyond, history.floor, recalls)

    def _joined(self, history: History, first: Position, last: Position) -> bool:
        """Whether nothing can be missing between two places: the service has nothing below its floor."""
        first = first if history.floor is None else max(first, history.floor)
        return first >= last or self._spans.joins(history.number, first, last)

    def _coverage(self, history: History) -> Coverage:
        number = history.number
        spans = self._spans.all(number)
        oldest, newest = self._messages.place_from(number, START), self._messages.newest(number)
        gaps = _open(spans, history)
        return Coverage(
            key=history.key,
            messages=history.message_count,
            oldest=oldest.time if oldest else None,
            newest=newest.time if newest else None,
            gaps=self._holes(number, gaps),
            has_oldest=_reaches_floor(spans, gaps, oldest, history.floor),
            read_at=history.read_at,
        )

    def _holes(self, number: int, gaps: Sequence[Span]) -> tuple[Hole, ...]:
        """The gaps before these spans, each between its neighbours, where there are any.

        A span that has no message any more shares its gap with the next.
        """
        before = (self._messages.place_before(number, span.first) for span in gaps)
        after = (self._messages.place_from(number, span.first) for span in gaps)
        pairs = dict.fromkeys(zip(before, after, strict=True))
        return tuple(Hole(low.time, high.time) for low, high in pairs if low and high)


def _open(spans: Sequence[Span], history: History) -> list[Span]:
    """Those before which the service may have something."""
    return [span for span in spans if history.floor is None or span.first > history.floor]


def _reaches_floor(
    spans: Sequence[Span], gaps: Sequence[Span], oldest: Position | None, floor: Position | None
) -> bool:
    """Whether nothing is missing before the oldest message; without one, whether nothing is there at all."""
    if floor is None:
        return False
    if oldest is not None:
        return not any(span.first <= oldest for span in gaps)
    return spans[0].first <= floor if spans else floor == END
