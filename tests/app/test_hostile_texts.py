"""Texts from the network that want to steer the terminal or the program, on every surface that shows any."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from tests.app.driving import Backend, Running, drawn, screen_text, settle
from tests.model_service import ModelService, message
from tui.app.screens.confirm import ConfirmDialog
from tui.app.widgets.history.layout import HEADING_INDENT, TEXT_INDENT
from tui.errors import HostLookupError
from tui.models import Attachment, CombineBody, Conversation, ConversationKey, ConversationType, Edit, TextBody
from tui.store import Account, Store

CONTROLS = "\x1b[2J\x1b]52;c;eA==\x07\x9b31m\x00\x08\r\x7f\u202e\u2066\u200b\ufeff\ud800\U000e0041"
MARKUP = "[/nope] [@click=app.quit]quit[/] [bold red]red[/] [link=http://x]y[/link] $primary \\["
HOSTILE = f"{CONTROLS}{MARKUP}{'e' + chr(0x301) * 300}"
OBEYED = set(CONTROLS) - set("[2J]52;ceA=31m")


@pytest.fixture(params=[HOSTILE, f"[{CONTROLS}" * 400], ids=["mixed", "long"])
def text(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def assert_harmless(pilot: Pilot[None]) -> None:
    """Nothing a terminal obeys is drawn, and no piece of text has become an action."""
    app = pilot.app
    assert not OBEYED & set(screen_text(app))
    for strip in drawn(app):
        for segment in strip:
            assert not (segment.style and (segment.style.link or "@click" in segment.style.meta))


async def test_names_senders_messages_and_titles(running: Running, service: ModelService, text: str) -> None:
    for kind in ConversationType:
        key = ConversationKey(text, kind)
        last = replace(message(1, sender=text, text=text), conversation_type=kind)
        service.messages[key] = [last]
        service.conversations[key] = Conversation(key.id, key.type, last_message=last)
    async with running() as pilot:
        for _ in ConversationType:
            assert_harmless(pilot)
            await pilot.press("j")
            await settle(pilot)
        assert_harmless(pilot)


async def test_questions(running: Running, service: ModelService, text: str) -> None:
    service.talk(text, [message(1, sender=text, text=text)])
    async with running() as pilot:
        for keys in [("D",), ("n", "l", "d")]:
            await pilot.press(*keys)
            await pilot.pause()
            assert isinstance(pilot.app.screen, ConfirmDialog)
            assert_harmless(pilot)
            assert "Cancel" in screen_text(pilot.app)


async def test_details_and_combined_messages(running: Running, service: ModelService, text: str) -> None:
    body = CombineBody(Attachment("https://example.com/1"), text, text, 1, text)
    beside = {"reactions": [{"reaction": text, "userList": [text]}], "chatThread": {"chatThreadName": text}, text: text}
    ext = {"msgQuote": {"msgID": text, "msgSender": text, "msgPreview": text}, "em_at_list": [text], text: text}
    told = replace(message(1, sender=text), body=body, ext=ext, service=beside, edited=Edit(1, text, 2))
    service.talk("bob", [told])
    service.forwarded["1"] = (replace(told, body=TextBody(f"> {text} `{text}` http://x.example/{text} @{text}")),)
    async with running() as pilot:
        for key in ("l", "i", "pagedown", "pagedown", "pagedown", "y", "escape", "enter", "i", "G", "escape", "escape"):
            await pilot.press(key)
            await settle(pilot)
            assert_harmless(pilot)
        service.forwarded.clear()
        service.fail(text)
        await pilot.press("enter")
        await settle(pilot)
        assert_harmless(pilot)


async def test_errors_on_every_surface(running: Running, service: ModelService, store: Store, text: str) -> None:
    service.talk("bob", [message(number) for number in range(60)])
    async with running() as pilot:
        service.fail(text)
        await pilot.press("p", "l", "g", "k")
        await settle(pilot)
        await store.conversations.load()
        await settle(pilot)
        assert_harmless(pilot)


async def test_the_reason_of_a_failed_start(running: Running, backend: Backend, text: str) -> None:
    backend.reports = [(text, 0.5)]
    backend.failure = HostLookupError(text)
    async with running() as pilot:
        assert_harmless(pilot)


async def test_the_account_and_the_list_failure(
    running: Running, backend: Backend, service: ModelService, text: str
) -> None:
    backend.account = Account(text, text, text)
    service.fail(text)
    async with running() as pilot:
        assert_harmless(pilot)


async def test_markup_in_a_message_is_shown_as_it_is(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1, text=MARKUP)])
    async with running(200) as pilot:
        assert MARKUP in screen_text(pilot.app)


async def test_a_message_cannot_pass_for_our_own_lines(running: Running, service: ModelService) -> None:
    ours = ["──────── Tuesday 3 November ────────", "bob  06:13", "┄┄┄ 120 older messages · Enter ┄┄┄", "· edited"]
    service.talk("bob", [message(1, text="\n".join(ours)), message(2, text="─" * 500)])
    async with running(120) as pilot:
        pane = re.findall("[┃│][┃│](.*)[┃│]$", screen_text(pilot.app), re.MULTILINE)
        assert [line.index(words) for words in ours for line in pane if words in line] == [TEXT_INDENT] * len(ours)
        rules = [line for line in pane if "─" * 20 in line]
        assert [line.index("─") for line in rules] == [HEADING_INDENT] + [TEXT_INDENT] * (len(rules) - 1)
