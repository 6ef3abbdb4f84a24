"""The last gate before the terminal: what no drawn line may hold, and what the user does not want in it."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_OBEYED = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)


class ObeyedCharacterFilter(LineFilter):
    """Takes control, direction and invisible characters out of every line, without changing its width.

    Texts are cleaned before they are shown (`tui.text`); this is for the one that was forgotten.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if not any(_OBEYED.search(segment.text) for segment in segments):
            return segments
        return [Segment(_OBEYED.sub(_harmless, segment.text), segment.style) for segment in segments]


class ColourlessFilter(LineFilter):
    """Leaves bold, reverse and the like, and no colours: what NO_COLOR asks for. Textual's own has greys instead."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(segment.text, segment.style and segment.style.without_color) for segment in segments]


def _harmless(match: re.Match[str]) -> str:
    return "\ufffd" * cell_len(match[0])
