"""`roam export`: what was fetched, in files that can be read, searched, kept and imported again."""

from __future__ import annotations

import hashlib
import json
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.commands.conftest import FRIENDS, Roam
from tests.commands.test_at_a_terminal import ran
from tests.commands.worlds import APP_KEY, BOTH, GROUP, MINUTE, NOON, PICTURE, USER
from tests.e2e.running import PASSWORD, ROAM, Server
from tests.e2e.terminal import Terminal
from tui.server.schema import message
from tui.server.service import Service

FRIEND = FRIENDS[0]
FORMATS = ("text", "markdown", "html", "jsonl", "records")


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if not each.name.endswith(".manifest.json"))


def stored(url: str) -> set[tuple[object, ...]]:
    """All messages of a local service's database."""
    with closing(Service.create(url, APP_KEY)) as service, service.database.reading() as connection:
        return {tuple(row) for row in connection.execute(select(*message.c))}


def test_what_is_exported_imports_again_as_it_was(roam: Roam, tmp_path: Path) -> None:
    roam("sync")
    first, second = (f"sqlite:///{tmp_path / name}.db" for name in ("first", "second"))
    for url, folder in ((first, tmp_path / "one"), (second, tmp_path / "two")):
        done = roam("export", "--all", "--format", "records", "--output", str(folder), "--json")
        assert done.code == 0
        files = [each["path"] for each in done.objects]
        imported = roam("import", *files, "--db", url, "--account", USER, "--password", PASSWORD, "--json")
        assert sum(each["bad"] for each in imported.objects) == 0
        assert sum(each["added"] for each in imported.objects) == sum(each["messages"] for each in done.objects)
    kept = {(each["id"], each["type"]): each["messages"] for each in roam("coverage", "--json").objects}
    assert {(each["id"], each["type"]): each["messages"] for each in done.objects} == kept
    assert stored(first) == stored(second)
    assert len(stored(first)) == sum(kept.values())


