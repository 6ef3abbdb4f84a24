"""Texts as they are compared: without differences of case, width and accent, and cut into words.

Letters and digits in a row are one word; each character of a script that is written without spaces, and each symbol
or emoji, is a word of its own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_ALONE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u30ff\u3100-\u312f"
    "\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)
"""Scripts without spaces between words (Chinese, Japanese, Thai, Lao, Burmese, Khmer), and Korean."""

_ACCENTS = range(0x300, 0x370)
_SELECTORS = range(0xFE00, 0xFE10)
_WIDTHS = range(0xFF00, 0xFFF0)


class _Table(dict[int, str]):
    """What to put for each character, as `str.translate` wants it; worked out when one is first met."""

    def __init__(self, *, words: bool) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        self[code] = "".join(map(_apart, folded)) if self._words else folded
        return self[code]


_FOLDED = _Table(words=False)
_WORDS = _Table(words=True)


def fold(text: str) -> str:
    """`text` as it is compared: what it contains is in it if the folded part is in the folded text.

    White space becomes single spaces; zero-width characters and accents are gone.
    """
    return " ".join(text.translate(_FOLDED).split())


def spaced_words(text: str) -> str:
    """The words of `text`, folded, between white space."""
    return text.translate(_WORDS)


def folded_words(folded: str) -> list[str]:
    """The words of a folded text, in order."""
    return "".join(map(_apart, folded)).split()


def is_of_a_run(char: str) -> bool:
    """Whether a folded character is a letter or digit that others may make one word with."""
    return char != " " and _apart(char) == char


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """`text` folded as `fold` does, and for each character of that the index of the one in `text` it came from."""
    folded: list[str] = []
    places: list[int] = []
    for index, char in enumerate(text):
        for each in char.translate(_FOLDED):
            if each != " " or (folded and folded[-1] != " "):
                folded.append(each)
                places.append(index)
    if folded and folded[-1] == " ":
        folded.pop()
        places.pop()
    return "".join(folded), places


def _folded(char: str) -> str:
    if char.isspace():
        return " "
    code = ord(char)
    if code in _SELECTORS or unicodedata.category(char) in ("Cf", "Cs"):
        return ""
    # Full and half width alone: `№` and `②` are not what anyone types who looks for letters and digits.
    plain = unicodedata.normalize("NFKC", char) if code in _WIDTHS else char
    parts = unicodedata.normalize("NFD", unicodedata.normalize("NFD", plain).casefold())
    return unicodedata.normalize("NFC", "".join(each for each in parts if ord(each) not in _ACCENTS))


@cache
def _apart(char: str) -> str:
    """What a folded character is among words: itself, a word of its own, or a space between two."""
    category = unicodedata.category(char)
    if _ALONE.match(char) or (category[0] == "S" and not char.isascii()):
        return f" {char} "
    return char if char.isalnum() or category[0] == "M" else " "
