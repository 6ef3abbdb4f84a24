"""Each guard of the browser is needed: with it a play deletes what was meant, without it the same play goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App

from tests.app.driving import settle
from tests.app.graceful import GRACE, Seat
from tests.removal.test_controls import no_waiting
from tests.removal.world import BOB, CAROL, Guards, Play, playing
from tui.app import app as application
from tui.app.acts import deleting
from tui.app.app import RoamApp
from tui.app.screens import confirm
from tui.app.screens.confirm import Choice, ConfirmDialog, Question
from tui.app.screens.main import MainScreen
from tui.app.screens.questions import deletion_question
from tui.app.terminal.driver import understood
from tui.app.terminal.input_gate import InputGate
from tui.app.widgets import typed_answer
from tui.app.widgets.typed_answer import TypingOnly
from tui.client import RoamingClient
from tui.events import MessageArrived
from tui.models import ChatMessage, ConversationKey
from tui.removal.plan import Removal, UpTo
from tui.removal.rules import Rules
from tui.timeline.rows import MessageRow

COUNT = 9
ALL = Guards()
WAITING = Rules(grace_seconds=GRACE)


@dataclass
class Browser(Seat):
    """Alice at the application, on a service whose truth can be asked for."""

    play: Play
    there: dict[str, int]
    """Ids and times of all messages with bob that there ever were."""

    async def arrive(self) -> ChatMessage:
        """Bob writes, and the browser is told."""
        self.play.service.say("bob", "alice", "one more")
        page = await self.play.truth.client.get_history_messages(BOB.id, BOB.type, page_size=1)
        (message,) = page.messages
        self.store.apply(MessageArrived(BOB, message, is_own=False))
        await self.pilot.pause()
        self.there[message.id] = message.time
        return message

    async def type(self, data: bytes) -> None:
        """What the terminal sends, all of it at once."""
        text = InputGate("utf-8", understood).feed(data)
        for event in XTermParser().feed(text):
            self.pilot.app.post_message(event)
        await self.pilot.pause()
        await self.pilot.pause()

    async def only_these_are_gone(self, *gone: ChatMessage) -> None:
        """In the end, when no question is open any more and all time to undo is over."""
        while not isinstance(self.pilot.app.screen, MainScreen):
            await self.pilot.press("escape")
            await self.pilot.pause()
        await self.pass_time(2 * GRACE)
        left = await self.play.truth.messages()
        others = (self.there.keys() - left.keys()) ^ {each.id for each in gone}
        assert not others, f"not what was meant: {sorted(others)}"
        await self.only_these_are_listed(BOB, CAROL)

    async def only_these_are_listed(self, *left: ConversationKey) -> None:
        others = await self.play.truth.listed() ^ set(left)
        assert not others, f"not what was meant: {sorted(others)}"


@asynccontextmanager
async def browsing(folder: Path, guards: Guards, rules: Rules) -> AsyncIterator[Browser]:
    async with playing(folder, COUNT, guards=guards) as play:
        play.store.removals.rules = rules
        async with RoamApp(play.store).run_test(size=(80, 24), notifications=True) as pilot:
            await settle(pilot)
            yield Browser(pilot, play.store, play.device.clock, play, await play.truth.messages())


async def enter_decides_for_nothing(browser: Browser) -> None:
    await browser.ask("l", "d")
    await browser.press("enter")
    await browser.only_these_are_gone()


async def a_paste_is_no_answer(browser: Browser) -> None:
    await browser.ask("l", "d")
    await browser.type(b"\x1b[200~y\r\x1b[201~")
    await browser.only_these_are_gone()


async def a_pasted_name_is_no_answer(browser: Browser) -> None:
    await browser.ask("D")
    await browser.ask("m")
    await browser.type(b"\x1b[200~bob\x1b[201~")
    await browser.type(b"\r")
    await browser.only_these_are_gone()


async def keys_before_the_question_are_no_answer(browser: Browser) -> None:
    early = events.Key("y", "y")
    await browser.ask("l", "d")
    browser.pilot.app.post_message(early)
    await settle(browser.pilot)
    await browser.only_these_are_gone()


async def words_are_no_answer(browser: Browser) -> None:
    await browser.ask("l", "d")
    await browser.type(b"why?")
    await browser.only_these_are_gone()


async def a_question_that_cannot_be_read_any_more_is_closed(browser: Browser) -> None:
    await browser.ask("l", "d")
    await browser.pilot.resize_terminal(12, 3)
    await browser.press("y")
    await browser.only_these_are_gone()


async def what_arrives_is_not_meant(browser: Browser) -> None:
    await browser.ask("l", "d")
    meant = browser.store.histories.loaded(BOB)[-1]
    await browser.arrive()
    await browser.press("y")
    await browser.only_these_are_gone(meant)


async def what_arrives_is_not_before_that_time(browser: Browser) -> None:
    await browser.ask("l", "X")
    meant = browser.store.histories.loaded(BOB)
    await browser.arrive()
    await browser.press("y")
    await browser.only_these_are_gone(*meant)


async def what_is_marked_later_is_not_meant(browser: Browser) -> None:
    await browser.press("l", "k", "k", "space", "space")
    meant = list(browser.pane.marked)
    await browser.ask("d")
    browser.pane.mark(BOB, browser.store.histories.loaded(BOB)[:2])
    await browser.press("y")
    assert len(meant) == 2
    await browser.only_these_are_gone(*meant)


async def what_a_filter_shows_later_is_not_meant(browser: Browser) -> None:
    await browser.press("l", "backslash")
    await browser.press("3", "enter")
    await browser.ask("d")
    browser.store.show_all()
    await browser.pilot.pause()
    await browser.press("y")
    await browser.only_these_are_gone(browser.store.histories.loaded(BOB)[2])


async def what_is_sorted_anew_is_not_meant(browser: Browser) -> None:
    await browser.press("j")
    await browser.ask("D")
    browser.play.service.say("carol", "alice", "hello")
    page = await browser.play.truth.client.get_history_messages(CAROL.id, CAROL.type, page_size=1)
    browser.store.apply(MessageArrived(CAROL, page.messages[0], is_own=False))
    await browser.pilot.pause()
    await browser.press("r")
    await browser.pass_time(2 * GRACE)
    await browser.only_these_are_listed(BOB)


async def messages_go_only_with_a_name(browser: Browser) -> None:
    await browser.ask("D")
    await browser.pilot.press("m", "enter")
    await browser.only_these_are_gone()


async def another_name_is_not_this_one(browser: Browser) -> None:
    await browser.ask("D")
    await browser.ask("m")
    await browser.pilot.press(*"carol", "enter")
    await browser.only_these_are_gone()


async def a_count_is_typed_where_the_profile_wants_it(browser: Browser) -> None:
    await browser.ask("l", "d")
    await browser.pilot.press("y", "enter")
    await browser.only_these_are_gone()


async def reading_changes_nothing(browser: Browser) -> None:
    for key in ("p", "l", "d", "y", "X", "i", "D", "r"):
        await browser.pilot.press(key)
        await browser.pilot.pause()
    await browser.only_these_are_gone()
    pinned = (await browser.play.truth.client.get_server_pinned_conversations()).conversations
    assert not pinned, f"not what was meant: {pinned}"


async def nothing_is_sent_in_the_time_to_undo(browser: Browser) -> None:
    await browser.agree("l", "d")
    await browser.pass_time(GRACE - 0.1)
    await browser.press("z")
    await browser.only_these_are_gone()


Taking = Callable[[pytest.MonkeyPatch], None]
"""Takes a guard away."""


def focus_on_a_choice(patch: pytest.MonkeyPatch) -> None:
    mount = ConfirmDialog.on_mount

    def on_mount(dialog: ConfirmDialog[Any]) -> None:
        mount(dialog)
        dialog.query_one("#choice-0").focus()

    patch.setattr(ConfirmDialog, "on_mount", on_mount)


def no_marks_around_a_paste(patch: pytest.MonkeyPatch) -> None:
    feed = InputGate.feed

    def unmarked(gate: InputGate, data: bytes) -> str:
        return feed(gate, data.replace(b"\x1b[200~", b"").replace(b"\x1b[201~", b""))

    patch.setattr(InputGate, "feed", unmarked)


def pastes_are_typed(patch: pytest.MonkeyPatch) -> None:
    patch.delattr(TypingOnly, "on_paste")


def early_keys_count(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ConfirmDialog, "turns_away", lambda dialog, event: False)


def other_keys_are_passed_over(patch: pytest.MonkeyPatch) -> None:
    choose = ConfirmDialog._choose

    def only_choose(dialog: ConfirmDialog[Any], choice: Choice[Any] | None) -> None:
        if choice is not None:
            choose(dialog, choice)

    patch.setattr(ConfirmDialog, "_choose", only_choose)


def any_room_is_enough(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(application, "is_too_small", lambda size: False)


def thawed(look: Callable[[MainScreen], Callable[[MainScreen, Removal], Removal]]) -> Taking:
    """What goes is found out after the answer. `look` sees the screen when the question opens."""

    async def ask_and_look_again(app: App[Any], question: Question[Removal], remarks: Any = None) -> Removal | None:
        main = app.screen_stack[0]
        assert isinstance(main, MainScreen)
        look_again = look(main)
        agreed = await confirm.ask(app, question, remarks)
        return None if agreed is None else look_again(main, agreed)

    def take(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(deleting, "ask", ask_and_look_again)

    return take


def under_the_cursor(main: MainScreen) -> Callable[[MainScreen, Removal], Removal]:
    def now(main: MainScreen, removal: Removal) -> Removal:
        message = main.panes.history.cursor_message
        assert message is not None
        return Removal.of_messages(removal.key, [message])

    return now


def up_to_now(main: MainScreen) -> Callable[[MainScreen, Removal], Removal]:
    return lambda main, removal: replace(removal, target=UpTo(main.store.histories.loaded(removal.key)[-1].time))


def marked(main: MainScreen) -> Callable[[MainScreen, Removal], Removal]:
    return lambda main, removal: Removal.of_messages(removal.key, list(main.panes.history.marked))


def at_its_place(main: MainScreen) -> Callable[[MainScreen, Removal], Removal]:
    rows = _messages(main)
    message = main.panes.history.cursor_message
    assert message is not None
    place = rows.index(message)
    return lambda main, removal: Removal.of_messages(removal.key, [_messages(main)[place]])


def _messages(main: MainScreen) -> list[ChatMessage]:
    return [row.message for row in main.store.history(BOB).rows if isinstance(row, MessageRow)]


def at_its_place_in_the_list(main: MainScreen) -> Callable[[MainScreen, Removal], Removal]:
    place = [item.key for item in main.store.conversations.snapshot().items].index(CAROL)

    def now(main: MainScreen, removal: Removal) -> Removal:
        return replace(removal, key=main.store.conversations.snapshot().items[place].key)

    return now


def nothing_is_typed(patch: pytest.MonkeyPatch) -> None:
    def untyped(*arguments: Any) -> Question[Removal]:
        question = deletion_question(*arguments)
        return replace(question, choices=tuple(replace(choice, typed=()) for choice in question.choices))

    patch.setattr(deleting, "deletion_question", untyped)


def any_name_will_do(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(typed_answer, "_same", lambda text: "")


class ReadOnly(RoamingClient):
    """Sends nothing that changes anything."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, read_only=True, **options)


