"""The line in which a query is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from tui.app.keymap import TITLES, Where, bindings
from tui.app.widgets.typed_line import TypedLine


class QueryInput(TypedLine):
    """Goes through earlier queries, and asks for completions."""

    BINDING_GROUP_TITLE = TITLES[Where.QUERY]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.QUERY)

    @dataclass
    class CompletionWanted(Message):
        """Complete what stands before the cursor, or put another choice there."""

    def __init__(self, text: str, earlier: Sequence[str]) -> None:
        """`earlier`: the queries of before, the latest first."""
        super().__init__(text, compact=True)
        self._earlier = tuple(earlier)
        self._back = 0
        self._typed = ""

    def action_earlier(self) -> None:
        if self._back == 0:
            self._typed = self.value
            self._back = int(self._earlier[:1] == (self.value,))
        if self._back < len(self._earlier):
            self._back += 1
            self._put(self._earlier[self._back - 1])

    def forget(self) -> None:
        """There are no queries of before."""
        self._earlier, self._back = (), 0

    def put_later(self) -> bool:
        """Come back to a later query; False where there is none."""
        if self._back == 0:
            return False
        self._back -= 1
        self._put(self._earlier[self._back - 1] if self._back else self._typed)
        return True

    def action_complete(self) -> None:
        self.post_message(self.CompletionWanted())

    def _put(self, text: str) -> None:
        self.value = text
        self.cursor_position = len(text)
