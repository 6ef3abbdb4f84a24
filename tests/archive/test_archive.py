"""The asynchronous door: what is given is written in order, read after it was written, and a failure is told once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest

from tests.archive.samples import BOB, START_TIME, at, message, messages, page_up, place
from tests.protocol.samples import VIEWPOINT, body, meta
from tui.archive import Archive, open_archive
from tui.archive.opening import mark_damaged, open_file
from tui.errors import ArchiveError
from tui.events import ConnectionBegan, ListRead, MessageArrived, NamesKnown
from tui.models import Conversation
from tui.protocol.messages import read_message
from tui.protocol.viewpoint import Viewpoint
from tui.store.archive import Archive as StoreArchive


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    async with aclosing(open_archive(tmp_path / "archive.db", VIEWPOINT, lambda: START_TIME)) as archive:
        yield archive


async def keys(archive: Archive) -> list[str]:
    return [each.key for each in (await archive.older(BOB, None, 1000)).messages]


def test_it_is_what_the_store_asks_for() -> None:
    archive: StoreArchive = open_archive(None, VIEWPOINT)
    assert archive.reason == ""


async def test_a_reading_call_sees_every_earlier_write(archive: Archive) -> None:
    for number in range(1, 301):
        archive.write(MessageArrived(BOB, message(number), is_own=False))
    assert await keys(archive) == list(map(str, range(1, 301)))
    assert (await archive.coverages())[BOB].messages == 300


async def test_what_was_given_before_closing_is_there_at_the_next_start(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "archive.db", VIEWPOINT)
    for number in range(1, 301):
        archive.write(MessageArrived(BOB, message(number), is_own=False))
    await archive.aclose()
    async with aclosing(open_archive(tmp_path / "archive.db", VIEWPOINT)) as again:
        assert await keys(again) == list(map(str, range(1, 301)))


async def test_closed_it_answers_no_more(archive: Archive) -> None:
    await archive.aclose()
    await archive.aclose()
    archive.write(ConnectionBegan(1))
    with pytest.raises(ArchiveError, match="closed"):
        await archive.listed()


async def test_closing_that_is_cancelled_lets_go_of_the_file_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    archive = open_archive(path, VIEWPOINT)
    archive.write(MessageArrived(BOB, message(1), is_own=False))
    await archive.written()
    await archive.known()  # it is searched, too
    closing = asyncio.create_task(archive.aclose())
    await asyncio.sleep(0)
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    mark_damaged(path)  # nobody may move it aside while another one uses it
    async with aclosing(open_archive(path, VIEWPOINT)) as again:
        assert again.take_notice().startswith("The archive was damaged.")


async def test_in_memory_it_is_the_same() -> None:
    async with aclosing(open_archive(None, VIEWPOINT, notice="kept in memory only")) as archive:
        archive.write(page_up(messages(1, 2), last=True))
        archive.write(NamesKnown({BOB: "Bob"}))
        archive.write(ListRead((Conversation(BOB.id, BOB.type),)))
        assert await keys(archive) == ["1", "2"]
        assert (await archive.newer(BOB, place(1), 5)).messages == messages(2)
        assert (await archive.around(BOB, at(2), 5)).messages == messages(1, 2)
        assert (await archive.listed()).names == {BOB: "Bob"}
        assert (archive.take_notice(), archive.take_notice()) == ("kept in memory only", "")


async def test_written_waits_for_the_disk(archive: Archive, tmp_path: Path) -> None:
    archive.write(page_up(messages(1, 2), last=True))
    await archive.written()
    with apsw.Connection(str(tmp_path / "archive.db")) as other:
        assert other.execute("SELECT count(*) FROM message").get == 2


async def test_the_base_is_known_at_a_start_without_a_network(tmp_path: Path) -> None:
    content = body()
    del content.contents[:]
    content.contents.add(type=1, remote_path="https://a1.example/o/a/chatfiles/u", secret_key="s")
    there = replace(VIEWPOINT, base="http://new.example")
    old, new = (read_message(meta(1, content), each) for each in (VIEWPOINT, there))
    assert old is not None
    unknown = Viewpoint(VIEWPOINT.user, VIEWPOINT.resource)
    async with aclosing(open_archive(tmp_path / "archive.db", unknown)) as first:
        first.write(page_up((old,), last=True))
        first.look_from("http://new.example")
        assert (await first.older(BOB, None, 1)).messages == (new,)
        first.look_from("")
        assert (await first.older(BOB, None, 1)).messages == (new,)
    async with aclosing(open_archive(tmp_path / "archive.db", unknown)) as later:
        assert (await later.older(BOB, None, 1)).messages == (new,)


async def test_a_broken_file_is_told_of_once(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(b"broken" * 1000)
    async with aclosing(open_archive(path, VIEWPOINT)) as archive:
        assert archive.take_notice().startswith(f"The archive was damaged. It is now {path}.broken-")
        assert archive.take_notice() == ""


class TestFailing:
    """Whatever stops the writing, what comes later is not written as if it followed what is missing."""

    @pytest.fixture
    def db(self, tmp_path: Path) -> apsw.Connection:
        return open_file(tmp_path / "archive.db", datetime.now(UTC))[0]

    @pytest.fixture
    async def failed(self, db: apsw.Connection) -> AsyncIterator[Archive]:
        """An archive for whose third message there was no room on the disk; now there is."""
        async with aclosing(Archive(db, VIEWPOINT, lambda: START_TIME)) as archive:
            told = asyncio.Event()
            archive.on_failure = told.set
            archive.write(page_up(messages(1, 2), last=True, attaches=True))
            await archive.written()
            db.pragma("max_page_count", 1)
            archive.write(MessageArrived(BOB, message(3, "x" * 200_000), is_own=False))
            await told.wait()
            db.pragma("max_page_count", 2**30)
            yield archive

    async def test_the_reason_is_a_sentence(self, failed: Archive) -> None:
        assert failed.reason == "The disk is full, so nothing more is archived until the next start."

    async def test_what_comes_later_is_not_written(self, failed: Archive) -> None:
        failed.write(MessageArrived(BOB, message(4), is_own=False))
        assert await keys(failed) == ["1", "2"]

    async def test_whoever_waits_for_the_disk_is_told(self, failed: Archive) -> None:
        with pytest.raises(ArchiveError, match="The disk is full"):
            await failed.written()

    async def test_nobody_has_to_listen(self, db: apsw.Connection) -> None:
        db.pragma("query_only", True)
        async with aclosing(Archive(db, VIEWPOINT, lambda: START_TIME)) as archive:
            archive.write(MessageArrived(BOB, message(3), is_own=False))
            assert await keys(archive) == []
            assert archive.reason == "The archive may not be written; check the permissions of its file and directory."

    async def test_a_mistake_of_ours_is_a_failure_too(self, archive: Archive) -> None:
        impossible = replace(message(3), sender="\ud800")
        archive.write(MessageArrived(BOB, impossible, is_own=False))
        with pytest.raises(ArchiveError, match="The archive failed: "):
            await archive.written()

    async def test_a_file_that_breaks_is_set_aside_at_the_next_start(self, archive: Archive, tmp_path: Path) -> None:
        path = tmp_path / "archive.db"
        archive.write(page_up(messages(*range(1, 500)), last=True))
        await archive.written()
        await archive.aclose()
        with path.open("r+b") as file:  # all but what is read when it is opened
            file.seek(4096 * 30)
            file.write(b"\xff" * (path.stat().st_size - 4096 * 30))
        async with aclosing(open_archive(path, VIEWPOINT)) as broken:
            assert broken.take_notice() == ""
            with pytest.raises(ArchiveError, match="The archive is damaged"):
                await broken.older(BOB, None, 1000)
        async with aclosing(open_archive(path, VIEWPOINT)) as anew:
            assert anew.take_notice().startswith("The archive was damaged.")
            assert await keys(anew) == []
