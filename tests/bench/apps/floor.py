"""The floor of any program in a terminal: a key comes in, one write of bytes made beforehand goes out.

`python -m tests.bench.apps.floor full` writes a whole screen, `… scroll` moves the screen by a line and writes that.
"""

from __future__ import annotations

import os
import sys
import termios
import tty

COLUMNS, ROWS = 120, 36
VARIANTS = 40
BEGIN, END = "\x1b[?2026h", "\x1b[?2026l"


def _line(number: int) -> str:
    text = f"{number:6} 陈静 09:41 今天的部署已经完成 the nightly build is green again"
    return f"\x1b[38;2;210;210;210;48;2;20;20;24m{text}{' ' * (COLUMNS - len(text) - 10)}\x1b[0m"


def _full(variant: int) -> bytes:
    rows = "".join(f"\x1b[{row + 1};1H{_line(variant * 11 + row)}" for row in range(ROWS))
    return f"{BEGIN}{rows}{END}".encode()


def _scrolled(variant: int) -> bytes:
    return f"{BEGIN}\x1b[{ROWS};1H\n{_line(variant)}{END}".encode()


def main(kind: str) -> None:
    frames = [(_full if kind == "full" else _scrolled)(variant) for variant in range(VARIANTS)]
    before = termios.tcgetattr(0)
    tty.setraw(0)
    try:
        os.write(1, b"\x1b[?1049h" + _full(0))
        turn = 0
        while os.read(0, 64)[:1] != b"q":
            turn += 1
            os.write(1, frames[turn % VARIANTS])
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)
        os.write(1, b"\x1b[?1049l")


if __name__ == "__main__":
    main(sys.argv[1])
