"""Whole histories reach the archive, whatever is missing, whoever fails, and however often it is interrupted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archives import in_memory
from tests.model_service import MINUTE, START, ModelService, history_page, message
from tui.archive import Archive
from tui.errors import ArchiveError, NotSignedInError, ServiceError, TransportError
from tui.events import Fact, HistoryRead, ListRead, MessageArrived, MessagesFound
from tui.limits import LARGEST_PAGE
from tui.models import ChatMessage, ConversationKey, ConversationType, Group, HistoryPage
from tui.runs import position, run_of
from tui.store.fetching import Fetched, Fetching, read_list
from tui.store.fetching.queue import BATCH, Queue
from tui.store.pages import EMPTY_PAGES

BOB = ConversationKey("bob", ConversationType.SINGLE)


@pytest.fixture
def service() -> ModelService:
    return ModelService()


@pytest.fixture
async def archive() -> AsyncIterator[Archive]:
    archive = await in_memory()
    yield archive
    await archive.aclose()


async def fetch(
    service: ModelService, archive: Archive, *keys: ConversationKey, since: int | None = None
) -> dict[ConversationKey, Fetched]:
    told: list[Fetched] = []
    await Fetching(service, archive, told.append, since=since).run(keys)
    assert len(told) == len(keys)
    return {each.key: each for each in told}


async def archived(archive: Archive, key: ConversationKey = BOB) -> list[str]:
    return [each.id for each in (await archive.newer(key, None, 10_000)).messages]


def kept(service: ModelService, key: ConversationKey = BOB) -> list[str]:
    return [each.id for each in service.messages[key]]


def write_page(archive: Archive, messages: list[ChatMessage], cursor: str | None, direction: str, size: int) -> None:
    """As if a browser had loaded a page of `messages` (oldest first)."""
    page = history_page(messages, cursor, size, direction)
    place = next((position(each) for each in messages if each.id == cursor), None)
    run = run_of(page, up=direction == "up", asked_from=place)
    assert run is not None
    archive.write(HistoryRead(BOB, run))


async def test_a_history_is_fetched_whole(service: ModelService, archive: Archive) -> None:
    service.talk("bob", [message(number) for number in range(1, 3 * LARGEST_PAGE + 8)])
    done = (await fetch(service, archive, BOB))[BOB]
    assert await archived(archive) == kept(service)
    assert done.coverage.is_complete
    assert (done.added, done.error) == (3 * LARGEST_PAGE + 7, None)


async def test_what_is_complete_costs_one_request(service: ModelService, archive: Archive) -> None:
    service.talk("bob", [message(number) for number in range(1, 200)])
    await fetch(service, archive, BOB)
    service.calls.clear()
    service.talk("bob", [message(200)])
    done = (await fetch(service, archive, BOB))[BOB]
    assert service.calls == ["up bob None"]
    assert (done.added, done.coverage.is_complete) == (1, True)


async def test_only_what_is_missing_is_asked_for_oldest_first(service: ModelService, archive: Archive) -> None:
    messages = [message(number) for number in range(1, 501)]
    service.talk("bob", messages)
    write_page(archive, messages, "301", "up", LARGEST_PAGE)  # 251 to 300
    await fetch(service, archive, BOB)
    assert service.calls == [
        "up bob None",
        "down bob None",
        *(f"down bob {last}" for last in range(50, 500, LARGEST_PAGE)),  # from 250: what is between it and 251
    ]
    assert await archived(archive) == kept(service)


@pytest.mark.parametrize("answers", range(12))
async def test_it_goes_on_where_it_was_broken_off(service: ModelService, archive: Archive, answers: int) -> None:
    service.talk("bob", [message(number) for number in range(1, 500)])
    service.fail_after(answers, "cut")
    done = (await fetch(service, archive, BOB))[BOB]
    assert (done.coverage.is_complete, str(done.error)) == ((True, "None") if answers > 9 else (False, "cut"))
    service.recover()
    service.calls.clear()
    assert (await fetch(service, archive, BOB))[BOB].coverage.is_complete
    assert await archived(archive) == kept(service)
    assert len(service.calls) <= 11 - min(answers, 10)  # a page is asked for again only at the newest end


async def test_nothing_older_than_asked_for_is_fetched(service: ModelService, archive: Archive) -> None:
    service.talk("bob", [message(number) for number in range(1, 501)])
    await fetch(service, archive, BOB, since=START + 380 * MINUTE)
    assert await archived(archive) == kept(service)[-150:]
    assert service.calls == ["up bob None", "up bob 451", "up bob 401"]
    await fetch(service, archive, BOB, since=START + 380 * MINUTE)
    assert service.calls[3:] == ["up bob None"]
    await fetch(service, archive, BOB)
    assert await archived(archive) == kept(service)


async def test_what_was_deleted_elsewhere_goes_where_a_page_tells_of_it(
    service: ModelService, archive: Archive
) -> None:
    service.talk("bob", [message(number) for number in range(1, 40)])
    await fetch(service, archive, BOB)
    service.messages[BOB] = [each for each in service.messages[BOB] if each.id not in {"5", "38", "39"}]
    done = (await fetch(service, archive, BOB))[BOB]
    assert await archived(archive) == kept(service)
    assert done.added == 0


async def test_what_the_service_let_expire_stays(service: ModelService, archive: Archive) -> None:
    service.talk("bob", [message(number) for number in range(1, 200)])
    await fetch(service, archive, BOB)
    everything = kept(service)
    del service.messages[BOB][:120]
    assert (await fetch(service, archive, BOB))[BOB].coverage.is_complete
    assert await archived(archive) == everything
    service.messages[BOB].clear()
    await fetch(service, archive, BOB)
    assert await archived(archive) == everything


async def test_what_another_program_adds_meanwhile_is_not_undone(service: ModelService, archive: Archive) -> None:
    """A newer page that a second run has written outlives the older one that was on its way to the first."""
    service.talk("bob", [message(number) for number in range(1, 60)])
    service.hold()
    first = asyncio.create_task(fetch(service, archive, BOB))
    await service.called(1)
    service.talk("bob", [message(number) for number in range(60, 80)])
    write_page(archive, service.messages[BOB], None, "up", LARGEST_PAGE)
    await archive.written()
    service.release()
    await first
    assert await archived(archive) == kept(service)
    assert (await archive.coverages([BOB]))[BOB].is_complete


async def test_an_empty_conversation_is_complete(service: ModelService, archive: Archive) -> None:
    service.talk("bob", [])
    done = (await fetch(service, archive, BOB))[BOB]
    assert (done.coverage.is_complete, done.error, service.calls) == (True, None, ["up bob None"])
    service.talk("bob", [message(number) for number in range(1, 120)])
    assert (await fetch(service, archive, BOB))[BOB].coverage.is_complete
    assert await archived(archive) == kept(service)


async def test_those_whose_messages_expire_first_come_first(service: ModelService, archive: Archive) -> None:
    """Page by page: a long history does not make the others wait until it is whole."""
    keys = []
    for number, friend in enumerate(("late", "early")):
        start = 10_000 * (1 - number)
        keys.append(service.talk(friend, [message(start + each) for each in range(1, 400)]))
    told: list[Fetched] = []
    await Fetching(service, archive, told.append, at_once=1).run(keys)
    assert [each.key.id for each in told] == ["early", "late"]
    walk = [call.split()[1] for call in service.calls if call.startswith("down") and not call.endswith("None")]
    assert walk == sorted(walk)


async def test_what_is_left_is_guessed_from_what_was_gone_through(archive: Archive) -> None:
    guesses: list[int | None] = []

    class Watched(ModelService):
        async def get_history_messages(self, *arguments: Any, **named: Any) -> HistoryPage:
            guesses.append(fetching.progress.left)
            return await super().get_history_messages(*arguments, **named)

    service = Watched()
    keys = [service.talk(f"c{number}", [message(each) for each in range(1, 1001)]) for number in range(3)]
    fetching = Fetching(service, archive, lambda _: None, at_once=1)
    await fetching.run(keys)
    unknown, known = guesses[:6], guesses[6:]
    assert set(unknown) == {None}
    assert [each for each in known if each is not None] == sorted((each or 0 for each in known), reverse=True)
    assert known[0] == pytest.approx(3 * 900, rel=0.03)
    assert fetching.progress.left == 0


async def test_what_failed_is_not_waited_for(service: ModelService, archive: Archive) -> None:
    service.talk("bob", [message(number) for number in range(1, 1001)])
    service.fail_after(5, "cut")
    fetching = Fetching(service, archive, lambda _: None)
    await fetching.run([BOB])
    assert (fetching.progress.done, fetching.progress.left) == (1, 0)


async def test_one_that_fails_does_not_keep_the_others(service: ModelService, archive: Archive) -> None:
    keys = [service.talk(f"c{number}", [message(each) for each in range(1, 120)]) for number in range(6)]

    async def refuse_one(target_id: str, *arguments: object, **named: object) -> HistoryPage:
        if target_id == "c3":
            raise ServiceError("not in the group", type=602, message="no", status=403)
        return await ModelService.get_history_messages(service, target_id, *arguments, **named)  # type: ignore[arg-type]  # passed on as it came

    service.get_history_messages = refuse_one  # type: ignore[method-assign]  # a service that refuses
    done = await fetch(service, archive, *keys)
    assert [each.key.id for each in done.values() if each.error] == ["c3"]
    assert sum(each.coverage.is_complete for each in done.values()) == 5


async def test_a_service_that_is_gone_is_not_asked_for_each(service: ModelService, archive: Archive) -> None:
    keys = [service.talk(f"c{number}", [message(1)]) for number in range(40)]
    service.fail("no connection to rest.example")
    done = await fetch(service, archive, *keys)
    assert {str(each.error) for each in done.values()} == {"no connection to rest.example"}
    assert len(service.calls) < 10


async def test_failures_now_and_then_are_no_outage(service: ModelService, archive: Archive) -> None:
    keys = [service.talk(f"c{number}", [message(1)]) for number in range(30)]

    async def shaky(target_id: str, *arguments: object, **named: object) -> HistoryPage:
        if int(target_id[1:]) % 3 == 0:
            raise TransportError("cut")
        return await ModelService.get_history_messages(service, target_id, *arguments, **named)  # type: ignore[arg-type]  # passed on as it came

    service.get_history_messages = shaky  # type: ignore[method-assign]  # a bad network
    done = await fetch(service, archive, *keys)
    assert sum(each.coverage.is_complete for each in done.values()) == 20


async def test_being_signed_out_ends_it(service: ModelService, archive: Archive) -> None:
    keys = [service.talk(f"c{number}", [message(1)]) for number in range(9)]
    service.failure = NotSignedInError("sign in again", type=56, message="expired", status=401)
    with pytest.raises(NotSignedInError):
        await fetch(service, archive, *keys)


async def test_cursors_that_go_round_end(service: ModelService, archive: Archive) -> None:
    service.talk("bob", [message(number) for number in range(1, 300)])
    first = history_page(service.messages[BOB], None, LARGEST_PAGE, "down")

    async def round_and_round(*_arguments: object, **named: object) -> HistoryPage:
        service.calls.append("down")
        up = named["search_direction"] == "up"
        return history_page(service.messages[BOB], None, LARGEST_PAGE) if up else first

    service.get_history_messages = round_and_round  # type: ignore[method-assign]  # a wrong server
    done = (await fetch(service, archive, BOB))[BOB]
    assert str(done.error) == "The service sent many pages without a new message."
    assert len(service.calls) < 3 * EMPTY_PAGES
    assert await archived(archive) == kept(service)[:LARGEST_PAGE] + kept(service)[-LARGEST_PAGE:]


async def test_pages_without_messages_are_no_end(service: ModelService, archive: Archive) -> None:
    """What the service stores besides messages takes room on its pages (section 8)."""
    stored = [message(number) for number in range(1, 500)]
    service.talk("bob", [each for each in stored if int(each.id) // 60 % 2])

    async def with_empty_pages(target: str, kind: ConversationType, cursor: str | None, **named: object) -> HistoryPage:
        page = history_page(stored, cursor, 10, str(named["search_direction"]))
        return replace(page, messages=tuple(each for each in page.messages if each in service.messages[BOB]))

    service.get_history_messages = with_empty_pages  # type: ignore[method-assign,assignment]  # a crowded server
    assert (await fetch(service, archive, BOB))[BOB].error is None
    assert await archived(archive) == kept(service)


async def test_a_server_that_does_not_know_a_cursor_deletes_nothing_here(
    service: ModelService, archive: Archive
) -> None:
    """It ends a history in its middle; asked upwards, from a message that it must have, it goes on."""
    service.talk("bob", [message(number) for number in range(1, 130)])
    await fetch(service, archive, BOB)
    service.talk("bob", [message(number) for number in range(130, 400)])

    async def forgetful(target: str, kind: ConversationType, cursor: str | None, **named: object) -> HistoryPage:
        if named["search_direction"] == "down":
            return HistoryPage((), None, True)
        return history_page(service.messages[BOB], cursor, LARGEST_PAGE)

    service.get_history_messages = forgetful  # type: ignore[method-assign,assignment]  # a wrong server
    done = (await fetch(service, archive, BOB))[BOB]
    assert await archived(archive) == kept(service)
    assert done.coverage.is_complete


async def test_messages_without_an_id_are_in_their_places(service: ModelService, archive: Archive) -> None:
    """They cannot be asked from, so the message before them is."""
    messages = [message(number) for number in range(1, 180)]
    for number in (49, 50, 99, 129, 178):
        messages[number] = replace(messages[number], id="", position=f"broken{number}")
    service.messages[BOB] = messages

    async def by_place(target: str, kind: ConversationType, cursor: str | None, **named: object) -> HistoryPage:
        page = history_page(messages, cursor, LARGEST_PAGE, str(named["search_direction"]))
        last = next((each.id for each in reversed(page.messages) if each.id), None)
        return page if page.is_last else HistoryPage(page.messages, last, False)

    service.get_history_messages = by_place  # type: ignore[method-assign,assignment]  # one that names what it can
    done = (await fetch(service, archive, BOB))[BOB]
    assert done.error is None
    assert [each.key for each in (await archive.newer(BOB, None, 1000)).messages] == [each.key for each in messages]


numbers = st.integers(1, 40)


@settings(max_examples=60)
@given(
    times=st.lists(st.integers(0, 25), min_size=1, max_size=60),
    loaded=st.lists(st.tuples(st.none() | numbers, st.sampled_from(["up", "down"]), st.integers(1, 9)), max_size=6),
    gone=st.sets(numbers, max_size=6),
    arriving=st.lists(st.integers(20, 40), max_size=4),
    since=st.none() | st.integers(0, 30),
)
async def test_whatever_was_loaded_before_the_archive_becomes_the_server(
    times: list[int],
    loaded: list[tuple[int | None, str, int]],
    gone: set[int],
    arriving: list[int],
    since: int | None,
) -> None:
    """Equal times and all: pages loaded here and there, messages deleted and sent since, then one run."""
    service, archive = ModelService(), await in_memory()
    messages = [message(number, minutes=time) for number, time in enumerate(sorted(times), 1)]
    for cursor, direction, size in loaded:
        if cursor is None or cursor <= len(messages):
            write_page(archive, messages, None if cursor is None else str(cursor), direction, size)
    service.messages[BOB] = [each for each in messages if int(each.id) not in gone]
    service.messages[BOB] += [
        message(number, minutes=max(time, max(times))) for number, time in enumerate(sorted(arriving), 100)
    ]
    arrived = service.messages[BOB][-1:] if arriving else []
    for each in arrived:
        archive.write(MessageArrived(BOB, each, False))
    if since is not None:
        bound = START + since * MINUTE
        await fetch(service, archive, BOB, since=bound)
        newer = [each.id for each in service.messages[BOB] if each.time >= bound]
        assert set(newer) <= set(await archived(archive))
    done = (await fetch(service, archive, BOB))[BOB]
    assert done.error is None
    assert set(kept(service)) <= set(await archived(archive))
    assert done.coverage.is_complete
    await archive.aclose()


async def test_the_list_and_the_names_are_archived(service: ModelService, archive: Archive) -> None:
    for number in range(1, LARGEST_PAGE + 11):
        service.talk(f"c{number}", [message(number)])
    key = ConversationKey("c3", ConversationType.SINGLE)
    service.conversations[key] = replace(service.conversations[key], is_pinned=True, pinned_time=5)
    group = ConversationKey("240000000000001", ConversationType.GROUP)
    service.conversations[group] = replace(service.conversations[key], id=group.id, type=group.type, is_pinned=False)
    service.groups, service.nicknames = [Group(group.id, "Team")], {"c3": "Carol"}
    keys = await read_list(service, archive.write)
    listed = await archive.listed()
    assert set(keys) == {each.key for each in listed.conversations} == set(service.conversations)
    assert listed.names == {key: "Carol", group: "Team"}
    assert not listed.unlisted


async def test_a_list_that_goes_round_unlists_nobody(service: ModelService) -> None:
    service.talk("bob", [message(1)])
    circle = replace(await service.get_server_conversations(), cursor="0")

    async def always_the_same(*_asked: object) -> object:
        return circle

    service.get_server_conversations = always_the_same  # type: ignore[method-assign,assignment]  # a wrong server
    facts: list[Fact] = []
    assert await read_list(service, facts.append) == (BOB,)
    assert [each.all_keys for each in facts if isinstance(each, ListRead)] == [None, None, None]


class SlowArchive(Archive):
    """Counts what it is given, and writes nothing before it is told to."""

    given: int
    may_write: asyncio.Event

    def write(self, fact: Fact) -> None:
        self.given += 1

    async def written(self) -> None:
        await self.may_write.wait()


async def slow_archive() -> SlowArchive:
    archive = await in_memory()
    archive.__class__ = SlowArchive
    assert isinstance(archive, SlowArchive)
    archive.given, archive.may_write = 0, asyncio.Event()
    return archive


async def test_no_more_waits_to_be_written_than_a_few_batches() -> None:
    archive = await slow_archive()
    queue = Queue(archive)

    async def give() -> None:
        for _number in range(10 * BATCH):
            await queue.put(ListRead(()))

    giving = asyncio.gather(give(), give())
    while not giving.done() and archive.given < 20 * BATCH:
        before = archive.given
        for _turn in range(2 * BATCH):
            await asyncio.sleep(0)
        if archive.given == before:
            break
    assert archive.given <= 4 * BATCH
    archive.may_write.set()
    await giving
    await queue.aclose()
    assert archive.given == 20 * BATCH
    await archive.aclose()


async def test_what_is_asked_through_the_queue_sees_all_that_was_put_into_it(archive: Archive) -> None:
    queue = Queue(archive)
    await queue.put(MessagesFound(BOB, (message(1), message(2))))
    assert (await queue.coverages([BOB]))[BOB].messages == 2
    await queue.put(MessagesFound(BOB, (message(3),)))
    assert [each.id for each in (await queue.older(BOB, None, 5)).messages] == ["1", "2", "3"]
    await queue.put(MessagesFound(BOB, (message(4),)))
    assert [each.id for each in (await queue.newer(BOB, None, 5)).messages] == ["1", "2", "3", "4"]
    await queue.put(MessagesFound(BOB, (message(5),)))
    await queue.aclose()
    assert (await archive.coverages([BOB]))[BOB].messages == 5


async def test_an_archive_that_cannot_be_written_ends_it(service: ModelService) -> None:
    class Full(Archive):
        async def written(self) -> None:
            raise ArchiveError("the disk is full")

    archive = await in_memory()
    archive.__class__ = Full
    keys: Collection[ConversationKey] = [service.talk("bob", [message(each) for each in range(1, 3000)])]
    with pytest.raises(ArchiveError, match="disk is full"):
        await Fetching(service, archive, lambda _: None).run(keys)
    assert len(service.calls) < 59
    await archive.aclose()


async def test_cancelling_leaves_nothing_behind(service: ModelService, archive: Archive) -> None:
    keys = [service.talk(f"c{number}", [message(each) for each in range(1, 200)]) for number in range(6)]
    service.hold()
    fetching = asyncio.create_task(Fetching(service, archive, lambda _: None).run(keys))
    await service.called(4)
    fetching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fetching
    assert asyncio.all_tasks() == {asyncio.current_task()}
