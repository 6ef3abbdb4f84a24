"""What is told of keys outside of the browser: the list of all, and README's table."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.app.key_list import key_list
from tui.app.keymap import TITLES, Where
from tui.app.rebinding import keymap
from tui.preferences import Rebinding

README = Path(__file__).parents[2] / "README.md"
SPELT = {
    "question_mark": "?", "down": "↓", "up": "↑", "left": "←", "right": "→", "enter": "Enter", "tab": "Tab",
    "escape": "Esc", "pagedown": "PgDn", "pageup": "PgUp", "space": "Space", "backspace": "Backspace",
    "backslash": "\\", "grave_accent": "`",
}  # fmt: skip


def test_every_key_can_be_chosen_as_it_is_listed() -> None:
    for listed in key_list():
        assert keymap([Rebinding(listed.id, listed.keys)])


def test_a_chosen_key_is_listed() -> None:
    listed = {each.id: each for each in key_list([Rebinding("help", ("F3",))])}
    assert listed["help"].keys == ("F3",)


@pytest.mark.parametrize("listed", key_list(), ids=lambda each: each.id)
def test_the_first_of_each_key_stands_in_the_readme(listed: tuple[str, tuple[str, ...], str, str]) -> None:
    _id, keys, where, _what = listed
    if where in {TITLES[each] for each in (Where.HELP, Where.QUESTION, Where.JUMP, Where.CHANGES, Where.FILTER)}:
        return  # told where they apply
    table = README.read_text(encoding="utf-8").partition("\n## Keys\n")[2].partition("\n## ")[0]
    key = keys[0]
    spelt = f"Ctrl-{key[-1]}" if key.startswith("ctrl+") else SPELT.get(key, key)
    assert f"`{spelt}`" in table
