"""Keys of the user's own: as people write them, with their twins, and refused where they could not work."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.binding import Binding

from tests.app.driving import Running, screen_text, settle
from tests.model_service import ModelService, message
from tui.app.rebinding import keymap
from tui.errors import ConfigError
from tui.preferences import USUAL, Rebinding


@pytest.mark.parametrize(
    ("written", "bound"),
    [
        ("w", "w,ｗ"),
        ("Z", "Z,Ｚ"),
        (".", ".,．,。"),
        (",", "comma,，"),
        ("space", "space,ideographic_space"),
        (" ", "space,ideographic_space"),
        ("Ctrl-X", "ctrl+x"),
        ("^x", "ctrl+x"),
        ("F2", "f2"),
        ("Ins", "insert"),
        ("Shift+Up", "shift+up"),
    ],
)
def test_keys_are_read_as_people_write_them(written: str, bound: str) -> None:
    by_hand = keymap([Rebinding("help.down", (written,))])["help.down"].split(",")
    assert by_hand == [each.key for each in Binding.make_bindings([Binding(bound, "act")])]


@pytest.mark.parametrize("written", ["ctrl+s", "^b", "alt+x", "ctrl+a", "Ctrl-Q"])
def test_a_key_that_does_not_arrive_is_refused(written: str) -> None:
    with pytest.raises(ConfigError, match=r"here: .* does not arrive in every terminal"):
        keymap([Rebinding("panes.other", (written,), "here")])


@pytest.mark.parametrize("written", ["ctrl+1", "hyper+x", "xx", "\x1b", "f13", ""])
def test_what_is_no_key_is_refused(written: str) -> None:
    with pytest.raises(ConfigError, match="is no key"):
        keymap([Rebinding("panes.other", (written,))])


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"no key called conversation\.pim; did you mean conversation\.pin\?"):
        keymap([Rebinding("conversation.pim", ("z",))])


@pytest.mark.parametrize("other", ["conversation.delete", "history.next", "list.open", "leave", "help"])
def test_a_key_of_something_else_at_the_same_place_is_refused(other: str) -> None:
    theirs = {"conversation.delete": "D", "history.next": "j", "list.open": "enter", "leave": "q", "help": "?"}
    with pytest.raises(ConfigError, match="is already the key of"):
        keymap([Rebinding("conversation.pin", (theirs[other],))])


def test_keys_may_be_exchanged() -> None:
    exchanged = keymap([Rebinding("conversation.pin", ("D",)), Rebinding("conversation.delete", ("p",))])
    assert exchanged["conversation.pin"].startswith("D,")


def test_a_key_may_be_that_of_another_place() -> None:
    assert keymap([Rebinding("list.open", ("d",))])["list.open"].startswith("d,")


async def test_the_users_keys_work_and_are_told(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    preferences = replace(USUAL, keys=(Rebinding("conversation.pin", ("w", "^t")),))
    async with running(80, 90, preferences=preferences) as pilot:
        last = screen_text(pilot.app).splitlines()[-1]
        assert last == " Enter Read  t Date  w Pin  D Delete chat  q Quit  ? Help"
        await pilot.press("p")
        await settle(pilot)
        assert "pin bob" not in service.calls
        await pilot.press("ｗ")
        await settle(pilot)
        assert "pin bob" in service.calls
        await pilot.press("question_mark")
        await pilot.pause()
        assert "w, ^t " in screen_text(pilot.app)
