"""The fields of a query, `from:` and the others: what each wants, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from tui.errors import ConfigError
from tui.i18n import _
from tui.models import Kind
from tui.query.folding import fold
from tui.query.query import Condition, Having, OfKind, Sender, Sent, Thing, Within
from tui.timeline.moments import EXAMPLES, read_moment, read_period

Read = Callable[[str, datetime, tzinfo | None], Condition]

KINDS: Mapping[str, Kind] = {
    "text": Kind.TEXT, "image": Kind.IMAGE, "voice": Kind.AUDIO, "video": Kind.VIDEO, "file": Kind.FILE,
    "location": Kind.LOCATION, "command": Kind.COMMAND, "custom": Kind.CUSTOM, "combined": Kind.COMBINE,
}  # fmt: skip
"""The kinds of message by name; the service's own names do as well."""

_KINDS = {**KINDS, **{kind.value: kind for kind in Kind}}


@dataclass(frozen=True, slots=True)
class Reading:
    """How what stands behind a field is read, which raises ConfigError; `wanted` says in a sentence what it may be.

    `is_name`: it is one name, which stands in quotes where it has what separates others.
    """

    read: Read
    wanted: Callable[[], str]
    is_date: bool = False
    is_name: bool = False


SEPARATORS = ",;|、"
"""What people put between the parts of a list."""

_BETWEEN = re.compile(f"[{SEPARATORS}]")


def _sender(text: str, _now: datetime, _zone: tzinfo | None) -> Condition:
    return Sender(_named(text))


def _within(text: str, _now: datetime, _zone: tzinfo | None) -> Condition:
    return Within(_named(text))


def _named(text: str) -> str:
    """An id or a name, folded; one of which nothing is left would mean whoever has none."""
    name = fold(text)
    if not name:
        raise ConfigError(text)
    return name


def _kinds(text: str, _now: datetime, _zone: tzinfo | None) -> Condition:
    names = _BETWEEN.split(fold(text))
    if any(name not in _KINDS for name in names):
        raise ConfigError(text)
    return OfKind(frozenset(_KINDS[name] for name in names))


def _kinds_wanted() -> str:
    return _("kind: wants one or more, with commas and no spaces between, of {names}").format(names=", ".join(KINDS))


def _having(text: str, _now: datetime, _zone: tzinfo | None) -> Condition:
    if fold(text) not in list(Thing):
        raise ConfigError(text)
    return Having(Thing(fold(text)))


def _before(text: str, now: datetime, zone: tzinfo | None) -> Condition:
    return Sent(None, read_moment(text, now, zone))


def _after(text: str, now: datetime, zone: tzinfo | None) -> Condition:
    return Sent(read_moment(text, now, zone), None)


def _on(text: str, now: datetime, zone: tzinfo | None) -> Condition:
    return Sent(*read_period(text, now, zone))


def _dates(sentence: str) -> str:
    return sentence.format(examples=EXAMPLES)


FIELDS: Mapping[str, Reading] = {
    "from": Reading(_sender, lambda: _("from: wants the id or the name of a user, or me"), is_name=True),
    "in": Reading(_within, lambda: _("in: wants the id or the name of a conversation"), is_name=True),
    "kind": Reading(_kinds, _kinds_wanted),
    "has": Reading(_having, lambda: _("has: wants one of {names}").format(names=", ".join(Thing))),
    "before": Reading(_before, lambda: _dates(_("before: wants a date, such as {examples}")), is_date=True),
    "after": Reading(_after, lambda: _dates(_("after: wants a date, such as {examples}")), is_date=True),
    "on": Reading(_on, lambda: _dates(_("on: wants a date, such as {examples}, or 11-03..11-05")), is_date=True),
}  # fmt: skip
"""By name, in lower case and without the colon."""
