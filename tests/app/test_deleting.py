"""What is sent is what the question showed, whatever happens while it is open; what fails is gone on with."""

from __future__ import annotations

import pytest

from tests.app.driving import Running, asked, screen_text, settle, until
from tests.app.graceful import GRACE, Desk, Office
from tests.model_service import START, ModelService, message
from tui.app.screens.confirm import ConfirmDialog
from tui.app.screens.main import MainScreen
from tui.errors import ServiceError
from tui.events import MessageArrived, MessagesCut, MessagesRemoved
from tui.models import ConversationKey
from tui.removal.rules import Rules
from tui.store.history import LOADED_CAP

REFUSED = ServiceError("not allowed", status=403, type=17, message="")


@pytest.fixture
def office(service: ModelService) -> Office:
    return Office(service)


def talk(service: ModelService, count: int) -> ConversationKey:
    return service.talk("bob", [message(number) for number in range(1, count + 1)])


async def mark(desk: Desk, key: ConversationKey, count: int) -> list[str]:
    """Mark the oldest `count` messages; returns their ids."""
    await desk.load_all(key)
    chosen = await desk.store.previews.messages(key, [each.id for each in desk.service.messages[key][:count]])
    desk.pane.mark(key, chosen)
    return [each.id for each in chosen]


@pytest.mark.parametrize("count", [21, 50, 51, 5_000])
async def test_exactly_the_marked_ones_go(office: Office, service: ModelService, count: int) -> None:
    key = talk(service, count + 5)
    async with office.open() as desk:
        ids = await mark(desk, key, count)
        await desk.ask("l", "d")
        assert desk.question.startswith(f"Remove {count:,} messages?")
        await desk.press("y")
        await desk.pass_time(GRACE)
        assert desk.ids_sent == ids
        assert max(len(call.split(",")) for call in desk.sent) <= 20
        assert [each.id for each in service.messages[key]] == [str(count + each) for each in range(1, 6)]


async def test_the_question_says_what_is_not_to_be_seen(office: Office, service: ModelService) -> None:
    key = talk(service, 60)
    async with office.open() as desk:
        await mark(desk, key, 51)
        await desk.ask("l", "d")
        assert "First: 2024-06-10 06:14  bob: message 1\n" in desk.question
        assert "Last: 2024-06-10 07:04  bob: message 51\n" in desk.question
        in_sight = len(desk.pane.in_sight)
        assert f"{51 - max(0, in_sight - 9)} are not on the screen now." in desk.question
        assert "The other side keeps theirs." in desk.question


async def test_what_arrives_between_question_and_answer_stays(office: Office, service: ModelService) -> None:
    key = talk(service, 30)
    async with office.open() as desk:
        ids = await mark(desk, key, 21)
        await desk.ask("l", "d")
        for number in range(31, 90):
            arrival = message(number)
            service.messages[key].append(arrival)
            desk.store.apply(MessageArrived(key, arrival, is_own=False))
        late = message(1_000, minutes=3.5)
        service.messages[key].append(late)
        desk.store.apply(MessageArrived(key, late, is_own=False))
        await desk.press("y")
        await desk.pass_time(GRACE)
        assert desk.ids_sent == ids


async def test_what_goes_elsewhere_meanwhile_is_said_and_taken_out(office: Office, service: ModelService) -> None:
    key = talk(service, 6)
    async with office.open() as desk:
        await mark(desk, key, 3)
        await desk.ask("l", "d")
        desk.store.apply(MessagesRemoved(key, frozenset({"2", "5"})))
        await until(desk.pilot, lambda: "Meanwhile 1 of them was removed elsewhere." in desk.question)
        await desk.press("y")
        await desk.pass_time(GRACE)
        assert desk.ids_sent == ["1", "3"]


async def test_what_went_elsewhere_while_it_was_marked_is_not_asked_about(
    office: Office, service: ModelService
) -> None:
    key = talk(service, 6)
    async with office.open() as desk:
        ids = await mark(desk, key, 3)
        desk.pane.mark(key, [message(99)])  # neither loaded nor archived any more
        await desk.ask("l", "d")
        assert desk.question.startswith("Remove 3 messages?")
        await desk.press("y")
        await desk.pass_time(GRACE)
        assert desk.ids_sent == ids


async def test_what_goes_elsewhere_while_it_is_not_loaded_is_marked_no_more(
    office: Office, service: ModelService
) -> None:
    key = talk(service, LOADED_CAP + 100)
    async with office.open() as desk:
        await mark(desk, key, 4)
        await desk.press("l", "G")
        oldest = min(int(each.id) for each in desk.store.histories.loaded(key))
        assert oldest > 4
        desk.store.apply(MessagesRemoved(key, frozenset({"2", "5"})))
        await until(desk.pilot, lambda: desk.pane.marked_count.marked == 3)
        assert [each.id for each in desk.pane.marked] == ["1", "3", "4"]
        desk.store.apply(MessagesCut(key, START + 60 * 60_000 * 24 * 365))
        await until(desk.pilot, lambda: desk.pane.marked_count.marked == 0)


async def test_nothing_is_asked_of_the_service_when_all_went_elsewhere(office: Office, service: ModelService) -> None:
    key = talk(service, 6)
    async with office.open() as desk:
        await mark(desk, key, 3)
        await desk.ask("l", "d")
        desk.store.apply(MessagesRemoved(key, frozenset({"1", "2", "3"})))
        await desk.press("y")
        await desk.pass_time(GRACE)
        assert desk.sent == []


