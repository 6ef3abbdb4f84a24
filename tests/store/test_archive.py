"""What was once seen is shown at once, and then made what the service has: over a real archive and across restarts."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.archives import settled
from tests.journals import delete, remove
from tests.model_service import message
from tests.store.world import BOB, World, received, while_asking
from tui import live
from tui.archive import Archive
from tui.errors import TransportError
from tui.events import ConnectionBegan
from tui.models import ConversationKey, ConversationType, TextBody
from tui.store.snapshots import Phase
from tui.timeline.timeline import EdgeState, Side

CAROL = ConversationKey("carol", ConversationType.SINGLE)
DAY = 86_400_000


async def seen(world: World, *sides: Side) -> None:
    """A browser that opens bob's history, loads all beyond these sides, and ends."""
    browser = await world.online()
    await browser.open()
    for side in sides:
        await browser.load_all(side)
    await browser.close()


async def test_the_archive_is_shown_at_once_and_then_corrected_by_the_newest_page(world: World) -> None:
    world.talk(*range(1, 31))
    await seen(world)
    world.delete(7, 30)
    world.edit(9, "better")
    world.talk(31)
    browser = world.browser()
    await browser.start()
    async with while_asking(world.service, browser.store.histories.open(BOB)):
        await settled()
        assert browser.drawn() == "1-30"
        assert browser.snapshot().phase is Phase.LOADING
    assert browser.drawn() == "1-6 8-29 * 31"
    assert browser.messages()[7].message.body == TextBody("better")
    assert browser.snapshot().phase is Phase.READY


async def test_what_is_archived_is_not_fetched_again_but_verified_once_a_connection(world: World) -> None:
    world.talk(*range(1, 201))
    await seen(world, Side.OLDER)
    world.delete(60, 120)
    world.edit(61, "better")
    browser = await world.online()
    await browser.open()
    assert browser.drawn() == "151-200"
    before = len(world.service.calls)
    async with while_asking(world.service, browser.store.histories.load(BOB, Side.OLDER)):
        assert browser.drawn() == "101-200"
        assert browser.edge(Side.OLDER) is EdgeState.MORE
    assert browser.drawn() == "100-119 121-200"
    await browser.load(Side.OLDER)
    assert browser.drawn() == "49-59 61-119 121-200"
    assert next(row for row in browser.messages() if row.key == "61").message.body == TextBody("better")
    await browser.load_all(Side.OLDER)
    assert world.service.calls[before:] == ["up bob 151", "up bob 100", "up bob 49"]


async def test_while_one_page_is_verified_only_the_latest_wish_waits(world: World) -> None:
    world.talk(*range(1, 301))
    await seen(world, Side.OLDER)
    browser = await world.online()
    await browser.open()
    before = len(world.service.calls)
    world.service.hold()
    scrolling = [asyncio.create_task(browser.store.histories.load(BOB, Side.OLDER))]
    await world.service.called(before + 1)
    for _page in range(3):
        scrolling.append(asyncio.create_task(browser.store.histories.load(BOB, Side.OLDER)))
        await settled()
    assert browser.drawn() == "51-300"
    assert world.service.calls[before:] == ["up bob 251"]
    world.service.release()
    await asyncio.gather(*scrolling)
    assert world.service.calls[before:] == ["up bob 251", "up bob 101"]


async def test_a_page_that_could_not_be_verified_stays_as_it_is_and_says_nothing(world: World) -> None:
    world.talk(*range(1, 201))
    await seen(world, Side.OLDER)
    browser = await world.online()
    await browser.open()
    world.service.fail()
    await browser.load(Side.OLDER)
    assert (browser.drawn(), browser.edge(Side.OLDER)) == ("101-200", EdgeState.MORE)
    assert browser.snapshot().phase is Phase.READY


async def test_archived_messages_beyond_a_gap_are_verified_from_their_own_end(world: World) -> None:
    world.talk(*range(1, 101))
    await seen(world, Side.OLDER)
    world.talk(*range(101, 301))
    world.delete(60)
    browser = await world.online()
    await browser.open()
    await browser.close()
    browser = await world.online()
    await browser.open()
    assert browser.drawn() == "251-300"
    await browser.load(Side.OLDER)
    assert browser.drawn() == "49-59 61-100 ~ 251-300"


