"""`o` in the browser: files and links are given to the user's own program, and nothing is ever run by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.driving import Running, asked, copied, screen_text, settle
from tests.app.test_saving import with_file
from tests.model_service import ModelService, message
from tui.app.opener import Opener, is_program, opener
from tui.models import ChatMessage
from tui.preferences import Preferences


@pytest.fixture
def opened(tmp_path: Path) -> Path:
    """The file to which `opening` writes what it is given, an argument a line."""
    return tmp_path / "opened"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "saved"


@pytest.fixture
def nothing_opens(to_clip: Preferences, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Preferences:
    """Over SSH, where nothing is said about opening."""
    monkeypatch.setenv("SSH_CONNECTION", "1 2 3 4")
    return replace(to_clip, download_directory=folder)


@pytest.fixture
def opening(nothing_opens: Preferences, opened: Path) -> Preferences:
    """A program of the user's opens things."""
    program = f'printf "%s\\n" "$@" >>{opened}'
    return replace(nothing_opens, open_command=("/bin/sh", "-c", program, "sh"))


def arguments(opened: Path) -> list[str]:
    return opened.read_text().splitlines() if opened.exists() else []


def talk(service: ModelService, subject: ChatMessage) -> None:
    service.talk("bob", [subject])
    if subject.attachment:
        service.files = {subject.attachment.url: b"content"}


async def test_a_file_is_saved_once_and_opened_by_its_whole_path(
    running: Running, service: ModelService, opening: Preferences, opened: Path, folder: Path
) -> None:
    talk(service, with_file(1, "--version; touch x.pdf", 7))
    async with running(120, preferences=opening) as pilot:
        await pilot.press("l", "o")
        await settle(pilot)
        await pilot.press("o")
        await settle(pilot)
        assert arguments(opened) == [str(folder / "version_ touch x.pdf")] * 2
        assert any("and opened" in told.message for told in pilot.app._notifications)


async def test_a_program_is_saved_but_never_opened(
    running: Running, service: ModelService, opening: Preferences, opened: Path
) -> None:
    talk(service, with_file(1, "invoice.pdf.EXE", 7))
    async with running(120, preferences=opening) as pilot:
        await pilot.press("l", "o")
        await settle(pilot)
        assert any("It may be a program" in told.message for told in pilot.app._notifications)
        assert arguments(opened) == []


async def test_without_a_desktop_it_is_said_where_the_file_is(
    running: Running, service: ModelService, nothing_opens: Preferences, folder: Path
) -> None:
    talk(service, with_file(1, "a.pdf", 7))
    async with running(120, preferences=nothing_opens) as pilot:
        await pilot.press("l", "o")
        await settle(pilot)
        assert "There is no desktop here" in screen_text(pilot.app)
        assert (folder / "a.pdf").exists()


async def test_the_only_link_is_opened_at_once(
    running: Running, service: ModelService, opening: Preferences, opened: Path
) -> None:
    talk(service, message(1, text="see https://example.com/a?b=$(id)&c. Or ftp://x/ or javascript:x"))
    async with running(120, preferences=opening) as pilot:
        await pilot.press("l", "o")
        await settle(pilot)
        (url,) = arguments(opened)
        assert url.startswith("https://example.com/a?b=")
        assert "Opened: example.com" in screen_text(pilot.app)


async def test_over_ssh_the_address_is_copied_instead(
    running: Running, service: ModelService, nothing_opens: Preferences, clip: Path
) -> None:
    talk(service, message(1, text="see https://example.com/a"))
    async with running(120, preferences=nothing_opens) as pilot:
        await pilot.press("l", "o")
        await settle(pilot)
        assert copied(clip) == "https://example.com/a"
        assert "There is no desktop here" in screen_text(pilot.app)


async def test_of_several_links_one_is_chosen_by_its_real_host(
    running: Running, service: ModelService, opening: Preferences, opened: Path
) -> None:
    talk(service, message(1, text="https://one.example/a https://аррӏе.com/b https://paypal.com@three.example/c"))
    async with running(120, preferences=opening) as pilot:
        await pilot.press("l", "o")
        await asked(pilot)
        shown = screen_text(pilot.app)
        assert "[1] one.example" in shown
        assert "[2] xn--80ak6aa92e.com" in shown
        assert "[3] three.example" in shown
        await pilot.press("2")
        await settle(pilot)
        assert arguments(opened) == ["https://xn--80ak6aa92e.com/b"]


async def test_a_link_that_misleads_is_asked_about_and_left_by_enter(
    running: Running, service: ModelService, opening: Preferences, opened: Path
) -> None:
    talk(service, message(1, text="[bank.example](https://evil.example/x)"))
    async with running(120, preferences=opening) as pilot:
        await pilot.press("l", "o")
        await asked(pilot)
        assert "it leads to evil.example" in screen_text(pilot.app)
        await pilot.press("enter")
        await settle(pilot)
        assert arguments(opened) == []


async def test_where_there_is_nothing_to_open_it_is_said(
    running: Running, service: ModelService, opening: Preferences
) -> None:
    talk(service, message(1))
    async with running(120, preferences=opening) as pilot:
        await pilot.press("l", "o")
        await settle(pilot)
        assert "There is nothing to open in this message" in screen_text(pilot.app)


async def test_a_program_that_cannot_open_is_told(
    running: Running, service: ModelService, nothing_opens: Preferences
) -> None:
    talk(service, with_file(1, "a.pdf", 7))
    async with running(120, preferences=replace(nothing_opens, open_command=("/nowhere/open",))) as pilot:
        await pilot.press("l", "o")
        await settle(pilot)
        assert "/nowhere/open cannot be run" in screen_text(pilot.app)


@pytest.mark.parametrize(
    ("command", "environment", "installed", "expected"),
    [
        ((), {"DISPLAY": ":0"}, True, ("xdg-open",)),
        ((), {"WAYLAND_DISPLAY": "w"}, True, ("xdg-open",)),
        ((), {"DISPLAY": ":0"}, False, None),
        ((), {}, True, None),
        ((), {"DISPLAY": ":0", "SSH_CONNECTION": "1 2 3 4"}, True, None),
        (("mine", "--"), {"SSH_CONNECTION": "1 2 3 4"}, False, ("mine", "--")),
    ],
)
def test_the_desktop_opens_where_there_is_one(
    command: tuple[str, ...], environment: dict[str, str], installed: bool, expected: tuple[str, ...] | None
) -> None:
    found = opener(command, environment, lambda name: f"/usr/bin/{name}" if installed else None, "linux")
    assert found == (Opener(expected) if expected else None)


def test_programs_are_known_by_their_suffix() -> None:
    assert is_program(Path("/x/a.Desktop"))
    assert not is_program(Path("/x/desktop"))
    assert not is_program(Path("/x/a.sh.txt"))
