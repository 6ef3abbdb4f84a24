"""What kind of picture a file is and how large, from its first bytes alone: nothing is decoded for that."""

from __future__ import annotations

from dataclasses import dataclass

HEAD = 256 * 1024
"""Bytes of a file in which its size must be told; a JPEG may have a preview and a profile before it."""

_PNG = b"\x89PNG\r\n\x1a\n"
_NO_SIZE = frozenset({0x01, *range(0xD0, 0xDA)})  # markers of a JPEG that stand alone
_NOT_A_FRAME = frozenset({0xC4, 0xC8, 0xCC})  # tables, which lie among the markers of frames


@dataclass(frozen=True, slots=True)
class Measure:
    """A picture's format, as Pillow calls it, and its size in pixels, as the file says."""

    format: str
    width: int
    height: int


def measure(head: bytes) -> Measure | None:
    """The measure of a PNG, JPEG, WebP or GIF that begins with `head`; None for anything else."""
    if head.startswith(_PNG) and head[12:16] == b"IHDR" and len(head) >= 24:
        return _sized("PNG", int.from_bytes(head[16:20]), int.from_bytes(head[20:24]))
    if head[:6] in (b"GIF87a", b"GIF89a") and len(head) >= 10:
        return _sized("GIF", int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little"))
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP" and len(head) >= 30:
        return _webp(head[12:16], head[20:30])
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg(head)
    return None


def _webp(kind: bytes, data: bytes) -> Measure | None:
    if kind == b"VP8X":
        return _sized("WEBP", int.from_bytes(data[4:7], "little") + 1, int.from_bytes(data[7:10], "little") + 1)
    if kind == b"VP8L" and data[0] == 0x2F:
        bits = int.from_bytes(data[1:5], "little")
        return _sized("WEBP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 " and data[3:6] == b"\x9d\x01\x2a":
        width, height = int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
        return _sized("WEBP", width & 0x3FFF, height & 0x3FFF)
    return None


def _jpeg(head: bytes) -> Measure | None:
    """Go from marker to marker up to the frame's."""
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker == 0xFF:  # filling
            at += 1
        elif marker in _NO_SIZE:
            at += 2
        elif 0xC0 <= marker <= 0xCF and marker not in _NOT_A_FRAME:
            return _sized("JPEG", int.from_bytes(head[at + 7 : at + 9]), int.from_bytes(head[at + 5 : at + 7]))
        else:
            at += 2 + max(int.from_bytes(head[at + 2 : at + 4]), 2)
    return None


def _sized(kind: str, width: int, height: int) -> Measure | None:
    return Measure(kind, width, height) if width > 0 and height > 0 else None
