"""Follows the live connection: what it tells becomes the store's own events, and what it cannot tell is fetched."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from tui.events import (
    ConnectionBegan,
    ConversationRemoved,
    Event,
    Fact,
    HistoryRead,
    HistoryUncertain,
    MarkChanged,
    MessageArrived,
    MessageChanged,
    MessagesCut,
    MessagesRemoved,
    PinChanged,
    ReadElsewhere,
)
from tui.live import (
    OFF,
    Connected,
    ConversationDeleted,
    ConversationMarked,
    ConversationPinned,
    ConversationRead,
    ConversationUnpinned,
    LiveEvent,
    LivePhase,
    LiveStatus,
    MessageEdited,
    MessageRecalled,
    MessageReceived,
    RoamingDeleted,
)
from tui.models import ChatMessage, ConversationKey, ConversationType
from tui.runs import Position, Run, position
from tui.store.conversations import Conversations
from tui.store.histories import Histories
from tui.store.mistakes import tell_of_mistakes
from tui.store.names import Names
from tui.store.service import Opened
from tui.store.snapshots import Phase
from tui.times import MINUTE

LIST_PAUSE = MINUTE
"""Ms between two reads of the whole list because of a new connection: the service allows five pages a minute (5)."""

NO_PAGE = -1
"""The generation of a run that no page has shown: it closes gaps, and is no judge of what has gone."""


class Following:
    """One account's live connection for as long as the service is open. `status` says how it stands."""

    def __init__(
        self,
        parts: tuple[Conversations, Histories, Names],
        apply: Callable[[Fact], None],
        changed: Callable[[bool], None],
        now: Callable[[], int],
    ) -> None:
        """`apply` takes the events over; `now` is in ms since 1970.

        `changed` is told at each change of `status` whether the connection has ended and another has not come about
        yet, however often that was tried.
        """
        self._conversations, self._histories, self._names = parts
        self._apply = apply
        self._changed = changed
        self._now = now
        self.status = OFF
        self._is_lost = False
        self._own_id = ""
        self._generation = 0
        self._told: dict[ConversationKey, Position] = {}
        """The place of the newest message of each conversation that this connection has told of."""
        self._list_read_at: int | None = None
        self._later: asyncio.TimerHandle | None = None
        self._unsure: dict[ConversationKey, None] = {}
        self._unnamed: set[ConversationKey] = set()
        self._list_is_old = False
        self._is_unverified = False
        self._running: asyncio.Task[None] | None = None
        self._fetching: asyncio.Task[None] | None = None

    def start(self, opened: Opened) -> None:
        """Follow `opened` from now on, instead of what was followed before; a service without live events is none."""
        self._stop()
        self._own_id = opened.account.user_id
        if opened.follow is not None:
            self._running = asyncio.ensure_future(opened.follow(self._take, self._report))
            self._running.add_done_callback(tell_of_mistakes)

    async def close(self) -> None:
        """Take leave of the service."""
        tasks = self._stop()
        if tasks:
            await asyncio.wait(tasks)

    def _stop(self) -> list[asyncio.Task[None]]:
        tasks = [task for task in (self._running, self._fetching) if task is not None]
        for task in tasks:
            task.cancel()
        self._running = self._fetching = None
        if self._later is not None:
            self._later.cancel()
            self._later = None
        if self.status != OFF:
            self._report(OFF)
        return tasks

    def _report(self, status: LiveStatus) -> None:
        self.status = status
        self._is_lost = status.phase is LivePhase.OFFLINE or (self._is_lost and status.phase is LivePhase.CONNECTING)
        self._changed(self._is_lost)

    def _take(self, events: Sequence[LiveEvent]) -> None:
        for are_messages, some in groupby(events, key=lambda event: isinstance(event, MessageReceived)):
            if are_messages:
                self._arrive(some)
            else:
                for event in some:
                    self._follow(event)
        self._fetch()

    def _follow(self, event: LiveEvent) -> None:
        if isinstance(event, Connected):
            self._connected()
            return
        for own in translated(event, self._own_id):
            self._apply(own)
            if self._is_unsure(own):
                self._unsure[own.key] = None

    def _arrive(self, events: Iterable[LiveEvent]) -> None:
        """Messages that were told one right after the other."""
        arrived: dict[ConversationKey, list[ChatMessage]] = {}
        for event in events:
            for own in translated(event, self._own_id):
                if isinstance(own, MessageArrived):
                    if not self._conversations.knows(own.key):
                        self._unnamed.add(own.key)
                    arrived.setdefault(own.key, []).append(own.message)
                self._apply(own)
        for key, messages in arrived.items():
            self._join(key, messages)

    def _join(self, key: ConversationKey, messages: Sequence[ChatMessage]) -> None:
        """What one connection tells of a conversation follows on: nothing is missing between two arrivals.

        After an outage the service hands over what a device has missed, message by message.
        """
        before = self._told.get(key, position(messages[0]))
        new = sorted((each for each in messages if position(each) > before), key=position)
        if not new:
            self._told[key] = before
            return
        last = self._told[key] = position(new[-1])
        if not self._histories.ends_with(key, new[-1].key):
            self._apply(HistoryRead(key, Run(tuple(new), before, last, asked_from=before, generation=NO_PAGE)))

    def _is_unsure(self, event: Event) -> bool:
        """Whether something about the conversation is left to ask for."""
        match event:
            case HistoryUncertain():
                return self._histories.is_open(event.key) or self._conversations.knows(event.key)
            case MessagesRemoved():
                last = self._conversations.last_message(event.key)
                return last is not None and last.id in event.ids
            case MessagesCut():
                last = self._conversations.last_message(event.key)
                return last is not None and last.time <= event.until
            case _:
                return False

    def _connected(self) -> None:
        """What happened before is in no history for sure: the newest page of the one in use is asked for again."""
        self._generation += 1
        self._told.clear()
        self._apply(ConnectionBegan(self._generation))
        if self._histories.latest is not None:
            self._unsure[self._histories.latest] = None
            self._is_unverified = True
        # at the first connection the list is just being read, unless that has failed for want of a network
        self._list_is_old = self._list_read_at is not None or self._conversations.snapshot().phase is Phase.FAILED
        if not self._list_is_old:
            self._list_read_at = self._now()
        self._fetch()

    def _fetch(self) -> None:
        if self._running is None:
            return  # told while leaving
        if self._list_is_old and not self._may_read_list() and self._later is None:
            wait = LIST_PAUSE - (self._now() - (self._list_read_at or 0))
            self._later = asyncio.get_running_loop().call_later(max(0, wait) / 1000, self._fetch_later)
        if (self._unsure or self._unnamed or self._may_read_list()) and self._fetching is None:
            self._fetching = asyncio.create_task(self._fetch_all())
            self._fetching.add_done_callback(self._fetched)

    async def _fetch_all(self) -> None:
        """One after another: a burst of events asks once for each conversation."""
        while self._unsure or self._unnamed or self._is_unverified or self._may_read_list():
            if self._unsure:
                key = next(iter(self._unsure))
                del self._unsure[key]
                await self._histories.refresh(key)
            elif self._may_read_list():
                self._list_is_old, self._list_read_at = False, self._now()
                await self._conversations.load()
            elif self._unnamed:
                unnamed, self._unnamed = self._unnamed, set()
                await self._names.load(unnamed)
            else:
                self._is_unverified = False
                if await self._histories.verify():
                    self._is_unverified = True  # not the result itself: a connection may have begun meanwhile

    def _may_read_list(self) -> bool:
        return self._list_is_old and self._now() - (self._list_read_at or 0) >= LIST_PAUSE

    def _fetch_later(self) -> None:
        self._later = None
        self._fetch()

    def _fetched(self, task: asyncio.Task[None]) -> None:
        if self._fetching is task:
            self._fetching = None
            if not task.cancelled() and task.exception() is None:
                self._fetch()  # what came after the task had come to its end, but before this was called
        tell_of_mistakes(task)


