"""What untrusted text must go through before anyone shows it."""

from __future__ import annotations

import re
import unicodedata

MARKS_PER_BASE = 8
"""More combining marks than this on one letter do not belong to any script; terminals have had memory bugs on them."""

TAB_WIDTH = 4

_BIDI = {
    0x061C: "ALM", 0x200E: "LRM", 0x200F: "RLM", 0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO",
    0x202E: "RLO", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
}  # fmt: skip

# What needs a closer look: controls, bidi and zero-width characters, separators, surrogates, tags, noncharacters.
_SUSPECT = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))
    + "]"
)
# So many characters in a row from blocks that have combining marks may be a flood of them; most often it is a word.
_PERHAPS_A_FLOOD = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0590-\u109f\u135d-\u135f\u1700-\u1cff\u1dc0-\u1dff\u20d0-\u20ff\u2cef-\u2cf1\u2d7f"
    "\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\ua67d\ua69e-\ua6f1\ua800-\uabff\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
    f"\U00010000-\U0001efff]{{{MARKS_PER_BASE + 1}}}"
)
_ZWJ, _ZWNJ = "\u200d", "\u200c"
_INVISIBLE = frozenset("\xad\u200b\u2060\ufeff\u3164\uffa0\u115f\u1160")


def clean(text: str) -> str:
    """Return `text` without anything that a terminal would obey or that would deceive a reader.

    Line feeds stay, tabs become spaces, and each thing taken out leaves a visible mark (`␛`, `⟪RLO⟫`, `�`). Joiners
    stay where a script or an emoji needs them. Clean text is unchanged.
    """
    if not _SUSPECT.search(text) and not _PERHAPS_A_FLOOD.search(text):
        return text
    text = text.replace("\r\n", "\n")
    out: list[str] = []
    marks = 0
    for index, char in enumerate(text):
        if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me"):
            marks += 1
            if marks <= MARKS_PER_BASE and not _SUSPECT.match(char):
                out.append(char)
            continue
        if char != _ZWJ:
            marks = 0
        out.append(char if not _SUSPECT.match(char) else _replacement(char, text, index))
    return "".join(out)


def clean_line(text: str) -> str:
    """Clean `text` and fold it into one line: every run of white space becomes one space."""
    return " ".join(clean(text).split())


def _replacement(char: str, text: str, index: int) -> str:
    code = ord(char)
    if char == "\t":
        return " " * TAB_WIDTH
    if char in ("\r", "\u2028", "\u2029", "\x85"):
        return "\n"
    if code < 0x20:
        return chr(0x2400 + code)  # the control pictures: ␀ to ␟
    if code == 0x7F:
        return "␡"
    if code in _BIDI:
        return f"⟪{_BIDI[code]}⟫"
    if char in (_ZWJ, _ZWNJ):
        return char if _joins(text, index) else ""
    if char in _INVISIBLE:
        return ""
    return "\ufffd"


def _joins(text: str, index: int) -> bool:
    """Whether the joiner at `index` stands between two characters that it can join."""
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    return bool(before and after) and all(_joinable(char) for char in (before, after))


def _joinable(char: str) -> bool:
    category = unicodedata.category(char)
    return category in ("So", "Sk", "Mn", "Mc") or (category == "Lo" and unicodedata.east_asian_width(char) == "N")
