"""Before a deletion is decided on, exactly what it would take can be written to a file; that decides nothing."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Static

from tests.app.driving import Running, asked, settle, until
from tests.app.graceful import GRACE, Desk, Office
from tests.app.test_deleting import mark, talk
from tests.model_service import ModelService, message
from tui.app.screens.confirm import Aid, Choice, ConfirmDialog, Question, Tell
from tui.errors import RoamingError
from tui.events import MessageArrived, MessagesRemoved


@pytest.fixture
def office(service: ModelService) -> Office:
    return Office(service)


def ids(path: Path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]


async def export(desk: Desk, told: str) -> str:
    """Press e in a question and wait until it tells of the export; returns all that the question says then."""
    await desk.pilot.press("e")
    await until(desk.pilot, lambda: told in desk.question)
    await asked(desk.pilot)
    return desk.question


async def test_the_marked_ones_are_written_loaded_or_not(office: Office, service: ModelService, folder: Path) -> None:
    key = talk(service, 300)
    async with office.open() as desk:
        chosen = await mark(desk, key, 51)
        await desk.store.histories.open(key)  # leaves no more than the newest ones loaded
        await desk.ask("l", "d")
        said = await export(desk, "were exported")
        assert f"51 messages were exported to {folder / 'chat-bob.jsonl'}." in said
        assert ids(folder / "chat-bob.jsonl") == chosen
        assert desk.sent == []
        await desk.press("y")
        await desk.pass_time(GRACE)
        assert desk.ids_sent == chosen


async def test_what_comes_and_goes_meanwhile_changes_what_is_written_as_it_changes_what_goes(
    office: Office, service: ModelService, folder: Path
) -> None:
    key = talk(service, 6)
    async with office.open() as desk:
        await mark(desk, key, 3)
        await desk.ask("l", "d")
        desk.store.apply(MessageArrived(key, message(90, minutes=1.5), is_own=False))
        desk.store.apply(MessagesRemoved(key, frozenset({"2"})))
        said = await export(desk, "were exported")
        assert "2 of 3 messages were exported" in said
        assert "the others are not archived here" in said
        assert ids(folder / "chat-bob.jsonl") == ["1", "3"]


async def test_everything_up_to_a_message_is_written_up_to_its_time(
    office: Office, service: ModelService, folder: Path
) -> None:
    service.talk("bob", [message(number, minutes=number // 2) for number in range(1, 10)])
    async with office.open() as desk:
        await desk.ask("l", "k", "k", "k", "k", "k", "X")  # on message 4; 5 is of the same moment
        await export(desk, "5 messages were exported")
        assert ids(folder / "chat-bob.jsonl") == ["1", "2", "3", "4", "5"]


async def test_a_conversation_is_written_as_far_as_it_was_when_that_was_asked(
    office: Office, service: ModelService, folder: Path
) -> None:
    key = talk(service, 200)
    async with office.open() as desk:
        await desk.ask("D")
        desk.store.apply(MessageArrived(key, message(201), is_own=False))
        said = await export(desk, "were exported")
        assert "What was never fetched is not in it." in said
        written = ids(folder / "chat-bob.jsonl")
        assert written == [str(number) for number in range(201 - len(written), 201)]


async def test_nothing_is_ever_written_over(office: Office, service: ModelService, folder: Path) -> None:
    talk(service, 2)
    async with office.open() as desk:
        await desk.ask("l", "d")
        await export(desk, "chat-bob.jsonl.")
        await export(desk, "chat-bob-2.jsonl.")
        assert ids(folder / "chat-bob.jsonl") == ids(folder / "chat-bob-2.jsonl") == ["2"]


async def test_a_failure_is_said_and_one_can_still_decide(
    office: Office, service: ModelService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk(service, 2)
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    async with office.open() as desk:
        await desk.ask("l", "d")
        gone.rmdir()
        await export(desk, "cannot be written")
        monkeypatch.chdir(tmp_path)
        await desk.press("n")
        assert desk.sent == []


async def test_nothing_is_offered_to_export_where_nothing_is_known(service: ModelService) -> None:
    service.talk("bob", [])
    async with Office(service).open() as desk:
        await desk.ask("D")
        assert not desk.pilot.app.screen.query("#aid-0")


class Slow:
    """A question with an aid that goes on until it is told to end."""

    def __init__(self) -> None:
        self.may_end = asyncio.Event()
        self.failure: RoamingError | None = None
        self.runs = 0
        self.was_stopped = False
        self.answers: list[str | None] = []
        aid = Aid("e", "Export", self._run)
        self.question = Question("Remove it?", ("one",), (Choice("y", "Remove", "removed"),), (aid,))

    async def _run(self, tell: Tell) -> str:
        self.runs += 1
        tell("half of it")
        try:
            await self.may_end.wait()
        except asyncio.CancelledError:
            self.was_stopped = True
            raise
        if self.failure is not None:
            raise self.failure
        return "all of it"

    async def ask(self, pilot: Pilot[None]) -> None:
        pilot.app.push_screen(ConfirmDialog(self.question), self.answers.append)
        await asked(pilot)
        await pilot.press("e")
        await until(pilot, lambda: self.said(pilot) == "half of it")

    def said(self, pilot: Pilot[None]) -> str:
        return str(pilot.app.screen.query_one("#aided", Static).content)

    async def end(self, pilot: Pilot[None], told: str) -> None:
        self.may_end.set()
        await until(pilot, lambda: self.said(pilot) == told)
        await asked(pilot)


async def test_nothing_is_chosen_while_it_is_written(running: Running) -> None:
    slow = Slow()
    async with running() as pilot:
        await slow.ask(pilot)
        for keys in (["y"], ["e"], ["down", "enter"]):
            await pilot.press(*keys)
            await pilot.pause()
        assert (slow.answers, slow.runs, slow.was_stopped) == ([], 1, False)
        assert "Wait until that is done" in slow.said(pilot)
        await slow.end(pilot, "all of it")
        await pilot.press("y")
        await settle(pilot)
        assert slow.answers == ["removed"]


@pytest.mark.parametrize("key", ["escape", "n", "x"])
async def test_closing_the_question_stops_it(running: Running, key: str) -> None:
    slow = Slow()
    async with running() as pilot:
        await slow.ask(pilot)
        await pilot.press(key)
        await settle(pilot)
        assert slow.was_stopped
        assert slow.answers == [None]


async def test_an_answer_given_before_the_failure_could_be_read_is_none(running: Running) -> None:
    slow = Slow()
    slow.failure = RoamingError("the disk is full")
    async with running() as pilot:
        await slow.ask(pilot)
        early = events.Key("y", "y")
        await slow.end(pilot, "the disk is full")
        pilot.app.post_message(early)
        await settle(pilot)
        assert slow.answers == [None]


async def test_enter_and_a_paste_confirm_nothing_after_it(running: Running) -> None:
    slow = Slow()
    async with running() as pilot:
        await slow.ask(pilot)
        await slow.end(pilot, "all of it")
        pilot.app.post_message(events.Paste("y\ny\n"))
        await pilot.pause()
        assert slow.answers == []
        await pilot.press("enter")
        await settle(pilot)
        assert slow.answers == [None]
