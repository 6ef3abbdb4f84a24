"""`[interface]` and `[keys]`: read, and refused with the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.config import read_settings
from tui.errors import ConfigError
from tui.preferences import USUAL, CopyBy, Images, Preferences, Rebinding


def test_without_a_word_all_is_as_usual(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "config.toml").preferences == USUAL


def test_all_of_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        '[interface]\nlanguage = "zh"\ntheme = "light"\nascii = true\nmouse = false\n'
        'copy = "osc52"\n'
        '[keys]\n"conversation.pin" = "P"\nhistory.next = ["n", "ctrl+j"]\n'
    )
    keys = (
        Rebinding("conversation.pin", ("P",), f"{file}, line 8, [keys]"),
        Rebinding("history.next", ("n", "ctrl+j"), f"{file}, line 9, [keys]"),
    )
    assert read_settings(file).preferences == Preferences(
        "zh", "light", ascii=True, mouse=False, keys=keys, copy=CopyBy.OSC52
    )


def test_where_files_go_and_what_opens_them_is_read(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[interface]\ndownload_directory = "files"\nopen_command = ["my-open", "--"]\nimages = "off"')
    read = read_settings(file).preferences
    assert (read.download_directory, read.open_command) == (tmp_path / "files", ("my-open", "--"))
    assert read.images is Images.OFF


def test_a_program_may_take_what_is_copied(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[interface]\ncopy = ["my-clipboard", "--in"]')
    assert read_settings(file).preferences.copy == ("my-clipboard", "--in")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[interface]\n\nthem = 1", r"line 3, \[interface\]: them is unknown; did you mean theme\?"),
        ('[interface]\ntheme = "drak"', r"line 2, \[interface\]: theme must be one of: terminal, dark, light"),
        ('[interface]\nlanguage = "de"', r"line 2, \[interface\]: language must be one of: en, zh"),
        ('[interface]\ncopy = "pbcopy"', r"line 2, \[interface\]: copy must be one of: auto, tmux, tool, osc52, file"),
        ("[interface]\ncopy = []", r"line 2, \[interface\]: copy must be a list of texts"),
        ("[interface]\nmouse = 0", r"line 2, \[interface\]: mouse must be true or false"),
        ("interface = 1", r"line 1: write it as a table: \[interface\]"),
        ("keys = 1", r"line 1: write it as a table: \[keys\]"),
        ("[keys]\nhelp = 1", r"line 1: help: a key is a text such as"),
        ("[keys]\nhelp = []", r"line 1: help: a key is a text such as"),
        ('[keys]\nhelp = ["x", ""]', r"line 1: help: a key is a text such as"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=sentence):
        read_settings(file)