async def test_everything_up_to_a_message_goes_by_its_time(office: Office, service: ModelService) -> None:
    key = service.talk("bob", [message(number, minutes=number // 2) for number in range(1, 10)])
    async with office.open() as desk:
        await desk.ask("l", "k", "k", "k", "k", "k", "X")  # on message 4; 5 is of the same moment
        assert "5 messages are known here." in desk.question
        desk.store.apply(MessageArrived(key, message(50), is_own=False))
        await desk.press("y")
        await desk.pass_time(GRACE)
        assert desk.sent == [f"remove bob until {START + 2 * 60_000}"]


async def test_by_ids_instead_where_all_is_known(office: Office, service: ModelService) -> None:
    talk(service, 9)
    async with office.open() as desk:
        await desk.ask("l", "k", "k", "X")
        await desk.press("i")
        await desk.pass_time(GRACE)
        assert desk.sent == ["remove bob 1,2,3,4,5,6,7"]


async def test_more_may_go_than_is_known(office: Office, service: ModelService) -> None:
    talk(service, 200)
    async with office.open() as desk:
        await desk.ask("l", "X")
        assert "more may be deleted than is shown here" in desk.question
        await desk.pilot.press("i")  # is not offered
        await settle(desk.pilot)
        assert isinstance(desk.pilot.app.screen, MainScreen)
        assert desk.sent == []


async def test_the_last_message_takes_the_conversation_along(office: Office, service: ModelService) -> None:
    talk(service, 2)
    async with office.open() as desk:
        await desk.ask("l", "d")
        assert "leaves your list" not in desk.question
        await desk.press("n")
        await desk.ask("X")
        assert "Nothing is left then: the conversation leaves your list." in desk.question


async def test_a_failure_is_told_and_gone_on_with(office: Office, service: ModelService) -> None:
    key = talk(service, 60)
    async with office.open() as desk:
        ids = await mark(desk, key, 50)
        await desk.agree("l", "d")
        service.removal_failures = [None, REFUSED]
        await desk.pass_time(GRACE)
        assert "20 of 50 messages" in screen_text(desk.pilot.app)
        assert desk.said == "bob: still there: 30 messages. r goes on with that."
        assert [each.id for each in desk.pane.marked] == ids[20:]
        await desk.ask("r")
        assert desk.question.startswith("Remove 30 messages?")
        already = len(desk.ids_sent)
        await desk.press("y")
        await desk.pass_time(GRACE)
        assert desk.ids_sent[already:] == ids[20:]
        assert len(service.messages[key]) == 10
        assert desk.said == ""


async def test_what_is_left_can_be_let_go(office: Office, service: ModelService) -> None:
    talk(service, 3)
    async with office.open() as desk:
        await desk.agree("l", "d")
        service.removal_failures = [REFUSED]
        await desk.pass_time(GRACE)
        assert desk.said == "bob: still there: 1 message. r goes on with that."
        await desk.ask("r")
        await desk.press("n")
        assert desk.said == ""


async def test_every_deletion_is_typed_where_the_profile_wants_it(service: ModelService) -> None:
    key = talk(service, 6)
    async with Office(service, Rules(grace_seconds=0, typed=True)).open() as desk:
        await mark(desk, key, 3)
        await desk.ask("l", "d")
        await desk.ask("y")
        assert "Type 3 and press Enter:" in desk.question
        await desk.pilot.press("4", "enter")
        await desk.pilot.pause()
        assert isinstance(desk.pilot.app.screen, ConfirmDialog)
        await desk.press("backspace", "3", "enter")
        assert desk.ids_sent == ["1", "2", "3"]
        await desk.ask("D")
        await desk.ask("r")
        await desk.press(*"bob", "enter")
        assert desk.sent[-1] == "delete bob False"


@pytest.mark.parametrize("keys", ["ld", "lX", "D", "p"])
async def test_read_only_says_so_and_asks_nothing(service: ModelService, keys: str) -> None:
    talk(service, 3)
    async with Office(service, Rules(read_only=True)).open() as desk:
        await desk.press(*keys)
        assert isinstance(desk.pilot.app.screen, MainScreen)
        assert "Only reading is allowed here" in screen_text(desk.pilot.app)
        assert not [call for call in service.calls if call.startswith(("pin ", "remove ", "delete "))]


async def test_what_was_deleted_can_be_looked_at(office: Office, service: ModelService) -> None:
    service.talk("bob", [message(1), message(2, text="[/nope]\x1b[2Jkept")])
    async with office.open() as desk:
        await desk.press("U")
        assert "Nothing that was deleted" in screen_text(desk.pilot.app)
        await desk.press("escape")
        await desk.agree("l", "d")
        await desk.pass_time(GRACE)
        await desk.press("U")
        assert "[/nope]␛[2Jkept" in screen_text(desk.pilot.app)
        await desk.press("q")
        assert isinstance(desk.pilot.app.screen, MainScreen)


async def test_a_conversation_asked_about_is_the_one_that_goes(running: Running, service: ModelService) -> None:
    """The list is sorted anew while the question is open."""
    service.talk("ann", [message(2)])
    bob = service.talk("bob", [message(1)])
    async with running() as pilot:
        await pilot.press("D")
        await asked(pilot)
        main = pilot.app.screen_stack[0]
        assert isinstance(main, MainScreen)
        main.store.apply(MessageArrived(bob, message(90), is_own=False))
        await pilot.press("r")
        await settle(pilot)
        assert [call for call in service.calls if call.startswith("delete")] == ["delete ann False"]
