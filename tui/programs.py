"""Other programs: run without a shell, without our secrets, and not for ever."""

from __future__ import annotations

import asyncio
import os
import subprocess
from asyncio.subprocess import Process
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import DEVNULL, PIPE
from threading import Thread
from typing import Any

from tui.errors import RoamingError
from tui.i18n import _

_CHUNK = 64 * 1024

OUR_SECRETS = ("ROAM_TOKEN", "ROAM_PASSWORD")
"""Environment variables that are no other program's business."""


def without_our_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for another program."""
    return {name: value for name, value in environment.items() if name not in OUR_SECRETS}


async def run(command: Sequence[str], data: bytes = b"", *, patience: float) -> None:
    """Run `command` with `data` on its standard input until it ends well.

    It has no terminal to ask at, and its output goes nowhere. Raises RoamingError when it cannot be run, fails, or
    takes more than `patience` seconds, after which it is gone.
    """
    process = await _started(command)
    try:
        async with asyncio.timeout(patience):
            await process.communicate(data)
    except TimeoutError:
        raise _too_long(command, patience) from None
    finally:
        await _ended(process)
    _require_success(command, process.returncode)


async def output_of(command: Sequence[str], source: Path, *, most: int, patience: float) -> bytes:
    """What `command` prints with the file `source` on its standard input. Errors as in `run`; also beyond `most` bytes.

    Raises RoamingError, too, when the file cannot be read.
    """
    process = await _reading(command, source)
    try:
        async with asyncio.timeout(patience):
            assert process.stdout is not None, "a pipe was asked for"
            printed = bytearray()
            while chunk := await process.stdout.read(_CHUNK):
                printed += chunk
                if len(printed) > most:
                    raise RoamingError(_("{program} printed too much.").format(program=command[0]))
            await process.wait()
    except TimeoutError:
        raise _too_long(command, patience) from None
    finally:
        await _ended(process)
    _require_success(command, process.returncode)
    return bytes(printed)


async def start(command: Sequence[str], *, patience: float) -> None:
    """Start `command` for the user, who goes on with it by themselves: it may outlive this program.

    Raises RoamingError when it cannot be run, or fails within `patience` seconds.
    """
    _require_success(command, await asyncio.to_thread(_status, command, patience))


def _status(command: Sequence[str], patience: float) -> int:
    """How the program ended; 0 when it goes on. Not by asyncio, which kills with its loop what still runs."""
    try:
        process = subprocess.Popen(command, stdin=DEVNULL, **_apart())  # noqa: S603  # no shell reads it
    except (OSError, ValueError) as error:
        raise _cannot_run(command, error) from None
    try:
        return process.wait(patience)
    except subprocess.TimeoutExpired:
        Thread(target=process.wait, name="wait-for-program", daemon=True).start()
        return 0


async def _started(command: Sequence[str]) -> Process:
    try:
        return await asyncio.create_subprocess_exec(*command, stdin=PIPE, **_apart())
    except (OSError, ValueError) as error:
        raise _cannot_run(command, error) from None


async def _reading(command: Sequence[str], source: Path) -> Process:
    try:
        with await asyncio.to_thread(source.open, "rb") as file:
            return await asyncio.create_subprocess_exec(*command, stdin=file, **{**_apart(), "stdout": PIPE})
    except (OSError, ValueError) as error:
        raise _cannot_run(command, error) from None


def _apart() -> dict[str, Any]:
    """What keeps a program from our terminal, our secrets and our signals."""
    return {
        "stdout": DEVNULL,
        "stderr": DEVNULL,
        "env": without_our_secrets(os.environ),
        "start_new_session": True,
    }


async def _ended(process: Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.wait()


def _too_long(command: Sequence[str], patience: float) -> RoamingError:
    sentence = _("{program} took longer than {seconds:g} seconds.")
    return RoamingError(sentence.format(program=command[0], seconds=patience))


def _cannot_run(command: Sequence[str], error: OSError | ValueError) -> RoamingError:
    reason = error.strerror if isinstance(error, OSError) else _("its arguments cannot be passed on")
    return RoamingError(_("{program} cannot be run: {reason}.").format(program=command[0], reason=reason))


def _require_success(command: Sequence[str], status: int | None) -> None:
    if status != 0:
        raise RoamingError(_("{program} failed with status {status}.").format(program=command[0], status=status))
