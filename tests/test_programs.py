"""Other programs: started, waited for, and ended."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from tui.errors import RoamingError
from tui.programs import run, start


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A pipe on which a program tells its number."""
    os.mkfifo(tmp_path / "report")
    return tmp_path / "report"


async def told(report: Path) -> int:
    """The number of the program that writes it to the pipe, as soon as it does."""
    async with asyncio.timeout(20):
        return int(await asyncio.to_thread(report.read_text))


async def test_a_program_that_takes_too_long_is_ended(report: Path) -> None:
    number = asyncio.create_task(told(report))
    with pytest.raises(RoamingError, match="took longer than 1 seconds"):
        await run(("/bin/sh", "-c", f"echo $$ >{report}; exec sleep 600"), patience=1)
    assert not is_running(await number)


async def test_leaving_ends_a_program_that_is_waited_for(report: Path) -> None:
    task = asyncio.create_task(run(("/bin/sh", "-c", f"echo $$ >{report}; exec sleep 600"), patience=60))
    number = await told(report)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not is_running(number)


async def test_what_is_started_for_the_user_goes_on(report: Path) -> None:
    await start(("/bin/sh", "-c", f"echo $$ >{report}; exec sleep 600"), patience=0.01)
    number = await told(report)
    try:
        assert is_running(number)
    finally:
        os.kill(number, 9)


async def test_what_fails_at_once_is_told() -> None:
    with pytest.raises(RoamingError, match=r"/bin/false failed with status 1\."):
        await start(("/bin/false",), patience=60)
