"""Names for files whose own names come from strangers."""

from __future__ import annotations

import unicodedata

from tui.text import clean_line

LONGEST = 120
"""Bytes of a file name: below every file system's limit, with room for a number and `.part`."""

_STARTS = {
    b"\x89PNG\r\n\x1a\n": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"GIF8": ".gif",
    b"BM": ".bmp",
    b"#!AMR": ".amr",
    b"ID3": ".mp3",
    b"%PDF-": ".pdf",
}
_ALLOWED = frozenset(" ._-()[]+,@=~")
_LONGEST_SUFFIX = 20
_NOT_FIRST = " .-~"
_NOT_LAST = " ."


def safe_name(given: str, fallback: str) -> str:
    """A name in which nothing is left that a file system, a shell or a terminal would take for more than a name.

    Folders are dropped; letters and digits of every script stay, other characters become `_`; it begins with neither
    dot nor dash and has at most `LONGEST` bytes, of which the suffix keeps its own. `fallback`, a safe name, stands in
    when nothing is left. A safe name is unchanged.
    """
    base = clean_line(given).replace("\\", "/").rpartition("/")[2]
    spelled = "".join(char if _is_allowed(char) else "_" for char in unicodedata.normalize("NFC", base))
    name = shortened(_trimmed(spelled), LONGEST)
    return name if name.strip("_") else fallback


def attachment_name(filename: str, kind: str, message_id: str) -> str:
    """A name for the file of a message: its own, else one made of the message's kind and id."""
    return safe_name(filename, f"{kind}-{safe_name(message_id, '0')}")


def suffix_of(head: bytes) -> str:
    """The suffix, with its dot, of a file that begins with `head` (16 bytes are enough); '' when unknown."""
    if head[4:8] == b"ftyp":
        return ".mp4"
    if head[:4] == b"RIFF":
        return {b"WEBP": ".webp", b"WAVE": ".wav"}.get(head[8:12], "")
    return next((suffix for start, suffix in _STARTS.items() if head.startswith(start)), "")


def numbered(name: str, number: int) -> str:
    """`name` for the `number`th file of this name: itself for the first, `name-2.txt` for the second."""
    if number == 1:
        return name
    stem, suffix = _split(name)
    mark = f"-{number}"
    return _cut(stem, LONGEST - len(mark) - len(suffix.encode())) + mark + suffix


def shortened(name: str, limit: int) -> str:
    """`name` in at most `limit` bytes of UTF-8; what is cut is the end of the part before the suffix."""
    if len(name.encode()) <= limit:
        return name
    stem, suffix = _split(name)
    return _trimmed(_cut(stem, limit - len(suffix.encode())) + suffix)


def _split(name: str) -> tuple[str, str]:
    """The name before its suffix, and the suffix with its dot; '' for none."""
    stem, dot, suffix = name.rpartition(".")
    is_suffix = bool(stem and suffix) and len(suffix.encode()) < _LONGEST_SUFFIX
    return (stem, dot + suffix) if is_suffix else (name, "")


def _cut(text: str, size: int) -> str:
    return text.encode()[: max(size, 0)].decode(errors="ignore").rstrip(_NOT_LAST)


def _trimmed(name: str) -> str:
    return name.lstrip(_NOT_FIRST).rstrip(_NOT_LAST)


def _is_allowed(char: str) -> bool:
    return char in _ALLOWED or char.isalnum() or unicodedata.category(char) in ("Mn", "Mc")
