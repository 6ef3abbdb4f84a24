"""What writers are given: messages, and what stands beside each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tui.export.source import Kept
from tui.models import ChatMessage, ConversationKey, Json, Kind
from tui.protocol.messages import plain_text
from tui.protocol.viewpoint import Viewpoint

_TEXT = Kind.TEXT.value


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose messages they are. `name` is what the conversation is called, its id where it has no name."""

    key: ConversationKey
    name: str
    user: str
    app_key: str = ""

    def as_json(self) -> dict[str, Json]:
        """The conversation, for programs."""
        return {"id": self.key.id, "type": self.key.type.value, "name": self.name}


@dataclass(slots=True)
class Entry:
    """A message to be written. `gap`: right before it others may be missing. `file`: where its file was saved,
    relative to what is written; '' where it was not.
    """

    kept: Kept
    viewpoint: Viewpoint
    gap: bool = False
    file: str = ""

    @property
    def message(self) -> ChatMessage:
        """Decoded anew each time."""
        return self.kept.read(self.viewpoint)

    def plain_text(self, *, is_bare: bool) -> str | None:
        """The text of one that is a text and was never changed, which most are; None for all others.

        `is_bare`: None as well where the sender's app attached anything to it.
        """
        kept = self.kept
        if kept.kind != _TEXT or kept.changed is not None or kept.raw is None:
            return None
        return plain_text(kept.raw, is_bare=is_bare)

    def mark(self) -> bytes:
        """All that what is written of it depends on."""
        kept = self.kept
        time, number, mark = kept.place
        raw, changed = kept.raw or b"", (kept.changed or "").encode("utf-8", "surrogatepass")
        head = b"%d %d %d %d %d " % (time, number, self.gap, len(raw), len(changed))
        return head + mark.encode("utf-8", "surrogatepass") + raw + changed


class Writer(Protocol):
    """One form of export. What `begin`, any number of calls of `write` and `end` give is the file."""

    left_out: int
    """Messages that the form has no place for."""

    def begin(self) -> str: ...

    def write(self, entries: Sequence[Entry]) -> str: ...

    def end(self) -> str: ...
