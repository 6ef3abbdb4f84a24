"""The archive filled and looked at by plain commands."""

from __future__ import annotations

import shlex
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import FRIENDS, Roam
from tests.commands.test_at_a_terminal import ran
from tests.commands.worlds import APP_KEY, BOTH, GROUP, MINUTE, NOON, USER
from tests.e2e.running import Server
from tui.config import archive_file


def by_id(objects: list[Any]) -> dict[tuple[str, str], Any]:
    return {(each["id"], each["type"]): each for each in objects}


def test_everything_in_the_list_is_fetched(roam: Roam, archive_path: Path) -> None:
    listed = {(each["conversationId"], each["conversationType"]) for each in roam("conversations", "--json").objects}
    done = roam("sync", "--json")
    assert (done.code, done.errors) == (0, "")
    fetched = by_id(done.objects)
    assert fetched.keys() == listed
    assert fetched["many", "singleChat"] == {
        "id": "many",
        "type": "singleChat",
        "name": "both",
        "fetched": 150,
        "new": 120,
        "archived": 120,
        "gaps": 0,
        "complete": True,
        "error": None,
    }
    assert fetched[GROUP, "groupChat"]["name"] == "Team"
    again = by_id(roam("sync", "--all", "--json").objects)
    assert {(each["new"], each["complete"]) for each in again.values()} == {(0, True)}
    assert archive_path.stat().st_mode & 0o777 == 0o600
    assert archive_path.parent.stat().st_mode & 0o777 == 0o700


def test_for_people_what_is_new_and_a_sum(roam: Roam) -> None:
    done = roam("sync", "many", FRIENDS[0])
    assert done.output.splitlines() == [
        "both (many)\t120 new\t120 archived\tcomplete",
        f"{FRIENDS[0]}\t45 new\t45 archived\tcomplete",
        "165 new messages; 2 of 2 conversations are complete",
    ]
    assert roam("sync", "many").output == "0 new messages; 1 of 1 conversations are complete\n"


def test_only_what_is_new_enough(roam: Roam) -> None:
    done = roam("sync", "many", "--since", str(NOON + 115 * MINUTE), "--json").object
    assert (done["new"], done["gaps"], done["complete"]) == (50, 1, False)
    assert roam("sync", "many", "--json").object["new"] == 70


def test_coverage_asks_nobody(roam: Roam, monkeypatch: pytest.MonkeyPatch) -> None:
    roam("sync", "many", "--since", str(NOON + 115 * MINUTE))
    monkeypatch.delenv("ROAM_PASSWORD")
    monkeypatch.setenv("TZ", "UTC")
    found = roam("coverage", "--json").object
    assert abs(found.pop("read_at") - datetime.now().astimezone().timestamp() * 1000) < 60_000
    assert found == {
        "id": "many",
        "type": "singleChat",
        "name": "both",
        "messages": 50,
        "oldest": NOON + 70 * MINUTE,
        "newest": NOON + 119 * MINUTE,
        "gaps": [{"after": None, "before": NOON + 70 * MINUTE}],
        "complete": False,
    }
    lines = roam("coverage", "many").output.splitlines()
    assert lines[0] == "singleChat\tmany\tboth\t50 messages\t2024-06-10 13:10\t2024-06-10 13:59\t1 gap"
    assert lines[1] == "missing: from the oldest message that the service keeps to 2024-06-10 13:10"
    assert lines[2].startswith("last read: ")
    assert len(lines) == 3


def test_a_conversation_that_is_not_archived(roam: Roam) -> None:
    done = roam("coverage")
    assert (done.code, done.output) == (0, "")
    assert "roam sync" in done.errors
    roam("sync", "many")
    done = roam("coverage", "nobody")
    assert (done.code, done.errors) == (1, "roam: nothing of nobody is archived: roam sync nobody does that\n")


def test_an_archive_without_histories_has_nothing_yet(roam: Roam, archive_path: Path) -> None:
    roam("conversations")
    assert archive_path.exists()
    done = roam("coverage")
    assert (done.code, done.output, done.errors) == (0, "", "roam: nothing is archived yet: roam sync does that\n")


def test_a_command_that_is_suggested_can_be_typed_as_it_is(roam: Roam) -> None:
    roam("sync", "many")
    done = roam("coverage", "Town square\x1b[2J 纸船广场")
    command = done.errors.rpartition(": ")[2].removesuffix(" does that\n")
    assert shlex.split(command) == ["roam", "sync", "Town square␛[2J 纸船广场"]


def test_looking_at_the_coverage_makes_no_file(roam: Roam, archive_path: Path) -> None:
    roam("coverage")
    roam("doctor")
    assert not archive_path.parent.exists()


