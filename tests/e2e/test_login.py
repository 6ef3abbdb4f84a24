"""Signing in and out by command and in the browser, against a server on a socket."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
from pathlib import Path

import pytest

from tests.config.test_routes import KEYRING_IN_A_FILE
from tests.e2e.records import ACCOUNT, write
from tests.e2e.running import APP_KEY, PASSWORD, ROAM, Server, clean_environment, roam, serving
from tests.e2e.terminal import Terminal
from tui.config import Connection
from tui.config.token_file import TokenFile
from tui.opening import signing_in

COMMENTED = "# mine\r\n[profile.other]\r\napp_key = 'x#y'  # kept\r\nuser = 'eve'\r\n"
ELSEWHERE = ["--app-key", APP_KEY, "--user", ACCOUNT, "--rest-url", "http://127.0.0.1:9"]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return clean_environment(tmp_path)


def config(home: dict[str, str]) -> Path:
    return Path(home["XDG_CONFIG_HOME"]) / "roam" / "config.toml"


def token_file(home: dict[str, str]) -> Path:
    return Path(home["XDG_STATE_HOME"]) / "roam" / "tokens" / "work.token"


def account(server: Server, user: str = ACCOUNT) -> list[str]:
    return ["--app-key", APP_KEY, "--user", user, "--rest-url", server.rest_url]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_script_signs_in_reads_and_signs_out(server: Server, home: dict[str, str]) -> None:
    config(home).parent.mkdir(parents=True)
    config(home).write_bytes(COMMENTED.encode())
    done = roam("login", "work", *account(server, "Amy"), environment=home, stdin=f"{PASSWORD}\n")
    assert done.returncode == 0, done.stderr
    assert done.stderr == "roam: user ids are lower case: using amy\n"
    assert "signed in as amy@support" in done.stdout
    assert config(home).read_bytes().startswith(COMMENTED.encode())
    assert PASSWORD not in config(home).read_text()
    token = token_file(home).read_text().strip()
    assert token not in config(home).read_text() + done.stdout + done.stderr
    assert (mode(token_file(home)), mode(token_file(home).parent)) == (0o600, 0o700)
    read = roam("--profile", "work", "conversations", "--json", environment=home)
    assert (read.returncode, len(read.stdout.splitlines())) == (0, 2)
    gone = roam("logout", "work", environment=home)
    assert (gone.returncode, gone.stdout) == (0, "signed out: the token of profile work is removed\n")
    assert not token_file(home).exists()
    assert "no token is kept" in roam("logout", "work", environment=home).stdout
    refused = roam("conversations", "--profile", "work", environment=home)
    assert (refused.returncode, refused.stderr) == (3, "roam: you are not signed in: roam login work does that\n")
    again = roam("login", "work", "--password-stdin", environment=home, stdin=PASSWORD)
    assert again.returncode == 0
    assert token_file(home).exists()


def test_a_token_may_come_by_a_file_descriptor(server: Server, home: dict[str, str]) -> None:
    assert roam("login", "work", *account(server), environment=home, stdin=PASSWORD).returncode == 0
    token = token_file(home).read_text().strip()
    reading, writing = os.pipe()
    os.write(writing, token.encode())
    os.close(writing)
    command = [*ROAM, "login", "again", *account(server), "--secret-fd", str(reading), "--secret-kind", "token"]
    done = subprocess.run(command, env=home, pass_fds=[reading], stdin=subprocess.DEVNULL, capture_output=True)
    os.close(reading)
    assert (done.returncode, done.stderr) == (0, b"")
    assert token_file(home).with_name("again.token").read_text().strip() == token


def test_nothing_is_written_when_the_service_refuses(server: Server, home: dict[str, str]) -> None:
    wrong = roam("login", "work", *account(server), environment=home, stdin="wrong")
    assert (wrong.returncode, wrong.stdout) == (3, "")
    assert "the password is wrong" in wrong.stderr
    token = roam("login", "work", *account(server), "--token-stdin", environment=home, stdin="YWMt-made-up")
    assert token.returncode == 3
    assert not config(home).exists()
    assert not token_file(home).exists()


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (["work"], PASSWORD, "--app-key"),
        (["work", "--app-key", "a#b"], PASSWORD, "--user"),
        (["work", "--app-key", "ab", "--user", "amy"], PASSWORD, "exactly one #"),
        (["work", "--app-key", "a#b", "--user", "amy"], "", "no secret was given"),
        (["my/work", "--app-key", "a#b", "--user", "amy"], PASSWORD, "a profile's name"),
        (["work", "--app-key", "a#b", "--user", "amy", "--rest-url", "rest.example"], PASSWORD, "is no address"),
        (
            ["work", "--app-key", "a#b", "--user", "amy", "--rest-url", "https:/amy:pw@x"],
            PASSWORD,
            "holds no user name",
        ),
        (["work", "--app-key", "a#b", "--user", "amy", "--secret-fd", "77"], "", "file descriptor 77"),
    ],
)
def test_what_is_missing_is_said(home: dict[str, str], arguments: list[str], stdin: str, said: str) -> None:
    done = roam("login", *arguments, environment=home, stdin=stdin)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_terminal_is_asked_for_everything(server: Server, home: dict[str, str]) -> None:
    with Terminal([*ROAM, "login"], environment=home) as terminal:
        terminal.see("app key")
        terminal.press("nonsense\n")
        terminal.see("exactly one #")
        terminal.press(f"{APP_KEY}\n")
        terminal.see("user id")
        terminal.press("AMY\n")
        terminal.see("REST address")
        terminal.press(f"{server.rest_url}\n")
        terminal.see("password of amy@support")
        terminal.press(f"{PASSWORD}\n")
        terminal.see("signed in as amy@support: profile default")
        assert terminal.wait() == 0
        assert PASSWORD.encode() not in terminal.output
    listed = json.loads(roam("profiles", "--json", environment=home).stdout)
    assert listed["name"] == "default"
    assert (listed["default"], listed["user"], listed["secret"]) == (True, ACCOUNT, "token_file")


def test_a_command_of_the_users_gives_the_password(server: Server, home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{PASSWORD}\nurl: a second line, as password managers have them\n")
    config(home).parent.mkdir(parents=True)
    config(home).write_text(
        f'[profile.work]\napp_key = "{APP_KEY}"\nuser = "amy"\nrest_url = "{server.rest_url}"\n'
        f'secret_command = ["cat", "{tmp_path / "secret"}"]\nsecret_kind = "password"\n'
    )
    assert roam("conversations", environment=home).returncode == 0
    with Terminal(ROAM, environment=home) as terminal:
        terminal.see("amy@support · live")
        terminal.press("\x03")
        assert terminal.wait() == 0
    before = config(home).read_bytes()
    done = roam("login", "work", environment=home)
    assert done.returncode == 0
    assert "the token is not kept" in done.stderr
    assert config(home).read_bytes() == before


@pytest.mark.parametrize("old", ["YWMt-old", None])
def test_a_profile_that_cannot_be_written_leaves_the_old_token(
    server: Server, home: dict[str, str], tmp_path: Path, old: str | None
) -> None:
    token_file(home).parent.mkdir(parents=True)
    if old:
        token_file(home).touch(mode=0o600)
        token_file(home).write_text(old)
    inline = tmp_path / "inline.toml"
    inline.write_text(f'profile = {{work = {{app_key = "{APP_KEY}", user = "eve"}}}}\n')
    too_long = tmp_path / ("n" * 250)  # it can be, but the file beside it that it is first written to cannot
    for path, said in ((inline, "cannot be changed by itself"), (too_long, "cannot be written")):
        environment = {**home, "ROAM_CONFIG": str(path)}
        done = roam("login", "work", *account(server), environment=environment, stdin=PASSWORD)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        assert (token_file(home).read_text().strip() if token_file(home).exists() else None) == old


def test_the_browser_tells_of_a_user_id_that_was_no_lower_case(server: Server, home: dict[str, str]) -> None:
    given = {"ROAM_APP_KEY": APP_KEY, "ROAM_USER": "Amy", "ROAM_PASSWORD": PASSWORD, "ROAM_REST_URL": server.rest_url}
    with Terminal(ROAM, environment={**home, **given}) as terminal:
        terminal.see("user ids are lower case: using amy")
        terminal.see("amy@support · live")
        terminal.press("\x03")
        assert terminal.wait() == 0


def test_a_token_that_another_profile_names_stays(server: Server, home: dict[str, str]) -> None:
    config(home).parent.mkdir(parents=True)
    shared = f'app_key = "{APP_KEY}"\nuser = "amy"\nrest_url = "{server.rest_url}"\ntoken_file = "shared"\n'
    config(home).write_text(f"[profile.work]\n{shared}[profile.again]\n{shared}")
    kept = config(home).with_name("shared")
    kept.touch(mode=0o600)
    kept.write_text("YWMt-shared")
    assert roam("login", "work", "--store", "none", environment=home, stdin=PASSWORD).returncode == 0
    assert kept.exists()
    assert roam("login", "again", "--store", "none", environment=home, stdin=PASSWORD).returncode == 0
    assert not kept.exists()


def test_signing_out_of_one_profile_does_not_sign_out_of_another(home: dict[str, str]) -> None:
    config(home).parent.mkdir(parents=True)
    shared = 'app_key = "x#y"\nuser = "amy"\nrest_url = "http://127.0.0.1:9"\n'
    config(home).write_text(
        f'[profile.work]\n{shared}token_file = "shared"\n[profile.again]\n{shared}token_file = "./x/../shared"\n'
    )
    kept = config(home).with_name("shared")
    kept.touch(mode=0o600)
    kept.write_text("YWMt-shared")
    refused = roam("logout", "work", "--json", environment=home)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "nothing was removed: the token of profile work is also that of again; --shared" in refused.stderr
    assert kept.read_text() == "YWMt-shared"
    told = json.loads(roam("logout", "work", "--shared", "--json", environment=home).stdout)
    assert (told["name"], told["removed"], told["shared_with"]) == ("work", True, ["again"])
    assert not kept.exists()
    nothing_left = roam("logout", "again", environment=home)
    assert (nothing_left.returncode, nothing_left.stdout) == (0, "no token is kept for profile again\n")


def test_as_objects_signing_in_and_out_tell_what_was_done_and_no_secret(server: Server, home: dict[str, str]) -> None:
    done = roam("login", "work", *account(server), "--json", environment=home, stdin=PASSWORD)
    assert (done.returncode, done.stderr) == (0, "")
    token = token_file(home).read_text().strip()
    assert token not in done.stdout
    assert json.loads(done.stdout) == {
        "name": "work",
        "default": True,
        "app_key": APP_KEY,
        "user": ACCOUNT,
        "rest_url": server.rest_url,
        "ws_url": None,
        "secret": "token_file",
        "secret_kind": "token",
        "token_file": str(token_file(home)),
        "retention_days": None,
        "config": str(config(home)),
        "token_kept": True,
    }
    listed = json.loads(roam("profiles", "--json", environment=home).stdout)
    gone = roam("logout", "--json", environment=home)
    assert (gone.returncode, gone.stderr) == (0, "")
    assert json.loads(gone.stdout) == {**listed, "removed": True, "shared_with": []}
    assert json.loads(roam("logout", "--json", environment=home).stdout)["removed"] is False
    kept_nowhere = roam("login", "--store", "none", "--json", environment=home, stdin=PASSWORD)
    assert json.loads(kept_nowhere.stdout)["token_kept"] is False


@pytest.mark.parametrize("arguments", [("conversations",), ("login", "--app-key", "x#y", "--user", "eve"), ("logout",)])
def test_an_empty_name_is_not_whatever_is_configured(home: dict[str, str], arguments: tuple[str, ...]) -> None:
    config(home).parent.mkdir(parents=True)
    config(home).write_text('[profile.work]\napp_key = "x#y"\nuser = "eve"\nrest_url = "http://127.0.0.1:9"\n')
    for given in ({}, {"ROAM_APP_KEY": "x#y", "ROAM_USER": "eve", "ROAM_TOKEN": "t"}):
        done = roam("--profile", "", *arguments, environment={**home, **given}, stdin=PASSWORD)
        assert (done.returncode, done.stdout) == (2, "")
        assert "the profile's name is empty" in done.stderr


def test_a_secret_is_not_shown_where_standard_input_is_a_terminal(server: Server, home: dict[str, str]) -> None:
    with Terminal([*ROAM, "login", "work", *account(server), "--password-stdin"], environment=home) as terminal:
        terminal.see("password or token")
        terminal.press(f"{PASSWORD}\n")
        terminal.see("signed in as amy@support")
        assert terminal.wait() == 0
        assert PASSWORD.encode() not in terminal.output


@pytest.mark.parametrize("typed", [b"\xff\xfe\n", b"\x04"])
def test_a_password_that_is_no_text_is_one_sentence(home: dict[str, str], typed: bytes) -> None:
    environment = {**home, "ROAM_APP_KEY": APP_KEY, "ROAM_USER": "amy", "ROAM_REST_URL": "http://127.0.0.1:9"}
    for arguments, asked in (
        (["conversations"], "password of amy"),
        (["login", "work", *ELSEWHERE], "password of amy"),
    ):
        with Terminal([*ROAM, *arguments], environment=environment) as terminal:
            terminal.see(asked)
            terminal.press(typed)
            assert terminal.wait() == 2
            assert b"Traceback" not in terminal.output


def test_without_a_terminal_no_command_is_run_for_the_secret(home: dict[str, str], tmp_path: Path) -> None:
    config(home).parent.mkdir(parents=True)
    config(home).write_text(
        f'[profile.work]\napp_key = "x#y"\nuser = "amy"\nsecret_command = ["touch", "{tmp_path / "ran"}"]\n'
    )
    done = roam(environment=home)
    assert (done.returncode, "needs a terminal" in done.stderr) == (2, True)
    assert not (tmp_path / "ran").exists()


def test_a_password_file_of_the_users_stays_as_it_is(server: Server, home: dict[str, str]) -> None:
    config(home).parent.mkdir(parents=True)
    secret = config(home).with_name("secret")
    secret.touch(mode=0o600)
    secret.write_text(PASSWORD)
    config(home).write_text(
        f'[profile.work]\napp_key = "{APP_KEY}"\nuser = "amy"\nrest_url = "{server.rest_url}"\n'
        'token_file = "secret"\nsecret_kind = "password"\n'
    )
    before = config(home).read_bytes()
    assert "the token is not kept" in roam("login", "work", environment=home).stderr
    assert "nothing is kept here" in roam("logout", "work", environment=home).stdout
    assert (secret.read_text(), config(home).read_bytes()) == (PASSWORD, before)
    assert (
        roam("login", "work", "--store", "none", "--password-stdin", environment=home, stdin=PASSWORD).returncode == 0
    )
    assert secret.read_text() == PASSWORD


def test_the_token_moves_between_keyring_and_file(server: Server, home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "keyring.py").write_text(KEYRING_IN_A_FILE)
    kept = tmp_path / "lib" / "kept.json"
    with_keyring = {**home, "PYTHONPATH": str(tmp_path / "lib")}
    login = ("login", "work", *account(server))
    done = roam(*login, "--store", "keyring", environment=with_keyring, stdin=PASSWORD)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(json.loads(kept.read_text())) == [f"roam/amy@{APP_KEY} {server.rest_url}"]
    assert not token_file(home).exists()
    assert roam("conversations", environment=with_keyring).returncode == 0
    without = roam("conversations", environment=home)
    assert (without.returncode, without.stdout) == (2, "")
    assert "pip install 'roamtui[keyring]'" in without.stderr
    assert roam(*login, "--store", "file", environment=with_keyring, stdin=PASSWORD).returncode == 0
    assert json.loads(kept.read_text()) == {}
    assert roam("conversations", environment=home).returncode == 0
    assert roam(*login, "--store", "none", environment=home, stdin=PASSWORD).returncode == 0
    assert not token_file(home).exists()
    assert json.loads(roam("profiles", "--json", environment=home).stdout)["secret"] == "ask"


def test_profiles_and_paths_tell_no_secrets(home: dict[str, str]) -> None:
    config(home).parent.mkdir(parents=True)
    config(home).write_text(
        'default = "b"\n[profile.a]\napp_key = "x#y"\nuser = "eve"\nsecret_command = ["sh", "-c", "echo hunter2"]\n'
        '[profile.b]\napp_key = "x#y"\nuser = "amy"\ntoken_file = "t"\n[profile.c]\napp_key = "x#y"\nuser = "bob"\n'
    )
    done = roam("profiles", environment=home)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert [row[0] for row in rows] == ["", "*", ""]
    assert [row[4] for row in rows] == [
        "command sh",
        f"token file {config(home).with_name('t')} (not there)",
        "asked for each time",
    ]
    objects = [json.loads(line) for line in roam("profiles", "--json", environment=home).stdout.splitlines()]
    assert [each["secret"] for each in objects] == ["secret_command", "token_file", "ask"]
    assert "hunter2" not in done.stdout + str(objects)
    places = json.loads(roam("paths", "--json", environment=home).stdout)
    assert places["config"] == str(config(home))
    assert roam("paths", environment=home).stdout.splitlines()[0] == f"config\t{config(home)}"


def test_a_wrong_file_is_one_sentence_with_its_line(home: dict[str, str]) -> None:
    config(home).parent.mkdir(parents=True)
    config(home).write_text('[profile.work]\napp_key = "x#y"\nuser = "amy"\nrest_ulr = "http://x"\n')
    for command in ("conversations", "profiles", "login", "logout"):
        done = roam(command, environment=home)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            f"roam: {config(home)}, line 4, [profile.work]: rest_ulr is unknown; did you mean rest_url?\n"
        )


def test_an_expired_token_mid_scroll_leads_back_to_where_one_was(home: dict[str, str], tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    url = f"sqlite:///{database}"
    arguments = ["--db", url, "--account", ACCOUNT, "--app-key", APP_KEY, "--password", PASSWORD]
    assert roam("import", str(write(tmp_path / "h.jsonl", 900)), *arguments, environment=home).returncode == 0
    with serving(url, home) as server:
        assert roam("login", "work", *account(server), environment=home, stdin=PASSWORD).returncode == 0
        before = token_file(home).read_text()
        with Terminal(ROAM, environment=home) as terminal:
            terminal.see("message №899")
            terminal.press("\r")
            with sqlite3.connect(database) as connection:
                connection.execute("UPDATE token SET expires = 1")
            for _ in range(12):
                terminal.press("\x1b[5~")
            terminal.see("Your sign-in has expired")
            terminal.see("amy of acme#support")
            terminal.press("wrong\r")
            terminal.see("the password is wrong")
            terminal.press(f"{PASSWORD}\r")
            terminal.see(r"amy@support · live")
            terminal.see(r"\d+ here")
            terminal.until(lambda: "could not load" not in terminal.text, "the page never came")
            assert "message №899" not in terminal.text
            terminal.press("\x03")
            assert terminal.wait() == 0
            assert PASSWORD.encode() not in terminal.output
        assert token_file(home).read_text() != before
        assert roam("conversations", environment=home).returncode == 0


async def test_a_token_that_cannot_be_kept_keeps_nobody_out(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    route = TokenFile(tmp_path / "file" / "token")
    opened = await signing_in(Connection(APP_KEY, ACCOUNT, server.rest_url, route=route)).open(PASSWORD)
    page = await opened.service.get_server_conversations()
    await opened.close()
    assert (opened.account.label, len(page.conversations)) == ("amy@support", 2)


def test_a_network_that_is_down_is_no_wrong_password(home: dict[str, str]) -> None:
    account = ["--app-key", APP_KEY, "--user", "amy", "--rest-url", "http://127.0.0.1:9"]
    done = roam("login", "work", *account, environment=home, stdin=PASSWORD)
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no connection to 127.0.0.1" in done.stderr