async def test_what_the_service_forgets_stays_below_a_floor(world: World) -> None:
    world.talk(*range(1, 81))
    await seen(world, Side.OLDER)
    world.delete(*range(1, 61))
    browser = await world.online()
    await browser.open()
    await browser.load_all(Side.OLDER)
    assert browser.drawn() == "1-60 _ 61-80"
    assert browser.only_here() == list(range(1, 61))
    older = browser.snapshot().rows[0]
    assert (older.state, older.beyond) == (EdgeState.END, True)  # type: ignore[union-attr]  # the edge row
    await browser.close()
    alone = await world.offline()
    await alone.open()
    await alone.load_all(Side.OLDER)
    assert (alone.drawn(), alone.only_here()) == ("1-60 _ 61-80", list(range(1, 61)))


async def test_the_oldest_end_is_what_is_only_here_where_there_is_such(world: World) -> None:
    world.talk(*range(1, 301))
    await seen(world, Side.OLDER)
    world.delete(*range(1, 31))
    browser = await world.online()
    await browser.open()
    await browser.store.histories.go_to_end(BOB, Side.OLDER)
    assert (browser.drawn(), browser.edge(Side.OLDER)) == ("1-30 _ 31-50", EdgeState.END)


async def test_opening_again_and_again_loads_no_more_of_what_is_only_here(world: World) -> None:
    world.talk(*range(1, 301))
    await seen(world, Side.OLDER)
    world.delete(*range(1, 291))
    browser = await world.online()
    await browser.open()
    first = browser.drawn()
    for _time in range(3):
        await browser.open()
    assert browser.drawn() == first


async def test_what_is_younger_than_the_service_forgets_was_deleted(world: World) -> None:
    world.talk(*range(1, 11))
    await seen(world)
    world.delete(1, 2, 3)
    kept = await world.online(retention_days=3)
    await kept.open()
    assert kept.drawn() == "4-10"
    assert kept.only_here() == []


async def test_what_may_just_have_been_forgotten_is_kept(world: World) -> None:
    world.talk(*range(1, 11))
    await seen(world)
    world.delete(1, 2, 3)
    browser = world.browser(retention_days=3)
    browser.link.now += 2 * DAY + 5 * 60_000
    await browser.start()
    await browser.open()
    assert browser.only_here() == [1, 2, 3]


async def test_all_is_kept_of_a_history_that_the_service_has_forgotten(world: World) -> None:
    world.talk(*range(1, 11))
    await seen(world)
    world.delete(*range(1, 11))
    browser = await world.online()
    await browser.open()
    assert (browser.drawn(), browser.only_here()) == ("1-10 _", list(range(1, 11)))
    assert browser.edge(Side.OLDER) is EdgeState.END
    browser.link.send(message(11))
    assert browser.drawn() == "1-10 _ * 11"


async def test_a_history_that_was_forgotten_and_left_the_list_stays_under_its_own_heading(world: World) -> None:
    world.talk(*range(1, 11))
    world.talk(*range(11, 13), key=CAROL)
    browser = await world.online()
    await browser.open()
    await browser.open(CAROL)
    world.delete(*range(1, 11))
    world.relist([CAROL])
    await browser.store.histories.refresh(BOB)
    assert (browser.listed(), browser.only_listed_here()) == (["carol"], ["bob"])
    await browser.close()
    again = await world.online()
    assert (again.listed(), again.only_listed_here()) == (["carol"], ["bob"])
    await again.store.histories.refresh(BOB)
    assert again.only_listed_here() == ["bob"]
    await again.open()
    assert again.only_here() == list(range(1, 11))


async def test_a_recalled_message_is_gone_from_the_archive_as_well(world: World) -> None:
    world.talk(*range(1, 11))
    browser = await world.online()
    await browser.open()
    world.delete(5)
    browser.link.deliver(live.MessageRecalled(BOB, "5", "bob", "amy"))
    await browser.close()
    alone = await world.offline()
    await alone.open()
    assert alone.drawn() == "1-4 6-10"


