"""Small real files made by code: pictures, sound, a film's shell and papers."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

Colour = tuple[int, int, int]

WAV_RATE = 8_000
"""Samples a second, one byte each."""
AMR_FRAMES = 50
"""Frames a second of AMR narrow band."""


def bars(width: int, height: int, values: Sequence[float]) -> bytes:
    """A bar chart as PNG; `values` from 0 to 1, left to right."""
    slot = width // len(values)
    room = width - slot * len(values)
    gap = max(1, slot // 5)

    def row(y: int) -> bytes:
        filled = 1 - y / height
        cells = (b"\0" * gap + (b"\1" if value >= filled else b"\0") * (slot - gap) for value in values)
        return b"".join(cells) + b"\0" * room

    return _png(width, height, [row(y) for y in range(height)], [(250, 248, 242), (38, 110, 150)])


def bands(width: int, height: int, colours: Sequence[Colour]) -> bytes:
    """Horizontal bands of colour as PNG, from top to bottom."""
    rows = [bytes([y * len(colours) // height]) * width for y in range(height)]
    return _png(width, height, rows, colours)


def tiles(width: int, height: int, colours: Sequence[Colour], across: int = 8) -> bytes:
    """A tiled floor as PNG, `across` tiles wide."""
    side = max(1, width // across)
    line = [
        b"".join(bytes([(x + shift) % len(colours)]) * side for x in range(across + 1))[:width]
        for shift in range(len(colours))
    ]
    rows = [line[y // side % len(colours)] for y in range(height)]
    return _png(width, height, [row.ljust(width, b"\0") for row in rows], colours)


def wav(seconds: int, pitch: int = 40) -> bytes:
    """A soft tone as WAV (8 bit, mono); one swing is `pitch` samples long."""
    swing = bytes(128 + abs(step - pitch // 2) - pitch // 4 for step in range(pitch))
    samples = (swing * (WAV_RATE * seconds // pitch + 1))[: WAV_RATE * seconds]
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, WAV_RATE, WAV_RATE, 1, 8)
    data = struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI4s", b"RIFF", 4 + len(form) + len(data), b"WAVE") + form + data


def amr(seconds: int) -> bytes:
    """Silence as AMR narrow band: frames of the kind "no data"."""
    return b"#!AMR\n" + b"\x7c" * (AMR_FRAMES * seconds)


def mp4(size: int) -> bytes:
    """An MP4 file's outer boxes around `size` bytes of nothing."""
    kind = struct.pack(">I4s4sI4s4s", 24, b"ftyp", b"isom", 512, b"isom", b"mp41")
    return kind + struct.pack(">I4s", 8 + size, b"free") + bytes(size)


def pdf(line: str) -> bytes:
    """One page with one `line` of ASCII text as PDF."""
    drawing = f"BT /F1 18 Tf 72 720 Td ({line}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    text, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    return f"{text}xref\n0 {count}\n0000000000 65535 f \n{table}{end}".encode("ascii")


def _png(width: int, height: int, rows: Sequence[bytes], palette: Sequence[Colour]) -> bytes:
    """One palette index a pixel, `height` rows of `width` bytes."""
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 1)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    colours = b"".join(bytes(colour) for colour in palette)
    chunks = (_chunk(b"IHDR", header), _chunk(b"PLTE", colours), _chunk(b"IDAT", pixels), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
