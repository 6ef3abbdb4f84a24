"""What the history pane wishes of whoever is around it, as messages."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message
from textual.widget import Widget

from tui.models import ChatMessage
from tui.spots import Spot
from tui.timeline.timeline import Side


@dataclass
class Wanted(Message):
    """A wish of `pane`."""

    pane: Widget

    @property
    def control(self) -> Widget:
        return self.pane


@dataclass
class MoreWanted(Wanted):
    """The reader is near an edge beyond which there are messages to load. Posted once for each edge's cursor."""

    side: Side


@dataclass
class GapWanted(Wanted):
    """Load a page of what may be missing right before the message `message_key`.

    `side` is where the gap is, seen from the cursor, so that its nearer end is loaded first: OLDER from its newer end
    upwards, NEWER from its older end downwards. Posted once for each gap that the reader comes near, until that has
    changed, and whenever the reader asks for it.
    """

    message_key: str
    side: Side


@dataclass
class RetryWanted(Wanted):
    """Load again what failed: the messages at `side`, or (None) the conversation itself."""

    side: Side | None


@dataclass
class EndWanted(Wanted):
    """Load the oldest or newest messages there are; the pane goes to that end as soon as `show` brings it.

    Where that fails it goes as far as it can.
    """

    side: Side


@dataclass
class StayWanted(Wanted):
    """The reader has moved on before the end that was wanted came: leave the messages that are there."""


@dataclass
class Departed(Wanted):
    """The reader goes far away from `spot`, and may want to come back."""

    spot: Spot


@dataclass
class RemoveWanted(Wanted):
    """Delete these messages (oldest first, at least one), after asking."""

    messages: tuple[ChatMessage, ...]


@dataclass
class TextPicked(Wanted):
    """A `text` was picked with the mouse, which is not ''."""

    text: str


@dataclass
class OpenWanted(Wanted):
    """Open this message in the way of its kind."""

    message: ChatMessage


@dataclass
class DetailsWanted(Wanted):
    """Show all that is known of this message."""

    message: ChatMessage
