"""What a query means to the service, which can look for kinds, senders and times, but not for words (section 8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from tui.models import ConversationKey, ConversationType, Kind, SearchOptions
from tui.query import Known, Query
from tui.query.folding import fold
from tui.query.query import Having, OfKind, Sender, Sent, Thing
from tui.runs import Coverage, Hole

T = TypeVar("T")

_UNASKABLE = frozenset({Kind.UNSUPPORTED, Kind.UNREADABLE})
"""Kinds of our own, which the service does not know."""

_HAVING = {
    Thing.IMAGE: frozenset({Kind.IMAGE}),
    Thing.FILE: frozenset({Kind.IMAGE, Kind.AUDIO, Kind.VIDEO, Kind.FILE}),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a message must be for a query to mean it; None asks nothing. `users` are folded ids, which for the
    service are the ids themselves: it keeps them in lower case (section 1).

    `since` is included and `until` is not, in ms since 1970. `own_id` is the account's user, folded.
    """

    kinds: frozenset[Kind] | None = None
    users: frozenset[str] | None = None
    since: int | None = None
    until: int | None = None
    own_id: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether the service can be asked for less than everything."""
        return (self.kinds, self.users, self.since, self.until) != (None, None, None, None)

    def part(self, hole: Hole) -> Hole | None:
        """As much of a hole as such messages can be in; None for nothing of it."""
        after = hole.after if self.since is None else max(self.since, hole.after or 0)
        last = None if self.until is None else self.until - 1
        before = hole.before if last is None else min(last, last if hole.before is None else hole.before)
        return None if after is not None and before is not None and after > before else Hole(after, before)

    def options(self, key: ConversationKey, part: Hole) -> tuple[SearchOptions, ...] | None:
        """How to ask for all such messages of a conversation in a part of it; empty: there can be none.

        None where the service cannot narrow anything there: it does not look at senders in a direct chat.
        """
        kinds = () if self.kinds is None else tuple(sorted(self.kinds))
        if not self._may_be_in(key):
            return ()
        if self.users is not None and key.type is not ConversationType.SINGLE:
            return tuple(SearchOptions(kinds, part.after, part.before, user) for user in sorted(self.users))
        if not kinds and self.since is None and self.until is None:
            return None
        return (SearchOptions(kinds, part.after, part.before),)

    def gaps(self, coverage: Coverage) -> tuple[Hole, ...]:
        """The gaps of a conversation in which such messages may be, oldest first.

        One of which nothing is archived is a gap as a whole.
        """
        if not self._may_be_in(coverage.key):
            return ()
        gaps = coverage.missing if coverage.messages else (Hole(None, None),)
        return tuple(gap for gap in gaps if self.part(gap) is not None)

    def _may_be_in(self, key: ConversationKey) -> bool:
        """Whether there can be such messages in a conversation: in a direct chat only two users write."""
        if self.users is not None and key.type is ConversationType.SINGLE:
            return not self.users.isdisjoint({fold(key.id), self.own_id})
        return self.kinds != frozenset() and self.users != frozenset()


EVERYTHING = Wanted()


def wanted_by(query: Query, known: Known) -> Wanted:
    """As much of a query as the service can be asked for; `known` says whom names mean."""
    kinds = [found for each in query.wanted if (found := _kinds(each)) is not None]
    users = [known.users(each.user) for each in query.wanted if isinstance(each, Sender)]
    sent = [each for each in query.wanted if isinstance(each, Sent)]
    return Wanted(
        kinds=_common(kinds),
        users=_common(users),
        since=max((each.since for each in sent if each.since is not None), default=None),
        until=min((each.until for each in sent if each.until is not None), default=None),
        own_id=fold(known.own_id),
    )


def _kinds(condition: object) -> frozenset[Kind] | None:
    """The kinds of message that meet a condition; None where it does not tell, or the service knows them not."""
    match condition:
        case OfKind(kinds) if kinds.isdisjoint(_UNASKABLE):
            return kinds
        case Having(thing):
            return _HAVING.get(thing)
        case _:
            return None


def _common(sets: Iterable[frozenset[T]]) -> frozenset[T] | None:
    """What all of them have; None for none of them."""
    given = tuple(sets)
    return given[0].intersection(*given[1:]) if given else None
