"""Reads the text files beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("texts")


@cache
def sections(name: str) -> Mapping[str, tuple[str, ...]]:
    """The lines of each section of the file `name`, by the section's title (a line that begins with "# ")."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            lines = found[line[2:]] = []
        else:
            lines.append(line)
    return {title: tuple(_trimmed(content)) for title, content in found.items()}


def _trimmed(lines: list[str]) -> list[str]:
    """Without the empty lines at the end."""
    while lines and not lines[-1]:
        lines.pop()
    return lines
