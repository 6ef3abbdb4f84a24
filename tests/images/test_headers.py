"""Pictures measured by their heads; hostile ones come to nothing worse than None."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.images.headers import Measure, measure


def png(width: int, height: int) -> bytes:
    """A whole PNG of one grey."""
    rows = b"".join(b"\0" + b"\x80" * width for _row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg(width: int, height: int, before: bytes = b"") -> bytes:
    frame = b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + bytes(9)
    return b"\xff\xd8\xff\xe0\x00\x04ab" + before + frame


GIF = b"GIF89a" + struct.pack("<HH", 7, 5) + bytes(3)
LOSSY = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 7 | 0x4000, 5)
LOSSLESS = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 6 | 4 << 14) + bytes(5)
EXTENDED = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x06\0\0\x04\0\0"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (png(7, 5), "PNG"),
        (GIF, "GIF"),
        (LOSSY, "WEBP"),
        (LOSSLESS, "WEBP"),
        (EXTENDED, "WEBP"),
        (jpeg(7, 5), "JPEG"),
        (jpeg(7, 5, b"\xff\xff\xdb\x00\x03x\xff\xd8\xff\xc4\x00\x02"), "JPEG"),
    ],
)
def test_the_size_is_what_the_file_says(head: bytes, kind: str) -> None:
    assert measure(head) == Measure(kind, 7, 5)
    for end in range(len(head)):
        assert measure(head[:end]) in (None, Measure(kind, 7, 5))


@pytest.mark.parametrize(
    "head",
    [b"", b"BM" + bytes(60), b"<svg/>", b"%PDF-1.7", png(0, 5), jpeg(7, 0), b"II*\0" + bytes(60), b"GIF89b" + bytes(9)],
)
def test_anything_else_is_no_picture(head: bytes) -> None:
    assert measure(head) is None


@given(st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP", b"GIF89a", b""]), st.binary())
def test_no_bytes_break_it(start: bytes, rest: bytes) -> None:
    found = measure(start + rest)
    assert found is None or (found.width > 0 and found.height > 0)
