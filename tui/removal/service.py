"""What deletions ask of a client of the service, so that they need to import none."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from tui.models import ConversationPage, ConversationType, HistoryPage, SearchOptions


class RemovalService(Protocol):
    """The service's operations, as `tui.client.RoamingClient` has them. Every call may raise a RoamingError."""

    async def get_server_conversations(
        self, page_size: int = 20, cursor: str = "", include_empty_conversations: bool = False
    ) -> ConversationPage: ...

    async def get_history_messages(
        self,
        target_id: str,
        chat_type: ConversationType,
        cursor: str | None = None,
        page_size: int = 20,
        search_direction: str = "up",
        search_options: SearchOptions | None = None,
    ) -> HistoryPage: ...

    async def remove_history_messages(
        self,
        target_id: str,
        chat_type: ConversationType,
        message_ids: Collection[str] | None = None,
        before_timestamp: int | None = None,
    ) -> None: ...

    async def delete_conversation(self, channel: str, chat_type: ConversationType, delete_roam: bool) -> None: ...
