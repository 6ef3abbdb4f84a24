"""What is looked for: conditions that a message must meet, or must not. Frozen values without behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tui.models import Kind


class Thing(StrEnum):
    """What a message may have: `file` is any attachment, a picture and a voice included."""

    LINK = "link"
    FILE = "file"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Words:
    """`text` (folded) is in the message, beginning where a word does. `is_whole`: it ends where one does, too."""

    text: str
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """The message is from the user of this id or name (folded); `me` is the user of the account, too."""

    user: str


@dataclass(frozen=True, slots=True)
class Within:
    """The message is in a conversation of this id or name (folded)."""

    conversation: str


@dataclass(frozen=True, slots=True)
class OfKind:
    kinds: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class Having:
    thing: Thing


@dataclass(frozen=True, slots=True)
class Sent:
    """At or after `since`, and before `until`; in ms since 1970, None for any time."""

    since: int | None
    until: int | None


@dataclass(frozen=True, slots=True)
class Extra:
    """The sender's app attached this value below this key, levels separated by dots; both folded."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression finds something in the message; case does not matter."""

    source: str


Condition = Words | Sender | Within | OfKind | Having | Sent | Extra | Pattern


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition, or its opposite."""

    condition: Condition
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All clauses hold; without any, every message is found."""

    clauses: tuple[Clause, ...] = ()

    @property
    def wanted(self) -> tuple[Condition, ...]:
        """The conditions that are to be met."""
        return tuple(clause.condition for clause in self.clauses if not clause.is_negated)
