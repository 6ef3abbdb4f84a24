"""OSC 52: one sequence, whole, and in screen's pieces."""

from __future__ import annotations

import re
from base64 import b64decode

from hypothesis import given
from hypothesis import strategies as st

from tui.app.clipboard.osc52 import LONGEST, fits, sequence

PLAIN = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
PIECE = re.compile(r"\x1bP([^\x1b]*(?:\x1b\][^\x1b]*)?)\x1b\\")


def taken(sent: str) -> str:
    """What a terminal has in its clipboard then."""
    found = PLAIN.fullmatch(sent)
    assert found
    return b64decode(found[1], validate=True).decode()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_terminal_takes_the_text_as_it_is(text: str) -> None:
    assert taken(sequence(text)) == text


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=200, max_size=3000))
def test_screen_gets_pieces_that_it_passes_on(text: str) -> None:
    sent = sequence(text, in_screen=True)
    pieces = PIECE.findall(sent)
    assert "".join(f"\x1bP{piece}\x1b\\" for piece in pieces) == sent
    assert all(len(piece) <= 700 for piece in pieces)
    assert taken("".join(pieces)) == text


def test_the_limit_is_counted_in_base64() -> None:
    longest = "x" * (LONGEST // 4 * 3)
    assert fits(longest)
    assert len(sequence(longest)) <= LONGEST + len("\x1b]52;c;\x07")
    assert not fits(longest + "xxx")
    assert not fits("好" * (LONGEST // 4 + 1))
