"""What other devices delete while a deletion waits here takes away exactly what the wire says, and adds nothing."""

from __future__ import annotations

from collections.abc import Callable

from tests.archives import settled
from tests.model_service import START, ModelService, message
from tests.store.world import BOB, Browser, World, while_asking
from tui import live
from tui.models import ConversationType
from tui.removal.plan import Removal
from tui.timeline.timeline import Side


async def waiting(world: World, *ids: str) -> Browser:
    """A browser with messages 1 to 60, of which these wait to be removed."""
    world.talk(*range(1, 61))
    browser = await world.online()
    await browser.open()
    chosen = [each.message for each in browser.messages() if each.key in ids]
    await browser.store.removals.confirm(Removal.of_messages(BOB, chosen))
    return browser


def leaving(browser: Browser) -> list[str]:
    return [row.key for row in browser.messages() if row.leaving]


async def test_only_the_ids_of_a_notice_go(world: World) -> None:
    browser = await waiting(world, "20", "30", "31")
    world.delete(30, 45)
    browser.link.deliver(live.RoamingDeleted(BOB, ("30", "45")))
    await settled()
    assert leaving(browser) == ["20", "31"]
    assert browser.drawn() == "11-29 31-44 46-60"
    (pending,) = browser.store.removals.pending
    assert pending.removal.among([each.message for each in browser.messages()]) == {"20", "31"}


async def test_a_notice_by_time_takes_what_is_up_to_it(world: World) -> None:
    browser = await waiting(world, "20", "40")
    until = next(each.message.time for each in browser.messages() if each.key == "30")
    world.delete(*range(1, 31))
    browser.link.deliver(live.RoamingDeleted(BOB, (), until))
    await settled()
    assert browser.shown() == list(range(31, 61))
    assert leaving(browser) == ["40"]


async def test_a_conversation_deleted_elsewhere_takes_nothing_that_is_still_there(world: World) -> None:
    browser = await waiting(world, "20", "40")
    browser.link.deliver(live.ConversationDeleted(BOB, START))
    await settled()
    assert "bob" in browser.only_listed_here()
    await browser.open()
    assert leaving(browser) == ["20", "40"]
    assert len(world.service.messages[BOB]) == 60


async def test_a_notice_while_a_page_is_on_its_way_is_not_undone_by_it(world: World) -> None:
    browser = await waiting(world, "20")
    async with while_asking(world.service, browser.store.histories.load(BOB, Side.OLDER)):
        browser.link.deliver(live.RoamingDeleted(BOB, ("5", "20")))
    assert (browser.drawn(), leaving(browser)) == ("1-4 6-19 21-60", [])


class Slow(ModelService):
    """Lets something happen between a deed and its answer."""

    meanwhile: Callable[[], None]

    async def delete_conversation(self, channel: str, chat_type: ConversationType, delete_roam: bool) -> None:
        await super().delete_conversation(channel, chat_type, delete_roam)
        self.meanwhile()


async def test_a_message_that_comes_while_its_conversation_goes_is_not_hidden(world: World) -> None:
    world.service = service = Slow()
    world.talk(*range(1, 11))
    browser = await world.online()
    await browser.open()
    service.meanwhile = lambda: browser.link.send(message(20))
    preview = await browser.store.previews.of_conversation(BOB, with_messages=True)
    await browser.store.removals.carry_out(preview.removal)
    assert browser.shown() == [20]
    assert browser.listed() == ["bob"]
    await browser.close()
    alone = await world.offline()
    await alone.open()
    assert alone.shown() == [20]
