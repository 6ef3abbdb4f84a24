"""Importing history-record files: all of it, again, in two goes, and with broken lines."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.schema import DropTable

from tests.server.worlds import APP_KEY, PASSWORD, in_group, sign_in, text
from tui.errors import ConfigError
from tui.protocol.records import record_line
from tui.server.importer import ImportProgress, import_history
from tui.server.record_files import LONGEST_LINE
from tui.server.schema import metadata
from tui.server.service import Service

SINGLE = (("amy", "Bob"), ("Bob", "amy"))
TALK = [
    in_group(number, f"writer{number % 7}") if number % 3 else text(number, *SINGLE[number % 2])
    for number in range(300)
]
LINES = [record_line(record, "amy") for record in TALK]


class Killed(BaseException):
    """Stands for the process ending."""


@pytest.fixture
def service() -> Iterator[Service]:
    with closing(Service.create(app_key=APP_KEY)) as service:
        yield service


def written(folder: Path, lines: list[str] | list[bytes], *, zipped: bool = False) -> Path:
    content = b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for line in lines)
    path = folder / ("history.jsonl.gz" if zipped else "history.jsonl")
    path.write_bytes(gzip.compress(content) if zipped else content)
    return path


CHANCE = {("account", "uuid"), ("account", "password"), ("account", "created")}


def everything(service: Service) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables that an import writes to, but for what is made by chance or by the clock."""
    found = {}
    with service.database.reading() as connection:
        for name in ("account", "room", "message", "conversation", "removed", "mark"):
            columns = [column for column in metadata.tables[name].c if (name, column.name) not in CHANCE]
            found[name] = sorted(tuple(row) for row in connection.execute(select(*columns)))
    return found


@pytest.mark.parametrize("zipped", [False, True])
async def test_the_account_sees_everything(service: Service, tmp_path: Path, zipped: bool) -> None:
    seen: list[ImportProgress] = []
    path = written(tmp_path, LINES, zipped=zipped)
    report = import_history(service, path, "Amy", PASSWORD, seen.append)
    assert (report.records, report.added, report.conversations, report.bad) == (300, 300, 2, 0)
    assert (seen[-1].done, seen[-1].total, seen[-1].records) == (path.stat().st_size, path.stat().st_size, 300)
    amy = await sign_in(service, "amy")
    assert await amy.names() == ["240000000000001", "bob"]
    group = await amy.walk("240000000000001@conference.easemob.com", is_positive=True)
    assert group == [record.id for record in TALK if record.chat_type == "groupchat"]
    assert [info["unread_num"] for info in await amy.listed()] == [0, 0]
    assert await (await sign_in(service, "bob")).names() == ["amy"]
    assert await (await sign_in(service, "writer1")).names() == ["240000000000001"]


async def test_a_second_import_changes_nothing(service: Service, tmp_path: Path) -> None:
    path = written(tmp_path, LINES)
    import_history(service, path, "amy", PASSWORD)
    amy = await sign_in(service, "amy")
    await amy.get("DELETE", "sdk/message/roaming/chat/user/{me}", userId="bob", msgIdList=TALK[297].id)
    await amy.get("DELETE", "user/{me}/user_channel", body={"channel": "bob", "type": "chat", "delete_roam": False})
    before = everything(service)
    assert import_history(service, path, "amy", PASSWORD).added == 0
    assert everything(service) == before


def test_a_killed_import_is_finished_by_the_next(service: Service, tmp_path: Path) -> None:
    path = written(tmp_path, LINES)

    def kill(progress: ImportProgress) -> None:
        if progress.records >= 150:
            raise Killed

    with pytest.raises(Killed):
        import_history(service, path, "amy", PASSWORD, kill, batch=50)
    assert import_history(service, path, "amy", PASSWORD).added == 150
    with closing(Service.create(app_key=APP_KEY)) as other:
        import_history(other, path, "amy", PASSWORD)
        assert everything(service) == everything(other)


