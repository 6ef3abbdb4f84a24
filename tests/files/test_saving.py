"""New files: numbered, whole, and never through a link or over a neighbour."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.errors import ConfigError, RoamingError
from tui.files.saving import Target, new_file, target


def save(place: Target, content: bytes) -> Path:
    with new_file(place) as file:
        file.part.write(content)
    return Path(file.saved)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_taken_name_is_numbered_and_its_file_kept(tmp_path: Path) -> None:
    place = target(str(tmp_path), "photo.jpg")
    paths = [save(place, content) for content in (b"one", b"two", b"three")]
    assert [path.name for path in paths] == ["photo.jpg", "photo-2.jpg", "photo-3.jpg"]
    assert [path.read_bytes() for path in paths] == [b"one", b"two", b"three"]
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), new_file(Target(tmp_path, "a", is_exact=True)) as file:
        file.part.write(b"half")
        assert names(tmp_path) == ["a.part"]
        raise KeyboardInterrupt
    assert names(tmp_path) == []


def test_a_left_over_part_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "a.part").write_bytes(b"another's")
    assert save(target(str(tmp_path / "a"), "ignored"), b"ours").name == "a"
    assert (tmp_path / "a.part").read_bytes() == b"another's"
    assert names(tmp_path) == ["a", "a.part"]


def test_a_link_is_a_taken_name(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").symlink_to(tmp_path / "elsewhere")
    assert save(target(str(tmp_path), "photo.jpg"), b"x").name == "photo-2.jpg"
    assert not (tmp_path / "elsewhere").exists()
    with pytest.raises(ConfigError, match="exists already"):
        target(str(tmp_path / "photo.jpg"), "x")


def test_an_own_path_is_taken_as_it_is_or_refused(tmp_path: Path) -> None:
    place = target(str(tmp_path / ".hidden"), "photo.jpg")
    with pytest.raises(ConfigError, match="exists already"), new_file(place) as file:
        file.part.write(b"ours")
        (tmp_path / ".hidden").write_bytes(b"another's, in the meantime")
    assert (tmp_path / ".hidden").read_bytes() == b"another's, in the meantime"
    assert names(tmp_path) == [".hidden"]


@pytest.mark.parametrize("output", ["nowhere/file", "nowhere/"])
def test_a_folder_that_is_not_there_is_told(tmp_path: Path, output: str) -> None:
    with pytest.raises(ConfigError, match="make it first"):
        target(f"{tmp_path}/{output}", "photo.jpg")


def test_a_disk_that_takes_nothing_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RoamingError, match="cannot be written"), new_file(Target(tmp_path, "a", is_exact=True)) as file:
        os.close(file.part.fileno())
        file.part.write(b"x" * 100_000)
    assert names(tmp_path) == []


def test_a_name_that_is_too_long_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be written"):
        target(str(tmp_path / ("x" * 300)), "photo.jpg")