def test_what_is_a_user_and_a_group_is_asked_about(roam: Roam) -> None:
    done = roam("sync", BOTH)
    assert (done.code, "--type" in done.errors) == (2, True)
    assert roam("sync", BOTH, "--type", "groupChat", "--json").object["new"] == 1
    assert roam("sync", BOTH, "--type", "singleChat", "--json").object["new"] == 2
    done = roam("coverage", BOTH)
    assert (done.code, "--type" in done.errors) == (2, True)
    assert roam("coverage", BOTH, "--type", "singleChat", "--json").object["messages"] == 2


def test_a_name_that_only_one_has_is_as_good_as_its_id(roam: Roam) -> None:
    assert roam("sync", "team", "--json").object["id"] == GROUP
    assert roam("coverage", "Team", "--json").object["id"] == GROUP
    done = roam("sync", "Both")
    assert (done.code, "many (singleChat)" in done.errors) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nobody"], "nobody is not in the list"),
        (["many", "--all"], "name conversations, or give --all"),
        (["--since", "soon"], "soon"),
    ],
)
def test_what_cannot_be_meant_is_refused(roam: Roam, arguments: list[str], said: str) -> None:
    done = roam("sync", *arguments)
    assert (done.code, said in done.errors) == (2, True)


def test_one_that_fails_is_told_and_the_others_are_kept(roam: Roam) -> None:
    done = roam("sync", "240000000000077", GROUP, "--type", "groupChat")
    assert done.code == 1
    assert done.errors.startswith("roam: 240000000000077: ")
    assert done.output.startswith(f"{GROUP}\t5 new")
    failed = by_id(roam("sync", "240000000000077", GROUP, "--type", "groupChat", "--json").objects)
    assert failed["240000000000077", "groupChat"]["error"]
    assert failed[GROUP, "groupChat"]["error"] is None


def test_one_that_is_nowhere_is_not_found_and_leaves_no_trace(roam: Roam) -> None:
    done = roam("sync", "nosuch", "many", "--type", "singleChat")
    assert (done.code, done.output.splitlines()[-1]) == (1, "120 new messages; 1 of 2 conversations are complete")
    assert done.errors == "roam: nosuch: nothing was found: it is not in the list, and its history is empty\n"
    assert [each["id"] for each in roam("coverage", "--json").objects] == ["many"]


def test_one_that_was_emptied_is_still_known(roam: Roam, friend: str) -> None:
    roam("sync", friend)
    roam("delete-messages", friend, "--before", str(NOON + 60 * MINUTE), "--yes")
    done = roam("sync", friend, "--type", "singleChat", "--json")
    assert (done.code, done.object["archived"], done.object["error"]) == (0, 0, None)


def test_nobody_is_signed_in(roam: Roam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROAM_PASSWORD", "wrong")
    assert roam("sync").code == 3


def test_a_service_that_is_not_there(roam: Roam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROAM_REST_URL", "http://127.0.0.1:9")
    assert roam("sync").code == 1


@pytest.mark.parametrize("command", ["sync", "coverage"])
def test_help_says_what_a_line_of_json_is(roam: Roam, command: str) -> None:
    words = " ".join(roam(command, "--help").output.split())
    assert "the service's names" not in words
    assert "one JSON object a conversation" in words
    assert ("looked up in the list" in words) == (command == "sync")


def test_progress_is_for_a_terminal_only(roam: Roam) -> None:
    code, output = ran("sync", columns=70)
    assert code == 0
    assert "reading the conversation list" in output
    assert output.splitlines()[-1].endswith("conversations are complete")
    assert "\r\x1b[K" in output
    assert roam("sync").errors == ""


def test_the_doctor_looks_at_the_archive(roam: Roam, archive_path: Path) -> None:
    def archive() -> Any:
        findings = roam("doctor", "--json").object["findings"]
        return next(each for each in findings if each["name"] == "archive")

    assert archive()["value"] == f"{archive_path} (not there)"
    roam("sync", "many")
    assert (archive()["state"], archive()["value"].startswith(f"{archive_path} (120 messages, ")) == ("ok", True)
    archive_path.unlink()
    archive_path.mkdir()
    assert (archive()["state"], bool(archive()["advice"])) == ("broken", True)


def test_paths_names_the_archive_of_the_account(roam: Roam, world_server: Server, tmp_path: Path) -> None:
    path = archive_file(APP_KEY, USER, world_server.rest_url)
    assert roam("paths", "--json").object["archive"] == str(path)
    assert path.is_relative_to(tmp_path / "data")
    done = roam("paths", "--json", "--profile", "nobody")
    assert done.code == 0
    assert "archive" not in done.object
    assert "nobody" in done.errors


def test_a_full_archive_directory_is_no_traceback(roam: Roam, archive_path: Path) -> None:
    archive_path.parent.parent.mkdir(parents=True)
    archive_path.parent.write_text("")
    done = roam("sync")
    assert done.code == 1
    assert done.errors.startswith("roam: ")
    assert "Traceback" not in done.errors
