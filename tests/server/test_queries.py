"""Every question that is asked often is answered by an index, whatever the size of the conversation."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Delete, Select, Update, delete, select, update

from tests.server.worlds import Filled
from tui.server.conversations import Listing, list_query
from tui.server.history import Position, Window, page_query
from tui.server.schema import conversation, message, metadata, removed, token
from tui.server.service import Service

START: Position = (1_718_000_000_000, "1310000000000000001")
Statement = Select[Any] | Update | Delete


def page(owner: str, channel: str, window: Window, start: Position | None, limit: int) -> Select[Any]:
    statement, values = page_query(owner, channel, window, start, limit)
    return statement.params(values)


STATEMENTS: dict[str, tuple[Statement, set[str]]] = {
    "newest page": (page("amy", "group 1", Window(), None, 51), {"message", "removed"}),
    "older page": (page("amy", "group 1", Window(), START, 51), {"message", "removed"}),
    "newer page": (page("amy", "group 1", Window(upwards=False), START, 51), {"message", "removed"}),
    "page of two days": (page("amy", "group 1", Window(since=1, until=9), START, 51), {"message", "removed"}),
    "page of pictures": (
        page("amy", "group 1", Window(kinds=("img",)), START, 51),
        {"message_by_kind", "removed"},
    ),
    "page of media": (
        page("amy", "group 1", Window(kinds=("img", "video", "audio")), START, 51),
        {"message_by_kind", "removed"},
    ),
    "page of a sender": (
        page("amy", "group 1", Window(sender="bob", kinds=("img",)), START, 51),
        {"message_by_sender", "removed"},
    ),
    "list": (list_query("amy", Listing(20), None, 21), {"conversation_by_activity", "message"}),
    "list, further": (list_query("amy", Listing(20), [1, "chat", "bob"], 21), {"conversation_by_activity", "message"}),
    "pinned list": (list_query("amy", Listing(20, pinned=True), [1], 21), {"conversation_by_pin", "message"}),
    "marked list": (list_query("amy", Listing(20, mark=3), None, 21), {"conversation_by_activity", "message", "mark"}),
    "message by id": (select(message.c.time).where(message.c.channel == "c", message.c.id == "7"), {"message_by_id"}),
    "own row": (
        select(conversation).where(
            conversation.c.owner == "a", conversation.c.form == "chat", conversation.c.peer == "b"
        ),
        {"conversation"},
    ),
    "members' rows": (
        update(conversation).where(conversation.c.channel == "group 1").values(unread=0),
        {"conversation_by_channel"},
    ),
    "removals up to a time": (
        delete(removed).where(removed.c.owner == "a", removed.c.channel == "c", removed.c.time <= 1),
        {"removed"},
    ),
    "expired tokens": (delete(token).where(token.c.owner == "amy", token.c.expires <= 1), {"token_by_owner"}),
}


def plan_of(service: Service, statement: Statement) -> list[str]:
    """How SQLite would answer, one step an entry."""
    with service.database.reading() as connection:
        compiled = statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        return [str(row.detail) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]


@pytest.mark.parametrize("name", STATEMENTS)
def test_no_table_is_scanned(filled: Filled, name: str) -> None:
    statement, used = STATEMENTS[name]
    steps = plan_of(filled(), statement)
    scanned = {step.split()[1] for step in steps if step.startswith("SCAN")}
    assert scanned.isdisjoint(metadata.tables), steps  # what a limited inner query found is scanned, and may be
    assert {each for each in used if not any(f" {each} " in f"{step} " for step in steps)} == set(), steps


def test_a_page_is_a_run_of_neighbours(filled: Filled) -> None:
    """Both ends of the range are in the index condition: else a page would look at all that lies behind it."""
    steps = plan_of(filled(), page("amy", "group 1", Window(), START, 51))
    assert any("channel=? AND (time,id)>(?,?) AND (time,id)<(?,?)" in step for step in steps), steps
