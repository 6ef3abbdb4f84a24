"""The child that decodes: what it may not do, what is refused before it and after it, and what it gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.images.test_headers import jpeg, png
from tui.errors import RoamingError
from tui.images import child
from tui.images.decoding import Pixels, can_decode, decode, read_pixels

CONFINED = f"import runpy; child = runpy.run_path({child.__file__!r}); child['confine']()\n"


def confined(program: str) -> subprocess.CompletedProcess[str]:
    """Run Python as the child is when it looks at a file."""
    command = [sys.executable, "-I", "-c", CONFINED + program]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_child_has_little_memory() -> None:
    assert "MemoryError" in confined("bytearray(2**30)").stderr
    assert confined("bytearray(2**28)").returncode == 0


def test_the_child_has_little_time() -> None:
    assert confined("import resource; print(resource.getrlimit(resource.RLIMIT_CPU))").stdout == "(5, 5)\n"


def test_the_child_writes_no_file(tmp_path: Path) -> None:
    assert "File too large" in confined(f"import pathlib; pathlib.Path({str(tmp_path / 'x')!r}).write_text('x')").stderr


def test_the_child_alone_imports_nothing_of_ours() -> None:
    loaded = confined("import sys; print(*sys.modules)").stdout.split()
    assert not [name for name in loaded if name.startswith("tui")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "PNG, JPEG, WebP and GIF are"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG, JPEG, WebP and GIF are"),
        (png(1, 1)[:16] + b"\0\1\0\0\0\1\0\0" + png(1, 1)[24:], "too large to be shown here: 65536×65536 pixels"),
        (jpeg(6000, 4001), "too large"),
        (jpeg(60, 40), "cannot be decoded"),
        (png(9, 9)[:50], "cannot be decoded"),
    ],
)
async def test_what_is_no_picture_or_too_large_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "x.png").write_bytes(content)
    with pytest.raises(RoamingError, match=sentence):
        await decode(tmp_path / "x.png", 10, 10)


async def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RoamingError, match="cannot be read: No such file"):
        await decode(tmp_path / "none", 10, 10)


def test_an_answer_is_taken_for_pixels_only_when_it_can_be() -> None:
    assert read_pixels(b"2 1\nabcdef", 2, 2) == Pixels(2, 1, b"abcdef")


@pytest.mark.parametrize(
    "answer",
    [b"", b"2 1", b"2 1\nabc", b"3 1\nabcdefghi", b"1 3\nabcdefghi", b"0 1\n", b"-1 1\n", b"1 1 1\nabc", b"\n"],
)
def test_a_broken_answer_is_refused(answer: bytes) -> None:
    with pytest.raises(RoamingError, match="cannot be decoded"):
        read_pixels(answer, 2, 2)


@given(st.binary())
def test_no_answer_breaks_it(answer: bytes) -> None:
    try:
        pixels = read_pixels(answer, 3, 3)
    except RoamingError:
        return
    assert len(pixels.rgb) == 3 * pixels.width * pixels.height


@pytest.mark.skipif(can_decode(), reason="only without Pillow")
def test_without_pillow_the_child_says_so() -> None:
    done = subprocess.run([sys.executable, "-I", child.__file__, "1", "1"], input=png(1, 1), check=False, timeout=60)
    assert done.returncode == child.NO_PILLOW


async def test_a_picture_is_decoded_to_the_room_that_there_is(tmp_path: Path) -> None:
    pytest.importorskip("PIL", reason="the extra images is not installed")
    (tmp_path / "x.png").write_bytes(png(40, 20))
    assert await decode(tmp_path / "x.png", 10, 10) == Pixels(10, 5, b"\x80" * 150)
