"""Keys as an input method sends them, so that a binding works whether or not the input method is on."""

from __future__ import annotations

_FULL_WIDTH_OFFSET = 0xFEE0  # from ! to ~, each full-width form lies this far above its ASCII twin

_ALSO_TYPED = {
    "[": "【",
    "]": "】",
    "/": "、",
    "\\": "、",
    "<": "《",
    ">": "》",
    ".": "。",
    ",": "，",
    "space": "ideographic_space",
}
"""What Chinese punctuation mode sends for a key, besides the full-width form, as Textual calls it."""

_CHARACTER_OF_NAME = {
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "colon": ":",
    "semicolon": ";",
    "exclamation_mark": "!",
    "comma": ",",
    "full_stop": ".",
    "minus": "-",
    "plus": "+",
    "equals_sign": "=",
}


def twins(keys: str) -> str:
    """The comma-separated `keys` of a binding, with what an input method may send instead added after them.

    Keys without such a form (arrows, chords) stay alone: `twins("j,down")` is `"j,down,ｊ"`.
    """
    given = keys.split(",")
    added = [form for key in given for form in _forms(key) if form]
    return ",".join(dict.fromkeys([*given, *added]))


def _forms(key: str) -> tuple[str, str]:
    character = _CHARACTER_OF_NAME.get(key, key)
    full_width = chr(ord(character) + _FULL_WIDTH_OFFSET) if len(character) == 1 and "!" <= character <= "~" else ""
    return full_width, _ALSO_TYPED.get(character, "")
