"""Export jobs: whole or not at all, never over somebody else's file, and honest about what is missing."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.archive.samples import BOB, at, message, messages, page_up
from tests.export.archives import NOW, archive_of, exported, job, saved
from tui.events import MessagesFound
from tui.export import ExportError, Format, Progress, Selection
from tui.export.manifest import manifest_path, read_manifest
from tui.models import Kind


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def modes(folder: Path) -> set[int]:
    return {each.stat().st_mode & 0o777 for each in folder.iterdir()}


def manifest_of(path: Path) -> Any:
    return json.loads(manifest_path(path).read_text())


async def test_a_manifest_says_what_it_is_and_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "bob.jsonl"
    async with archive_of(page_up(messages(1, 2), last=True), page_up(messages(5, 6), before=9)) as archive:
        await saved(archive, Format.JSONL, path)
    told = manifest_of(path)
    assert told["account"] == {"user": "alice", "app_key": "acme#support"}
    assert told["conversation"] == {"id": "bob", "type": "singleChat", "name": "Bob"}
    assert (told["messages"], told["how"], told["exported_at"]) == (4, "whole", NOW)
    assert (told["first"], told["last"]) == ({"id": "1", "time": at(1)}, {"id": "6", "time": at(6)})
    coverage = told["coverage"]
    assert (coverage["archived"], coverage["complete"], coverage["floor"]) == (4, False, at(1))
    assert coverage["spans"] == [{"first": at(1), "last": at(2)}, {"first": at(5), "last": at(6)}]
    assert coverage["gaps"] == [{"after": at(2), "before": at(5)}]
    assert modes(tmp_path) == {0o600}


@pytest.mark.parametrize("content", ["somebody's", ""])
async def test_a_file_that_is_no_export_stays(content: str, tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_text(content)
    async with archive_of(page_up(messages(1), last=True)) as archive:
        with pytest.raises(ExportError, match="--force"):
            await saved(archive, Format.TEXT, path)
        assert (names(tmp_path), path.read_text()) == (["notes"], content)
        await job(archive, Format.TEXT).to_file(path, force=True)
        assert "message 1" in path.read_text()


async def test_an_export_that_somebody_changed_stays(tmp_path: Path) -> None:
    path = tmp_path / "bob"
    async with archive_of(page_up(messages(1), last=True)) as archive:
        await saved(archive, Format.TEXT, path)
        await saved(archive, Format.HTML, path)  # its own: written anew, in another form, too
        path.write_text("notes of mine")
        for incremental in (False, True):
            with pytest.raises(ExportError, match="changed since"):
                await saved(archive, Format.TEXT, path, incremental=incremental)
    assert path.read_text() == "notes of mine"


async def test_one_cut_between_its_manifest_and_its_name_is_still_known(tmp_path: Path) -> None:
    path = tmp_path / "bob"
    async with archive_of(page_up(messages(1), last=True)) as archive:
        await saved(archive, Format.TEXT, path)
        older = path.read_bytes()
        archive.write(MessagesFound(BOB, messages(2)))
        await saved(archive, Format.TEXT, path, incremental=True)
        path.write_bytes(older)  # as if the program had ended before the new file got its name
        assert (await saved(archive, Format.TEXT, path, incremental=True)).messages == 2
        assert path.read_text() == await exported(archive, Format.TEXT)


async def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    path = tmp_path / "bob"
    path.symlink_to(tmp_path / "kept")
    async with archive_of(page_up(messages(1), last=True)) as archive:
        with pytest.raises(ExportError):
            await saved(archive, Format.TEXT, path)
        await job(archive, Format.TEXT).to_file(path, force=True)
    assert (tmp_path / "kept").read_text() == "kept"
    assert not path.is_symlink()


async def test_what_is_cancelled_leaves_the_older_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "bob"
    async with archive_of(page_up(messages(*range(1, 3000)), last=True)) as archive:
        await saved(archive, Format.TEXT, path)
        before = contents(tmp_path)
        archive.write(MessagesFound(BOB, messages(3001)))
        running: asyncio.Task[object]
        progress: list[Progress] = []

        def stop(told: Progress) -> None:
            progress.append(told)
            running.cancel()

        running = asyncio.ensure_future(job(archive, Format.TEXT, on_progress=stop).to_file(path))
        with pytest.raises(asyncio.CancelledError):
            await running
        assert progress == [Progress(1000, 3000, 1000)]
    assert contents(tmp_path) == before


class Disk:
    """In which threads files below a folder were opened and renamed, while it is looked at."""

    def __init__(self) -> None:
        self._folder = ""
        self._threads: set[int] = set()
        sys.addaudithook(self._note)

    @contextmanager
    def watched(self, folder: Path) -> Iterator[set[int]]:
        self._folder, self._threads = str(folder), set()
        try:
            yield self._threads
        finally:
            self._folder = ""

    def _note(self, event: str, arguments: tuple[object, ...]) -> None:
        if self._folder and event in ("open", "os.rename") and str(arguments[0]).startswith(self._folder):
            self._threads.add(threading.get_ident())


DISK = Disk()


async def test_the_loop_never_waits_for_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "bob"
    async with archive_of(page_up(messages(1), last=True)) as archive:
        with DISK.watched(tmp_path) as threads:
            await saved(archive, Format.TEXT, path)
            archive.write(MessagesFound(BOB, messages(2)))
            await saved(archive, Format.TEXT, path, incremental=True)
            assert len(threads) > 0
            assert threading.get_ident() not in threads


async def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    async with archive_of(page_up(messages(1), last=True)) as archive:
        with pytest.raises(ExportError, match="cannot be written"):
            await saved(archive, Format.TEXT, tmp_path / "nowhere" / "bob")


async def test_a_selection_takes_what_it_names(tmp_path: Path) -> None:
    async with archive_of(page_up(messages(*range(1, 2500)), last=True)) as archive:

        async def ids(selection: Selection) -> list[str]:
            lines = (await exported(archive, Format.JSONL, selection)).splitlines()
            return [json.loads(line)["id"] for line in lines]

        assert await ids(Selection(since=at(2), until=at(4))) == ["2", "3", "4"]
        assert await ids(Selection(keys=frozenset({"7", "2400"}))) == ["7", "2400"]
        assert await ids(Selection(sender="bob", since=at(2499))) == ["2499"]
        assert await ids(Selection(sender="carol")) == []
        assert await ids(Selection(kinds=frozenset({Kind.IMAGE}))) == []


async def test_an_empty_export_is_one_too(tmp_path: Path) -> None:
    path = tmp_path / "bob"
    async with archive_of(page_up(messages(1), last=True)) as archive:
        done = await job(archive, Format.HTML, Selection(sender="carol")).to_file(path)
    manifest = read_manifest(path)
    assert manifest is not None
    assert (done.messages, manifest.first, manifest.sha256) == (0, None, manifest.sha256)


async def test_a_gap_shows_where_it_is_whatever_is_left_out(tmp_path: Path) -> None:
    facts = (page_up(messages(1, 2), last=True), page_up((message(5, sender="carol"), message(6)), before=9))
    async with archive_of(*facts) as archive:
        everything = await exported(archive, Format.TEXT)
        without_carol = await exported(archive, Format.TEXT, Selection(sender="bob"))
    assert everything.index("message 2") < everything.index("may be missing") < everything.index("message 5")
    assert without_carol.index("message 2") < without_carol.index("may be missing") < without_carol.index("message 6")
    assert everything.count("may be missing") == without_carol.count("may be missing") == 1
