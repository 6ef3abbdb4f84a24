"""The plain commands against a server on a socket, as a script would use them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.e2e.records import ACCOUNT, FRIEND, GROUP, Record, records, write
from tests.e2e.running import APP_KEY, ROAM, Server, clean_environment, roam, serving


def of(conversation: str) -> list[Record]:
    return [record for record in records() if (record["chat_type"] == "groupchat") == (conversation == GROUP)]


def as_message(record: Record) -> dict[str, object]:
    """What the service's SDK says of a record."""
    return {
        "id": record["msg_id"],
        "time": record["timestamp"],
        "from": record["from"],
        "to": record["to"],
        "type": "txt",
        "chatType": "groupChat" if record["chat_type"] == "groupchat" else "singleChat",
        "msg": record["payload"]["bodies"][0]["msg"],
        "ext": record["payload"]["ext"],
        "onlineState": 3,
    }


@pytest.mark.parametrize("conversation", [GROUP, FRIEND])
@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_whole_history_is_what_was_imported(account: dict[str, str], conversation: str, direction: str) -> None:
    done = roam("history", conversation, "--json", "--limit", "0", "--direction", direction, environment=account)
    assert (done.returncode, done.stderr) == (0, "")
    wanted = [as_message(record) for record in of(conversation)]
    assert [json.loads(line) for line in done.stdout.splitlines()] == (wanted if direction == "down" else wanted[::-1])


def test_a_limit_says_where_to_go_on(account: dict[str, str]) -> None:
    first = roam("history", FRIEND, "--json", "--limit", "15", environment=account)
    cursor = json.loads(first.stdout.splitlines()[-1])["id"]
    assert f"--cursor {cursor}" in first.stderr
    rest = roam("history", FRIEND, "--json", "--limit", "0", "--cursor", cursor, environment=account)
    ids = [json.loads(line)["id"] for line in (first.stdout + rest.stdout).splitlines()]
    assert ids == [record["msg_id"] for record in reversed(of(FRIEND))]


def test_a_pipe_reads_oldest_first(account: dict[str, str]) -> None:
    done = roam("history", FRIEND, "--limit", "2", environment=account)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    wanted = [[r["from"], r["msg_id"], "txt", " ".join(r["payload"]["bodies"][0]["msg"].split())] for r in of(FRIEND)]
    assert [row[1:] for row in rows] == wanted[-2:]


def test_the_list_by_activity(account: dict[str, str]) -> None:
    done = roam("conversations", "--json", environment=account)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["conversationId"] for each in found] == [GROUP, FRIEND]
    assert found[0]["lastMessage"]["msg"] == of(GROUP)[-1]["payload"]["bodies"][0]["msg"]
    plain = roam("conversations", environment=account)
    assert [line.split("\t")[2] for line in plain.stdout.splitlines()] == [GROUP, FRIEND]
    assert roam("conversations", "--pinned", "--json", environment=account).stdout == ""


def test_a_conversation_that_is_not_in_the_list_needs_a_type(account: dict[str, str]) -> None:
    unknown = roam("history", "nobody", environment=account)
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "--type" in unknown.stderr
    assert "Traceback" not in unknown.stderr
    named = roam("history", "nobody", "--type", "singleChat", environment=account)
    assert (named.returncode, named.stdout, named.stderr) == (0, "", "")


def test_who_has_read_enough_may_leave(account: dict[str, str]) -> None:
    command = [*ROAM, "history", GROUP, "--json", "--limit", "0"]
    with subprocess.Popen(command, env=account, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["id"] == of(GROUP)[-1]["msg_id"]
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(20) == 0


def test_a_wrong_password_is_not_signed_in(account: dict[str, str]) -> None:
    done = roam("conversations", environment={**account, "ROAM_PASSWORD": "wrong"})
    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1


def test_nobody_there_is_one_sentence(account: dict[str, str]) -> None:
    done = roam("conversations", environment={**account, "ROAM_REST_URL": "http://127.0.0.1:9", "ROAM_TOKEN": "t"})
    assert (done.returncode, done.stdout) == (1, "")
    assert "127.0.0.1" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_without_an_account_the_way_to_one_is_named(tmp_path: Path) -> None:
    done = roam("conversations", environment=clean_environment(tmp_path))
    assert done.returncode == 2
    assert "ROAM_APP_KEY" in done.stderr


def test_a_mixed_case_user_is_told(account: dict[str, str]) -> None:
    done = roam("conversations", "--json", environment={**account, "ROAM_USER": "Amy"})
    assert done.returncode == 0
    assert done.stderr == "roam: user ids are lower case: using amy\n"


def test_the_browser_needs_a_terminal(tmp_path: Path) -> None:
    done = roam("demo", environment=clean_environment(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs a terminal" in done.stderr


def test_importing_again_adds_nothing_and_bad_lines_are_named(tmp_path: Path) -> None:
    file = write(tmp_path / "history.jsonl", 30)
    file.write_text(file.read_text() + "{ no json\n\n" + '{"msg_id": 3}\n')
    environment = clean_environment(tmp_path)
    arguments = ["import", str(file), "--db", f"sqlite:///{tmp_path / 'a.db'}", "--account", ACCOUNT]
    first = roam(*arguments, environment=environment)
    assert "30 messages of 2 conversations, 30 of them new" in first.stdout
    assert "the password of every new account: " in first.stdout
    assert f"{file}, line 31: " in first.stderr
    assert f"{file}, line 33: " in first.stderr
    again = roam(*arguments, "--json", environment=environment)
    told = json.loads(again.stdout)
    assert (again.returncode, told["path"], told["records"], told["added"], told["bad"]) == (0, str(file), 30, 0, 2)


def test_a_server_ends_cleanly_when_asked(tmp_path: Path) -> None:
    with serving(f"sqlite:///{tmp_path / 'a.db'}", clean_environment(tmp_path)) as server:
        assert server.stop() == 0


def test_an_address_in_use_is_one_sentence(server: Server, tmp_path: Path) -> None:
    arguments = ["--db", f"sqlite:///{tmp_path / 'a.db'}", "--app-key", APP_KEY, "--port", str(server.port)]
    done = roam("serve", *arguments, environment=clean_environment(tmp_path))
    assert done.returncode == 2
    assert str(server.port) in done.stderr
    assert len(done.stderr.splitlines()) == 1
