"""What may be copied of a text that came from strangers."""

from __future__ import annotations

import re

_LINE_END = re.compile("\r\n?|\x85")
_NOT_COPIED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def copyable(text: str) -> str:
    """`text` as it is, but for control characters: of these only line feeds and tabs stay.

    What is copied gets pasted into shells, where an escape or a carriage return would act. Everything that is
    written stays, also what `tui.text.clean` would mark; half of a character becomes `\\ufffd`.
    """
    return _SURROGATE.sub("\ufffd", _NOT_COPIED.sub("", _LINE_END.sub("\n", text)))
