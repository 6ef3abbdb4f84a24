"""Whether a message is what a query looks for, and where in a line of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tui.lenses import NO_LENSES, Lenses
from tui.models import ChatMessage, ConversationKey
from tui.query.folding import fold, fold_with_places, is_of_a_run
from tui.query.known import Known
from tui.query.patterns import Matcher
from tui.query.query import Clause, Condition, Extra, Having, OfKind, Pattern, Query, Sender, Sent, Within, Words
from tui.query.texts import extras_of, texts_of, things_of

Check = Callable[[ConversationKey, ChatMessage], bool]


class Judge:
    """Decides over messages, one after the other, by one query."""

    def __init__(self, query: Query, known: Known | None = None, lenses: Lenses = NO_LENSES) -> None:
        """`known` says who and what names mean; without, only ids mean something. What `lenses` show is searched."""
        known = known or Known()
        # What is cheap to find out comes first: most messages fail at the first check.
        clauses = sorted(query.clauses, key=lambda clause: isinstance(clause.condition, Words | Extra | Pattern))
        self._checks = [_check(clause, known, lenses) for clause in clauses]

    def accepts(self, key: ConversationKey, message: ChatMessage) -> bool:
        """Whether all that the query says is true of `message`, which is in the conversation `key`."""
        return all(check(key, message) for check in self._checks)


def spans(query: Query, line: str) -> tuple[tuple[int, int], ...]:
    """Where in `line` is what was looked for: from and until which character, in order, without overlaps."""
    folded, places = fold_with_places(line)
    found: list[tuple[int, int]] = []
    for condition in query.wanted:
        if isinstance(condition, Words):
            found += [(places[start], places[end - 1] + 1) for start, end in occurrences(condition, folded)]
        elif isinstance(condition, Pattern) and (span := Matcher(condition.source).span(line)):
            found.append(span)
    return tuple(_merged(sorted(found)))


def occurrences(words: Words, folded: str) -> Iterator[tuple[int, int]]:
    """Where `words` are in a folded text: from and until which character, in order."""
    text = words.text
    begins_run = is_of_a_run(text[0])
    ends_run = words.is_whole and is_of_a_run(text[-1])
    start = folded.find(text)
    while start >= 0:
        end = start + len(text)
        is_inside = begins_run and start > 0 and is_of_a_run(folded[start - 1])
        goes_on = ends_run and end < len(folded) and is_of_a_run(folded[end])
        if not is_inside and not goes_on:
            yield start, end
        start = folded.find(text, start + 1)


def _check(clause: Clause, known: Known, lenses: Lenses) -> Check:
    check = _met(clause.condition, known, lenses)
    return (lambda key, message: not check(key, message)) if clause.is_negated else check


def _met(condition: Condition, known: Known, lenses: Lenses) -> Check:
    match condition:
        case Words():
            return lambda _, message: any(any(occurrences(condition, fold(text))) for text in texts_of(message, lenses))
        case Sender(user):
            users = known.users(user)
            return lambda _, message: fold(message.sender) in users
        case Within(conversation):
            return lambda key, _: known.is_meant(key, conversation)
        case OfKind(kinds):
            return lambda _, message: message.kind in kinds
        case Having(thing):
            return lambda _, message: thing in things_of(message.body)
        case Sent(since, until):
            return lambda _, message: _is_between(message.time, since, until)
        case Extra(key, value):
            return lambda _, message: (key, value) in extras_of(message)
        case Pattern(source):
            pattern = Matcher(source)
            return lambda _, message: any(map(pattern.matches, texts_of(message, lenses)))


def _is_between(time: int, since: int | None, until: int | None) -> bool:
    return (since is None or since <= time) and (until is None or time < until)


def _merged(found: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order, those that touch made one; empty ones are left out."""
    last: tuple[int, int] | None = None
    for start, end in found:
        if last is not None and start <= last[1]:
            last = last[0], max(last[1], end)
        else:
            if last is not None and last[0] < last[1]:
                yield last
            last = start, end
    if last is not None and last[0] < last[1]:
        yield last
