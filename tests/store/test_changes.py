"""What other devices and others did is told to whoever comes back; what was done here is not."""

from __future__ import annotations

import pytest

from tests.archives import settled
from tests.store.world import BOB, Browser, World
from tui import live
from tui.changes import Change
from tui.errors import ArchiveError
from tui.models import ConversationKey, ConversationType
from tui.removal.plan import Removal, Whole
from tui.timeline.timeline import Side

CAROL = ConversationKey("carol", ConversationType.SINGLE)


async def news(browser: Browser) -> list[str]:
    """What is new to the user, newest first."""
    changes = browser.store.changes
    return [_drawn(each) for each in await changes.latest() if changes.is_new(each)]


def _drawn(change: Change) -> str:
    place = f" {change.place.number}" if change.place else ""
    return f"{change.kind.value} {change.conversation.id}{place}"


async def look(browser: Browser) -> None:
    """The user has seen all that there is."""
    changes = browser.store.changes
    for change in await changes.latest():
        changes.see(change.number)


async def test_what_happened_between_two_visits(world: World) -> None:
    world.talk(*range(1, 11))
    here = await world.online()
    await here.open()
    await here.close()
    world.delete(4)
    world.talk(11, key=CAROL)
    back = await world.online()
    await back.open()
    assert await news(back) == ["gone bob 4", "came carol"]
    assert back.store.changes.new_count == 1  # that carol came was found out at the start
    await look(back)
    assert back.store.changes.new_count == 0
    assert await news(back) == []
    await back.close()
    later = await world.offline()
    assert await news(later) == []
    assert len(await later.store.changes.latest()) == 2


async def test_what_another_device_does_while_one_is_there(world: World) -> None:
    world.talk(*range(1, 11))
    here = await world.online()
    await here.open()
    here.link.deliver(
        live.ConversationPinned(BOB, 77),
        live.MessageRecalled(BOB, "9", "bob", "amy"),
        live.RoamingDeleted(BOB, ("2", "3"), None),
    )
    await settled()
    assert await news(here) == ["removed bob 3", "recalled bob 9", "pinned bob"]


async def test_what_was_done_here_is_no_news_to_another_program_with_the_archive(world: World) -> None:
    world.talk(*range(1, 11))
    here, there = await world.online(), await world.online()
    await here.open()
    await here.store.conversations.set_pinned(BOB, True)
    chosen = [row.message for row in here.messages() if row.key == "3"]
    await here.store.removals.carry_out(Removal.of_messages(BOB, chosen))
    await here.store.removals.carry_out(Removal(BOB, Whole(with_messages=False), count=9))
    await settled()
    await there.open()
    assert await news(here) == await news(there) == []


async def test_a_gap_is_told_until_it_is_filled(world: World) -> None:
    world.talk(*range(1, 31))
    here = await world.online()
    await here.open()
    await here.close()
    world.talk(*range(31, 121))
    back = await world.online()
    await back.open()
    assert await news(back) == ["gap bob 30"]
    await back.load_all(Side.OLDER)
    for _gap in back.gaps():
        await back.store.histories.fill(BOB, _gap.message_key, Side.OLDER)
        await settled()
    assert await news(back) == []


async def test_it_is_said_when_there_is_no_archive_yet(world: World) -> None:
    with pytest.raises(ArchiveError, match="not open yet"):
        await world.browser().store.changes.latest()
