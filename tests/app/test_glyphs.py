"""The signs the interface draws."""

from __future__ import annotations

from dataclasses import fields

import pytest
from rich.cells import cell_len

from tui.app.glyphs import ASCII, UNICODE, Glyphs, choose


@pytest.mark.parametrize(
    ("encoding", "environ", "chosen"),
    [
        ("utf-8", {}, UNICODE),
        ("UTF8", {"ROAM_ASCII": ""}, UNICODE),
        ("utf-8", {"ROAM_ASCII": "0"}, UNICODE),
        ("utf-8", {"ROAM_ASCII": "1"}, ASCII),
        ("gbk", {}, ASCII),
        ("ascii", {}, ASCII),
        ("no-such-encoding", {}, ASCII),
    ],
)
def test_the_set_is_one_that_the_terminal_can_show(encoding: str, environ: dict[str, str], chosen: Glyphs) -> None:
    assert choose(encoding, environ) is chosen


def test_the_ascii_set_is_ascii_and_each_sign_has_its_cell() -> None:
    for sign in fields(Glyphs):
        if sign.name != "folds":
            assert getattr(ASCII, sign.name).isascii()
            assert cell_len(getattr(ASCII, sign.name)) == 1
            assert cell_len(getattr(UNICODE, sign.name)) == 1


def test_our_sentences_are_spelled_in_ascii() -> None:
    assert ASCII.spell("loading… · 640×480 ↓") == "loading... - 640x480 v"
    assert UNICODE.spell("loading…") == "loading…"
