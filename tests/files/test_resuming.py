"""Partial files: gone on with, never through a link, never by two at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.errors import RoamingError
from tui.files.resuming import PartialFile

MARK = "1a2b3c4d"
PART = f"photo.jpg.{MARK}.part"


def partial(folder: Path, mark: str = MARK) -> PartialFile:
    return PartialFile(folder, "photo.jpg", mark)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def test_what_came_is_kept_and_gone_on_with(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        async with partial(tmp_path) as file:
            await file.append(b"one ")
            raise KeyError
    assert contents(tmp_path) == {PART: b"one "}
    async with partial(tmp_path) as file:
        assert await file.size() == 4
        assert await file.head() == b"one "
        await file.append(b"two")
        path = await file.finish("photo.jpg")
    assert path == tmp_path / "photo.jpg"
    assert contents(tmp_path) == {"photo.jpg": b"one two"}
    assert path.stat().st_mode & 0o777 == 0o600


async def test_of_nothing_nothing_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    async with partial(folder):
        pass
    async with partial(folder) as file:
        await file.append(b"other")
        await file.clear()
    assert contents(folder) == {}


async def test_a_taken_name_is_numbered(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"another's")
    async with partial(tmp_path) as file:
        await file.append(b"ours")
        await file.finish("photo.jpg")
    assert contents(tmp_path) == {"photo.jpg": b"another's", "photo-2.jpg": b"ours"}


async def test_another_file_of_the_name_has_another_part(tmp_path: Path) -> None:
    async with partial(tmp_path) as one, partial(tmp_path, "ffffffff") as other:
        await one.append(b"1")
        await other.append(b"2")
    assert sorted(contents(tmp_path).values()) == [b"1", b"2"]


async def test_two_do_not_write_to_one_part(tmp_path: Path) -> None:
    async with partial(tmp_path) as file:
        await file.append(b"ours")
        with pytest.raises(RoamingError, match="is being written already"):
            async with partial(tmp_path):
                pass
    assert contents(tmp_path) == {PART: b"ours"}


def put(kind: str, part: Path, victim: Path) -> None:
    match kind:
        case "link":
            part.symlink_to(victim)
        case "hard link":
            part.hardlink_to(victim)
        case "pipe":
            os.mkfifo(part)
        case _:
            part.mkdir()


@pytest.mark.parametrize("make", ["link", "hard link", "pipe", "folder"])
async def test_what_others_put_there_is_not_written_to(tmp_path: Path, make: str) -> None:
    part, victim = tmp_path / PART, tmp_path / "victim"
    victim.write_bytes(b"kept")
    put(make, part, victim)
    with pytest.raises(RoamingError, match=PART):
        async with partial(tmp_path) as file:
            await file.clear()
    assert victim.read_bytes() == b"kept"


async def test_a_folder_that_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(RoamingError, match="cannot be written: File exists"):
        async with partial(tmp_path / "file"):
            pass
