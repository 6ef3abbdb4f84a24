"""The service's behaviour over plain lists, with verbs: for tests of what stands above the client."""

from __future__ import annotations

import asyncio
import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from tui.errors import PartialRemovalError, RoamingError, TransportError
from tui.models import (
    ChatMessage,
    Conversation,
    ConversationKey,
    ConversationPage,
    ConversationType,
    Group,
    HistoryPage,
    PinState,
    SearchOptions,
    TextBody,
)
from tui.store.service import ResumableFile

MINUTE = 60_000
START = 1_718_000_000_000


def message(number: int, sender: str = "bob", text: str | None = None, *, minutes: float | None = None) -> ChatMessage:
    """Message `number` of a conversation with bob, one a minute unless said otherwise."""
    at = START + int((number if minutes is None else minutes) * MINUTE)
    words = f"message {number}" if text is None else text
    return ChatMessage(str(number), ConversationType.SINGLE, sender, "amy", at, TextBody(words))


def history_page(messages: Sequence[ChatMessage], cursor: str | None, size: int, direction: str = "up") -> HistoryPage:
    """The page of `messages` (oldest first) that the service would give."""
    ordered = list(reversed(messages)) if direction == "up" else list(messages)
    ids = [each.id for each in ordered]
    if cursor is not None and cursor in ids:
        ordered = ordered[ids.index(cursor) + 1 :]
    elif cursor is not None:  # the message is gone: go on from where it was
        wanted = int(cursor)
        ordered = [each for each in ordered if (int(each.id) < wanted) == (direction == "up")]
    page, is_last = tuple(ordered[:size]), len(ordered) <= size
    return HistoryPage(page, None if is_last else page[-1].id, is_last)


def within(messages: Sequence[ChatMessage], options: SearchOptions | None) -> list[ChatMessage]:
    """Those of `messages` that are asked for; senders count in groups and chat rooms only."""
    if options is None:
        return list(messages)
    start = 0 if options.start_time is None else options.start_time
    end = math.inf if options.end_time is None else options.end_time
    return [
        each
        for each in messages
        if start <= each.time <= end
        and (not options.msg_types or each.kind in options.msg_types)
        and (each.conversation_type is ConversationType.SINGLE or options.sender in (None, each.sender))
    ]