async def test_where_a_recalled_message_was_is_told_even_after_a_restart(world: World) -> None:
    world.talk(*range(1, 11))
    browser = await world.online()
    await browser.open()
    world.delete(5)
    browser.link.deliver(live.MessageRecalled(BOB, "5", "bob", "amy"))
    assert browser.recalls() == ["bob"]
    assert browser.snapshot().message_count == 9
    await browser.close()
    again = await world.online()
    await again.open()
    assert again.recalls() == ["bob"]
    again.link.deliver(live.RoamingDeleted(BOB, (), until=message(7).time))
    assert again.recalls() == []
    await again.close()
    alone = await world.offline()
    await alone.open()
    assert (alone.drawn(), alone.recalls()) == ("8-10", [])


async def test_a_page_asked_for_before_a_removal_brings_nothing_back_not_even_after_a_restart(world: World) -> None:
    world.talk(*range(1, 11))
    browser = await world.online()
    await browser.open()
    async with while_asking(world.service, browser.store.histories.open(BOB)):
        browser.link.deliver(live.RoamingDeleted(BOB, ("5",)))
    assert browser.drawn() == "1-4 6-10"
    await browser.close()
    alone = await world.offline()
    await alone.open()
    assert alone.drawn() == "1-4 6-10"


async def test_a_deleted_conversation_is_not_brought_back_by_a_page_on_its_way(world: World) -> None:
    world.talk(*range(1, 61))
    browser = await world.online()
    await browser.open()
    async with while_asking(world.service, browser.store.histories.load(BOB, Side.OLDER)):
        deleting = asyncio.create_task(delete(browser.store, BOB, with_messages=True))
        await settled()
    await deleting
    assert browser.drawn() == ""
    await browser.close()
    alone = await world.offline()
    await alone.open()
    assert alone.drawn() == ""
    assert (alone.listed(), alone.only_listed_here()) == ([], [])


async def test_a_deleted_conversation_that_begins_again_has_only_what_is_new(world: World) -> None:
    world.talk(*range(1, 11))
    browser = await world.online()
    await browser.open()
    await delete(browser.store, BOB, with_messages=True)
    browser.link.send(message(20))
    await browser.open()
    assert browser.drawn().replace("* ", "") == "20"
    assert browser.listed() == ["bob"]


@pytest.mark.parametrize("was_open", [True, False], ids=["open", "not open"])
async def test_a_history_of_which_nobody_said_what_was_deleted_is_what_the_service_has(
    world: World, was_open: bool
) -> None:
    world.talk(*range(1, 121))
    await seen(world, Side.OLDER)
    browser = await world.online()
    if was_open:
        await browser.open()
        await browser.load_all(Side.OLDER)
    world.delete(*range(1, 71), 80, 100)
    browser.link.deliver(live.RoamingDeleted(BOB))
    await settled()
    await browser.open()
    await browser.load_all(Side.OLDER)
    assert browser.drawn().replace("* ", "") == "71-79 81-99 101-120"
    assert browser.only_here() == []


async def test_deletions_nobody_told_of_vanish_from_pages_that_were_verified_before(world: World) -> None:
    world.talk(*range(1, 201))
    browser = await world.online()
    await browser.open()
    await browser.load_all(Side.OLDER)
    world.delete(80)
    browser.link.deliver(live.RoamingDeleted(BOB))
    await settled()
    await browser.load_all(Side.OLDER)
    assert browser.drawn() == "1-79 81-200"


async def test_after_a_deletion_nobody_told_of_what_is_forgotten_later_stays(world: World) -> None:
    world.talk(*range(1, 31))
    browser = await world.online()
    await browser.open()
    world.delete(10)
    browser.link.deliver(live.RoamingDeleted(BOB))
    await settled()
    assert browser.drawn() == "1-9 11-30"
    world.delete(*range(1, 6))
    await browser.open()
    assert browser.only_here() == list(range(1, 6))


async def test_what_was_forgotten_before_a_deletion_nobody_told_of_stays(world: World) -> None:
    world.talk(*range(1, 31))
    browser = await world.online()
    await browser.open()
    world.delete(*range(1, 11))
    await browser.open()
    world.delete(20)
    browser.link.deliver(live.ConversationDeleted(BOB, 0))
    await settled()
    assert browser.drawn() == "1-10 _ 11-19 21-30"


