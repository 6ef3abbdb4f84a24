"""Writing a profile changes that profile and nothing else."""

from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.config.private_files import write_private
from tui.config.writing import Change, save_profile, with_profile
from tui.errors import ConfigError

BLOCKS = [
    "# a comment\n",
    "\n",
    "[profile.other]\nuser = 'eve'   # spaces\n\n",
    '[profile."my work"]\ntext = """\n[profile.work]\nuser = 1\n"""\n',
    "[profile.work]\n",
    "[profile.work] # header\nuser = 'old'\n# inside\nlist = [\n 1,\n]\n",
    "[ profile . work ]\r\napp_key = 'a#b'\r\nkeyring = true\r\n",
]
TEXTS = (
    st.lists(st.sampled_from(BLOCKS), unique=True)
    .map("".join)
    .flatmap(lambda text: st.sampled_from([text, text.removesuffix("\n")]))
)
VALUES = st.one_of(st.none(), st.booleans(), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
CHANGES = st.dictionaries(st.sampled_from(["user", "app_key", "keyring", "rest_url"]), VALUES)


def is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


@given(TEXTS.filter(is_toml), CHANGES)
def test_the_profile_is_as_wished_and_all_else_as_it_was(text: str, changes: dict[str, Change]) -> None:
    before = tomllib.loads(text).get("profile", {})
    edited = with_profile(text, "work", changes)
    after = tomllib.loads(edited)["profile"]
    wished = {**before.get("work", {}), **changes}
    assert after.pop("work") == {key: value for key, value in wished.items() if value is not None}
    before.pop("work", None)
    assert after == before
    assert with_profile(edited, "work", changes) == edited


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", '[profile.work]\nuser = "amy"\n'),
        ("# only\n# comments", '# only\n# comments\n\n[profile.work]\nuser = "amy"\n'),
        (
            "[profile.work]\nuser='old' # why\nleft = 1 # as it was\n\n# of the next\n[profile.z]\nuser = 'z'",
            "[profile.work]\nuser = \"amy\"\nleft = 1 # as it was\n\n# of the next\n[profile.z]\nuser = 'z'",
        ),
        ("[profile.work]\nuser='amy' # why", "[profile.work]\nuser='amy' # why"),
        ("[profile.work]\nkeyring = true", '[profile.work]\nuser = "amy"\n'),
    ],
)
def test_byte_for_byte(text: str, wanted: str) -> None:
    assert with_profile(text, "work", {"user": "amy", "keyring": None}) == wanted


@pytest.mark.parametrize("text", ["profile = { work = { user = 'a' } }\n", "[profile]\nwork.user = 'a'\n", "[broken"])
def test_a_file_that_cannot_be_changed_stays_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"write the profile as a table \[profile.work\]"):
        save_profile(path, "work", {"user": "amy"})
    assert path.read_text() == text
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_a_private_file_is_private_under_any_umask(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "file"
    before = os.umask(umask)
    try:
        write_private(path, b"1")
        write_private(path, b"2")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == b"2"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "config.toml"
    real.parent.mkdir()
    real.write_text("")
    real.chmod(0o640)
    link = tmp_path / "config.toml"
    link.symlink_to(real)
    save_profile(link, "work", {"user": "amy"})
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert tomllib.loads(real.read_text()) == {"profile": {"work": {"user": "amy"}}}


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(ConfigError, match="cannot be written"):
        save_profile(tmp_path / "config.toml", "work", {"user": "amy"})
    with pytest.raises(OSError, match="directory"):
        write_private(tmp_path / "config.toml", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]