class ModelService:
    """One user's conversations and messages in memory. `hold` stops answers until `release`; `fail` refuses calls."""

    def __init__(self) -> None:
        self.conversations: dict[ConversationKey, Conversation] = {}
        self.messages: dict[ConversationKey, list[ChatMessage]] = defaultdict(list)
        self.groups: list[Group] = []
        self.nicknames: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        self.forwarded: dict[str, tuple[ChatMessage, ...]] = {}
        self.calls: list[str] = []
        self.asked: list[SearchOptions | None] = []
        """What each page of a history was narrowed to."""
        self.failure: RoamingError | None = None
        self.pin_clock = START
        self.removal_limit: int | None = None
        self.removal_failures: list[RoamingError | None] = []
        """What the next requests to remove messages by id fail with, None for those that do not."""
        self.pin_accidents: list[bool] = []
        """The answers to the next pins are lost; of each, whether it is done all the same."""
        self._answers_left = 0
        self._gate = asyncio.Event()
        self._gate.set()
        self._was_called = asyncio.Condition()

    def talk(self, conversation_id: str, messages: Sequence[ChatMessage]) -> ConversationKey:
        key = ConversationKey(conversation_id, ConversationType.SINGLE)
        self.messages[key].extend(messages)
        self.conversations[key] = Conversation(key.id, key.type, last_message=messages[-1] if messages else None)
        return key

    def hold(self) -> None:
        self._gate.clear()

    def release(self) -> None:
        self._gate.set()

    def fail(self, sentence: str = "no connection to rest.example") -> None:
        """Refuse every call until `recover`."""
        self._answers_left = 0
        self.failure = TransportError(sentence)

    def fail_after(self, calls: int, sentence: str) -> None:
        """Answer `calls` more calls, then refuse."""
        self.fail(sentence)
        self._answers_left = calls

    def recover(self) -> None:
        self.failure = None

    async def called(self, count: int) -> None:
        """Wait until there were `count` calls in all."""
        async with self._was_called:
            await self._was_called.wait_for(lambda: len(self.calls) >= count)

    async def _called(self, call: str) -> None:
        self.calls.append(call)
        async with self._was_called:
            self._was_called.notify_all()
        await self._gate.wait()
        self._answers_left -= 1
        if self.failure and self._answers_left < 0:
            raise self.failure

    async def get_server_conversations(
        self, page_size: int = 20, cursor: str = "", include_empty_conversations: bool = False
    ) -> ConversationPage:
        await self._called(f"list {cursor}")
        return self._page(list(self.conversations.values()), page_size, cursor)

    async def get_server_pinned_conversations(
        self, page_size: int = 20, cursor: str = "", include_empty_conversations: bool = False
    ) -> ConversationPage:
        await self._called(f"pinned {cursor}")
        return self._page([each for each in self.conversations.values() if each.is_pinned], page_size, cursor)

    @staticmethod
    def _page(conversations: list[Conversation], size: int, cursor: str) -> ConversationPage:
        start = int(cursor or 0)
        page = tuple(conversations[start : start + size])
        return ConversationPage(page, str(start + size) if start + size < len(conversations) else "")

    async def pin_conversation(
        self, conversation_id: str, conversation_type: ConversationType, is_pinned: bool
    ) -> PinState:
        await self._called(f"{'pin' if is_pinned else 'unpin'} {conversation_id}")
        is_lost = bool(self.pin_accidents)
        if is_lost and not self.pin_accidents.pop(0):
            raise TransportError("cut")
        self.pin_clock += 1
        state = PinState(is_pinned, self.pin_clock if is_pinned else 0)
        key = ConversationKey(conversation_id, conversation_type)
        if key in self.conversations:
            self.conversations[key] = replace(
                self.conversations[key], is_pinned=state.is_pinned, pinned_time=state.pinned_time
            )
        if is_lost:
            raise TransportError("cut")
        return state

    async def get_history_messages(
        self,
        target_id: str,
        chat_type: ConversationType,
        cursor: str | None = None,
        page_size: int = 20,
        search_direction: str = "up",
        search_options: SearchOptions | None = None,
    ) -> HistoryPage:
        key = ConversationKey(target_id, chat_type)
        page = history_page(within(self.messages[key], search_options), cursor, page_size, search_direction)
        self.asked.append(search_options)
        await self._called(f"{search_direction} {target_id} {cursor}")
        return page

    async def remove_history_messages(
        self,
        target_id: str,
        chat_type: ConversationType,
        message_ids: Collection[str] | None = None,
        before_timestamp: int | None = None,
    ) -> None:
        key = ConversationKey(target_id, chat_type)
        if before_timestamp is not None:
            await self._called(f"remove {target_id} until {before_timestamp}")
            self.messages[key] = [each for each in self.messages[key] if each.time > before_timestamp]
            return
        ids = list(message_ids or ())
        await self._called(f"remove {target_id} {','.join(ids)}")
        if self.removal_failures and (failure := self.removal_failures.pop(0)) is not None:
            raise failure
        done = ids if self.removal_limit is None else ids[: self.removal_limit]
        self.messages[key] = [each for each in self.messages[key] if each.id not in done]
        if len(done) < len(ids):
            cause = TransportError("cut")
            raise PartialRemovalError("cut", done=done, not_done=ids[len(done) :], unknown=(), cause=cause)

    async def complete_download(self, message: ChatMessage, file: ResumableFile) -> int:
        """Gives a file in parts of ten bytes, after each of which it may be held or fail."""
        assert message.attachment
        content = self.files.get(message.attachment.url)
        if content is None:
            raise RoamingError("The file has expired; the service no longer keeps it.")
        while (start := await file.size()) < len(content):
            await file.append(content[start : start + 10])
            await self._called(f"{start} of {message.id}")
        return len(content)

    async def delete_conversation(self, channel: str, chat_type: ConversationType, delete_roam: bool) -> None:
        await self._called(f"delete {channel} {delete_roam}")
        key = ConversationKey(channel, chat_type)
        self.conversations.pop(key, None)
        if delete_roam:
            self.messages.pop(key, None)

    async def get_joined_groups(self, page: int = 0, page_size: int = 500) -> tuple[Group, ...]:
        await self._called(f"groups {page}")
        return tuple(self.groups[page * page_size :][:page_size])

    async def get_nicknames(self, user_ids: Collection[str]) -> dict[str, str]:
        await self._called(f"nicknames {len(user_ids)}")
        return {user: self.nicknames[user] for user in user_ids if user in self.nicknames}

    async def download_combined(self, message: ChatMessage) -> tuple[ChatMessage, ...]:
        await self._called(f"combined {message.id}")
        return self.forwarded[message.id]

    async def aclose(self) -> None:
        self.calls.append("close")
