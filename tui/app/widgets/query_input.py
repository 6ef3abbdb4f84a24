"""The line in which a query is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from tui.app.keymap import TITLES, Where, bindings

KEPT = 100
"""Queries to remember; the oldest go first."""


class Earlier:
    """The queries of a session, to come back to."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, back: int) -> str:
        """The query before the present one (1), or so many more before that. Raises IndexError."""
        return self._texts[-back]

    def note(self, text: str) -> None:
        """Remember this query as the latest."""
        if text.strip():
            self._texts = [*(each for each in self._texts if each != text), text][-KEPT:]


class QueryInput(Input):
    """Goes through earlier queries, and asks for completions."""

    BINDING_GROUP_TITLE = TITLES[Where.QUERY]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.QUERY)

    @dataclass
    class CompletionWanted(Message):
        """Complete what stands before the cursor, or put another choice there."""

    def __init__(self, text: str, earlier: Earlier) -> None:
        super().__init__(text, compact=True)
        self._earlier = earlier
        self._back = 0
        self._typed = ""

    def action_earlier(self) -> None:
        if self._back == 0:
            self._typed = self.value
            self._back = int(len(self._earlier) > 0 and self._earlier[1] == self.value)
        if self._back < len(self._earlier):
            self._back += 1
            self._put(self._earlier[self._back])

    def put_later(self) -> bool:
        """Come back to a later query; False where there is none."""
        if self._back == 0:
            return False
        self._back -= 1
        self._put(self._earlier[self._back] if self._back else self._typed)
        return True

    def action_complete(self) -> None:
        self.post_message(self.CompletionWanted())

    def _put(self, text: str) -> None:
        self.value = text
        self.cursor_position = len(text)
