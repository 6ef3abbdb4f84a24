"""Looking for messages by keys: results as one types, going to one in its context, walking on, and coming back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from tests.app.driving import Backend, Running, drawn, screen_text, settle, until
from tests.archives import AMY, in_file
from tests.model_service import START, ModelService, message
from tui.app.app import RoamApp
from tui.app.glyphs import ASCII
from tui.app.screens.main import MainScreen
from tui.app.screens.search import SearchScreen
from tui.app.widgets.history_pane import HistoryPane
from tui.app.widgets.query_input import QueryInput
from tui.app.widgets.result_list import ResultList
from tui.archive import Archive
from tui.archive.opening import open_memory
from tui.errors import ArchiveError
from tui.models import ConversationKey
from tui.query import Query, SearchPage
from tui.runs import Position, Stretch
from tui.store import Store


@pytest.fixture
def talks(service: ModelService) -> ModelService:
    """Bob has said tea three times in 300 messages, eva once."""
    said = {5: "tea at five", 150: "more tea?", 290: "the teapot 茶壶 broke"}
    service.talk("bob", [message(number, text=said.get(number)) for number in range(1, 301)])
    service.talk("eva", [replace(message(1000, "eva", "no tea"), sender="eva")])
    return service


async def search(pilot: Pilot[None], text: str, key: str = "slash") -> None:
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, SearchScreen))
    await pilot.press(*("space" if each == " " else each for each in text))
    await answered(pilot, text)


async def answered(pilot: Pilot[None], text: str) -> None:
    await settle(pilot)
    snapshot = store_of(pilot).searching.snapshot()
    assert snapshot.text == text
    assert not snapshot.is_searching
    await pilot.pause()


def store_of(pilot: Pilot[None]) -> Store:
    main = pilot.app.screen_stack[0]
    assert isinstance(main, MainScreen)
    return main.store


def under_cursor(pilot: Pilot[None]) -> str:
    found = pilot.app.screen_stack[0].query_one(HistoryPane).cursor_message
    return found.key if found else ""


def below_titles(pilot: Pilot[None]) -> list[str]:
    """The screen without the lines that count what is archived, which they do a moment later."""
    return screen_text(pilot.app).splitlines()[2:]


async def read_bob(pilot: Pilot[None]) -> None:
    """Bob's conversation is the second one: eva wrote last."""
    await pilot.press("j", "l")
    await settle(pilot)