async def test_a_late_page_of_an_earlier_connection_fills_but_does_not_attach(world: World) -> None:
    world.talk(*range(1, 61))
    browser = await world.online()
    world.service.hold()
    before = len(world.service.calls)
    opening = asyncio.create_task(browser.store.histories.open(BOB))
    await world.service.called(before + 1)
    world.talk(61)
    browser.store.apply(ConnectionBegan(9))
    world.service.release()
    await opening
    browser.link.send(message(62))
    assert (browser.drawn(), browser.edge(Side.NEWER)) == ("10-60", EdgeState.MORE)
    await browser.close()
    alone = await world.offline()
    await alone.open()
    assert alone.drawn() == "12-60 ~ 62"


async def test_a_late_page_does_not_count_as_verified_on_the_new_connection(world: World) -> None:
    world.talk(*range(1, 121))
    await seen(world, Side.OLDER)
    browser = await world.online()
    await browser.open()
    async with while_asking(world.service, browser.store.histories.load(BOB, Side.OLDER)):
        browser.link.connect()
        world.delete(40)
    await browser.open()
    await browser.store.histories.go_to_end(BOB, Side.OLDER)
    await browser.load_all(Side.NEWER)
    assert browser.drawn() == "1-39 41-120"


async def test_of_two_newest_pages_on_their_way_the_second_takes_away_nothing_that_arrived(world: World) -> None:
    world.talk(*range(1, 11))
    browser = await world.online()
    await browser.open()
    before = len(world.service.calls)
    release = asyncio.Event()
    answer = world.service.get_history_messages

    async def second_is_late(*asked: object, **options: object) -> object:
        number = len(world.service.calls)
        page = await answer(*asked, **options)  # type: ignore[arg-type]
        if number > before:
            await release.wait()
        return page

    world.service.get_history_messages = second_is_late  # type: ignore[method-assign,assignment]  # a slow answer
    world.service.hold()
    first = asyncio.create_task(browser.store.histories.refresh(BOB))
    await world.service.called(before + 1)
    second = asyncio.create_task(browser.store.histories.refresh(BOB))
    await world.service.called(before + 2)
    browser.link.send(message(11))
    world.service.release()
    await first
    assert browser.drawn() == "1-10 * 11"
    release.set()
    await second
    assert browser.drawn() == "1-10 * 11"
    await browser.close()
    alone = await world.offline()
    await alone.open()
    assert alone.drawn() == "1-11"


async def test_new_since_you_opened_stands_above_what_was_not_archived_yet(world: World) -> None:
    world.talk(*range(1, 6))
    await seen(world)
    world.talk(6, 7)
    browser = await world.online()
    await browser.open()
    assert browser.drawn() == "1-5 * 6-7"
    browser.link.send(message(8))
    assert browser.drawn() == "1-5 * 6-8"
    await browser.open()
    assert browser.drawn() == "1-5 * 6-8"
    world.talk(100, key=CAROL)
    await browser.open(CAROL)
    await browser.open(BOB)
    assert browser.drawn() == "1-8"


async def test_a_history_seen_for_the_first_time_has_nothing_new(world: World) -> None:
    world.talk(*range(1, 6))
    browser = await world.online()
    await browser.open()
    assert browser.drawn() == "1-5"
    browser.link.deliver(received(6))
    assert browser.drawn() == "1-5 * 6"


async def test_the_title_has_what_is_archived(world: World) -> None:
    world.talk(*range(1, 201))
    browser = await world.online()
    await browser.open()
    coverage = browser.snapshot().coverage
    assert coverage is not None
    assert (coverage.messages, coverage.has_oldest, coverage.gaps) == (50, False, ())
    assert browser.store.archive_state.messages == 50
    await browser.close()
    again = await world.offline()
    coverage = again.snapshot().coverage
    assert coverage is not None
    assert coverage.messages == 50


async def test_two_browsers_on_one_archive_agree(world: World) -> None:
    world.talk(*range(1, 121))
    one, other = await world.online(), await world.online()
    await one.open()
    await other.open()
    await one.load_all(Side.OLDER)
    async with while_asking(world.service, other.store.histories.load(BOB, Side.OLDER)):
        world.delete(30)
        one.link.deliver(live.RoamingDeleted(BOB, ("30",)))
        other.link.deliver(live.RoamingDeleted(BOB, ("30",)))
    for number in range(121, 141):
        said = message(number)
        world.service.messages[BOB].append(said)
        for browser in (one, other):
            browser.link.deliver(live.MessageReceived(said))
    await settled()
    await other.load_all(Side.OLDER)
    assert one.drawn() == other.drawn() == "1-29 31-120 * 121-140"
    await one.close()
    await other.close()
    alone = await world.offline()
    await alone.open()
    await alone.load_all(Side.OLDER)
    assert alone.drawn() == "1-29 31-140"


