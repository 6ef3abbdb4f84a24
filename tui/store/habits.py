"""How the user goes about the conversation list of this account; remembered on this device."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum

from tui.models import ConversationKey, ConversationType

RECENT = 30
"""Conversations that are remembered as opened lately."""

_ORDER, _RECENT = "list order", "recent conversations"


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

    @property
    def order(self) -> Order:
        """How the list is to be sorted."""
        return self._order

    @property
    def recent(self) -> tuple[ConversationKey, ...]:
        """The conversations that were opened, the latest first."""
        return self._recent

    def restore(self, notes: Mapping[str, str], keep: Callable[[str, str], None]) -> None:
        """Take over what was noted, by name; from now on, `keep` notes a text by its name."""
        self._keep = keep
        with suppress(ValueError):  # none, or that of a later version
            self._order = Order(notes.get(_ORDER, ""))
        self._recent = tuple(dict.fromkeys((*self._recent, *_read(notes.get(_RECENT, "[]")))))[:RECENT]

    def sort(self, order: Order) -> None:
        """Have the list sorted like this."""
        self._order = order
        self._note(_ORDER, order)

    def opened(self, key: ConversationKey) -> None:
        """The conversation is being read."""
        if self._recent[:1] != (key,):
            self._recent = tuple(dict.fromkeys((key, *self._recent)))[:RECENT]
            self._note(_RECENT, json.dumps([[each.type, each.id] for each in self._recent]))

    def _note(self, name: str, value: str) -> None:
        if self._keep is not None:
            self._keep(name, value)


def _read(text: str) -> list[ConversationKey]:
    try:
        return [ConversationKey(str(id_), ConversationType(type_)) for type_, id_ in json.loads(text)]
    except (ValueError, TypeError):  # of a later version
        return []
