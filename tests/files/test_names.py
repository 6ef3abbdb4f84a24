"""Names of strangers' files: whatever comes in, a plain name comes out."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.files.names import LONGEST, numbered, safe_name, suffix_of

FALLBACK = "file-1"
HOSTILE = st.text(st.sampled_from("a.-_/\\ ~\0\n\x1b\u202e\u3164\u200b日é𝒳😀́$`|*?'\"") | st.characters(), max_size=300)


@pytest.mark.parametrize(
    ("given_name", "wanted"),
    [
        ("photo.jpg", "photo.jpg"),
        ("报告 2026 (final).pdf", "报告 2026 (final).pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\amy\\plan.docx", "plan.docx"),
        ("/", FALLBACK),
        ("..", FALLBACK),
        ("", FALLBACK),
        (".bashrc", "bashrc"),
        ("-rf", "rf"),
        ("- .x", "x"),
        ("a\nb\x1b[2Jc.txt", "a b_[2Jc.txt"),
        ("invoice\u202efdp.exe", "invoice_RLO_fdp.exe"),
        ("$(reboot);`x`|y*.txt", "_(reboot)__x__y_.txt"),
        ("***", FALLBACK),
        ("x" * 300 + ".tar", "x" * 116 + ".tar"),
        ("长" * 100 + ".png", "长" * 38 + ".png"),
        ("a." + "b" * 300, "a." + "b" * 118),
        ("name. ", "name"),
    ],
)
def test_a_name_is_made_safe(given_name: str, wanted: str) -> None:
    assert safe_name(given_name, FALLBACK) == wanted


@given(HOSTILE)
def test_nothing_but_a_plain_name_comes_out(given_name: str) -> None:
    name = safe_name(given_name, FALLBACK)
    assert 1 <= len(name.encode()) <= LONGEST
    assert name[0] not in ".- "
    assert "/" not in name
    assert name.isprintable()
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "So") for char in name)
    assert safe_name(name, FALLBACK) == name


@given(HOSTILE, st.integers(1, 10_000), st.integers(1, 10_000))
def test_numbers_keep_names_safe_and_apart(given_name: str, one: int, other: int) -> None:
    name = safe_name(given_name, FALLBACK)
    first, second = numbered(name, one), numbered(name, other)
    assert (first == second) == (one == other)
    assert len(first.encode()) <= LONGEST
    assert safe_name(first, FALLBACK) == first


def test_a_number_stands_before_the_suffix() -> None:
    assert numbered("photo.jpg", 2) == "photo-2.jpg"
    assert numbered("README", 3) == "README-3"


@pytest.mark.parametrize(
    ("head", "suffix"),
    [
        (b"\x89PNG\r\n\x1a\n....", ".png"),
        (b"\xff\xd8\xff\xe0", ".jpg"),
        (b"\0\0\0\x20ftypisom", ".mp4"),
        (b"RIFF....WAVEfmt ", ".wav"),
        (b"RIFF....AVI ", ""),
        (b"#!/bin/sh", ""),
        (b"", ""),
    ],
)
def test_a_file_without_a_name_gets_the_suffix_of_its_kind(head: bytes, suffix: str) -> None:
    assert suffix_of(head) == suffix