async def test_results_come_as_one_types(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        await search(pilot, "te")
        assert "teapot" in screen_text(pilot.app)
        assert "gap not searched" in screen_text(pilot.app)
        await pilot.press("x")
        await answered(pilot, "tex")
        assert "teapot" not in screen_text(pilot.app)
        assert "0 hits" in screen_text(pilot.app)


async def test_enter_goes_to_the_hit_and_escape_back_to_where_one_was(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        await pilot.press("k", "k", "k")
        before = below_titles(pilot)
        await search(pilot, "teapot")
        await pilot.press("enter")
        await settle(pilot)
        assert under_cursor(pilot) == "290"
        assert "n older hit" in screen_text(pilot.app)
        await pilot.press("escape")
        await settle(pilot)
        assert below_titles(pilot) == before


async def test_escape_leaves_the_screen_as_it_was(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        before = below_titles(pilot)
        await search(pilot, "tea")
        await pilot.press("escape")
        await settle(pilot)
        assert below_titles(pilot) == before


async def test_who_followed_the_newest_messages_follows_them_again(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        pane = pilot.app.screen.query_one(HistoryPane)
        assert pane.follows
        await search(pilot, "teapot")
        await pilot.press("enter")
        await settle(pilot)
        assert not pane.follows
        await pilot.press("escape")
        await settle(pilot)
        assert pane.follows


async def test_what_is_missing_is_fetched_and_walked_through(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        await search(pilot, "tea")
        await pilot.press("down", "f")
        await settle(pilot)
        assert "3 hits in 300 archived messages" in screen_text(pilot.app)
        await pilot.press("enter")
        await settle(pilot)
        seen = [under_cursor(pilot)]
        for key in ("n", "n", "n", "N", "N"):
            await pilot.press(key)
            await settle(pilot)
            seen.append(under_cursor(pilot))
        assert seen == ["290", "150", "5", "5", "150", "290"]


async def test_what_is_asked_for_before_there_is_an_answer_waits_for_it(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        await pilot.press("slash", "t", "e", "a", "down", "f")
        await until(pilot, lambda: "3 hits in 300 archived messages" in screen_text(pilot.app))
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("slash", "t", "e", "a", "p", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        await settle(pilot)
        assert under_cursor(pilot) == "290"


async def test_steps_typed_at_once_are_all_taken(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        await search(pilot, "tea")
        await pilot.press("down", "f")
        await settle(pilot)
        await pilot.press("enter", "n", "n")
        await settle(pilot)
        assert under_cursor(pilot) == "5"


class Held(Archive):
    """Searches when it may; until then it looks, and looks."""

    may_search: asyncio.Event

    async def search(
        self,
        query: Query,
        conversation: ConversationKey | None = None,
        *,
        limit: int = 50,
        before: int | None = None,
        after: int | None = None,
    ) -> SearchPage:
        await self.may_search.wait()
        return await super().search(query, conversation, limit=limit, before=before, after=after)


async def test_escape_ends_a_long_walk_to_the_next_hit(backend: Backend, talks: ModelService) -> None:
    archive = Held(open_memory(), AMY, lambda: START)
    archive.may_search = asyncio.Event()
    archive.may_search.set()

    async def opened() -> Archive:
        return archive

    async with RoamApp(Store(backend.open, opened)).run_test() as pilot:
        await settle(pilot)
        await read_bob(pilot)
        await search(pilot, "message 2")
        await pilot.press("enter")
        await settle(pilot)
        before = under_cursor(pilot)
        archive.may_search.clear()
        await pilot.press("n")
        await until(pilot, lambda: "Looking for the next hit" in screen_text(pilot.app))
        await pilot.press("n", "escape")
        await until(pilot, lambda: "Looking for the next hit" not in screen_text(pilot.app))
        archive.may_search.set()
        await settle(pilot)
        assert under_cursor(pilot) == before
        assert "n older hit" in screen_text(pilot.app)


async def test_all_conversations_are_searched(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        await search(pilot, "no tea", "F")
        assert "eva" in screen_text(pilot.app)
        await pilot.press("enter")
        await settle(pilot)
        assert under_cursor(pilot) == "1000"
        await pilot.press("escape")
        await settle(pilot)
        assert "message 300" in screen_text(pilot.app)


async def test_a_wrong_query_is_marked_where_it_is_wrong(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        await search(pilot, "tea kind:x")
        lines = screen_text(pilot.app).splitlines()
        at = next(number for number, line in enumerate(lines) if "tea kind:x" in line)
        assert lines[at + 1].rstrip(" ┃").endswith("^")
        assert lines[at + 1].index("^") == lines[at].index("x", lines[at].index("kind:"))
        assert "kind: wants one or more" in lines[at + 2]


async def test_tab_completes_and_goes_through_the_choices(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        await search(pilot, "kind:")
        for wanted in ("kind:text", "kind:image", "kind:voice"):
            await pilot.press("tab")
            await answered(pilot, wanted)
            assert pilot.app.screen.query_one(QueryInput).value == wanted


async def test_earlier_queries_come_back(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        for text in ("teapot", "broke"):
            await search(pilot, text)
            await pilot.press("enter")
            await settle(pilot)
        await search(pilot, "cup")
        for key, wanted in (("up", "broke"), ("up", "teapot"), ("up", "teapot"), ("down", "broke"), ("down", "cup")):
            await pilot.press(key)
            await answered(pilot, wanted)
        await pilot.press("down")
        await pilot.pause()
        assert isinstance(pilot.app.focused, ResultList)


async def test_searches_are_remembered_over_restarts_until_they_are_forgotten(
    backend: Backend, talks: ModelService, tmp_path: Path
) -> None:
    def app() -> RoamApp:
        return RoamApp(Store(backend.open, in_file(tmp_path / "amy.db")))

    async with app().run_test() as pilot:
        await settle(pilot)
        await read_bob(pilot)
        await search(pilot, "teapot")
        await pilot.press("enter")
        await settle(pilot)
    async with app().run_test(notifications=True) as pilot:
        await settle(pilot)
        await search(pilot, "cup", "F")
        await pilot.press("up")
        await answered(pilot, "teapot")
        await pilot.press("down", "down", "X", "X")
        await settle(pilot)
        assert "forgotten. (×2)" in " ".join(screen_text(pilot.app).split())
    async with app().run_test() as pilot:
        await settle(pilot)
        await search(pilot, "cup", "F")
        await pilot.press("up")
        await answered(pilot, "cup")


async def test_a_new_query_typed_at_once_replaces_the_last_one(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        await search(pilot, "teapot")
        await pilot.press("enter")
        await settle(pilot)
        for key in ("slash", *"broke"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else "/"))
        await until(pilot, lambda: isinstance(pilot.app.screen, SearchScreen))
        await answered(pilot, "broke")


async def test_keys_by_the_longer_way_stand_before_those_typed_after_them(
    running: Running, talks: ModelService
) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(pilot.app.screen, SearchScreen))
        early = [events.Key(each, each) for each in "te"]
        await pilot.press("a")
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        assert [screen.take(key) for key in early] == [True, True]
        await pilot.press("p")
        await answered(pilot, "teap")


async def test_what_the_results_have_no_use_for_is_no_text(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        await search(pilot, "zzz")
        await pilot.press("down", "w", "y", "i", "a")
        await answered(pilot, "a")  # which has replaced what was selected


async def test_a_completion_that_comes_late_is_dropped(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        await search(pilot, "kin")
        for key in ("tab", "d", "a"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settle(pilot)
        await until(pilot, lambda: store_of(pilot).searching.snapshot().text in ("kinda", "kind:da"))


async def test_the_search_is_there_again_as_it_was_left(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        await search(pilot, "message 2")
        await pilot.press("down", "j", "j", "enter")
        await settle(pilot)
        chosen = under_cursor(pilot)
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(pilot.app.screen, SearchScreen))
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert under_cursor(pilot) == chosen


async def test_hits_are_marked_in_bold_and_underlined(running: Running, talks: ModelService) -> None:
    async with running(110, 36) as pilot:
        await read_bob(pilot)
        await search(pilot, "teapot")
        assert marked(pilot) == ["teapot"]
        await pilot.press("enter")
        await settle(pilot)
        assert marked(pilot) == ["teapot"]
        await pilot.press("escape")
        await settle(pilot)
        assert "teapot" in screen_text(pilot.app)
        assert marked(pilot) == []


def marked(pilot: Pilot[None]) -> list[str]:
    return [
        segment.text
        for strip in drawn(pilot.app)
        for segment in strip
        if segment.style and segment.style.bold and segment.style.underline and "tea" in segment.text
    ]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (50, 20), (20, 6)])
async def test_it_fits_into_every_window(running: Running, talks: ModelService, size: tuple[int, int]) -> None:
    async with running(*size) as pilot:
        await read_bob(pilot)
        await search(pilot, "tea")
        assert "teapot" in screen_text(pilot.app) or size[0] < 50
        for columns, rows in ((30, 8), (1, 1), size):
            await pilot.resize_terminal(columns, rows)
            await pilot.pause()
        await pilot.press("enter")
        await settle(pilot)
        assert under_cursor(pilot) == "290"


async def test_on_a_wide_screen_what_was_said_around_a_hit_is_beside_it(running: Running, talks: ModelService) -> None:
    async with running(120, 36) as pilot:
        await read_bob(pilot)
        await search(pilot, "tea")
        await until(pilot, lambda: "message 289" in screen_text(pilot.app))
        assert "message 291" in screen_text(pilot.app)
        await pilot.press("down", "f")
        await settle(pilot)
        await pilot.press("j")
        await until(pilot, lambda: "message 149" in screen_text(pilot.app))
        assert "message 289" not in screen_text(pilot.app)
        assert marked(pilot).count("tea") >= 3  # two results, and the hit among its neighbours
        await pilot.resize_terminal(119, 36)
        await settle(pilot)
        assert "message 149" not in screen_text(pilot.app)
        await pilot.resize_terminal(120, 36)
        await until(pilot, lambda: "message 149" in screen_text(pilot.app))
        await pilot.press("slash", "x", "x")
        await until(pilot, lambda: "message 149" not in screen_text(pilot.app))
        assert "no conversation is open" not in screen_text(pilot.app)


HOSTILE = ["\x1b]52;c;aGk=\x07 tea", "[bold]tea[/nope]", "‮tea", "tea" + "̈" * 500, "tea\n" * 500, "tea" * 30_000]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_texts_are_only_texts(running: Running, service: ModelService, text: str) -> None:
    service.talk("bob", [message(1, sender="[red]\x1b[2J", text=text)])
    async with running() as pilot:
        await pilot.press("l")
        await search(pilot, "tea")
        shown = screen_text(pilot.app)
        assert "1 hit in 1 archived message" in shown
        assert "\x1b" not in shown
        assert "‮" not in shown
        await pilot.press("enter")
        await settle(pilot)
        assert under_cursor(pilot) == "1"


async def test_leaving_while_it_searches_or_fetches_breaks_nothing(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        await pilot.press("slash", "t", "escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
        await search(pilot, "tea")
        talks.hold()
        before = len(talks.calls)
        await pilot.press("down", "f")
        await talks.called(before + 1)
        await pilot.press("escape")
        await until(pilot, lambda: store_of(pilot).searching.snapshot().fetch is None)
        assert isinstance(pilot.app.screen, SearchScreen)
        await pilot.press("escape")
        talks.release()
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)


async def test_fetching_is_offered_only_while_something_was_not_searched(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        await search(pilot, "tea")
        await pilot.press("down")
        await settle(pilot)
        assert "f Fetch" in screen_text(pilot.app)
        await pilot.press("f")
        await settle(pilot)
        assert "f Fetch" not in screen_text(pilot.app)


class Unreadable(Archive):
    """Finds messages; what is around them it cannot read any more once it is broken."""

    is_broken = False

    async def around(self, key: ConversationKey, time_ms: int, limit: int) -> Stretch:
        self._break()
        return await super().around(key, time_ms, limit)

    async def older(self, key: ConversationKey, before: Position | None, limit: int) -> Stretch:
        self._break()
        return await super().older(key, before, limit)

    def _break(self) -> None:
        if self.is_broken:
            raise ArchiveError("the archive cannot be read")


async def test_where_one_does_not_arrive_nothing_leads_back(backend: Backend, talks: ModelService) -> None:
    talks.talk("dan", [replace(message(1, "dan", "coffee"), sender="dan")])
    archive = Unreadable(open_memory(), AMY, lambda: START)

    async def opened() -> Archive:
        return archive

    async with RoamApp(Store(backend.open, opened)).run_test(notifications=True) as pilot:
        await settle(pilot)
        await read_bob(pilot)
        await search(pilot, "coffee", "F")
        await pilot.press("down", "f")  # archives dan's messages, whose conversation is not opened
        await settle(pilot)
        assert "1 hit " in screen_text(pilot.app)
        archive.is_broken = True
        talks.fail()
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
        assert "Esc back" not in screen_text(pilot.app)
        await pilot.press("n")
        await settle(pilot)
        assert "Nothing was looked for yet" in " ".join(screen_text(pilot.app).split())


async def test_what_was_typed_before_the_line_was_there_is_in_it(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await read_bob(pilot)
        await pilot.press("slash", "t", "e", "a")
        await answered(pilot, "tea")
        assert pilot.app.screen.query_one(QueryInput).value == "tea"


async def test_signs_are_plain_where_they_must_be(running: Running, talks: ModelService) -> None:
    async with running(80, 24, glyphs=ASCII) as pilot:
        await read_bob(pilot)
        await search(pilot, "tea")
        assert isinstance(pilot.app, RoamApp)
        line = next(line for line in screen_text(pilot.app).splitlines() if "not searched" in line)
        assert line.isascii()
