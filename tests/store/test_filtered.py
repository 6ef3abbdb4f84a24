"""A filtered history: the messages that a query looks for, with exactly so many others around each."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archives import settled
from tests.model_service import START, message
from tests.store.test_searching import with_texts
from tests.store.world import BOB, Browser, World
from tui.query import Query
from tui.query.query import Clause, Words
from tui.store.filtered import AT_ONCE
from tui.timeline.edges import Side
from tui.timeline.rows import EdgeRow, HiddenRow, MessageRow

TEA = Query((Clause(Words("tea")),))
LATE = 2 * START


def drawn(browser: Browser) -> str:
    """The messages' numbers, `~` for what is left out, `<` and `>` for more to load."""
    told = []
    for row in browser.store.history(BOB).rows:
        match row:
            case MessageRow():
                told.append(row.key)
            case HiddenRow():
                told.append("~")
            case EdgeRow():
                told.append("<" if row.side is Side.OLDER else ">")
            case _:
                pass
    return " ".join(told)


async def filtered(world: World, said: Sequence[str], lines: int, time: int = LATE) -> Browser:
    browser = await with_texts(world, {BOB: list(said)})
    await browser.store.searching.search("tea", BOB)
    await browser.store.searching.fetch()
    await browser.store.filtered.begin(BOB, "tea", TEA, time)
    await browser.store.filtered.widen(lines - 1)
    return browser


@pytest.mark.parametrize(
    ("lines", "left"),
    [(0, "1 ~ 5 ~ 8"), (1, "1 2 ~ 4 5 6 7 8 9"), (2, "1 2 3 4 5 6 7 8 9 10"), (9, "1 2 3 4 5 6 7 8 9 10")],
)
async def test_each_hit_has_its_neighbours(world: World, lines: int, left: str) -> None:
    said = ["tea", "a", "b", "c", "tea", "d", "e", "tea", "f", "g"]
    assert drawn(await filtered(world, said, lines)) == left


async def test_without_a_filter_everything_is_shown(world: World) -> None:
    browser = await filtered(world, ["tea", "a", "tea"], 0)
    assert drawn(browser) == "1 ~ 3"
    browser.store.show_all()
    assert browser.store.history(BOB) == browser.store.histories.snapshot(BOB)


async def test_what_is_beyond_the_first_hits_is_loaded_when_it_is_wanted(world: World) -> None:
    count = 3 * AT_ONCE
    browser = await filtered(world, [f"tea {number}" for number in range(count)], 0)
    await browser.store.filtered.begin(BOB, "tea", TEA, START + count // 2 * 60_000)
    shown = drawn(browser).replace("<", "").replace(">", "").split()
    assert len(shown) == 2 * AT_ONCE
    for side in (Side.OLDER, Side.NEWER, Side.OLDER):
        await browser.store.filtered.load(side)
    assert drawn(browser).split() == [str(number + 1) for number in range(count)]
    await browser.store.filtered.begin(BOB, "tea", TEA, LATE)
    await browser.store.filtered.go_to_end(Side.OLDER)
    assert drawn(browser).split()[0] == "1"
    await browser.store.filtered.go_to_end(Side.NEWER)
    assert drawn(browser).split()[-1] == str(count)


async def test_what_comes_and_is_looked_for_appears(world: World) -> None:
    browser = await filtered(world, ["tea", "a", "b"], 0)
    browser.link.send(message(4, text="cup"), message(5, text="tea at last"))
    await settled()
    async with asyncio.timeout(10):
        while drawn(browser) != "1 ~ 5":
            await settled()


@given(said=st.lists(st.sampled_from(["tea", "cup"]), min_size=1, max_size=14), lines=st.integers(0, 4))
def test_no_hit_is_missing_and_nothing_is_shown_twice(
    said: list[str], lines: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async def look() -> None:
        world = World(tmp_path_factory.mktemp("archive") / "archive.db")
        try:
            browser = await filtered(world, said, lines)
            hits = [number for number, text in enumerate(said, 1) if text == "tea"]
            wanted = [number for number in range(1, len(said) + 1) if any(abs(number - hit) <= lines for hit in hits)]
            told: list[str] = []
            for number in wanted:
                told += ["~"] if told and told[-1] != str(number - 1) else []
                told.append(str(number))
            assert drawn(browser) == " ".join(told)
        finally:
            await world.close()

    asyncio.run(look())
