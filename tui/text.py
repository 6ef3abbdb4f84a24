"""What untrusted text must go through before anyone shows it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MARKS_PER_BASE = 8
"""More combining marks than this on one letter do not belong to any script; terminals have had memory bugs on them."""

TAB_WIDTH = 4

_BIDI = {
    0x061C: "ALM", 0x200E: "LRM", 0x200F: "RLM", 0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO",
    0x202E: "RLO", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
}  # fmt: skip

# What needs a closer look: controls, bidi and zero-width characters, separators, surrogates, tags, noncharacters.
_SUSPECTS = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))
)
_BLOCKS_WITH_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0590-\u109f\u135d-\u135f\u1700-\u1cff\u1dc0-\u1dff\u20d0-\u20ff\u2cef-\u2cf1\u2d7f"
    "\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\ua67d\ua69e-\ua6f1\ua800-\uabff\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U00010000-\U0001efff"
)
_SUSPECT = re.compile(f"[{_SUSPECTS}]")
# So many characters in a row from blocks that have combining marks may be a flood of them; most often it is a word.
_PERHAPS_A_FLOOD = re.compile(f"[{_BLOCKS_WITH_MARKS}]{{{MARKS_PER_BASE + 1}}}")
# Most of a text is nothing that could need a closer look, and is passed over in one piece.
_PIECE = re.compile(f"[^{_SUSPECTS}{_BLOCKS_WITH_MARKS}]+|.", re.DOTALL)
_ZWJ, _ZWNJ = "\u200d", "\u200c"
_UNSEEN = {
    "\xad": "SHY", "\u200b": "ZWSP", "\u2060": "WJ", "\ufeff": "BOM", "\u3164": "HF", "\uffa0": "HF", "\u115f": "HF",
    "\u1160": "HF", _ZWJ: "ZWJ", _ZWNJ: "ZWNJ",
}  # fmt: skip
_TAGS = re.compile("[\U000e0000-\U000e007f]+")
_SELECTORS = re.compile("[\U000e0100-\U000e01ef]+")
_TAKE_A_TONE = (
    "\u261d\u26f9\u270a-\u270d\U0001f385\U0001f3c2-\U0001f3c4\U0001f3c7\U0001f3ca-\U0001f3cc\U0001f442\U0001f443"
    "\U0001f446-\U0001f450\U0001f466-\U0001f478\U0001f47c\U0001f481-\U0001f483\U0001f485-\U0001f487\U0001f48f\U0001f491"
    "\U0001f4aa\U0001f574\U0001f575\U0001f57a\U0001f590\U0001f595\U0001f596\U0001f645-\U0001f647\U0001f64b-\U0001f64f"
    "\U0001f6a3\U0001f6b4-\U0001f6b6\U0001f6c0\U0001f6cc\U0001f90c\U0001f90f\U0001f918-\U0001f91f\U0001f926"
    "\U0001f930-\U0001f939\U0001f93c-\U0001f93e\U0001f977\U0001f9b5\U0001f9b6\U0001f9b8\U0001f9b9\U0001f9bb"
    "\U0001f9cd-\U0001f9cf\U0001f9d1-\U0001f9dd\U0001fac3-\U0001fac5\U0001faf0-\U0001faf8"
)
_FLAGS, _TONES = "\U0001f1e6-\U0001f1ff", "\U0001f3fb-\U0001f3ff"
# Terminals give half a flag, and a skin tone on nothing, two cells where we count one or none: lines would be too long.
_FLAGS_AND_LONE_TONES = re.compile(f"[{_FLAGS}]{{1,2}}|(?<![{_TAKE_A_TONE}])(?<![{_TAKE_A_TONE}]\ufe0f)[{_TONES}]+")
_NEEDS_A_LOOK = re.compile(f"[{_SUSPECTS}{_FLAGS}{_TONES}]")
_REPEATED_MARK = re.compile(r"(?P<mark>⟪(?P<name>[A-Z]{2,4})⟫)(?P=mark)+")


def clean(text: str) -> str:
    """Return `text` without anything that a terminal would obey or that would deceive a reader.

    Line feeds stay, tabs become spaces, and each thing taken out leaves a visible mark (`␛`, `⟪RLO⟫`, `⟪ZWSP×3⟫`,
    `⟪+292⟫` for so many combining marks, `⟪tag:gbeng⟫`, `⟪N⟫` for half a flag, `�`); only a byte order mark at the
    beginning leaves none. Joiners and skin tones stay where a script or an emoji needs them. Clean text is unchanged.
    Look-alike letters are letters.
    """
    if not _NEEDS_A_LOOK.search(text) and not _PERHAPS_A_FLOOD.search(text):
        return text
    text = _FLAGS_AND_LONE_TONES.sub(_without_halves, text)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    text = _SELECTORS.sub(lambda found: f"⟪VS×{len(found[0])}⟫", _TAGS.sub(_spelled, text))
    return _REPEATED_MARK.sub(_counted, "".join(_pieces(text)))


def clean_line(text: str) -> str:
    """Clean `text` and fold it into one line: every run of white space becomes one space."""
    return " ".join(clean(text).split())


def _pieces(text: str) -> Iterator[str]:
    before, marks = "", 0
    for found in _PIECE.finditer(text):
        piece = found[0]
        if len(piece) == 1 and _is_mark(piece) and not _SUSPECT.match(piece):
            marks += 1
            if marks <= MARKS_PER_BASE:
                before = piece
                yield piece
            continue
        if marks > MARKS_PER_BASE:
            before = f"⟪+{marks - MARKS_PER_BASE}⟫"
            yield before
        after = text[found.end() : found.end() + 1]
        is_joiner = piece in (_ZWJ, _ZWNJ) and _joins(before[-1:], after, marks)
        marks = marks if is_joiner else 0  # a joiner begins no new letter
        before = piece if is_joiner or not _SUSPECT.match(piece) else _replacement(piece)
        yield before
    if marks > MARKS_PER_BASE:
        yield f"⟪+{marks - MARKS_PER_BASE}⟫"


def _replacement(char: str) -> str:
    code = ord(char)
    if char == "\t":
        return " " * TAB_WIDTH
    if char in ("\r", "\u2028", "\u2029", "\x85"):
        return "\n"
    if code < 0x20:
        return chr(0x2400 + code)  # the control pictures: ␀ to ␟
    if code == 0x7F:
        return "␡"
    name = _BIDI.get(code) or _UNSEEN.get(char)
    return f"⟪{name}⟫" if name else "\ufffd"


def _without_halves(found: re.Match[str]) -> str:
    """A flag as it is; of half a flag the letter, of a skin tone that it is one."""
    signs = found[0]
    if signs[0] >= "\U0001f3fb":
        return "⟪TONE⟫" if len(signs) == 1 else f"⟪TONE×{len(signs)}⟫"
    return signs if len(signs) == 2 else f"⟪{chr(ord(signs) - 0x1F1E6 + ord('A'))}⟫"


def _spelled(tags: re.Match[str]) -> str:
    """What a run of tags says; the last one, which ends a flag, says nothing."""
    letters = (chr(ord(tag) - 0xE0000) for tag in tags[0].removesuffix("\U000e007f"))
    return f"⟪tag:{''.join(letter if letter.isprintable() else '·' for letter in letters)}⟫"


def _counted(marks: re.Match[str]) -> str:
    return f"⟪{marks['name']}×{len(marks[0]) // len(marks['mark'])}⟫"


def _is_mark(char: str) -> bool:
    return unicodedata.combining(char) != 0 or unicodedata.category(char) in ("Mn", "Me")


def _joins(before: str, after: str, marks: int) -> bool:
    """Whether a joiner between two characters can join them, the first having so many marks."""
    if not before or not after or _SUSPECT.match(after) or (_is_mark(after) and marks >= MARKS_PER_BASE):
        return False
    return _joinable(before) and _joinable(after)


def _joinable(char: str) -> bool:
    category = unicodedata.category(char)
    return category in ("So", "Sk", "Mn", "Mc") or (category == "Lo" and unicodedata.east_asian_width(char) == "N")
