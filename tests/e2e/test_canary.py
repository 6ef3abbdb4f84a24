"""Secrets stand in no output, whole, in parts or encoded, whatever a server gives back."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.worlds import USER, small_world
from tests.e2e.amy import account, browser, select
from tests.e2e.echoing import echoing, forms
from tests.e2e.histories import archive_in
from tests.e2e.running import APP_KEY, ROAM, clean_environment, roam, serving
from tests.e2e.terminal import Terminal
from tui.server.service import Service

TOKEN = "YWMtCanary8f31Zq0Kd7Vb2Xw9Rt5Lm4Np6Hs1Gj3"
PASSWORD = "pässword-canary+41/x=密码-Qw7Zr2"
PART = 12
"""So many characters in a row of a secret, or of a form of it, are a leak."""


def parts(secret: str) -> set[str]:
    return {form[at : at + PART] for form in forms(secret) for at in range(len(form) - PART + 1)}


LEAKS = parts(TOKEN) | parts(PASSWORD)


def leaks(outputs: Iterable[str]) -> list[str]:
    """Parts of secrets, also those that are broken over lines."""
    return [
        part
        for output in outputs
        for text in (output, "".join(output.split()))
        for part in LEAKS
        if part in text and "\n" not in part
    ]


def files(home: Path) -> Iterator[str]:
    """All that was written below `home`, but for the one file that is meant to hold the token."""
    for path in home.rglob("*"):
        if path.is_file() and path.suffix != ".token":
            yield path.read_bytes().decode("utf-8", "replace")


def environment(home: Path, url: str, **secret: str) -> dict[str, str]:
    return clean_environment(home, ROAM_APP_KEY=APP_KEY, ROAM_USER="amy", ROAM_REST_URL=url, **secret)


def test_what_is_looked_for_would_be_found() -> None:
    for secret in (TOKEN, PASSWORD):
        for form in forms(secret):
            assert leaks([f"xx{form}xx"])
        assert leaks([f"{secret[:6]}\n  {secret[6:]}"])


@pytest.mark.parametrize("secret", [{"ROAM_TOKEN": TOKEN}, {"ROAM_PASSWORD": PASSWORD}])
def test_commands_that_fail_say_no_secret(tmp_path: Path, secret: dict[str, str]) -> None:
    with echoing() as url:
        account = environment(tmp_path, url, **secret, PYTHONASYNCIODEBUG="1")
        for turn in range(8):
            command = ("conversations", "history bob --type singleChat", "conversations --json --pinned")[turn % 3]
            done = roam(*command.split(), "--log", str(tmp_path / "log"), environment=account)
            assert done.returncode in (1, 3), done.stderr
            assert "Traceback" not in done.stderr
            assert leaks([done.stdout, done.stderr]) == []
    assert "request" in (tmp_path / "log").read_text()
    assert leaks(files(tmp_path)) == []


def test_a_token_that_was_got_by_password_is_hidden_as_well(tmp_path: Path) -> None:
    with echoing(TOKEN) as url:
        account = environment(tmp_path, url, ROAM_PASSWORD=PASSWORD)
        for _ in range(4):
            done = roam("conversations", "--log", str(tmp_path / "log"), environment=account)
            assert done.returncode in (1, 3), done.stderr
            assert leaks([done.stdout, done.stderr]) == []
    assert "signed in" in (tmp_path / "log").read_text()
    assert leaks(files(tmp_path)) == []


def test_a_login_that_fails_says_no_secret(tmp_path: Path) -> None:
    with echoing() as url:
        for kind, secret in (("password", PASSWORD), ("token", TOKEN)):
            account = ["--app-key", APP_KEY, "--user", "amy", "--rest-url", url, "--secret-kind", kind]
            for _ in range(2):
                done = roam("login", "work", *account, environment=clean_environment(tmp_path), stdin=secret)
                assert done.returncode in (1, 3), done.stderr
                assert leaks([done.stdout, done.stderr]) == []
    assert leaks(files(tmp_path)) == []


def test_the_browser_shows_no_secret(tmp_path: Path) -> None:
    with echoing() as url:
        account = environment(tmp_path, url, ROAM_TOKEN=TOKEN)
        with Terminal([*ROAM, "--log", str(tmp_path / "log")], columns=120, environment=account) as terminal:
            terminal.see("(?i)press r|sign in")
            typed = 0
            for _ in range(12):
                terminal.press("r")
                if "Enter signs in" in terminal.settle():  # typed anywhere else it would be meant to be seen
                    typed += 1
                    terminal.press(f"{PASSWORD}\r")
                    terminal.settle()
                    terminal.press("\x1b")
                    terminal.settle()
            terminal.press("\x03")
            assert typed
            assert terminal.wait() == 0
        assert leaks([terminal.output.decode("utf-8", "replace")]) == []
    assert leaks(files(tmp_path)) == []


def test_a_secret_command_is_not_shown_and_gets_no_other_secret(tmp_path: Path) -> None:
    (tmp_path / "config" / "roam").mkdir(parents=True)
    (tmp_path / "secret").write_text(TOKEN)
    with echoing() as url:
        script = f"(env; cat /proc/$PPID/cmdline) > {tmp_path}/seen; cat {tmp_path}/secret"
        (tmp_path / "config" / "roam" / "config.toml").write_text(
            f'[profile.work]\napp_key = "{APP_KEY}"\nuser = "amy"\nrest_url = "{url}"\n'
            f'secret_command = ["sh", "-c", "{script}"]\n'
        )
        done = roam("conversations", environment=clean_environment(tmp_path, ROAM_PASSWORD=PASSWORD))
        assert leaks([done.stdout, done.stderr]) == []
    (tmp_path / "secret").unlink()
    assert (tmp_path / "seen").exists()
    assert leaks(files(tmp_path)) == []


def test_a_failure_that_nobody_expected_reports_no_secret(tmp_path: Path) -> None:
    """A mistake of ours with the secret in its words, while a debugger's worth of values is around."""
    program = (
        "import sys, tui.opening\n"
        "def broken(connection):\n"
        "    held = (connection.token, connection.password)\n"
        "    raise RuntimeError(f'{connection} {held} is broken')\n"
        "tui.opening.with_secret = broken\n"
        "sys.argv = ['roam', '--log', sys.argv[1]]\n"
        "from tui.__main__ import main\n"
        "main()\n"
    )
    account = environment(tmp_path, "http://127.0.0.1:9", ROAM_TOKEN=TOKEN, ROAM_PASSWORD=PASSWORD)
    with Terminal([ROAM[0], "-c", program, str(tmp_path / "log")], columns=120, environment=account) as terminal:
        assert terminal.wait() not in (0, 2, 3)
    assert "RuntimeError" in terminal.output.decode("utf-8", "replace") + "".join(files(tmp_path))
    assert leaks([terminal.output.decode("utf-8", "replace")]) == []
    assert leaks(files(tmp_path)) == []


