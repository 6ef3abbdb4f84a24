"""Pictures as pixels: checked by their heads, decoded by the child, and its answer checked again."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tui.errors import RoamingError
from tui.i18n import _
from tui.images import child
from tui.images.headers import HEAD, measure
from tui.programs import output_of

PATIENCE = 10.0
"""Seconds that decoding may take by the clock; the child gives itself less of the processor."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """A small picture: `rgb` has three bytes a pixel, row by row."""

    width: int
    height: int
    rgb: bytes


def can_decode() -> bool:
    """Whether the extra that decodes pictures is installed; it is not imported here."""
    return find_spec("PIL") is not None


async def decode(path: Path, columns: int, rows: int) -> Pixels:
    """The picture in the file at most `columns` × `rows` pixels large (at least 1 × 1), in its own proportions.

    Raises RoamingError for a file that is no PNG, JPEG, WebP or GIF, has more than 24 million pixels, or cannot be
    decoded within little memory and a few seconds.
    """
    await asyncio.to_thread(_require_decodable, path)
    command = (sys.executable, "-I", child.__file__, str(columns), str(rows))
    most = len(f"{columns} {rows}\n") + 3 * columns * rows
    try:
        answer = await output_of(command, path, most=most, patience=PATIENCE)
    except RoamingError:
        raise RoamingError(_("This picture cannot be decoded.")) from None
    return read_pixels(answer, columns, rows)


def read_pixels(answer: bytes, columns: int, rows: int) -> Pixels:
    """What the child has said. Raises RoamingError where that cannot be: a broken child is not to be trusted."""
    heading, _line_end, rgb = answer.partition(b"\n")
    numbers = heading.split(b" ")
    if len(numbers) == 2 and all(number.isdigit() and len(number) < 6 for number in numbers):
        width, height = map(int, numbers)
        if 0 < width <= columns and 0 < height <= rows and len(rgb) == 3 * width * height:
            return Pixels(width, height, rgb)
    raise RoamingError(_("This picture cannot be decoded."))


def _require_decodable(path: Path) -> None:
    try:
        with path.open("rb") as file:
            found = measure(file.read(HEAD))
    except OSError as error:
        raise RoamingError(_("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror)) from error
    if found is None:
        raise RoamingError(_("This is no picture that is shown here: PNG, JPEG, WebP and GIF are."))
    if found.width * found.height > child.MOST_PIXELS:
        size = f"{found.width}×{found.height}"
        raise RoamingError(_("This picture is too large to be shown here: {size} pixels.").format(size=size))
