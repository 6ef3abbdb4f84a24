"""Profiles, the environment and the device's name: what is meant, and what is said when it cannot be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.config import (
    Connection,
    archive_file,
    claim_device,
    command_device,
    configured,
    data_directory,
    device_name,
    with_secret,
)
from tui.errors import ConfigError
from tui.opening import rules_of
from tui.removal.rules import Rules

WORK = """
[profile.work]
app_key = "acme#support"
user = "amy"
rest_url = "https://rest.example"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def meant(file: Path, name: str | None = None, **environment: str) -> Connection | None:
    return configured({"ROAM_CONFIG": str(file), **environment}, name)


def test_nothing_is_configured_without_a_file(file: Path) -> None:
    assert meant(file) is None


def test_the_only_profile_is_meant(file: Path) -> None:
    file.write_text(WORK)
    assert meant(file, ROAM_TOKEN="t") == Connection(
        "acme#support", "amy", "https://rest.example", token="t", name="work"
    )


def test_of_several_profiles_the_default_or_the_named_one_is_meant(file: Path) -> None:
    home = '[profile.home]\napp_key = "home#app"\nuser = "me"\n'
    file.write_text(WORK + home)
    with pytest.raises(ConfigError, match="--profile: home, work"):
        meant(file)
    for connection in (meant(file, "home"), meant(file, ROAM_PROFILE="home")):
        assert connection is not None
        assert connection.app_key == "home#app"
    file.write_text('default = "work"\n' + WORK + home)
    connection = meant(file)
    assert connection is not None
    assert connection.name == "work"


def test_the_environment_is_enough(file: Path) -> None:
    connection = meant(
        file,
        ROAM_APP_KEY="acme#support",
        ROAM_USER="amy",
        ROAM_PASSWORD="p",
        ROAM_REST_URL="http://127.0.0.1:8080",
        ROAM_WS_URL="ws://127.0.0.1:8080/websocket",
    )
    assert connection == Connection(
        "acme#support", "amy", "http://127.0.0.1:8080", "ws://127.0.0.1:8080/websocket", password="p"
    )


def test_a_named_profile_wins_over_the_environment(file: Path) -> None:
    file.write_text(WORK)
    connection = meant(file, "work", ROAM_APP_KEY="other#app", ROAM_USER="eve")
    assert connection is not None
    assert connection.app_key == "acme#support"


def test_user_ids_are_made_lower_case_and_that_is_said(file: Path) -> None:
    connection = meant(file, ROAM_APP_KEY="acme#support", ROAM_USER="Amy")
    assert connection is not None
    assert (connection.user, connection.note) == ("amy", "user ids are lower case: using amy")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("profile = 3", r"line 1: write profiles as \[profile.NAME\]"),
        ("profile.work = 3", r"write profiles as \[profile.NAME\]"),
        ('\n[profile.work]\napp_key = "a#b"', r"line 2, \[profile.work\]: user is missing"),
        (
            '[profile.work]\nuser = "amy"\napp_kye = "a#b"',
            r"config.toml, line 3, \[profile.work\]: app_kye is unknown; did you mean app_key\?",
        ),
        (WORK + "token = 'x'", "line 6, .*token does not belong in this file"),
        (WORK + "password = 'x'", "password does not belong in this file"),
        (WORK + "keyring = true\ntoken_file = 'x'", "keyring and token_file exclude each other"),
        (WORK + "retention_days = 0", "line 6, .*retention_days must be a whole number of days from 1 to 3650"),
        (WORK + "retention_days = 3651", "retention_days must be a whole number"),
        (WORK + "retention_days = '7'", "retention_days must be a whole number"),
        (WORK + "retention_days = true", "retention_days must be a whole number"),
        (WORK + "read_only = 1", "read_only must be true or false"),
        (WORK + "confirm = 'never'", "line 6, .*confirm must be one of: asked, typed"),
        (WORK + "grace_seconds = -1", "line 6, .*grace_seconds must be a whole number from 0 to 300"),
        (WORK + "grace_seconds = true", "grace_seconds must be a whole number"),
        (WORK + "keep_deleted_days = 3651", "keep_deleted_days must be a whole number from 0 to 3650"),
        (WORK + "keyring = 'yes'", "line 6, .*keyring must be true or false"),
        (WORK + "secret_kind = 'tokn'", "secret_kind must be one of: token, password"),
        (WORK + "secret_command = []", "secret_command must be a list of texts"),
        (WORK + "secret_command = ['pass', 1]", "secret_command must be a list of texts"),
        (WORK + "secret_command = 'pass \"'", "quotation mark without its other half"),
        (WORK + "token_file = '~nobody-of-this-name/token'", "home of a user who is unknown"),
        (WORK + "ws_url = 'http://x'", "write it with ws:// or wss://"),
        (WORK + "ws_url = 'ws://x:99999'", "is no address"),
        ("[profile.work]\napp_key = 7\nuser = 'amy'", "app_key must be a text"),
        ("[profile.work]\napp_key = 'ab'\nuser = 'amy'", "exactly one #"),
        ("[profile.work]\napp_key = 'a#b'\nuser = '小明'", "a-z 0-9"),
        ("[profile.work]\napp_key = 'a#b'\nuser = 'amy'\nrest_url = 'rest.example'", "is no address"),
        ("default = 'home'", "line 1: default names no profile"),
        (WORK + "[profile.home]\n", r"line 6, \[profile.home\]: app_key is missing"),
        ("profiles = 1", "did you mean profile?"),
        ("[profile", "cannot be read"),
    ],
)
def test_a_wrong_file_is_explained(file: Path, text: str, said: str) -> None:
    file.write_text(text)
    with pytest.raises(ConfigError, match=said):
        meant(file)


