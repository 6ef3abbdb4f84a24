"""What a search has found and where, in words."""

from __future__ import annotations

from tui.i18n import _, ngettext
from tui.query.hits import Scope


def told_hits(count: int, *, is_all: bool) -> str:
    """How many hits there are; `is_all`: there are no more than these."""
    if is_all:
        hits = ngettext("{count:,} hit", "{count:,} hits", count)
    else:
        hits = ngettext("the newest {count:,} hit", "the newest {count:,} hits", count)
    return hits.format(count=count)


def told(count: int, scope: Scope, *, is_all: bool) -> str:
    """How many hits there are in how much, and what was not searched; `is_all`: there are no more than these."""
    messages = ngettext("{count:,} archived message", "{count:,} archived messages", scope.messages)
    found = _("{hits} in {messages}").format(
        hits=told_hits(count, is_all=is_all), messages=messages.format(count=scope.messages)
    )
    if scope.gaps:
        gaps = ngettext("{count:,} gap not searched", "{count:,} gaps not searched", scope.gaps)
        return f"{found} · {gaps.format(count=scope.gaps)}"
    return f"{found} · {_('the service was asked for the rest')}" if scope.asked else found
