"""The list before, while and after the service is asked: what was known stays, and what has gone is set apart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model_service import START, ModelService, message
from tui.errors import RoamingError
from tui.events import (
    ConversationRemoved,
    Fact,
    ListRead,
    MessageArrived,
    NamesKnown,
    NewestKnown,
    PinChanged,
)
from tui.limits import GROUPS_PER_PAGE, LARGEST_PAGE, MOST_PINS
from tui.models import Conversation, ConversationKey, ConversationPage, ConversationType, Group
from tui.removal.plan import Removal, Whole
from tui.store.archive import ArchivedList
from tui.store.conversations import Conversations
from tui.store.names import LONGEST, Names
from tui.store.snapshots import ConversationItem, Phase


def key(name: str) -> ConversationKey:
    return ConversationKey(name, ConversationType.SINGLE)


def talk(name: str, number: int = 1, *, pinned: int = 0) -> Conversation:
    return Conversation(name, ConversationType.SINGLE, pinned > 0, pinned, last_message=message(number))


class World:
    """The list and the names over a service in memory; what they find out is written down and given back to them."""

    def __init__(self, service: ModelService) -> None:
        self.told: list[Fact] = []
        self.changes = 0
        self.names = Names(lambda: service, self.take, self._changed)
        self.list = Conversations(lambda: service, self.take, self._changed, self.names.of, lambda: START)

    def take(self, *facts: Fact) -> None:
        for fact in facts:
            self.told.append(fact)
            self.names.apply(fact)
            self.list.apply(fact)

    def _changed(self) -> None:
        self.changes += 1

    @property
    def items(self) -> dict[str, ConversationItem]:
        return {item.key.id: item for item in self.list.snapshot().items}

    @property
    def drawn(self) -> str:
        """The names in order, pinned ones with a star; behind the bar those that are only here."""
        items = self.list.snapshot().items
        told = [item.key.id + "*" * item.is_pinned for item in items if item.listed]
        return " ".join([*told, "|", *(item.key.id for item in items if not item.listed)])

    @property
    def reads(self) -> list[ListRead]:
        return [fact for fact in self.told if isinstance(fact, ListRead)]


@pytest.fixture
def service() -> ModelService:
    return ModelService()


@pytest.fixture
def world(service: ModelService) -> World:
    return World(service)


ARCHIVED = ArchivedList(
    conversations=(talk("ann", 1), talk("bob", 2, pinned=7), talk("eve", 3), talk("old", 9, pinned=8)),
    unlisted=frozenset({key("old")}),
)


async def test_before_the_service_says_anything_the_list_is_what_it_was(world: World) -> None:
    world.list.restore(ARCHIVED)
    assert world.drawn == "bob* eve ann | old"
    assert world.list.snapshot().phase is Phase.WAITING
    assert world.changes == 1
    assert not world.told


async def test_what_is_restored_late_overwrites_nothing(world: World, service: ModelService) -> None:
    service.talk("old", [message(20)])
    await world.list.load()
    world.list.restore(ARCHIVED)
    assert world.drawn == "bob* old eve ann |"
    last = world.list.last_message(key("old"))
    assert last is not None
    assert last.id == "20"


async def test_what_the_service_has_no_more_stays_apart_once_its_list_is_read_to_the_end(
    world: World, service: ModelService
) -> None:
    world.list.restore(ARCHIVED)
    service.conversations = {each.key: each for each in (talk("eve", 4, pinned=3), talk("old", 5))}
    service.hold()
    reading = asyncio.create_task(world.list.load())
    await service.called(1)
    assert world.drawn == "bob* eve ann | old"
    service.release()
    await reading
    assert world.drawn == "eve* old | bob ann"


async def test_a_failed_reading_takes_nothing_off_the_list(world: World, service: ModelService) -> None:
    world.list.restore(ARCHIVED)
    service.talk("new", [message(30)])
    service.fail_after(1, "cut")
    await world.list.load()
    assert world.drawn == "bob* eve ann | old"
    assert [read.all_keys for read in world.reads] == [None]


async def test_each_page_is_told_and_at_the_end_what_the_whole_list_has(world: World, service: ModelService) -> None:
    keys = [service.talk(f"c{number}", [message(number)]) for number in range(1, LARGEST_PAGE + 3)]
    service.conversations[keys[0]] = replace(service.conversations[keys[0]], is_pinned=True, pinned_time=5)
    await world.list.load()
    assert [len(read.conversations) for read in world.reads] == [1, LARGEST_PAGE, 2, 0]
    assert [read.all_keys for read in world.reads] == [None, None, None, frozenset(keys)]


class Endless(ModelService):
    """A wrong server: its list has these pages, then the last one for ever."""

    def __init__(self, *pages: tuple[str, ...]) -> None:
        super().__init__()
        self._pages = list(pages)

    async def get_server_conversations(
        self, page_size: int = 20, cursor: str = "", include_empty_conversations: bool = False
    ) -> ConversationPage:
        names = self._pages.pop(0) if len(self._pages) > 1 else self._pages[0]
        return ConversationPage(tuple(map(talk, names)), "there is more")


@pytest.mark.parametrize("pages", [[("ann",)], [("ann",), ()]], ids=["the same page", "an empty page"])
async def test_a_list_that_does_not_come_to_its_end_is_not_taken_for_whole(pages: list[tuple[str, ...]]) -> None:
    world = World(Endless(*pages))
    world.list.restore(ARCHIVED)
    await world.list.load()
    assert world.list.snapshot().phase is Phase.READY
    assert world.drawn == "bob* eve ann | old"
    assert [read for read in world.reads if read.all_keys is not None] == []


async def test_what_came_or_went_while_the_list_was_read_is_told_as_it_is(world: World, service: ModelService) -> None:
    ann, bob = service.talk("ann", [message(1)]), service.talk("bob", [message(2)])
    service.hold()
    reading = asyncio.create_task(world.list.load())
    await service.called(1)
    world.take(ConversationRemoved(ann, with_messages=True), MessageArrived(bob, message(20), is_own=False))
    world.take(MessageArrived(key("new"), message(30), is_own=False))
    service.release()
    await reading
    assert world.drawn == "new bob |"
    (fetched,) = [each for read in world.reads for each in read.conversations]
    assert (fetched.id, fetched.last_message) == ("bob", message(20))
    assert world.reads[-1].all_keys == frozenset({bob, key("new")})


@pytest.mark.parametrize(
    ("fact", "drawn"),
    [
        (ConversationRemoved(key("bob"), with_messages=False), "eve ann | old bob"),
        (ConversationRemoved(key("bob"), with_messages=True), "eve ann | old"),
        (ConversationRemoved(key("old"), with_messages=True), "bob* eve ann |"),
        (ConversationRemoved(key("who"), with_messages=False), "bob* eve ann | old"),
        (NewestKnown(key("old"), None), "bob* eve ann |"),
        (NewestKnown(key("old"), message(1)), "bob* eve ann | old"),
        (MessageArrived(key("old"), message(10), is_own=False), "bob* old eve ann |"),
        (ListRead((talk("old", 1, pinned=9),)), "old* bob* eve ann |"),
        (ListRead((), frozenset({key("ann")})), "ann | old eve bob"),
        (PinChanged(key("old"), True, 9), "bob* eve ann | old"),
    ],
)
def test_what_happens_to_a_listed_or_unlisted_conversation(world: World, fact: Fact, drawn: str) -> None:
    world.list.restore(ARCHIVED)
    world.take(fact)
    assert world.drawn == drawn
    world.take(fact)
    assert world.drawn == drawn


def test_pin_marks_and_unread_count_go_with_the_place_on_the_list(world: World) -> None:
    bob = replace(talk("bob", 2, pinned=7), unread_count=5, marks=(3,))
    world.list.restore(ArchivedList((talk("ann", 1), bob)))
    world.take(ConversationRemoved(bob.key, with_messages=False))
    assert world.items["bob"].unread_count == 0
    world.take(PinChanged(bob.key, True, 9))
    world.take(MessageArrived(bob.key, message(4), is_own=False))
    assert (world.drawn, world.items["bob"].unread_count) == ("bob ann |", 1)


async def test_one_that_is_only_here_can_neither_be_pinned_nor_deleted(world: World, service: ModelService) -> None:
    world.list.restore(ARCHIVED)
    with pytest.raises(RoamingError, match="cannot be pinned"):
        await world.list.set_pinned(key("old"), True)
    with pytest.raises(RoamingError, match="cannot be deleted"):
        world.list.check_removal(Removal(key("old"), Whole(with_messages=True), 0))
    assert service.calls == []
    assert not world.items["old"].pending


async def test_a_pin_on_its_way_ends_when_its_conversation_leaves_the_list(world: World, service: ModelService) -> None:
    world.list.restore(ARCHIVED)
    service.hold()
    pinning = asyncio.create_task(world.list.set_pinned(key("ann"), True))
    await service.called(1)
    assert world.drawn == "ann* bob* eve | old"
    await world.list.set_pinned(key("ann"), False)
    world.take(ConversationRemoved(key("ann"), with_messages=False))
    assert world.drawn == "bob* eve | old ann"
    service.release()
    await pinning
    assert service.calls == ["pin ann"]
    assert (world.drawn, world.items["ann"].pending) == ("bob* eve | old ann", False)


async def test_the_limit_of_pins_is_known_before_asking(world: World, service: ModelService) -> None:
    names = [f"friend{number:02d}" for number in range(MOST_PINS + 1)]
    pinned = [talk(name, 1, pinned=number + 1) for number, name in enumerate(names[:-1])]
    service.conversations = {each.key: each for each in (*pinned, talk(names[-1]))}
    await world.list.load()
    asked = len(service.calls)
    with pytest.raises(RoamingError, match=f"^{MOST_PINS} conversations are pinned, and the service allows no more"):
        await world.list.set_pinned(key(names[-1]), True)
    assert not world.items[names[-1]].pending
    await world.list.set_pinned(key(names[0]), True)  # again, which only renews it
    await world.list.set_pinned(key(names[0]), False)
    await world.list.set_pinned(key(names[-1]), True)
    assert service.calls[asked:] == [f"pin {names[0]}", f"unpin {names[0]}", f"pin {names[-1]}"]
    assert next(iter(world.items)) == names[-1]


def test_those_whose_messages_expire_soon_are_marked(world: World) -> None:
    world.list.restore(ARCHIVED)
    world.list.mark_expiring([key("ann"), key("old"), key("who")])
    assert [name for name, item in world.items.items() if item.expiring] == ["ann", "old"]
    before = world.changes
    world.list.mark_expiring({key("who"), key("old"), key("ann")})
    assert world.changes == before
    world.list.mark_expiring([])
    assert not [item for item in world.items.values() if item.expiring]


NAMES = st.sampled_from("abcdef")
FACTS: list[Callable[[str, int], Fact]] = [
    lambda name, number: ListRead((talk(name, number, pinned=number % 2),)),
    lambda name, number: ListRead((), frozenset({key(name), key("a")})),
    lambda name, number: MessageArrived(key(name), message(number), is_own=False),
    lambda name, number: PinChanged(key(name), number > 2, number),
    lambda name, number: NewestKnown(key(name), message(number) if number else None),
    lambda name, number: ConversationRemoved(key(name), with_messages=number > 2),
]
HAPPENINGS = st.lists(st.tuples(st.sampled_from(FACTS), NAMES, st.integers(0, 4)), max_size=20)
LISTS = st.lists(
    st.builds(talk, NAMES, st.integers(1, 3), pinned=st.integers(0, 2)), max_size=6, unique_by=lambda each: each.key
)


def rank(item: ConversationItem) -> tuple[bool, bool]:
    return not item.listed, not item.is_pinned


@given(LISTS, st.frozensets(NAMES), HAPPENINGS, st.randoms(use_true_random=False))
def test_the_order_is_total_and_of_no_account_is_how_it_came_about(
    archived: list[Conversation],
    unlisted: frozenset[str],
    happenings: list[tuple[Callable[[str, int], Fact], str, int]],
    chance: Random,
) -> None:
    world, other = World(ModelService()), World(ModelService())
    shuffled = chance.sample(archived, len(archived))
    for each, conversations in ((world, archived), (other, shuffled)):
        each.list.restore(ArchivedList(tuple(conversations), frozenset(map(key, unlisted))))
        each.take(*(fact(name, number) for fact, name, number in happenings))
        items = each.list.snapshot().items
        assert len({item.key for item in items}) == len(items)
        assert list(map(rank, items)) == sorted(map(rank, items))
        assert not [item for item in items if item.is_pinned and not item.listed]
        only_here = [item.last_message.time for item in items if item.last_message and not item.listed]
        assert only_here == sorted(only_here, reverse=True)
    assert world.list.snapshot() == other.list.snapshot()


async def test_names_are_known_before_the_service_is_asked_and_only_news_is_told(
    world: World, service: ModelService
) -> None:
    service.nicknames = {"ann": "Ann", "bob": "Bobby"}
    world.names.restore({key("ann"): "Ann", key("bob"): "Bob", key("eve"): "E" * 2 * LONGEST})
    assert [world.names.of(key(name)) for name in ("ann", "bob", "eve", "who")] == ["Ann", "Bob", "E" * LONGEST, "who"]
    await world.names.load([key("ann"), key("bob"), key("eve")])
    assert world.told == [NamesKnown({key("bob"): "Bobby"})]
    world.names.restore({key("bob"): "Bob", key("who"): "Who"})
    assert [world.names.of(key(name)) for name in ("ann", "bob", "who")] == ["Ann", "Bobby", "Who"]


async def test_a_new_name_of_a_group_far_down_is_found_though_all_were_known(
    world: World, service: ModelService
) -> None:
    service.groups = [Group(str(number), f"group {number}") for number in range(2 * GROUPS_PER_PAGE + 1)]
    keys = [ConversationKey(group.id, ConversationType.GROUP) for group in service.groups]
    world.names.restore({each: f"group {each.id}" for each in keys})
    service.groups[-1] = Group(keys[-1].id, "another name")
    await world.names.load(keys)
    assert world.told == [NamesKnown({keys[-1]: "another name"})]


async def test_groups_that_come_again_and_again_are_asked_for_no_more(world: World, service: ModelService) -> None:
    service.groups = [Group("7", "seven")] * 5 * GROUPS_PER_PAGE
    await world.names.load([ConversationKey("7", ConversationType.GROUP)])
    assert service.calls == ["groups 0", "groups 1"]
