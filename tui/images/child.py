"""Decodes one picture in a process of its own: a file on standard input, its pixels on standard output.

Run as a program with the most columns and rows of pixels as arguments. It writes a line `WIDTH HEIGHT`, and then three
bytes a pixel (red, green, blue), row by row. It imports nothing of ours, and gives itself so little memory and time
that a file which would take more ends it. Exit codes: 0 done, 1 no picture that is decoded, 3 Pillow is not installed.
"""

import resource
import sys
from importlib import import_module
from io import BytesIO
from typing import Any

MEMORY = 768 * 2**20
"""Bytes of address space, the interpreter and Pillow's libraries included: 24 million pixels are 96 MB in colour."""
SECONDS = 5
MOST_BYTES = 64 * 2**20
MOST_PIXELS = 24_000_000
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
REFUSED, NO_PILLOW = 1, 3


def confine() -> None:
    """From now on: little memory and time, no new files, no processes, no core."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def main(columns: int, rows: int) -> int:
    """Decode what is on standard input to at most `columns` × `rows` pixels; returns the exit code."""
    confine()
    try:
        Image: Any = import_module("PIL.Image")  # noqa: N806  # a module, as Pillow calls it
    except ImportError:
        return NO_PILLOW
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        return REFUSED
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow warns beyond it, and refuses beyond twice as much
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                return REFUSED
            image.draft("RGB", (columns, rows))  # a JPEG is decoded no larger than is needed
            image.thumbnail((columns, rows))
            pixels = image.convert("RGBA")
    except Exception:  # whatever is wrong with a stranger's file
        return REFUSED
    ground = Image.new("RGBA", pixels.size, "white")
    shown = Image.alpha_composite(ground, pixels).convert("RGB")
    sys.stdout.buffer.write(b"%d %d\n" % shown.size + shown.tobytes())
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
