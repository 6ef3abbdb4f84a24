"""The plain text form: a heading a day, a line a message, further lines of it indented below."""

from __future__ import annotations

from tui.export.clock import Moment
from tui.export.telling import Told

_INDENT = "\n    "
"""No further line of a text can pass for a message of its own."""


class TextLook:
    """For people and for what reads lines."""

    def head(self, title: str, subtitle: str) -> str:
        return f"{title}\n{subtitle}\n"

    def gap(self, words: str) -> str:
        return f"\n~~~~ {words} ~~~~\n"

    def day(self, day: str) -> str:
        return f"\n==== {day} ====\n\n"

    def message(self, moment: Moment, sender: str, told: Told) -> str:
        noted = f" ({told.note})" if told.note else ""
        text = told.words.replace("\n", _INDENT)
        return f"{moment.time} {moment.offset}  {sender}{noted}: {text}\n"