def test_an_archive_keeps_no_secret_and_a_log_no_message(tmp_path: Path) -> None:
    database, home, log = f"sqlite:///{tmp_path / 'service.db'}", tmp_path / "home", tmp_path / "home" / "log"
    home.mkdir()
    with closing(Service.create(database, APP_KEY)) as service:
        service.load_world(small_world(["bob"], 60), PASSWORD)
        with serving(database, clean_environment(tmp_path)) as server:
            environment = account(home, server.rest_url, ROAM_PASSWORD=PASSWORD)
            with browser(environment, "--log", str(log)) as terminal:
                terminal.see("· live")
                select(terminal, "bob")
                service.say("bob", USER, "said-while-live", "chat")
                terminal.see("said-while-live")
                server.process.kill()
                terminal.see("offline, again in|connecting")
                terminal.send(signal.SIGKILL)  # so that nothing is tidied up
                terminal.wait()
        with serving(database, clean_environment(tmp_path), server.port):
            for command in ("sync", "history bob --type singleChat", "coverage"):
                assert roam(*command.split(), "--log", str(log), environment=environment).returncode == 0
    archive = [each.read_bytes().decode("utf-8", "replace") for each in archive_in(home).parent.iterdir()]
    assert "said-while-live" in "".join(archive)
    assert leaks(files(home)) == []
    assert not any("YWMt" in file for file in files(home))  # as every token of this service begins
    told = log.read_text(encoding="utf-8")
    assert "signed in" in told
    assert not any(words in told for words in ("said-while-live", "bob 59", "bob 12", "West Lake"))