async def test_refreshing_many_histories_leaves_the_one_that_is_read(world: World) -> None:
    keys = [ConversationKey(f"c{number}", ConversationType.SINGLE) for number in range(30)]
    world.talk(*range(1, 31))
    for at, key in enumerate(keys):
        world.talk(100 + at, key=key)
    browser = await world.online()
    await browser.open()
    for key in keys:
        await browser.store.histories.refresh(key)
    for key in keys:
        await browser.store.histories.load(key, Side.OLDER)
    assert browser.drawn() == "1-30"
    assert sum(browser.store.histories.is_open(key) for key in keys) <= 12


async def test_when_nothing_can_be_written_any_more_nothing_is_hidden(world: World) -> None:
    world.talk(*range(1, 1501))
    browser = await world.online()
    await browser.open()
    await browser.load(Side.OLDER)
    (archive,) = browser.opened
    assert isinstance(archive, Archive)
    await archive.written()
    archive._db.execute("PRAGMA query_only = 1")
    await browser.load(Side.OLDER)
    assert browser.store.archive_state.reason
    await browser.load_all(Side.OLDER)
    assert browser.drawn() == "1-1000"
    browser.link.deliver(received(1501))
    world.service.messages[BOB].append(message(1501))
    for _page in range(40):
        if browser.edge(Side.NEWER) is EdgeState.MORE:
            await browser.load(Side.NEWER)
        elif browser.gaps():
            await browser.store.histories.fill(BOB, browser.gaps()[0].message_key, Side.NEWER)
    assert browser.drawn(new=False).endswith("-1501")
    assert " " not in browser.drawn(new=False)


async def test_a_list_is_not_told_of_an_older_message_by_a_late_page(world: World) -> None:
    world.talk(*range(1, 201))
    browser = await world.online()
    await browser.open()
    await browser.store.histories.go_to_end(BOB, Side.OLDER)
    async with while_asking(world.service, browser.store.histories.refresh(BOB)):
        browser.link.deliver(received(201))
    last = browser.store.conversations.last_message(BOB)
    assert last is not None
    assert last.id == "201"


async def test_a_command_that_fails_with_an_error_of_the_network_is_told_as_before(world: World) -> None:
    world.talk(*range(1, 4))
    browser = await world.online()
    await browser.open()
    world.service.fail("cut")
    with pytest.raises(TransportError):
        await remove(browser.store, BOB, ["2"])
    assert browser.drawn() == "1-3"


async def test_an_edit_told_while_the_page_with_the_old_text_is_on_its_way_is_not_lost(world: World) -> None:
    world.talk(*range(1, 4))
    browser = await world.online()
    async with while_asking(world.service, browser.store.histories.open(BOB)):
        browser.link.deliver(live.MessageEdited(replace(message(2), body=TextBody("good"), ext={"a": 1}), False))
        browser.link.deliver(live.MessageEdited(replace(message(2), body=TextBody("better")), keeps_ext=True))
    edited = browser.messages()[1].message
    assert (edited.body, edited.ext) == (TextBody("better"), {"a": 1})
    await browser.close()
    alone = await world.offline()
    await alone.open()
    assert alone.messages()[1].message.body == TextBody("better")


async def test_an_edit_does_not_take_back_what_a_page_brought_that_was_asked_for_after_it(world: World) -> None:
    world.talk(*range(1, 61))
    browser = await world.online()
    await browser.open()
    async with while_asking(world.service, browser.store.histories.load(BOB, Side.OLDER)):
        browser.link.deliver(live.MessageEdited(replace(message(60), body=TextBody("good"))))
        world.edit(60, "best")
        before = len(world.service.calls)
        later = asyncio.create_task(browser.store.histories.refresh(BOB))
        await world.service.called(before + 1)
    await later
    assert browser.messages()[-1].message.body == TextBody("best")