def translated(event: LiveEvent, own_id: str) -> Iterator[Event]:
    """What `event` means for the conversations of the user `own_id`; nothing, where it concerns none of them."""
    match event:
        case ConversationPinned():
            yield PinChanged(event.key, True, event.time)
        case ConversationUnpinned():
            yield PinChanged(event.key, False, 0)
        case ConversationDeleted():
            yield ConversationRemoved(event.key, with_messages=False)
            yield HistoryUncertain(event.key)
        case RoamingDeleted():
            yield from (_removal(key, event) for key in _keys(event.key))
        case ConversationMarked(mark=int(mark)):
            yield MarkChanged(event.key, mark, event.on)
        case ConversationRead() if event.sender == own_id:
            yield ReadElsewhere(event.key)
        case MessageReceived(message):
            key = ConversationKey(message.conversation_id(own_id), message.conversation_type)
            yield MessageArrived(key, message, message.sender == own_id)
        case MessageEdited(message, keeps_ext):
            key = ConversationKey(message.conversation_id(own_id), message.conversation_type)
            yield MessageChanged(key, message, keeps_ext)
        case MessageRecalled():
            ids = frozenset((event.message_id,))
            yield from (MessagesRemoved(key, ids, recalled_by=event.sender) for key in _keys(event.key))
        case _:
            return


def _removal(key: ConversationKey, event: RoamingDeleted) -> Event:
    if event.message_ids:
        return MessagesRemoved(key, frozenset(event.message_ids))
    return MessagesCut(key, event.until) if event.until is not None else HistoryUncertain(key)


def _keys(key: ConversationKey) -> Iterator[ConversationKey]:
    """The conversation, and the chat room of the same id: recalls and removals do not tell groups from rooms."""
    yield key
    if key.type is ConversationType.GROUP:
        yield ConversationKey(key.id, ConversationType.ROOM)
