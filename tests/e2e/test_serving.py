"""What `roam serve` is told: how long its lists are, and whether it lets everyone ask at any time."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.e2e.conftest import connected
from tests.e2e.records import ACCOUNT
from tests.e2e.running import APP_KEY, PASSWORD, ROAM, Server, clean_environment, roam, serving
from tui.demo import open_demo

FRIENDS = 103


def write_friends(path: Path) -> Path:
    """One message to each of many friends."""
    lines = []
    for number in range(FRIENDS):
        friend = f"friend{number}"
        payload = {"bodies": [{"type": "txt", "msg": "hi"}], "ext": {}}
        record = {"msg_id": str(number + 1), "timestamp": 1_718_000_000_000 + number, "direction": "outgoing"}
        lines.append(json.dumps(record | {"from": ACCOUNT, "to": friend, "chat_type": "chat", "payload": payload}))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with more conversations than the service lists by default."""
    folder = tmp_path_factory.mktemp("many")
    url = f"sqlite:///{folder / 'roam.db'}"
    arguments = ["--db", url, "--account", ACCOUNT, "--app-key", APP_KEY, "--password", PASSWORD]
    done = roam(
        "import", str(write_friends(folder / "friends.jsonl")), *arguments, environment=clean_environment(folder)
    )
    assert done.returncode == 0, done.stderr
    return url


@pytest.mark.parametrize(("options", "listed"), [((), 100), (("--keep", "3"), 3), (("--keep", "0"), FRIENDS)], ids=str)
def test_the_list_is_as_long_as_was_told(many: str, tmp_path: Path, options: tuple[str, ...], listed: int) -> None:
    with serving(many, clean_environment(tmp_path), 0, *options) as server:
        done = roam("conversations", "--json", environment=connected(server, tmp_path))
    names = [json.loads(line)["conversationId"] for line in done.stdout.splitlines()]
    assert names == [f"friend{number}" for number in reversed(range(FRIENDS))][:listed]


def test_a_program_is_told_where_in_an_object(database: str, tmp_path: Path) -> None:
    environment = clean_environment(tmp_path)
    command = [*ROAM, "serve", "--db", database, "--app-key", APP_KEY, "--json"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        answer = httpx.get(told["rest_url"])
        process.terminate()
        assert (process.stdout.read(), process.wait(20)) == ("", 0)
    assert (told["app_key"], answer.headers["content-type"]) == (APP_KEY, "application/json")
    assert told["ws_url"] == told["rest_url"].replace("http", "ws") + "/websocket"


@pytest.mark.parametrize("number", ["-1", "many", "1.5"])
def test_a_length_that_is_none_is_one_sentence(tmp_path: Path, number: str) -> None:
    done = roam("serve", "--db", "sqlite://", f"--keep={number}", environment=clean_environment(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "--keep" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(("options", "sixth"), [((), 200), (("--rate-limits",), 429)], ids=str)
def test_lists_are_refused_by_rate_where_that_was_told(
    database: str, tmp_path: Path, options: tuple[str, ...], sixth: int
) -> None:
    with serving(database, clean_environment(tmp_path), 0, *options) as server, signed_in(server) as http:
        answers = [http.get(f"sdk/user/{ACCOUNT}/user_channels/list").status_code for _ in range(6)]
    assert answers == [200] * 5 + [sixth]


def signed_in(server: Server) -> httpx.Client:
    base = f"{server.rest_url}/{APP_KEY.replace('#', '/')}/"
    asked = {"grant_type": "password", "username": ACCOUNT, "password": PASSWORD}
    token = httpx.post(f"{base}token", json=asked).json()["access_token"]
    return httpx.Client(base_url=base, headers={"Authorization": f"Bearer {token}"})


async def test_the_demo_of_a_file_lists_all_of_it(tmp_path: Path) -> None:
    opened = await open_demo(write_friends(tmp_path / "friends.jsonl"), 0)(lambda words, share: None)
    names: list[str] = []
    cursor = ""
    try:
        while cursor or not names:
            page = await opened.service.get_server_conversations(50, cursor)
            names += [each.id for each in page.conversations]
            cursor = page.cursor
    finally:
        await opened.close()
    assert names == [f"friend{number}" for number in reversed(range(FRIENDS))]
