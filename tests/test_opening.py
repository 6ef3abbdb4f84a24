"""What the browser's store is opened with."""

from __future__ import annotations

import subprocess
import sys
from contextlib import aclosing
from pathlib import Path

import pytest

from tui.config import Connection
from tui.events import HistoryRead
from tui.models import ConversationKey, ConversationType
from tui.opening import open_archive
from tui.runs import END, Run

BOB = ConversationKey("bob", ConversationType.SINGLE)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where archives go."""
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return tmp_path / "data"


@pytest.fixture
def no_data(data: Path) -> None:
    """Archives have nowhere to go."""
    data.write_text("in the way of the directory")


@pytest.mark.usefixtures("no_data")
async def test_an_archive_that_is_gone_with_the_program_says_so_for_as_long_as_it_lasts() -> None:
    async with aclosing(await open_archive(Connection("acme#support", "amy"))()) as archive:
        reason = archive.reason
        assert reason.endswith(": Not a directory.")
        assert archive.take_notice() == reason
        archive.write(HistoryRead(BOB, Run((), END, END, reaches_oldest=True, reaches_newest=True)))
        assert BOB in await archive.coverages()
        assert archive.reason == reason


@pytest.mark.usefixtures("data")
async def test_an_archive_in_its_file_has_nothing_to_say() -> None:
    async with aclosing(await open_archive(Connection("acme#support", "amy"))()) as archive:
        assert (archive.reason, archive.take_notice()) == ("", "")


def test_the_client_comes_without_the_command_line_of_its_library() -> None:
    program = "import sys; from tui.opening import client_class; client_class(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "httpx" in loaded
    assert not {"click", "pygments.lexers", "rich.progress"} & set(loaded)
