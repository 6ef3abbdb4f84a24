"""Every way to a secret: what it gives, what is said when it fails, and that it never says the secret."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tui.config import (
    Profile,
    Settings,
    configured,
    keep_token,
    meant_profile,
    read_settings,
    usual_profile,
    with_secret,
)
from tui.config.keyrings import Keyring
from tui.config.secret_command import SecretCommand
from tui.config.token_file import TokenFile
from tui.errors import ConfigError, RoamingError, SignInError

SECRET = "YWMt-a-secret-of-tests"

KEYRING_IN_A_FILE = """
import json, pathlib
_FILE = pathlib.Path(__file__).with_name("kept.json")
def _read():
    return json.loads(_FILE.read_text()) if _FILE.exists() else {}
def get_password(service, username):
    return _read().get(f"{service}/{username}")
def set_password(service, username, password):
    _FILE.write_text(json.dumps({**_read(), f"{service}/{username}": password}))
def delete_password(service, username):
    kept = _read()
    del kept[f"{service}/{username}"]
    _FILE.write_text(json.dumps(kept))
"""
LOCKED = f"class Locked(Exception): ...\ndef get_password(service, username): raise Locked('{SECRET}')\n"
HANGING = "def get_password(service, username):\n    import tests.config.test_routes as t; t.never.wait(20)\n"

never = threading.Event()


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The source of the package `keyring`, to be written; gone again after the test."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "keyring", raising=False)
    never.clear()
    yield tmp_path / "keyring.py"
    never.set()
    sys.modules.pop("keyring", None)


def profile(path: Path, lines: str) -> dict[str, str]:
    file = path / "config.toml"
    file.write_text(f'[profile.work]\napp_key = "acme#support"\nuser = "Amy"\n{lines}\n')
    return {"ROAM_CONFIG": str(file)}


@pytest.mark.parametrize(
    "command", [f'["printf", "%s\\\\n", "{SECRET}"]', f'"echo {SECRET}"', f'''"sh -c 'echo {SECRET}; echo more'"''']
)
@pytest.mark.parametrize("kind", ["token", "password"])
def test_a_command_prints_the_secret(tmp_path: Path, command: str, kind: str) -> None:
    environment = profile(tmp_path, f'secret_command = {command}\nsecret_kind = "{kind}"')
    connection = configured(environment)
    assert connection is not None
    assert (connection.token, connection.password) == (None, None)
    unlocked = with_secret(connection)
    assert (unlocked.token, unlocked.password) == ((SECRET, None) if kind == "token" else (None, SECRET))
    assert SECRET not in repr((connection, unlocked))
    assert not keep_token(unlocked, "another")


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    assert SecretCommand(("echo", "$HOME; touch x", "|", "cat")).get() == "$HOME; touch x | cat"


def test_the_command_does_not_get_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ROAM_TOKEN", "ROAM_PASSWORD", "ROAM_PROFILE"):
        monkeypatch.setenv(name, "x")
    assert SecretCommand(("sh", "-c", 'echo "$ROAM_TOKEN$ROAM_PASSWORD$ROAM_PROFILE"')).get() == "x"


@pytest.mark.parametrize(
    ("command", "patience", "kind", "said"),
    [
        (("sh", "-c", f"echo {SECRET}; exit 3"), 20, SignInError, "failed with status 3"),
        (("sh", "-c", f": {SECRET}"), 20, SignInError, "printed no secret"),
        (("printf", "\\377"), 20, SignInError, "printed no secret"),
        (("sh", "-c", f"echo {SECRET}; exec sleep 30"), 0.05, SignInError, "longer than 0.05 seconds"),
        (("/no/such/program", SECRET), 20, ConfigError, "cannot be run: No such file"),
        (("sh", "\0"), 20, ConfigError, "cannot be run"),
    ],
)
def test_a_command_that_fails_is_one_sentence_without_the_secret(
    command: tuple[str, ...], patience: float, kind: type[RoamingError], said: str
) -> None:
    with pytest.raises(kind, match=said) as caught:
        SecretCommand(command, patience).get()
    assert SECRET not in "".join(map(repr, (caught.value, caught.value.__context__, SecretCommand(command))))


def test_a_keyring_keeps_the_token(tmp_path: Path, keyring: Path) -> None:
    keyring.write_text(KEYRING_IN_A_FILE)
    connection = configured(profile(tmp_path, "keyring = true"))
    assert connection is not None
    assert with_secret(connection).token is None
    assert keep_token(connection, SECRET)
    assert with_secret(connection).token == SECRET
    assert connection.route == Keyring("amy@acme#support")
    assert connection.route is not None
    assert connection.route.forget()
    assert not connection.route.forget()
    assert with_secret(connection).token is None


@pytest.mark.parametrize(
    ("source", "kind", "said"),
    [
        (LOCKED, SignInError, r"cannot be used \(Locked\)"),
        (HANGING, SignInError, "did not answer within 0.2 seconds"),
        ("import no_such_backend", ConfigError, r"pip install 'roamtui\[keyring\]'"),
    ],
)
def test_a_keyring_that_fails_is_one_sentence(keyring: Path, source: str, kind: type[RoamingError], said: str) -> None:
    keyring.write_text(source)
    with pytest.raises(kind, match=said) as caught:
        Keyring("amy", patience=0.2 if source is HANGING else 20).get()
    assert SECRET not in repr(caught.value)


def test_a_token_file_is_private_and_goes(tmp_path: Path) -> None:
    connection = configured(profile(tmp_path, "token_file = 'deep/er/token'"))
    assert connection is not None
    assert connection.route == TokenFile(tmp_path / "deep/er/token")
    assert with_secret(connection).token is None
    assert keep_token(connection, SECRET)
    assert with_secret(connection).token == SECRET
    assert (tmp_path / "deep").stat().st_mode & 0o777 == 0o700
    assert connection.route is not None
    assert connection.route.forget()
    assert not connection.route.forget()


def test_a_token_does_not_take_the_place_of_a_password(tmp_path: Path) -> None:
    connection = configured(profile(tmp_path, "token_file = 'secret'\nsecret_kind = 'password'"))
    assert connection is not None
    assert not keep_token(connection, SECRET)
    (tmp_path / "secret").touch(mode=0o600)
    (tmp_path / "secret").write_text("a password")
    assert connection.route is not None
    assert not connection.route.keep(SECRET)
    assert not connection.route.forget()
    assert with_secret(connection).password == "a password"


def test_the_profile_named_default_is_the_default_when_nothing_else_says() -> None:
    first, work = Profile("acme#support", "amy"), Profile("acme#support", "bob")
    both = Settings(Path("config.toml"), {"work": work, "default": first})
    assert (meant_profile(both, {}), usual_profile(both, {})) == ("default", "default")
    assert meant_profile(replace(both, default="work"), {}) == "work"
    assert meant_profile(replace(both, profiles={"work": work}), {}) == "work"
    with pytest.raises(ConfigError, match="which profile"):
        meant_profile(replace(both, profiles={"work": work, "home": first}), {})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('default = ["work"]', "line 1: default names no profile"),
        ("default = {}", "line 1: default names no profile"),
        ("x = " + "9" * 5000, "cannot be read"),
        (
            '[profile.work]\napp_key = "x#y"\nuser = "amy"\ntoken_file = "a\\u0000b"',
            "line 4, .*token_file names no file",
        ),
    ],
)
def test_what_a_file_cannot_say_is_one_sentence(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "config.toml").write_text(content)
    with pytest.raises(ConfigError, match=said):
        read_settings(tmp_path / "config.toml")


def test_a_token_file_whose_name_is_too_long(tmp_path: Path) -> None:
    route = TokenFile(tmp_path / ("n" * 300))
    assert "too long" in route.words()
    for call in (route.get, route.forget, lambda: route.keep(SECRET)):
        with pytest.raises(ConfigError, match="cannot be"):
            call()


@pytest.mark.parametrize(("content", "said"), [(b"", "is empty"), (b"\xff", "cannot be read")])
def test_a_token_file_without_a_token(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "token"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(ConfigError, match=said):
        TokenFile(path).get()


def test_a_token_file_that_cannot_be_written_or_removed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(ConfigError, match="cannot be written"):
        TokenFile(tmp_path / "file" / "token").keep(SECRET)
    with pytest.raises(ConfigError, match="cannot be removed"):
        TokenFile(tmp_path / "folder").forget()
