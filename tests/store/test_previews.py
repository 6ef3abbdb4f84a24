"""A question about a deletion says exactly what would go, loaded or not, and where nobody can know it."""

from __future__ import annotations

import pytest

from tests.store.world import BOB, World
from tui.errors import RoamingError
from tui.models import ChatMessage
from tui.removal.plan import ByIds, UpTo, Whole
from tui.removal.preview import MOST_BY_IDS
from tui.timeline.timeline import Side


def numbers(*messages: ChatMessage | None) -> list[str]:
    return [message.id for message in messages if message is not None]


async def test_chosen_messages_in_order_with_what_is_not_on_the_screen(world: World) -> None:
    world.talk(*range(1, 61))
    browser = await world.online()
    await browser.open()
    await browser.load_all(Side.OLDER)
    await browser.close()
    later = await world.online()
    await later.open()  # 11 to 60
    preview = await later.store.previews.of_messages(BOB, ["60", "3", "12"])
    assert isinstance(preview.removal.target, ByIds)
    assert (preview.removal.target.ids, preview.removal.count) == (("3", "12", "60"), 3)
    assert numbers(preview.first, preview.last) == ["3", "60"]
    assert (preview.not_loaded, preview.takes_newest, preview.empties) == (1, True, False)
    with pytest.raises(RoamingError, match="no longer here"):
        await later.store.previews.of_messages(BOB, ["99"])
    assert (await later.store.previews.of_messages(BOB, ["3", "99"])).removal.count == 1


async def test_up_to_a_message_counts_all_and_offers_them_by_name(world: World) -> None:
    world.talk(*range(1, 61))
    browser = await world.online()
    await browser.open()
    bound = browser.messages()[9].message
    assert bound.id == "20"
    preview = await browser.store.previews.up_to(BOB, bound)
    assert preview.removal.target == UpTo(bound.time)
    assert (preview.removal.count, preview.may_be_more, preview.by_ids) == (10, True, None)
    await browser.load_all(Side.OLDER)
    preview = await browser.store.previews.up_to(BOB, bound)
    assert (preview.removal.count, preview.may_be_more, preview.takes_newest, preview.empties) == (
        20, False, False, False,
    )  # fmt: skip
    assert preview.by_ids is not None
    assert isinstance(preview.by_ids.target, ByIds)
    assert preview.by_ids.target.ids == tuple(map(str, range(1, 21)))


async def test_many_are_not_offered_by_name(world: World) -> None:
    world.talk(*range(1, MOST_BY_IDS + 2))
    browser = await world.online()
    await browser.open()
    await browser.load_all(Side.OLDER)
    messages = browser.messages()
    assert (await browser.store.previews.up_to(BOB, messages[-2].message)).by_ids is not None
    preview = await browser.store.previews.up_to(BOB, messages[-1].message)
    assert (preview.removal.count, preview.by_ids, preview.empties) == (MOST_BY_IDS + 1, None, True)


async def test_a_conversation_with_its_messages_or_without(world: World) -> None:
    world.talk(*range(1, 61))
    browser = await world.online()
    await browser.open()
    newest = browser.messages()[-1].message
    preview = await browser.store.previews.of_conversation(BOB, with_messages=True)
    assert (preview.removal.target, preview.removal.count) == (Whole(True, newest.time), 50)
    assert (preview.may_be_more, preview.not_loaded, preview.empties) == (True, 0, True)
    preview = await browser.store.previews.of_conversation(BOB, with_messages=False)
    assert (preview.removal.target, preview.removal.count) == (Whole(False, newest.time), 0)
    assert (preview.takes_newest, preview.empties) == (False, None)
