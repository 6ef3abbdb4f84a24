"""Draws the README's picture of the demo: `python -m tests.app.picture FILE.svg`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tests.app.driving import svg_of
from tui.demo import demo

KEYS = ("j", "enter", "k", "k", "k")


def main() -> None:
    Path(sys.argv[1]).write_text(asyncio.run(svg_of(demo(None), KEYS)), encoding="utf-8")


if __name__ == "__main__":
    main()
