"""Every schema that was ever released becomes the newest, whole, with all that was in it."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from tests.archive.core import Core
from tests.archive.samples import BOB, START_TIME, messages, page_up
from tests.protocol.samples import VIEWPOINT
from tui.archive.reading import Reader
from tui.archive.schema import MIGRATIONS, migrate
from tui.archive.spots import SpotTable
from tui.errors import ArchiveError
from tui.models import ConversationKey, ConversationType
from tui.runs import Position
from tui.spots import Bookmark, Spot, Visit

SCHEMAS = Path(__file__).with_name("schemas")
NUMBERS = range(1, len(MIGRATIONS) + 1)


def released(number: int) -> apsw.Connection:
    """An archive as a release with that schema left it."""
    db = apsw.Connection(":memory:")
    db.execute((SCHEMAS / f"{number}.sql").read_text(encoding="utf-8"))
    return db


def made_of(db: apsw.Connection) -> set[tuple[object, ...]]:
    return set(db.execute("SELECT type, name, sql FROM sqlite_schema"))


def test_every_schema_is_on_file() -> None:
    assert {path.name for path in SCHEMAS.iterdir()} == {f"{number}.sql" for number in NUMBERS}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_released_schema_never_changes(number: int) -> None:
    db = apsw.Connection(":memory:")
    migrate(db, "", MIGRATIONS[:number])
    assert made_of(db) == made_of(released(number))


@pytest.mark.parametrize("number", NUMBERS)
def test_a_released_archive_keeps_what_is_in_it(number: int) -> None:
    db = released(number)
    migrate(db, "")
    assert db.pragma("user_version") == len(MIGRATIONS)
    reader = Reader(db, VIEWPOINT)
    stretch = reader.newer(BOB, None, 10)
    assert [each.id for each in stretch.messages] == ["1", "3", "8", "9", "10"]
    assert list(stretch.gaps) == ["8", "10"]
    known = reader.listed()
    assert [each.key for each in known.conversations] == [
        BOB,
        ConversationKey("240000000000001", ConversationType.GROUP),
    ]
    assert known.conversations[0].marks == (0, 19)
    assert known.names == {BOB: "Bob 鲍勃"}
    assert db.execute("SELECT count(*) FROM message_words WHERE message_words MATCH 'words'").get == 1
    assert db.execute("SELECT count(*) FROM deleted").get == 1
    edited = Position(START_TIME + 3 * 60_000, 3)
    assert SpotTable(db).visits() == [Visit(BOB, Position(START_TIME + 600_000, 10), Spot(BOB, edited, 4))]
    assert SpotTable(db).bookmarks() == [Bookmark("a", BOB, edited, "new words")]


def test_a_further_migration_is_run_once_on_what_is_there() -> None:
    db = released(len(MIGRATIONS))
    further = (*MIGRATIONS, "CREATE TABLE further (done TEXT)")
    migrate(db, "", further)
    migrate(db, "", further)
    assert made_of(db) == {
        *made_of(released(len(MIGRATIONS))),
        ("table", "further", "CREATE TABLE further (done TEXT)"),
    }
    assert db.pragma("user_version") == len(further)
    assert db.execute("SELECT count(*) FROM message").get == 5


def test_migrating_again_changes_nothing() -> None:
    db = released(1)
    migrate(db, "")
    before = db.serialize("main")
    migrate(db, "")
    assert db.serialize("main") == before


def test_a_migration_that_breaks_off_leaves_nothing_behind() -> None:
    db = released(len(MIGRATIONS))
    before = made_of(db)
    with pytest.raises(apsw.SQLError):
        migrate(db, "", (*MIGRATIONS, "CREATE TABLE half (done TEXT); CREATE TABLE half (again TEXT)"))
    assert made_of(db) == before
    assert db.pragma("user_version") == len(MIGRATIONS)
    assert not db.in_transaction


def test_an_archive_of_a_newer_version_is_refused_in_a_sentence() -> None:
    db = released(1)
    db.pragma("user_version", len(MIGRATIONS) + 1)
    with pytest.raises(ArchiveError, match=r"^/some/file was written by a newer version of roam; use that version, or"):
        migrate(db, "/some/file")


def test_the_database_of_another_program_is_refused() -> None:
    db = apsw.Connection(":memory:")
    db.execute("CREATE TABLE theirs (x)")
    with pytest.raises(ArchiveError, match="/some/file belongs to another program"):
        migrate(db, "/some/file")
    assert made_of(db) == {("table", "theirs", "CREATE TABLE theirs (x)")}


def test_the_words_keep_no_copy_of_the_text() -> None:
    archive = Core()
    archive.write(page_up(messages(1)))
    assert archive.db.execute("SELECT words FROM message_words").fetchall() == [(None,)]
