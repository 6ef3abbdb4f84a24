"""The conversation list: what it holds, and what can be done with a conversation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace

from tui.errors import RoamingError
from tui.events import (
    ConversationRemoved,
    Event,
    Fact,
    ListRead,
    MarkChanged,
    MessageArrived,
    MessageChanged,
    NewestKnown,
    PinChanged,
    ReadElsewhere,
)
from tui.i18n import _
from tui.last_messages import not_older, with_arrival
from tui.limits import LARGEST_PAGE, MOST_PINS
from tui.models import ChatMessage, Conversation, ConversationKey, ConversationPage, ConversationType
from tui.removal.plan import Removal, Whole
from tui.store.archive import ArchivedList
from tui.store.departures import Departure
from tui.store.pins import Pins
from tui.store.service import Service
from tui.store.snapshots import ConversationItem, ConversationsSnapshot, Phase


@dataclass(slots=True)
class _Reading:
    """How far the list has been read: the pinned ones first, then all.

    It outlives a failure, so that trying again goes on where it broke off: reads are few a minute (section 5).
    """

    of_pinned: bool = True
    cursor: str = ""
    seen: set[ConversationKey] = field(default_factory=set)
    found: set[ConversationKey] = field(default_factory=set)
    done: bool = False
    is_whole: bool = True
    """Nothing was left out: what has not been found by the end is not there."""

    def accept(self, page: ConversationPage) -> tuple[Conversation, ...]:
        """Note a page and return its conversations. One with nothing new ends a list: a wrong server's may go round."""
        keys = {conversation.key for conversation in page.conversations}
        has_news = not keys <= self.seen
        if page.cursor and has_news:
            self.cursor = page.cursor
            self.seen |= keys
        else:
            self.cursor, self.seen = "", set()
            self.done, self.of_pinned = not self.of_pinned, False
            self.is_whole = self.is_whole and not page.cursor
        self.found |= keys
        return page.conversations