@dataclass(frozen=True)
class Control:
    """A play, and what of its guards is not there when it is to go wrong."""

    play: Callable[[Browser], Awaitable[None]]
    take: Taking = lambda patch: None
    guards: Guards = ALL
    rules: Rules = WAITING
    guards_left: Guards = ALL
    rules_left: Rules = WAITING


CONTROLS = {
    "the focus is on Cancel": Control(enter_decides_for_nothing, focus_on_a_choice),
    "a paste is told from keys": Control(a_paste_is_no_answer, no_marks_around_a_paste),
    "a name is typed, not pasted": Control(a_pasted_name_is_no_answer, pastes_are_typed),
    "what was typed too early is turned away": Control(keys_before_the_question_are_no_answer, early_keys_count),
    "any other key says no": Control(words_are_no_answer, other_keys_are_passed_over),
    "room to read": Control(a_question_that_cannot_be_read_any_more_is_closed, any_room_is_enough),
    "the cursor of then": Control(what_arrives_is_not_meant, thawed(under_the_cursor)),
    "the time of then": Control(what_arrives_is_not_before_that_time, thawed(up_to_now)),
    "the marks of then": Control(what_is_marked_later_is_not_meant, thawed(marked)),
    "messages, not places": Control(what_a_filter_shows_later_is_not_meant, thawed(at_its_place)),
    "conversations, not places": Control(what_is_sorted_anew_is_not_meant, thawed(at_its_place_in_the_list)),
    "a name to type": Control(messages_go_only_with_a_name, nothing_is_typed),
    "exactly that name": Control(another_name_is_not_this_one, any_name_will_do),
    "all of it typed": Control(
        a_count_is_typed_where_the_profile_wants_it, rules=Rules(grace_seconds=GRACE, typed=True)
    ),
    "read-only in the browser": Control(reading_changes_nothing, rules=Rules(grace_seconds=GRACE, read_only=True)),
    "read-only below it": Control(reading_changes_nothing, guards=Guards(client=ReadOnly)),
    "a time to undo": Control(nothing_is_sent_in_the_time_to_undo, guards_left=Guards(sleep=no_waiting)),
}


@pytest.mark.parametrize("name", CONTROLS)
async def test_with_every_guard_only_what_was_meant_goes(tmp_path: Path, name: str) -> None:
    control = CONTROLS[name]
    async with browsing(tmp_path, control.guards, control.rules) as browser:
        await control.play(browser)


@pytest.mark.parametrize("name", CONTROLS)
async def test_without_its_guard_it_goes_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    control = CONTROLS[name]
    control.take(monkeypatch)
    async with browsing(tmp_path, control.guards_left, control.rules_left) as browser:
        with pytest.raises(AssertionError, match="not what was meant"):
            await control.play(browser)
