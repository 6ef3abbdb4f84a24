"""Downloads: the right bytes under a safe name, or one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Roam
from tests.commands.worlds import HOSTILE, PICTURE

PHOTO, GONE, COMBINED, TEXT, PLACE, TRICK = "900101", "900102", "900103", "900104", "900105", "900002"
FILES = ("--conversation", "files")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_saved_and_its_path_told(roam: Roam, folder: Path) -> None:
    first = roam("download", PHOTO, *FILES)
    assert (first.code, first.output, first.errors) == (0, "img-900101.png\n", "")
    second = roam("download", PHOTO, *FILES, "--json")
    assert second.object == {"id": PHOTO, "path": "img-900101-2.png", "size": len(PICTURE)}
    assert names(folder) == ["img-900101-2.png", "img-900101.png"]
    assert {path.read_bytes() for path in folder.iterdir()} == {PICTURE}


def test_a_thumbnail_has_a_name_of_its_own(roam: Roam, folder: Path) -> None:
    assert roam("download", PHOTO, *FILES, "--thumbnail").output == "thumbnail-img-900101.png\n"
    assert (folder / "thumbnail-img-900101.png").read_bytes() == PICTURE[:64]
    assert "no thumbnail" in roam("download", TRICK, "--conversation", "hostile", "--thumbnail").errors


def test_a_hostile_name_stays_in_the_folder(roam: Roam, folder: Path) -> None:
    done = roam("download", TRICK, "--conversation", "hostile")
    (name,) = names(folder)
    assert done.output == f"{name}\n"
    assert name.isprintable()
    assert (folder / name).read_bytes() == PICTURE
    assert {"here", "state"} <= set(names(folder.parent)) <= {"here", "state", "config", "data"}


def test_output_names_the_file_or_its_folder(roam: Roam, folder: Path) -> None:
    assert roam("download", PHOTO, *FILES, "--output", "mine.bin").output == "mine.bin\n"
    again = roam("download", PHOTO, *FILES, "--output", "mine.bin")
    assert (again.code, again.output) == (2, "")
    assert "mine.bin exists already" in again.errors
    (folder / "box").mkdir()
    assert roam("download", PHOTO, *FILES, "--output", "box").output == "box/img-900101.png\n"


def test_what_failed_leaves_no_file(roam: Roam, folder: Path) -> None:
    done = roam("download", GONE, *FILES)
    assert (done.code, done.output) == (1, "")
    assert len(done.errors.splitlines()) == 1
    assert names(folder) == []


@pytest.mark.parametrize("message", [TEXT, PLACE])
def test_a_message_without_a_file_is_told(roam: Roam, message: str) -> None:
    done = roam("download", message, *FILES)
    assert (done.code, done.output) == (1, "")
    assert "has no file" in done.errors


def test_a_message_that_is_not_there_is_told(roam: Roam) -> None:
    done = roam("download", "12345", *FILES)
    assert (done.code, done.errors) == (1, "roam: there is no message 12345 in files\n")


def test_a_combined_message_shows_what_it_holds(roam: Roam, folder: Path) -> None:
    done = roam("download", COMBINED, *FILES)
    assert done.code == 0
    rows = [line.split("\t") for line in done.output.splitlines()]
    assert [(row[1], row[4].split()[:2]) for row in rows] == [("dan", ["forwarded", str(n)]) for n in range(3)]
    assert all(char.isprintable() or char in "\t\n" for char in done.output)
    as_objects = roam("download", COMBINED, *FILES, "--json")
    assert [each["msg"] for each in as_objects.objects] == [f"forwarded {n} {HOSTILE}" for n in range(3)]
    saved = roam("download", COMBINED, *FILES, "--output", "held.jsonl", "--json")
    lines = (folder / "held.jsonl").read_text(encoding="utf-8").splitlines()
    assert saved.object["path"] == "held.jsonl"
    assert [json.loads(line) for line in lines] == as_objects.objects
