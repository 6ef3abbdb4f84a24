"""What the store asks of a client of the service, so that it needs to import none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from tui.live import LiveEvent, LiveStatus
from tui.models import ChatMessage, ConversationPage, ConversationType, Group, PinState
from tui.removal.service import RemovalService


class ResumableFile(Protocol):
    """A file of which the beginning may be there from an earlier try."""

    async def size(self) -> int:
        """How many bytes are there."""

    async def clear(self) -> None:
        """Begin anew: what is there is not the beginning of what comes."""

    async def append(self, data: bytes, /) -> None:
        """Write the bytes that come next."""


class PinService(Protocol):
    """What pins ask of the service. Every call may raise a RoamingError."""

    async def get_server_pinned_conversations(
        self, page_size: int = 20, cursor: str = "", include_empty_conversations: bool = False
    ) -> ConversationPage: ...

    async def pin_conversation(
        self, conversation_id: str, conversation_type: ConversationType, is_pinned: bool
    ) -> PinState: ...


class Service(RemovalService, PinService, Protocol):
    """What deletions and pins ask, and all the rest. Every call may raise a RoamingError."""

    async def complete_download(self, message: ChatMessage, file: ResumableFile) -> int: ...

    async def get_joined_groups(self, page: int = 0, page_size: int = 500) -> tuple[Group, ...]: ...

    async def get_nicknames(self, user_ids: Collection[str]) -> dict[str, str]: ...

    async def download_combined(self, message: ChatMessage) -> tuple[ChatMessage, ...]: ...


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in where. `label` is what the title shows; the demo's says that it is one."""

    user_id: str
    app_key: str
    label: str


Follow = Callable[[Callable[[Sequence[LiveEvent]], None], Callable[[LiveStatus], None]], Awaitable[None]]
"""Keeps a live connection, and gives what it tells and how it stands to the two, until it is cancelled or told no."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A service that is ready to be asked, the account it is asked for, and how to let go of it.

    `follow` is None where nobody is to be told of what other devices do. `base` is where it fetches files from.
    """

    service: Service
    account: Account
    close: Callable[[], Awaitable[None]]
    follow: Follow | None = None
    base: str = ""


@dataclass(frozen=True, slots=True)
class SigningIn:
    """Who may sign in by typing a password; `open` does it and may raise a RoamingError."""

    account: Account
    open: Callable[[str], Awaitable[Opened]]


Report = Callable[[str, float | None], None]
"""Told what is going on, in words, and the share done from 0 to 1 (None: cannot be told)."""

OpenService = Callable[[Report], Awaitable[Opened]]
"""Makes the connection to the service; may take long, may raise a RoamingError, may be called again after that."""
