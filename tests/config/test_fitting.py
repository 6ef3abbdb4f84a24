"""Which profile a permalink's account is: the one that fits, or a sentence that names those that do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.config import Connection, connection_of, read_settings
from tui.errors import ConfigError

PROFILES = """
[profile.work]
app_key = "acme#support"
user = "Amy"
[profile.other]
app_key = "acme#support"
user = "bob"
[profile.bob-too]
app_key = "acme#support"
user = "bob"
"""
OURS = {"ROAM_APP_KEY": "acme#support", "ROAM_USER": "amy"}


def fitting(folder: Path, user: str, name: str | None = None, head: str = "", **environment: str) -> Connection:
    file = folder / "config.toml"
    file.write_text(head + PROFILES)
    return connection_of(read_settings(file), environment, "acme#support", user, name)


def test_the_only_profile_of_the_account_is_used(tmp_path: Path) -> None:
    assert fitting(tmp_path, "amy").name == "work"
    assert fitting(tmp_path, "amy", ROAM_PROFILE="other").name == "work"


def test_the_environment_comes_first(tmp_path: Path) -> None:
    assert fitting(tmp_path, "amy", **OURS).name == ""
    assert fitting(tmp_path, "amy", "work", **OURS).name == "work"
    with pytest.raises(ConfigError, match="several profiles"):
        fitting(tmp_path, "bob", **OURS)


def test_of_several_the_usual_one_is_used(tmp_path: Path) -> None:
    assert fitting(tmp_path, "bob", head='default = "other"\n').name == "other"
    assert fitting(tmp_path, "bob", ROAM_PROFILE="bob-too").name == "bob-too"
    assert fitting(tmp_path, "bob", "bob-too", head='default = "other"\n').name == "bob-too"


@pytest.mark.parametrize(
    ("user", "name", "sentence"),
    [
        ("bob", None, "several profiles are of; name one with --profile: bob-too, other"),
        ("eve", None, "eve@acme#support, which no profile is of: roam login adds it"),
        ("eve", "work", "which no profile is of"),
        ("amy", "other", "the profile other is of another account: use --profile work"),
        ("amy", "wrok", "there is no profile wrok .*did you mean work"),
        ("amy", "", "the profile's name is empty"),
    ],
)
def test_where_none_fits_it_is_said(tmp_path: Path, user: str, name: str | None, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        fitting(tmp_path, user, name)
