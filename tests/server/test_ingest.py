"""What is stored of a message that came by another way than a file."""

from __future__ import annotations

from dataclasses import replace

from tests.server.worlds import Filled, text
from tui.server.conversations import find
from tui.server.history import Window, read_page


def test_lone_surrogates_are_stored_as_what_replaces_them(filled: Filled) -> None:
    odd = replace(text(1, "alice", "bob"), payload={"bodies": [{"type": "txt", "msg": "a\ud800b 图😀"}]})
    with filled(odd).database.reading() as connection:
        seat = find(connection, "alice", "chat", "bob")
        assert seat is not None
        (stored,) = read_page(connection, seat, Window(), None, 1).records
    assert stored.payload["bodies"][0]["msg"] == "a\ufffdb 图😀"
