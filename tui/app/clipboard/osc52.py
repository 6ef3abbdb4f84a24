"""OSC 52: the sequence by which a terminal takes a text for its clipboard, also through GNU screen."""

from __future__ import annotations

from base64 import b64encode

LONGEST = 74_994
"""Bytes of a text in base64 that terminals take; xterm gives up beyond it, others have higher limits or none."""

_IN_SCREEN = 700
"""Bytes in one piece for GNU screen, which passes on strings of up to 768."""

_END = "\x1b\\"


def fits(text: str) -> bool:
    """Whether terminals take a text of this length."""
    return 4 * -(-len(text.encode()) // 3) <= LONGEST


def sequence(text: str, *, in_screen: bool = False) -> str:
    """The sequence for `text`, which has no surrogates; `in_screen`: GNU screen passes it on to its terminal."""
    plain = f"\x1b]52;c;{b64encode(text.encode()).decode()}\x07"
    return _through_screen(plain) if in_screen else plain


def _through_screen(plain: str) -> str:
    """`plain` in pieces, each a string of its own that screen gives to its terminal as it is."""
    pieces = (plain[start : start + _IN_SCREEN] for start in range(0, len(plain), _IN_SCREEN))
    return "".join(f"\x1bP{piece}{_END}" for piece in pieces)
