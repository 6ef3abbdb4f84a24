"""Which conversations there are, and what is known of the history of each as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import apsw

from tui.archive.places import columns, place
from tui.models import ConversationKey, ConversationType
from tui.runs import Position

_SELECT = (
    "SELECT type, id, number, message_count, floor_time, floor_rank, floor_mark, cut, read_at FROM conversation WHERE "
)


@dataclass(frozen=True, slots=True)
class History:
    """What is known of a history as a whole.

    `floor`: the service keeps nothing before this place. `cut`: messages up to this time (ms since 1970) have been
    removed and never come back. `read_at`: when the service last told of it (ms since 1970), 0 for never.
    """

    key: ConversationKey
    number: int
    message_count: int = 0
    floor: Position | None = None
    cut: int | None = None
    read_at: int = 0


class ConversationTable:
    """The conversations of one account by number. None is ever deleted, so that a number always means the same one."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db
        self._numbers: dict[ConversationKey, int] = {}

    def find(self, key: ConversationKey) -> int | None:
        """The number of a conversation; None when nothing was ever heard of it."""
        number = self._numbers.get(key)
        if number is not None:
            return number
        row = self._db.execute(
            "SELECT number FROM conversation WHERE type = ? AND id = ?", (key.type, key.id)
        ).fetchone()
        return None if row is None else self._numbers.setdefault(key, row[0])

    def number(self, key: ConversationKey) -> int:
        """The number of a conversation, a new one if nothing was ever heard of it."""
        number = self.find(key)
        if number is None:
            self._db.execute("INSERT INTO conversation (type, id) VALUES (?, ?)", (key.type, key.id))
            number = self._numbers[key] = self._db.last_insert_rowid()
        return number

    def history(self, key: ConversationKey) -> History | None:
        """None when nothing was ever heard of the conversation."""
        number = self.find(key)
        found = self._db.execute(f"{_SELECT} number = ?", (number,)).fetchone() if number is not None else None
        return _history(*found) if found else None

    def history_of(self, key: ConversationKey) -> History:
        """The history of a conversation, of a new one if nothing was ever heard of it."""
        return self.history(key) or History(key, self.number(key))

    def histories(self) -> list[History]:
        return [_history(*row) for row in self._db.execute(f"{_SELECT} 1 ORDER BY number")]

    def keep(self, history: History) -> None:
        """Write what is known of a history."""
        floor = columns(history.floor) if history.floor is not None else (None, None, None)
        self._db.execute(
            "UPDATE conversation SET message_count = ?, floor_time = ?, floor_rank = ?, floor_mark = ?, cut = ?,"
            " read_at = ? WHERE number = ?",
            (history.message_count, *floor, history.cut, history.read_at, history.number),
        )


def _history(
    type_: str,
    id_: str,
    number: int,
    count: int,
    floor_time: int | None,
    floor_rank: int,
    floor_mark: str,
    cut: int | None,
    read_at: int,
) -> History:
    floor = None if floor_time is None else place(floor_time, floor_rank, floor_mark)
    return History(ConversationKey(id_, ConversationType(type_)), number, count, floor, cut, read_at)
