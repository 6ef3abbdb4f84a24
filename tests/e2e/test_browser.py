"""The browser in a real terminal, driven by keys: the demo, and a server that goes away while someone reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.conftest import connected
from tests.e2e.records import ACCOUNT, FRIEND, GROUP, write
from tests.e2e.running import APP_KEY, PASSWORD, ROAM, Server, clean_environment, roam, serving
from tests.e2e.terminal import Terminal

ESCAPE_UP, PAGE_UP = "\x1b[A", "\x1b[5~"


@pytest.mark.parametrize(("columns", "rows"), [(120, 36), (80, 24), (50, 20)])
def test_a_newcomer_looks_round_the_demo_and_leaves(tmp_path: Path, columns: int, rows: int) -> None:
    command = [*ROAM, "demo"]
    with Terminal(command, columns=columns, rows=rows, environment=clean_environment(tmp_path)) as terminal:
        terminal.see("Conversations · 4")
        terminal.press("j\r")
        terminal.see("Lan")
        terminal.settle()
        terminal.press("?")
        terminal.see("Go to the (next|message|newest)")
        terminal.press("\x1b")
        terminal.settle()
        terminal.press("\x03")
        assert terminal.wait() == 0


def test_a_history_file_is_browsed_as_the_one_whose_it_is(tmp_path: Path) -> None:
    file = write(tmp_path / "history.jsonl.gz")
    with Terminal([*ROAM, "demo", "--history", str(file)], environment=clean_environment(tmp_path)) as terminal:
        terminal.see(f"{ACCOUNT} · demo")
        terminal.see("message №179")
        terminal.press("\r")
        terminal.see(f"┏━ {GROUP[:12]}")
        terminal.press("g")
        terminal.see("message №1 ")
        terminal.see("keeps nothing older")
        terminal.press("G")
        terminal.see("message №179")
        terminal.press("q")
        assert terminal.wait() == 0


def test_the_server_is_killed_and_comes_back_while_someone_scrolls(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    environment = clean_environment(tmp_path)
    arguments = ["--db", url, "--account", ACCOUNT, "--app-key", APP_KEY, "--password", PASSWORD]
    assert roam("import", str(write(tmp_path / "h.jsonl", 900)), *arguments, environment=environment).returncode == 0
    with serving(url, environment) as server, browsing(server, tmp_path) as terminal:
        terminal.see("message №899")
        terminal.press("\r")
        terminal.see(f"┏━ {GROUP[:12]}")
        server.process.kill()
        server.process.wait()
        for _ in range(12):
            terminal.press(PAGE_UP)
        terminal.see("needs the network|could not load older messages")
        place = terminal.settle()
        with serving(url, environment, server.port):
            terminal.press("r")  # otherwise it comes by itself when the live connection is back
            terminal.see(r"\d+ here")
            terminal.until(lambda: "needs the network" not in terminal.text, "the page never came")
            lines = [line for line in place.splitlines() if "message №" in line]
            assert lines
            assert all(line in terminal.text for line in lines[1:])
            terminal.press("g")
            terminal.see("message №1 ")
        terminal.press("\x03")
        assert terminal.wait() == 0


def test_what_is_done_by_key_is_done_on_the_server(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    environment = clean_environment(tmp_path)
    arguments = ["--db", url, "--account", ACCOUNT, "--app-key", APP_KEY, "--password", PASSWORD]
    assert roam("import", str(write(tmp_path / "h.jsonl", 30)), *arguments, environment=environment).returncode == 0
    with serving(url, environment) as server:
        account = connected(server, tmp_path)
        with browsing(server, tmp_path) as terminal:
            terminal.see("message №29")
            terminal.press("p")
            terminal.until(lambda: _list(account)[0]["isPinned"] is True, "never pinned")
            terminal.press("\r")
            terminal.see(f"┏━ {GROUP[:12]}")
            terminal.press("d")
            terminal.see(r"Remove 1 message\?")
            terminal.settle()
            terminal.press("\r")  # Enter alone deletes nothing
            terminal.settle()
            assert _ids(account, GROUP)[-1] == "1375442243262513559"
            terminal.press("d")
            terminal.see(r"Remove 1 message\?")
            terminal.settle()
            terminal.press("y")
            terminal.until(lambda: "1375442243262513559" not in _ids(account, GROUP), "never removed")
            assert len(_ids(account, GROUP)) == 19
            terminal.until(lambda: "message №29" not in terminal.text, "still shown")
            terminal.press("\x03")
            assert terminal.wait() == 0
        assert len(_ids(account, FRIEND)) == 10


def browsing(server: Server, home: Path) -> Terminal:
    return Terminal(ROAM, environment=connected(server, home))


def _list(account: dict[str, str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in roam("conversations", "--json", environment=account).stdout.splitlines()]


def _ids(account: dict[str, str], conversation: str) -> list[str]:
    done = roam("history", conversation, "--json", "--limit", "0", "--direction", "down", environment=account)
    return [json.loads(line)["id"] for line in done.stdout.splitlines()]
