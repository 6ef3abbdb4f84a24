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

# Everything that needs a closer look: controls, bidi and zero-width characters, separators, surrogates, tags,
# private and unassigned oddities of the specials block, and every combining mark (for the flood check).
_SUSPECT = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u061c\u064b-\u065f"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u20d0-\u20ff\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uffa0\ufff0-\ufffb\uffff"
    "\U0001d173-\U0001d17a\U000e0000-\U000effff]"
)
_ZWJ, _ZWNJ = "\u200d", "\u200c"
_VARIATION = re.compile("[\ufe00-\ufe0f]")


def clean(text: str) -> str:
    """Return `text` without anything that a terminal would obey or that would deceive a reader.

    Line feeds stay, tabs become spaces, and each thing taken out leaves a visible mark (`␛`, `⟪RLO⟫`, `�`). Joiners
    stay where a script or an emoji needs them. Clean text is unchanged.
    """
    if not _SUSPECT.search(text):
        return text
    text = text.replace("\r\n", "\n")
    out: list[str] = []
    marks = 0
    for index, char in enumerate(text):
        if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me"):
            marks += 1
            if marks <= MARKS_PER_BASE and not "\U000e0000" <= char <= "\U000effff":
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
    if char == "\xad" or char in "\u200b\u2060\ufeff\u3164\uffa0\u115f\u1160":
        return ""
    if _VARIATION.match(char):
        return char
    return "\ufffd"


def _joins(text: str, index: int) -> bool:
    """Whether the joiner at `index` stands between two characters that it can join."""
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    return bool(before and after) and all(_joinable(char) for char in (before, after))


def _joinable(char: str) -> bool:
    category = unicodedata.category(char)
    return category in ("So", "Sk", "Mn", "Mc") or (category == "Lo" and unicodedata.east_asian_width(char) == "N")
