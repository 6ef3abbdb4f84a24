"""Hits with what was said right before and after them, put together where they touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.models import ChatMessage
from tui.query import Hit
from tui.runs import position
from tui.store.archive import Archive

Messages = tuple[ChatMessage, ...]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A hit among its neighbours, oldest first, without gaps; `following`: the next one's key, '' where unknown."""

    messages: Messages
    following: str


async def neighbourhood(archive: Archive, hit: Hit, lines: int) -> Neighbourhood:
    """At most `lines` messages before and after a hit, as far as nothing is missing between. Raises ArchiveError."""
    at = position(hit.message)
    older = await archive.older(hit.key, at, lines) if lines else None
    newer = await archive.newer(hit.key, at, lines + 1)
    before: list[ChatMessage] = []
    if older is not None and older.joins:
        for message in reversed(older.messages):
            before.append(message)
            if message.key in older.gaps:
                break
    after: list[ChatMessage] = []
    for message in newer.messages if newer.joins else ():
        if message.key in newer.gaps:
            break
        after.append(message)
    following = after[lines].key if len(after) > lines else ""
    return Neighbourhood((*reversed(before), hit.message, *after[:lines]), following)


def joined(neighbourhoods: Sequence[Neighbourhood]) -> list[Messages]:
    """The messages of neighbourhoods (oldest first), each once; those that follow one another are one."""
    runs: list[Messages] = []
    following = ""
    for each in neighbourhoods:
        last = runs[-1][-1] if runs else None
        if last is not None and position(each.messages[0]) <= position(last):
            runs[-1] = (*runs[-1], *(message for message in each.messages if position(message) > position(last)))
        elif last is not None and each.messages[0].key == following:
            runs[-1] = (*runs[-1], *each.messages)
        else:
            runs.append(each.messages)
        following = each.following
    return runs
