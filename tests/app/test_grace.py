"""What was agreed to can be undone for a while, from everywhere, and nothing is sent before that is over."""

from __future__ import annotations

import pytest

from tests.app.driving import screen_text
from tests.app.graceful import GRACE, Office
from tests.model_service import ModelService, message
from tui.app.screens.confirm import ConfirmDialog
from tui.removal.rules import Rules


@pytest.fixture
def office(service: ModelService) -> Office:
    return Office(service)


@pytest.mark.parametrize("seconds", range(GRACE + 2))
async def test_undo_at_every_second(office: Office, service: ModelService, seconds: int) -> None:
    service.talk("bob", [message(1), message(2)])
    async with office.open() as desk:
        await desk.agree("l", "d")
        await desk.pass_time(seconds)
        await desk.press("z")
        await desk.pass_time(2 * GRACE)
        is_over = seconds >= GRACE
        assert desk.sent == (["remove bob 2"] if is_over else [])
        assert ("message 2" in screen_text(desk.pilot.app)) is not is_over
        assert desk.said == ""


async def test_the_line_counts_down(office: Office, service: ModelService) -> None:
    service.talk("bob", [message(1), message(2)])
    async with office.open() as desk:
        assert desk.said == ""
        await desk.agree("l", "d")
        assert desk.said == "z undoes within 10 seconds: bob: 1 message."
        await desk.pass_time(3)
        assert desk.said == "z undoes within 7 seconds: bob: 1 message."
        await desk.agree("k", "d")
        assert desk.said == "z undoes within 10 seconds: bob: 1 message. 1 deletion more waits."
        await desk.pass_time(GRACE)
        assert desk.said == ""
        assert desk.ids_sent == ["2", "1"]


async def test_undo_from_another_conversation(office: Office, service: ModelService) -> None:
    service.talk("bob", [message(1), message(2)])
    service.talk("ann", [message(0)])
    async with office.open() as desk:
        await desk.agree("l", "d")
        await desk.press("h", "j", "z")
        assert "bob: not deleted: 1 message." in screen_text(desk.pilot.app)
        await desk.pass_time(2 * GRACE)
        assert desk.sent == []


async def test_what_was_marked_is_marked_again_after_an_undo(office: Office, service: ModelService) -> None:
    service.talk("bob", [message(number) for number in range(1, 6)])
    async with office.open() as desk:
        await desk.agree("l", "k", "k", "V", "j", "V", "d")
        assert [each.id for each in desk.pane.marked] == []
        await desk.press("z")
        assert [each.id for each in desk.pane.marked] == ["3", "4"]


@pytest.mark.parametrize("way_out", ["q", "ctrl+c"])
@pytest.mark.parametrize(("answer", "sent", "ends"), [("s", 1, True), ("k", 0, True), ("n", 0, False)])
async def test_quitting_asks(
    office: Office, service: ModelService, way_out: str, answer: str, sent: int, ends: bool
) -> None:
    service.talk("bob", [message(1), message(2)])
    async with office.open() as desk:
        await desk.agree("l", "d")
        await desk.ask(way_out)
        assert "bob: 1 message" in desk.question
        await desk.press(answer)
        assert len(desk.sent) == sent
        assert (desk.pilot.app.return_code == 0) is ends


@pytest.mark.parametrize(("answer", "sent"), [("k", 0), ("s", 1), ("n", 0)])
async def test_nothing_goes_while_quitting_is_asked_about(
    office: Office, service: ModelService, answer: str, sent: int
) -> None:
    service.talk("bob", [message(1), message(2)])
    async with office.open() as desk:
        await desk.agree("l", "d")
        await desk.ask("q")
        desk.clock.advance(2 * GRACE)
        await desk.pilot.pause()
        assert desk.sent == []
        await desk.press(answer)
        assert len(desk.sent) == sent


@pytest.mark.parametrize("undoes", [True, False])
async def test_who_stays_after_all_can_undo_for_as_long_again(
    office: Office, service: ModelService, undoes: bool
) -> None:
    service.talk("bob", [message(1), message(2)])
    async with office.open() as desk:
        await desk.agree("l", "d")
        await desk.ask("q")
        desk.clock.advance(2 * GRACE)
        await desk.pilot.pause()
        await desk.press("n")
        assert "z undoes within 10 seconds" in screen_text(desk.pilot.app)
        if undoes:
            await desk.press("z")
        await desk.pass_time(GRACE)
        assert len(desk.sent) == (not undoes)


async def test_leaving_the_question_by_force_sends_nothing(office: Office, service: ModelService) -> None:
    service.talk("bob", [message(1), message(2)])
    async with office.open() as desk:
        await desk.agree("l", "d")
        await desk.ask("q")
        await desk.pilot.press("ctrl+c")
        await desk.pilot.pause()
        assert desk.pilot.app.return_code == 0
    assert desk.sent == []


async def test_sending_that_fails_keeps_the_program_open(office: Office, service: ModelService) -> None:
    service.talk("bob", [message(1), message(2)])
    async with office.open() as desk:
        await desk.agree("l", "d")
        service.fail()
        await desk.ask("q")
        await desk.press("s")
        assert desk.pilot.app.return_code is None
        assert "nobody knows yet whether this" in screen_text(desk.pilot.app)


async def test_nothing_waits_where_no_time_is_wanted(service: ModelService) -> None:
    service.talk("bob", [message(1), message(2)])
    async with Office(service, Rules(grace_seconds=0)).open() as desk:
        await desk.ask("l", "d")
        assert "This cannot be undone." in desk.question
        await desk.press("y")
        assert desk.sent == ["remove bob 2"]


async def test_a_conversation_waits_as_well(office: Office, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with office.open() as desk:
        await desk.ask("D")
        await desk.press("r")
        assert "deleting" in screen_text(desk.pilot.app)
        await desk.press("z")
        assert "deleting" not in screen_text(desk.pilot.app)
        await desk.agree_to_all_of_bob()
        await desk.pass_time(GRACE)
        assert desk.sent == ["delete bob True"]


async def test_keys_pressed_at_random_while_something_waits(office: Office, service: ModelService) -> None:
    service.talk("bob", [message(1), message(2)])
    async with office.open() as desk:
        await desk.agree("l", "d")
        await desk.pilot.press("z", "z", "z", "q")
        await desk.pilot.pause()
        assert not isinstance(desk.pilot.app.screen, ConfirmDialog)
    assert desk.sent == []