class Conversations:
    """The truth about the conversation list. Commands raise RoamingError; loading says in the snapshot how it went.

    A conversation that the service's list has no more is kept, apart from the others: its messages may be archived.
    """

    def __init__(
        self,
        service: Callable[[], Service],
        publish: Callable[[Fact], None],
        notify: Callable[[], None],
        name_of: Callable[[ConversationKey], str],
        now: Callable[[], int],
        departures: Callable[[ConversationKey], tuple[Departure, ...]] = lambda _key: (),
    ) -> None:
        """What is found out goes to `publish`, which is to give it back to `apply`; `now` is in ms since 1970.

        `departures`: what is about to be removed of a conversation, which `touched` is told of.
        """
        self._service = service
        self._publish = publish
        self._notify = notify
        self._name_of = name_of
        self._now = now
        self._departures = departures
        self._known: dict[ConversationKey, Conversation] = {}
        self._unlisted: set[ConversationKey] = set()  # of the known ones
        self._expiring: frozenset[ConversationKey] = frozenset()
        self._pins = Pins(service, publish, self._changed, self._is_listed)
        self._gone: set[ConversationKey] = set()  # left the list while it was being read
        self._came: set[ConversationKey] = set()  # changed while it was being read
        self._reading = _Reading()
        self._phase = Phase.WAITING
        self._reason = ""
        self.failure: RoamingError | None = None
        """Why the list was not read to its end the last time."""
        self.was_read = False
        """Whether the list was ever read to its end."""
        self._snapshot: ConversationsSnapshot | None = None

    def snapshot(self) -> ConversationsSnapshot:
        """The list as it is now; the same object until something changes."""
        if self._snapshot is None:
            ordered = sorted(map(self._shown, self._known.values()), key=self._place)
            self._snapshot = ConversationsSnapshot(tuple(map(self._item, ordered)), self._phase, self._reason)
        return self._snapshot

    def restore(self, listed: ArchivedList) -> None:
        """Show what was known last; meant for before anything is loaded, and what the service has said wins."""
        archived = {each.key: each for each in listed.conversations}
        restored = archived.keys() - self._known.keys()
        self._known = {**archived, **self._known}
        self._unlist(restored & listed.unlisted)
        self._changed()

    def mark_expiring(self, keys: Collection[ConversationKey]) -> None:
        """The service will soon forget messages of exactly these conversations that are not archived."""
        if self._expiring != (expiring := frozenset(keys)):
            self._expiring = expiring
            self._changed()

    async def load(self) -> None:
        """Read the whole list once. Does nothing while it is being read."""
        if self._phase is Phase.LOADING:
            return
        if self._reading.done:
            self._reading = _Reading()
            self._gone.clear()
            self._came.clear()
        self.failure = None
        self._enter(Phase.LOADING)
        try:
            while not self._reading.done:
                self._tell(self._reading.accept(await self._next_page()))
        except RoamingError as error:
            self.failure = error
            self._enter(Phase.FAILED, str(error))
            return
        except BaseException:
            self._enter(Phase.WAITING)  # cancelled: nobody is reading any more
            raise
        if self._reading.is_whole:
            self._publish(ListRead((), frozenset((self._reading.found | self._came) - self._gone)))
        self.was_read = True
        self._enter(Phase.READY)

    async def set_pinned(self, key: ConversationKey, pinned: bool) -> None:
        """Pin or unpin. Shown at once; taken back when the service refuses, which raises RoamingError, and while nobody
        knows what became of it, which raises PinUnknownError.

        While a request is on its way only the newest wish is kept, and sent when the answer has come. A pin beyond what
        the service allows is refused at once.
        """
        if key in self._unlisted:
            raise RoamingError(_("The server's list has this conversation no more: it cannot be pinned."))
        if pinned and self._are_pins_used_up(key):
            sentence = _("{count} conversations are pinned, and the service allows no more: unpin one first.")
            raise RoamingError(sentence.format(count=MOST_PINS))
        await self._pins.set(key, pinned)

    async def settle_pins(self) -> None:
        """Find out what became of pins whose answer was lost. Never raises a RoamingError."""
        await self._pins.settle()

    def check_removal(self, removal: Removal) -> None:
        """Raises RoamingError where the conversation cannot be deleted, as the service's list does not have it."""
        if isinstance(removal.target, Whole) and removal.key in self._unlisted:
            raise RoamingError(_("The server's list has this conversation no more: it cannot be deleted there."))

    def apply(self, fact: Fact) -> None:
        """Take over what happened, here or on another device; repeats do no harm."""
        if isinstance(fact, ListRead):
            self._take(fact)
        elif isinstance(fact, Event):
            self._follow(fact)

    def _take(self, read: ListRead) -> None:
        fetched = {each.key: each for each in read.conversations}
        self._known.update(fetched)
        self._unlisted.difference_update(fetched)
        if read.all_keys is not None:
            self._unlist(self._known.keys() - read.all_keys)
        self._changed()

    def _follow(self, event: Event) -> None:
        known = self._known.get(event.key)
        listed = known if event.key not in self._unlisted else None
        match event:
            case PinChanged() | ReadElsewhere() | MarkChanged() if listed:
                self._known[event.key] = event.applied_to(listed)
            case ConversationRemoved(with_messages=False):
                self._unlist({event.key} & self._known.keys())
                self._gone.add(event.key)
            case NewestKnown(message=None) | ConversationRemoved():
                self._known.pop(event.key, None)
                self._unlisted.discard(event.key)
                self._gone.add(event.key)
            case NewestKnown() if known:
                self._known[event.key] = replace(known, last_message=event.message)
            case MessageArrived() if event.key.type is not ConversationType.ROOM:  # rooms are in no list
                self._arrive(known or Conversation(event.key.id, event.key.type), event)
                self._unlisted.discard(event.key)
                self._came.add(event.key)
                self._gone.discard(event.key)
            case MessageChanged() if known and known.last_message:
                self._known[event.key] = replace(known, last_message=event.applied_to(known.last_message))
            case _:
                return
        self._changed()

    def _is_listed(self, key: ConversationKey) -> bool:
        return key in self._known and key not in self._unlisted

    def _are_pins_used_up(self, key: ConversationKey) -> bool:
        """Whether all pins are taken by others, as is to be seen; before the list was read nobody knows."""
        pinned = {each.key for each in map(self._shown, self._known.values()) if each.is_pinned}
        return self.was_read and len(pinned - {key}) >= MOST_PINS

    def _arrive(self, known: Conversation, event: MessageArrived) -> None:
        last, message = known.last_message, event.message
        is_repeated = last is not None and last.id == message.id
        self._known[event.key] = known if is_repeated else with_arrival(known, message, is_own=event.is_own)

    def _unlist(self, keys: Collection[ConversationKey]) -> None:
        """Keep these apart, without what only the service's list says of a conversation."""
        self._unlisted.update(keys)
        for key in keys:
            self._known[key] = replace(self._known[key], is_pinned=False, pinned_time=0, unread_count=0, marks=())

    def knows(self, key: ConversationKey) -> bool:
        """Whether the snapshot has it, on the service's list or kept only here."""
        return key in self._known

    def listed(self) -> list[ConversationKey]:
        """The conversations that the service's list has, in the order to show."""
        return [item.key for item in self.snapshot().items if item.listed]

    def last_message(self, key: ConversationKey) -> ChatMessage | None:
        """The message that the list shows of a conversation."""
        known = self._known.get(key)
        return known.last_message if known else None

    def touched(self) -> None:
        """Names, or what is about to be removed, have changed: the next snapshot has the new ones."""
        self._snapshot = None

    def _changed(self) -> None:
        self._snapshot = None
        self._notify()

    async def _next_page(self) -> ConversationPage:
        service = self._service()
        read = service.get_server_pinned_conversations if self._reading.of_pinned else service.get_server_conversations
        return await read(page_size=LARGEST_PAGE, cursor=self._reading.cursor)

    def _tell(self, page: Iterable[Conversation]) -> None:
        """What was read, less what left the list meanwhile."""
        self._publish(ListRead(tuple(self._not_older(each) for each in page if each.key not in self._gone)))

    def _not_older(self, fetched: Conversation) -> Conversation:
        """What was fetched, which may not have the messages yet that came meanwhile."""
        known = self._known.get(fetched.key)
        return fetched if known is None or fetched.key not in self._came else not_older(fetched, known)

    def _enter(self, phase: Phase, reason: str = "") -> None:
        self._phase, self._reason = phase, reason
        self._changed()

    def _shown(self, conversation: Conversation) -> Conversation:
        """As it is to be seen: pinned or not as was wished last."""
        wish = self._pins.wish(conversation.key)
        if wish is None or wish is conversation.is_pinned or conversation.key in self._unlisted:
            return conversation
        return replace(conversation, is_pinned=wish, pinned_time=self._now() if wish else 0)

    def _place(self, conversation: Conversation) -> tuple[bool, bool, int, int, str, ConversationType]:
        """Listed ones first, of them the pinned, latest pin on top; then by activity, newest first; ties by id."""
        key, last = conversation.key, conversation.last_message
        is_pinned, activity = conversation.is_pinned, last.time if last else 0
        return key in self._unlisted, not is_pinned, -conversation.pinned_time * is_pinned, -activity, key.id, key.type

    def _item(self, conversation: Conversation) -> ConversationItem:
        key = conversation.key
        leaving = [each for each in self._departures(key) if isinstance(each.removal.target, Whole)]
        return ConversationItem(
            key=key,
            name=self._name_of(key),
            is_pinned=conversation.is_pinned,
            unread_count=conversation.unread_count,
            last_message=conversation.last_message,
            pending=self._pins.wish(key) is not None or any(each.deadline is None for each in leaving),
            listed=key not in self._unlisted,
            expiring=key in self._expiring,
            marks=conversation.marks,
            deadline=next((each.deadline for each in leaving), None),
        )
