"""Copying in a real terminal: OSC 52 goes out only when asked for, once, and holds the message."""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path

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
