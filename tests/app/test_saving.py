"""`s` in the browser: the file is saved under a safe name, stopped and gone on with, or its absence told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.driving import Running, screen_text, settle, until
from tests.model_service import ModelService, message
from tui.app.acts.saving import progress_in_words
from tui.app.acts.transfer import Transfer
from tui.models import Attachment, ChatMessage, CombineBody, FileBody
from tui.preferences import USUAL, Preferences

CONTENT = b"0123456789" * 5


def with_file(number: int, filename: str, size: int = len(CONTENT)) -> ChatMessage:
    attachment = Attachment(f"http://127.0.0.1/a/b/chatfiles/{number}", filename=filename, size=size)
    return replace(message(number), body=FileBody(attachment))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "saved"


@pytest.fixture
def preferences(folder: Path) -> Preferences:
    return replace(USUAL, download_directory=folder)


def serve(service: ModelService, *messages: ChatMessage) -> None:
    """A conversation of these messages, whose files the service has."""
    service.talk("bob", list(messages))
    service.files = {each.attachment.url: CONTENT for each in messages if each.attachment}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def saved(folder: Path) -> set[bytes]:
    return {path.read_bytes() for path in folder.iterdir()}


async def test_s_saves_under_a_safe_name_and_never_over_another(
    running: Running, service: ModelService, preferences: Preferences, folder: Path
) -> None:
    serve(service, with_file(1, "../../\x1b[2J--rf.pdf"))
    async with running(120, preferences=preferences) as pilot:
        for _time in range(2):
            await pilot.press("l", "s")
            await settle(pilot)
        first, second = names(folder)
        assert (first, second) == ("_[2J--rf-2.pdf", "_[2J--rf.pdf")
        assert saved(folder) == {CONTENT}
        assert "Saved as" in screen_text(pilot.app)
        assert screen_text(pilot.app).splitlines()[-1].endswith("? Help")


async def test_while_it_comes_it_is_told_and_x_stops_it(
    running: Running, service: ModelService, preferences: Preferences, folder: Path
) -> None:
    serve(service, with_file(1, "a.bin"))
    async with running(preferences=preferences) as pilot:
        await pilot.press("l", "x")  # there is nothing to stop yet
        service.hold()
        await pilot.press("s")
        await until(pilot, lambda: "saving a.bin: 0% of 50 B" in screen_text(pilot.app))
        assert "x Stop" in screen_text(pilot.app).splitlines()[-1]
        await until(pilot, lambda: "0 of 1" in service.calls)
        await pilot.press("x")
        await until(pilot, lambda: "x Stop" not in screen_text(pilot.app))
        assert "What has come is kept" in screen_text(pilot.app)
        (part,) = names(folder)
        assert part.endswith(".part")
        service.release()
        await pilot.press("s")
        await settle(pilot)
        assert names(folder) == ["a.bin"]
        assert service.calls.count("0 of 1") == 1


async def test_several_are_saved_at_once_and_one_only_once(
    running: Running, service: ModelService, preferences: Preferences, folder: Path
) -> None:
    serve(service, *(with_file(number, f"{number}.bin") for number in range(1, 6)))
    async with running(preferences=preferences) as pilot:
        service.hold()
        await pilot.press("l", "s", "k", "s", "k", "s", "k", "s")
        await until(pilot, lambda: "saving 4 files: " in screen_text(pilot.app))
        assert len([call for call in service.calls if call.startswith("0 of")]) == 3
        await pilot.press("s")
        await until(pilot, lambda: "being saved already" in screen_text(pilot.app))
        service.release()
        await settle(pilot)
        assert names(folder) == ["2.bin", "3.bin", "4.bin", "5.bin"]


async def test_an_expired_file_says_so_and_leaves_nothing(
    running: Running, service: ModelService, preferences: Preferences, folder: Path
) -> None:
    serve(service, with_file(1, "a.bin"))
    service.files.clear()
    async with running(preferences=preferences) as pilot:
        await pilot.press("l", "s")
        await settle(pilot)
        assert "The file has expired" in screen_text(pilot.app)
        assert names(folder) == []


async def test_a_folder_that_is_gone_is_told(
    running: Running, service: ModelService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "started"
    started.mkdir()
    monkeypatch.chdir(started)
    serve(service, with_file(1, "a.bin"))
    async with running() as pilot:
        started.rmdir()
        await pilot.press("l", "s")
        await settle(pilot)
        assert "The folder where roam" in screen_text(pilot.app)


@pytest.mark.parametrize("subject", [message(1), replace(message(1), body=CombineBody(Attachment("http://x/y")))])
async def test_what_has_no_file_says_so(
    running: Running, service: ModelService, preferences: Preferences, subject: ChatMessage
) -> None:
    serve(service, subject)
    async with running(preferences=preferences) as pilot:
        await pilot.press("l", "s")
        await settle(pilot)
        assert "This message has no file." in screen_text(pilot.app)


def transfer(size: int, so_far: int) -> Transfer:
    body = with_file(1, "a.bin", size)
    assert body.attachment
    made = Transfer(body, body.attachment, lambda: None)
    made.has(so_far)
    return made


def test_progress_is_told_as_far_as_it_is_known() -> None:
    assert progress_in_words([]) == ""
    assert progress_in_words([transfer(2000, 1000)]) == "saving a.bin: 50% of 2 kB"
    assert progress_in_words([transfer(0, 1000)]) == "saving a.bin: 1 kB"
    assert progress_in_words([transfer(2000, 1000), transfer(2000, 2000)]) == "saving 2 files: 75% of 4 kB"
    assert progress_in_words([transfer(2000, 1000), transfer(0, 500)]) == "saving 2 files: 1.5 kB"
    assert progress_in_words([transfer(1000, 2000)]) == "saving a.bin: 100% of 1 kB"
