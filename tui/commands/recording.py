"""A client that archives what it reads and does, so that no command has to remember to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any

from tui.archive import Archive
from tui.client import RoamingClient, SearchOptions
from tui.commands.recorder import Recorder
from tui.events import (
    Fact,
    HistoryRead,
    ListRead,
    MessagesFound,
    NamesKnown,
    PinChanged,
)
from tui.models import ConversationKey, ConversationPage, ConversationType, Group, HistoryPage, PinState
from tui.runs import Position, Run, position, run_of


class RecordingClient(RoamingClient):
    """The client's operations; what they tell is given to an archive, which `open_archive` opens when it is needed."""

    def __init__(self, *identity: Any, open_archive: Callable[[], Archive], **options: Any) -> None:
        super().__init__(*identity, **options)
        self._recorder = Recorder(open_archive, self.base)
        self._places: dict[tuple[ConversationKey, str], Position] = {}

    async def aclose(self) -> None:
        try:
            await self._recorder.aclose()
        finally:
            await super().aclose()

    async def get_server_conversations(
        self, page_size: int = 20, cursor: str = "", include_empty_conversations: bool = False
    ) -> ConversationPage:
        page = await super().get_server_conversations(page_size, cursor, include_empty_conversations)
        await self._record(ListRead(page.conversations))
        return page

    async def get_server_pinned_conversations(
        self, page_size: int = 20, cursor: str = "", include_empty_conversations: bool = False
    ) -> ConversationPage:
        page = await super().get_server_pinned_conversations(page_size, cursor, include_empty_conversations)
        await self._record(ListRead(page.conversations))
        return page

    async def pin_conversation(
        self, conversation_id: str, conversation_type: ConversationType | str, is_pinned: bool
    ) -> PinState:
        state = await super().pin_conversation(conversation_id, conversation_type, is_pinned)
        key = ConversationKey(conversation_id, ConversationType(conversation_type))
        await self._record(PinChanged(key, state.is_pinned, state.pinned_time, is_own=True))
        return state

    async def get_history_messages(
        self,
        target_id: str,
        chat_type: ConversationType | str,
        cursor: str | None = None,
        page_size: int = 20,
        search_direction: str = "up",
        search_options: SearchOptions | None = None,
    ) -> HistoryPage:
        page = await super().get_history_messages(
            target_id, chat_type, cursor, page_size, search_direction, search_options
        )
        key = ConversationKey(target_id, ConversationType(chat_type))
        is_filtered = search_options is not None and search_options != SearchOptions()
        await self._record(self._told_by(page, key, cursor, up=search_direction == "up", is_filtered=is_filtered))
        return page

    async def take_over(self, fact: Fact) -> None:
        """Archive what was done by other means, and return when it is on the disk. Raises ArchiveError."""
        await self._recorder.keep(fact)

    async def get_joined_groups(self, page: int = 0, page_size: int = 500) -> tuple[Group, ...]:
        groups = await super().get_joined_groups(page, page_size)
        await self._name(ConversationType.GROUP, ((group.id, group.name) for group in groups if group.name))
        return groups

    async def get_nicknames(self, user_ids: Collection[str]) -> dict[str, str]:
        nicknames = await super().get_nicknames(user_ids)
        await self._name(ConversationType.SINGLE, nicknames.items())
        return nicknames

    async def _name(self, kind: ConversationType, names: Iterable[tuple[str, str]]) -> None:
        await self._record(NamesKnown({ConversationKey(each, kind): name for each, name in names}))

    def _told_by(
        self, page: HistoryPage, key: ConversationKey, cursor: str | None, *, up: bool, is_filtered: bool
    ) -> Fact | None:
        """What a page tells. It joins the one before; from a cursor whose place is not known it stands for itself."""
        place = self._places.get((key, cursor)) if cursor is not None else None
        run = run_of(page, up=up, asked_from=place)
        if run is not None and page.cursor is not None and page.messages:
            self._places[key, page.cursor] = run.first if up else run.last
        if is_filtered:
            return MessagesFound(key, page.messages) if page.messages else None
        if run is not None and cursor is not None and place is None:
            run = _on_its_own(run)
        return HistoryRead(key, run) if run is not None else None

    async def _record(self, fact: Fact | None) -> None:
        if fact is not None:
            await self._recorder.take(fact)


def _on_its_own(run: Run) -> Run | None:
    """Only what is between the run's own messages."""
    if not run.messages:
        return None
    first, last = position(run.messages[0]), position(run.messages[-1])
    return replace(run, first=first, last=last, reaches_oldest=False, reaches_newest=False)
