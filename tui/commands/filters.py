"""Which messages are wanted: by kind, by sender, by time."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import UTC, datetime

from tui.client import SearchOptions
from tui.models import ChatMessage, Kind
from tui.timeline.moments import read_moment


@dataclass(frozen=True, slots=True)
class Filter:
    """What a message must be; None and no kinds ask nothing. Times in ms since 1970, both included."""

    kinds: tuple[Kind, ...] = ()
    sender: str | None = None
    since: int | None = None
    until: int | None = None

    @property
    def options(self) -> SearchOptions:
        """The same for the service, which does not look at the sender in a conversation of two."""
        return SearchOptions(self.kinds, self.since, self.until, self.sender)

    def matches(self, message: ChatMessage) -> bool:
        """Whether `message` is wanted; one that cannot be read may be, so it is never left out in silence."""
        if message.kind is Kind.UNREADABLE:
            return True
        return (
            (not self.kinds or message.kind in self.kinds)
            and (self.sender is None or message.sender == self.sender)
            and (self.since is None or self.since <= message.time)
            and (self.until is None or message.time <= self.until)
        )


def asked_filter(arguments: argparse.Namespace) -> Filter:
    """What `--kind`, `--from`, `--since` and `--until` ask for. Raises ConfigError for a time that cannot be read."""
    now = datetime.now(UTC)
    since, until = (None if text is None else read_moment(text, now) for text in (arguments.since, arguments.until))
    sender = None if arguments.sender is None else arguments.sender.lower()
    return Filter(tuple(arguments.kind or ()), sender, since, until)