def test_what_a_profile_lays_down_about_changing_anything(file: Path) -> None:
    file.write_text(WORK)
    usual = meant(file)
    assert usual is not None
    assert rules_of(usual) == Rules()
    assert usual.keep_deleted_days == 30
    file.write_text(f"{WORK}read_only = true\nconfirm = 'typed'\ngrace_seconds = 0\nkeep_deleted_days = 0\n")
    strict = meant(file)
    assert strict is not None
    assert rules_of(strict) == Rules(grace_seconds=0, typed=True, read_only=True, keep_deleted_days=0)
    assert strict.keep_deleted_days == 0


def test_how_long_the_service_keeps_messages(file: Path) -> None:
    file.write_text(f"{WORK}retention_days = 90\n")
    connection = meant(file)
    assert connection is not None
    assert connection.retention_days == 90
    account = {"ROAM_APP_KEY": "a#b", "ROAM_USER": "amy"}
    connection = meant(file, **account, ROAM_RETENTION_DAYS="7")
    assert connection is not None
    assert connection.retention_days == 7
    for wrong in ("0", "-1", "soon", "7.5", "9" * 5000):
        with pytest.raises(ConfigError, match="ROAM_RETENTION_DAYS must be a whole number of days"):
            meant(file, **account, ROAM_RETENTION_DAYS=wrong)


@given(user=st.text(max_size=80), app_key=st.text(max_size=200), rest_url=st.none() | st.text(max_size=80))
def test_an_archive_is_in_its_directory_whatever_the_account_is_called(
    user: str, app_key: str, rest_url: str | None
) -> None:
    path = archive_file(app_key, user, rest_url)
    assert path.parent == data_directory() / "archives"
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,77}\.db", path.name)


def test_every_account_has_an_archive_of_its_own() -> None:
    accounts = [
        ("acme#support", "amy", None),
        ("acme#support", "amy", "https://rest.example"),
        ("acme#support", "amy", "http://rest.example"),
        ("acme#support", "amy.", None),
        ("acme#support", "amy_", None),
        ("acme-support", "amy", None),
        ("support", "amy-acme", None),
        ("y" * 100 + "#a", "amy", None),
        ("y" * 100 + "#b", "amy", None),
    ]
    assert len({archive_file(*account) for account in accounts}) == len(accounts)
    assert archive_file("a#b", "amy", "https://x") == archive_file("a#b", "amy", "https://x/")
    assert "amy" in archive_file("acme#support", "amy", None).name


def test_an_address_with_a_password_is_not_repeated(file: Path) -> None:
    file.write_text("[profile.work]\napp_key = 'a#b'\nuser = 'amy'\nrest_url = 'http://amy:hunter2@x'")
    with pytest.raises(ConfigError, match="line 4") as caught:
        meant(file)
    assert "hunter2" not in str(caught.value)


def test_a_profile_that_does_not_exist_is_explained(file: Path) -> None:
    file.write_text(WORK)
    with pytest.raises(ConfigError, match=r"no profile wrok in .*; did you mean work\?"):
        meant(file, "wrok")


def test_an_app_key_without_a_user_is_explained(file: Path) -> None:
    with pytest.raises(ConfigError, match="ROAM_USER"):
        meant(file, ROAM_APP_KEY="acme#support")


def test_a_token_file_must_be_the_users_alone(file: Path, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("YWMt-secret\n")
    token.chmod(0o644)
    file.write_text(f"{WORK}token_file = '{token}'\n")
    locked = meant(file)
    assert locked is not None
    with pytest.raises(ConfigError, match="chmod 600"):
        with_secret(locked)
    token.chmod(0o600)
    connection = with_secret(locked)
    assert connection.token == "YWMt-secret"
    assert "YWMt-secret" not in repr(connection)


def test_the_device_keeps_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    name = device_name()
    assert name.startswith("roam_")
    assert device_name() == name


def test_a_damaged_device_name_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    device_name()
    (tmp_path / "roam" / "device").write_text("no name & no sense\n")
    assert device_name().startswith("roam_")


def test_where_no_name_can_be_kept_there_is_one_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert device_name().startswith("roam_")


def test_two_programs_at_once_are_two_devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    claim_device.cache_clear()
    first = claim_device()
    assert claim_device() == first == device_name()
    claim_device.cache_clear()  # as another program would begin
    second = claim_device()
    assert second == f"{first}_2"
    assert command_device() not in {first, second}
    claim_device.cache_clear()
