"""How the user goes about this account's conversations: order, the latest, searches; remembered on this device."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum

from tui.models import ConversationKey, ConversationType

RECENT = 30
"""Conversations that are remembered as opened lately."""

SEARCHES = 200
"""Queries that are remembered; the oldest go first."""

LONGEST_SEARCH = 500
"""A query of more characters is not remembered."""

_ORDER, _RECENT, _SEARCHES = "list order", "recent conversations", "searches"


class Order(StrEnum):
    """How the list is sorted within each of its sections; pinned conversations come first in all."""

    ACTIVITY = "activity"
    NAME = "name"
    UNREAD = "unread"


class Habits:
    """What is chosen here is there again after a restart; without an archive, until the end."""

    def __init__(self) -> None:
        self._keep: Callable[[str, str], None] | None = None
        self._order = Order.ACTIVITY
        self._recent: tuple[ConversationKey, ...] = ()
        self._searches: tuple[str, ...] = ()

    @property
    def order(self) -> Order:
        """How the list is to be sorted."""
        return self._order

    @property
    def recent(self) -> tuple[ConversationKey, ...]:
        """The conversations that were opened, the latest first."""
        return self._recent

    @property
    def searches(self) -> tuple[str, ...]:
        """The queries of before, each once, the latest first."""
        return self._searches

    def restore(self, notes: Mapping[str, str], keep: Callable[[str, str], None]) -> None:
        """Take over what was noted, by name; from now on, `keep` notes a text by its name."""
        self._keep = keep
        with suppress(ValueError):  # none, or that of a later version
            self._order = Order(notes.get(_ORDER, ""))
        self._recent = tuple(dict.fromkeys((*self._recent, *_read(notes.get(_RECENT, "[]")))))[:RECENT]
        searches = _read_texts(notes.get(_SEARCHES, "[]"))
        self._searches = tuple(dict.fromkeys((*self._searches, *searches)))[:SEARCHES]

    def sort(self, order: Order) -> None:
        """Have the list sorted like this."""
        self._order = order
        self._note(_ORDER, order)

    def opened(self, key: ConversationKey) -> None:
        """The conversation is being read."""
        if self._recent[:1] != (key,):
            self._recent = tuple(dict.fromkeys((key, *self._recent)))[:RECENT]
            self._note(_RECENT, json.dumps([[each.type, each.id] for each in self._recent]))

    def searched(self, text: str) -> None:
        """This was looked for."""
        text = text.strip()
        if text and len(text) <= LONGEST_SEARCH and self._searches[:1] != (text,):
            self._searches = tuple(dict.fromkeys((text, *self._searches)))[:SEARCHES]
            self._note(_SEARCHES, json.dumps(self._searches))

    def forget_searches(self) -> None:
        """Remember no search of before, here and on the disk."""
        self._searches = ()
        self._note(_SEARCHES, "[]")

    def _note(self, name: str, value: str) -> None:
        if self._keep is not None:
            self._keep(name, value)


def _read(text: str) -> list[ConversationKey]:
    try:
        return [ConversationKey(str(id_), ConversationType(type_)) for type_, id_ in json.loads(text)]
    except (ValueError, TypeError):  # of a later version
        return []


def _read_texts(text: str) -> list[str]:
    try:
        return [str(each) for each in json.loads(text)]
    except (ValueError, TypeError):  # of a later version
        return []
