"""Single facts about an archive as a whole."""

from __future__ import annotations

import apsw

_NOTE = "note: "


class Properties:
    """Always inside a transaction of the caller's."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db

    @property
    def base(self) -> str:
        """The REST base that was last in use; '' when there was none."""
        return self._get("base")

    @base.setter
    def base(self, base: str) -> None:
        self._put("base", base)

    @property
    def list_was_read(self) -> bool:
        """Whether the whole conversation list was ever read."""
        return bool(self._get("list_was_read"))

    @list_was_read.setter
    def list_was_read(self, was_read: bool) -> None:
        self._put("list_was_read", "yes" if was_read else "")

    @property
    def heard_at(self) -> int:
        """When anything was last heard of the service, in ms since 1970; 0 for never."""
        return int(self._get("heard_at") or 0)

    @heard_at.setter
    def heard_at(self, time: int) -> None:
        self._put("heard_at", str(time))

    @property
    def notes(self) -> dict[str, str]:
        """The notes of the program's own, by their names."""
        rows = self._db.execute("SELECT name, value FROM property WHERE name GLOB ?", (f"{_NOTE}*",))
        return {name.removeprefix(_NOTE): value for name, value in rows}

    def note(self, name: str, value: str) -> None:
        self._put(f"{_NOTE}{name}", value)

    def _get(self, name: str) -> str:
        row = self._db.execute("SELECT value FROM property WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def _put(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO property (name, value) VALUES (?, ?)", (name, value))
