"""What the full-text index is asked for a query: all that it finds is more than is wanted, and never less."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tui.archive.numbers import ALL, ROOM
from tui.archive.search_text import ANY_EXTRA, MANY_EXTRAS, having, in_conversation, of_kind, sent_by, with_extra
from tui.lenses import CUSTOM, EXT, NO_LENSES, Lenses
from tui.models import ConversationKey, Kind
from tui.query.folding import folded_words, is_of_a_run
from tui.query.hits import place_of
from tui.query.known import Known
from tui.query.query import Condition, Extra, Having, OfKind, Pattern, Query, Sender, Sent, Within, Words

_MOST_WORDS = 64
"""Words of one phrase that are looked up."""

_SEEN = {CUSTOM: of_kind(Kind.CUSTOM), EXT: ANY_EXTRA}
"""The fact that there is something for the placeholders of a lens, by what they begin with."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """`expression` is what the index is asked, '' for all messages; only numbers from `first` until `end` count."""

    expression: str
    first: int
    end: int


def candidates(
    query: Query, known: Known, numbers: Mapping[ConversationKey, int], lenses: Lenses = NO_LENSES
) -> Candidates:
    """What may be found by `query`, in the conversations `numbers` alone when it names one with `in:`.

    What `lenses` show is not indexed, as they are a setting of today: every message that they may say anything of is
    proposed for any word.
    """
    seen = [fact for root, fact in _SEEN.items() if root in lenses.roots]
    parts = [part for each in query.wanted if (part := _part(each, known, numbers, seen))]
    sent = [each for each in query.wanted if isinstance(each, Sent)]
    first = max([ALL[0], *(place_of(each.since) for each in sent if each.since is not None)])
    # Messages of one time in great numbers have taken numbers of later ones, so an end leaves some room.
    end = min([ALL[1], *(place_of(each.until) + ROOM for each in sent if each.until is not None)])
    return Candidates(" AND ".join(parts), first, end)


def restricted(found: Candidates, conversation: int) -> Candidates:
    """Those of them that are in one conversation."""
    part = _any_of([in_conversation(conversation)])
    return Candidates(f"{part} AND {found.expression}" if found.expression else part, found.first, found.end)


def _part(condition: Condition, known: Known, numbers: Mapping[ConversationKey, int], seen: Collection[str]) -> str:
    """What a condition asks of the index; '' for nothing. `seen`: the facts of what lenses may say something of."""
    match condition:
        case Words(text, is_whole):
            phrase = _phrase(text, is_whole=is_whole)
            return f"({phrase} OR {_any_of(seen)})" if phrase and seen else phrase
        case Sender(user):
            return _any_of(map(sent_by, sorted(known.users(user))))
        case Within(wanted):
            return _any_of(in_conversation(number) for key, number in numbers.items() if known.is_meant(key, wanted))
        case OfKind(kinds):
            return _any_of(map(of_kind, sorted(kinds)))
        case Having(thing):
            return _any_of([having(thing)])
        case Extra(key, value):
            return _any_of([with_extra(key, value), MANY_EXTRAS])
        case Sent() | Pattern():
            return ""


def _phrase(text: str, *, is_whole: bool) -> str:
    words = folded_words(text)
    begins_more = not is_whole and is_of_a_run(text[-1])
    if not words or (begins_more and words == [text[:1]]):
        return ""  # what begins with one letter is found sooner by looking at the newest messages
    prefix = " *" if begins_more and len(words) <= _MOST_WORDS else ""
    return f'words : "{" ".join(words[:_MOST_WORDS])}"{prefix}'


def _any_of(facts: Iterable[str]) -> str:
    """Of none of them, nothing is found."""
    return f"facts : ({' OR '.join(facts) or 'nothing'})"