def test_the_objects_are_those_of_history(roam: Roam, tmp_path: Path) -> None:
    for conversation in ("files", "hostile", GROUP):
        path = tmp_path / f"{conversation}.jsonl"
        roam("sync", conversation)
        assert roam("export", conversation, "--format", "jsonl", "--output", str(path)).code == 0
        told = roam("history", conversation, "--json", "--direction", "down", "--limit", "0").output
        assert path.read_text() == told


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_with_its_manifest(form: str, roam: Roam, tmp_path: Path) -> None:
    roam("sync", "many")
    path = tmp_path / "many"
    done = roam("export", "many", "--format", form, "--output", str(path))
    assert (done.code, done.errors) == (0, "")
    assert done.output == f"both\t120 messages\tcomplete\t\t{path}\n"
    manifest = json.loads((tmp_path / "many.manifest.json").read_text())
    assert manifest["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (manifest["format"], manifest["messages"], manifest["coverage"]["complete"]) == (form, 120, True)
    assert {each.stat().st_mode & 0o777 for each in (path, tmp_path / "many.manifest.json")} == {0o600}
    assert "many 119" in path.read_text()
    assert PASSWORD not in path.read_text() + json.dumps(manifest)


def test_standard_output_takes_one(roam: Roam, tmp_path: Path) -> None:
    roam("sync", FRIEND)
    path = tmp_path / "file"
    roam("export", FRIEND, "--format", "text", "--output", str(path))
    code, output = ran("export", FRIEND, "--format", "text", "--output", "-")
    assert code == 0
    assert output == path.read_text()


def test_a_folder_has_a_file_for_each_and_a_list_of_pages(roam: Roam, tmp_path: Path) -> None:
    roam("sync", BOTH, "--type", "groupChat")
    roam("sync", BOTH, "--type", "singleChat")
    roam("sync", "hostile")
    folder = tmp_path / "pages"
    assert roam("export", "--all", "--format", "html", "--output", str(folder)).code == 0
    pages = [f"chat-{BOTH}.html", "chat-hostile.html", f"group-{BOTH}.html"]
    assert names(folder) == [*pages, "index.html"]
    index = (folder / "index.html").read_text()
    assert [page for page in pages if f'href="{page}"' in index] == pages
    assert roam("export", "--all", "--format", "html", "--output", str(folder)).code == 0
    (folder / "index.html").write_text("mine")
    done = roam("export", "--all", "--format", "html", "--output", str(folder))
    assert (done.code, "index.html" in done.errors) == (1, True)


def test_attachments_are_saved_beside_the_page_once(roam: Roam, tmp_path: Path) -> None:
    roam("sync", "files", "hostile")
    for _time in range(2):
        done = roam(
            "export", "files", "hostile", "--format", "html", "--attachments", "--output", str(tmp_path / "out")
        )
        assert done.code == 0
        assert "1 file could not be fetched" in done.errors
        assert names(tmp_path / "out" / "chat-files.files") == ["900101-img.png"]
        (hostile,) = (tmp_path / "out" / "chat-hostile.files").iterdir()
        assert hostile.read_bytes() == PICTURE
        assert hostile.name.startswith("900002-")
    assert roam("export", "files", "--format", "html", "--attachments", "--output", str(tmp_path / "new")).code == 0
    (tmp_path / "one.files").write_text("")
    done = roam("export", "files", "--format", "html", "--attachments", "--output", str(tmp_path / "one.html"))
    assert (done.code, "one.files cannot be written" in done.errors) == (1, True)
    page = (tmp_path / "out" / "chat-files.html").read_text()
    assert '<img src="chat-files.files/900101-img.png"' in page
    assert "share-secret" not in page


def test_gaps_are_told_and_fetched_if_wanted(roam: Roam, tmp_path: Path) -> None:
    roam("sync", "many", "--since", str(NOON + 115 * MINUTE))
    path = tmp_path / "many"
    export = ("export", "many", "--format", "text", "--output", str(path))
    done = roam(*export)
    assert (done.code, "1 gap" in done.output) == (0, True)
    assert done.errors == "roam: the archive is not complete (1 gap): roam sync many fetches what is missing\n"
    assert path.read_text().count("may be missing") == 1
    done = roam(*export, "--incremental", "--fetch", "--json")
    assert (done.object["messages"], done.object["complete"], done.object["how"]) == (120, True, "rewritten")
    assert "may be missing" not in path.read_text()
    assert roam(*export, "--incremental", "--json").object["how"] == "unchanged"


def test_filters(roam: Roam, tmp_path: Path) -> None:
    roam("sync", "many")
    path = tmp_path / "some"
    roam(
        "export", "many", "--format", "jsonl", "--output", str(path),
        "--from", USER, "--since", str(NOON), "--until", str(NOON + 6 * MINUTE),
    )  # fmt: skip
    assert [json.loads(line)["msg"] for line in path.read_text().splitlines()] == ["many 0", "many 3", "many 6"]


def test_nothing_of_somebody_else_is_replaced(roam: Roam, tmp_path: Path) -> None:
    roam("sync", FRIEND)
    path = tmp_path / "notes"
    path.write_text("mine")
    done = roam("export", FRIEND, "--format", "text", "--output", str(path))
    assert (done.code, path.read_text()) == (1, "mine")
    assert "--force" in done.errors
    assert roam("export", FRIEND, "--format", "text", "--output", str(path), "--force").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "text", "--output", "x"], "--all"),
        (["many", "--all", "--format", "text", "--output", "x"], "--all"),
        (["many", "--format", "text", "--output", "x", "--attachments"], "html"),
        (["--all", "--format", "text", "--output", "-"], "folder"),
        (["many", "--format", "text", "--output", "-", "--incremental"], "--output PATH"),
        (["many", "--format", "text", "--output", "/nowhere/x"], "no folder"),
        (["many", "--format", "text", "--output", "x", "--since", "soon"], "soon"),
    ],
)
def test_what_cannot_be_meant_is_refused(roam: Roam, arguments: list[str], said: str) -> None:
    roam("sync", "many")
    done = roam("export", *arguments)
    assert (done.code, said in done.errors) == (2, True)


def test_what_is_not_archived_is_a_sentence(roam: Roam, tmp_path: Path) -> None:
    export = ("export", "nobody", "--format", "text", "--output", str(tmp_path / "x"))
    assert (roam(*export).code, "roam sync" in roam(*export).errors) == (1, True)
    roam("sync", FRIEND)
    assert (roam(*export).code, "roam sync nobody" in roam(*export).errors) == (1, True)


def test_a_terminal_sees_how_far_it_is_and_can_interrupt(roam: Roam, tmp_path: Path) -> None:
    roam("sync", FRIEND)
    code, output = ran("export", FRIEND, "--format", "text", "--output", str(tmp_path / "x"))
    assert (code, "45 messages" in output) == (0, True)


def test_a_reader_that_has_enough_is_no_failure(roam: Roam, world_server: Server) -> None:
    roam("sync", "many")
    command = " ".join([*ROAM, "export", "many", "--format", "text", "--output", "-", "|", "head", "-1"])
    with Terminal(["bash", "-c", f"set -o pipefail; {command}"]) as terminal:
        assert terminal.wait() == 0
        assert b"Traceback" not in terminal.output
    assert sys.executable in command
