"""Copying in a real terminal: OSC 52 goes out only when asked for, once, and holds the message."""

from __future__ import annotations

import os
import re
import shutil
import sys
from base64 import b64decode
from pathlib import Path

import pytest

from tests.e2e.running import ROAM, clean_environment
from tests.e2e.terminal import Terminal

OSC_52 = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")


def test_osc_52_goes_out_when_y_is_pressed_and_never_else(tmp_path: Path) -> None:
    environment = clean_environment(tmp_path, TMUX="", STY="", SSH_CONNECTION="1 2 3 4")
    with Terminal((*ROAM, "demo"), environment=environment) as terminal:
        terminal.until(lambda: b"demo \xc2\xb7 live" in terminal.output, "never live")
        terminal.press("lk")
        assert b"\x1b]52" not in terminal.output
        terminal.press("Y")
        terminal.until(lambda: bool(OSC_52.search(terminal.output)), "nothing was sent")
        (sent,) = OSC_52.findall(terminal.output)
        assert re.search(r" · roam://\S+/singleChat/\S+/\d+\n.", b64decode(sent).decode())
        assert terminal.output.count(b"\x1b]52") == 1


@pytest.mark.skipif(shutil.which("screen") is None, reason="there is no GNU screen here")
def test_a_long_text_gets_whole_through_gnu_screen(tmp_path: Path) -> None:
    program = (
        "from tui.app.clipboard.osc52 import sequence\n"
        "print(sequence('好' * 3000, in_screen=True), end='', flush=True); input()"
    )
    environment = clean_environment(
        tmp_path, TMUX="", STY="", SCREENDIR=str(tmp_path), PYTHONPATH=os.pathsep.join(sys.path)
    )
    tmp_path.chmod(0o700)
    with Terminal(("screen", "-c", os.devnull, sys.executable, "-c", program), environment=environment) as terminal:
        terminal.until(lambda: bool(OSC_52.search(terminal.output)), "screen passed nothing on")
        (sent,) = OSC_52.findall(terminal.output)
        assert b64decode(sent).decode() == "好" * 3000
        terminal.press("\r")
        assert terminal.wait() == 0
