"""The signs that the interface draws, with ASCII twins for terminals that cannot show them."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of signs; each takes one cell.

    `folds` are the characters of our own sentences to write otherwise.
    """

    cursor: str = "▌"
    rule: str = "─"
    gap: str = "┄"
    ellipsis: str = "…"
    newer: str = "↓"
    older: str = "↑"
    mark: str = "✓"
    answer: str = "↳"
    pin: str = "▴"
    expiring: str = "◷"
    folds: Mapping[int, str] = field(default_factory=dict, hash=False)

    def spell(self, sentence: str) -> str:
        """`sentence`, one of the interface's own, with the signs of this set."""
        return sentence.translate(self.folds)


UNICODE = Glyphs()
ASCII = Glyphs(
    cursor=">",
    rule="-",
    gap="-",
    ellipsis="~",
    newer="v",
    older="^",
    mark="+",
    answer=">",
    pin="*",
    expiring="!",
    folds=str.maketrans({"…": "...", "·": "-", "×": "x", "–": "-", "─": "-", "┄": "-", "↓": "v", "↑": "^"}),
)


def choose(encoding: str, environ: Mapping[str, str]) -> Glyphs:
    """The set that a terminal of `encoding` can show; `ROAM_ASCII=1` in `environ` asks for ASCII anyway."""
    if environ.get("ROAM_ASCII", "") not in ("", "0"):
        return ASCII
    try:
        # Encodings of East Asia carry these signs too, but their terminals draw them two cells wide.
        return UNICODE if codecs.lookup(encoding).name.startswith("utf") else ASCII
    except LookupError:
        return ASCII
