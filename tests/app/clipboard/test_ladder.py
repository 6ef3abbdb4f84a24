"""Which way a text takes, with real programs, a real tmux and a real file."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.app.clipboard.ladder import Clipboard, Find, ladder
from tui.app.clipboard.osc52 import LONGEST, sequence
from tui.app.clipboard.routes import Route, Terminal, Tmux, Tool, no_file
from tui.errors import RoamingError
from tui.preferences import CopyBy

X11 = {"DISPLAY": ":0"}
WAYLAND = {"WAYLAND_DISPLAY": "wayland-0", **X11}


class Screen:
    """A terminal that remembers what it was sent, unless it takes nothing."""

    def __init__(self, *, takes: bool = True) -> None:
        self.sent: list[str] = []
        self._takes = takes

    def send(self, text: str) -> bool:
        if self._takes:
            self.sent.append(text)
        return self._takes


def having(*programs: str) -> Find:
    return lambda name: f"/usr/bin/{name}" if name in programs else None


def ways(environment: dict[str, str], *programs: str, by: CopyBy = CopyBy.AUTO) -> list[str]:
    routes = ladder(by, environment, Screen().send, no_file, having(*programs))
    return [named(route) for route in routes]


def named(route: Route) -> str:
    return route.command[0] if isinstance(route, Tool) else type(route).__name__


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ["Terminal", "PrivateFile"]),
        (X11, ["xclip", "xsel", "Terminal", "PrivateFile"]),
        (WAYLAND, ["wl-copy", "xclip", "xsel", "Terminal", "PrivateFile"]),
        ({**X11, "SSH_CONNECTION": "1 2 3 4"}, ["Terminal", "PrivateFile"]),
        ({"TMUX": "/tmp/t,1,0", **X11}, ["Tmux", "xclip", "xsel", "Terminal", "PrivateFile"]),
        ({"WSL_DISTRO_NAME": "Debian"}, ["clip.exe", "Terminal", "PrivateFile"]),
        ({"WSL_DISTRO_NAME": "Debian", "SSH_CONNECTION": "1 2 3 4"}, ["Terminal", "PrivateFile"]),
    ],
)
def test_the_surest_way_comes_first(environment: dict[str, str], expected: list[str]) -> None:
    assert ways(environment, "tmux", "wl-copy", "xclip", "xsel", "clip.exe") == expected


def test_what_is_not_installed_is_no_way() -> None:
    assert ways({"TMUX": "x", **WAYLAND}, "xsel") == ["xsel", "Terminal", "PrivateFile"]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (CopyBy.TMUX, ["Tmux"]),
        (CopyBy.TOOL, ["xsel"]),
        (CopyBy.OSC52, ["Terminal"]),
        (CopyBy.FILE, ["PrivateFile"]),
    ],
)
def test_one_way_alone_may_be_chosen(by: CopyBy, expected: list[str]) -> None:
    assert ways({"TMUX": "x", **X11}, "tmux", "xsel", by=by) == expected


async def test_osc_52_is_sent_and_said_honestly() -> None:
    screen = Screen()
    told = await Clipboard((Terminal(screen.send),)).put("a\x1bb")
    assert screen.sent == [sequence("ab")]
    assert "cannot be known" in told


@pytest.mark.parametrize(("text", "takes"), [("x" * LONGEST, True), ("x", False)])
async def test_what_the_terminal_cannot_take_goes_to_a_file(tmp_path: Path, text: str, takes: bool) -> None:
    def keep(kept: str) -> Path:
        (tmp_path / "copied.txt").write_text(kept)
        return tmp_path / "copied.txt"

    screen = Screen(takes=takes)
    told = await Clipboard(ladder(CopyBy.AUTO, {}, screen.send, keep)).put(text)
    assert screen.sent == []
    assert (tmp_path / "copied.txt").read_text() == text
    assert str(tmp_path / "copied.txt") in told


async def test_without_any_way_the_last_refusal_is_told() -> None:
    with pytest.raises(RoamingError, match="There is no clipboard here"):
        await Clipboard(()).put("x")
    with pytest.raises(RoamingError, match="takes nothing now"):
        await Clipboard((Terminal(Screen(takes=False).send),)).put("x")


async def test_a_program_of_the_users_gets_the_text_and_no_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROAM_TOKEN", "t0ken-of-amy")
    got, env = tmp_path / "got", tmp_path / "env"
    command = ("/bin/sh", "-c", f"cat >{got}; env >{env}")
    assert "sh" in await Clipboard(ladder(command, {}, Screen().send, no_file)).put("你好; $(x)\n")
    assert got.read_text() == "你好; $(x)\n"
    assert "t0ken-of-amy" not in env.read_text()


@pytest.mark.parametrize(
    ("command", "sentence"),
    [(("/bin/false",), "failed with status 1"), (("/nowhere/x",), "cannot be run"), (("a\0b",), "cannot be run")],
)
async def test_a_program_that_fails_is_told(command: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(RoamingError, match=sentence):
        await Clipboard((Tool(command),)).put("x" * 100_000)


@pytest.fixture
def tmux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A tmux of the test's own, that `$TMUX` names."""
    program = shutil.which("tmux")
    if program is None:
        pytest.skip("there is no tmux here")
    socket = str(tmp_path / "tmux")
    subprocess.run([program, "-S", socket, "-f", os.devnull, "new-session", "-d", "cat"], check=True)
    monkeypatch.setenv("TMUX", f"{socket},1,0")
    yield program
    subprocess.run([program, "-S", socket, "kill-server"], check=True)


def buffer(tmux: str) -> str:
    """What a paste in tmux would give, less the line feed that is printed after it."""
    shown = subprocess.run([tmux, "show-buffer"], check=True, capture_output=True).stdout
    return shown.decode().removesuffix("\n")


async def test_tmux_has_the_text_in_a_buffer(tmux: str) -> None:
    await Tmux(tmux).put("-x 你好\nsecond")
    assert buffer(tmux) == "-x 你好\nsecond"