def test_imports_into_one_database_may_take_turns(tmp_path: Path) -> None:
    """The second one seats a writer whom the first one knows nothing of, and writes what it was going to."""
    url = f"sqlite:///{tmp_path / 'both.db'}"
    talk = [in_group(number, writer) for number, writer in enumerate(("bob", "bob", "zoe", "zoe"))]
    path = written(tmp_path, [record_line(record, "amy") for record in talk])
    with closing(Service.create(url, APP_KEY)) as one, closing(Service.create(url, APP_KEY)) as two:
        added: list[int] = []

        def between(progress: ImportProgress) -> None:
            if not added:
                added.append(import_history(two, path, "carl", PASSWORD).added)

        report = import_history(one, path, "amy", PASSWORD, between, batch=2)
        assert (added, report.added) == ([2], 2)
        owners = [row[0] for row in everything(one)["conversation"]]
    assert owners == ["amy", "bob", "carl", "zoe"]


def test_a_database_that_fails_is_told_in_a_sentence(service: Service, tmp_path: Path) -> None:
    def break_it(progress: ImportProgress) -> None:
        with service.database.writing() as connection:
            connection.execute(DropTable(metadata.tables["message"]))

    with pytest.raises(ConfigError, match=r"import it again to go on: .* \(no such table: message\)"):
        import_history(service, written(tmp_path, LINES), "amy", PASSWORD, break_it, batch=100)


@pytest.mark.parametrize("number", ["1" + "0" * 400, "1e999", "-1e999", "1" + "0" * 3000 + ".5"])
@pytest.mark.parametrize("member", ["file_length", "lat", "size", "length", "x"])
async def test_no_number_makes_a_conversation_unreadable(
    service: Service, tmp_path: Path, number: str, member: str
) -> None:
    kind = {"lat": "loc", "size": "img", "length": "video"}.get(member, "file")
    value = f'{{"width": {number}}}' if member == "size" else number
    entry = json.loads(record_line(text(2, "bob", "amy"), "amy"))
    entry["payload"] = {"bodies": [{"type": kind, member: "HERE"}], "ext": {"far": "HERE"}}
    lines = [record_line(text(1, "bob", "amy"), "amy"), json.dumps(entry).replace('"HERE"', value)]
    assert import_history(service, written(tmp_path, lines), "amy", PASSWORD).added == 2
    amy = await sign_in(service, "amy")
    assert await amy.walk("bob@easemob.com") == ["1002", "1001"]
    payload = (await amy.listed())[0]["meta"]["payload"]
    assert _constants(payload) == []


def _constants(text: str) -> list[str]:
    """The words in `text` that JSON does not have, such as Infinity."""
    found: list[str] = []
    json.loads(text, parse_constant=found.append)
    return found


def test_bad_lines_are_reported_and_cost_nothing_else(service: Service, tmp_path: Path) -> None:
    entry = json.loads(LINES[0])
    broken: list[str | bytes] = [
        b"\xff",
        "{",
        "[" * 100_000,
        "[]",
        json.dumps({**entry, "msg_id": "x"}),
        json.dumps({**entry, "timestamp": "now"}),
        "x" * (LONGEST_LINE * 2),
        json.dumps({**entry, "direction": "outgoing", "from": "bob", "to": "amy"}),
        json.dumps({**entry, "from": "bob", "to": "carol"}),
        json.dumps({**entry, "payload": {"bodies": []}}),
        '{"msg_id": NaN}',
    ]
    lines = [*broken, "", LINES[0]]
    path = written(tmp_path, [line if isinstance(line, bytes) else line.encode() for line in lines])
    report = import_history(service, path, "amy", PASSWORD)
    assert (report.added, report.bad) == (1, len(broken))
    assert [line.number for line in report.bad_lines] == list(range(1, len(broken) + 1))
    assert all(line.reason for line in report.bad_lines)


def test_a_file_that_is_cut_off_gives_what_it_has(service: Service, tmp_path: Path) -> None:
    path = written(tmp_path, LINES, zipped=True)
    path.write_bytes(path.read_bytes()[:-200])
    report = import_history(service, path, "amy", PASSWORD)
    assert 0 < report.added <= 300
    assert report.bad_lines[-1].reason == "the compressed file is broken from here on"


def test_a_missing_file_is_told_in_a_sentence(service: Service, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        import_history(service, tmp_path / "none.jsonl", "amy", PASSWORD)
