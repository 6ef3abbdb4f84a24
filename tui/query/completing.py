"""What may stand at the cursor of a query."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tui.models import ConversationKey, ConversationType
from tui.query.fields import FIELDS, KINDS
from tui.query.folding import fold
from tui.query.known import ME, Known
from tui.query.parsing import NARROW
from tui.query.query import Thing

MOST = 20
"""Choices that are offered."""

_DATES = ("today", "yesterday", "this-week", "last-week", "this-month", "last-month", "3d", "2w")
_TOKEN = re.compile(r"-?(?:(?P<field>[a-z]+):)?(?P<value>\"[^\"]*|\S*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """`text` goes in; `name` is what it is called besides, '' for nothing."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Completions:
    """Any of `choices` may replace what stands from the character `start` until `end`."""

    start: int
    end: int
    choices: tuple[Choice, ...]


def completions(text: str, cursor: int, known: Known) -> Completions:
    """What may be meant by what stands before the cursor: fields, or values of the field that it is in."""
    found = _TOKEN.search(text[:cursor].translate(NARROW))
    if found is None or (found["field"] and found["field"].lower() not in FIELDS):
        return Completions(cursor, cursor, ())
    value = found["value"]
    typed = fold(value.lstrip('"'))
    offered = _VALUES[found["field"].lower()](known) if found["field"] else _fields(value)
    fitting = [each for each in offered if fold(each.text.strip('"')).startswith(typed) or _is_called(each, typed)]
    return Completions(cursor - len(value), cursor, tuple(fitting[:MOST]))


def _is_called(choice: Choice, typed: str) -> bool:
    return fold(choice.name).startswith(typed) if choice.name else False


def _fields(typed: str) -> Iterable[Choice]:
    """Not before a letter is typed: a word may be meant, too."""
    return [Choice(f"{name}:") for name in FIELDS] if typed else []


def _users(known: Known) -> Iterable[Choice]:
    users = [key for key in known.conversations if key.type is ConversationType.SINGLE]
    return [Choice(ME), *(_named(key, known) for key in users)]


def _conversations(known: Known) -> Iterable[Choice]:
    return [_named(key, known) for key in known.conversations]


def _named(key: ConversationKey, known: Known) -> Choice:
    return Choice(f'"{key.id}"' if " " in key.id else key.id, known.names.get(key, ""))


def _plain(values: Iterable[str]) -> Callable[[Known], Iterable[Choice]]:
    choices = [Choice(value) for value in values]
    return lambda _known: choices


_VALUES: Mapping[str, Callable[[Known], Iterable[Choice]]] = {
    "from": _users,
    "in": _conversations,
    "kind": _plain(KINDS),
    "has": _plain(Thing),
    "before": _plain(_DATES),
    "after": _plain(_DATES),
    "on": _plain(_DATES),
}
